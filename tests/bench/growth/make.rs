//! Pieces of captures, written so that nothing but the number of one kind of thing grows.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A file by its name.
pub(super) type File = (String, Vec<u8>);

pub(super) const AUTHORIZE: &str = "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/authorize";
pub(super) const TOKEN: &str = "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token";

/// A GUID of a number.
pub(super) fn guid(number: usize) -> String {
    format!("{number:08x}-1111-4222-8333-{:012x}", number * 7 + 1)
}

/// Letters and digits of a number, mixed like a secret.
pub(super) fn opaque(number: usize) -> String {
    let mixed = |number: usize| (number as u64).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    format!("Qz{:016x}{:016x}", mixed(number), mixed(number ^ 0xffff))
}

/// One exchange, a second after the one before.
pub(super) struct Entry {
    pub(super) at: usize,
    pub(super) method: &'static str,
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<(&'static str, String)>,
    pub(super) status: u16,
    pub(super) answered: Vec<(String, String)>,
    pub(super) content: (&'static str, String),
}

impl Entry {
    pub(super) fn get(at: usize, url: impl Into<String>) -> Self {
        Self {
            at,
            method: "GET",
            url: url.into(),
            headers: Vec::new(),
            body: None,
            status: 200,
            answered: Vec::new(),
            content: ("text/html", String::new()),
        }
    }

    pub(super) fn post(at: usize, url: impl Into<String>, form: String) -> Self {
        Self { method: "POST", body: Some(("application/x-www-form-urlencoded", form)), ..Self::get(at, url) }
    }

    pub(super) fn json(self, json: &Value) -> Self {
        self.content("application/json", json.to_string())
    }

    pub(super) fn content(self, media: &'static str, text: String) -> Self {
        Self { content: (media, text), ..self }
    }

    pub(super) fn status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    pub(super) fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub(super) fn answers(mut self, name: &str, value: impl Into<String>) -> Self {
        self.answered.push((name.to_owned(), value.into()));
        self
    }

    fn started(&self) -> String {
        let (day, second) = (self.at / 86_400 % 28 + 1, self.at % 86_400);
        format!("2026-03-{day:02}T{:02}:{:02}:{:02}.000Z", second / 3600, second / 60 % 60, second % 60)
    }

    fn in_har(&self) -> Value {
        let list =
            |headers: &[(String, String)]| -> Value { headers.iter().map(|(name, value)| json!({"name": name, "value": value})).collect() };
        let mut request = json!({
            "method": self.method, "url": self.url, "httpVersion": "HTTP/1.1", "headers": list(&self.headers), "queryString": [],
            "cookies": [], "headersSize": -1, "bodySize": 0
        });
        if let Some((media, text)) = &self.body {
            request["postData"] = json!({"mimeType": media, "text": text});
        }
        let mut answered = self.answered.clone();
        answered.push(("Content-Type".to_owned(), self.content.0.to_owned()));
        json!({
            "startedDateTime": self.started(), "time": 20, "request": request,
            "response": {
                "status": self.status, "statusText": "", "httpVersion": "HTTP/1.1", "headers": list(&answered), "cookies": [],
                "content": {"size": self.content.1.len(), "mimeType": self.content.0, "text": self.content.1},
                "redirectURL": "", "headersSize": -1, "bodySize": 0
            }
        })
    }

    /// The request and the response as they went over the wire.
    fn on_the_wire(&self) -> (String, String) {
        let lines =
            |headers: &[(String, String)]| headers.iter().fold(String::new(), |all, (name, value)| all + name + ": " + value + "\r\n");
        let (media, body) = self.body.as_ref().map_or(("text/plain", ""), |(media, body)| (media, body));
        let request = format!("{} {} HTTP/1.1\r\n{}Content-Type: {media}\r\n\r\n{body}", self.method, self.url, lines(&self.headers));
        let (media, text) = &self.content;
        let response = format!("HTTP/1.1 {} OK\r\n{}Content-Type: {media}\r\n\r\n{text}", self.status, lines(&self.answered));
        (request, response)
    }
}

/// A HAR of these entries.
pub(super) fn har(entries: impl IntoIterator<Item = Entry>) -> Vec<File> {
    vec![("capture.har".to_owned(), har_bytes(entries))]
}

pub(super) fn har_bytes(entries: impl IntoIterator<Item = Entry>) -> Vec<u8> {
    let entries: Vec<String> = entries.into_iter().map(|entry| entry.in_har().to_string()).collect();
    let creator = json!({"name": "WebInspector", "version": "537.36"});
    format!("{{\"log\":{{\"version\":\"1.2\",\"creator\":{creator},\"pages\":[],\"entries\":[\n{}]}}}}", entries.join(",\n")).into_bytes()
}

/// An archive of sessions as Fiddler writes it.
pub(super) fn saz(entries: impl IntoIterator<Item = Entry>) -> Vec<File> {
    let mut members = Vec::new();
    for (number, entry) in entries.into_iter().enumerate() {
        let (request, response) = entry.on_the_wire();
        let number = number + 1;
        members.push((format!("raw/{number:06}_c.txt"), request.into_bytes()));
        members.push((format!("raw/{number:06}_s.txt"), response.into_bytes()));
    }
    vec![("capture.saz".to_owned(), archive(members))]
}

/// A dump of sessions as Fiddler writes it.
pub(super) fn dump(entries: impl IntoIterator<Item = Entry>) -> Vec<File> {
    let mut text = String::new();
    for entry in entries {
        let (request, response) = entry.on_the_wire();
        let _ = write!(text, "{request}\r\n{response}\r\n------------------------------------------------------------------\r\n\r\n");
    }
    vec![("capture.txt".to_owned(), text.into_bytes())]
}

pub(super) fn archive(members: impl IntoIterator<Item = File>) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(name, SimpleFileOptions::default()).expect("a member");
        archive.write_all(&bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// What the token endpoint says when it refuses, as people paste it.
pub(super) fn message(code: usize, number: usize) -> String {
    format!(
        "AADSTS{code}: The request was refused. Trace ID: {} Correlation ID: {} Timestamp: 2026-03-02 08:00:00Z",
        guid(number + 1_000_000),
        guid(number)
    )
}

/// A request for a token that is refused.
pub(super) fn refused(at: usize, correlation: usize, code: usize) -> Entry {
    let json = json!({
        "error": "invalid_grant", "error_description": message(code, correlation), "error_codes": [code],
        "trace_id": guid(correlation + 1_000_000), "correlation_id": guid(correlation)
    });
    let form = format!("client_id={}&grant_type=refresh_token&refresh_token={}", guid(7), opaque(correlation));
    Entry::post(at, TOKEN, form).header("client-request-id", guid(correlation)).status(400).json(&json)
}

/// A page of the service with this in its `$Config`.
pub(super) fn page(at: usize, config: &Value) -> Entry {
    let html = format!(
        "<html><head><meta name=\"PageID\" content=\"ConvergedSignIn\"></head><script>//<![CDATA[\n$Config={config};\n//]]></script></html>"
    );
    Entry::get(at, format!("{AUTHORIZE}?client_id={}", guid(7))).content("text/html", html)
}
