//! Bytes to exchanges: recognises what a file is by its content, unpacks archives, and reads each format entry by entry.
//!
//! Reading never loses a good exchange to a bad one: what cannot be read becomes a [`Note`] on the capture.
//! Nothing here opens a file or asks anyone; the caller hands in bytes and answers for the password.

mod archive;
mod body;
mod capture;
mod charset;
mod error;
mod fiddler_text;
mod har;
mod har_entry;
mod har_glance;
mod har_look;
mod har_parts;
mod http1;
mod in_order;
mod inflate;
mod json_repair;
mod json_split;
mod json_walk;
pub mod mark;
mod read_at;
mod recognise;
mod sanitised;
mod saz;
mod screen;
mod streams;

use std::io::Read;
use std::num::NonZeroUsize;

use jiff::Timestamp;

pub use self::error::ReadError;
pub use self::read_at::ReadAt;
pub use self::streams::{LimitHit, hex};
use crate::entra::limits;
use crate::model::capture::{Format, Note};
use crate::model::exchange::Exchange;

/// Reads one input: a capture, or an archive of captures. `name` is what it is called in reports, usually the file's base name.
///
/// What goes wrong with a part of the input becomes a note or a member that is left out.
///
/// # Errors
///
/// When nothing of the input can be used; the sink then has heard of no capture.
pub fn read(name: &str, input: Input<'_>, options: &Options<'_>, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let reading = Reading { options, budget: streams::Budget::new(options.limits) };
    match input {
        Input::File(file) => archive::read_file(name, file, &reading, sink),
        Input::Stream(stream) => archive::read_stream(name, stream, 0, &reading, sink),
    }
}

/// A value of a capture's JSON, repaired when it has to be. `None` when that is no JSON at all, or too much of it.
#[must_use]
pub fn json_value(json: &[u8]) -> Option<serde_json::Value> {
    json_repair::value(json).ok()
}

/// What every reader needs while one input is read.
struct Reading<'a> {
    options: &'a Options<'a>,
    budget: streams::Budget,
}

/// A time as captures write it; `None` for what has no offset or means "never" (the year 1).
fn timestamp(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok().filter(|time: &Timestamp| time.as_second() > 0)
}

/// Takes what the readers find, as they find it. For each capture: `open`, any number of the middle three, `close`.
pub trait Sink {
    /// A capture begins. `name` is the input's name, for an archive's member `outer.zip/inner.har`.
    fn open(&mut self, name: &str, format: Format);
    /// An exchange that may hold a fact.
    fn exchange(&mut self, exchange: Exchange);
    /// An exchange that cannot hold a fact: it is counted and its time is noted, nothing else.
    fn unrelated(&mut self, started: Option<Timestamp>);
    /// Any exchange at all, instead of the two above: see [`Options::every_exchange`].
    fn each(&mut self, each: Each<'_>) {
        if each.related {
            self.exchange(each.exchange);
        } else {
            self.unrelated(each.exchange.started);
        }
    }
    /// A member of a HAR's `log` beside the entries (`creator`, `browser`, `pages`), as it stands. Only with [`Options::every_exchange`].
    fn heading(&mut self, _name: &str, _json: &[u8]) {}
    /// Something that limits what can be concluded from the capture.
    fn note(&mut self, note: Note);
    /// The capture ends.
    fn close(&mut self, producer: Option<String>, sha256: Option<String>);
    /// A member of an archive is no capture, or cannot be read; the others go on.
    fn left_out(&mut self, name: &str, error: ReadError);
}

/// An exchange with what the capture says of it beside the messages.
#[derive(Debug)]
pub struct Each<'a> {
    /// The exchange. One that cannot be read is empty, but for its entry.
    pub exchange: Exchange,
    /// Whether it may hold a fact.
    pub related: bool,
    /// The HAR's entry or the SAZ's metadata, as they stand; empty in a text dump.
    pub original: &'a [u8],
}

/// Where the bytes of one input come from.
pub enum Input<'a> {
    /// A file, or bytes in memory.
    File(&'a dyn ReadAt),
    /// A pipe.
    Stream(&'a mut dyn Read),
}

/// How to read.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Where to stop on hostile or broken input.
    pub limits: Limits,
    /// Whether to compute each capture's SHA-256.
    pub hash: bool,
    /// Whether to read every exchange in full and hand it to [`Sink::each`], instead of only counting those that cannot hold a fact.
    pub every_exchange: bool,
    /// How many threads read one file.
    pub threads: NonZeroUsize,
    /// How many bytes of a HAR a thread reads at a time when there are several.
    pub stretch: u64,
    /// Gives the password of the archive with this name, if there is one.
    pub password: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl<'a> Options<'a> {
    /// To find facts, with one thread and without a hash.
    #[must_use]
    pub fn new(password: &'a (dyn Fn(&str) -> Option<String> + Sync)) -> Self {
        let limits = Limits::default();
        Self { limits, hash: false, every_exchange: false, threads: NonZeroUsize::MIN, stretch: 8 << 20, password }
    }
}

/// Bounds on what one input may cost. Sizes in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most bytes that unpacking one input may yield altogether.
    pub unpacked: u64,
    /// Largest ratio of unpacked to packed size, looked at once `ratio_from` bytes have come out.
    pub ratio: u64,
    /// See `ratio`.
    pub ratio_from: u64,
    /// Largest HAR entry.
    pub entry: usize,
    /// Largest decoded body.
    pub body: usize,
    /// Largest archive inside an archive (it is held in memory).
    pub nested: u64,
    /// Archives inside archives.
    pub depth: usize,
    /// Members of one archive.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 16 << 30,
            ratio: 400,
            ratio_from: 64 << 20,
            entry: 256 << 20,
            body: limits::BODY,
            nested: 512 << 20,
            depth: 3,
            members: 200_000,
        }
    }
}
