//! Sanitising: the same capture, written again without secrets and personal data, which still says what went wrong.
//!
//! A capture is read twice. The first time everything runs as it does the second time, but what is written goes nowhere: so every value is
//! known, wherever it is named first, before anything is kept. What is written is looked at once more, entry by entry.

mod dump;
mod har;
mod http;
mod receipt;
mod saz;

use std::io::{self, Seek, Write};

use jiff::Timestamp;

use crate::model::capture::{Format, Note};
use crate::model::exchange::Exchange;
use crate::read::{self, Each, Input, Options, ReadError, Sink};
use crate::redact::{Cleaner, Leak, LeakCheck};
pub use receipt::{Receipt, ReceiptDocument};

/// A file that is written, or anything else one can go back and forth in.
pub trait WriteSeek: Write + Seek {}
impl<T: Write + Seek> WriteSeek for T {}

/// Where sanitised captures go.
pub trait Destination {
    /// A place for a capture. `name` is what the reader calls it: the file's name, for an archive's member `outer.zip/inner.har`.
    fn create(&mut self, name: &str, format: Format) -> io::Result<Box<dyn WriteSeek>>;
    /// The capture is written, and this is what was done to it.
    fn finished(&mut self, receipt: Receipt);
    /// A member of an archive is no capture, or cannot be read.
    fn left_out(&mut self, _name: &str, _error: ReadError) {}
}

/// Why a capture was not sanitised.
#[derive(Debug, thiserror::Error)]
pub enum SanitizeError {
    /// It cannot be read.
    #[error("{0}")]
    Read(#[from] ReadError),
    /// The result cannot be written.
    #[error("the result cannot be written: {0}")]
    Write(#[from] io::Error),
    /// A secret would have been written.
    #[error("{0}")]
    Leak(#[from] Leak),
    /// The file changed between the two times it was read.
    #[error("the file changed while it was read; sanitise it again")]
    Changed,
}

impl SanitizeError {
    /// Whether the input is simply no capture.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::Read(error) if error.is_foreign())
    }
}

/// Sanitises captures. Every input is first learnt from, then written; equal values have equal placeholders in all of them.
#[derive(Debug, Default)]
pub struct Sanitizer {
    cleaner: Cleaner,
    check: Option<LeakCheck>,
    /// Whether exchanges that have nothing to do with signing in are left out.
    drop_unrelated: bool,
    /// The largest entry number, for names that sort.
    largest: u64,
}

impl Sanitizer {
    /// A sanitiser that has learnt nothing yet.
    #[must_use]
    pub fn new(drop_unrelated: bool) -> Self {
        Self { drop_unrelated, ..Self::default() }
    }

    /// Learns the secrets of an input. Gives how many captures it holds.
    pub fn learn(&mut self, name: &str, input: Input<'_>, options: &Options<'_>) -> Result<usize, SanitizeError> {
        let mut nowhere = Nowhere::default();
        self.write(name, input, options, &mut nowhere)?;
        Ok(nowhere.captures)
    }

    /// Ends learning.
    pub fn settle(&mut self) {
        self.cleaner.settle();
        self.check = Some(self.cleaner.leak_check());
    }

    /// Writes the captures of an input.
    pub fn write(
        &mut self,
        name: &str,
        input: Input<'_>,
        options: &Options<'_>,
        destination: &mut dyn Destination,
    ) -> Result<(), SanitizeError> {
        let options = Options { every_exchange: true, hash: self.check.is_some(), ..*options };
        let mut pass = Pass { sanitizer: self, destination, open: None, failed: None };
        let result = read::read(name, input, &options, &mut pass);
        match pass.failed {
            Some(error) => Err(error),
            None => Ok(result?),
        }
    }
}

/// A format that is written.
trait Writer {
    /// Writes an exchange. `each.exchange` is as it was read, `clean` without secrets.
    fn exchange(&mut self, each: &Each<'_>, clean: &Exchange, desk: &mut Desk<'_>) -> Result<(), SanitizeError>;
    /// Writes a member of a HAR's `log` beside the entries.
    fn heading(&mut self, _name: &str, _json: &[u8], _desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(())
    }
    /// Ends the capture.
    fn close(&mut self, notes: &[Note], producer: Option<&str>, desk: &mut Desk<'_>) -> Result<(), SanitizeError>;
}

/// What a writer works with: the cleaner, and the last look at what is about to be written.
struct Desk<'a> {
    cleaner: &'a mut Cleaner,
    check: Option<&'a LeakCheck>,
    name: &'a str,
    largest: u64,
    /// How many fields were dropped because nobody knows them.
    dropped_fields: &'a mut u64,
}

impl Desk<'_> {
    /// Looks at finished text; to be called with everything that is written.
    fn look(&self, text: &str) -> Result<(), SanitizeError> {
        match self.check {
            Some(check) => Ok(check.look(text, self.name)?),
            None => Ok(()),
        }
    }
}

/// The capture that is being written.
struct Open {
    name: String,
    writer: Box<dyn Writer>,
    notes: Vec<Note>,
    receipt: Receipt,
}

struct Pass<'a> {
    sanitizer: &'a mut Sanitizer,
    destination: &'a mut dyn Destination,
    open: Option<Open>,
    failed: Option<SanitizeError>,
}

impl Pass<'_> {
    /// Does something with the open capture, unless something failed before.
    fn with_open(&mut self, job: impl FnOnce(&mut Open, &mut Sanitizer) -> Result<(), SanitizeError>) {
        if self.failed.is_some() {
            return;
        }
        if let Some(open) = &mut self.open {
            self.failed = job(open, self.sanitizer).err();
        }
    }
}

/// Splits what a writer needs off the sanitiser.
macro_rules! desk {
    ($sanitizer:expr, $open:expr) => {
        &mut Desk {
            cleaner: &mut $sanitizer.cleaner,
            check: $sanitizer.check.as_ref(),
            name: &$open.name,
            largest: $sanitizer.largest,
            dropped_fields: &mut $open.receipt.fields_dropped,
        }
    };
}

impl Sink for Pass<'_> {
    fn open(&mut self, name: &str, format: Format) {
        if self.failed.is_some() {
            return;
        }
        match self.destination.create(name, format) {
            Ok(output) => {
                let writer: Box<dyn Writer> = match format {
                    Format::Har => Box::new(har::HarWriter::new(output)),
                    Format::Saz => Box::new(saz::SazWriter::new(output)),
                    Format::FiddlerText => Box::new(dump::DumpWriter::new(output)),
                };
                // The name of a file may be that of a person.
                let name = self.sanitizer.cleaner.note(name);
                let receipt = Receipt::new(&name, format);
                self.open = Some(Open { name, writer, notes: Vec::new(), receipt });
            }
            Err(error) => self.failed = Some(error.into()),
        }
    }

    fn exchange(&mut self, _: Exchange) {}

    fn unrelated(&mut self, _: Option<Timestamp>) {}

    fn each(&mut self, each: Each<'_>) {
        self.with_open(|open, sanitizer| {
            sanitizer.largest = sanitizer.largest.max(each.exchange.entry);
            if sanitizer.drop_unrelated && !each.related {
                open.receipt.dropped += 1;
                return Ok(());
            }
            open.receipt.entries += 1;
            let clean = sanitizer.cleaner.clean(&each.exchange, each.related);
            open.writer.exchange(&each, &clean, desk!(sanitizer, open))
        });
    }

    fn heading(&mut self, name: &str, json: &[u8]) {
        self.with_open(|open, sanitizer| open.writer.heading(name, json, desk!(sanitizer, open)));
    }

    fn note(&mut self, note: Note) {
        self.with_open(|open, sanitizer| {
            let message = sanitizer.cleaner.note(&note.message);
            open.notes.push(Note { message, ..note });
            Ok(())
        });
    }

    fn close(&mut self, producer: Option<String>, sha256: Option<String>) {
        self.with_open(|open, sanitizer| {
            let producer = producer.map(|producer| sanitizer.cleaner.note(&producer));
            let notes = std::mem::take(&mut open.notes);
            open.writer.close(&notes, producer.as_deref(), desk!(sanitizer, open))?;
            (open.receipt.removed, open.receipt.bodies_left_out) = sanitizer.cleaner.take_removed();
            open.receipt.sha256 = sha256;
            open.receipt.notes = notes;
            Ok(())
        });
        if let Some(open) = self.open.take().filter(|_| self.failed.is_none()) {
            self.destination.finished(open.receipt);
        }
    }

    fn left_out(&mut self, name: &str, error: ReadError) {
        self.destination.left_out(name, error);
    }
}

/// Where nothing is kept: learning.
#[derive(Default)]
struct Nowhere {
    captures: usize,
}

impl Destination for Nowhere {
    fn create(&mut self, _: &str, _: Format) -> io::Result<Box<dyn WriteSeek>> {
        self.captures += 1;
        Ok(Box::new(Void::default()))
    }

    fn finished(&mut self, _: Receipt) {}
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
