//! `entrace bundle FILE... -o CASE.zip`: what an escalation needs in one file: report, sanitised captures, a manifest with hashes.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::PathBuf;

use crate::annotate::catalogue::Catalogue;
use crate::inspection::Inspection;
use crate::model::capture::Format as CaptureFormat;
use crate::model::report::Report;
use crate::read::{Input, Options, hex};
use crate::redact::{self, Redacted, Secrets, Visibility};
use crate::render::{self, Format, Style};
use crate::sanitize::{Destination, Learning, Learnt, Receipt, ReceiptDocument, SanitizeError, Sanitizer, WriteSeek};
use serde::Serialize;
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::cli::commands::guides;
use crate::cli::commands::sanitize::explained;
use crate::cli::files_read::FilesRead;
use crate::cli::inputs::{FileState, OpenFile, Source};
use crate::cli::member_names::MemberNames;
use crate::cli::output::{error_line, note_line, receipt, tell_what_was_cut};
use crate::cli::password::Passwords;
use crate::cli::written_file::WrittenFile;
use crate::cli::{Bundle, Status, inputs, panic};

/// The report in these formats.
const REPORTS: &[(&str, Format)] = &[("report.html", Format::Html), ("report.md", Format::Markdown), ("report.json", Format::Json)];

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Bundle) -> Status {
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
    let unwritten = |error: BundleError| (format!("{}: {error}", arguments.output.display()), error.status());
    let files_read = FilesRead::default();
    let passwords = Passwords::new(arguments.password_file.as_deref(), &files_read).map_err(unreadable)?;
    let sources = inputs::sources(&arguments.files, &files_read);
    let (catalogue, guides_read) = guides::catalogue(&arguments.guidance, arguments.quiet, &files_read);
    let output = WrittenFile::create(&arguments.output, &files_read).map_err(unreadable)?;
    let ask = |archive: &str| passwords.of(archive);
    let options = Options::new(&ask);
    let mut work = Work { files_read, quiet: arguments.quiet, whole: guides_read };
    let (sources, mut sanitizer) = work.learn(sources, Learning::new(arguments.drop_unrelated, options))?;
    if sources.is_empty() {
        return Err((format!("{}: nothing to bundle: no capture could be read", arguments.output.display()), Status::Unreadable));
    }
    let (report, secrets) = work.inspect(&sources, &sanitizer, options, &catalogue)?;
    let handle = output.handle().map_err(|error| unwritten(error.into()))?;
    let mut archive = Archive { zip: ZipWriter::new(handle), members: Vec::new() };
    archive.reports(report, &secrets).map_err(unwritten)?;
    let mut captures = Captures::new(&mut archive).map_err(|error| unwritten(error.into()))?;
    for source in &sources {
        let file = work.open_again(source)?;
        let result = sanitizer.write(&source.learnt, &file, &mut captures);
        let unchanged = if file.state() == source.state { Ok(()) } else { Err(SanitizeError::Changed) };
        result.and(unchanged).map_err(|error| explained(&PathBuf::from(source.source.typed()), &error))?;
    }
    let written = captures.written;
    for capture in &written {
        work.whole &= tell_what_was_cut(&capture.receipt.name, &capture.receipt.notes);
    }
    if !arguments.quiet {
        for capture in &written {
            receipt(&capture.receipt);
        }
    }
    archive.manifest(&written, arguments).map_err(unwritten)?;
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
    files_read: FilesRead,
    quiet: bool,
    /// Whether everything was read.
    whole: bool,
}

/// A file that was learnt from, and how it stood then.
struct Known {
    source: Source,
    learnt: Learnt,
    state: FileState,
}

impl Work {
    /// Learns from all inputs, and gives those that hold captures.
    fn learn<'a>(&mut self, sources: Vec<Source>, mut learning: Learning<'a>) -> Result<(Vec<Known>, Sanitizer<'a>), Refused> {
        let mut known = Vec::new();
        for source in sources {
            let (Source::Named(path) | Source::Found { path, .. }) = &source else {
                self.tell("-: standard input can be read only once, a bundle needs files", false);
                continue;
            };
            let file = match inputs::open_again(path, &self.files_read) {
                Ok(file) => file,
                Err(error) => {
                    self.tell(&format!("{}: {error}", source.typed()), false);
                    continue;
                }
            };
            let state = file.state();
            let learn = || learning.learn(&source.name(), &file);
            let learnt = match panic::contained("this file", learn) {
                Ok(learnt) => learnt,
                Err(error) => {
                    self.tell(&format!("{}: {error}", source.typed()), false);
                    continue;
                }
            };
            match learnt {
                Ok(learnt) => known.push(Known { source, learnt, state }),
                Err(SanitizeError::Changed) => return Err(explained(path, &SanitizeError::Changed)),
                Err(error) => self.tell(&format!("{}: {error}", source.typed()), error.is_foreign() && !source.is_named()),
            }
        }
        Ok((known, learning.settle()))
    }

    fn tell(&mut self, error: &str, is_foreign: bool) {
        if !is_foreign {
            error_line(error);
            self.whole = false;
        } else if !self.quiet {
            note_line(error);
        }
    }

    /// Opens a file once more, which has to be the same.
    fn open_again(&self, known: &Known) -> Result<OpenFile, Refused> {
        let typed = PathBuf::from(known.source.typed());
        let changed = || explained(&typed, &SanitizeError::Changed);
        let file = inputs::open_again(&typed, &self.files_read).map_err(|_| changed())?;
        if file.state() == known.state { Ok(file) } else { Err(changed()) }
    }

    fn inspect(
        &mut self,
        sources: &[Known],
        sanitizer: &Sanitizer<'_>,
        options: Options<'_>,
        catalogue: &Catalogue,
    ) -> Result<(Report, Secrets), Refused> {
        let options = Options { hash: true, ..options };
        let mut inspection = Inspection::new();
        for known in sources {
            let refused = |error: SanitizeError| explained(&PathBuf::from(known.source.typed()), &error);
            let file = self.open_again(known)?;
            let file = sanitizer.steady(&known.learnt, &file).map_err(refused)?;
            let read = panic::contained("this file", || inspection.read(known.learnt.name(), Input::File(&file), &options));
            file.check().map_err(refused)?;
            let result = match read {
                Ok(result) => result,
                Err(error) => {
                    self.tell(&format!("{}: {error}", known.source.typed()), false);
                    continue;
                }
            };
            if let Err(error) = result {
                self.tell(&format!("{}: {error}", known.source.typed()), error.is_foreign());
            }
        }
        for left_out in inspection.left_out() {
            self.tell(&format!("{}: left out: {}", left_out.name, left_out.error), left_out.error.is_foreign());
        }
        Ok(inspection.finish(catalogue))
    }
}

/// Why the run ends, and what it comes to.
type Refused = (String, Status);

/// A sanitised capture in the bundle.
struct Written {
    member: String,
    receipt: Receipt,
}

/// Takes sanitised captures, one after the other: each stands in a file without a name until it is whole.
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
        let member = format!("captures/{}", self.names.name(&receipt.name, receipt.format));
        self.spool.rewind()?;
        self.archive.member(&member, &mut self.spool)?;
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
    fn reports(&mut self, report: Report, secrets: &Secrets) -> Result<(), BundleError> {
        let redacted: Redacted<Report> = redact::redact(report, secrets, Visibility::default());
        for (name, format) in REPORTS {
            let style = Style { format: *format, verbose: true, ..Style::default() };
            let text = render::render(&redacted, style).map_err(|leak| leak.at(*name))?;
            self.member(name, &mut text.as_bytes())?;
        }
        Ok(())
    }

    /// Writes down what is in the archive, and ends it.
    fn manifest(mut self, captures: &[Written], arguments: &Bundle) -> Result<(), BundleError> {
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

    fn member(&mut self, name: &str, source: &mut dyn Read) -> io::Result<()> {
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
