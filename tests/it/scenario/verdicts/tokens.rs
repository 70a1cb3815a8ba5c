//! Token requests: renewals, redemptions, on behalf of a user, with a password, and of applications.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::scenario::json::{Json, Object};
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{App, MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::Story;
use crate::scenario::truth::Attempt;
use crate::scenario::verdicts::steps::{failed, succeeded};

/// A renewal that is refused: the application has to show the page, and does not.
fn renewal_refused(title: &'static str, error: &str, code: &'static str, text: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T12:04:18.550Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    let seen = sign_in.is_refused_renewal(&mut story, error, text);
    let cause = sign_in.cause(code, "token_response", &seen);
    story.ends(Attempt::new("interrupted", "refresh_token").cause(cause).others(&[]));
    story
}

fn refresh_token_revoked() -> Story {
    let text = "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.";
    renewal_refused("refresh-token-revoked", "invalid_grant", "AADSTS70008", text)
}

fn refresh_token_inactive() -> Story {
    let text = "AADSTS700082: The refresh token has expired due to inactivity. The token was inactive for 90.00:00:00.";
    renewal_refused("refresh-token-inactive", "invalid_grant", "AADSTS700082", text)
}

fn password_changed_since() -> Story {
    let text = "AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed.";
    renewal_refused("password-changed-since", "invalid_grant", "AADSTS50173", text)
}

fn sign_in_frequency() -> Story {
    let text = "AADSTS70043: The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.";
    renewal_refused("sign-in-frequency", "invalid_grant", "AADSTS70043", text)
}

/// A policy wants a second factor; the application sends the claims on, and the user passes.
fn claims_sent_on() -> Story {
    let mut story = Story::new("claims-sent-on", "2026-03-03T12:11:37.289Z");
    let silent = SignIn::new(&mut story, "silent", &PLANNER, &MIRIAM);
    let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["6f1e0b9d-48c7-4a25-b3d6-70e9f2a1c854"]}}}"#;
    let refresh_token = story.opaque("refresh_token", 120);
    let text = "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.";
    let seen = silent
        .asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)])
        .answers(400, |seen| pages::token_error("interaction_required", text, &silent.correlation_id, seen).with("claims", claims));
    let cause = silent.cause("AADSTS50076", "token_response", &seen);
    story.ends(Attempt::new("interrupted", "refresh_token").cause(cause).others(&[]));

    let mut sign_in = SignIn::new(&mut story, "interactive", &PLANNER, &MIRIAM);
    let page = Page::multifactor("PhoneAppNotification", MIRIAM.phone);
    story.get(sign_in.authorize_url(&[("claims", claims)])).page(&sign_in, &page);
    sign_in.passes_mfa(&mut story);
    sign_in.arrives(&mut story, |story| sign_in.processes_mfa(story, None));
    story.ends(succeeded(&[("mfa", Some(true))], &["AADSTS50074"]));
    story
}

/// A renewal that works.
fn renewed() -> Story {
    let mut story = Story::new("renewed", "2026-03-03T12:16:02.814Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &TOBIAS);
    let refresh_token = story.opaque("refresh_token", 120);
    sign_in.gets_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)]);
    story.ends(Attempt::new("succeeded", "refresh_token").interrupts(&[]).others(&[]));
    story
}

/// A renewal that works, and tells in its telemetry that the one before did not.
fn renewed_after_failure() -> Story {
    let mut story = Story::new("renewed-after-failure", "2026-03-03T12:19:45.160Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &TOBIAS);
    let refresh_token = story.opaque("refresh_token", 120);
    let telemetry = format!("5|0|61,{}|50076|1,0", story.guid("correlation of the one before"));
    let fields = [("refresh_token", &*refresh_token), ("x-client-last-telemetry", &*telemetry)];
    sign_in.gets_token(&mut story, "refresh_token", &fields);
    story.ends(Attempt::new("succeeded", "refresh_token").interrupts(&[]).others(&[]).open(&["AADSTS50076"]));
    story
}

/// A renewal is refused, and the page does it.
fn renewal_refused_then_signed_in() -> Story {
    let mut story = Story::new("renewal-refused-then-signed-in", "2026-03-03T12:23:31.703Z");
    let silent = SignIn::new(&mut story, "silent", &PLANNER, &TOBIAS);
    let text = "AADSTS700084: The refresh token was issued to a single page app, and therefore has a fixed, limited lifetime.";
    let seen = silent.is_refused_renewal(&mut story, "invalid_grant", text);
    let cause = silent.cause("AADSTS700084", "token_response", &seen);
    story.ends(Attempt::new("interrupted", "refresh_token").cause(cause).others(&[]));
    let sign_in = SignIn::new(&mut story, "interactive", &PLANNER, &TOBIAS);
    sign_in.opens(&mut story);
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

/// The service refuses more requests, and tells when to come back; then it grants.
fn throttled_then_renewed() -> Story {
    let mut story = Story::new("throttled-then-renewed", "2026-03-03T12:28:19.027Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    let refresh_token = story.opaque("refresh_token", 120);
    let seen = sign_in
        .asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)])
        .returns("Retry-After", "10")
        .html(429, "<html><body>Too many requests</body></html>".to_owned());
    let cause = sign_in.cause("throttled", "response_header", &seen);
    story.ends(Attempt::new("failed", "refresh_token").cause(cause).others(&[]));
    story.wait(10);
    let again = SignIn::new(&mut story, "again", &PLANNER, &MIRIAM);
    again.gets_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)]);
    story.ends(Attempt::new("succeeded", "refresh_token").interrupts(&[]).others(&[]));
    story
}

/// The code comes, and the application redeems it wrongly.
fn redemption_refused(title: &'static str, error: &str, code: &'static str, text: &str) -> Story {
    let mut story = Story::new(title, "2026-03-03T12:34:50.441Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    sign_in.opens(&mut story);
    let authorization_code = story.authorization_code();
    let success = sign_in.success(&authorization_code);
    sign_in.submits_password(&mut story).signs_in().redirects_to(&success);
    story.get(success).html(200, "<html><body>One moment</body></html>".to_owned());
    let fields = [("code", &*authorization_code), ("redirect_uri", ORDERS.redirect_uri)];
    let seen = sign_in.is_refused_token(&mut story, "authorization_code", &fields, error, text);
    let cause = sign_in.cause(code, "token_response", &seen);
    story.ends(failed(cause, &[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

fn redeemed_with_wrong_secret() -> Story {
    let text = "AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.";
    redemption_refused("redeemed-with-wrong-secret", "invalid_client", "AADSTS7000215", text)
}

/// The number that once stood for a wrong secret, too; today it is one of signatures.
fn redeemed_with_wrong_secret_of_old() -> Story {
    let text = "AADSTS70002: Error validating credentials. AADSTS50012: Invalid client secret is provided.";
    let mut story = redemption_refused("redeemed-with-wrong-secret-of-old", "invalid_client", "AADSTS50012", text);
    for attempt in &mut story.truth.attempts {
        attempt.others = Some(vec!["AADSTS50058", "AADSTS70002"]);
    }
    story
}

/// The general number for a bad request, with the words of a number of its own.
fn redeemed_across_origins() -> Story {
    let text = "AADSTS90023: Cross-origin token redemption is permitted only for the 'Single-Page Application' client-type.";
    redemption_refused("redeemed-across-origins", "invalid_request", "AADSTS90023", text)
}

/// The number of a damaged grant, with the words of a missing consent.
fn renewal_for_other_scopes() -> Story {
    let text = "AADSTS70000: The request was denied because one or more scopes requested are unauthorized or expired.";
    renewal_refused_for_good("renewal-for-other-scopes", "AADSTS70000", text)
}

fn renewal_refused_for_good(title: &'static str, code: &'static str, text: &str) -> Story {
    let mut story = renewal_refused(title, "invalid_grant", code, text);
    for attempt in &mut story.truth.attempts {
        attempt.outcome = "failed";
    }
    story
}

fn redeemed_too_late() -> Story {
    let text = "AADSTS70008: The provided authorization code or refresh token has expired due to inactivity.";
    redemption_refused("redeemed-too-late", "invalid_grant", "AADSTS70008", text)
}

fn redeemed_with_wrong_verifier() -> Story {
    let text = "AADSTS50148: The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.";
    redemption_refused("redeemed-with-wrong-verifier", "invalid_grant", "AADSTS50148", text)
}

/// The user reloads the application's page: the code is redeemed again, and refused. The tokens came with the first.
fn redeemed_twice() -> Story {
    let mut story = Story::new("redeemed-twice", "2026-03-03T12:41:08.195Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    sign_in.opens(&mut story);
    let authorization_code = story.authorization_code();
    let success = sign_in.success(&authorization_code);
    sign_in.submits_password(&mut story).signs_in().redirects_to(&success);
    sign_in.redeems(&mut story, &authorization_code);
    let text = "AADSTS54005: OAuth2 Authorization code was already redeemed, please retry with a new valid code.";
    sign_in.is_refused_token(&mut story, "authorization_code", &[("code", &authorization_code)], "invalid_grant", text);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058", "AADSTS54005"]));
    story
}

/// An older endpoint: two codes in one message, of which the last is the cause.
fn two_codes_in_one_message() -> Story {
    let mut story = Story::new("two-codes-in-one-message", "2026-03-03T12:45:36.972Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &TOBIAS);
    let text = "AADSTS70002: Error validating credentials.AADSTS50126: Error validating credentials due to invalid username or password.";
    let codes = vec![Json::Literal("70002".to_owned()), Json::Literal("50126".to_owned())];
    let fields = [("username", TOBIAS.upn), ("password", "nine/Walnuts:10")];
    story.secret("password", "nine/Walnuts:10");
    let seen = sign_in
        .asks_for_token(&mut story, "password", &fields)
        .answers(400, |seen| pages::token_error("invalid_grant", text, &sign_in.correlation_id, seen).with("error_codes", codes));
    let cause = sign_in.cause("AADSTS50126", "token_response", &seen);
    story.ends(Attempt::new("failed", "ropc").cause(cause).others(&["AADSTS70002"]));
    story
}

/// A password without a page: wrong.
fn password_grant_refused() -> Story {
    let text = "AADSTS50126: Error validating credentials due to invalid username or password.";
    token_refused("password-grant-refused", ("password", "ropc"), "invalid_grant", "AADSTS50126", text, "failed")
}

/// A password without a page: right, and a policy wants a second factor that this client cannot ask for.
fn password_grant_needs_mfa() -> Story {
    let text = "AADSTS50076: Due to a configuration change made by your administrator, you must use multi-factor authentication.";
    token_refused("password-grant-needs-mfa", ("password", "ropc"), "interaction_required", "AADSTS50076", text, "interrupted")
}

fn application_unknown() -> Story {
    let text = "AADSTS700016: Application with identifier '7b9d3f61' was not found in the directory 'Contoso'.";
    let grant = ("client_credentials", "client_credentials");
    token_refused("application-unknown", grant, "unauthorized_client", "AADSTS700016", text, "failed")
}

fn application_secret_wrong() -> Story {
    let text = "AADSTS7000215: Invalid client secret provided.";
    let grant = ("client_credentials", "client_credentials");
    token_refused("application-secret-wrong", grant, "invalid_client", "AADSTS7000215", text, "failed")
}

fn token_refused(
    title: &'static str,
    (grant, protocol): (&str, &'static str),
    error: &str,
    code: &'static str,
    text: &str,
    outcome: &'static str,
) -> Story {
    let mut story = Story::new(title, "2026-03-03T12:50:14.309Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let credential = story.opaque("password", 20);
    let fields = if grant == "password" {
        [("username", MIRIAM.upn), ("password", &*credential)]
    } else {
        [("client_secret", &*credential), ("client_info", "1")]
    };
    let seen = sign_in.is_refused_token(&mut story, grant, &fields, error, text);
    let cause = sign_in.cause(code, "token_response", &seen);
    story.ends(Attempt::new(outcome, protocol).cause(cause).others(&[]));
    story
}

const ON_BEHALF_OF: &str = "urn:ietf:params:oauth:grant-type:jwt-bearer";

/// A service asks on behalf of its user three times: once the token is for someone else, once a policy asks for more, once all is well.
fn on_behalf_of() -> Story {
    let mut story = Story::new("on-behalf-of", "2026-03-03T12:56:41.828Z");
    let service = App { scope: "https://graph.microsoft.com/.default", ..TRAVEL };
    let tries = [
        ("failed", "invalid_grant", "AADSTS500131", "AADSTS500131: Assertion audience does not match the Client app."),
        ("interrupted", "interaction_required", "AADSTS50076", "AADSTS50076: You must use multi-factor authentication to access 'Graph'."),
    ];
    for (outcome, error, code, text) in tries {
        let sign_in = SignIn::new(&mut story, code, &service, &MIRIAM);
        let assertion = story.token("assertion", &sign_in.claims());
        let fields = [("assertion", &*assertion), ("requested_token_use", "on_behalf_of")];
        let seen = sign_in.is_refused_token(&mut story, ON_BEHALF_OF, &fields, error, text);
        let cause = sign_in.cause(code, "token_response", &seen);
        story.ends(Attempt::new(outcome, "on_behalf_of").cause(cause).others(&[]));
    }
    let sign_in = SignIn::new(&mut story, "granted", &service, &MIRIAM);
    let assertion = story.token("assertion", &sign_in.claims());
    sign_in.gets_token(&mut story, ON_BEHALF_OF, &[("assertion", &assertion), ("requested_token_use", "on_behalf_of")]);
    story.ends(Attempt::new("succeeded", "on_behalf_of").interrupts(&[]).others(&[]));
    story
}

/// The service is busy for a moment, and says so with a code.
fn service_unavailable() -> Story {
    let mut story = Story::new("service-unavailable", "2026-03-03T13:02:27.534Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let text = "AADSTS90033: A transient error has occurred. Please try again.";
    let refresh_token = story.opaque("refresh_token", 120);
    let seen = sign_in
        .asks_for_token(&mut story, "refresh_token", &[("refresh_token", &refresh_token)])
        .answers(503, |seen| pages::token_error("temporarily_unavailable", text, &sign_in.correlation_id, seen));
    let cause = sign_in.cause("AADSTS90033", "token_response", &seen);
    story.ends(Attempt::new("failed", "refresh_token").cause(cause).others(&[]));
    story
}

/// An API no longer takes the token, and asks for more; the application sends the user to the page with it.
fn resource_challenge_answered() -> Story {
    let mut story = Story::new("resource-challenge-answered", "2026-03-03T13:06:55.246Z");
    let sign_in = SignIn::new(&mut story, "interactive", &PLANNER, &MIRIAM);
    let claims = r#"{"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#;
    let encoded = STANDARD.encode(claims);
    let challenge = format!(
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
         error=\"insufficient_claims\", claims=\"{encoded}\""
    );
    let seen = story
        .get("https://api.app.contoso.example/v1/payments")
        .fetch()
        .returns("WWW-Authenticate", challenge)
        .answers(401, |_| Object::new().with("title", "Unauthorized"));
    story.truth.loose.push(sign_in.cause("claims-challenge", "www_authenticate", &seen).open_correlation_id().open_request());
    story.get(sign_in.authorize_url(&[("claims", claims)])).page(&sign_in, &Page::sign_in().code("50058"));
    sign_in.signs_in(&mut story);
    story.ends(succeeded(&[("credentials", Some(true))], &["AADSTS50058"]));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        refresh_token_revoked(),
        refresh_token_inactive(),
        password_changed_since(),
        sign_in_frequency(),
        claims_sent_on(),
        renewed(),
        renewed_after_failure(),
        renewal_refused_then_signed_in(),
        throttled_then_renewed(),
        redeemed_with_wrong_secret(),
        redeemed_with_wrong_secret_of_old(),
        redeemed_across_origins(),
        renewal_for_other_scopes(),
        redeemed_too_late(),
        redeemed_with_wrong_verifier(),
        redeemed_twice(),
        two_codes_in_one_message(),
        password_grant_refused(),
        password_grant_needs_mfa(),
        application_unknown(),
        application_secret_wrong(),
        on_behalf_of(),
        service_unavailable(),
        resource_challenge_answered(),
    ]
}
