//! What continues around a sign-in: links that let one in, storage, mail, uploads to hosts that have nothing to do with it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::Template;
use crate::planted::draft::{Draft, encoded};
use crate::planted::sow::Sow;
use crate::scenario::json::Object;

pub(super) const ALL: &[(&str, Template)] = &[
    ("invitation", invitation),
    ("storage", storage),
    ("magic link", magic_link),
    ("personal site", personal_site),
    ("alignments", alignments),
    ("telemetry", telemetry),
    ("upload", upload),
    ("news", news),
];

fn invitation(s: &Sow) -> Draft<'_> {
    let link = |s: &Sow| format!("https://invitations.microsoft.com/redeem/?{}", encoded(&[("ticket", s.secret("redeem"))]));
    Draft::get(s, "https://login.microsoftonline.com/redeem")
        .noted()
        .query(&[("rd", link(s)), ("ticket", s.secret("ticket")), ("otp", s.secret("otp")), ("token", s.secret("consent token"))])
        .html("<html></html>")
}

fn storage(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://store.contoso.example/backup.zip?sv=2025-01-05&se=2026-03-03")
        .query(&[("sig", s.secret("sig"))])
        .status(404)
        .html("gone")
}

fn magic_link(s: &Sow) -> Draft<'_> {
    Draft::get(s, format!("https://app.contoso.example/verify/{}/now", s.secret("magic link")))
        .header("Authorization", format!("Bearer {}", s.secret("Authorization Bearer")))
        .header("XboxAuth", format!("XBL3.0 x=1;{}", s.secret("XboxAuth")))
        .redirects_to(format!("https://app.contoso.example/in?{}", encoded(&[("access_token", s.secret("access_token"))])))
}

fn personal_site(s: &Sow) -> Draft<'_> {
    Draft::get(s, format!("https://contoso.sharepoint.example/personal/{}_contoso_example/Documents", s.personal("personal site")))
        .cookies(&[("FedAuth", s.secret("cookie FedAuth")), ("rtFa", s.secret("cookie rtFa"))])
        .html("<html></html>")
}

/// A token that has its name elsewhere, in base64 at the three places where it may begin, percent-encoded and bare.
fn alignments(s: &Sow) -> Draft<'_> {
    let around = |before: &str, s: &Sow| format!("{before}{}|{}", s.shared("refresh_token"), s.shared("refresh_token"));
    Draft::get(s, "https://app.contoso.example/resume")
        .query(&[
            ("a", STANDARD.encode(around("", s))),
            ("b", URL_SAFE.encode(around(".", s))),
            ("c", STANDARD.encode(around("..", s))),
            ("d", format!("https://app.contoso.example/?{}", encoded(&[("e", around("/", s))]))),
        ])
        .html(format!("<html><!-- {} --></html>", s.shared("refresh_token")))
}

fn telemetry(s: &Sow) -> Draft<'_> {
    let storage = |s: &Sow| {
        let token = Object::new().with("credentialType", "RefreshToken").with("refresh_token", s.secret("refresh_token in localStorage"));
        let storage = Object::new().with("msal.token", token.to_string()).with("access_token", s.secret("access_token in localStorage"));
        Object::new().with("storage", storage.to_string())
    };
    Draft::post(s, "https://app.contoso.example/api/log").json(&storage(s)).answers_json(&storage(s))
}

fn upload(s: &Sow) -> Draft<'_> {
    let part = |name: &str, value: String| format!("--Quay7\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let body = |s: &Sow| {
        let password = part("password", s.secret("password in multipart"));
        let letter = part("letter", format!("Dear {}, here it is: {}", s.user("name in multipart"), s.secret("body of a foreign host")));
        format!("{password}{letter}--Quay7--\r\n")
    };
    Draft::post(s, "https://files.northwind.example/upload")
        .body("multipart/form-data; boundary=Quay7", body(s))
        .answers("text/plain", format!("stored as {}", s.secret("body of a foreign host")))
}

fn news(s: &Sow) -> Draft<'_> {
    Draft::get(s, "https://news.northwind.example/today").html(format!("<p>{}</p>", s.secret("body of a foreign host")))
}
