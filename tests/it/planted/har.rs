//! Writes the exchanges as a HAR, every container with values of its own.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

use super::Capture;
use super::exchanges::{Template, all};
use super::sow::{Part, Sow, Sown};
use crate::scenario::json::{Json, Object};
use crate::scenario::story::Exchange;

/// How bodies are in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As Chrome writes them: as text, with the browser's own fields.
    Text,
    /// As Charles writes them: answers in base64, forms as their fields only.
    Base64,
}

/// The capture.
pub(super) fn build(name: &'static str, dialect: Dialect) -> Capture {
    let mut values = Vec::new();
    let mut pages = Vec::new();
    let mut entries = Vec::new();
    for (number, (exchange, template)) in all().into_iter().enumerate() {
        let mut writer = Writer { capture: name, exchange, template, dialect, values: &mut values };
        entries.push(Json::from(writer.entry(number)));
        if number % 12 == 0 {
            pages.push(writer.page());
        }
    }
    let log = Object::new()
        .with("version", "1.2")
        .with("creator", Object::new().with("name", "WebInspector").with("version", "537.36"))
        .with("pages", pages)
        .with("entries", entries);
    let text = Json::from(Object::new().with("log", log)).indented();
    Capture { file: format!("{name}.har"), bytes: text.into_bytes(), values }
}

struct Writer<'a> {
    capture: &'static str,
    exchange: &'static str,
    template: Template,
    dialect: Dialect,
    values: &'a mut Vec<Sown>,
}

impl Writer<'_> {
    /// The exchange with the values of one container, of which those in these parts are taken down.
    fn cell(&mut self, container: &'static str, parts: &[Part]) -> Exchange {
        let sow = Sow::new(self.capture, self.exchange, container);
        let exchange = (self.template)(&sow).exchange;
        self.values.extend(sow.placed(parts));
        exchange
    }

    fn url(&mut self, container: &'static str) -> String {
        self.cell(container, &[Part::Path, Part::Query, Part::Fragment]).url
    }

    fn page(&mut self) -> Json {
        let timings = Object::new().with("onContentLoad", 212).with("onLoad", 460);
        let page = Object::new().with("startedDateTime", super::START).with("id", self.url("pages[].id"));
        page.with("title", self.url("pages[].title")).with("pageTimings", timings).into()
    }

    fn entry(&mut self, number: usize) -> Object {
        let sow = Sow::new(self.capture, self.exchange, "none");
        let is_noted = (self.template)(&sow).is_noted;
        let entry = Object::new()
            .with("startedDateTime", started(number).to_string())
            .with("time", 211)
            .with("request", self.request())
            .with("response", self.response(is_noted))
            .with("cache", Object::new())
            .with("timings", Object::new().with("blocked", -1).with("dns", 7).with("send", 1).with("wait", 208).with("receive", 2))
            .with("serverIPAddress", "20.190.160.17");
        if self.dialect == Dialect::Base64 {
            return entry;
        }
        let frame = Object::new().with("functionName", "send").with("url", self.url("_initiator.stack"));
        let initiator = Object::new().with("type", "script").with("url", self.url("_initiator.url"));
        let initiator = initiator.with("stack", Object::new().with("callFrames", vec![Json::from(frame)]));
        let unknown = Object::new().with("address", self.url("_unknown")).with("body", self.body("_unknown"));
        let entry = entry.with("_initiator", initiator).with("_resourceType", "document").with("_copyOfTheRequest", unknown);
        if !is_noted {
            return entry;
        }
        let message =
            Object::new().with("type", "send").with("time", 1_772_438_461).with("opcode", 1).with("data", self.body("_webSocketMessages"));
        entry.with("_webSocketMessages", vec![Json::from(message)]).with("comment", format!("It stopped at {} again.", self.url("comment")))
    }

    fn body(&mut self, container: &'static str) -> String {
        self.cell(container, &[Part::RequestBody]).request_body.unwrap_or_default()
    }

    fn request(&mut self) -> Object {
        let url = self.url("request.url");
        let query = self.cell("request.queryString", &[Part::Query]).url;
        let query = query.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query).to_owned();
        let headers = self.cell("request.headers", &[Part::RequestHeader, Part::Cookie]);
        let cookies = self.cell("request.cookies", &[Part::Cookie]).request_headers;
        let cookies = cookies.iter().filter(|(name, _)| name == "Cookie").flat_map(|(_, value)| value.split("; "));
        let cookies: Vec<Json> = cookies.filter_map(|pair| pair.split_once('=')).map(|(name, value)| named(name, value)).collect();
        let size = headers.request_body.as_ref().map_or(0, String::len);
        Object::new()
            .with("method", headers.method)
            .with("url", url)
            .with("httpVersion", "http/2.0")
            .with("headers", list(&headers.request_headers, &[("User-Agent", super::USER_AGENT)]))
            .with("queryString", pairs(&query, self.dialect == Dialect::Text))
            .with("cookies", cookies)
            .with("headersSize", 1234)
            .with("bodySize", size)
            .with_some("postData", self.post_data(&headers))
    }

    fn post_data(&mut self, known: &Exchange) -> Option<Object> {
        known.request_body.as_ref()?;
        let media_type = known.request_header("Content-Type").unwrap_or_default();
        let is_form = media_type.starts_with("application/x-www-form-urlencoded");
        let mut data = Object::new().with("mimeType", media_type);
        if !is_form || self.dialect == Dialect::Text {
            data = data.with("text", self.body("postData.text"));
        }
        if is_form {
            let body = self.body("postData.params");
            data = data.with("params", pairs(&body, self.dialect == Dialect::Text));
        }
        Some(data)
    }

    fn response(&mut self, is_noted: bool) -> Object {
        let answer = self.cell("response.headers", &[Part::ResponseHeader, Part::SetCookie, Part::Location]);
        let cookies = self.cell("response.cookies", &[Part::SetCookie]).response_headers;
        let cookies =
            cookies.iter().filter(|(name, _)| name == "Set-Cookie").filter_map(|(_, cookie)| cookie.split(';').next()?.split_once('='));
        let cookies: Vec<Json> = cookies.map(|(name, value)| named(name, value)).collect();
        let redirect = self.cell("redirectURL", &[Part::Location]);
        let response = Object::new()
            .with("status", u32::from(answer.status))
            .with("statusText", "")
            .with("httpVersion", "http/2.0")
            .with("headers", list(&answer.response_headers, &[("Date", super::DATE)]))
            .with("cookies", cookies)
            .with("content", self.content(&answer, is_noted))
            .with("redirectURL", redirect.response_header("Location").unwrap_or_default())
            .with("headersSize", 987)
            .with("bodySize", answer.response_body.len());
        if is_noted && self.dialect == Dialect::Text {
            return response.with("_error", format!("net::ERR_ABORTED at {}", self.url("_error")));
        }
        response
    }

    fn content(&mut self, known: &Exchange, is_noted: bool) -> Object {
        let media_type = known.response_header("Content-Type").unwrap_or("text/html");
        let content = Object::new().with("size", known.response_body.len()).with("mimeType", media_type);
        let container = if self.dialect == Dialect::Text { "content.text" } else { "content.text in base64" };
        let body = self.cell(container, &[Part::ResponseBody]).response_body;
        let content = match self.dialect {
            Dialect::Text => content.with("text", String::from_utf8(body).expect("bodies are text")),
            Dialect::Base64 => content.with("text", STANDARD.encode(body)).with("encoding", "base64"),
        };
        if is_noted { content.with("comment", format!("loaded from {}", self.url("content.comment"))) } else { content }
    }
}

/// When an exchange begins.
pub(super) fn started(number: usize) -> Timestamp {
    let start: Timestamp = super::START.parse().expect("a valid time");
    let seconds = i64::try_from(number).expect("a small number") * 3;
    start.saturating_add(SignedDuration::from_secs(seconds)).expect("a valid time")
}

fn named(name: &str, value: &str) -> Json {
    Object::new().with("name", name).with("value", value).into()
}

fn list(headers: &[(String, String)], more: &[(&str, &str)]) -> Vec<Json> {
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    headers.chain(more.iter().copied()).map(|(name, value)| named(name, value)).collect()
}

/// Chrome leaves names and values as they were sent, others decode them.
fn pairs(encoded: &str, as_sent: bool) -> Vec<Json> {
    if as_sent {
        return encoded.split('&').filter_map(|pair| pair.split_once('=')).map(|(name, value)| named(name, value)).collect();
    }
    url::form_urlencoded::parse(encoded.as_bytes()).map(|(name, value)| named(&name, &value)).collect()
}
