//! The readers: every deviation of every producer that is known, one small invented input each, and what must come out.

mod archives;
mod fast_path;
mod fiddler_text;
mod har;
mod saz;
mod stopping;

use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;

use entrace::model::capture::{Format, Note, NoteKind};
use entrace::model::exchange::Exchange;
use entrace::model::message::Body;
use entrace::read::{Input, Limits, Options, ReadError, Sink, read};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::json;
use zip::unstable::write::FileOptionsExt as _;
use zip::write::SimpleFileOptions;

/// What a reader said, in plain vectors.
#[derive(Debug, Default, PartialEq)]
struct Collected {
    captures: Vec<Captured>,
    left_out: Vec<(String, String)>,
}

#[derive(Debug, Default, PartialEq)]
struct Captured {
    name: String,
    format: &'static str,
    exchanges: Vec<String>,
    unrelated: usize,
    notes: Vec<Note>,
    producer: Option<String>,
    sha256: Option<String>,
    closed: bool,
}

impl Sink for Collected {
    fn open(&mut self, name: &str, format: Format) {
        self.captures.push(Captured { name: name.to_owned(), format: format.name(), ..Captured::default() });
    }
    fn exchange(&mut self, exchange: Exchange) -> ControlFlow<()> {
        self.captures.last_mut().unwrap().exchanges.push(describe(&exchange));
        ControlFlow::Continue(())
    }
    fn unrelated(&mut self, _: Option<Timestamp>) -> ControlFlow<()> {
        self.captures.last_mut().unwrap().unrelated += 1;
        ControlFlow::Continue(())
    }
    fn note(&mut self, note: Note) {
        self.captures.last_mut().unwrap().notes.push(note);
    }
    fn close(&mut self, producer: Option<String>, sha256: Option<String>) {
        let capture = self.captures.last_mut().unwrap();
        (capture.producer, capture.sha256, capture.closed) = (producer, sha256, true);
    }
    fn left_out(&mut self, name: &str, error: ReadError) {
        self.left_out.push((name.to_owned(), error.to_string()));
    }
}

impl Captured {
    fn kinds(&self) -> Vec<NoteKind> {
        self.notes.iter().map(|note| note.kind).collect()
    }
}

/// An exchange in one line: `0 GET https://... "request body" -> 200 "response body" ...`.
fn describe(exchange: &Exchange) -> String {
    let request = &exchange.request;
    let mut line = format!("{} {} {} {} -> ", exchange.entry, request.method, request.url.text(), body(&request.body));
    match &exchange.response {
        None => line.push_str("nothing"),
        Some(response) => {
            let status = response.status.map_or("?".to_owned(), |status| status.to_string());
            line.extend([&status, " ", &body(&response.body)]);
            line += &response.redirect.as_ref().map(|redirect| format!(" to {redirect}")).unwrap_or_default();
            line.extend(response.headers.all("x-test").map(|value| format!(" {value}")));
        }
    }
    line.extend(request.headers.all("x-test").map(|value| format!(" {value}")));
    for (what, text) in [("error", &exchange.error), ("comment", &exchange.comment)] {
        line += &text.as_ref().map(|text| format!(" {what}={text}")).unwrap_or_default();
    }
    line + &exchange.started.map(|started| format!(" at {started}")).unwrap_or_default()
}

fn body(body: &Body) -> String {
    match body {
        Body::Empty => "empty".to_owned(),
        Body::NotCaptured => "not-captured".to_owned(),
        Body::Skipped => "skipped".to_owned(),
        Body::Text(text) => format!("{text:?}"),
    }
}

fn try_read(input: Input<'_>, limits: Limits, password: Option<&str>) -> Result<Collected, ReadError> {
    let mut collected = Collected::default();
    let password = |_: &str| password.map(str::to_owned);
    let options = Options { limits, ..Options::new(&password) };
    read("case", input, &options, &mut collected)?;
    assert!(collected.captures.iter().all(|capture| capture.closed));
    Ok(collected)
}

fn try_bytes(bytes: &[u8]) -> Result<Collected, ReadError> {
    try_read(Input::File(&bytes), Limits::default(), None)
}

/// The one capture in these bytes.
fn one(bytes: impl AsRef<[u8]>) -> Captured {
    let mut collected = try_bytes(bytes.as_ref()).unwrap();
    assert_eq!((collected.captures.len(), collected.left_out.len()), (1, 0), "{collected:?}");
    collected.captures.remove(0)
}

const URL: &str = "https://login.microsoftonline.com/common/login";
const PLAIN: &str = r#"{"request":{"method":"GET","url":"https://login.microsoftonline.com/common/login"},"response":{"status":200}}"#;
const PLAIN_READ: &str = "0 GET https://login.microsoftonline.com/common/login empty -> 200 empty";
const OTHER: &str = r#"{"request":{"method":"GET","url":"https://app.contoso.example/"},"response":{"status":200}}"#;

pub(crate) fn har(entries: &[&str]) -> String {
    format!(r#"{{"log":{{"version":"1.2","creator":{{"name":"Test","version":"1"}},"entries":[{}]}}}}"#, entries.join(","))
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[derive(Clone, Copy)]
pub(crate) enum Lock {
    Open,
    ZipCrypto,
    Aes,
}

pub(crate) fn zip(lock: Lock, members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.set_comment("Fiddler (v5.0.20202.18177) Session Archive. See https://fiddler2.com").unwrap();
    let options = match lock {
        Lock::Open => SimpleFileOptions::default(),
        Lock::ZipCrypto => SimpleFileOptions::default().with_deprecated_encryption(b"contoso-trace").unwrap(),
        Lock::Aes => SimpleFileOptions::default().with_aes_encryption(zip::AesMode::Aes256, "contoso-trace"),
    };
    for (name, bytes) in members {
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const ASKED: &[u8] = b"GET https://login.microsoftonline.com/common/login HTTP/1.1\r\nHost: login.microsoftonline.com\r\n\r\n";
const ANSWERED: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>";

/// Gives 1 to 7 bytes at a time.
struct Dribble<'a>(&'a [u8], usize);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.1 = self.1 % 7 + 1;
        let most = self.1.min(buffer.len());
        self.0.read(&mut buffer[..most])
    }
}

/// Bytes that get past the first look of one reader or another.
pub(crate) fn hostile() -> impl Strategy<Value = Vec<u8>> {
    const STARTS: &[&str] =
        &["", "{\"log\":{\"entries\":[{\"request\":", "GET https://login.live.com/ HTTP/1.1\n", "\u{1f}", "\u{feff}[{\"request\":{", "f({"];
    let noise = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..300),
        "[\\[\\]{}\",:\\\\0-9a-z\n\r -]{0,300}".prop_map(String::into_bytes),
        "(HTTP/1.1 200 OK|GET https://a/ HTTP/1.1|-{20}|\n|Content-Length: 3|Transfer-Encoding: chunked|4\r\nabcd|x|```){0,40}"
            .prop_map(String::into_bytes),
    ];
    (proptest::sample::select(STARTS), noise).prop_map(|(start, noise)| [start.as_bytes(), &noise].concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in hostile()) {
        let outcome = try_bytes(&bytes);
        let streamed = try_read(Input::Stream(&mut Dribble(&bytes, 0)), Limits::default(), None);
        prop_assert_eq!(outcome.ok(), streamed.ok());
        let _ = try_bytes(&gzip(&bytes));
        let answer = [b"HTTP/1.1 200 OK\r\nContent-Encoding: br, zstd, deflate\r\nTransfer-Encoding: chunked\r\n\r\n", &bytes[..]].concat();
        let capture = one(zip(Lock::Open, &[("raw/1_c.txt", ASKED), ("raw/1_s.txt", &answer), ("raw/1_m.xml", &bytes)]));
        prop_assert_eq!(capture.exchanges.len(), 1);
    }

    #[test]
    fn a_damaged_archive_does_no_harm(at in 0..400_usize, byte: u8, lock in proptest::sample::select(&[0, 1, 2][..])) {
        let lock = [Lock::Open, Lock::ZipCrypto, Lock::Aes][lock];
        let mut bytes = zip(lock, &[("raw/1_c.txt", ASKED), ("raw/1_s.txt", ANSWERED)]);
        let at = at % bytes.len();
        bytes[at] = byte;
        let _ = try_read(Input::File(&bytes), Limits::default(), Some("contoso-trace"));
    }

    #[test]
    fn bodies_come_back_as_they_were(bodies in proptest::collection::vec(any::<String>(), 0..6), filler in 0..3_usize) {
        let bodies: Vec<String> = bodies.iter().map(|body| format!("<{}{body}", "filler ".repeat(filler * 60_000))).collect();
        let entry = |body: &String| json!({"request": {"method": "POST", "url": URL, "postData": {"text": body}}, "response": {"status": 200, "content": {"text": body}}});
        let entries: Vec<String> = bodies.iter().map(|body| entry(body).to_string()).collect();
        let file = har(&entries.iter().map(String::as_str).collect::<Vec<_>>());
        let capture = one(file);
        let expected: Vec<String> = bodies.iter().enumerate().map(|(n, body)| format!("{n} POST {URL} {body:?} -> 200 {body:?}")).collect();
        prop_assert!(capture.exchanges == expected);
    }
}
