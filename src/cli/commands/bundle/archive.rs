//! The zip of a bundle: its members with their hashes, and the manifest of them.

use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::cli::arguments::Bundle;
use crate::cli::failure::Failure;
use crate::model::capture::written::Kind;
use crate::model::report::Report;
use crate::read::hex;
use crate::redact::{self, Redacted, Secrets, Visibility};
use crate::render::{self, Format, Style};
use crate::sanitize::{Receipt, ReceiptDocument};

/// The report in these formats.
const REPORTS: &[(&str, Format)] = &[("report.html", Format::Html), ("report.md", Format::Markdown), ("report.json", Format::Json)];

/// A sanitized file in the bundle: a capture, or what stands next to it.
pub(super) struct Written {
    pub(super) member: String,
    pub(super) receipt: Receipt,
}

impl Written {
    pub(super) fn is_capture(&self) -> bool {
        matches!(self.receipt.kind, Kind::Capture(_))
    }
}

/// The zip that is written.
pub(super) struct Archive {
    zip: ZipWriter<Arc<File>>,
    members: Vec<Member>,
}

#[derive(Serialize)]
struct Member {
    name: String,
    size: u64,
    sha256: String,
}

#[derive(Serialize)]
struct Manifest<'a> {
    schema_version: u32,
    tool: Tool,
    options: ManifestOptions,
    captures: Vec<ManifestFile<'a>>,
    logs: Vec<ManifestFile<'a>>,
    members: &'a [Member],
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct ManifestOptions {
    drop_unrelated: bool,
    guidance: usize,
}

#[derive(Serialize)]
struct ManifestFile<'a> {
    name: &'a str,
    format: &'static str,
    original_sha256: Option<&'a str>,
    member: &'a str,
    receipt: ReceiptDocument,
}

impl Archive {
    /// Begins a zip in a file.
    pub(super) fn new(file: Arc<File>) -> Self {
        Self { zip: ZipWriter::new(file), members: Vec::new() }
    }

    /// How many files are in it.
    pub(super) fn files(&self) -> usize {
        self.members.len()
    }

    /// Adds the report in its formats.
    pub(super) fn write_reports(&mut self, report: Report, secrets: Secrets) -> Result<(), Failure> {
        let redacted: Redacted<Report> = redact::redact(report, &secrets, Visibility::default());
        drop(secrets);
        for (name, format) in REPORTS {
            let style = Style { format: *format, full: true, ..Style::default() };
            let text = render::render(&redacted, style).map_err(|leak| leak.at(*name))?;
            self.add(name, &mut text.as_bytes()).map_err(Failure::unwritten)?;
        }
        Ok(())
    }

    /// Writes down what is in the archive.
    pub(super) fn write_manifest<'m>(&mut self, written: &'m [Written], arguments: &Bundle) -> Result<(), Failure> {
        let described = |written: &'m Written| ManifestFile {
            name: &written.receipt.name,
            format: written.receipt.kind.name(),
            original_sha256: written.receipt.sha256.as_deref(),
            member: &written.member,
            receipt: written.receipt.document(),
        };
        let (captures, logs): (Vec<&Written>, Vec<&Written>) = written.iter().partition(|written| written.is_capture());
        let manifest = Manifest {
            schema_version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            options: ManifestOptions { drop_unrelated: arguments.captures.drop_unrelated, guidance: arguments.guides.guidance.len() },
            captures: captures.into_iter().map(described).collect(),
            logs: logs.into_iter().map(described).collect(),
            members: &self.members,
        };
        let text = render::json(&manifest);
        self.add("manifest.json", &mut text.as_bytes()).map_err(Failure::unwritten)
    }

    /// Ends the archive. Gives its size.
    pub(super) fn finish(self) -> Result<u64, Failure> {
        let mut file = self.zip.finish().map_err(Failure::unwritten)?;
        file.flush().and_then(|()| Ok(file.metadata()?.len())).map_err(Failure::unwritten)
    }

    /// Adds a member, and remembers what it holds.
    pub(super) fn add(&mut self, name: &str, source: &mut dyn Read) -> io::Result<()> {
        // Always the same time and system: the same input gives the same bytes everywhere.
        let options = SimpleFileOptions::default()
            .system(System::Unix)
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        self.zip.start_file(name, options.large_file(true))?;
        let mut hashed = Hashed { source, digest: Sha256::new() };
        let size = io::copy(&mut hashed, &mut self.zip)?;
        let sha256 = hex(&hashed.digest.finalize());
        self.members.push(Member { name: name.to_owned(), size, sha256 });
        Ok(())
    }
}

/// Hashes what is read through it.
struct Hashed<'a> {
    source: &'a mut dyn Read,
    digest: Sha256,
}

impl Read for Hashed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.digest.update(buffer.get(..read).unwrap_or_default());
        Ok(read)
    }
}
