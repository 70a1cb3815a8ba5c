//! Whom the readers tell what they find.

use std::borrow::Cow;
use std::ops::ControlFlow;

use jiff::Timestamp;
use serde_json::Value;

use super::error::ReadError;
use super::sign_in_log::ReadLog;
use crate::model::capture::written::Kind;
use crate::model::capture::{Format, Note};
use crate::model::device::Device;
use crate::model::exchange::Exchange;
use crate::model::sign_in_log::Row;
use crate::model::text::{Passage, SystemSeen};

/// Takes what the readers find, as they find it. For each capture: `open`, any number of the middle three, `close`. Who breaks hears of no more
/// exchanges of the capture.
pub trait Sink {
    /// A capture begins. `name` is the input's name, for an archive's member `outer.zip/inner.har`.
    fn open(&mut self, name: &str, format: Format);
    /// An exchange that may hold a fact.
    fn exchange(&mut self, exchange: Exchange) -> ControlFlow<()>;
    /// An exchange that cannot hold a fact: it is counted and its time is noted, nothing else.
    fn unrelated(&mut self, started: Option<Timestamp>) -> ControlFlow<()>;
    /// Any exchange at all, instead of the two above: see [`Options::every_exchange`](super::Options::every_exchange).
    fn each(&mut self, found: Found<'_>) -> ControlFlow<()> {
        if found.related { self.exchange(found.exchange) } else { self.unrelated(found.exchange.started) }
    }
    /// A member of a HAR's `log` next to the entries (`creator`, `browser`, `pages`), as it stands. Only with [`Options::every_exchange`](super::Options::every_exchange).
    fn heading(&mut self, _name: &str, _json: &[u8]) {}
    /// Something that limits what can be concluded from the capture.
    fn note(&mut self, note: Note);
    /// The capture ends.
    fn close(&mut self, producer: Option<String>, sha256: Option<String>);
    /// Whether it takes the rows of sign-in logs, the devices and the texts, and nothing of captures.
    fn takes_rows(&self) -> bool {
        false
    }
    /// A row of the sign-in log of this name, with its number in the file, from 0.
    fn row(&mut self, _source: &str, _number: usize, _row: Row) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    /// The sign-in log of this name ends.
    fn end_of_log(&mut self, _source: &str, _read: &ReadLog) {}
    /// Whether it takes what stands next to captures part by part, to write it again, and captures too.
    fn takes_parts(&self) -> bool {
        false
    }
    /// A sign-in log, an output of `dsregcmd /status` or a text begins, whose parts come next. One that is not ended before the next begins cannot be read.
    fn begin_parts(&mut self, _name: &str, _kind: Kind) {}
    /// A part of it.
    fn part(&mut self, _part: &Part<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    /// It ends, with what limits it, and its hash.
    fn end_parts(&mut self, _limits: Option<String>, _sha256: Option<String>) {}
    /// What an output of `dsregcmd /status` in the file of this name says.
    fn device(&mut self, _source: &str, _device: Device) {}
    /// A passage of the text of this name, with the number of its block in the file, from 0.
    fn passage(&mut self, _source: &str, _number: usize, _passage: Passage) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    /// The text of this name ends, which names these codes of Windows and of the network.
    fn end_of_text(&mut self, _source: &str, _codes: Vec<SystemSeen>) {}
    /// A member of an archive is no capture, or cannot be read; the others continue.
    fn left_out(&mut self, name: &str, error: ReadError);
}

/// A part of a log, an output or a text as it is written, in the order of the file.
#[derive(Debug)]
pub enum Part<'a> {
    /// A list or an object of JSON begins, which holds records: this bracket, as the member of this name.
    Open(Option<&'a str>, u8),
    /// It ends.
    Close,
    /// A member of JSON next to the records, as it stands.
    Member(&'a str, &'a [u8]),
    /// The columns that the cells of the following records belong to.
    TableColumns(&'a [String]),
    /// A record of JSON; `None` where it cannot be read.
    Record(Option<&'a Value>),
    /// The first line of CSV, and how its lines are written.
    Columns(&'a [String], Lines),
    /// The cells of a line of CSV; `None` where it cannot be read.
    Cells(Option<&'a [String]>),
    /// A key of an output of `dsregcmd /status` with its value.
    Field(&'a StatusField<'a>),
    /// A line of such an output that is neither. Frames, titles and blank lines stay as they are.
    Line {
        /// The line.
        text: &'a str,
        /// Whether it is one of these.
        is_frame: bool,
    },
    /// A passage of a text.
    Passage(&'a Passage),
    /// The codes of Windows and of the network in it, behind all passages.
    SystemCodes(&'a [SystemSeen]),
}

/// How the lines of a CSV file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lines {
    /// What is between the cells.
    pub separator: u8,
    /// Whether they end as on Windows.
    pub carriage_return: bool,
    /// Whether a byte order mark precedes them.
    pub mark: bool,
}

/// A key of an output of `dsregcmd /status`.
#[derive(Debug, Clone)]
pub struct StatusField<'a> {
    /// The key in lower case, with one blank between words.
    pub key: &'a str,
    /// The first line up to the key.
    pub margin: &'a str,
    /// The key as it stands.
    pub name: &'a str,
    /// What is between key and value.
    pub gap: &'a str,
    /// The lines of the value.
    pub values: Vec<&'a str>,
    /// The lines that the field has in the file, whole.
    pub lines: Vec<&'a str>,
}

/// An exchange with what the capture says of it next to the messages.
#[derive(Debug, Default)]
pub struct Found<'a> {
    /// The exchange. One that cannot hold a fact, or cannot be read, may be empty but for its entry and time.
    pub exchange: Exchange,
    /// Whether it may hold a fact.
    pub related: bool,
    /// The HAR's entry or the SAZ's metadata, as they stand, for those who want every exchange; empty in a text dump.
    pub original: Cow<'a, [u8]>,
    /// What limits what can be concluded from it; a sink hears of them by [`Sink::note`].
    pub(super) notes: Vec<Note>,
}
