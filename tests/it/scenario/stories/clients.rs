//! Clients without a browser: device codes, client credentials, WS-Trust.

use crate::scenario::json::Object;
use crate::scenario::pages;
use crate::scenario::sign_in::{App, CONTOSO, MIRIAM, SignIn, TOBIAS, TRAVEL};
use crate::scenario::story::{Seen, Story};
use crate::scenario::truth::{Attempt, Cause};

const CONSOLE: App = App {
    name: "Contoso Console",
    client_id: "91c4e7a2-0b5d-4f38-86ea-c3d7f1b9a540",
    redirect_uri: "https://login.microsoftonline.com/common/oauth2/nativeclient",
    tenant: "organizations",
    scope: "openid offline_access https://graph.microsoft.com/User.Read",
    response_type: "code",
    response_mode: "query",
};

/// The console asks three times too early, and then gets its tokens.
pub(crate) fn device_code() -> Story {
    let mut story = Story::new("device-code", "2026-03-02T08:05:13.749Z");
    let sign_in = SignIn::new(&mut story, "only", &CONSOLE, &TOBIAS);
    let device_code = story.opaque("device_code", 180);
    let user_code = story.secret("user_code", "HK4RTQ9WZ");
    let correlation_id = sign_in.correlation_id.clone();
    story
        .post(sign_in.endpoint("/oauth2/v2.0/devicecode"))
        .fetch()
        .header("User-Agent", "python-requests/2.34.2")
        .header("client-request-id", &correlation_id)
        .form(&[("client_id", CONSOLE.client_id), ("scope", CONSOLE.scope)])
        .answers(200, |_| {
            let text = format!(
                "To sign in, use a web browser to open the page https://microsoft.com/devicelogin and enter the code {user_code} to \
                 authenticate."
            );
            Object::new()
                .with("user_code", &user_code)
                .with("device_code", &device_code)
                .with("verification_uri", "https://microsoft.com/devicelogin")
                .with("expires_in", 900)
                .with("interval", 5)
                .with("message", text)
        });
    let access_token = story.token("access_token", &sign_in.claims());
    let id_token = story.token("id_token", &sign_in.claims());
    let refresh_token = story.opaque("refresh_token", 220);
    let mut ask = |answer: Option<Object>| {
        story.wait(5);
        story
            .post(sign_in.endpoint("/oauth2/v2.0/token"))
            .fetch()
            .header("User-Agent", "python-requests/2.34.2")
            .header("client-request-id", &correlation_id)
            .form(&[
                ("client_id", CONSOLE.client_id),
                ("grant_type", "urn:ietf:params:oauth:grant-type:device_code"),
                ("device_code", &device_code),
            ])
            .answers(if answer.is_some() { 200 } else { 400 }, |seen| answer.unwrap_or_else(|| still_waiting(&correlation_id, seen)));
    };
    for _ in 0..3 {
        ask(None);
    }
    ask(Some(
        Object::new()
            .with("token_type", "Bearer")
            .with("scope", CONSOLE.scope)
            .with("expires_in", 4_201)
            .with("access_token", access_token)
            .with("refresh_token", format!("1.{refresh_token}"))
            .with("id_token", id_token),
    ));
    story.truth.attempts.push(Attempt::new("succeeded", "device_code").interrupts(&[("device_code", Some(true))]));
    story
}

/// The description as the service writes it here: nothing between its parts.
fn still_waiting(correlation_id: &str, seen: &Seen) -> Object {
    let text = "AADSTS70016: OAuth 2.0 device flow error. Authorization is pending. Continue polling.";
    let error = pages::token_error("authorization_pending", text, correlation_id, seen);
    error.with("error_description", pages::message(text, correlation_id, seen).replace("\r\n", ""))
}

/// A nightly job whose secret ran out; half an hour later it has a certificate, and works.
pub(crate) fn client_secret_expired() -> Story {
    let mut story = Story::new("client-secret-expired", "2026-03-02T02:00:00.518Z");
    let secret = story.opaque("client_secret", 40);
    let (failed_id, passed_id) = (story.guid("correlation of the secret"), story.guid("correlation of the certificate"));
    let endpoint = format!("https://login.microsoftonline.com/{CONTOSO}/oauth2/v2.0/token");
    let common = [("client_id", TRAVEL.client_id), ("scope", "https://graph.microsoft.com/.default"), ("grant_type", "client_credentials")];
    let message = format!(
        "AADSTS7000222: The provided client secret keys for app '{}' are expired. Visit the Azure portal to create new keys for your \
         app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.",
        TRAVEL.client_id
    );
    let seen = story
        .post(&endpoint)
        .fetch()
        .header("User-Agent", "nightly-export/3.1")
        .header("client-request-id", &failed_id)
        .form(&[&common[..], &[("client_secret", &*secret)]].concat())
        .answers(401, |seen| pages::token_error("invalid_client", &message, &failed_id, seen));
    let cause = Cause::new("AADSTS7000222", "token_response", &failed_id, &seen);
    story.truth.attempts.push(Attempt::new("failed", "client_credentials").cause(cause));

    story.wait(1_800);
    let claims = Object::new().with("aud", &endpoint).with("iss", TRAVEL.client_id).with("sub", TRAVEL.client_id);
    let assertion = story.token("client_assertion", &claims);
    let access_token = story.token("access_token", &Object::new().with("aud", "https://graph.microsoft.com").with("idtyp", "app"));
    let certificate =
        [("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), ("client_assertion", &assertion)];
    story
        .post(&endpoint)
        .fetch()
        .header("User-Agent", "nightly-export/3.1")
        .header("client-request-id", &passed_id)
        .form(&[&common[..], &certificate[..]].concat())
        .answers(200, |_| Object::new().with("token_type", "Bearer").with("expires_in", 3_599).with("access_token", access_token));
    story.truth.attempts.push(Attempt::new("succeeded", "client_credentials"));
    story
}

/// An old mail client sends a password by WS-Trust, and the wrong one.
pub(crate) fn ws_trust_wrong_password() -> Story {
    let mut story = Story::new("ws-trust-wrong-password", "2026-03-02T19:40:31.906Z");
    let password = story.secret("password", "Quince Harbour old");
    story.personal("upn", MIRIAM.upn);
    story.tunnel("login.microsoftonline.com");
    let request = format!(
        r#"<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="1">http://schemas.xmlsoap.org/ws/2005/02/trust/RST/Issue</a:Action><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"><o:UsernameToken><o:Username>{}</o:Username><o:Password>{password}</o:Password></o:UsernameToken></o:Security></s:Header><s:Body><trust:RequestSecurityToken xmlns:trust="http://schemas.xmlsoap.org/ws/2005/02/trust"><wsp:AppliesTo xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"><a:EndpointReference><a:Address>urn:federation:MicrosoftOnline</a:Address></a:EndpointReference></wsp:AppliesTo><trust:RequestType>http://schemas.xmlsoap.org/ws/2005/02/trust/Issue</trust:RequestType></trust:RequestSecurityToken></s:Body></s:Envelope>"#,
        MIRIAM.upn
    );
    let seen = story
        .post("https://login.microsoftonline.com/rst2.srf")
        .fetch()
        .header("User-Agent", "Contoso-Mail/7.2")
        .body("application/soap+xml; charset=utf-8", request)
        .answers_with(200, "application/soap+xml; charset=utf-8", fault);
    let cause = Cause::new("AADSTS50126", "ws_trust_fault", "", &seen).open_correlation_id();
    story.truth.attempts.push(Attempt::new("failed", "ws_trust").cause(cause));
    story
}

fn fault(seen: &Seen) -> String {
    let time = seen.time.strftime("%Y-%m-%dT%H:%M:%S.3501755Z");
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><S:Envelope xmlns:S="http://www.w3.org/2003/05/soap-envelope" xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" xmlns:wst="http://schemas.xmlsoap.org/ws/2005/02/trust" xmlns:psf="http://schemas.microsoft.com/Passport/SoapServices/SOAPFault"><S:Header><psf:pp><psf:serverVersion>1</psf:serverVersion><psf:authstate>0x80048800</psf:authstate><psf:reqstatus>0x80048821</psf:reqstatus><psf:serverInfo ServerTime="{time}">ESTS-PUB-NEUR-LZ2-FD014-001.ProdSlices rid:{}</psf:serverInfo></psf:pp></S:Header><S:Body><S:Fault><S:Code><S:Value>S:Sender</S:Value><S:Subcode><S:Value>wst:FailedAuthentication</S:Value></S:Subcode></S:Code><S:Reason><S:Text xml:lang="en-US">Authentication Failure</S:Text></S:Reason><S:Detail><psf:error><psf:value>0x80048821</psf:value><psf:internalerror><psf:code>0x80048821</psf:code><psf:text>AADSTS50126: Error validating credentials due to invalid username or password.</psf:text></psf:internalerror></psf:error></S:Detail></S:Fault></S:Body></S:Envelope>"#,
        seen.request_id
    )
}
