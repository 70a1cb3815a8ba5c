//! One capture on its way to the sink.

use jiff::Timestamp;

use super::{Each, Sink};
use crate::model::capture::{Format, Note, NoteKind};
use crate::model::exchange::Exchange;

/// Most notes that one capture passes on: a broken file of a million entries need not say so a million times.
const MOST_NOTES: usize = 1000;

/// Passes on what a reader finds in one capture. The sink hears of the capture with the first thing found in it, so that a reader may
/// still find that the file is something else.
pub(super) struct CaptureSink<'a> {
    name: String,
    format: Format,
    sink: &'a mut dyn Sink,
    opened: bool,
    notes: usize,
    /// The program that wrote the capture, as soon as the reader knows it.
    pub(super) producer: Option<String>,
}

impl<'a> CaptureSink<'a> {
    pub(super) fn new(name: &str, format: Format, sink: &'a mut dyn Sink) -> Self {
        Self { name: name.to_owned(), format, sink, opened: false, notes: 0, producer: None }
    }

    pub(super) fn exchange(&mut self, exchange: Exchange) {
        self.open();
        self.sink.exchange(exchange);
    }

    pub(super) fn unrelated(&mut self, started: Option<Timestamp>) {
        self.open();
        self.sink.unrelated(started);
    }

    pub(super) fn each(&mut self, each: Each<'_>) {
        self.open();
        self.sink.each(each);
    }

    pub(super) fn heading(&mut self, name: &str, json: &[u8]) {
        self.open();
        self.sink.heading(name, json);
    }

    pub(super) fn note(&mut self, note: Note) {
        self.open();
        // What is true of the whole capture is always told.
        self.notes += usize::from(!note.entries.is_empty());
        if note.entries.is_empty() || self.notes <= MOST_NOTES {
            self.sink.note(note);
        }
    }

    /// Ends the capture; to be called only when it was read.
    pub(super) fn close(mut self, sha256: Option<String>) {
        self.open();
        if let Some(more) = self.notes.checked_sub(MOST_NOTES).filter(|more| *more > 0) {
            self.sink.note(Note::on_capture(NoteKind::Unreadable, format!("{more} more notes on single entries were left out.")));
        }
        self.sink.close(self.producer, sha256);
    }

    fn open(&mut self) {
        if !self.opened {
            self.opened = true;
            self.sink.open(&self.name, self.format);
        }
    }
}
