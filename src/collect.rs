//! Runs the stages over exchanges as they are read: bodies are let go of as soon as their facts and secrets are taken.

use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::correlate::{self, Correlated};
use crate::extract::{self, LinkHasher};
use crate::model::capture::{Capture, Format, Note, NoteKind};
use crate::model::exchange::Exchange;
use crate::model::observation::ExchangeFacts;
use crate::model::report::Report;
use crate::read::{ReadError, Sink};
use crate::redact::{Cleaner, Secrets};

/// A member of an archive that is no capture, or could not be read.
#[derive(Debug)]
pub struct LeftOut {
    /// `outer.zip/inner.txt`.
    pub name: String,
    /// Why.
    pub error: ReadError,
}

/// Takes what the readers find.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    report: Report,
    cleaner: Cleaner,
    hasher: LinkHasher,
    all_facts: Vec<ExchangeFacts>,
    open: Option<Capture>,
    left_out: Vec<LeftOut>,
    /// What the user calls the input that is being read.
    input: String,
}

impl Collector {
    /// Begins an input.
    pub(crate) fn begin(&mut self, name: &str) {
        name.clone_into(&mut self.input);
    }

    pub(crate) fn captures(&self) -> usize {
        self.report.captures.len()
    }

    pub(crate) fn take_logs(&mut self) -> bool {
        let before = self.left_out.len();
        self.left_out.retain(|left_out| !left_out.error.is_beside());
        self.left_out.len() < before
    }

    pub(crate) fn report(&self) -> &Report {
        &self.report
    }

    pub(crate) fn left_out(&self) -> &[LeftOut] {
        &self.left_out
    }

    /// Ends a capture whose reader stopped before it could.
    pub(crate) fn settle(&mut self) {
        if self.open.is_some() {
            self.close(None, None);
        }
    }

    pub(crate) fn finish(self) -> (Report, Secrets) {
        (self.report, self.cleaner.into_secrets())
    }

    fn count(&mut self, started: Option<Timestamp>) {
        if let Some(capture) = &mut self.open {
            capture.exchanges += 1;
            capture.first = earliest(capture.first, started);
            capture.last = capture.last.max(started);
        }
    }

    /// Adds what another collector took, behind what this one did.
    pub(crate) fn append(&mut self, other: Self) {
        self.report.append(other.report);
        self.cleaner.append(other.cleaner);
        self.left_out.extend(other.left_out);
    }

    /// Adds what was correlated in one capture to the report on all.
    fn add(&mut self, correlated: Correlated, mut capture: Capture) {
        capture.notes.extend(correlated.notes);
        self.report.append(Report {
            captures: vec![capture],
            attempts: correlated.attempts,
            findings: correlated.findings,
            ..Report::default()
        });
    }
}

impl Sink for Collector {
    fn open(&mut self, name: &str, format: Format) {
        self.settle();
        self.open = Some(Capture {
            name: name.to_owned(),
            own_name: if name.starts_with(&self.input) { self.input.len() } else { 0 },
            sha256: None,
            format,
            producer: None,
            exchanges: 0,
            sign_in_exchanges: 0,
            first: None,
            last: None,
            notes: Vec::new(),
        });
    }

    fn exchange(&mut self, exchange: Exchange) -> ControlFlow<()> {
        self.count(exchange.started);
        if let Some(capture) = self.open.as_mut().filter(|_| extract::is_sign_in(&exchange)) {
            capture.sign_in_exchanges += 1;
        }
        let bodies = extract::bodies(&exchange);
        self.cleaner.learn_with(&exchange, &bodies);
        self.all_facts.push(extract::observe(&exchange, &bodies, 0, &self.hasher));
        ControlFlow::Continue(())
    }

    fn unrelated(&mut self, started: Option<Timestamp>) -> ControlFlow<()> {
        self.count(started);
        ControlFlow::Continue(())
    }

    fn note(&mut self, note: Note) {
        if let Some(capture) = &mut self.open {
            capture.notes.push(note);
        }
    }

    fn close(&mut self, producer: Option<String>, sha256: Option<String>) {
        let Some(mut capture) = self.open.take() else { return };
        capture.producer = producer;
        capture.sha256 = sha256;
        let cut_off = capture.notes.iter().any(|note| note.kind == NoteKind::Truncated);
        let correlated = correlate::correlate(std::mem::take(&mut self.all_facts), cut_off);
        self.add(correlated, capture);
    }

    fn left_out(&mut self, name: &str, error: ReadError) {
        self.left_out.push(LeftOut { name: name.to_owned(), error });
    }
}

fn earliest(known: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    match (known, other) {
        (Some(known), Some(other)) => Some(known.min(other)),
        (known, other) => known.or(other),
    }
}
