//! SAZ to SAZ: sessions as Fiddler names them, metadata and index written again, never encrypted.

use std::fmt::Write as _;
use std::io::Write;

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use super::error::SanitizeError;
use super::http;
use super::writer::{Desk, WriteSeek, Writer, is_public};
use crate::entra::xml;
use crate::model::capture::Note;
use crate::model::exchange::Exchange;
use crate::read::Found;
use crate::read::sanitized_marker::{Mark, SAZ_MEMBER};

const CONTENT_TYPES: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"utf-8\" ?>\r\n",
    "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\r\n",
    "<Default Extension=\"htm\" ContentType=\"text/html\" />\r\n",
    "<Default Extension=\"xml\" ContentType=\"application/xml\" />\r\n",
    "<Default Extension=\"txt\" ContentType=\"text/plain\" />\r\n",
    "<Default Extension=\"json\" ContentType=\"application/json\" />\r\n</Types>"
);

/// Writes a SAZ.
pub(super) struct SazWriter {
    zip: Option<ZipWriter<Box<dyn WriteSeek>>>,
    index: String,
}

impl SazWriter {
    pub(super) fn new(output: Box<dyn WriteSeek>) -> Self {
        Self { zip: Some(ZipWriter::new(output)), index: String::new() }
    }

    fn member(&mut self, name: &str, text: &str, desk: &Desk<'_>) -> Result<(), SanitizeError> {
        desk.look(text)?;
        if let Some(zip) = &mut self.zip {
            // Always the same time and system: the same capture gives the same bytes everywhere.
            let options = SimpleFileOptions::default()
                .system(System::Unix)
                .compression_method(CompressionMethod::Deflated)
                .last_modified_time(DateTime::default());
            zip.start_file(name, options).map_err(std::io::Error::other)?;
            zip.write_all(text.as_bytes())?;
        }
        Ok(())
    }
}

impl Writer for SazWriter {
    fn exchange(&mut self, found: &Found<'_>, clean: &Exchange, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let number = clean.entry;
        let width = desk.largest.to_string().len().max(2);
        let metadata = metadata(found, clean, desk);
        self.member(&format!("raw/{number:0width$}_c.txt"), &http::request(&found.exchange, clean), desk)?;
        self.member(&format!("raw/{number:0width$}_s.txt"), &http::response(&found.exchange, clean), desk)?;
        self.member(&format!("raw/{number:0width$}_m.xml"), &metadata, desk)?;
        let status = clean.response.as_ref().and_then(|response| response.status).unwrap_or(0);
        let address = escaped(&clean.request.url.bare());
        let _ = write!(
            self.index,
            "<tr><td>{number}</td><td>{status}</td><td>{}</td><td>{address}</td></tr>\r\n",
            escaped(&clean.request.method)
        );
        Ok(())
    }

    fn close(&mut self, notes: &[Note], producer: Option<&str>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let index = format!(
            "<html><head><title>Sessions</title></head><body><table>\r\n<tr><th>#</th><th>Result</th><th>Method</th><th>URL</th></tr>\r\n{}</table></body></html>",
            self.index
        );
        let mark = serde_json::to_string(&Mark::new(env!("CARGO_PKG_VERSION"), notes)).unwrap_or_default();
        self.member("_index.htm", &index, desk)?;
        self.member(SAZ_MEMBER, &mark, desk)?;
        self.member("[Content_Types].xml", CONTENT_TYPES, desk)?;
        let comment = producer.map(|producer| {
            let (name, version) = producer.split_once(' ').unwrap_or((producer, ""));
            let version = if version.starts_with('v') { format!("({version})") } else { version.to_owned() };
            let site = if name.eq_ignore_ascii_case("clearinet") { "https://clearinet.app" } else { "https://fiddler2.com" };
            format!("{} Session Archive. See {site}", format!("{name} {version}").trim_end())
        });
        if let Some(mut zip) = self.zip.take() {
            if let Some(comment) = comment {
                desk.look(&comment)?;
                zip.set_comment(comment).map_err(std::io::Error::other)?;
            }
            zip.finish().map_err(std::io::Error::other)?.flush()?;
        }
        Ok(())
    }
}

/// Flags of a session that tell about the exchange and no one: where it went, how long it was.
fn is_kept(flag: &str, value: &str) -> bool {
    let is_number = |digits: usize| !value.is_empty() && value.len() <= digits && value.bytes().all(|byte| byte.is_ascii_digit());
    match flag.to_ascii_lowercase().as_str() {
        "x-egressport" | "x-clientport" => is_number(5),
        "x-responsebodytransferlength" | "x-ttfb" | "x-ttlb" => is_number(9),
        "x-hostip" => is_public(value),
        // The program's name tells a desktop app from a browser.
        "x-processinfo" => is_process(value),
        _ => false,
    }
}

/// `msedge:4321`
fn is_process(value: &str) -> bool {
    const KNOWN: &[&str] = &[
        "brave",
        "chrome",
        "code",
        "excel",
        "explorer",
        "firefox",
        "iexplore",
        "microsoft.aad.brokerplugin",
        "microsoftedgewebview2",
        "ms-teams",
        "msedge",
        "msedgewebview2",
        "node",
        "olk",
        "onedrive",
        "onenote",
        "opera",
        "outlook",
        "powerbi",
        "powerpnt",
        "powershell",
        "pwsh",
        "python",
        "safari",
        "svchost",
        "teams",
        "winword",
    ];
    value.split_once(':').is_some_and(|(name, number)| {
        KNOWN.contains(&name.to_ascii_lowercase().as_str())
            && (1..=7).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn metadata(found: &Found<'_>, clean: &Exchange, desk: &mut Desk<'_>) -> String {
    let text = String::from_utf8_lossy(&found.original);
    let document = xml::parse(text.trim_start_matches('\u{feff}'));
    let mut flags: Vec<(String, String)> = Vec::new();
    let mut timers = String::new();
    for node in document.iter().flat_map(roxmltree::Document::descendants) {
        if node.has_tag_name("SessionTimers") {
            for attribute in node.attributes().filter(|attribute| is_time(attribute.name(), attribute.value())) {
                let _ = write!(timers, " {}=\"{}\"", attribute.name(), escaped(attribute.value()));
            }
        } else if node.has_tag_name("SessionFlag") {
            let (name, value) = (node.attribute("N").unwrap_or(""), node.attribute("V").unwrap_or(""));
            if is_kept(name, value) {
                flags.push((name.to_owned(), value.to_owned()));
            } else if !name.eq_ignore_ascii_case("ui-comments") {
                desk.dropped.add(name);
            }
        }
    }
    flags.extend(clean.comment.clone().map(|comment| ("ui-comments".to_owned(), comment)));
    let aborted = if clean.error.is_some() { " Aborted=\"true\"" } else { "" };
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Session SID=\"{}\"{aborted}>\r\n  <SessionTimers{timers} />\r\n  <SessionFlags>\r\n",
        clean.entry
    );
    for (name, value) in flags {
        let _ = write!(xml, "    <SessionFlag N=\"{}\" V=\"{}\" />\r\n", escaped(&name), escaped(&value));
    }
    xml + "  </SessionFlags>\r\n</Session>"
}

/// Whether an attribute is one of a session's times: a time of day, or that many milliseconds.
fn is_time(name: &str, value: &str) -> bool {
    const NAMES: &[&str] = &[
        "ClientConnected",
        "ClientBeginRequest",
        "GotRequestHeaders",
        "ClientDoneRequest",
        "GatewayTime",
        "DNSTime",
        "TCPConnectTime",
        "HTTPSHandshakeTime",
        "ServerConnected",
        "FiddlerBeginRequest",
        "ServerGotRequest",
        "ServerBeginResponse",
        "GotResponseHeaders",
        "ServerDoneResponse",
        "ClientBeginResponse",
        "ClientDoneResponse",
    ];
    let is_duration = value.len() <= 9 && value.bytes().all(|byte| byte.is_ascii_digit());
    let of_time = |byte: u8| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'T' | b'Z' | b'.' | b'+');
    let is_dated = value.len() <= 40 && value.get(4..5) == Some("-") && value.get(10..11) == Some("T") && value.bytes().all(of_time);
    // A program's own names for them begin with its name.
    let is_own = name.len() <= 40 && name.starts_with("Clearinet") && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    (NAMES.contains(&name) || is_own) && (is_duration || is_dated)
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    // XML 1.0 has no way to write other control characters.
    text.replace('\t', "&#9;").replace('\n', "&#10;").replace('\r', "&#13;").replace(|c: char| c.is_control(), " ")
}
