//! Applications: SAML, addresses, consent, tenants, parameters, federation.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::scenario::pages::{self, Page};
use crate::scenario::sign_in::{ADA, App, CONTOSO, FABRIKAM, MIRIAM, ORDERS, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::{Attempt, Cause};

/// The user is signed in with Windows Hello; the application insists on a password. The code hides in a base64 form field.
pub(crate) fn saml_method_mismatch() -> Story {
    const CONSUMER: &str = "https://app.contoso.example/saml/acs";
    let mut story = Story::new("saml-method-mismatch", "2026-03-02T09:36:12.468Z");
    story.personal("upn", TOBIAS.upn);
    story.personal("display name", TOBIAS.name);
    let id = format!("id{}", story.guid("SAML request").replace('-', ""));
    let relay_state = story.opaque("RelayState", 40);
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("SAMLRequest", &STANDARD.encode(deflated(&saml_request(&id, CONSUMER))))
        .append_pair("RelayState", &relay_state)
        .finish();
    let signature = story.opaque("SignatureValue", 172);
    let cookie = story.opaque("cookie ESTSAUTHPERSISTENT", 200);
    let draft = story
        .get(format!("https://login.microsoftonline.com/{CONTOSO}/saml2?{query}"))
        .header("Cookie", format!("ESTSAUTHPERSISTENT={cookie}"));
    let message = draft.message(
        "AADSTS75011: Authentication method 'WindowsHello, MultiFactor' by which the user authenticated with the service doesn't match \
         requested authentication method 'Password, ProtectedTransport'. Contact the Contoso Expenses application owner.",
        "",
    );
    // A SAML message carries no correlation id.
    let message = message.replace("Correlation ID: \r\n", "");
    let response = STANDARD.encode(saml_response(&id, CONSUMER, &message, &signature));
    let fields = [("SAMLResponse", &*response), ("RelayState", &relay_state)];
    let seen = draft.html(200, pages::self_submitting_form(CONSUMER, &fields));
    story.secret("SAMLResponse", &response);
    story
        .post(CONSUMER)
        .header("Origin", "https://login.microsoftonline.com")
        .form(&fields)
        .html(500, "<html><head><title>Expenses</title></head><body>Single sign-on failed.</body></html>".to_owned());
    let cause = Cause::new("AADSTS75011", "saml_response", "", &seen).without_correlation_id();
    story.truth.attempts.push(Attempt::new("failed", "saml2").cause(cause).interrupts(&[]));
    story
}

fn deflated(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

fn saml_request(id: &str, consumer: &str) -> String {
    format!(
        r#"<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="{id}" Version="2.0" IssueInstant="2026-03-02T09:36:12.301Z" AssertionConsumerServiceURL="{consumer}"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">https://app.contoso.example/saml/metadata</Issuer><samlp:RequestedAuthnContext Comparison="exact"><AuthnContextClassRef xmlns="urn:oasis:names:tc:SAML:2.0:assertion">urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>"#
    )
}

fn saml_response(request: &str, consumer: &str, message: &str, signature: &str) -> String {
    let message = pages::html_escaped(message);
    format!(
        r#"<samlp:Response ID="_7c1e4b90-52d3-4f6a-8e07-b9a1d3c5f264" Version="2.0" IssueInstant="2026-03-02T09:36:13.702Z" Destination="{consumer}" InResponseTo="{request}" xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"><Issuer xmlns="urn:oasis:names:tc:SAML:2.0:assertion">https://sts.windows.net/{CONTOSO}/</Issuer><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><SignatureValue>{signature}</SignatureValue></Signature><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Requester"><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:NoAuthnContext"/></samlp:StatusCode><samlp:StatusMessage>{message}</samlp:StatusMessage></samlp:Status></samlp:Response>"#
    )
}

/// The application asks for an address that is not registered.
pub(crate) fn redirect_uri_mismatch() -> Story {
    let mut story = Story::new("redirect-uri-mismatch", "2026-03-02T10:09:51.833Z");
    let app = App { redirect_uri: "https://app.contoso.example/orders/callback-v2", tenant: CONTOSO, ..ORDERS.clone() };
    let sign_in = SignIn::new(&mut story, "only", &app, &MIRIAM);
    let message = format!(
        "AADSTS50011: The redirect URI '{}' specified in the request does not match the redirect URIs configured for the application \
         '{}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal.",
        app.redirect_uri, app.client_id
    );
    let seen = story.get(sign_in.authorize_url(&[])).page(&sign_in, &Page::error(&message));
    let cause = Cause::new("AADSTS50011", "page_config", &sign_in.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&[]));
    story
}

/// The user reads what the application wants, and says no.
pub(crate) fn consent_declined() -> Story {
    let mut story = Story::new("consent-declined", "2026-03-02T12:18:37.095Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    story.tunnel("login.microsoftonline.com");
    story.get(sign_in.authorize_url(&[("prompt", "consent")])).page(&sign_in, &Page::consent());
    story.wait(22);
    let draft = story.post("https://login.microsoftonline.com/common/Consent/Set").form(&[
        ("acceptConsent", "false"),
        ("ctx", &sign_in.context),
        ("flowToken", &sign_in.flow_token),
        ("canary", &sign_in.canary),
    ]);
    let message = draft.message("AADSTS65004: User declined to consent to access the app.", &sign_in.correlation_id);
    let location = error_redirect(&sign_in, "access_denied", &message);
    let seen = draft.redirects_to(&location);
    story.get(location).html(200, "<html><head><title>Orders</title></head><body>You are not signed in.</body></html>".to_owned());
    let cause = Cause::new("AADSTS65004", "authorize_redirect", &sign_in.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&[("consent", Some(false))]));
    story
}

/// An error in the query, encoded the way the service does it.
fn error_redirect(sign_in: &SignIn, error: &str, message: &str) -> String {
    let number = message.split(':').next().unwrap_or_default().trim_start_matches("AADSTS");
    format!(
        "{}?error={error}&error_description={}&error_uri={}&state={}",
        sign_in.app.redirect_uri,
        pages::lower_case_encoded(message),
        pages::lower_case_encoded(&format!("https://login.microsoftonline.com/error?code={number}")),
        sign_in.state
    )
}

/// An account of Fabrikam, an application of Contoso, and no invitation.
pub(crate) fn wrong_tenant_account() -> Story {
    let mut story = Story::new("wrong-tenant-account", "2026-03-02T13:52:14.377Z");
    let sign_in = SignIn::new(&mut story, "only", &TRAVEL, &ADA);
    sign_in.opens(&mut story);
    sign_in.looks_up_account(&mut story, 0, None);
    let message = format!(
        "AADSTS50020: User account '{}' from identity provider 'https://sts.windows.net/{FABRIKAM}/' does not exist in tenant \
         'Contoso' and cannot access the application '{}'({}) in that tenant. The account needs to be added as an external user in \
         the tenant first.",
        ADA.upn, TRAVEL.client_id, TRAVEL.name
    );
    let seen = sign_in.submits_password(&mut story).page(&sign_in, &Page::error(&message));
    let cause = Cause::new("AADSTS50020", "page_config", &sign_in.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("failed", "oidc").cause(cause).interrupts(&[("credentials", Some(true))]));
    story
}

/// The application forgets to say what it wants, and is told so before anyone sees a page.
pub(crate) fn missing_parameter() -> Story {
    let mut story = Story::new("missing-parameter", "2026-03-02T14:47:59.660Z");
    let sign_in = SignIn::new(&mut story, "only", &App { scope: "", ..ORDERS.clone() }, &TOBIAS);
    let draft = story.get(sign_in.authorize_url(&[]));
    let text = "AADSTS900144: The request body must contain the following parameter: 'scope'.";
    let location = error_redirect(&sign_in, "invalid_request", &draft.message(text, &sign_in.correlation_id));
    let seen: Seen = draft.redirects_to(&location);
    story.get(location).html(400, "<html><head><title>Orders</title></head><body>Bad request.</body></html>".to_owned());
    let cause = Cause::new("AADSTS900144", "authorize_redirect", &sign_in.correlation_id, &seen);
    story.truth.attempts.push(Attempt::new("failed", "oauth2").cause(cause).interrupts(&[]));
    story
}

/// Fabrikam's own AD FS checks the password, and sends a token back through the browser.
pub(crate) fn federated_sign_in() -> Story {
    let mut story = Story::new("federated-sign-in", "2026-03-02T16:55:28.141Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &ADA);
    story.tunnel("login.microsoftonline.com");
    sign_in.opens(&mut story);
    let federation = sign_in.federation_address();
    sign_in.looks_up_account(&mut story, 0, Some(&federation));
    story.tunnel("adfs.fabrikam.example");
    let form = "<html><head><title>Sign In</title></head><body><form method=\"post\" id=\"loginForm\"></form></body></html>";
    story.get(&federation).html(200, form.to_owned());
    story.wait(8);
    let signature = story.opaque("SignatureValue", 172);
    let token = wresult(&signature);
    story.secret("wresult", &token);
    story.secret("password", ADA.password);
    let fields = [("wa", "wsignin1.0"), ("wresult", &*token), ("wctx", &sign_in.context)];
    story
        .post(federation)
        .form(&[("UserName", ADA.upn), ("Password", ADA.password), ("AuthMethod", "FormsAuthentication")])
        .sets_cookie("MSISAuth", 140)
        .html(200, pages::self_submitting_form("https://login.microsoftonline.com/login.srf", &fields));
    let code = story.authorization_code();
    story.post("https://login.microsoftonline.com/login.srf").form(&fields).signs_in().redirects_to(&sign_in.success(&code));
    story.get(sign_in.success(&code)).redirects_to("https://app.contoso.example/orders");
    story.truth.attempts.push(Attempt::new("succeeded", "oidc").interrupts(&[("credentials", Some(true))]));
    story
}

fn wresult(signature: &str) -> String {
    format!(
        r#"<t:RequestSecurityTokenResponse xmlns:t="http://schemas.xmlsoap.org/ws/2005/02/trust"><t:RequestedSecurityToken><saml:Assertion MajorVersion="1" MinorVersion="1" AssertionID="_2f8d6b14" Issuer="http://adfs.fabrikam.example/adfs/services/trust/" xmlns:saml="urn:oasis:names:tc:SAML:1.0:assertion"><saml:AttributeStatement><saml:Subject><saml:NameIdentifier>q8Zr1mXkT0eWc4nB7vYdLw==</saml:NameIdentifier></saml:Subject><saml:Attribute AttributeName="UPN" AttributeNamespace="http://schemas.xmlsoap.org/claims"><saml:AttributeValue>{}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignatureValue>{signature}</ds:SignatureValue></ds:Signature></saml:Assertion></t:RequestedSecurityToken></t:RequestSecurityTokenResponse>"#,
        ADA.upn
    )
}
