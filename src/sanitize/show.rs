//! One exchange of a capture, for people to look at. All of the capture is learnt before, so that nothing is shown that is a secret elsewhere.

use std::ops::ControlFlow;

use jiff::Timestamp;

use super::error::SanitizeError;
use super::{Learnt, Sanitizer, Steady};
use crate::model::capture::{Format, Note};
use crate::model::exchange::Exchange;
use crate::model::shown::Shown;
use crate::read::{self, Found, Input, Options, ReadAt, ReadError, Sink};
use crate::redact::{Cleaner, Redacted, Visibility};

/// What was looked for, and what was there.
#[derive(Debug, Default)]
pub struct Looked {
    /// The exchange, when there is one.
    pub shown: Option<Redacted<Shown>>,
    /// The first and the last entry of the capture, and how many there are.
    pub entries: Option<(u64, u64, usize)>,
}

/// Takes an exchange that was asked for.
type Take<'a> = dyn FnMut(Redacted<Shown>) + 'a;

impl Sanitizer<'_> {
    /// Looks for an entry of a capture in a file that was learnt from.
    pub fn show(
        &mut self,
        learnt: &Learnt,
        file: &dyn ReadAt,
        (capture, entry): (&str, u64),
        visibility: Visibility,
    ) -> Result<Looked, SanitizeError> {
        let mut looked = Looked::default();
        let mut first = |shown| {
            looked.shown.get_or_insert(shown);
        };
        looked.entries = self.show_all(learnt, file, (capture, &|of| of == entry), visibility, &mut first)?;
        Ok(looked)
    }

    /// Gives the entries of a capture that are wanted. Gives also the first and the last that there are, and how many.
    pub fn show_all(
        &mut self,
        learnt: &Learnt,
        file: &dyn ReadAt,
        (capture, wanted): (&str, &dyn Fn(u64) -> bool),
        visibility: Visibility,
        take: &mut Take<'_>,
    ) -> Result<Option<(u64, u64, usize)>, SanitizeError> {
        let known = self.files.get(learnt.at).ok_or(SanitizeError::Changed)?;
        let file = Steady::again(file, known);
        if visibility.personal_data {
            self.knowledge.cleaner.show_people();
        }
        let cleaner = &mut self.knowledge.cleaner;
        let mut looking = Looking { cleaner, capture, wanted, visibility, take, is_open: false, entries: None };
        let options = Options { hash: false, ..self.options };
        let result = read::read(&learnt.name, Input::File(&file), &options, &mut looking);
        let entries = looking.entries;
        file.check()?;
        result?;
        Ok(entries)
    }
}

struct Looking<'a, 't> {
    cleaner: &'a mut Cleaner,
    capture: &'a str,
    wanted: &'a dyn Fn(u64) -> bool,
    visibility: Visibility,
    take: &'a mut Take<'t>,
    /// Whether the capture is the one that was asked for.
    is_open: bool,
    entries: Option<(u64, u64, usize)>,
}

impl Sink for Looking<'_, '_> {
    fn open(&mut self, name: &str, _: Format) {
        self.is_open = name == self.capture;
    }

    fn exchange(&mut self, _: Exchange) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn unrelated(&mut self, _: Option<Timestamp>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn each(&mut self, found: Found<'_>) -> ControlFlow<()> {
        if !self.is_open {
            return ControlFlow::Continue(());
        }
        let entry = found.exchange.entry;
        let (first, last, count) = self.entries.unwrap_or((entry, entry, 0));
        self.entries = Some((first.min(entry), last.max(entry), count + 1));
        if (self.wanted)(entry) {
            (self.take)(self.cleaner.shown(self.capture, &found.exchange, found.related, self.visibility));
        }
        ControlFlow::Continue(())
    }

    fn note(&mut self, _: Note) {}

    fn close(&mut self, _: Option<String>, _: Option<String>) {
        self.is_open = false;
    }

    fn left_out(&mut self, _: &str, _: ReadError) {}
}
