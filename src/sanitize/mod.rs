//! Sanitizing: the same capture, written again without secrets and personal data, which still says what went wrong. So are the sign-in logs and the
//! outputs of `dsregcmd` next to it, and of texts the messages of the service.
//!
//! A capture is read twice. The first time everything runs as it does the second time, but what is written goes nowhere: so every value is
//! known, wherever it is named first, before anything is kept. What is written is looked at again, entry by entry.
//!
//! Only what was learnt can be written: [`Learning`] becomes a [`Sanitizer`] when all is learnt, and that reads a file as it was learnt from or
//! not at all.

mod beside;
mod dropped;
mod dump;
mod error;
mod har;
mod http;
mod in_memory;
mod receipt;
mod saz;
mod show;
mod steady;
mod writer;

use std::io::{self, Seek, Write};
use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::model::capture::written::{Kind, Notation};
use crate::model::capture::{Format, Note};
use crate::model::exchange::Exchange;
use crate::read::{self, Found, Input, Options, Part, ReadAt, ReadError, Sink};
use crate::redact::{Cleaner, LeakCheck};
pub use error::SanitizeError;
pub use in_memory::InMemory;
pub use receipt::{KEPT, Receipt, ReceiptDocument};
#[cfg(feature = "internals")]
pub use show::Looked;
use steady::Fingerprint;
pub use steady::Steady;
pub use writer::WriteSeek;
use writer::{Desk, Writer};

/// Where sanitized captures go.
pub trait Destination {
    /// A place for a file. `name` is what the reader calls it: the file's name, for an archive's member `outer.zip/inner.har`.
    fn create(&mut self, name: &str, kind: Kind) -> io::Result<Box<dyn WriteSeek>>;
    /// The file that was created last turned out to be none that can be read.
    fn abandoned(&mut self) {}
    /// The capture is written, from a file that is still what was learnt from, and this is what was done to it.
    fn finished(&mut self, receipt: Receipt) -> io::Result<()>;
    /// A member of an archive is no capture, or cannot be read.
    fn left_out(&mut self, _name: &str, _error: ReadError) {}
}

/// What is learnt, and what to do with it.
#[derive(Debug, Default)]
struct Knowledge {
    cleaner: Cleaner,
    /// Whether exchanges that have nothing to do with signing in are left out.
    drop_unrelated: bool,
    /// The largest entry number, for names that sort.
    largest: u64,
}

/// Learns from captures what is secret and personal in them. Equal values will have equal placeholders in all of them.
pub struct Learning<'a> {
    knowledge: Knowledge,
    options: Options<'a>,
    files: Vec<Fingerprint>,
}

/// A file that was learnt from. Only this lets it be written.
#[derive(Debug)]
pub struct Learnt {
    at: usize,
    name: String,
    files: Vec<(String, Kind)>,
}

impl Learnt {
    /// What the file was called.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it holds: captures, and what stands next to them.
    #[must_use]
    pub fn files(&self) -> &[(String, Kind)] {
        &self.files
    }

    /// What the captures are called, as the reader calls them.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.iter().filter(|(_, kind)| matches!(kind, Kind::Capture(_))).map(|(name, _)| name.as_str())
    }

    /// Whether the file is what it holds, and no archive of several.
    fn is_one(&self) -> bool {
        matches!(&self.files[..], [(file, _)] if *file == self.name)
    }
}

impl<'a> Learning<'a> {
    /// Nothing is learnt yet. The options hold for all times that a file is read.
    #[must_use]
    pub fn new(drop_unrelated: bool, options: Options<'a>) -> Self {
        let knowledge = Knowledge { drop_unrelated, ..Knowledge::default() };
        Self { knowledge, options: Options { every_exchange: true, ..options }, files: Vec::new() }
    }

    /// Learns from a file. `name` is what reports call it.
    pub fn learn(&mut self, name: &str, file: &dyn ReadAt) -> Result<Learnt, SanitizeError> {
        let file = Steady::first(file).map_err(|error| SanitizeError::Read(error.into()))?;
        let mut nowhere = Nowhere::default();
        let options = Options { hash: false, ..self.options };
        Pass::run(name, &file, &options, Pass::new(&mut self.knowledge, None, &file, &mut nowhere))?;
        let at = self.files.len();
        self.files.push(file.into_fingerprint()?);
        Ok(Learnt { at, name: name.to_owned(), files: nowhere.files })
    }

    /// A file that was learnt from, to be read again for something else: as it was then, or not at all.
    pub fn steady<'f>(&'f self, learnt: &Learnt, file: &'f dyn ReadAt) -> Result<Steady<'f>, SanitizeError> {
        Ok(Steady::again(file, self.files.get(learnt.at).ok_or(SanitizeError::Changed)?))
    }

    /// Ends learning: from now on what was learnt is found wherever it stands.
    #[must_use]
    pub fn settle(mut self) -> Sanitizer<'a> {
        self.knowledge.cleaner.settle();
        let check = self.knowledge.cleaner.leak_check();
        Sanitizer { knowledge: self.knowledge, check, options: self.options, files: self.files }
    }
}

/// Writes captures without what was learnt from them.
pub struct Sanitizer<'a> {
    knowledge: Knowledge,
    check: LeakCheck,
    options: Options<'a>,
    files: Vec<Fingerprint>,
}

impl Sanitizer<'_> {
    /// A name of a capture, as it may be told.
    pub fn told(&mut self, name: &str) -> String {
        self.knowledge.cleaner.note(name)
    }

    /// SHA-256 of a file that was learnt from, in hexadecimal digits; `None` when some of it could not be read.
    #[must_use]
    pub fn sha256(&self, learnt: &Learnt) -> Option<&str> {
        self.files.get(learnt.at)?.sha256.as_deref()
    }

    /// Writes the captures of a file that was learnt from. Fails when it is another one by now; then nothing of it may be kept.
    pub fn write(&mut self, learnt: &Learnt, file: &dyn ReadAt, destination: &mut dyn Destination) -> Result<(), SanitizeError> {
        let known = self.files.get(learnt.at).ok_or(SanitizeError::Changed)?;
        let file = Steady::again(file, known);
        // The hash of the file itself is known; those of an archive's members are not.
        let sha256 = known.sha256.as_deref().filter(|_| learnt.is_one());
        let options = Options { hash: !learnt.is_one(), ..self.options };
        let mut pass = Pass::new(&mut self.knowledge, Some(&self.check), &file, destination);
        (pass.sha256, pass.learnt) = (sha256, Some(learnt));
        Pass::run(&learnt.name, &file, &options, pass)?;
        file.check()
    }
}

/// The writer of a kind of file.
fn writer_of(kind: Kind, output: Box<dyn WriteSeek>) -> Box<dyn Writer> {
    match kind {
        Kind::Capture(Format::Har) => Box::new(har::HarWriter::new(output)),
        Kind::Capture(Format::Saz) => Box::new(saz::SazWriter::new(output)),
        Kind::Capture(Format::FiddlerText) => Box::new(dump::DumpWriter::new(output)),
        Kind::SignInLog(Notation::Json) => Box::new(beside::JsonWriter::new(output)),
        Kind::SignInLog(Notation::Csv) => Box::new(beside::CsvWriter::new(output)),
        Kind::DeviceStatus => Box::new(beside::StatusWriter::new(output)),
        Kind::Text => Box::new(beside::TextWriter::new(output)),
    }
}

/// The file that is being written.
struct Open {
    name: String,
    writer: Box<dyn Writer>,
    notes: Vec<Note>,
    receipt: Receipt,
}

/// One time of reading a file.
struct Pass<'a, 'f> {
    knowledge: &'a mut Knowledge,
    /// The last look; there is none while learning.
    check: Option<&'a LeakCheck>,
    file: &'a Steady<'f>,
    /// SHA-256 of the file.
    sha256: Option<&'a str>,
    /// What was learnt from it; none while learning.
    learnt: Option<&'a Learnt>,
    destination: &'a mut dyn Destination,
    open: Option<Open>,
    failed: Option<SanitizeError>,
}

impl<'a, 'f> Pass<'a, 'f> {
    fn new(knowledge: &'a mut Knowledge, check: Option<&'a LeakCheck>, file: &'a Steady<'f>, destination: &'a mut dyn Destination) -> Self {
        Self { knowledge, check, file, sha256: None, learnt: None, destination, open: None, failed: None }
    }

    fn run(name: &str, file: &Steady<'_>, options: &Options<'_>, mut pass: Self) -> Result<(), SanitizeError> {
        let result = read::read(name, Input::File(file), options, &mut pass);
        pass.abandon();
        match pass.failed {
            _ if file.has_changed() => Err(SanitizeError::Changed),
            Some(error) => Err(error),
            None => Ok(result?),
        }
    }

    /// Begins a file. One that could not be read when it was learnt from is not written.
    fn begin(&mut self, name: &str, kind: Kind) {
        self.abandon();
        let is_learnt = self.learnt.is_none_or(|learnt| learnt.files.iter().any(|(file, known)| file == name && *known == kind));
        if self.failed.is_some() || !is_learnt {
            return;
        }
        match self.destination.create(name, kind) {
            Ok(output) => {
                let writer = writer_of(kind, output);
                // The name of a file may be that of a person.
                let name = self.knowledge.cleaner.note(name);
                let receipt = Receipt::new(&name, kind);
                self.open = Some(Open { name, writer, notes: Vec::new(), receipt });
            }
            Err(error) => self.failed = Some(error.into()),
        }
    }

    /// Leaves a file that did not end: it could not be read.
    fn abandon(&mut self) {
        if self.open.take().is_some() {
            self.destination.abandoned();
        }
    }

    /// Does something with the open capture, unless something failed before.
    fn with_open(&mut self, job: impl FnOnce(&mut Open, &mut Knowledge, Option<&LeakCheck>) -> Result<(), SanitizeError>) {
        if self.failed.is_some() {
            return;
        }
        if let Some(open) = &mut self.open {
            self.failed = job(open, self.knowledge, self.check).err();
        }
    }
}

/// Splits off what a writer needs.
macro_rules! desk {
    ($knowledge:expr, $check:expr, $open:expr) => {
        &mut Desk {
            cleaner: &mut $knowledge.cleaner,
            check: $check,
            name: &$open.name,
            largest: $knowledge.largest,
            dropped: &mut $open.receipt.fields,
        }
    };
}

impl Sink for Pass<'_, '_> {
    fn open(&mut self, name: &str, format: Format) {
        self.begin(name, Kind::Capture(format));
    }

    fn takes_parts(&self) -> bool {
        true
    }

    fn begin_parts(&mut self, name: &str, kind: Kind) {
        self.begin(name, kind);
    }

    fn part(&mut self, part: &Part<'_>) -> ControlFlow<()> {
        self.with_open(|open, knowledge, check| {
            open.receipt.entries += u64::from(matches!(part, Part::Record(_) | Part::Cells(_) | Part::Field(_) | Part::Passage(_)));
            open.writer.part(part, desk!(knowledge, check, open))
        });
        if self.failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn end_parts(&mut self, limits: Option<String>, sha256: Option<String>) {
        if let Some(open) = &mut self.open {
            open.receipt.limits = limits;
        }
        self.close(None, sha256);
    }

    fn exchange(&mut self, _: Exchange) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn unrelated(&mut self, _: Option<Timestamp>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    /// Ends reading when something failed: nothing that is written any more would be kept.
    fn each(&mut self, found: Found<'_>) -> ControlFlow<()> {
        self.with_open(|open, knowledge, check| {
            knowledge.largest = knowledge.largest.max(found.exchange.entry);
            if knowledge.drop_unrelated && !found.related {
                open.receipt.dropped += 1;
                return Ok(());
            }
            open.receipt.entries += 1;
            let clean = knowledge.cleaner.clean(&found.exchange, found.related);
            open.writer.exchange(&found, &clean, desk!(knowledge, check, open))
        });
        if self.failed.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn heading(&mut self, name: &str, json: &[u8]) {
        self.with_open(|open, knowledge, check| open.writer.heading(name, json, desk!(knowledge, check, open)));
    }

    fn note(&mut self, note: Note) {
        self.with_open(|open, knowledge, _| {
            let message = knowledge.cleaner.note(&note.message);
            open.notes.push(Note { message, ..note });
            Ok(())
        });
    }

    fn close(&mut self, producer: Option<String>, sha256: Option<String>) {
        let sha256 = sha256.or_else(|| self.sha256.map(str::to_owned));
        self.with_open(|open, knowledge, check| {
            let producer = producer.map(|producer| knowledge.cleaner.version(&producer));
            let notes = std::mem::take(&mut open.notes);
            open.writer.close(&notes, producer.as_deref(), desk!(knowledge, check, open))?;
            open.receipt.removed = knowledge.cleaner.take_removed();
            open.receipt.searched = check.map_or(0, LeakCheck::searched);
            open.receipt.sha256 = sha256;
            open.receipt.notes = notes;
            Ok(())
        });
        if let Some(open) = self.open.take().filter(|_| self.failed.is_none()) {
            // While learning, the file is looked at when all of it was read.
            let unchanged = if self.check.is_some() { self.file.check() } else { Ok(()) };
            let finished = unchanged.and_then(|()| Ok(self.destination.finished(open.receipt)?));
            self.failed = finished.err();
        }
    }

    fn left_out(&mut self, name: &str, error: ReadError) {
        self.destination.left_out(name, error);
    }
}

/// Where nothing is kept: learning.
#[derive(Default)]
struct Nowhere {
    files: Vec<(String, Kind)>,
}

impl Destination for Nowhere {
    fn create(&mut self, name: &str, kind: Kind) -> io::Result<Box<dyn WriteSeek>> {
        self.files.push((name.to_owned(), kind));
        Ok(Box::new(Void::default()))
    }

    fn abandoned(&mut self) {
        self.files.pop();
    }

    fn finished(&mut self, _: Receipt) -> io::Result<()> {
        Ok(())
    }
}

/// Takes bytes and forgets them.
#[derive(Debug, Default)]
struct Void {
    at: u64,
    end: u64,
}

impl Write for Void {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.at += bytes.len() as u64;
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Void {
    fn seek(&mut self, to: io::SeekFrom) -> io::Result<u64> {
        self.at = match to {
            io::SeekFrom::Start(at) => at,
            io::SeekFrom::End(by) => self.end.saturating_add_signed(by),
            io::SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}
