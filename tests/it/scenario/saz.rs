//! Writes a story as a Fiddler Classic archive.

use std::fmt::Write as _;
use std::io::{Cursor, Read as _, Write};

use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};
use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{AesMode, CompressionMethod, DateTime, System, ZipWriter};

use super::http1::{self, Coding};
use super::pages::html_escaped;
use super::story::{Exchange, Kind, Story};

/// How the archive's members are encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protection {
    None,
    /// Fiddler's default when a password is given.
    ZipCrypto(&'static str),
    /// Fiddler's option "Encrypt using AES256".
    Aes256(&'static str),
}

/// The story as an archive. The bodies take the codings in turn.
pub(crate) fn write(story: &Story, codings: &[Coding], protection: Protection) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let width = story.exchanges.len().to_string().len();
    let plain = options(Protection::None);
    archive.set_comment("Fiddler (v5.0.20253.3311) Session Archive. See https://fiddler2.com").expect("the comment is short");
    archive.add_directory("raw/", plain).expect("memory takes everything");
    for (position, exchange) in story.exchanges.iter().enumerate() {
        let number = position + 1;
        let coding = codings[position % codings.len()];
        let mut member = |part: &str, bytes: &[u8]| add(&mut archive, &format!("raw/{number:0width$}_{part}"), bytes, protection);
        member("c.txt", &http1::request(exchange));
        member("m.xml", metadata(exchange, number).as_bytes());
        member("s.txt", &http1::response(exchange, coding));
    }
    add(&mut archive, "_index.htm", index(story, width).as_bytes(), protection);
    add(&mut archive, "[Content_Types].xml", CONTENT_TYPES.as_bytes(), protection);
    archive.finish().expect("memory takes everything").into_inner()
}

/// The member that makes the archive a package of Windows.
pub(crate) const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="utf-8" ?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="htm" ContentType="text/html" />
<Default Extension="xml" ContentType="application/xml" />
<Default Extension="txt" ContentType="text/plain" />
</Types>"#;

/// The story as `CLeARINET` writes it: no comment, numbers without zeros before them, paths in the request lines, metadata without number and
/// flags, and one time for everything.
pub(crate) fn write_clearinet(story: &Story) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    add(&mut archive, "[Content_Types].xml", CONTENT_TYPES.as_bytes(), Protection::None);
    for (position, exchange) in story.exchanges.iter().enumerate() {
        let mut member = |part: &str, bytes: &[u8]| add(&mut archive, &format!("raw/{}_{part}", position + 1), bytes, Protection::None);
        let request = String::from_utf8(http1::request(exchange)).expect("requests of stories are text");
        let origin = format!("https://{}", exchange.host());
        let request = if exchange.kind == Kind::Tunnel { request } else { request.replacen(&format!(" {origin}"), " ", 1) };
        member("c.txt", request.as_bytes());
        member("s.txt", &http1::response(exchange, Coding::PLAIN));
        member("m.xml", one_time(exchange).as_bytes());
    }
    archive.finish().expect("memory takes everything").into_inner()
}

/// An archive with another comment.
pub(crate) fn with_comment(archive: &[u8], comment: &str) -> Vec<u8> {
    rewritten(archive, comment, |_, bytes| bytes)
}

/// An archive with other metadata.
pub(crate) fn with_metadata(archive: &[u8], change: impl Fn(&str) -> String) -> Vec<u8> {
    rewritten(archive, "", |name, bytes| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if name.ends_with("_m.xml") { change(&text).into_bytes() } else { bytes }
    })
}

fn rewritten(archive: &[u8], comment: &str, change: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Vec<u8> {
    let mut read = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut written = ZipWriter::new(Cursor::new(Vec::new()));
    written.set_comment(comment).expect("the comment is short");
    for index in 0..read.len() {
        let mut member = read.by_index(index).expect("a member");
        let name = member.name().expect("a name").into_owned();
        if name.ends_with('/') {
            continue;
        }
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("memory is read");
        add(&mut written, &name, &change(&name, bytes), Protection::None);
    }
    written.finish().expect("memory takes everything").into_inner()
}

fn one_time(exchange: &Exchange) -> String {
    const TIMERS: &[&str] = &[
        "ClientConnected",
        "ClientBeginRequest",
        "GotRequestHeaders",
        "ClientDoneRequest",
        "ServerConnected",
        "FiddlerBeginRequest",
        "ServerGotRequest",
        "ServerBeginResponse",
        "GotResponseHeaders",
        "ServerDoneResponse",
        "ClientBeginResponse",
        "ClientDoneResponse",
    ];
    let time = exchange.started.strftime("%Y-%m-%dT%H:%M:%S.%3f+00:00").to_string();
    let timers: String = TIMERS.iter().fold(String::new(), |timers, timer| timers + &format!(" {timer}=\"{time}\""));
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Session>\n  <SessionTimers{timers} GatewayTime=\"0\" DNSTime=\"0\" TCPConnectTime=\"0\" \
         HTTPSHandshakeTime=\"0\" />\n  <SessionFlags />\n</Session>"
    )
}

fn add(archive: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8], protection: Protection) {
    archive.start_file(name, options(protection)).expect("memory takes everything");
    archive.write_all(bytes).expect("memory takes everything");
}

fn options(protection: Protection) -> SimpleFileOptions {
    let time = DateTime::from_date_and_time(2026, 3, 2, 9, 31, 6).expect("a date after 1980");
    let options =
        SimpleFileOptions::default().system(System::Unix).compression_method(CompressionMethod::Deflated).last_modified_time(time);
    match protection {
        Protection::None => options,
        Protection::ZipCrypto(password) => options.with_deprecated_encryption(password.as_bytes()).expect("the password is not empty"),
        Protection::Aes256(password) => options.with_aes_encryption(AesMode::Aes256, password),
    }
}

/// What Fiddler knows of a session next to its bytes.
pub(crate) fn metadata(exchange: &Exchange, number: usize) -> String {
    let at =
        |milliseconds: i64| local(exchange.started.saturating_add(SignedDuration::from_millis(milliseconds)).expect("stories end in time"));
    let (begin, sent, done) = (at(0), at(3), at(exchange.took));
    let mut flags = format!(
        "\r\n    <SessionFlag N=\"x-egressport\" V=\"{}\" />\r\n    <SessionFlag N=\"x-clientip\" V=\"127.0.0.1\" />\r\n    \
         <SessionFlag N=\"x-processinfo\" V=\"msedge:11540\" />\r\n    <SessionFlag N=\"x-responsebodytransferlength\" V=\"{}\" />",
        50_300 + number,
        exchange.response_body.len()
    );
    if let Some(comment) = exchange.comment {
        let _ = write!(flags, "\r\n    <SessionFlag N=\"ui-comments\" V=\"{}\" />", html_escaped(comment));
    }
    format!(
        "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Session SID=\"{number}\" BitFlags=\"{}\">\r\n  <SessionTimers \
         ClientConnected=\"{begin}\" ClientBeginRequest=\"{begin}\" GotRequestHeaders=\"{begin}\" ClientDoneRequest=\"{begin}\" \
         GatewayTime=\"0\" DNSTime=\"0\" TCPConnectTime=\"0\" HTTPSHandshakeTime=\"0\" ServerConnected=\"0001-01-01T00:00:00\" \
         FiddlerBeginRequest=\"{sent}\" ServerGotRequest=\"{sent}\" ServerBeginResponse=\"{done}\" GotResponseHeaders=\"{done}\" \
         ServerDoneResponse=\"{done}\" ClientBeginResponse=\"{done}\" ClientDoneResponse=\"{done}\" />\r\n  \
         <PipeInfo CltReuse=\"true\" Reused=\"true\" />\r\n  <SessionFlags>{flags}\r\n  </SessionFlags>\r\n</Session>",
        if exchange.kind == Kind::Tunnel { "1" } else { "59" },
    )
}

/// Seven digits and an offset, as .NET writes it.
fn local(time: Timestamp) -> String {
    Offset::constant(1).to_datetime(time).strftime("%Y-%m-%dT%H:%M:%S.%7f+01:00").to_string()
}

fn index(story: &Story, width: usize) -> String {
    let mut rows = String::new();
    for (position, exchange) in story.exchanges.iter().enumerate() {
        let number = position + 1;
        let _ = write!(
            rows,
            "<tr><td><a href='raw\\{number:0width$}_c.txt'>C</a>&nbsp;<a href='raw\\{number:0width$}_s.txt'>S</a>&nbsp;\
             <a href='raw\\{number:0width$}_m.xml'>M</a></td><td>{number}</td><td>{}</td><td>{}</td></tr>",
            exchange.status,
            html_escaped(&exchange.url)
        );
    }
    format!(
        "\u{feff}<html><head></head><body><table cols=4><thead><tr><th>&nbsp;</th><th>#</th><th>Result</th><th>URL</th></tr></thead><tbody>{rows}</tbody></table></body></html>"
    )
}
