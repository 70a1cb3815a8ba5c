//! Whom the readers tell what they find.

use jiff::Timestamp;

use super::error::ReadError;
use crate::model::capture::{Format, Note};
use crate::model::exchange::Exchange;

/// Takes what the readers find, as they find it. For each capture: `open`, any number of the middle three, `close`.
pub trait Sink {
    /// A capture begins. `name` is the input's name, for an archive's member `outer.zip/inner.har`.
    fn open(&mut self, name: &str, format: Format);
    /// An exchange that may hold a fact.
    fn exchange(&mut self, exchange: Exchange);
    /// An exchange that cannot hold a fact: it is counted and its time is noted, nothing else.
    fn unrelated(&mut self, started: Option<Timestamp>);
    /// Any exchange at all, instead of the two above: see [`Options::every_exchange`](super::Options::every_exchange).
    fn each(&mut self, each: Each<'_>) {
        if each.related {
            self.exchange(each.exchange);
        } else {
            self.unrelated(each.exchange.started);
        }
    }
    /// A member of a HAR's `log` beside the entries (`creator`, `browser`, `pages`), as it stands. Only with [`Options::every_exchange`](super::Options::every_exchange).
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
