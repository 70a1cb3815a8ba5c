//! `entrace bundle FILE... -o CASE.zip`: what an escalation needs in one file: report, sanitized captures, a manifest with hashes.

mod archive;
mod readme;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Seek};
use std::sync::Arc;

use crate::annotate::catalog::Catalog;
use crate::inspection::{Inspection, LeftOut};
use crate::model::capture::written::Kind;
use crate::model::report::Report;
use crate::read::{Input, Options, ReadError};
use crate::redact::Secrets;
use crate::render::plain;
use crate::sanitize::{Destination, Learning, Learnt, Receipt, SanitizeError, WriteSeek};

use crate::cli::arguments::Bundle;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::inputs::{FileState, OpenFile, Source};
use crate::cli::files::member_names::MemberNames;
use crate::cli::files::written_file::WrittenFile;
use crate::cli::files::{guides, inputs};
use crate::cli::messages::{tell, tell_text, tell_what_was_cut};
use crate::cli::panic;
use crate::cli::password::Passwords;
use crate::cli::status::Status;
use archive::{Archive, Written};

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Bundle) -> Result<Status, Failure> {
    let named = |failure: Failure| failure.of(arguments.output.display());
    let quiet = arguments.messages.quiet;
    let files_read = FilesRead::default();
    let passwords = Passwords::new(arguments.archives.password_file.as_deref(), &files_read)?;
    let sources = inputs::find_sources(&arguments.files, &files_read);
    let logs = inputs::find_sources(&arguments.logs.sign_in_log, &files_read);
    let (catalog, guides_read) = guides::catalog(&arguments.guides.guidance, quiet, &files_read);
    let output = WrittenFile::create(&arguments.output, &files_read)?;
    let ask = |archive: &str| passwords.of(archive);
    let options = Options::new(&ask);
    let mut work = Work { files_read, quiet, status: guides_read };
    let mut learning = Learning::new(arguments.captures.drop_unrelated, options);
    let sources = work.learn(sources, logs, &mut learning)?;
    let explains = |(_, kind): &(String, Kind)| *kind != Kind::DeviceStatus;
    if !sources.iter().flat_map(|source| source.learnt.files()).any(explains) {
        return Err(named(Failure::unreadable("nothing to bundle: no capture could be read")));
    }
    let (report, secrets) = work.inspect(&sources, &learning, options, &catalog)?;
    let mut archive = Archive::new(output.handle());
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
    archive.add(readme::NAME, &mut readme::text(&written).as_bytes()).map_err(|error| named(Failure::unwritten(error)))?;
    archive.write_manifest(&written, arguments).map_err(named)?;
    let files = archive.files();
    let size = archive.finish().map_err(named)?;
    output.finish()?;
    if !quiet {
        let path = plain(&arguments.output.display().to_string());
        tell_text(&format!("{}\n{path}: {size} bytes, {files} files; {} in it says what each is", summary(&written), readme::NAME));
    }
    Ok(work.status)
}

/// What was done to all captures, on one line; each has its receipt in the manifest.
fn summary(written: &[Written]) -> String {
    let receipts = || written.iter().map(|capture| &capture.receipt);
    let mut distinct: BTreeMap<&'static str, u64> = BTreeMap::new();
    for (kind, count) in receipts().flat_map(|receipt| receipt.removed.distinct()) {
        *distinct.entry(kind.in_receipt()).or_default() += count;
    }
    let mut kinds: Vec<(&'static str, u64)> = distinct.into_iter().collect();
    kinds.sort_by_key(|(_, count)| Reverse(*count));
    let kinds: Vec<String> = kinds.iter().map(|(kind, count)| format!("{kind} {count}")).collect();
    let removed = if kinds.is_empty() { "nothing".to_owned() } else { kinds.join(", ") };
    let counted = |is: fn(Kind) -> bool, what: &str| {
        let count = written.iter().filter(|written| is(written.receipt.kind)).count();
        (count > 0).then(|| format!("{count} {what}{}", if count == 1 { "" } else { "s" }))
    };
    let what = [
        counted(|kind| matches!(kind, Kind::Capture(_)), "capture"),
        counted(|kind| matches!(kind, Kind::SignInLog(_) | Kind::DeviceStatus), "log"),
        counted(|kind| kind == Kind::Text, "text"),
    ];
    let what = what.into_iter().flatten().collect::<Vec<_>>().join(" and ");
    let entries: u64 = written.iter().filter(|written| written.is_capture()).map(|written| written.receipt.entries).sum();
    let searched = receipts().map(|receipt| receipt.searched).max().unwrap_or_default();
    format!(
        "{what} sanitized, {entries} entries; values removed, counted per capture: {removed}\nlast look: {searched} credentials searched for in all that was written, 0 found"
    )
}

/// How files are read into an inspection.
type ReadInto = fn(&mut Inspection, &str, Input<'_>, &Options<'_>) -> Result<(), ReadError>;

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
    /// Learns from all inputs, and gives those that hold captures or what stands next to them. What was named as a log has to be one.
    fn learn(&mut self, sources: Vec<Source>, logs: Vec<Source>, learning: &mut Learning<'_>) -> Result<Vec<Known>, Failure> {
        let mut known: Vec<Known> = Vec::new();
        let all = sources.into_iter().map(|source| (source, false)).chain(logs.into_iter().map(|log| (log, true)));
        for (source, is_log) in all {
            // A log that is in a folder and named as well is taken once.
            if is_log && source.place().is_some_and(|place| known.iter().any(|known| known.source.place().as_ref() == Some(&place))) {
                continue;
            }
            if matches!(source, Source::Empty(_)) {
                self.tell(&inputs::is_empty().of(source.typed()));
                continue;
            }
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
                Ok(Ok(learnt)) if is_log && !learnt.files().iter().any(|(_, kind)| matches!(kind, Kind::SignInLog(_))) => {
                    Failure::unreadable(ReadError::NoSignInLog.to_string())
                }
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
        let with = |is: fn(&Kind) -> bool| {
            sources.iter().filter(move |known| known.learnt.files().iter().any(|(_, kind)| is(kind))).collect::<Vec<_>>()
        };
        let beside = with(|kind| !matches!(kind, Kind::Capture(_)));
        self.read(&mut inspection, &with(|kind| matches!(kind, Kind::Capture(_))), learning, &options, (Inspection::read, true))?;
        inspection.take_logs();
        if inspection.captures() == 0 {
            // What is wrong with a log is told when it is read.
            self.read(&mut inspection, &beside, learning, &options, (Inspection::survey_logs, false))?;
        }
        self.read(&mut inspection, &beside, learning, &options, (Inspection::read_found, true))?;
        for message in inspection.take_log_remarks() {
            self.tell(&Failure { message, status: Status::Good });
        }
        for LeftOut { name, error } in inspection.left_out() {
            self.tell(&Failure::unread(format!("{name}: left out: {error}"), error.is_foreign()));
        }
        Ok(inspection.finish(catalog))
    }

    /// Reads files that were learnt from into an inspection: how, and whether it is told what cannot be read.
    fn read(
        &mut self,
        inspection: &mut Inspection,
        sources: &[&Known],
        learning: &Learning<'_>,
        options: &Options<'_>,
        (how, tells): (ReadInto, bool),
    ) -> Result<(), Failure> {
        for known in sources {
            let file = self.open_again(known)?;
            let file = learning.steady(&known.learnt, &file).map_err(|error| known.failed(error))?;
            let read = panic::contained("this file", || how(inspection, known.learnt.name(), Input::File(&file), options));
            file.check().map_err(|error| known.failed(error))?;
            let unread = |error: ReadError| Failure::unread(error.to_string(), error.is_foreign());
            if let Err(failure) = read.and_then(|result| result.map_err(unread))
                && tells
            {
                self.tell(&known.failed(failure));
            }
        }
        Ok(())
    }
}

/// Takes sanitized captures, one after the other: each is in a file without a name until it is complete.
struct Captures<'a> {
    archive: &'a mut Archive,
    spool: Arc<File>,
    names: MemberNames,
    written: Vec<Written>,
}

impl<'a> Captures<'a> {
    fn new(archive: &'a mut Archive) -> io::Result<Self> {
        Ok(Self { archive, spool: Arc::new(tempfile::tempfile()?), names: MemberNames::default(), written: Vec::new() })
    }
}

impl Destination for Captures<'_> {
    fn create(&mut self, _: &str, _: Kind) -> io::Result<Box<dyn WriteSeek>> {
        self.spool.set_len(0)?;
        self.spool.rewind()?;
        Ok(Box::new(Arc::clone(&self.spool)))
    }

    fn finished(&mut self, receipt: Receipt) -> io::Result<()> {
        let member = format!("captures/{}", self.names.give(&receipt.name, receipt.kind));
        self.spool.rewind()?;
        self.archive.add(&member, &mut self.spool)?;
        self.written.push(Written { member, receipt });
        Ok(())
    }
}
