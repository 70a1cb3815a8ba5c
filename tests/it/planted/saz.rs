//! Writes the exchanges as a Fiddler archive, every member with values of its own.

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use zip::unstable::write::FileOptionsExt;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Capture;
use super::exchanges::{Template, all};
use super::har::started;
use super::sow::{Part, Sow, Sown};
use crate::scenario::http1::{self, Coding, ContentCoding};
use crate::scenario::pages::html_escaped;
use crate::scenario::story::Exchange;

/// The capture, its members encrypted when there is a password.
pub(super) fn build(name: &'static str, password: Option<&str>) -> Capture {
    let mut archive = Archive { zip: ZipWriter::new(Cursor::new(Vec::new())), password };
    let mut values = Vec::new();
    let mut rows = String::new();
    for (number, (exchange, template)) in all().into_iter().enumerate() {
        let mut writer = Writer { capture: name, exchange, template, values: &mut values };
        let session = number + 1;
        archive.add(&format!("raw/{session:02}_c.txt"), &writer.client());
        archive.add(&format!("raw/{session:02}_m.xml"), writer.metadata(number).as_bytes());
        archive.add(&format!("raw/{session:02}_s.txt"), &writer.server(Coding::ALL[number % Coding::ALL.len()]));
        let body = writer.cell("w.txt", &[Part::RequestBody]).request_body.unwrap_or_default();
        archive.add(&format!("raw/{session:02}_w.txt"), format!("Request-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
        let url = writer.cell("_index.htm", &[Part::Path, Part::Query, Part::Fragment]).url;
        let _ = write!(rows, "<tr><td>{session}</td><td>200</td><td>{}</td></tr>", html_escaped(&url));
    }
    archive.add("_index.htm", format!("<html><body><table>{rows}</table></body></html>").as_bytes());
    let sow = Sow::new(name, "archive", "member name");
    let member = format!("raw/notes of {}.txt", sow.user("user of the archive"));
    archive.add(&member, format!("the password is {}", sow.secret("password in a note")).as_bytes());
    sow.place(Part::Path);
    values.extend(sow.placed(&[Part::Path]));
    let sow = Sow::new(name, "archive", "zip comment");
    let place = format!("See https://fiddler2.com\nsaved by {} with {}", sow.user("user of the archive"), sow.secret("code"));
    sow.place(Part::Path);
    values.extend(sow.placed(&[Part::Path]));
    archive.zip.set_comment(format!("Fiddler (v5.0.20253.3311) Session Archive. {place}")).expect("the comment is short");
    let bytes = archive.zip.finish().expect("memory takes everything").into_inner();
    Capture { file: format!("{name}.saz"), bytes, values }
}

struct Archive<'a> {
    zip: ZipWriter<Cursor<Vec<u8>>>,
    password: Option<&'a str>,
}

impl Archive<'_> {
    fn add(&mut self, name: &str, bytes: &[u8]) {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        let options = match self.password {
            Some(password) => options.with_deprecated_encryption(password.as_bytes()).expect("the password is not empty"),
            None => options,
        };
        self.zip.start_file(name, options).expect("memory takes everything");
        self.zip.write_all(bytes).expect("memory takes everything");
    }
}

struct Writer<'a> {
    capture: &'static str,
    exchange: &'static str,
    template: Template,
    values: &'a mut Vec<Sown>,
}

impl Writer<'_> {
    /// The exchange with the values of one container, of which those in these parts are taken down.
    fn cell(&mut self, container: &'static str, parts: &[Part]) -> Exchange {
        let sow = Sow::new(self.capture, self.exchange, container);
        let mut exchange = (self.template)(&sow).exchange;
        self.values.extend(sow.placed(parts));
        if !parts.contains(&Part::Fragment)
            && let Some((sent, _)) = exchange.url.split_once('#')
        {
            exchange.url = sent.to_owned();
        }
        exchange
    }

    fn client(&mut self) -> Vec<u8> {
        let parts = [Part::Path, Part::Query, Part::RequestHeader, Part::Cookie, Part::RequestBody];
        let mut exchange = self.cell("c.txt", &parts);
        exchange.request_headers.push(("User-Agent".to_owned(), super::USER_AGENT.to_owned()));
        http1::request(&exchange)
    }

    fn server(&mut self, coding: Coding) -> Vec<u8> {
        let container = match coding {
            Coding { compression: ContentCoding::Identity, chunked: false } => "s.txt",
            Coding { compression: ContentCoding::Identity, chunked: true } => "s.txt in chunks",
            Coding { compression: ContentCoding::Gzip, .. } => "s.txt in gzip",
            Coding { compression: ContentCoding::Deflate, .. } => "s.txt in deflate",
            Coding { compression: ContentCoding::Brotli, .. } => "s.txt in br",
            Coding { compression: ContentCoding::Zstd, .. } => "s.txt in zstd",
        };
        let mut exchange = self.cell(container, &[Part::ResponseHeader, Part::SetCookie, Part::Location, Part::ResponseBody]);
        exchange.response_headers.push(("Date".to_owned(), super::DATE.to_owned()));
        http1::response(&exchange, coding)
    }

    fn metadata(&mut self, number: usize) -> String {
        let begin = started(number);
        let sow = Sow::new(self.capture, self.exchange, "m.xml");
        let flags = [
            ("x-processinfo", format!("{}:11540", sow.personal("x-processinfo"))),
            ("x-clientip", sow.address("x-clientip")),
            ("x-hostip", "20.190.160.17".to_owned()),
        ];
        sow.place(Part::Path);
        self.values.extend(sow.placed(&[Part::Path]));
        let address = self.cell("m.xml ui-comments", &[Part::Path, Part::Query]).url;
        let analysis = self.cell("m.xml add-in flag", &[Part::Path, Part::Query, Part::RequestBody]);
        let analysis = format!("{} {}", analysis.url, analysis.request_body.unwrap_or_default());
        let more = [("ui-comments", format!("It stopped at {address} again.")), ("x-o365fe-analysis", analysis)];
        let mut list = String::new();
        for (name, value) in flags.iter().chain(&more) {
            let _ = write!(list, "<SessionFlag N=\"{name}\" V=\"{}\" />", html_escaped(value));
        }
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Session SID=\"{}\" BitFlags=\"59\"><SessionTimers ClientBeginRequest=\"{begin}\" \
             ClientDoneRequest=\"{begin}\" ServerDoneResponse=\"{begin}\" /><SessionFlags>{list}</SessionFlags></Session>",
            number + 1
        )
    }
}
