//! `entrace bundle FILE... -o CASE.zip`: what an escalation needs in one file: report, sanitized captures, a manifest with hashes.

use std::fs::File;
use std::io::{self, Read, Seek, Write};

use crate::annotate::catalog::Catalog;
use crate::inspection::{Inspection, LeftOut};
use crate::model::capture::Format as CaptureFormat;
use crate::model::report::Report;
use crate::read::{Input, Options, ReadError, hex};
use crate::redact::{self, Redacted, Secrets, Visibility};
use crate::render::{self, Format, Style};
use crate::sanitize::{Destination, Learning, Learnt, Receipt, ReceiptDocument, SanitizeError, WriteSeek};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::cli::arguments::Bundle;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::inputs::{FileState, OpenFile, Source};
use crate::cli::files::member_names::MemberNames;
use crate::cli::files::written_file::WrittenFile;
use crate::cli::files::{guides, inputs};
use crate::cli::messages::{tell, tell_receipt, tell_what_was_cut};
use crate::cli::panic;
use crate::cli::password::Passwords;
use crate::cli::status::Status;

/// The report in these formats.
const REPORTS: &[(&str, Format)] = &[("report.html", Format::Html), ("report.md", Format::Markdown), ("report.json", Format::Json)];

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Bundle) -> Result<Status, Failure> {
    let named = |failure: Failure| failure.of(arguments.output.display());
    let quiet = arguments.messages.quiet;
    let files_read = FilesRead::default();
    let passwords = Passwords::new(arguments.archives.password_file.as_deref(), &files_read)?;
    let sources = inputs::find_sources(&arguments.files, &files_read);
    let (catalog, guides_read) = guides::catalog(&arguments.guides.guidance, quiet, &files_read);
    let output = WrittenFile::create(&arguments.output, &files_read)?;
    let ask = |archive: &str| passwords.of(archive);
    let options = Options::new(&ask);
    let mut work = Work { files_read, quiet, status: guides_read };
    let mut learning = Learning::new(arguments.captures.drop_unrelated, options);
    let sources = work.learn(sources, &mut learning)?;
    if sources.is_empty() {
        return Err(named(Failure::unreadable("nothing to bundle: no capture could be read")));
    }
    let (report, secrets) = work.inspect(&sources, &learning, options, &catalog)?;
    let handle = output.handle().map_err(|error| named(Failure::unwritten(error)))?;
    let mut archive = Archive { zip: ZipWriter::new(handle), members: Vec::new() };
    archive.write_reports(report, secrets).map_err(named)?;
    // What finds many secrets is large, so that of the reports is gone before that of the captures is made.
    let mut sanitizer = learning.settle();
    let mut captures = Captures::new(&mut archive).map_err(|error| named(Failure::unwritten(error)))?;
    for source in &sources {
        let file = work.open_again(source)?;
        let result = sanitizer.write(&source.learnt, &file, &mut captures);
        let unchanged = if file.state() == source.state { Ok(()) } else { Err(SanitizeError::Changed) };
        result.and(unchanged).map_err(|error| source.failed(error))?;
    }
    let written = captures.written;
    for capture in &written {
        work.take(tell_what_was_cut(&capture.receipt.name, &capture.receipt.notes));
    }
    if !quiet {
        for capture in &written {
            tell_receipt(&capture.receipt);
        }
    }
    archive.write_manifest(&written, arguments).map_err(named)?;
    output.finish()?;
    Ok(work.status)
}

struct Work {
    files_read: FilesRead,
    quiet: bool,
    /// What the run comes to so far.
    status: Status,
}

/// A file that was learnt from, and how it stood then.
struct Known {
    source: Source,
    learnt: Learnt,
    state: FileState,
}

impl Known {
    /// Why this file ends the run.
    fn failed(&self, error: impl Into<Failure>) -> Failure {
        error.into().of(self.source.typed())
    }
}

impl Work {
    /// Learns from all inputs, and gives those that hold captures.
    fn learn(&mut self, sources: Vec<Source>, learning: &mut Learning<'_>) -> Result<Vec<Known>, Failure> {
        let mut known = Vec::new();
        for source in sources {
            let (Source::Named(path) | Source::Found { path, .. }) = &source else {
                self.tell(&Failure::unreadable("standard input can be read only once, a bundle needs files").of("-"));
                continue;
            };
            let file = match inputs::open_again(path, &self.files_read) {
                Ok(file) => file,
                Err(failure) => {
                    self.tell(&failure.of(source.typed()));
                    continue;
                }
            };
            let state = file.state();
            let failure = match panic::contained("this file", || learning.learn(&source.name(), &file)) {
                Ok(Ok(learnt)) => {
                    known.push(Known { source, learnt, state });
                    continue;
                }
                Ok(Err(SanitizeError::Changed)) => return Err(Failure::from(SanitizeError::Changed).of(source.typed())),
                Ok(Err(error)) => Failure::unread(error.to_string(), error.is_foreign() && !source.is_named()),
                Err(failure) => failure,
            };
            self.tell(&failure.of(source.typed()));
        }
        Ok(known)
    }

    fn tell(&mut self, failure: &Failure) {
        self.take(tell(failure, self.quiet));
    }

    /// Takes in what something comes to.
    fn take(&mut self, status: Status) {
        self.status = self.status.max(status);
    }

    /// Opens a file again, which has to be the same.
    fn open_again(&self, known: &Known) -> Result<OpenFile, Failure> {
        let changed = || known.failed(SanitizeError::Changed);
        let path = known.source.path().ok_or_else(changed)?;
        let file = inputs::open_again(path, &self.files_read).map_err(|_| changed())?;
        if file.state() == known.state { Ok(file) } else { Err(changed()) }
    }

    fn inspect(
        &mut self,
        sources: &[Known],
        learning: &Learning<'_>,
        options: Options<'_>,
        catalog: &Catalog,
    ) -> Result<(Report, Secrets), Failure> {
        let options = Options { hash: true, ..options };
        let mut inspection = Inspection::new();
        for known in sources {
            let file = self.open_again(known)?;
            let file = learning.steady(&known.learnt, &file).map_err(|error| known.failed(error))?;
            let read = panic::contained("this file", || inspection.read(known.learnt.name(), Input::File(&file), &options));
            file.check().map_err(|error| known.failed(error))?;
            let unread = |error: ReadError| Failure::unread(error.to_string(), error.is_foreign());
            if let Err(failure) = read.and_then(|result| result.map_err(unread)) {
                self.tell(&known.failed(failure));
            }
        }
        for LeftOut { name, error } in inspection.left_out() {
            self.tell(&Failure::unread(format!("{name}: left out: {error}"), error.is_foreign()));
        }
        Ok(inspection.finish(catalog))
    }
}

/// A sanitized capture in the bundle.
struct Written {
    member: String,
    receipt: Receipt,
}

/// Takes sanitized captures, one after the other: each stands in a file without a name until it is complete.
struct Captures<'a> {
    archive: &'a mut Archive,
    spool: File,
    names: MemberNames,
    written: Vec<Written>,
}

impl<'a> Captures<'a> {
    fn new(archive: &'a mut Archive) -> io::Result<Self> {
        Ok(Self { archive, spool: tempfile::tempfile()?, names: MemberNames::default(), written: Vec::new() })
    }
}

impl Destination for Captures<'_> {
    fn create(&mut self, _: &str, _: CaptureFormat) -> io::Result<Box<dyn WriteSeek>> {
        self.spool.set_len(0)?;
        self.spool.rewind()?;
        Ok(Box::new(self.spool.try_clone()?))
    }

    fn finished(&mut self, receipt: Receipt) -> io::Result<()> {
        let member = format!("captures/{}", self.names.give(&receipt.name, receipt.format));
        self.spool.rewind()?;
        self.archive.add(&member, &mut self.spool)?;
        self.written.push(Written { member, receipt });
        Ok(())
    }
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
    fn write_reports(&mut self, report: Report, secrets: Secrets) -> Result<(), Failure> {
        let redacted: Redacted<Report> = redact::redact(report, &secrets, Visibility::default());
        drop(secrets);
        for (name, format) in REPORTS {
            let style = Style { format: *format, full: true, ..Style::default() };
            let text = render::render(&redacted, style).map_err(|leak| leak.at(*name))?;
            self.add(name, &mut text.as_bytes()).map_err(Failure::unwritten)?;
        }
        Ok(())
    }

    /// Writes down what is in the archive, and ends it.
    fn write_manifest(mut self, captures: &[Written], arguments: &Bundle) -> Result<(), Failure> {
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
            options: ManifestOptions { drop_unrelated: arguments.captures.drop_unrelated, guidance: arguments.guides.guidance.len() },
            captures: described.collect(),
            members: &std::mem::take(&mut self.members),
        };
        let text = render::json(&manifest);
        self.add("manifest.json", &mut text.as_bytes()).map_err(Failure::unwritten)?;
        self.zip.finish().map_err(Failure::unwritten)?.flush().map_err(Failure::unwritten)
    }

    /// Adds a member, and remembers what it holds.
    fn add(&mut self, name: &str, source: &mut dyn Read) -> io::Result<()> {
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
