//! Recognizes what a file is by its content: the formats and containers that are read, and what other files are most often.

use crate::model::capture::Format;
use crate::read::error::TEXT;
use crate::read::http::charset::TextEncoding;
use crate::read::{device_status, fiddler_text, har, saz, sign_in_log, text};

/// How many bytes of a file are looked at.
pub(super) const PREFIX: u64 = 64 << 10;

/// What a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Empty,
    Gzip,
    Zip,
    /// A capture, or what looks like one so far.
    Text(Format, TextEncoding),
    /// A sign-in log.
    SignInLog,
    /// An output of `dsregcmd /status`.
    DeviceStatus(TextEncoding),
    /// An export that goes with a sign-in log, and what it is.
    NoList(&'static str),
    /// A text that may hold messages of the service, and what it is in a few words when it holds none.
    Plain(TextEncoding, &'static str),
    /// Something else, in a few words.
    Foreign(&'static str),
}

/// What tells a format.
enum Mark {
    /// The text with which the file begins.
    Text(fn(&str) -> bool),
    /// The name of a member of a zip.
    Member(fn(&str) -> bool),
}

/// The formats that are read, in the order in which they are tried.
const FORMATS: &[(Format, Mark)] = &[
    (Format::Har, Mark::Text(har::recognizes)),
    (Format::FiddlerText, Mark::Text(fiddler_text::recognizes)),
    (Format::Saz, Mark::Member(saz::recognizes)),
];

const STEPS: &str = "the authentication details of a sign-in log, without its sign-ins";
const OTHER_JSON: &str = "JSON that is no HAR";
const OTHER: &str = "a log of Microsoft Entra ID without sign-ins";

/// First bytes of files that are sent by mistake, and what they are.
const FOREIGN: &[(&[u8], &str)] = &[
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"\xFD7zXZ", "an xz archive; unpack it first"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive; unpack it first"),
    (b"\x0A\x0D\x0D\x0A", "a packet capture (pcapng), which holds no decrypted HTTPS"),
    (b"\xD4\xC3\xB2\xA1", "a packet capture (pcap), which holds no decrypted HTTPS"),
    (b"\xA1\xB2\xC3\xD4", "a packet capture (pcap), which holds no decrypted HTTPS"),
    (b"\x89PNG", "an image (PNG)"),
    (b"\xFF\xD8\xFF", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"BM", "an image or other binary data"),
    (b"%PDF", "a PDF document"),
    (b"\xD0\xCF\x11\xE0", "an Office document or email message"),
    (b"MZ", "a Windows program"),
    (b"\x7FELF", "a Linux program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ElfFile", "a Windows event log"),
];

/// Recognizes a file by its first [`PREFIX`] bytes, or by all of them when there are fewer.
pub(super) fn content(prefix: &[u8]) -> Content {
    if prefix.starts_with(&[0x1F, 0x8B]) {
        return Content::Gzip;
    }
    if is_zip(prefix) {
        return Content::Zip;
    }
    let encoding = TextEncoding::sniff(prefix);
    let text = encoding.preview(prefix);
    if text.chars().all(char::is_whitespace) {
        return Content::Empty;
    }
    match sign_in_log::content(&text) {
        Some(sign_in_log::Content::SignIns) => return Content::SignInLog,
        Some(sign_in_log::Content::Steps) => return Content::NoList(STEPS),
        Some(sign_in_log::Content::Other) => return Content::NoList(OTHER),
        None => {}
    }
    match format_of_text(&text) {
        Some(Format::Har) if !text::may_be_har(&text) => Content::Plain(encoding, OTHER_JSON),
        Some(format) => Content::Text(format, encoding),
        None if device_status::recognizes(&text) => Content::DeviceStatus(encoding),
        None => other(prefix, &text, encoding),
    }
}

/// Whether these bytes begin a zip: a member, an empty archive, or one part of several.
pub(super) fn is_zip(prefix: &[u8]) -> bool {
    [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| prefix.starts_with(*magic))
}

/// The format of a zip that has members with these names; `None` for a zip of other files.
pub(super) fn format_of_members<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<Format> {
    names.find_map(|name| {
        let format = FORMATS.iter().find(|(_, mark)| matches!(mark, Mark::Member(recognizes) if recognizes(name)))?;
        Some(format.0)
    })
}

fn format_of_text(text: &str) -> Option<Format> {
    let format = FORMATS.iter().find(|(_, mark)| matches!(mark, Mark::Text(recognizes) if recognizes(text)))?;
    Some(format.0)
}

/// What is no capture, no sign-in log and no device.
fn other(prefix: &[u8], text: &str, encoding: TextEncoding) -> Content {
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| prefix.starts_with(magic)) {
        return Content::Foreign(what);
    }
    let start = text.trim_start();
    match start.get(..9).unwrap_or(start).to_ascii_lowercase() {
        html if html.starts_with("<!doctype") || html.starts_with("<html") => Content::Plain(encoding, "a web page (HTML)"),
        xml if xml.starts_with('<') => Content::Plain(encoding, "XML"),
        _ if text.contains(|letter| matches!(letter, '\0'..='\u{8}')) => Content::Foreign("binary data"),
        _ => Content::Plain(encoding, TEXT),
    }
}
