//! The good entry in every format, and how hostile bytes are made.

use std::fs::File;
use std::path::Path;

use serde_json::{Value, json};

use crate::readers::{self, Lock};

/// What the good entry ends on.
pub(super) const CODE: &str = "AADSTS50126";

const TOKEN: &str = "https://login.microsoftonline.com/3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70/oauth2/v2.0/token";
const FORM: &str =
    "grant_type=password&client_id=7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273&username=alex%40contoso.example&password=Quince%26Harbour%3D7";
const ANSWER: &str = r#"{"error":"invalid_grant","error_description":"AADSTS50126: Error validating credentials due to invalid username or password. Trace ID: a061e2c6-3b37-44fd-867e-663233672e1f Correlation ID: 9079855d-063a-4c48-8309-92486452011c Timestamp: 2026-03-02 09:00:01Z","error_codes":[50126],"timestamp":"2026-03-02 09:00:01Z","trace_id":"a061e2c6-3b37-44fd-867e-663233672e1f","correlation_id":"9079855d-063a-4c48-8309-92486452011c"}"#;

/// An input that can be written.
pub(super) trait Make {
    fn write(self, path: &Path);
}

impl Make for Vec<u8> {
    fn write(self, path: &Path) {
        std::fs::write(path, self).expect("the disk has room");
    }
}

impl Make for String {
    fn write(self, path: &Path) {
        self.into_bytes().write(path);
    }
}

impl Make for &str {
    fn write(self, path: &Path) {
        self.to_owned().write(path);
    }
}

impl<const LENGTH: usize> Make for &[u8; LENGTH] {
    fn write(self, path: &Path) {
        self.to_vec().write(path);
    }
}

/// A start, and zeros behind it that take no room on the disk.
pub(super) struct Sparse(pub(super) String, pub(super) u64);

impl Make for Sparse {
    fn write(self, path: &Path) {
        self.0.write(path);
        File::options().write(true).open(path).and_then(|file| file.set_len(self.1)).expect("a file may have a hole");
    }
}

/// The good entry of a HAR, to be changed.
pub(super) fn entry() -> Value {
    json!({
        "startedDateTime": "2026-03-02T09:00:00.000Z",
        "request": {"method": "POST", "url": TOKEN, "headers": [], "postData": {"mimeType": "application/x-www-form-urlencoded", "text": FORM}},
        "response": {"status": 400, "headers": [], "content": {"mimeType": "application/json", "text": ANSWER}},
    })
}

/// The good entry.
pub(super) fn good() -> String {
    entry().to_string()
}

/// The good entry with another value at a place, as `/response/status`. A place that is not there is made.
pub(super) fn with(place: &str, value: Value) -> Value {
    changed(entry(), place, value)
}

/// An entry with another value at a place.
pub(super) fn changed(mut entry: Value, place: &str, value: Value) -> Value {
    let (parent, name) = place.rsplit_once('/').expect("a place begins with /");
    entry.pointer_mut(parent).expect("the place has a parent")[name] = value;
    entry
}

/// A HAR of these entries with the good one last.
pub(super) fn beside(entries: &[impl ToString]) -> String {
    let entries: Vec<String> = entries.iter().map(ToString::to_string).chain([good()]).collect();
    har(&entries)
}

/// A HAR of these entries.
pub(super) fn har(entries: &[String]) -> String {
    readers::har(&entries.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A HAR with the good entry alone.
pub(super) fn good_har() -> String {
    har(&[good()])
}

/// A page of the sign-in service.
pub(super) fn page(body: &str) -> Value {
    json!({
        "startedDateTime": "2026-03-02T08:59:00.000Z",
        "request": {"method": "GET", "url": "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273&state=x", "headers": []},
        "response": {"status": 200, "headers": [], "content": {"mimeType": "text/html", "text": body}},
    })
}

/// The good entry's request as it goes over the wire.
pub(super) fn asked() -> String {
    format!(
        "POST {TOKEN} HTTP/1.1\r\nHost: login.microsoftonline.com\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{FORM}",
        FORM.len()
    )
}

/// The good entry's answer as it comes over the wire.
pub(super) fn answered() -> String {
    format!("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{ANSWER}", ANSWER.len())
}

/// The same without the ids by which a message of the service is told in a text.
pub(super) fn without_block(input: &str) -> String {
    input
        .replace("Trace ID", "Trace")
        .replace("Correlation ID", "Correlation")
        .replace("trace_id", "trace")
        .replace("correlation_id", "correlation")
}

/// A response with these headers before this body.
pub(super) fn answered_with(headers: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n").as_bytes(), body].concat()
}

/// A text dump of the good entry.
pub(super) fn dump() -> String {
    format!("{}\r\n\r\n{}\r\n\r\n{}\r\n", asked(), answered(), "-".repeat(66))
}

/// A SAZ of these members, and of the good entry as session 9.
pub(super) fn saz(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (asked, answered) = (asked(), answered());
    let good: &[(&str, &[u8])] = &[("raw/9_c.txt", asked.as_bytes()), ("raw/9_s.txt", answered.as_bytes())];
    zip(&[members, good].concat())
}

/// A zip.
pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    readers::zip(Lock::Open, members)
}

/// A member of a zip that may lie about itself.
#[derive(Clone)]
pub(super) struct Raw {
    pub(super) name: Vec<u8>,
    pub(super) data: Vec<u8>,
    pub(super) method: u16,
    pub(super) flags: u16,
    pub(super) crc: u32,
    pub(super) packed: u32,
    pub(super) unpacked: u32,
    pub(super) extra: Vec<u8>,
    /// Where the directory says it stands, when that is not where it stands.
    pub(super) offset: Option<u32>,
}

impl Raw {
    /// A member that is stored as it is.
    pub(super) fn new(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Self {
        let (name, data) = (name.as_ref().to_vec(), data.as_ref().to_vec());
        let mut crc = flate2::Crc::new();
        crc.update(&data);
        let size = u32::try_from(data.len()).expect("a small member");
        Self { name, data, method: 0, flags: 0, crc: crc.sum(), packed: size, unpacked: size, extra: Vec::new(), offset: None }
    }

    fn fields(&self) -> Vec<u8> {
        let mut fields = Vec::new();
        for field in [20, self.flags, self.method, 0, 0x5C62] {
            fields.extend(field.to_le_bytes());
        }
        for field in [self.crc, self.packed, self.unpacked] {
            fields.extend(field.to_le_bytes());
        }
        for length in [self.name.len(), self.extra.len()] {
            fields.extend(u16::try_from(length).expect("a name fits").to_le_bytes());
        }
        fields
    }
}

/// A zip of members that may lie. Returns it without its end record too: the length of what precedes that.
pub(super) fn raw_zip(members: &[Raw]) -> (Vec<u8>, usize) {
    let (mut zip, mut directory) = (Vec::new(), Vec::new());
    for member in members {
        let at = u32::try_from(zip.len()).expect("a small zip");
        zip.extend(b"PK\x03\x04");
        zip.extend(member.fields());
        zip.extend([&member.name[..], &member.extra, &member.data].concat());
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(member.fields());
        directory.extend([0; 10]);
        directory.extend(member.offset.unwrap_or(at).to_le_bytes());
        directory.extend([&member.name[..], &member.extra].concat());
    }
    let (at, length) = (zip.len(), directory.len());
    zip.extend(directory);
    let before_end = zip.len();
    zip.extend(end_record(members.len(), length, at));
    (zip, before_end)
}

/// The record that ends a zip.
pub(super) fn end_record(members: usize, length: usize, at: usize) -> Vec<u8> {
    let count = u16::try_from(members).expect("few members").to_le_bytes();
    let sizes = [length, at].map(|size| u32::try_from(size).expect("a small zip").to_le_bytes());
    [&b"PK\x05\x06\0\0\0\0"[..], &count, &count, &sizes[0], &sizes[1], &[0, 0]].concat()
}

/// Raw deflate of a start and of megabytes of one letter behind it, made from one packed piece.
pub(super) fn deflated(start: &str, letter: u8, megabytes: usize) -> Vec<u8> {
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    let mut pack = |bytes: &[u8]| {
        let mut packed = Vec::with_capacity(bytes.len() + 1024);
        deflate.compress_vec(bytes, &mut packed, flate2::FlushCompress::Full).expect("there is room");
        packed
    };
    let (start, piece) = (pack(start.as_bytes()), pack(&vec![letter; 1 << 20]));
    [start, piece.repeat(megabytes), vec![3, 0]].concat()
}

/// The same as gzip, whose end no one reaches.
pub(super) fn gzip_bomb(start: &str, letter: u8) -> Vec<u8> {
    [&b"\x1f\x8b\x08\0\0\0\0\0\0\xff"[..], &deflated(start, letter, 100), &[0; 8]].concat()
}

/// A text so often that it has at least this many bytes.
pub(super) fn filled(text: &str, bytes: usize) -> String {
    text.repeat(bytes.div_ceil(text.len()))
}
