//! `entrace bundle FILE... -o CASE.zip`: what an escalation needs in one file: report, sanitised captures, a manifest with hashes.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;

use entrace::Inspection;
use entrace::annotate::catalogue::Catalogue;
use entrace::model::capture::Format as CaptureFormat;
use entrace::model::report::Report;
use entrace::read::{Input, Options, hex};
use entrace::redact::{self, Redacted, Secrets, Visibility};
use entrace::render::{self, Format, Style};
use entrace::sanitize::{Destination, Receipt, ReceiptDocument, Sanitizer, WriteSeek};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::inputs::Source;
use super::output::{error_line, note_line, talk, tell_what_was_cut};
use super::password::Passwords;
use super::sanitize::explained;
use super::written_file::WrittenFile;
use super::{Bundle, Status, guides, inputs};

/// The report in these formats.
const REPORTS: &[(&str, Format)] = &[("report.html", Format::Html), ("report.md", Format::Markdown), ("report.json", Format::Json)];

/// Runs the command.
pub(super) fn run(arguments: &Bundle) -> Status {
    match bundle(arguments) {
        Ok(true) => Status::Good,
        Ok(false) => Status::Unreadable,
        Err((error, status)) => {
            error_line(&error);
            status
        }
    }
}

/// Writes the bundle. False when a part of the input could not be read.
fn bundle(arguments: &Bundle) -> Result<bool, (String, Status)> {
    let unreadable = |error: String| (error, Status::Unreadable);
    let passwords = Passwords::new(arguments.password_file.as_deref()).map_err(unreadable)?;
    let sources = inputs::sources(&arguments.files);
    let output = WrittenFile::create(&arguments.output, sources.iter().filter_map(Source::path)).map_err(unreadable)?;
    let (catalogue, guides_read) = guides::catalogue(&arguments.guidance, arguments.quiet);
    let mut work = Work { passwords, sanitizer: Sanitizer::new(arguments.drop_unrelated), quiet: arguments.quiet, whole: guides_read };
    let sources = work.learn(sources);
    if sources.is_empty() {
        return Err((format!("{}: nothing to bundle: no capture could be read", arguments.output.display()), Status::Unreadable));
    }
    let (report, secrets) = work.inspect(&sources, &catalogue);
    let captures = work.write(&sources)?;
    if !arguments.quiet {
        for capture in &captures {
            talk(&capture.receipt.to_string());
        }
    }
    let file = output.handle().map_err(|error| unreadable(error.to_string()))?;
    let mut archive = Archive { zip: ZipWriter::new(file), members: Vec::new() };
    let written = archive.reports(report, &secrets).and_then(|()| archive.captures(captures, arguments));
    written.map_err(|error| (format!("{}: {error}", arguments.output.display()), error.status()))?;
    output.finish().map_err(unreadable)?;
    Ok(work.whole)
}

/// Why a bundle was not written.
#[derive(Debug, thiserror::Error)]
enum BundleError {
    #[error("{0}")]
    Leak(#[from] redact::Leak),
    #[error("it cannot be written: {0}")]
    Write(#[from] io::Error),
    #[error("it cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
}

impl BundleError {
    fn status(&self) -> Status {
        if matches!(self, Self::Leak(_)) { Status::Refused } else { Status::Unreadable }
    }
}

struct Work {
    passwords: Passwords,
    sanitizer: Sanitizer,
    quiet: bool,
    /// Whether everything was read.
    whole: bool,
}

impl Work {
    /// Learns from all inputs, and gives those that hold captures.
    fn learn(&mut self, sources: Vec<Source>) -> Vec<Source> {
        let mut kept = Vec::new();
        for source in sources {
            let (Source::Named(path) | Source::Found { path, .. }) = &source else {
                self.tell("-: standard input can be read only once, a bundle needs files", false);
                continue;
            };
            let result = inputs::open_again(path).map_err(|error| (error, false)).and_then(|file| {
                let ask = |archive: &str| self.passwords.of(archive);
                let learnt = self.sanitizer.learn(&source.name(), Input::File(&file), &options(&ask));
                learnt.map_err(|error| (error.to_string(), error.is_foreign()))
            });
            match result {
                Ok(_) => kept.push(source),
                Err((error, is_foreign)) => self.tell(&format!("{}: {error}", source.typed()), is_foreign && !source.is_named()),
            }
        }
        self.sanitizer.settle();
        kept
    }

    fn tell(&mut self, error: &str, is_foreign: bool) {
        if !is_foreign {
            error_line(error);
            self.whole = false;
        } else if !self.quiet {
            note_line(error);
        }
    }

    fn inspect(&mut self, sources: &[Source], catalogue: &Catalogue) -> (Report, Secrets) {
        let mut inspection = Inspection::new();
        for source in sources {
            let ask = |archive: &str| self.passwords.of(archive);
            let options = Options { hash: true, ..options(&ask) };
            let result = source.open_again().map_err(|error| (error, false)).and_then(|file| {
                inspection.read(&source.name(), Input::File(&file), &options).map_err(|error| (error.to_string(), error.is_foreign()))
            });
            if let Err((error, is_foreign)) = result {
                self.tell(&format!("{}: {error}", source.typed()), is_foreign);
            }
        }
        for left_out in inspection.left_out() {
            self.tell(&format!("{}: left out: {}", left_out.name, left_out.error), left_out.error.is_foreign());
        }
        inspection.finish(catalogue)
    }

    fn write(&mut self, sources: &[Source]) -> Result<Vec<Written>, (String, Status)> {
        let mut files = Files::default();
        for source in sources {
            let file = source.open_again().map_err(|error| (format!("{}: {error}", source.typed()), Status::Unreadable))?;
            let ask = |archive: &str| self.passwords.of(archive);
            let result = self.sanitizer.write(&source.name(), Input::File(&file), &options(&ask), &mut files);
            result.map_err(|error| explained(&PathBuf::from(source.typed()), &error))?;
        }
        for capture in &files.written {
            self.whole &= tell_what_was_cut(&capture.receipt.name, &capture.receipt.notes);
        }
        Ok(files.written)
    }
}

fn options(password: &(dyn Fn(&str) -> Option<String> + Sync)) -> Options<'_> {
    Options::new(password)
}

/// A sanitised capture, in a file without a name.
struct Written {
    member: String,
    file: File,
    receipt: Receipt,
}

/// Takes sanitised captures.
#[derive(Default)]
struct Files {
    open: Option<File>,
    written: Vec<Written>,
}

impl Destination for Files {
    fn create(&mut self, _: &str, _: CaptureFormat) -> io::Result<Box<dyn WriteSeek>> {
        let file = tempfile::tempfile()?;
        self.open = Some(file.try_clone()?);
        Ok(Box::new(file))
    }

    fn finished(&mut self, receipt: Receipt) {
        let taken: BTreeSet<String> = self.written.iter().map(|capture| capture.member.to_lowercase()).collect();
        let member = member_name(&receipt, &taken);
        self.written.extend(self.open.take().map(|file| Written { member, file, receipt }));
    }
}

/// The capture's name as a file below `captures/`, unlike all others whatever the case, with the ending of its format.
fn member_name(receipt: &Receipt, taken: &BTreeSet<String>) -> String {
    let ending = match receipt.format {
        CaptureFormat::Har => ".har",
        CaptureFormat::Saz => ".saz",
        CaptureFormat::FiddlerText => ".txt",
    };
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '#' | '@' | '[' | ']') { c } else { '_' };
    let parts: Vec<String> = receipt.name.split('/').map(|part| part.chars().map(safe).collect()).collect();
    let path: Vec<&str> = parts.iter().map(|part| part.trim_start_matches('.')).filter(|part| !part.is_empty()).collect();
    let path = path.join("/");
    let stem = path.strip_suffix(".gz").unwrap_or(&path);
    let stem = stem.strip_suffix(ending).unwrap_or(stem);
    let numbered =
        |number: usize| if number == 1 { format!("captures/{stem}{ending}") } else { format!("captures/{stem}-{number}{ending}") };
    (1..=taken.len() + 1).map(numbered).find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default()
}

/// The zip that is written.
struct Archive {
    zip: ZipWriter<File>,
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
    captures: Vec<ManifestCapture<'a>>,
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
struct ManifestCapture<'a> {
    name: &'a str,
    format: &'static str,
    original_sha256: Option<&'a str>,
    member: &'a str,
    receipt: ReceiptDocument,
}

impl Archive {
    fn reports(&mut self, report: Report, secrets: &Secrets) -> Result<(), BundleError> {
        let redacted: Redacted<Report> = redact::redact(report, secrets, Visibility::default());
        for (name, format) in REPORTS {
            let style = Style { format: *format, verbose: true, ..Style::default() };
            let text = render::render(&redacted, style).map_err(|leak| leak.at(*name))?;
            self.member(name, &mut text.as_bytes())?;
        }
        Ok(())
    }

    fn captures(mut self, mut captures: Vec<Written>, arguments: &Bundle) -> Result<(), BundleError> {
        for capture in &mut captures {
            capture.file.rewind()?;
            self.member(&capture.member, &mut capture.file)?;
        }
        let described = captures.iter().map(|capture| ManifestCapture {
            name: &capture.receipt.name,
            format: capture.receipt.format.name(),
            original_sha256: capture.receipt.sha256.as_deref(),
            member: &capture.member,
            receipt: capture.receipt.document(),
        });
        let manifest = Manifest {
            schema_version: 1,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            options: ManifestOptions { drop_unrelated: arguments.drop_unrelated, guidance: arguments.guidance.len() },
            captures: described.collect(),
            members: &std::mem::take(&mut self.members),
        };
        let text = render::json(&manifest);
        self.member("manifest.json", &mut text.as_bytes())?;
        self.zip.finish()?.flush()?;
        Ok(())
    }

    fn member(&mut self, name: &str, source: &mut dyn Read) -> Result<(), BundleError> {
        // Always the same time: the same input gives the same bytes.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default());
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
