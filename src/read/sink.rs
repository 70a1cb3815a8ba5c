//! Whom the readers tell what they find.

use std::borrow::Cow;
use std::ops::ControlFlow;

use jiff::Timestamp;

use super::error::ReadError;
use super::sign_in_log::ReadLog;
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
