//! The readers: every deviation of every producer that is known, one small invented input each, and what must come out.

use std::io::{Cursor, Read, Write};

use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD, Engine as _};
use entrace::model::capture::{Format, Note, NoteKind};
use entrace::model::exchange::Exchange;
use entrace::model::message::Body;
use entrace::read::{Input, Limits, Options, ReadError, Sink, read};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
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
    fn exchange(&mut self, exchange: Exchange) {
        self.captures.last_mut().unwrap().exchanges.push(describe(&exchange));
    }
    fn unrelated(&mut self, _: Option<Timestamp>) {
        self.captures.last_mut().unwrap().unrelated += 1;
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
    let mut line = format!("{} {} {} {} -> ", exchange.entry, request.method, request.address.text(), body(&request.body));
    match &exchange.response {
        None => line.push_str("nothing"),
        Some(response) => {
            line += &format!("{} {}", response.status.map_or("?".to_owned(), |status| status.to_string()), body(&response.body));
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
    let options = Options { limits, hash: false, password: &|_| password.map(str::to_owned) };
    read("case", input, &options, &mut collected)?;
    assert!(collected.captures.iter().all(|capture| capture.closed));
    Ok(collected)
}

fn try_bytes(bytes: &[u8]) -> Result<Collected, ReadError> {
    try_read(Input::File(&mut Cursor::new(bytes)), Limits::default(), None)
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

fn har(entries: &[&str]) -> String {
    format!(r#"{{"log":{{"version":"1.2","creator":{{"name":"Test","version":"1"}},"entries":[{}]}}}}"#, entries.join(","))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// One exchange of a HAR with this response content and status, as it is described from the arrow on.
fn response(status: u16, content: &Value) -> String {
    let entry = json!({"request": {"method": "GET", "url": URL}, "response": {"status": status, "content": content}});
    let capture = one(har(&[&entry.to_string()]));
    capture.exchanges[0].split_once("-> ").unwrap().1.to_owned()
}

#[test]
fn har_entries_of_all_producers() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &str)] = &[
        ("plain", PLAIN, PLAIN_READ),
        ("null everywhere", r#"{"request":{"method":"GET","url":"@","headers":null,"postData":null},"response":null,"startedDateTime":null}"#, "0 GET @ empty -> nothing"),
        ("missing response", r#"{"request":{"url":"@"}}"#, "0  @ empty -> nothing"),
        ("numbers as strings", r#"{"request":{"method":"GET","url":"@"},"response":{"status":"302","redirectURL":"/next"}}"#, "0 GET @ empty -> 302 empty to /next"),
        ("aborted in Chrome", r#"{"request":{"method":"GET","url":"@"},"response":{"status":0,"headers":[],"redirectURL":"","content":{"size":0},"_error":"net::ERR_ABORTED"}}"#, "0 GET @ empty -> nothing error=net::ERR_ABORTED"),
        ("killed in mitmproxy", r#"{"request":{"method":"GET","url":"@"},"response":{"status":-1},"_error":"killed"}"#, "0 GET @ empty -> nothing error=killed"),
        ("NaN", r#"{"time":NaN,"request":{"method":"GET","url":"@","bodySize":-Infinity},"response":{"status":200,"bodySize":1e999}}"#, PLAIN_READ),
        ("commas too many", r#"{"request":{"method":"GET","url":"@",},"response":{"status":200,},}"#, PLAIN_READ),
        ("last of two members", r#"{"request":{"method":"PUT","url":"@"},"request":{"method":"GET","url":"https://x.example/","url":"@"},"response":{"status":200}}"#, PLAIN_READ),
        ("escaped names and slashes", r#"{"re\u0071uest":{"method":"GET","url":"https:\/\/login.microsoftonline.com\/common\/login"},"response":{"status":200}}"#, PLAIN_READ),
        ("headers as an object", r#"{"request":{"method":"GET","url":"@","headers":{"X-Test":["a",2],"b":null}},"response":{"status":200}}"#, "0 GET @ empty -> 200 empty a 2"),
        ("headers folded by line ends", r#"{"request":{"method":"GET","url":"@"},"response":{"status":200,"headers":[{"name":"X-Test","value":"a=1\nb=2\n c"}]}}"#, "0 GET @ empty -> 200 empty a=1 b=2 c"),
        ("pseudo-headers", r#"{"request":{"method":"GET","url":"/common/login","headers":[{"name":":scheme","value":"https"},{"name":":authority","value":"login.microsoftonline.com"}]},"response":{"status":200}}"#, PLAIN_READ),
        ("relative address", r#"{"request":{"method":"GET","url":"/common/login","headers":[{"name":"host","value":"login.microsoftonline.com"}]},"response":{"status":200}}"#, PLAIN_READ),
        ("post text and params", r#"{"request":{"method":"POST","url":"@","postData":{"text":"a=b","params":[{"name":"c","value":"d"}]}}}"#, r#"0 POST @ "a=b" -> nothing"#),
        ("post params, decoded", r#"{"request":{"method":"POST","url":"@","postData":{"params":[{"name":"a b","value":"100% & more"},{"name":"c"}]}}}"#, r#"0 POST @ "a+b=100%25+%26+more&c=" -> nothing"#),
        ("post params, encoded", r#"{"request":{"method":"POST","url":"@","postData":{"params":[{"name":"scope","value":"openid+a%2Fb"},{"name":"c","value":"d"}]}}}"#, r#"0 POST @ "scope=openid+a%2Fb&c=d" -> nothing"#),
        ("post base64", r#"{"request":{"method":"POST","url":"@","postData":{"text":"YT1i","encoding":"base64"}}}"#, r#"0 POST @ "a=b" -> nothing"#),
        ("post without a body", r#"{"request":{"method":"POST","url":"@","bodySize":12}}"#, "0 POST @ not-captured -> nothing"),
        ("comment", r#"{"request":{"method":"GET","url":"@"},"response":{"status":200},"comment":"here it fails"}"#, "0 GET @ empty -> 200 empty comment=here it fails"),
        ("control characters", "{\"request\":{\"method\":\"GET\",\"url\":\"@\"},\"response\":{\"status\":200,\"content\":{\"text\":\"a\tb\u{1}\"}}}", r#"0 GET @ empty -> 200 "a\tb\u{1}""#),
        ("lone surrogate", r#"{"request":{"method":"GET","url":"@"},"response":{"status":200,"content":{"text":"\ud83d \ud83d\ude00 \x \u00e9"}}}"#, "0 GET @ empty -> 200 \"\u{fffd} \u{1f600} \\\\x \u{e9}\""),
    ];
    for (what, entry, expected) in cases {
        let (entry, expected) = (entry.replace('@', URL), expected.replace('@', URL));
        let capture = one(har(&[&entry]));
        assert_eq!(capture.exchanges, [expected], "{what}");
        assert_eq!(capture.notes, [], "{what}");
    }
}

#[test]
fn har_response_bodies() {
    let text = "AADSTS50058: \u{fc}";
    let base64 = |bytes: &[u8]| BASE64_STANDARD.encode(bytes);
    #[rustfmt::skip]
    let cases = [
        ("text", 200, json!({"text": text}), format!("200 {text:?}")),
        ("base64", 200, json!({"text": base64(text.as_bytes()), "encoding": "base64"}), format!("200 {text:?}")),
        ("base64, other case", 200, json!({"text": base64(text.as_bytes()), "encoding": "Base64"}), format!("200 {text:?}")),
        ("base64, url-safe", 200, json!({"text": BASE64_URL_SAFE_NO_PAD.encode("<<???>>"), "encoding": "base64"}), r#"200 "<<???>>""#.into()),
        ("base64 that is none", 200, json!({"text": "{not base64}", "encoding": "base64"}), r#"200 "{not base64}""#.into()),
        ("gzip inside base64", 200, json!({"text": base64(&gzip(text.as_bytes())), "encoding": "base64"}), format!("200 {text:?}")),
        ("charset", 200, json!({"text": base64(b"\xFC"), "encoding": "base64", "mimeType": "text/html; charset=iso-8859-1"}), "200 \"\u{fc}\"".into()),
        ("UTF-16", 200, json!({"text": base64(b"<\0a\0>\0"), "encoding": "base64"}), r#"200 "<a>""#.into()),
        ("text left out", 200, json!({"size": 12, "mimeType": "text/html"}), "200 not-captured".into()),
        ("text left out, size as text", 200, json!({"size": "12"}), "200 not-captured".into()),
        ("text left out, unknown size", 200, json!({"size": -1, "mimeType": "application/json"}), "200 not-captured".into()),
        ("text null", 200, json!({"size": 3, "text": null, "mimeType": "text/html"}), "200 not-captured".into()),
        ("body in a file of its own", 200, json!({"size": -1, "_file": "0a.html", "mimeType": "text/html"}), "200 not-captured".into()),
        ("script", 200, json!({"text": "AADSTS50058", "mimeType": "application/x-javascript"}), "200 skipped".into()),
        ("picture left out", 200, json!({"size": 12, "mimeType": "image/png"}), "200 skipped".into()),
        ("redirect", 302, json!({"size": 0, "mimeType": "text/html"}), "302 empty".into()),
        ("no content", 204, json!({"mimeType": "text/html"}), "204 empty".into()),
        ("empty page", 200, json!({"size": 0, "text": "", "mimeType": "text/html"}), "200 empty".into()),
    ];
    for (what, status, content, expected) in cases {
        assert_eq!(response(status, &content), expected, "{what}");
    }
}

#[test]
fn har_times() {
    #[rustfmt::skip]
    let cases = [
        ("2026-03-01T10:00:00.999Z", Some("2026-03-01T10:00:00.999Z")),
        ("2026-03-01T10:00:00+02:00", Some("2026-03-01T08:00:00Z")),
        ("2026-03-01T10:00:00.123+0000", Some("2026-03-01T10:00:00.123Z")),
        ("2026-03-01T10:00:00.1234567-06:00", Some("2026-03-01T16:00:00.1234567Z")),
        ("2026-03-01T10:00:00.12+01:00", Some("2026-03-01T09:00:00.12Z")),
        ("2026-03-01T10:00:00.123456789Z", Some("2026-03-01T10:00:00.123456789Z")),
        ("2026-03-01T10:00:00", None),
        ("0001-01-01T00:00:00Z", None),
        ("yesterday", None),
    ];
    for (text, expected) in cases {
        let entry = json!({"startedDateTime": text, "request": {"method": "GET", "url": URL}, "response": {"status": 200}});
        let expected = expected.map(|time| format!(" at {time}")).unwrap_or_default();
        assert_eq!(one(har(&[&entry.to_string()])).exchanges, [format!("{PLAIN_READ}{expected}")], "{text}");
    }
}

#[test]
fn har_wrappers_and_shapes() {
    let plain = har(&[PLAIN]);
    let utf16 = |bytes: fn(u16) -> [u8; 2]| plain.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("plain", plain.clone().into()),
        ("white space before", format!("\r\n  {plain}\n").into()),
        ("UTF-8 mark", [b"\xEF\xBB\xBF", plain.as_bytes()].concat()),
        ("UTF-16LE mark", [&b"\xFF\xFE"[..], &utf16(u16::to_le_bytes)].concat()),
        ("UTF-16BE mark", [&b"\xFE\xFF"[..], &utf16(u16::to_be_bytes)].concat()),
        ("UTF-16LE", utf16(u16::to_le_bytes)),
        ("UTF-16BE", utf16(u16::to_be_bytes)),
        ("JSONP", format!("onInputData({plain});").into()),
        ("without log", format!(r#"{{"entries":[{PLAIN}]}}"#).into()),
        ("list of entries", format!("[{PLAIN}]").into()),
        ("log as a list", format!(r#"{{"log":[{PLAIN}]}}"#).into()),
        ("entries first", format!(r#"{{"log":{{"entries":[{PLAIN}],"pages":[{{"entries":[1]}}],"creator":{{"name":"Test"}}}}}}"#).into()),
        ("decoys", format!(r#"{{"a":"\"entries\":[{{","log":{{"comment":"]}}\\","x":{{"entries":[{{}}]}},"entries":[{PLAIN}]}}}}"#).into()),
        ("two lists", format!(r#"{{"log":{{"entries":[{PLAIN}],"entries":[]}}}}"#).into()),
        ("gzip", gzip(plain.as_bytes())),
        ("gzip twice", gzip(&gzip(plain.as_bytes()))),
    ];
    for (what, bytes) in cases {
        let capture = one(&bytes);
        assert_eq!((capture.format, capture.exchanges, capture.notes), ("har", vec![PLAIN_READ.to_owned()], vec![]), "{what}");
        let streamed = try_read(Input::Stream(&mut Dribble(&bytes, 0)), Limits::default(), None).unwrap();
        assert_eq!(streamed.captures[0].exchanges, [PLAIN_READ], "{what}, streamed");
    }
    let empty = one(har(&[]));
    assert_eq!((empty.exchanges.len(), empty.unrelated, empty.notes, empty.producer), (0, 0, vec![], Some("Test 1".to_owned())));
}

#[test]
fn har_bad_entries_cost_nothing_else() {
    let broken_utf8 = [har(&[PLAIN, OTHER]).replace("app.", "\u{1}").as_bytes(), b""].concat();
    let broken_utf8: Vec<u8> = broken_utf8.into_iter().map(|byte| if byte == 1 { 0xFF } else { byte }).collect();
    assert_eq!(one(broken_utf8).exchanges, [PLAIN_READ]);

    let deep = format!(r#"{{"_initiator":{}{},{}"#, "[".repeat(5000), "]".repeat(5000), &PLAIN[1..]);
    assert_eq!(one(har(&[&deep])).exchanges, [PLAIN_READ]);

    let capture = one(har(&["null", PLAIN, r#"{"response":{}}"#, "7", OTHER]));
    assert_eq!((capture.exchanges, capture.unrelated), (vec![PLAIN_READ.replacen('0', "1", 1)], 4));
    let unreadable: Vec<u64> = capture.notes.iter().flat_map(|note| note.entries.clone()).collect();
    assert_eq!(unreadable, [0, 2, 3]);

    let response = PLAIN.replace(r#"{"status":200}"#, "[1 2]");
    let capture = one(har(&[&response, PLAIN]));
    assert_eq!((capture.kinds(), capture.exchanges.len()), (vec![NoteKind::Unreadable], 2));
}

#[test]
fn har_cut_or_broken() {
    let entries = [PLAIN, OTHER, PLAIN];
    let whole = har(&entries);
    let start = whole.find("[").unwrap() + 1;
    let ends: Vec<usize> = entries
        .iter()
        .scan(start - 1, |end, entry| {
            *end += entry.len() + 1;
            Some(*end)
        })
        .collect();
    for cut in 1..whole.len() {
        let complete = ends.iter().filter(|end| **end <= cut).count();
        match try_bytes(&whole.as_bytes()[..cut]) {
            Ok(collected) => {
                let capture = &collected.captures[0];
                assert_eq!(capture.exchanges.len() + capture.unrelated, complete, "cut at {cut}");
                assert_eq!(capture.kinds(), [NoteKind::Truncated], "cut at {cut}");
            }
            Err(error) => assert_eq!(complete, 0, "cut at {cut}: {error}"),
        }
    }
    let message = &one(&whole[..whole.len() - 20]).notes[0].message;
    assert_eq!(message, "The file is cut in the middle of entry 2. The 2 complete entries before it were read.");
    assert_eq!(one(format!(r#"{{"log":{{"entries":[{PLAIN}}}]}}}}"#)).kinds(), [NoteKind::Unreadable]);
    let packed = gzip(har(&[PLAIN, &OTHER.repeat(500)]).as_bytes());
    assert_eq!(one(&packed[..packed.len() - 40]).exchanges, [PLAIN_READ], "gzip cut off");
}

#[test]
fn what_is_no_capture_says_so() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &str, bool)] = &[
        (b"", "the file is empty", true),
        (b" \r\n\t", "the file is empty", true),
        (b"hello world", "not a HAR, SAZ or Fiddler text capture: it begins with text", true),
        (b"<!DOCTYPE html><html>", "not a HAR, SAZ or Fiddler text capture: it begins with a web page", true),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a HAR, SAZ or Fiddler text capture: it begins with a picture", true),
        (b"\x0A\x0D\x0D\x0A\0\0", "not a HAR, SAZ or Fiddler text capture: it begins with a packet capture", true),
        (br#"{"name":"x","version":1}"#, "not a HAR, SAZ or Fiddler text capture: it begins with JSON that is no HAR", true),
        (b"[1,2]", "not a HAR, SAZ or Fiddler text capture: it begins with JSON that is no HAR", true),
        (br#"{"log":{"entries":null}}"#, "a HAR without log.entries", false),
        (br#"{"log":[2,1]"x"}"#, "a HAR without log.entries", false),
        (br#"{"log":{"entries":[{"request":{"#, "a HAR that is cut off", false),
        (b"PK\x03\x04 and no more", "the archive is cut off", false),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff", "the archive is damaged", false),
    ];
    for (bytes, message, foreign) in cases {
        let error = try_bytes(bytes).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!(error.is_foreign(), *foreign, "{error}");
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn sanitised_exports() {
    let sanitised = |creator: &str, header: Value, url: &str| {
        let entry = json!({"request": {"method": "GET", "url": url, "headers": [header]}, "response": {"status": 200}});
        let text = har(&[&entry.to_string()]).replace(r#""Test""#, &format!("{creator:?}"));
        one(text).kinds() == [NoteKind::Sanitised]
    };
    let (accept, cookie) = (json!({"name": "Accept", "value": "*/*"}), json!({"name": "Cookie", "value": "fpc=1"}));
    assert!(sanitised("WebInspector", accept.clone(), URL));
    assert!(!sanitised("WebInspector", cookie, URL));
    assert!(!sanitised("Firefox", accept.clone(), URL));
    assert!(!sanitised("WebInspector", accept, "https://app.contoso.example/?code=1"));
    assert!(sanitised("Firefox", json!({"name": "Cookie", "value": "[cookie redacted]"}), URL));
    assert!(sanitised("Firefox", json!({"name": "Cookie", "value": "***SANITIZED***"}), URL));
}

#[derive(Clone, Copy)]
enum Lock {
    Open,
    ZipCrypto,
    Aes,
}

fn zip(lock: Lock, members: &[(&str, &[u8])]) -> Vec<u8> {
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
const SESSION_READ: &str = r#"1 GET https://login.microsoftonline.com/common/login empty -> 200 "<html>""#;

#[test]
fn saz_members_and_metadata() {
    let metadata = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Session SID=\"10\" BitFlags=\"81\" Aborted=\"true\"><SessionTimers \
        ClientBeginRequest=\"2026-03-01T10:00:00.1234567-06:00\"/><SessionFlags><SessionFlag N=\"ui-comments\" V=\"here\"/></SessionFlags></Session>";
    let unset =
        metadata.replace("2026-03-01T10:00:00.1234567-06:00", "0001-01-01T00:00:00").replace(" Aborted=\"true\"", "").replace("here", "");
    let origin_form = b"GET /common/login HTTP/1.1\nhost: login.microsoftonline.com\n\n";
    let tunnel =
        b"CONNECT login.microsoftonline.com:443 HTTP/1.1\r\nHost: login.microsoftonline.com:443\r\n\r\nA SSLv3-compatible ClientHello";
    let bytes = zip(
        Lock::Open,
        &[
            ("[Content_Types].xml", b"<Types/>"),
            ("_index.htm", b"<html>"),
            ("raw/10_c.txt", ASKED),
            ("raw/10_m.xml", metadata.as_bytes()),
            ("raw/10_s.txt", b""),
            ("raw\\002_C.TXT", origin_form),
            ("raw\\002_S.TXT", b"HTTP/1.1 200\r\n\r\n"),
            ("raw/2_c.txt", b"GET https://x.example/ HTTP/1.1\r\n\r\n"),
            ("raw/002_m.xml", unset.as_bytes()),
            ("raw/3_c.txt", tunnel),
            ("raw/3_s.txt", b"HTTP/1.1 200 Connection Established\r\n\r\nThis is a CONNECT tunnel"),
            ("raw/3_w.txt", b"\r\nRequest-Length: 1"),
            ("raw/4_s.txt", b"HTTP/1.1 502 Fiddler - Connection Failed\r\nX-Test: AADSTS50058\r\n\r\n"),
            ("raw/5_c.txt", b"GET https://app.contoso.example/ HTTP/1.1\r\n\r\n"),
            ("raw/../6_c.txt", b"GET https://login.live.com/ HTTP/1.1\r\n\r\n"),
            ("raw/7_m.xml", b"<Session/>"),
        ],
    );
    let capture = one(&bytes);
    let expected = [
        "2 GET https://login.microsoftonline.com/common/login empty -> 200 empty",
        "3 CONNECT https://login.microsoftonline.com:443/ skipped -> 200 skipped",
        "4   empty -> 502 empty AADSTS50058",
        "10 GET https://login.microsoftonline.com/common/login empty -> nothing error=aborted comment=here at 2026-03-01T16:00:00.1234567Z",
    ];
    assert_eq!((capture.format, capture.producer.as_deref()), ("saz", Some("Fiddler v5.0.20202.18177")));
    assert_eq!((capture.exchanges, capture.unrelated), (expected.map(str::to_owned).to_vec(), 1));
    assert_eq!(
        capture.notes.iter().map(|note| (note.kind, note.entries.clone())).collect::<Vec<_>>(),
        [(NoteKind::DuplicateEntry, vec![2])]
    );

    let piped = try_read(Input::Stream(&mut Dribble(&bytes, 0)), Limits::default(), None).unwrap();
    assert_eq!(piped.captures[0].exchanges.len(), 4);
    assert!(matches!(try_bytes(&bytes[..bytes.len() - 300]), Err(ReadError::ArchiveCutOff)));
}

#[test]
fn saz_bodies_are_decoded_and_screened() {
    let text = "<html>AADSTS50058: a session is needed".repeat(40);
    let zlib = |bytes: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let brotli = |bytes: &[u8]| {
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &bytes[..], &mut packed, &brotli::enc::BrotliEncoderParams::default()).unwrap();
        packed
    };
    let zstd = |bytes: &[u8]| ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest);
    let chunked = |bytes: &[u8]| {
        let (first, rest) = bytes.split_at(5);
        [b"5;x=y\r\n", first, format!("\r\n{:X}\r\n", rest.len()).as_bytes(), rest, b"\r\n0\r\nX-Trailer: 1\r\n\r\n"].concat()
    };
    let plain = text.as_bytes();
    #[rustfmt::skip]
    let cases: Vec<(&str, &str, Vec<u8>)> = vec![
        ("plain", "", plain.to_vec()),
        ("gzip", "Content-Encoding: gzip", gzip(plain)),
        ("zlib", "Content-Encoding: deflate", zlib(plain)),
        ("raw deflate", "Content-Encoding: deflate", zlib(plain)[2..].to_vec()),
        ("brotli", "Content-Encoding: br", brotli(plain)),
        ("zstd", "Content-Encoding: zstd", zstd(plain)),
        ("several codings", "Content-Encoding: br, gzip", gzip(&brotli(plain))),
        ("chunks", "Transfer-Encoding: chunked", chunked(plain)),
        ("chunks and gzip", "Transfer-Encoding: chunked\r\nContent-Encoding: GZIP", chunked(&gzip(plain))),
        ("chunks cut off", "Transfer-Encoding: chunked", [b"FFFF\r\n", plain].concat()),
        ("chunks taken off by hand", "Transfer-Encoding: chunked", plain.to_vec()),
        ("coding taken off by hand", "Content-Encoding: gzip", plain.to_vec()),
        ("coding not named", "", gzip(plain)),
        ("no end of gzip", "Content-Encoding: gzip", gzip(plain).split_last_chunk::<8>().unwrap().0.to_vec()),
    ];
    for (what, header, body) in cases {
        let answer = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n").trim_start().as_bytes(), &body].concat();
        let answer = if header.is_empty() { [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", &body[..]].concat() } else { answer };
        let capture =
            one(zip(Lock::Open, &[("raw/1_c.txt", b"GET https://app.contoso.example/ HTTP/1.1\r\n\r\n"), ("raw/1_s.txt", &answer)]));
        assert_eq!(capture.exchanges, [format!("1 GET https://app.contoso.example/ empty -> 200 {text:?}")], "{what}");
        let problem = if what == "no end of gzip" { vec![NoteKind::Unreadable] } else { vec![] };
        assert_eq!(capture.kinds(), problem, "{what}");
    }
    let script = [b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\n\r\n".as_slice(), plain].concat();
    let capture = one(zip(Lock::Open, &[("raw/1_c.txt", b"GET https://app.contoso.example/ HTTP/1.1\r\n\r\n"), ("raw/1_s.txt", &script)]));
    assert_eq!(capture.unrelated, 1);
}

#[test]
fn passwords() {
    let saz: &[(&str, &[u8])] = &[("raw/1_c.txt", ASKED), ("raw/1_s.txt", ANSWERED)];
    let hars = har(&[PLAIN]);
    for lock in [Lock::ZipCrypto, Lock::Aes] {
        for (bytes, expected, needed) in [
            (zip(lock, saz), SESSION_READ, "password-protected (1 sessions)"),
            (zip(lock, &[("a/b.har", hars.as_bytes())]), PLAIN_READ, "password-protected (1 files)"),
        ] {
            let read = |password| try_read(Input::File(&mut Cursor::new(&bytes)), Limits::default(), password);
            assert!(read(None).unwrap_err().to_string().starts_with(needed));
            assert!(matches!(read(Some("wrong")), Err(ReadError::PasswordWrong)));
            assert_eq!(read(Some("contoso-trace")).unwrap().captures[0].exchanges, [expected]);
        }
    }
}

#[test]
fn archives_of_captures() {
    let saz = zip(Lock::Open, &[("raw/1_c.txt", ASKED), ("raw/1_s.txt", ANSWERED)]);
    let plain = har(&[PLAIN]);
    let inner = zip(Lock::Open, &[("deep.har", plain.as_bytes()), ("case.saz", &saz)]);
    let outer = zip(
        Lock::Open,
        &[
            ("folder\\case.har", plain.as_bytes()),
            ("case.har.gz", &gzip(plain.as_bytes())),
            ("inner.zip", &inner),
            ("picture.png", b"\x89PNG\r\n"),
            ("cut.har", &plain.as_bytes()[..60]),
            ("__MACOSX/._case.har", b"\0\x05\x16\x07"),
            (".DS_Store", b"Bud1"),
        ],
    );
    let collected = try_bytes(&outer).unwrap();
    let names: Vec<&str> = collected.captures.iter().map(|capture| capture.name.as_str()).collect();
    assert_eq!(names, ["case/folder/case.har", "case/case.har.gz", "case/inner.zip/deep.har", "case/inner.zip/case.saz"]);
    assert!(collected.captures.iter().all(|capture| capture.exchanges.len() == 1));
    let left_out: Vec<&str> = collected.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left_out, ["case/picture.png", "case/cut.har"]);

    assert!(try_bytes(&zip(Lock::Open, &[("a.txt", b"hello"), ("b.png", b"\x89PNG")])).unwrap_err().is_foreign());
    assert!(matches!(try_bytes(&zip(Lock::Open, &[("a.har", b"{\"log\":{")])), Err(ReadError::HarBroken)));
    let nested = (0..5).fold(plain.into_bytes(), |bytes, _| zip(Lock::Open, &[("x.zip", &bytes)]));
    assert!(matches!(try_bytes(&nested), Err(ReadError::TooDeep(3))));
}

#[test]
fn hashes_are_those_of_the_files() {
    let hash = |input: Input<'_>| {
        let mut collected = Collected::default();
        read("case", input, &Options { limits: Limits::default(), hash: true, password: &|_| None }, &mut collected).unwrap();
        collected.captures.remove(0).sha256.unwrap()
    };
    let sha256 = |bytes: &[u8]| {
        use sha2::Digest as _;
        sha2::Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<String>()
    };
    let plain = har(&[PLAIN]).into_bytes();
    let saz = zip(Lock::Open, &[("raw/1_c.txt", ASKED)]);
    for file in [plain.clone(), [&plain[..], b"  \n"].concat(), gzip(&plain), saz.clone(), gzip(&saz)] {
        assert_eq!(hash(Input::File(&mut Cursor::new(&file))), sha256(&file));
        assert_eq!(hash(Input::Stream(&mut &file[..])), sha256(&file));
    }
    assert_eq!(hash(Input::File(&mut Cursor::new(zip(Lock::Open, &[("a.har", &plain)])))), sha256(&plain));
}

#[test]
fn limits_are_kept() {
    let limited = |limits: Limits, bytes: &[u8]| try_read(Input::File(&mut Cursor::new(bytes)), limits, None);
    let large = json!({"request": {"method": "GET", "url": URL}, "response": {"status": 200, "content": {"text": "x".repeat(900_000)}}})
        .to_string();
    let file = har(&[PLAIN, &large, PLAIN]);

    let capture = limited(Limits { entry: 1000, ..Limits::default() }, file.as_bytes()).unwrap().captures.remove(0);
    assert_eq!((capture.exchanges.len(), capture.unrelated, capture.kinds()), (2, 1, vec![NoteKind::LimitReached]));
    let capture = limited(Limits { body: 10, ..Limits::default() }, file.as_bytes()).unwrap().captures.remove(0);
    assert_eq!((capture.exchanges[1].ends_with(r#"200 "xxxxxxxxxx""#), capture.kinds()), (true, vec![NoteKind::LimitReached]));

    let bomb = gzip(file.as_bytes());
    for limits in [Limits { unpacked: 400_000, ..Limits::default() }, Limits { ratio: 10, ratio_from: 300_000, ..Limits::default() }] {
        let capture = limited(limits, &bomb).unwrap().captures.remove(0);
        assert_eq!((capture.kinds(), capture.exchanges), (vec![NoteKind::LimitReached], vec![PLAIN_READ.to_owned()]));
    }
    let two = zip(Lock::Open, &[("a.har", har(&[PLAIN]).as_bytes()), ("b.har", har(&[PLAIN]).as_bytes())]);
    let collected = limited(Limits { members: 1, ..Limits::default() }, &two).unwrap();
    assert_eq!((collected.captures.len(), collected.left_out.len()), (1, 1));
    let nested = zip(Lock::Open, &[("c.zip", &two), ("a.har", har(&[PLAIN]).as_bytes())]);
    let collected = limited(Limits { nested: 100, ..Limits::default() }, &nested).unwrap();
    assert_eq!((collected.captures.len(), collected.left_out.len()), (1, 1));
}

const RULER: &str = "\r\n\r\n------------------------------------------------------------------\r\n\r\n";

#[test]
fn fiddler_text_sessions() {
    let post = "POST https://login.microsoftonline.com/common/oauth2/v2.0/token HTTP/1.1\r\nHost: login.microsoftonline.com\r\nContent-Length: 3\r\n\r\na=b";
    let denied = "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{\"error\":\"x\"}    ";
    let get = "GET https://login.microsoftonline.com/common/login HTTP/1.1\r\nHost: login.microsoftonline.com\r\n\r\n";
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>\r\n<!--\r\n--------------------------\r\n-->";
    let post_read = r#"0 POST https://login.microsoftonline.com/common/oauth2/v2.0/token "a=b" -> 400 "{\"error\":\"x\"}    ""#;
    let page_read =
        r#"1 GET https://login.microsoftonline.com/common/login empty -> 200 "<html>\r\n<!--\r\n--------------------------\r\n-->""#;
    let dump = format!("{post}\r\n{denied}{RULER}{get}\r\n{page}{RULER}");
    let indented = format!("   {}", dump.replace('\n', "\n   "));
    let line_feeds = dump.replace("\r\n", "\n");
    let utf16: Vec<u8> = b"\xFF\xFE".iter().copied().chain(dump.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("as saved", dump.clone().into()),
        ("without rulers", dump.replace(RULER, "\r\n\r\n").into()),
        ("byte order mark", [b"\xEF\xBB\xBF", dump.as_bytes()].concat()),
        ("UTF-16", utf16),
        ("line feeds", line_feeds.into()),
        ("pasted with indentation", indented.into()),
        ("in Markdown", format!("From the customer:\n\n```http\n{dump}\n```\n").into()),
        ("gzip", gzip(dump.as_bytes())),
    ];
    for (what, bytes) in cases {
        let capture = one(&bytes);
        let read: Vec<String> = capture.exchanges.iter().map(|line| line.replace("\\r\\n", "\\n")).collect();
        assert_eq!(read, [post_read.to_owned(), page_read.replace("\\r\\n", "\\n")], "{what}");
        assert_eq!((capture.format, capture.notes), ("fiddler_text", vec![]), "{what}");
    }
}

#[test]
fn fiddler_text_peculiarities() {
    let login = "GET https://login.microsoftonline.com/common/login HTTP/1.1\n\n";
    let chunked = "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n6\r\nGET ht\r\n9\r\ntp HTTP/1\r\n0\r\n\r\n";
    #[rustfmt::skip]
    let cases = [
        ("no answer", login.to_owned(), vec!["0 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
        ("interim answer", format!("{login}HTTP/1.1 100 Continue\n\nHTTP/1.1 200 OK\n\nx"), vec![r#"0 GET https://login.microsoftonline.com/common/login empty -> 200 "x""#]),
        ("chunks", format!("{login}{chunked}\n{login}"), vec![r#"0 GET https://login.microsoftonline.com/common/login empty -> 200 "GET http HTTP/1""#, "1 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
        ("wrong length", format!("{login}HTTP/1.1 200 OK\nContent-Length: 999\n\nabc\n\n{login}"), vec![r#"0 GET https://login.microsoftonline.com/common/login empty -> 200 "abc""#, "1 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
        ("HTTP/2 and Host", "GET /common/login HTTP/2\nHost: login.microsoftonline.com\n\nHTTP/2 200\nx-test: 1\n\n".to_owned(), vec!["0 GET https://login.microsoftonline.com/common/login empty -> 200 empty 1"]),
        ("no empty line", "GET https://login.microsoftonline.com/common/login HTTP/1.1\nHTTP/1.1 302 Found".to_owned(), vec!["0 GET https://login.microsoftonline.com/common/login empty -> 302 empty"]),
        ("tunnel", "CONNECT login.microsoftonline.com:443 HTTP/1.1\nHost: x\n\nHTTP/1.1 200 Connection Established\n\n".to_owned(), vec!["0 CONNECT https://login.microsoftonline.com:443/ skipped -> 200 skipped"]),
        ("others", format!("GET https://app.contoso.example/ HTTP/1.1\n\nHTTP/1.1 200 OK\n\n{login}"), vec!["1 GET https://login.microsoftonline.com/common/login empty -> nothing"]),
    ];
    for (what, dump, expected) in cases {
        assert_eq!(one(dump).exchanges, expected, "{what}");
    }
    let headers_only = format!(
        "{login}HTTP/1.1 200 OK\nContent-Length: 9\nContent-Type: text/html{RULER}{login}HTTP/1.1 304 Not Modified\nContent-Length: 9"
    );
    let capture = one(headers_only);
    let expected = [
        "0 GET https://login.microsoftonline.com/common/login empty -> 200 not-captured",
        "1 GET https://login.microsoftonline.com/common/login empty -> 304 empty",
    ];
    assert_eq!((capture.exchanges, capture.notes.len()), (expected.map(str::to_owned).to_vec(), 1));
    assert_eq!(capture.notes[0].kind, NoteKind::HeadersOnly);
}

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
fn hostile() -> impl Strategy<Value = Vec<u8>> {
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
        let _ = try_read(Input::File(&mut Cursor::new(&bytes)), Limits::default(), Some("contoso-trace"));
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
