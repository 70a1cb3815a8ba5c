//! Exchanges as text, with values put into them, and the captures that hold them.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::scenario::pages::html_escaped;

/// One request with its response, and what a recorder says next to them.
#[derive(Debug, Clone, Default)]
pub(super) struct Exchange {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: String,
    pub(super) status: u16,
    pub(super) answer_headers: Vec<(String, String)>,
    pub(super) answer: String,
    /// More members of a HAR's entry, by pointer.
    pub(super) in_har: Vec<(&'static str, Value)>,
    /// Flags of Fiddler's.
    pub(super) in_saz: Vec<(&'static str, String)>,
}

/// Puts a name and a value into a template, and encodes what stands between brackets.
///
/// `$n` is the name and `$v` the value; `$q`, `$j`, `$h` and `$c` are the value in a form, in JSON, in HTML and in a cookie.
/// `⟦q ...⟧`, `⟦j ...⟧`, `⟦h ...⟧`, `⟦b ...⟧`, `⟦u ...⟧` and `⟦jwt ...⟧` encode a part: the last three are base64, its URL-safe form, and a token.
pub(super) fn filled(template: &str, name: &str, value: &str) -> String {
    let text = template
        .replace("$q", &encoded("q", value))
        .replace("$j", &encoded("j", value))
        .replace("$h", &encoded("h", value))
        .replace("$c", &encoded("c", value))
        .replace("$v", value)
        .replace("$n", name);
    brackets(text)
}

/// Encodes what stands between brackets, the inner ones first.
pub(super) fn brackets(mut text: String) -> String {
    while let Some(open) = text.rfind('⟦') {
        let inside = open + '⟦'.len_utf8();
        let close = inside + text[inside..].find('⟧').expect("a bracket that is closed");
        let (how, what) = text[inside..close].split_once(' ').expect("a way to encode");
        let encoded = encoded(how, what);
        text.replace_range(open..close + '⟧'.len_utf8(), &encoded);
    }
    text
}

fn encoded(how: &str, text: &str) -> String {
    match how {
        "q" => url::form_urlencoded::byte_serialize(text.as_bytes()).collect(),
        "j" => {
            let quoted = Value::from(text).to_string();
            quoted[1..quoted.len() - 1].to_owned()
        }
        "h" => html_escaped(text),
        "c" => text.replace([' ', ';', ',', '"', '\\'], "_"),
        "b" => STANDARD.encode(text),
        "u" => URL_SAFE_NO_PAD.encode(text),
        "jwt" => {
            let signature = URL_SAFE_NO_PAD.encode([&b"harbour signature "[..], text.as_bytes()].concat());
            let header = r#"{"typ":"JWT","alg":"RS256","kid":"harbour-key-1"}"#;
            format!("{}.{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(text), &signature[..40.min(signature.len())])
        }
        _ => unreachable!("{how} is no way to encode"),
    }
}

impl Exchange {
    /// Reads `METHOD URL`, headers, an empty line and a body; then `<<< STATUS`, headers, an empty line and a body.
    pub(super) fn parse(text: &str) -> Self {
        let (request, answer) = text.split_once("\n<<< ").unwrap_or((text, "200"));
        let (start, headers, body) = message(request);
        let (method, url) = start.split_once(' ').expect("a method and an address");
        let (status, answer_headers, answer) = message(answer);
        Self {
            method: method.to_owned(),
            url: url.to_owned(),
            headers,
            body,
            status: status.trim().parse().expect("a status"),
            answer_headers,
            answer,
            in_har: Vec::new(),
            in_saz: Vec::new(),
        }
    }

    fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
        headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    fn host(&self) -> &str {
        self.url.split('/').nth(2).unwrap_or_default().rsplit('@').next().unwrap_or_default()
    }
}

type Message = (String, Vec<(String, String)>, String);

fn message(text: &str) -> Message {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let start = lines.next().unwrap_or_default().to_owned();
    let headers = lines.map(|line| line.split_once(": ").expect("a header")).map(|(name, value)| (name.to_owned(), value.to_owned()));
    (start, headers.collect(), body.to_owned())
}

/// How a capture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Format {
    Har,
    Saz,
    Text,
}

impl Format {
    pub(super) const ALL: [Self; 3] = [Self::Har, Self::Saz, Self::Text];

    pub(super) fn file(self, stem: &str) -> String {
        match self {
            Self::Har => format!("{stem}.har"),
            Self::Saz => format!("{stem}.saz"),
            Self::Text => format!("{stem}.txt"),
        }
    }

    pub(super) fn write(self, exchanges: &[Exchange]) -> Vec<u8> {
        match self {
            Self::Har => har(exchanges, &[]),
            Self::Saz => saz(exchanges, &[], ""),
            Self::Text => dump(exchanges),
        }
    }
}

pub(super) fn started(position: usize) -> Timestamp {
    let start: Timestamp = "2026-03-02T10:12:31Z".parse().expect("a time");
    start + SignedDuration::from_millis(i64::try_from(position).expect("a small number") * 950)
}

fn listed(headers: &[(String, String)]) -> Vec<Value> {
    headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn pairs(encoded: &str, decodes: bool) -> Vec<Value> {
    if decodes {
        return url::form_urlencoded::parse(encoded.as_bytes()).map(|(name, value)| json!({"name": name, "value": value})).collect();
    }
    let split = encoded.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    split.map(|(name, value)| json!({"name": name, "value": value})).collect()
}

/// A HAR as Chrome writes it, every third entry with its response in base64 and its parameters decoded, as other programs do.
pub(super) fn har(exchanges: &[Exchange], pages: &[Value]) -> Vec<u8> {
    let entries: Vec<Value> = exchanges.iter().enumerate().map(|(position, exchange)| har_entry(exchange, position)).collect();
    let log = json!({"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": pages, "entries": entries});
    serde_json::to_vec_pretty(&json!({ "log": log })).expect("JSON")
}

fn har_entry(exchange: &Exchange, position: usize) -> Value {
    let decodes = position % 3 == 2;
    let query = exchange.url.split('#').next().and_then(|url| url.split_once('?')).map_or("", |(_, query)| query);
    let cookies = exchange.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cookie")).flat_map(|(_, value)| value.split("; "));
    let cookies: Vec<Value> =
        cookies.map(|pair| pair.split_once('=').unwrap_or(("", pair))).map(|(n, v)| json!({"name": n, "value": v})).collect();
    let mut request = json!({"method": exchange.method, "url": exchange.url, "httpVersion": "http/2.0", "headers": listed(&exchange.headers),
        "queryString": if query.is_empty() { Vec::new() } else { pairs(query, decodes) }, "cookies": cookies, "headersSize": -1,
        "bodySize": exchange.body.len()});
    if !exchange.body.is_empty() {
        let media_type = Exchange::header(&exchange.headers, "content-type").unwrap_or_default();
        request["postData"] = json!({"mimeType": media_type, "text": exchange.body});
        if media_type.starts_with("application/x-www-form-urlencoded") {
            request["postData"]["params"] = Value::from(pairs(&exchange.body, decodes));
        }
    }
    let set = exchange.answer_headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
    let set = set.filter_map(|(_, value)| value.split(';').next()?.split_once('='));
    let set: Vec<Value> = set.map(|(name, value)| json!({"name": name, "value": value, "path": "/"})).collect();
    let media_type = Exchange::header(&exchange.answer_headers, "content-type").unwrap_or("x-unknown");
    let mut content = json!({"size": exchange.answer.len(), "mimeType": media_type});
    if !exchange.answer.is_empty() {
        content["text"] = Value::from(if decodes { STANDARD.encode(&exchange.answer) } else { exchange.answer.clone() });
        if decodes {
            content["encoding"] = Value::from("base64");
        }
    }
    let location = Exchange::header(&exchange.answer_headers, "location").unwrap_or_default();
    let response = json!({"status": exchange.status, "statusText": "", "httpVersion": "http/2.0", "headers": listed(&exchange.answer_headers),
        "cookies": set, "content": content, "redirectURL": location, "headersSize": -1, "bodySize": -1});
    let mut entry = json!({"startedDateTime": started(position).to_string(), "time": 211, "request": request, "response": response,
        "cache": {}, "timings": {"send": 1, "wait": 208, "receive": 2}, "_resourceType": "document"});
    for (pointer, value) in &exchange.in_har {
        put(&mut entry, pointer, value.clone());
    }
    entry
}

fn put(entry: &mut Value, pointer: &str, value: Value) {
    let mut at = entry;
    for name in pointer.trim_start_matches('/').split('/') {
        if !at.is_object() {
            *at = Value::Object(Map::new());
        }
        at = at.as_object_mut().expect("an object").entry(name).or_insert(Value::Null);
    }
    *at = value;
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        500 => "Internal Server Error",
        _ => "Other",
    }
}

fn head(start: &str, headers: &[(String, String)], body: &str) -> Vec<u8> {
    let mut text = format!("{start}\r\n");
    for (name, value) in headers.iter().filter(|(name, _)| !name.starts_with(':')) {
        let _ = write!(text, "{name}: {value}\r\n");
    }
    if !body.is_empty() {
        let _ = write!(text, "Content-Length: {}\r\n", body.len());
    }
    (text + "\r\n" + body).into_bytes()
}

fn request(exchange: &Exchange) -> Vec<u8> {
    let url = exchange.url.split('#').next().unwrap_or_default();
    let mut headers = vec![("Host".to_owned(), exchange.host().to_owned())];
    headers.extend(exchange.headers.iter().cloned());
    head(&format!("{} {url} HTTP/1.1", exchange.method), &headers, &exchange.body)
}

fn answer(exchange: &Exchange) -> Vec<u8> {
    head(&format!("HTTP/1.1 {} {}", exchange.status, reason(exchange.status)), &exchange.answer_headers, &exchange.answer)
}

/// An archive as Fiddler writes it, with more members and a comment.
pub(super) fn saz(exchanges: &[Exchange], more: &[(String, String)], comment: &str) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut add = |name: &str, bytes: &[u8]| {
        zip.start_file(name, options).expect("memory takes everything");
        zip.write_all(bytes).expect("memory takes everything");
    };
    let width = exchanges.len().to_string().len();
    for (position, exchange) in exchanges.iter().enumerate() {
        let session = position + 1;
        let begin = started(position);
        let mut flags = String::new();
        for (name, value) in &exchange.in_saz {
            let _ = write!(flags, "<SessionFlag N=\"{name}\" V=\"{}\" />", html_escaped(value));
        }
        let metadata = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Session SID=\"{session}\" BitFlags=\"59\"><SessionTimers ClientBeginRequest=\"{begin}\" \
             ClientDoneRequest=\"{begin}\" ServerDoneResponse=\"{begin}\" /><SessionFlags>{flags}</SessionFlags></Session>"
        );
        add(&format!("raw/{session:0width$}_c.txt"), &request(exchange));
        add(&format!("raw/{session:0width$}_m.xml"), metadata.as_bytes());
        add(&format!("raw/{session:0width$}_s.txt"), &answer(exchange));
    }
    for (name, text) in more {
        add(name, text.as_bytes());
    }
    zip.set_comment(format!("Fiddler (v5.0.20253.3311) Session Archive. See https://fiddler2.com{comment}")).expect("the comment is short");
    zip.finish().expect("memory takes everything").into_inner()
}

/// A dump as Fiddler writes it.
fn dump(exchanges: &[Exchange]) -> Vec<u8> {
    let mut out = Vec::new();
    for exchange in exchanges {
        out.extend(request(exchange));
        out.extend_from_slice(b"\r\n");
        out.extend(answer(exchange));
        out.extend_from_slice(format!("\r\n\r\n{}\r\n\r\n", "-".repeat(66)).as_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_filled_and_read() {
        let text = filled("POST https://a.example/?x=$q\nA: ⟦b $n:⟦q $v⟧⟧\n\n{\"$n\":\"$j\"}\n<<< 302\nLocation: /\n\nbody", "k", "a \"b");
        let exchange = Exchange::parse(&text);
        assert_eq!((exchange.method.as_str(), exchange.url.as_str(), exchange.status), ("POST", "https://a.example/?x=a+%22b", 302));
        assert_eq!(exchange.headers, [("A".to_owned(), STANDARD.encode("k:a+%22b"))]);
        assert_eq!((exchange.body.as_str(), exchange.answer.as_str()), ("{\"k\":\"a \\\"b\"}", "body"));
    }
}
