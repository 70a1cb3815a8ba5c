//! Conditions on access: blocks, claims challenges, and sessions that are not there.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::scenario::json::{Json, Object};
use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{MIRIAM, ORDERS, PLANNER, SignIn, TOBIAS};
use crate::scenario::story::Story;
use crate::scenario::truth::{Attempt, Cause};

/// A Windows device signs its user in without a page, and a policy blocks the application. Only the page's number says so.
pub(crate) fn conditional_access_block() -> Story {
    let mut story = Story::new("conditional-access-block", "2026-03-02T11:03:48.336Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let nonce = story.opaque("sso_nonce", 60);
    let refresh_token = story.opaque("refresh token in the cookie", 120);
    let claims = Object::new().with("refresh_token", refresh_token).with("is_primary", "true").with("request_nonce", &nonce);
    let credential = story.token("x-ms-RefreshTokenCredential", &claims);
    let with_nonce = sign_in.authorize_url(&[("sso_nonce", &nonce)]);
    story.get(sign_in.authorize_url(&[])).header("x-ms-RefreshTokenCredential", &credential).redirects_to(&with_nonce);
    let seen = story
        .get(with_nonce)
        .header("x-ms-RefreshTokenCredential", &credential)
        .header("X-Forwarded-For", MIRIAM.ip)
        .page(&sign_in, &Page::conditional_access(53_003));
    let cause = Cause::new("AADSTS53003", "page_config", &sign_in.correlation_id, &seen);
    let interrupts = [("conditional_access_block", Some(false))];
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&interrupts));
    story
}

/// A single-page application renews its token in the background; a policy wants MFA now, and the application asks no one.
pub(crate) fn silent_refresh_needs_mfa() -> Story {
    let mut story = Story::new("silent-refresh-needs-mfa", "2026-03-02T13:27:40.950Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    let access_token = story.token("access_token", &sign_in.claims().with("scp", "Tasks.Read"));
    let refresh_token = story.opaque("refresh_token", 220);
    let tasks = |story: &mut Story| {
        story
            .get("https://graph.microsoft.com/v1.0/me/todo/lists")
            .fetch()
            .header("Authorization", format!("Bearer {access_token}"))
            .returns("request-id", "0d8c1f3a-5b7e-4c29-9a64-e2f1d0b8c735")
            .answers(200, |_| Object::new().with("value", Vec::new()));
    };
    tasks(&mut story);
    story.wait(1_860);
    let message = format!(
        "AADSTS50076: Due to a configuration change made by your administrator, or because you moved to a new location, you must use \
         multi-factor authentication to access '{GRAPH}'."
    );
    let seen = story
        .post(sign_in.endpoint("/oauth2/v2.0/token"))
        .fetch()
        .form(&[
            ("client_id", PLANNER.client_id),
            ("scope", PLANNER.scope),
            ("grant_type", "refresh_token"),
            ("refresh_token", &format!("1.{refresh_token}")),
            ("client_info", "1"),
            ("client-request-id", &sign_in.correlation_id),
            ("x-client-SKU", "msal.js.browser"),
            ("x-client-VER", "4.12.0"),
            ("x-ms-lib-capability", "retry-after, h429"),
        ])
        .returns("x-ms-clitelem", "1,50076,0,,")
        .answers(400, |seen| {
            pages::token_error("interaction_required", &message, &sign_in.correlation_id, seen)
                .with("suberror", "basic_action")
                .with("claims", policy_claims())
        });
    story.get("https://planner.contoso.example/assets/offline.json").fetch().answers(200, |_| Object::new().with("banner", "offline"));
    let cause = Cause::new("AADSTS50076", "token_response", &sign_in.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("interrupted", "refresh_token").cause(cause));
    story
}

const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

fn policy_claims() -> String {
    let policy = Object::new().with("essential", true).with("values", vec![Json::from("6f1e0b9d-48c7-4a25-b3d6-70e9f2a1c854")]);
    Object::new().with("access_token", Object::new().with("capolids", policy)).to_string()
}

/// The application first asks without a page (`prompt=none`) and hears that no one is signed in; then it shows the page.
pub(crate) fn silent_renewal_then_sign_in() -> Story {
    let mut story = Story::new("silent-renewal-then-sign-in", "2026-03-02T14:33:21.704Z");
    let silent = SignIn::new(&mut story, "silent", &PLANNER, &TOBIAS);
    let message = "AADSTS50058: A silent sign-in request was sent but no user is signed in.";
    let draft = story.get(silent.authorize_url(&[("prompt", "none"), ("login_hint", TOBIAS.upn)]));
    let description = draft.message(message, &silent.correlation_id);
    let seen = draft.redirects_to(&silent.reply(&[("error", "login_required"), ("error_description", &description)]));
    story.get(PLANNER.redirect_uri).html(200, "<html><body>blank</body></html>".to_owned());
    let cause = Cause::new("AADSTS50058", "authorize_redirect", &silent.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("interrupted", "oidc").cause(cause));

    story.wait(2);
    let interactive = SignIn::new(&mut story, "interactive", &PLANNER, &TOBIAS);
    story.get(interactive.authorize_url(&[("login_hint", TOBIAS.upn)])).page(&interactive, &Page::sign_in().code("50058"));
    story.wait(6);
    let code = story.authorization_code();
    interactive.submits_password(&mut story).signs_in().redirects_to(&interactive.success(&code));
    story.get(PLANNER.redirect_uri).html(200, "<html><body><div id=\"root\"></div></body></html>".to_owned());
    interactive.redeems(&mut story, &code);
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&[("credentials", Some(true))]));
    story
}

/// An API no longer takes a token that was good a minute ago (continuous access evaluation). No sign-in is in the trace.
pub(crate) fn resource_claims_challenge() -> Story {
    let mut story = Story::new("resource-claims-challenge", "2026-03-02T15:14:05.287Z");
    let sign_in = SignIn::new(&mut story, "only", &PLANNER, &MIRIAM);
    let access_token = story.token("access_token", &sign_in.claims().with("scp", "Mail.Read"));
    let not_before = Object::new().with("essential", true).with("value", "1772464440");
    let error = Object::new().with("value", "10012");
    let claims = Object::new().with("access_token", Object::new().with("nbf", not_before).with("xms_caeerror", error));
    let challenge = format!(
        "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", client_id=\"{GRAPH}\", \
         error=\"insufficient_claims\", claims=\"{}\"",
        STANDARD.encode(claims.to_string())
    );
    let seen = story
        .get("https://graph.microsoft.com/v1.0/me/messages?$top=10")
        .fetch()
        .header("Authorization", format!("Bearer {access_token}"))
        .returns("WWW-Authenticate", challenge)
        .returns("request-id", "5e2b9d04-c6f1-4873-a90d-1b3e5c7f9a28")
        .answers(401, |_| {
            let error = Object::new().with("code", "InvalidAuthenticationToken");
            let message = "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp";
            Object::new().with("error", error.with("message", message))
        });
    let cause = Cause::new("claims-challenge", "www_authenticate", "", &seen).open_correlation_id().open_request();
    story.truth.loose.push(cause);
    story
}
