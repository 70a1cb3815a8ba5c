//! Captures made of the fuzzer's bytes: as they are, or as a second exchange of a well-formed capture whose first one is planted.

use std::io::{Cursor, Write};

use serde_json::{Value, json};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, ZipWriter};

use crate::input::Input;
use crate::planted;

/// Opens every protected archive.
pub const PASSWORD: &str = "contoso-trace";

/// What stands between a request and its response in a dump.
pub const SESSION: &str = "\r\n\r\n";
/// What Fiddler puts between two sessions of a dump.
const RULER: &str = "\r\n\r\n------------------------------------------------------------------\r\n\r\n";

/// A capture to be read.
#[derive(Debug)]
pub struct Capture {
    /// The file.
    pub bytes: Vec<u8>,
    /// The entry with the planted exchange; `None` when all is the fuzzer's.
    pub planted: Option<u64>,
}

impl Capture {
    /// How many ways there are to make a capture.
    const WAYS: u8 = 5;
    /// The fuzzer's bytes are the capture.
    pub const AS_IT_IS: u8 = 0;
    /// They are entries of a HAR.
    pub const HAR_ENTRIES: u8 = 1;
    /// They are requests and responses, which become entries of a HAR.
    pub const HAR_MESSAGES: u8 = 2;
    /// They are requests and responses in a SAZ.
    pub const SAZ_MESSAGES: u8 = 3;
    /// They follow the first session of a dump.
    pub const DUMP: u8 = 4;

    /// Makes a capture, the way that the input chooses.
    #[must_use]
    pub fn of(mut input: Input<'_>) -> Self {
        match input.choice(Self::WAYS) {
            Self::AS_IT_IS => Self { bytes: input.bytes().to_vec(), planted: None },
            Self::HAR_ENTRIES => {
                let planted = har_entry(planted::REQUEST, planted::RESPONSE).to_string();
                let (before, after) = (r#"{"log":{"version":"1.2","entries":["#, r#"]}}"#);
                Self { bytes: [before.as_bytes(), planted.as_bytes(), b",", input.bytes(), after.as_bytes()].concat(), planted: Some(0) }
            }
            Self::HAR_MESSAGES => {
                let parts: Vec<String> = input.parts().into_iter().map(|part| String::from_utf8_lossy(part).into_owned()).collect();
                let made = parts.chunks(2).map(|pair| har_entry(&pair[0], pair.get(1).map_or("", String::as_str)));
                let entries: Vec<Value> = [har_entry(planted::REQUEST, planted::RESPONSE)].into_iter().chain(made).collect();
                let har = json!({"log": {"version": "1.2", "creator": {"name": "Fuzzer", "version": "1"}, "entries": entries}});
                Self { bytes: har.to_string().into_bytes(), planted: Some(0) }
            }
            Self::SAZ_MESSAGES => {
                let parts = [&[planted::REQUEST.as_bytes(), planted::RESPONSE.as_bytes(), b""][..], &input.parts()].concat();
                Self { bytes: saz(&parts, Packing::Stored), planted: Some(1) }
            }
            _ => {
                let planted = [planted::REQUEST, SESSION, planted::RESPONSE, RULER].concat();
                Self { bytes: [planted.as_bytes(), input.bytes()].concat(), planted: Some(0) }
            }
        }
    }
}

/// How the members of an archive are packed.
#[derive(Debug, Clone, Copy)]
pub enum Packing {
    /// As they are.
    Stored,
    /// Compressed.
    Deflated,
    /// With the old encryption.
    ZipCrypto,
    /// With the new one.
    Aes,
}

impl Packing {
    /// In the order in which an input chooses.
    pub const ALL: [Self; 4] = [Self::Stored, Self::Deflated, Self::ZipCrypto, Self::Aes];

    /// The packing that the input chooses.
    pub fn of(input: &mut Input<'_>) -> Self {
        Self::ALL[usize::from(input.choice(4))]
    }

    fn options(self) -> SimpleFileOptions {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        match self {
            Self::Stored => options,
            Self::Deflated => options.compression_method(CompressionMethod::Deflated),
            Self::ZipCrypto => options.with_deprecated_encryption(PASSWORD.as_bytes()).expect("the password is ASCII"),
            Self::Aes => options.with_aes_encryption(AesMode::Aes128, PASSWORD),
        }
    }
}

/// A SAZ of requests, responses and metadata in turn.
#[must_use]
pub fn saz(parts: &[&[u8]], packing: Packing) -> Vec<u8> {
    let names = (1..).flat_map(|session| ["c.txt", "s.txt", "m.xml"].map(|part| format!("raw/{session}_{part}")));
    zipped(names.zip(parts.iter().copied()), packing)
}

/// A zip of one file.
#[must_use]
pub fn in_zip(bytes: &[u8], packing: Packing) -> Vec<u8> {
    zipped([("case".to_owned(), bytes)], packing)
}

fn zipped<'a>(members: impl IntoIterator<Item = (String, &'a [u8])>, packing: Packing) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive.start_file(name, packing.options()).expect("memory takes everything");
        archive.write_all(bytes).expect("memory takes everything");
    }
    archive.finish().expect("memory takes everything").into_inner()
}

/// A gzip.
#[must_use]
pub fn in_gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

/// An entry of a HAR, of messages as they go over the wire.
#[must_use]
pub(crate) fn har_entry(request: &str, response: &str) -> Value {
    let (asked, request_headers, request_body) = message(request);
    let (answered, response_headers, response_body) = message(response);
    let mut words = asked.split(' ');
    let (method, url) = (words.next(), words.next());
    let status = answered.split(' ').nth(1).and_then(|status| status.parse::<i64>().ok());
    let media_type = |headers: &Value| {
        let of_type = |header: &&Value| header["name"].as_str().is_some_and(|name| name.eq_ignore_ascii_case("content-type"));
        headers.as_array().and_then(|headers| headers.iter().find(of_type)).map(|header| header["value"].clone())
    };
    json!({
        "startedDateTime": "2026-03-02T09:00:00.000Z",
        "request": {"method": method, "url": url, "headers": request_headers, "postData": {"mimeType": media_type(&request_headers), "text": request_body}},
        "response": {"status": status, "headers": response_headers, "content": {"mimeType": media_type(&response_headers), "text": response_body}},
    })
}

/// First line, headers and body.
fn message(text: &str) -> (&str, Value, &str) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let mut lines = head.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let headers = lines.map(|line| line.split_once(": ").unwrap_or((line, ""))).map(|(name, value)| json!({"name": name, "value": value}));
    (first, headers.collect(), body)
}
