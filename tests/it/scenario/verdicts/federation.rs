//! AD FS on the customer's own host: as the identity provider of a federated user, and as an authorization server of its own.

use crate::scenario::json::Object;
use crate::scenario::pages;
use crate::scenario::sign_in::{ADA, App, ORDERS, PLANNER, SignIn};
use crate::scenario::story::{Draft, Seen, Story};
use crate::scenario::truth::{Attempt, Cause};
use crate::scenario::verdicts::steps::{NOT_SIGNED_IN, failed, interrupted, left, succeeded};

const ADFS: &str = "https://adfs.fabrikam.example/adfs";

/// An application that AD FS itself signs users in to.
const INTRANET: App = App { name: "Fabrikam Intranet", client_id: "e1b5d7c9-3a2f-4680-8d14-b6c0f9a2e753", ..PLANNER };

/// What AD FS refuses with: the code, and the text behind it.
fn fault(subcode: &str, text: &str) -> String {
    format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value><s:Subcode><s:Value xmlns:a="http://docs.oasis-open.org/ws-sx/ws-trust/200512">a:{subcode}</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">{text}</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>"#
    )
}

/// The client sends the user's password to AD FS.
fn sends_password(story: &mut Story, endpoint: &str, status: u16, answer: String) -> Seen {
    story.personal("upn", ADA.upn);
    let password = story.secret("password", ADA.password);
    let request = format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><o:UsernameToken><o:Username>{}</o:Username><o:Password>{}</o:Password></o:UsernameToken></o:Security></s:Header></s:Envelope>"#,
        ADA.upn,
        pages::html_escaped(&password)
    );
    let draft = story.post(format!("{ADFS}/services/trust/{endpoint}")).fetch().body("application/soap+xml; charset=utf-8", request);
    draft.answers_with(status, "application/soap+xml; charset=utf-8", |_| answer)
}

fn cause(code: &'static str, site: &'static str, seen: &Seen) -> Cause {
    Cause::new(code, site, "", seen).open_correlation_id().open_request()
}

fn ws_trust_refused(title: &'static str, endpoint: &str, code: &'static str, text: &str) -> Story {
    let mut story = Story::new(title, "2026-04-10T05:03:27.640Z");
    let seen = sends_password(&mut story, endpoint, 500, fault("RequestFailed", text));
    story.ends(failed(cause(code, "ws_trust_fault", &seen), &[], &[]).by("ws_trust"));
    story
}

fn adfs_password_refused() -> Story {
    ws_trust_refused("adfs-password-refused", "13/usernamemixed", "MSIS3127", "MSIS3127: The specified request failed.")
}

fn adfs_password_refused_at_older_endpoint() -> Story {
    let text = "ID3242: The security token could not be authenticated or authorized.";
    ws_trust_refused("adfs-password-refused-at-older-endpoint", "2005/usernamemixed", "ws-trust-fault", text)
}

/// AD FS gives an assertion, and Entra a token for it, or not.
fn assertion_redeemed(title: &'static str, refusal: &str) -> Story {
    let mut story = Story::new(title, "2026-04-10T05:08:51.077Z");
    let answer = r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><t:RequestSecurityTokenResponse xmlns:t="http://docs.oasis-open.org/ws-sx/ws-trust/200512"><t:RequestedSecurityToken><saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion" AssertionID="_7d1f0a2c"/></t:RequestedSecurityToken></t:RequestSecurityTokenResponse></s:Body></s:Envelope>"#;
    sends_password(&mut story, "13/usernamemixed", 200, answer.to_owned());
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &ADA);
    let assertion = story.opaque("assertion", 120);
    let grant = "urn:ietf:params:oauth:grant-type:saml1_1-bearer";
    if refusal.is_empty() {
        sign_in.gets_token(&mut story, grant, &[("assertion", &assertion)]);
        story.ends(succeeded(&[], &[]).by("ws_trust"));
    } else {
        let seen = sign_in.is_refused_token(&mut story, grant, &[("assertion", &assertion)], "invalid_grant", refusal);
        story.ends(failed(sign_in.cause("AADSTS50107", "token_response", &seen), &[], &[]).by("ws_trust"));
    }
    story
}

fn adfs_assertion_redeemed() -> Story {
    assertion_redeemed("adfs-assertion-redeemed", "")
}

fn adfs_assertion_refused() -> Story {
    assertion_redeemed("adfs-assertion-refused", "AADSTS50107: The requested federation realm object does not exist.")
}

/// The error page of AD FS.
fn error_page(code: &str, text: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Error</title></head><body><div id=\"errorMessage\">An error occurred. Contact your administrator for more information.</div>\
         <ul><li>Activity ID: 5d2f9a10-7c3e-4b68-0400-0080010000e5</li><li>Error details: {code}: {text}</li><li>Node name: 0c9e7b52-6a1d-4f38-8e24-d7b3c5a9f016</li>\
         <li>Error time: Fri, 10 Apr 2026 05:14:02 GMT</li><li>Cookie: enabled</li></ul></body></html>"
    )
}

/// The federated user never gets past AD FS.
fn adfs_page_refuses() -> Story {
    let mut story = Story::new("adfs-page-refuses", "2026-04-10T05:14:00.501Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &ADA);
    let federation = sign_in.federation_address();
    story.get(sign_in.authorize_url(&[("login_hint", ADA.upn)])).redirects_to(&federation);
    let text = "An error occurred while processing the request. Contact your administrator for details.";
    let seen = story.get(federation).html(200, error_page("MSIS7012", text));
    let cause = cause("MSIS7012", "page_text", &seen);
    story.ends(failed(cause, &[("federation", Some(false))], &[]));
    story
}

/// An address that someone typed: a finding, and no sign-in.
fn adfs_page_alone() -> Story {
    let mut story = Story::new("adfs-page-alone", "2026-04-10T05:19:38.266Z");
    let text = "There are no registered protocol handlers on path /adfs/ls/IdpInitiatedSignon.aspx to process the incoming request.";
    let seen = story.get(format!("{ADFS}/ls/IdpInitiatedSignon.aspx")).html(500, error_page("MSIS7065", text));
    story.truth.loose.push(cause("MSIS7065", "page_text", &seen));
    story
}

fn authorize(sign_in: &SignIn) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", INTRANET.client_id)
        .append_pair("redirect_uri", INTRANET.redirect_uri)
        .append_pair("response_type", "code")
        .append_pair("response_mode", "fragment")
        .append_pair("scope", "openid")
        .append_pair("state", &sign_in.state)
        .finish();
    format!("{ADFS}/oauth2/authorize/?{query}")
}

/// Up to the code that AD FS gives the application.
fn intranet_gets_code(story: &mut Story) -> (SignIn, String) {
    let sign_in = SignIn::new(story, "only", &INTRANET, &ADA);
    let address = authorize(&sign_in);
    story.get(&address).html(200, "<html><body><form method=\"post\" id=\"loginForm\"></form></body></html>".to_owned());
    story.secret("password", ADA.password);
    let fields = [("UserName", ADA.upn), ("Password", ADA.password), ("AuthMethod", "FormsAuthentication")];
    story.post(&address).form(&fields).redirects_to(&address);
    let code = story.authorization_code();
    let reply = sign_in.reply(&[("code", &code)]);
    story.get(&address).redirects_to(&reply);
    story.get(reply).html(200, NOT_SIGNED_IN.to_owned());
    (sign_in, code)
}

fn redeems<'s>(story: &'s mut Story, code: &str) -> Draft<'s> {
    let fields =
        [("client_id", INTRANET.client_id), ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", INTRANET.redirect_uri)];
    story.post(format!("{ADFS}/oauth2/token/")).fetch().form(&fields)
}

fn adfs_signed_in() -> Story {
    let mut story = Story::new("adfs-signed-in", "2026-04-10T05:24:09.814Z");
    let (sign_in, code) = intranet_gets_code(&mut story);
    let token = story.token("access_token", &sign_in.claims());
    redeems(&mut story, &code).answers(200, |_| Object::new().with("token_type", "bearer").with("access_token", token));
    story.ends(succeeded(&[], &[]));
    story
}

/// The client is registered with a secret, and a browser sends none.
fn adfs_client_refused() -> Story {
    let mut story = Story::new("adfs-client-refused", "2026-04-10T05:28:46.359Z");
    let (_, code) = intranet_gets_code(&mut story);
    let answer = Object::new().with("error", "invalid_client").with("error_description", "MSIS9622: Client authentication failed.");
    let seen = redeems(&mut story, &code).answers(400, |_| answer);
    story.ends(failed(cause("MSIS9622", "token_response", &seen), &[], &[]));
    story
}

/// The refusal goes to the application, in the words of AD FS.
fn adfs_resource_refused() -> Story {
    let mut story = Story::new("adfs-resource-refused", "2026-04-10T05:33:15.942Z");
    let sign_in = SignIn::new(&mut story, "only", &INTRANET, &ADA);
    let description = "MSIS9605: The client is not allowed to access the requested resource.";
    let reply = sign_in.reply(&[("error", "access_denied"), ("error_description", description)]);
    let seen = story.get(authorize(&sign_in)).redirects_to(&reply);
    story.get(reply).html(200, NOT_SIGNED_IN.to_owned());
    story.ends(failed(cause("MSIS9605", "authorize_redirect", &seen), &[], &[]));
    story
}

/// A device code of AD FS, waited for until the user has entered it, or for nothing.
fn device_code(title: &'static str, entered: bool) -> Story {
    let mut story = Story::new(title, "2026-04-10T05:38:02.718Z");
    let sign_in = SignIn::new(&mut story, "only", &INTRANET, &ADA);
    let device_code = story.opaque("device_code", 60);
    let fields = [("client_id", INTRANET.client_id), ("resource", "https://intranet.fabrikam.example/")];
    let user_code = story.secret("user_code", "BQXKMJWRT");
    let address = format!("{ADFS}/oauth2/deviceauth");
    story.post(format!("{ADFS}/oauth2/devicecode")).fetch().form(&fields).answers(200, |_| {
        Object::new()
            .with("user_code", user_code)
            .with("device_code", &device_code)
            .with("verification_uri", address)
            .with("expires_in", 900)
    });
    let grant = "urn:ietf:params:oauth:grant-type:device_code";
    let poll = [("client_id", INTRANET.client_id), ("grant_type", grant), ("device_code", &*device_code)];
    let pending = || {
        let text = "MSIS9714: The authorization request is still pending.";
        Object::new().with("error", "authorization_pending").with("error_description", text)
    };
    let polls = |story: &mut Story| story.post(format!("{ADFS}/oauth2/token")).fetch().form(&poll).answers(400, |_| pending());
    polls(&mut story);
    let seen = polls(&mut story);
    if entered {
        let token = story.token("access_token", &sign_in.claims());
        story.post(format!("{ADFS}/oauth2/token")).fetch().form(&poll).answers(200, |_| Object::new().with("access_token", token));
        story.ends(succeeded(&[("device_code", Some(true))], &["MSIS9714"]).by("device_code"));
    } else {
        let cause = cause("MSIS9714", "token_response", &seen);
        story.ends(interrupted(cause, &[("device_code", Some(false))], &[]).by("device_code"));
    }
    story
}

fn adfs_device_code_entered() -> Story {
    device_code("adfs-device-code-entered", true)
}

fn adfs_device_code_pending() -> Story {
    device_code("adfs-device-code-pending", false)
}

/// The page of AD FS is shown, with its images, and the user leaves.
fn adfs_left() -> Story {
    let mut story = Story::new("adfs-left", "2026-04-10T05:42:30.487Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &ADA);
    let federation = sign_in.federation_address();
    story.get(sign_in.authorize_url(&[])).redirects_to(&federation);
    story.get(federation).html(200, "<html><body><form method=\"post\" id=\"loginForm\"></form></body></html>".to_owned());
    story.get(format!("{ADFS}/portal/css/style.css?id=0A1B")).finish(200, "text/css", b"body{}".to_vec());
    let attempt: Attempt = left(&[("federation", Some(false))], &[]);
    story.ends(attempt);
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        adfs_password_refused(),
        adfs_password_refused_at_older_endpoint(),
        adfs_assertion_redeemed(),
        adfs_assertion_refused(),
        adfs_page_refuses(),
        adfs_page_alone(),
        adfs_signed_in(),
        adfs_client_refused(),
        adfs_resource_refused(),
        adfs_device_code_entered(),
        adfs_device_code_pending(),
        adfs_left(),
    ]
}
