//! One capture on its way to the sink.

use std::ops::ControlFlow;

use crate::entra::{json, xml};
use crate::model::capture::{Format, Note, NoteKind};
use crate::model::exchange::Exchange;
use crate::model::message::Body;
use crate::read::http::body::{self, Problem};
use crate::read::sink::{Found, Sink};

/// Most notes that one capture passes on: a broken file of a million entries need not say so a million times.
const MOST_NOTES: usize = 1000;

/// Passes on what a reader finds in one capture. The sink hears of the capture with the first thing found in it, so that a reader may
/// still find that the file is something else.
pub(super) struct CaptureSink<'a> {
    name: String,
    format: Format,
    sink: &'a mut dyn Sink,
    opened: bool,
    /// Members of a HAR's `log` that precede anything is found.
    headings: Vec<(String, Vec<u8>)>,
    notes: usize,
    /// The program that wrote the capture, as soon as the reader knows it.
    pub(super) producer: Option<String>,
}

/// Notes on the bodies that are too much for their parsers.
fn not_understood(exchange: &Exchange) -> impl Iterator<Item = Note> {
    let is_too_much = |body: &Body| {
        let text = body.text().trim_start_matches('\u{feff}').trim_start();
        match text.as_bytes() {
            [b'{' | b'[', ..] => json::is_too_much(text),
            [b'<', ..] if xml::is_labelled(text) => xml::is_too_much(text),
            [b'<', ..] => configs(text).any(json::is_too_much),
            _ => false,
        }
    };
    let bodies = [("request", Some(&exchange.request.body)), ("response", exchange.response.as_ref().map(|response| &response.body))];
    let refused = bodies.map(|(whose, body)| body.is_some_and(is_too_much).then(|| body::note(exchange.entry, whose, Problem::TooMuch)));
    refused.into_iter().flatten()
}

/// What a page assigns to `$Config`, and all that follows it. A page has one or two; more are not looked at.
fn configs(page: &str) -> impl Iterator<Item = &str> {
    page.split_inclusive("$Config")
        .scan(0, |at, part| {
            *at += part.len();
            page.get(*at..)
        })
        .take(4)
        .filter_map(|rest| rest.trim_start().strip_prefix('='))
}

/// Most headings that are held until something is found.
const MOST_HEADINGS: usize = 100;
/// Most bytes of them.
const MOST_HELD: usize = 16 << 20;

impl<'a> CaptureSink<'a> {
    pub(super) fn new(name: &str, format: Format, sink: &'a mut dyn Sink) -> Self {
        Self { name: name.to_owned(), format, sink, opened: false, headings: Vec::new(), notes: 0, producer: None }
    }

    /// Passes on one exchange with its notes. `every`: also what cannot hold a fact, in full. Breaks when no more is wanted.
    pub(super) fn found(&mut self, mut found: Found<'_>, every: bool) -> ControlFlow<()> {
        self.open();
        let mut notes = std::mem::take(&mut found.notes);
        if found.related {
            notes.extend(not_understood(&found.exchange));
        }
        let goes_on = match (every, found.related) {
            (true, _) => self.sink.each(found),
            (false, true) => self.sink.exchange(found.exchange),
            (false, false) => self.sink.unrelated(found.exchange.started),
        };
        for note in notes {
            self.note(note);
        }
        goes_on
    }

    pub(super) fn heading(&mut self, name: &str, json: &[u8]) {
        // A file of headings alone is no capture, unless there is more of it than should be held.
        let held: usize = self.headings.iter().map(|(_, json)| json.len()).sum();
        if self.headings.len() == MOST_HEADINGS || held + json.len() > MOST_HELD {
            self.open();
        }
        if self.opened {
            self.sink.heading(name, json);
        } else {
            self.headings.push((name.to_owned(), json.to_vec()));
        }
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
            for (name, json) in std::mem::take(&mut self.headings) {
                self.sink.heading(&name, &json);
            }
        }
    }
}
