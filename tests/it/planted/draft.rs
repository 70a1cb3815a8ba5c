//! An exchange that is being written down: every call says in which part the values of its arguments stand.

use std::fmt::Write;

use crate::scenario::http1::reason;
use crate::scenario::json::Object;
use crate::scenario::pages::html_escaped;
use crate::scenario::story::{Exchange, Kind};

use super::sow::{Part, Sow};

/// What is known of an exchange.
pub(crate) struct Draft<'s> {
    pub(crate) sow: &'s Sow,
    /// The fragment is in its address; it never goes over the wire.
    pub(crate) exchange: Exchange,
    /// What a web socket or the customer's note would repeat.
    pub(crate) is_noted: bool,
}

/// Names with the values that were made for them.
pub(crate) type Pairs<'a> = &'a [(&'a str, String)];

impl<'s> Draft<'s> {
    pub(crate) fn new(sow: &'s Sow, method: &'static str, url: impl Into<String>) -> Self {
        sow.place(Part::Path);
        let exchange = Exchange {
            started: super::START.parse().expect("a valid time"),
            took: 211,
            method,
            url: url.into(),
            request_headers: Vec::new(),
            request_body: None,
            status: 200,
            response_headers: Vec::new(),
            response_body: Vec::new(),
            kind: Kind::Document,
            left_behind: false,
            comment: None,
            network_error: None,
        };
        Self { sow, exchange, is_noted: false }
    }

    pub(crate) fn get(sow: &'s Sow, url: impl Into<String>) -> Self {
        Self::new(sow, "GET", url)
    }

    pub(crate) fn post(sow: &'s Sow, url: impl Into<String>) -> Self {
        Self::new(sow, "POST", url)
    }

    fn placed(self, part: Part) -> Self {
        self.sow.place(part);
        self
    }

    /// Repeated in notes and by the browser's own fields.
    pub(crate) fn noted(mut self) -> Self {
        self.is_noted = true;
        self
    }

    pub(crate) fn query(mut self, pairs: Pairs<'_>) -> Self {
        let mark = if self.exchange.url.contains('?') { '&' } else { '?' };
        self.exchange.url.push(mark);
        self.exchange.url.push_str(&encoded(pairs));
        self.placed(Part::Query)
    }

    pub(crate) fn fragment(mut self, pairs: Pairs<'_>) -> Self {
        self.exchange.url.push('#');
        self.exchange.url.push_str(&encoded(pairs));
        self.placed(Part::Fragment)
    }

    pub(crate) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.exchange.request_headers.push((name.to_owned(), value.into()));
        self.placed(Part::RequestHeader)
    }

    pub(crate) fn cookies(mut self, pairs: Pairs<'_>) -> Self {
        self.exchange.request_headers.push(("Cookie".to_owned(), joined(pairs, "; ")));
        self.placed(Part::Cookie)
    }

    pub(crate) fn form(self, pairs: Pairs<'_>) -> Self {
        self.body("application/x-www-form-urlencoded", encoded(pairs))
    }

    pub(crate) fn json(self, object: &Object) -> Self {
        self.body("application/json; charset=UTF-8", object.to_string())
    }

    pub(crate) fn body(mut self, media_type: &str, body: String) -> Self {
        self.exchange.request_headers.push(("Content-Type".to_owned(), media_type.to_owned()));
        self.exchange.request_body = Some(body);
        self.placed(Part::RequestBody)
    }

    pub(crate) fn status(mut self, status: u16) -> Self {
        assert!(!reason(status).is_empty() || status == 404 || status == 101, "a status with a reason");
        self.exchange.status = status;
        self
    }

    pub(crate) fn returns(mut self, name: &str, value: impl Into<String>) -> Self {
        self.exchange.response_headers.push((name.to_owned(), value.into()));
        self.placed(Part::ResponseHeader)
    }

    pub(crate) fn sets_cookies(mut self, pairs: Pairs<'_>) -> Self {
        for (name, value) in pairs {
            let attributes = "domain=.login.microsoftonline.com; path=/; secure; HttpOnly; SameSite=None";
            self.exchange.response_headers.push(("Set-Cookie".to_owned(), format!("{name}={value}; {attributes}")));
        }
        self.placed(Part::SetCookie)
    }

    /// What every answer of the token service carries.
    pub(crate) fn of_service(self) -> Self {
        let request = self.sow.id("request");
        self.returns("x-ms-request-id", request)
            .returns("x-ms-ests-server", "2.1.22104.6 - NEULR1 ProdSlices")
            .returns("x-ms-srs", "1.P")
            .returns("x-ms-httpver", "2.0")
            .returns("client-request-id", super::CORRELATION)
    }

    pub(crate) fn redirects_to(mut self, url: impl Into<String>) -> Self {
        self.exchange.status = 302;
        self.exchange.response_headers.push(("Location".to_owned(), url.into()));
        self.placed(Part::Location)
    }

    pub(crate) fn answers(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.exchange.response_headers.push(("Content-Type".to_owned(), media_type.to_owned()));
        self.exchange.response_body = body.into();
        self.placed(Part::ResponseBody)
    }

    pub(crate) fn answers_json(self, object: &Object) -> Self {
        self.answers("application/json; charset=utf-8", object.to_string())
    }

    pub(crate) fn html(self, html: impl Into<Vec<u8>>) -> Self {
        self.answers("text/html; charset=utf-8", html)
    }

    /// A page of the sign-in.
    pub(crate) fn page(self, id: &str, config: &Object) -> Self {
        let page = page(id, &config.clone().with("sessionId", self.sow.id("request")));
        self.html(page)
    }
}

pub(crate) fn encoded(pairs: Pairs<'_>) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

fn joined(pairs: Pairs<'_>, between: &str) -> String {
    pairs.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(between)
}

/// A page with its `$Config`, in which ampersands and slashes are escaped.
fn page(id: &str, config: &Object) -> String {
    let config = config.clone().with("pgid", id).with("correlationId", super::CORRELATION).with("hpgid", 1104).with("hpgact", 1800);
    let config = config.for_script().replace('/', "\\/");
    format!(
        "<!DOCTYPE html>\n<html><head><title>Sign in to your account</title><meta name=\"PageID\" content=\"{id}\" />\n\
         <script type=\"text/javascript\">//<![CDATA[\n$Config={config};\n//]]></script></head><body>\
         <p>Harbourmaster needs a moment</p></body></html>"
    )
}

/// A page with a form that submits itself, and a way on for browsers without scripts.
pub(crate) fn form_page(action: &str, pairs: Pairs<'_>, refresh: &str) -> String {
    let mut inputs = String::new();
    for (name, value) in pairs {
        let value = html_escaped(value).replace('+', "&#43;");
        let _ = write!(inputs, "<input type=\"hidden\" name=\"{name}\" value=\"{value}\" />");
    }
    format!(
        "<html><head><title>Working...</title><meta http-equiv=\"refresh\" content=\"0; URL={}\" /></head><body>\
         <form method=\"POST\" name=\"hiddenform\" action=\"{}\">{inputs}</form></body></html>",
        html_escaped(refresh),
        html_escaped(action)
    )
}
