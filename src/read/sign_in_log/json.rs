//! The JSON envelopes: finds the records of a log by structure, while it streams past.
//!
//! An array of records (portal, Azure Monitor, `az monitor log-analytics query`); an object that lists them as `value` (Microsoft Graph) or
//! `records` (event hub); objects one behind the other (storage account); tables of columns and rows (Log Analytics).

use std::io::Read;
use std::ops::ControlFlow;

use serde_json::Value;

use crate::entra::repair;
use crate::read::json::window::{Taken, Window};
use crate::read::sign_in_log::end::End;

/// Largest record that is read.
pub(super) const RECORD: usize = 1 << 20;
/// Largest member next to a list of records that is looked at.
const SMALL: usize = 64 << 10;
/// Room behind the largest record, so that the first one is there as a whole when its end shows that it is one.
const MARGIN: usize = 64 << 10;

/// What comes of one record.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// All of it.
    Whole(&'a [u8]),
    /// It is larger than allowed.
    TooLarge,
    /// The file ends inside it: its beginning, as far as it is there.
    Cut(&'a [u8]),
}

/// Takes what is found.
pub(super) trait Take {
    /// Takes a record.
    fn piece(&mut self, piece: Piece<'_>) -> ControlFlow<()>;

    /// Hears of the columns of a table, whose rows come next.
    fn columns(&mut self, columns: Vec<String>);

    /// Hears of a member next to a list of records.
    fn beside_list(&mut self, name: &str, value: &[u8]);
}

/// Walks through a log. Keeps at most one record of it.
pub(super) fn walk<'a>(source: &'a mut dyn Read, take: &'a mut dyn Take) -> End {
    let window = Window::in_buffer(source, 0, vec![0; RECORD + MARGIN]);
    let mut walk = Walk { window, take, is_in_record: true };
    let end = walk.document();
    match (end, walk.window.into_error()) {
        (_, Some(error)) => End::Failed(error.to_string()),
        (Ok(()), None) => End::Whole,
        (Err(Stop::Cut), None) => End::CutOff,
        (Err(Stop::Broken), None) => End::Damaged,
        (Err(Stop::Enough), None) => End::Stopped,
    }
}

/// Why the walk ended before the log did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The file ends.
    Cut,
    /// What is here cannot be here.
    Broken,
    /// No more is wanted.
    Enough,
}

struct Walk<'a> {
    window: Window<&'a mut dyn Read>,
    take: &'a mut dyn Take,
    /// Whether the object that is walked through may be a record itself.
    is_in_record: bool,
}

impl Walk<'_> {
    fn document(&mut self) -> Result<(), Stop> {
        let mut is_first = true;
        loop {
            match self.window.next(b',') {
                Some(b'{') if is_first => self.first_object()?,
                Some(b'{') => self.record()?,
                Some(b'[') => self.list()?,
                Some(_) if is_first => return Err(Stop::Broken),
                // Something that was pasted behind the log.
                Some(_) | None => return Ok(()),
            }
            is_first = false;
        }
    }

    /// Walks through an object that lists records, or is one.
    fn first_object(&mut self) -> Result<(), Stop> {
        let start = self.window.position();
        self.is_in_record = true;
        let end = self.object(Self::list_of_records);
        if !self.is_in_record {
            return end;
        }
        let record = since(&self.window, start);
        let piece = match end {
            Ok(()) if record.is_empty() || record.len() > RECORD => Piece::TooLarge,
            Ok(()) => Piece::Whole(record),
            Err(_) => Piece::Cut(record),
        };
        if self.take.piece(piece).is_break() { Err(Stop::Enough) } else { end }
    }

    fn list_of_records(&mut self, name: &str, begin: u8) -> Result<bool, Stop> {
        match (name.to_ascii_lowercase().as_str(), begin) {
            ("value" | "records", b'[') => {
                self.is_in_record = false;
                self.list()?;
            }
            ("tables", b'[') => {
                self.is_in_record = false;
                self.tables()?;
            }
            // A HAR.
            ("log", b'{') => return Err(Stop::Broken),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Walks through the members of an object. `on_member` hears of each, with the first byte of its value, and says whether it passed it;
    /// what it does not is told, unless it is long.
    fn object(&mut self, on_member: fn(&mut Self, &str, u8) -> Result<bool, Stop>) -> Result<(), Stop> {
        self.window.pass();
        loop {
            match self.window.next(b',').ok_or(Stop::Cut)? {
                b'}' => {
                    self.window.pass();
                    return Ok(());
                }
                b'"' => {
                    let name = match self.window.take_value(SMALL) {
                        Taken::Whole(name) => repair::text(name.raw).unwrap_or_default().into_owned(),
                        Taken::TooLarge => String::new(),
                        Taken::Cut => return Err(Stop::Cut),
                    };
                    let begin = self.window.next(b':').ok_or(Stop::Cut)?;
                    if !on_member(self, &name, begin)? {
                        self.other_member(&name)?;
                    }
                }
                _ => return Err(Stop::Broken),
            }
        }
    }

    fn other_member(&mut self, name: &str) -> Result<(), Stop> {
        match self.window.take_value(SMALL) {
            Taken::Whole(value) => self.take.beside_list(name, value.raw),
            Taken::TooLarge => {}
            Taken::Cut => return Err(Stop::Cut),
        }
        Ok(())
    }

    fn list(&mut self) -> Result<(), Stop> {
        self.window.pass();
        loop {
            match self.window.next(b',').ok_or(Stop::Cut)? {
                b']' => {
                    self.window.pass();
                    return Ok(());
                }
                b'}' | b':' => return Err(Stop::Broken),
                _ => self.record()?,
            }
        }
    }

    fn record(&mut self) -> Result<(), Stop> {
        let start = self.window.position();
        let taken = match self.window.take_value(RECORD) {
            Taken::Whole(record) => self.take.piece(Piece::Whole(record.raw)),
            Taken::TooLarge => self.take.piece(Piece::TooLarge),
            Taken::Cut => {
                let _ = self.take.piece(Piece::Cut(since(&self.window, start)));
                return Err(Stop::Cut);
            }
        };
        if taken.is_break() { Err(Stop::Enough) } else { Ok(()) }
    }

    fn tables(&mut self) -> Result<(), Stop> {
        self.window.pass();
        loop {
            match self.window.next(b',').ok_or(Stop::Cut)? {
                b']' => {
                    self.window.pass();
                    return Ok(());
                }
                b'{' => self.object(Self::part_of_table)?,
                _ => return Err(Stop::Broken),
            }
        }
    }

    fn part_of_table(&mut self, name: &str, begin: u8) -> Result<bool, Stop> {
        match (name.to_ascii_lowercase().as_str(), begin) {
            ("columns", b'[') => match self.window.take_value(RECORD) {
                Taken::Whole(columns) => self.take.columns(column_names(columns.raw)),
                Taken::TooLarge => {}
                Taken::Cut => return Err(Stop::Cut),
            },
            ("rows", b'[') => self.list()?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// What was passed from a place of the file on; empty when it is no longer there.
fn since<R: Read>(window: &Window<R>, start: u64) -> &[u8] {
    let passed = window.passed();
    let length = usize::try_from(window.position() - start).unwrap_or(usize::MAX);
    passed.len().checked_sub(length).and_then(|from| passed.get(from..)).unwrap_or_default()
}

fn column_names(columns: &[u8]) -> Vec<String> {
    let Ok(Value::Array(columns)) = repair::value(columns) else { return Vec::new() };
    let name = |column: &Value| {
        let names = ["name", "Name", "ColumnName"].iter().find_map(|name| column.get(name));
        names.unwrap_or(column).as_str().unwrap_or_default().to_owned()
    };
    columns.iter().map(name).collect()
}
