//! Gives the parts of a log as they are written, next to its rows: for those who write it again.

use std::ops::ControlFlow;

use serde_json::Value;

use crate::entra::json::Refused;
use crate::entra::repair;
use crate::model::capture::written::Notation;
use crate::read::sign_in_log::json::{Piece, Take};
use crate::read::sign_in_log::tally::Tally;
use crate::read::sink::Part;

/// Takes the parts of a log, which is in this notation.
pub(in crate::read) type TakePart<'a> = dyn FnMut(Notation, &Part<'_>) -> ControlFlow<()> + 'a;

/// Passes on the records of a JSON envelope: to the tally, and as the parts that they are.
pub(super) struct Parts<'a, 't> {
    pub(super) tally: &'a mut Tally<'t>,
    pub(super) take: &'a mut TakePart<'t>,
    /// Whether who takes the parts wants no more.
    pub(super) stopped: bool,
}

impl Parts<'_, '_> {
    fn part(&mut self, part: &Part<'_>) {
        self.stopped = self.stopped || (self.take)(Notation::Json, part).is_break();
    }
}

impl Take for Parts<'_, '_> {
    fn piece(&mut self, piece: Piece<'_>) -> ControlFlow<()> {
        let value = match piece {
            Piece::Whole(raw) => repair::value(raw),
            Piece::TooLarge => Err(Refused::TooMuch),
            Piece::Broken => Err(Refused::Invalid),
            // What is there of it is in no row, and is not written either.
            Piece::Cut(_) => return ControlFlow::Continue(()),
        };
        self.part(&Part::Record(value.as_ref().ok()));
        let taken = self.record(value);
        if self.stopped { ControlFlow::Break(()) } else { taken }
    }

    fn columns(&mut self, columns: Vec<String>) {
        self.part(&Part::TableColumns(&columns));
        self.tally.columns(columns);
    }

    fn beside_list(&mut self, name: &str, value: &[u8]) {
        self.part(&Part::Member(name, value));
        self.tally.beside_list(name, value);
    }

    fn opens(&mut self, name: Option<&str>, bracket: u8) {
        self.part(&Part::Open(name, bracket));
    }

    fn closes(&mut self) {
        self.part(&Part::Close);
    }
}

impl Parts<'_, '_> {
    fn record(&mut self, value: Result<Value, Refused>) -> ControlFlow<()> {
        match value {
            Ok(value) => return self.tally.value(value),
            Err(Refused::TooMuch) => self.tally.too_large(),
            Err(Refused::Invalid) => self.tally.unreadable(),
        }
        ControlFlow::Continue(())
    }
}
