//! Clients and servers ask for tokens: with codes, passwords, assertions, devices and brokers; and what authorizes them.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::Template;
use crate::planted::draft::Draft;
use crate::planted::sow::Sow;
use crate::planted::{CLIENT, CORRELATION, TENANT};
use crate::scenario::json::{Json, Object};

pub(super) const ALL: &[(&str, Template)] = &[
    ("token by code", by_code),
    ("token by password", by_password),
    ("token by refresh token", by_refresh_token),
    ("token on behalf of", on_behalf_of),
    ("device code", device_code),
    ("token by device code", by_device_code),
    ("device code is entered", device_code_entry),
    ("token by broker", by_broker),
    ("nonce for a broker", broker_nonce),
    ("device authentication", device_authentication),
    ("authorized by Basic", basic),
    ("authorized by PoP", proof_of_possession),
    ("authorized by MSAuth1.0", old_actor_token),
    ("authorized by NTLM", ntlm),
    ("authorized by Negotiate", negotiate),
];

fn token_endpoint(s: &Sow) -> Draft<'_> {
    Draft::post(s, format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"))
}

/// The response with an error whose message names the user and the machine.
fn error(s: &Sow, number: u32, error: &str, text: &str) -> Object {
    let message = format!("AADSTS{number}: {text} '{}' {}", s.user("user in a message"), s.address("address in a message"));
    let request = s.id("request");
    Object::new()
        .with("error", error)
        .with(
            "error_description",
            format!("{message}\r\nTrace ID: {request}\r\nCorrelation ID: {CORRELATION}\r\nTimestamp: 2026-03-02 10:12:44Z"),
        )
        .with("error_codes", vec![Json::Literal(number.to_string())])
        .with("timestamp", "2026-03-02 10:12:44Z")
        .with("trace_id", request)
        .with("correlation_id", CORRELATION)
        .with("error_uri", format!("https://login.microsoftonline.com/error?code={number}"))
}

fn by_code(s: &Sow) -> Draft<'_> {
    token_endpoint(s)
        .form(&[
            ("client_id", CLIENT.to_owned()),
            ("grant_type", "authorization_code".to_owned()),
            ("code", format!("0.A{}", s.secret("code"))),
            ("code_verifier", s.secret("code_verifier")),
            ("client_secret", s.secret("client_secret")),
            ("client_assertion", s.token("client_assertion", Object::new().with("iss", CLIENT))),
            ("x-client-Ver", "4.12.0".to_owned()),
        ])
        .of_service()
        .returns("x-ms-clitelem", "1,0,0,,")
        .answers_json(
            &Object::new()
                .with("token_type", "Bearer")
                .with("access_token", s.token("access_token", s.person()))
                .with("id_token", s.token("id_token", s.person()))
                .with("refresh_token", format!("1.A{}", s.secret("refresh_token")))
                .with("expires_in", 4716),
        )
}

fn by_password(s: &Sow) -> Draft<'_> {
    token_endpoint(s)
        .form(&[
            ("client_id", CLIENT.to_owned()),
            ("grant_type", "password".to_owned()),
            ("username", s.user("username")),
            ("password", s.secret("password")),
            ("client_secret", s.secret("client_secret")),
        ])
        .status(400)
        .of_service()
        .returns("x-ms-clitelem", "1,50034,0,,")
        .answers_json(&error(s, 50034, "invalid_grant", "The user account does not exist:").with("suberror", "bad_token"))
}

fn by_refresh_token(s: &Sow) -> Draft<'_> {
    let again = |s: &Sow| Object::new().with("data", STANDARD.encode(format!("ab{}", s.shared("refresh_token")))).to_string();
    token_endpoint(s)
        .header("X-Debug", format!("retry with {}", s.shared("refresh_token")))
        .form(&[
            ("client_id", CLIENT.to_owned()),
            ("grant_type", "refresh_token".to_owned()),
            ("refresh_token", s.shared("refresh_token")),
            ("req_cnf", s.secret("req_cnf")),
        ])
        .status(400)
        .of_service()
        .returns("x-ms-clitelem", "1,70008,0,82372a.b,")
        .answers(
            "application/json",
            error(s, 70008, "invalid_grant", "The refresh token has expired for").with("hint", again(s)).to_string(),
        )
}

fn on_behalf_of(s: &Sow) -> Draft<'_> {
    let claims = r#"{"access_token":{"capolids":{"essential":true,"values":["1d4f7a2c-88e1-4c07-9d35-2b6e0f9a7c51"]}}}"#;
    token_endpoint(s)
        .form(&[
            ("client_id", CLIENT.to_owned()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer".to_owned()),
            ("requested_token_use", "on_behalf_of".to_owned()),
            ("assertion", s.token("assertion", s.person())),
            ("requested_token", s.secret("requested_token")),
            ("subject_token", s.token("subject_token", Object::new())),
            ("actor_token", s.token("actor_token", Object::new())),
        ])
        .status(400)
        .of_service()
        .answers_json(&error(s, 50076, "interaction_required", "Due to a configuration change").with("claims", claims))
}

fn device_code(s: &Sow) -> Draft<'_> {
    let answer = |s: &Sow| {
        let text = format!("To sign in, open https://login.microsoft.com/device and enter the code {}.", s.secret("user_code"));
        Object::new()
            .with("user_code", s.secret("user_code"))
            .with("device_code", s.secret("device_code"))
            .with("verification_uri", "https://login.microsoft.com/device")
            .with("message", text)
    };
    Draft::post(s, format!("https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/devicecode"))
        .form(&[("client_id", CLIENT.to_owned()), ("scope", "openid profile".to_owned()), ("login_hint", s.user("login_hint"))])
        .of_service()
        .answers_json(&answer(s))
}

fn by_device_code(s: &Sow) -> Draft<'_> {
    token_endpoint(s)
        .form(&[
            ("client_id", CLIENT.to_owned()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:device_code".to_owned()),
            ("device_code", s.secret("device_code")),
        ])
        .status(400)
        .of_service()
        .answers_json(&error(s, 70016, "authorization_pending", "OAuth 2.0 device flow error for"))
}

fn device_code_entry(s: &Sow) -> Draft<'_> {
    Draft::post(s, "https://login.microsoftonline.com/common/oauth2/deviceauth")
        .query(&[("user_code", s.secret("user_code"))])
        .form(&[
            ("user_code", s.secret("user_code")),
            ("DeviceCode", s.secret("DeviceCode")),
            ("OldDeviceCode", s.secret("OldDeviceCode")),
            ("flowToken", s.secret("flowToken")),
        ])
        .of_service()
        .html("<html></html>")
}

fn by_broker(s: &Sow) -> Draft<'_> {
    let request = |s: &Sow| s.token("request", Object::new().with("refresh_token", s.secret("refresh_token inside a request")));
    token_endpoint(s)
        .form(&[
            ("windows_api_version", "2.2".to_owned()),
            ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer".to_owned()),
            ("request", request(s)),
        ])
        .of_service()
        .answers_json(
            &Object::new()
                .with("token_type", "Bearer")
                .with("refresh_token", s.secret("refresh_token"))
                .with("id_token", s.token("id_token", Object::new()))
                .with("session_key_jwe", s.secret("session_key_jwe"))
                .with("tgt", s.secret("tgt"))
                .with("tgt_ad", Object::new().with("clientKey", s.secret("tgt_ad")).to_string())
                .with("tgt_cloud", Object::new().with("messageBuffer", s.secret("tgt_cloud")).to_string()),
        )
}

fn broker_nonce(s: &Sow) -> Draft<'_> {
    token_endpoint(s)
        .form(&[("grant_type", "srv_challenge".to_owned())])
        .of_service()
        .answers_json(&Object::new().with("Nonce", s.secret("Nonce")))
}

fn device_authentication(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://device.login.microsoftonline.com/")
        .query(&[("request_nonce", s.secret("request_nonce")), ("ctx", s.secret("ctx"))])
        .header("Authorization", format!("PKeyAuth AuthToken=\"{}\", Version=\"1.0\"", s.token("Authorization PKeyAuth", Object::new())))
        .header("x-ms-PKeyAuth", format!("AuthToken=\"{}\", Version=\"1.0\"", s.token("x-ms-PKeyAuth", Object::new())))
        .header("x-ms-PKeyAuth-1.0", "1.0")
        .of_service()
        .returns("WWW-Authenticate", format!("PKeyAuth Nonce=\"{}\", Version=\"1.0\", Context=\"{}\"", s.secret("nonce"), s.secret("ctx")))
        .redirects_to(format!("urn:http-auth:PKeyAuth?Version=1.0&Nonce={}&Context={}", s.secret("nonce"), s.secret("ctx")))
}

fn resource(s: &Sow) -> Draft<'_> {
    Draft::get(s, format!("https://graph.microsoft.com/v1.0/users/{}", s.user("user in the path of a resource")))
}

fn answered_by_resource(draft: Draft<'_>) -> Draft<'_> {
    let claims = STANDARD.encode(r#"{"access_token":{"acrs":{"essential":true,"value":"c31"}}}"#);
    let challenge = format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\"");
    draft.status(401).returns("WWW-Authenticate", challenge).answers_json(&Object::new().with("error", "unauthorized"))
}

fn basic(s: &Sow) -> Draft<'_> {
    let credential = STANDARD.encode(format!("{CLIENT}:{}", s.secret("Authorization Basic")));
    let draft = token_endpoint_with(s, &format!("Basic {credential}"));
    draft
        .form(&[("grant_type", "client_credentials".to_owned())])
        .of_service()
        .answers_json(&Object::new().with("token", s.secret("token")))
}

fn token_endpoint_with<'s>(s: &'s Sow, credential: &str) -> Draft<'s> {
    // The credential was made before the address: it is in the header.
    s.place(crate::planted::sow::Part::RequestHeader);
    token_endpoint(s).header("Authorization", credential)
}

fn proof_of_possession(s: &Sow) -> Draft<'_> {
    let token = |s: &Sow| s.token("Authorization PoP", Object::new().with("at", s.token("access_token inside a token", Object::new())));
    answered_by_resource(
        resource(s)
            .header("Authorization", format!("PoP {}", token(s)))
            .header("X-Forwarded-For", s.address("X-Forwarded-For"))
            .header("Proxy-Authorization", format!("Basic {}", STANDARD.encode(format!("proxy:{}", s.secret("Proxy-Authorization"))))),
    )
}

fn old_actor_token(s: &Sow) -> Draft<'_> {
    let value = |s: &Sow| {
        format!(
            "MSAuth1.0 actortoken=\"Bearer {}\", type=\"PFAT\"",
            s.token("Authorization MSAuth1.0", Object::new().with("oid", s.id("o")))
        )
    };
    answered_by_resource(resource(s).header("Authorization", value(s)))
}

fn ntlm(s: &Sow) -> Draft<'_> {
    let message = |s: &Sow| STANDARD.encode(format!("NTLMSSP\0\u{3}\0\0\0{}{}", s.personal("NTLM user"), s.secret("Authorization NTLM")));
    let challenge = |s: &Sow| STANDARD.encode(format!("NTLMSSP\0\u{2}\0\0\0{}", s.secret("WWW-Authenticate NTLM")));
    Draft::get(s, "https://adfs.fabrikam.example/adfs/ls/wia")
        .header("Authorization", format!("NTLM {}", message(s)))
        .status(401)
        .returns("WWW-Authenticate", format!("NTLM {}", challenge(s)))
        .html("<html></html>")
}

fn negotiate(s: &Sow) -> Draft<'_> {
    let ticket = |s: &Sow| URL_SAFE_NO_PAD.encode(format!("`\u{82}\u{6}{}", s.secret("Authorization Negotiate")));
    Draft::get(s, "https://autologon.microsoftazuread-sso.com/contoso.example/winauth/sso")
        .query(&[("desktopsso_token", s.secret("desktopsso_token")), ("client-request-id", CORRELATION.to_owned())])
        .header("Authorization", format!("Negotiate {}", ticket(s)))
        .html("<html></html>")
}
