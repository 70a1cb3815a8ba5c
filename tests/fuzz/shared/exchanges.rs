//! Exchanges of the sign-in service made of the fuzzer's bytes, and what must hold of each: its facts can be read, and it can be cleaned.

use entrace::correlate;
use entrace::extract::{self, LinkHasher};
use entrace::model::exchange::{Exchange, Request, Response};
use entrace::model::message::{Url, Body};
use entrace::redact::Cleaner;

use crate::planted::{TOKEN, shown};

/// The authorization request of the sign-in service.
pub const AUTHORIZE: &str =
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273&state=x";
/// Its token endpoint.
pub const TOKEN_ENDPOINT: &str = "https://login.microsoftonline.com/common/oauth2/v2.0/token";
/// Its endpoint for SAML requests.
pub const SAML: &str = "https://login.microsoftonline.com/3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70/saml2";
/// Its WS-Trust endpoint.
pub const WS_TRUST: &str = "https://login.microsoftonline.com/RST2.srf";
/// A Microsoft account's sign-in.
pub const MSA: &str = "https://login.live.com/oauth20_authorize.srf?client_id=7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273";
/// An application.
pub const APPLICATION: &str = "https://app.contoso.example/signin-oidc";

/// A request whose `Authorization` holds the planted token, answered with this.
#[must_use]
pub fn answered(url: &str, status: u16, media_type: &str, body: impl Into<String>) -> Exchange {
    let request = Request {
        method: "GET".to_owned(),
        url: Url::parse(url),
        headers: [header("Authorization", &format!("Bearer {TOKEN}"))].into_iter().collect(),
        body: Body::Empty,
    };
    let response = Response {
        status: Some(status),
        headers: [header("Content-Type", media_type)].into_iter().collect(),
        body: Body::Text(body.into()),
        ..Response::default()
    };
    Exchange { request, response: Some(response), ..Exchange::default() }
}

/// A body that is posted, answered with nothing of interest.
#[must_use]
pub fn posted(url: &str, media_type: &str, body: impl Into<String>) -> Exchange {
    let mut exchange = answered(url, 200, HTML, "<html>");
    exchange.request.method = "POST".to_owned();
    exchange.request.headers.push("Content-Type", media_type);
    exchange.request.body = Body::Text(body.into());
    exchange
}

/// Media types.
pub const HTML: &str = "text/html; charset=utf-8";
/// Of a form that is posted.
pub const FORM: &str = "application/x-www-form-urlencoded";
/// Of a SOAP message.
pub const SOAP: &str = "application/soap+xml; charset=utf-8";

fn header(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// Names and values as a form that is posted, or as the query of an address.
#[must_use]
pub fn form(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// A page that posts a form with these fields to an application.
#[must_use]
pub fn on_page(fields: &[(&str, &str)]) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('"', "&quot;");
    let inputs: String = fields
        .iter()
        .map(|(name, value)| format!("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(name), escaped(value)))
        .collect();
    format!("<html><body><form method=\"POST\" action=\"https://app.contoso.example/signin-oidc\">{inputs}</form></body></html>")
}

/// Reads the facts of an exchange, and cleans it: the planted token is gone, also when it is cleaned again.
pub fn examine(exchange: &Exchange) {
    let facts = extract::observe(exchange, &extract::bodies(exchange), 0, &LinkHasher::default());
    let _ = correlate::correlate(vec![facts], false);
    let Some(clean) = cleaned(exchange) else { return };
    assert_eq!(shown(&format!("{clean:?}")), None, "in {clean:?}");
    if let Some(again) = cleaned(&clean) {
        assert_eq!(shown(&format!("{again:?}")), None, "in {again:?}");
    }
}

/// The exchange without secrets; `None` when it would not be written, because one is left.
fn cleaned(exchange: &Exchange) -> Option<Exchange> {
    let mut cleaner = Cleaner::default();
    cleaner.learn(exchange);
    cleaner.settle();
    let clean = cleaner.clean(exchange, true);
    cleaner.leak_check().look(&format!("{clean:?}"), "case").is_ok().then_some(clean)
}
