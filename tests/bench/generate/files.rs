//! Captures on disk, written exchange by exchange.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::scenario::har::{self, Producer};
use crate::scenario::http1::{self, Coding};
use crate::scenario::json::Json;
use crate::scenario::saz;
use crate::scenario::story::Exchange;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Har,
    Saz,
}

impl Format {
    pub(super) fn create(self, path: &Path) -> io::Result<Writer> {
        let file = BufWriter::with_capacity(1 << 20, File::create(path)?);
        match self {
            Self::Har => Har::new(file).map(Writer::Har),
            Self::Saz => Ok(Writer::Saz(Box::new(Saz::new(file, path)))),
        }
    }
}

/// A capture that is being written.
pub(super) enum Writer {
    Har(Har),
    Saz(Box<Saz>),
}

impl Writer {
    /// How large it is so far, without what a buffer holds back.
    pub(super) fn size(&self) -> io::Result<u64> {
        match self {
            Self::Har(har) => Ok(har.size),
            Self::Saz(saz) => Ok(saz.path.metadata()?.len()),
        }
    }

    pub(super) fn add(&mut self, exchange: &Exchange) -> io::Result<()> {
        match self {
            Self::Har(har) => har.add(exchange),
            Self::Saz(saz) => saz.add(exchange),
        }
    }

    pub(super) fn finish(self) -> io::Result<()> {
        match self {
            Self::Har(har) => har.finish(),
            Self::Saz(saz) => saz.finish(),
        }
    }
}

/// A HAR as Chrome writes it.
pub(super) struct Har {
    file: BufWriter<File>,
    size: u64,
    entries: usize,
}

impl Har {
    fn new(file: BufWriter<File>) -> io::Result<Self> {
        let mut har = Self { file, size: 0, entries: 0 };
        let creator = "{\n      \"name\": \"WebInspector\",\n      \"version\": \"537.36\"\n    }";
        har.put(&format!(
            "{{\n  \"log\": {{\n    \"version\": \"1.2\",\n    \"creator\": {creator},\n    \"pages\": [],\n    \"entries\": ["
        ))?;
        Ok(har)
    }

    fn add(&mut self, exchange: &Exchange) -> io::Result<()> {
        let entry = Json::from(har::entry(exchange, self.entries, Producer::Chrome)).indented();
        self.put(if self.entries == 0 { "\n      " } else { ",\n      " })?;
        self.put(&entry.replace('\n', "\n      "))?;
        self.entries += 1;
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.put("\n    ]\n  }\n}\n")?;
        self.file.flush()
    }

    fn put(&mut self, text: &str) -> io::Result<()> {
        self.size += text.len() as u64;
        self.file.write_all(text.as_bytes())
    }
}

/// An archive as Fiddler Classic writes it.
pub(super) struct Saz {
    path: PathBuf,
    archive: ZipWriter<BufWriter<File>>,
    sessions: usize,
}

impl Saz {
    fn new(file: BufWriter<File>, path: &Path) -> Self {
        Self { path: path.to_owned(), archive: ZipWriter::new(file), sessions: 0 }
    }

    /// Ordinary bodies come compressed already; the others take the codings in turn.
    fn add(&mut self, exchange: &Exchange) -> io::Result<()> {
        self.sessions += 1;
        let number = self.sessions;
        let is_coded = exchange.response_header("Content-Encoding").is_some();
        let coding = if is_coded { Coding::PLAIN } else { Coding::ALL[number % Coding::ALL.len()] };
        let is_picture = exchange.response_header("Content-Type") == Some("image/png");
        self.member(&format!("raw/{number:05}_c.txt"), &http1::request(exchange))?;
        self.member(&format!("raw/{number:05}_m.xml"), saz::metadata(exchange, number).as_bytes())?;
        self.member(&format!("raw/{number:05}_s.txt"), &http1::response(exchange, if is_picture { Coding::PLAIN } else { coding }))
    }

    fn member(&mut self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let time = DateTime::from_date_and_time(2026, 3, 2, 9, 31, 6).expect("a date after 1980");
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(time);
        self.archive.start_file(name, options)?;
        self.archive.write_all(bytes)
    }

    fn finish(mut self) -> io::Result<()> {
        self.member("[Content_Types].xml", saz::CONTENT_TYPES.as_bytes())?;
        self.archive.set_comment("Fiddler (v5.0.20253.3311) Session Archive. See https://fiddler2.com")?;
        self.archive.finish()?.flush()
    }
}
