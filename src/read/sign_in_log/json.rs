//! The JSON envelopes: finds the records of a log by structure, while it streams past.
//!
//! An array of records (portal, Azure Monitor, `az monitor log-analytics query`); an object that lists them as `value` (Microsoft Graph) or
//! `records` (event hub); objects one behind the other (storage account); tables of columns and rows (Log Analytics).

use std::io::Read;
use std::ops::ControlFlow;

use memchr::memchr;
use serde_json::Value;

use crate::entra::repair;
use crate::read::json::walk::Stop;
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
    /// It cannot be read.
    Broken,
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

    /// Hears that a list or an object begins with this bracket, as the member of this name. An object that turns out to be a record comes as one next.
    fn opens(&mut self, _name: Option<&str>, _bracket: u8) {}

    /// Hears that the last list or object that began ends.
    fn closes(&mut self) {}
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
        (Err(Stop::Broken | Stop::Foreign), None) => End::Damaged,
        (Err(Stop::Enough), None) => End::Stopped,
    }
}

/// What the values are that are one behind the other in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// Lists of records, or objects with such a list. Usually there is one.
    Lists,
    /// Records, written over several lines each.
    Records,
    /// Records, one a line.
    Lines,
}

struct Walk<'a> {
    window: Window<&'a mut dyn Read>,
    take: &'a mut dyn Take,
    /// Whether the object that is walked through may be a record itself.
    is_in_record: bool,
}

impl Walk<'_> {
    fn document(&mut self) -> Result<(), Stop> {
        let mut shape = Shape::Lists;
        let mut is_first = true;
        loop {
            let behind = self.window.position();
            let next = self.window.next(b',');
            let is_new_line = is_first || memchr(b'\n', since(&self.window, behind)).is_some();
            match (next, shape) {
                (Some(b'['), Shape::Lists) => self.list(None)?,
                (Some(b'{'), Shape::Lists) => shape = self.object_or_record()?,
                (Some(_), Shape::Lists) if is_first => return Err(Stop::Foreign),
                // Behind a list may be something that was pasted there.
                (None, _) | (Some(_), Shape::Lists) => return Ok(()),
                (Some(begin), Shape::Lines) if is_new_line => self.line(begin)?,
                (Some(b'{'), _) => self.record()?,
                (Some(begin), _) => self.line(begin)?,
            }
            is_first = false;
        }
    }

    /// Walks through an object that lists records, or is one.
    fn object_or_record(&mut self) -> Result<Shape, Stop> {
        let start = self.window.position();
        self.is_in_record = true;
        self.take.opens(None, b'{');
        let end = self.object(Self::list_of_records);
        if !self.is_in_record {
            if end.is_ok() {
                self.take.closes();
            }
            return end.map(|()| Shape::Lists);
        }
        let record = since(&self.window, start);
        let shape = if memchr(b'\n', record).is_none() { Shape::Lines } else { Shape::Records };
        let piece = match end {
            Ok(()) if record.is_empty() || record.len() > RECORD => Piece::TooLarge,
            Ok(()) => Piece::Whole(record),
            Err(Stop::Broken) if shape == Shape::Lines => Piece::Broken,
            Err(_) => Piece::Cut(record),
        };
        let is_broken = matches!(piece, Piece::Broken);
        if self.take.piece(piece).is_break() {
            return Err(Stop::Enough);
        }
        if is_broken {
            self.window.find(|unread| memchr(b'\n', unread), 0);
            return Ok(Shape::Lines);
        }
        end.map(|()| shape)
    }

    /// Takes the rest of a line, which begins like this, as a record, so that one that is broken does not take the next with it.
    fn line(&mut self, begin: u8) -> Result<(), Stop> {
        let start = self.window.position();
        if !self.window.find(|unread| memchr(b'\n', unread), RECORD) {
            return self.last_line(begin, start);
        }
        let line = since(&self.window, start).trim_ascii_end();
        let piece = if line.is_empty() || line.len() > RECORD { Piece::TooLarge } else { Piece::Whole(line) };
        if self.take.piece(piece).is_break() { Err(Stop::Enough) } else { Ok(()) }
    }

    fn last_line(&mut self, begin: u8, start: u64) -> Result<(), Stop> {
        let (piece, end) = match begin {
            b'{' if self.window.position() == start => return self.record(),
            b'{' => (Piece::TooLarge, Stop::Cut),
            _ => (Piece::Broken, Stop::Broken),
        };
        Err(if self.take.piece(piece).is_break() { Stop::Enough } else { end })
    }

    fn list_of_records(&mut self, name: &str, begin: u8) -> Result<bool, Stop> {
        match (name.to_ascii_lowercase().as_str(), begin) {
            ("value" | "records", b'[') => {
                self.is_in_record = false;
                self.list(Some(name))?;
            }
            ("tables", b'[') => {
                self.is_in_record = false;
                self.take.opens(Some(name), b'[');
                self.tables()?;
                self.take.closes();
            }
            // A HAR.
            ("log", b'{') => return Err(Stop::Foreign),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Walks through the members of an object. `on_member` hears of each, with the first byte of its value, and says whether it passed it;
    /// what it does not is told, unless it is long.
    fn object(&mut self, on_member: fn(&mut Self, &str, u8) -> Result<bool, Stop>) -> Result<(), Stop> {
        self.window.pass();
        while let Some((name, begin)) = self.window.next_member()? {
            if !on_member(self, &name, begin)? {
                self.other_member(&name)?;
            }
        }
        Ok(())
    }

    fn other_member(&mut self, name: &str) -> Result<(), Stop> {
        match self.window.take_value(SMALL) {
            Taken::Whole(value) => self.take.beside_list(name, value.raw),
            Taken::TooLarge => {}
            Taken::Cut => return Err(Stop::Cut),
        }
        Ok(())
    }

    fn list(&mut self, name: Option<&str>) -> Result<(), Stop> {
        self.take.opens(name, b'[');
        self.window.pass();
        while self.window.next_element()?.is_some() {
            self.record()?;
        }
        self.take.closes();
        Ok(())
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
        while let Some(begin) = self.window.next_element()? {
            if begin != b'{' {
                return Err(Stop::Broken);
            }
            self.take.opens(None, b'{');
            self.object(Self::part_of_table)?;
            self.take.closes();
        }
        Ok(())
    }

    fn part_of_table(&mut self, name: &str, begin: u8) -> Result<bool, Stop> {
        match (name.to_ascii_lowercase().as_str(), begin) {
            ("columns", b'[') => match self.window.take_value(RECORD) {
                Taken::Whole(columns) => {
                    self.take.beside_list(name, columns.raw);
                    self.take.columns(column_names(columns.raw));
                }
                Taken::TooLarge => {}
                Taken::Cut => return Err(Stop::Cut),
            },
            ("rows", b'[') => self.list(Some(name))?,
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

#[cfg(test)]
mod tests {
    use super::*;

    /// What was found, as texts.
    #[derive(Default)]
    struct Found {
        pieces: Vec<String>,
        most: usize,
    }

    impl Take for Found {
        fn piece(&mut self, piece: Piece<'_>) -> ControlFlow<()> {
            self.pieces.push(match piece {
                Piece::Whole(raw) => String::from_utf8_lossy(raw).into_owned(),
                Piece::TooLarge => "too large".to_owned(),
                Piece::Broken => "broken".to_owned(),
                Piece::Cut(raw) => format!("cut: {}", String::from_utf8_lossy(raw)),
            });
            if self.pieces.len() == self.most { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }

        fn columns(&mut self, columns: Vec<String>) {
            self.pieces.push(format!("columns: {}", columns.join(" ")));
        }

        fn beside_list(&mut self, name: &str, value: &[u8]) {
            self.pieces.push(format!("{name}: {}", String::from_utf8_lossy(value)));
        }
    }

    /// Gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let (Some((first, rest)), Some(place)) = (self.0.split_first(), buffer.first_mut()) else { return Ok(0) };
            *place = *first;
            self.0 = rest;
            Ok(1)
        }
    }

    fn walked(text: &str) -> (Vec<String>, End) {
        let (mut found, mut slowly) = (Found::default(), Found::default());
        let end = walk(&mut text.as_bytes(), &mut found);
        assert_eq!(walk(&mut Slow(text.as_bytes()), &mut slowly), end);
        assert_eq!(found.pieces, slowly.pieces, "{}", text.get(..200).unwrap_or(text));
        (found.pieces, end)
    }

    #[test]
    fn records_are_found_in_every_envelope() {
        let records = ["{\"a\":\"}]\\\"\"}", "{\"b\":[{}]}"];
        let [a, b] = records;
        for text in [
            format!("[{a},{b}]"),
            format!(" [\r\n{a} ,\n {b} ]\n"),
            format!("{{\"records\":[{a},{b}]}}"),
            format!("{{\"value\":[{a}]}}\n{{\"value\":[{b}]}}"),
            format!("[{a}][{b}]"),
            format!("{{\"Value\": [{a},{b}]}} pasted"),
        ] {
            assert_eq!(walked(&text), (records.map(str::to_owned).to_vec(), End::Whole), "{text}");
        }
        for text in [format!("{a}\n{b}\n"), format!("{a}\r\n\r\n{b}"), format!("{a}{b}"), format!("{a},\n{b},\n")] {
            let (mut found, end) = walked(&text);
            // Members of what may be an envelope are told first.
            assert!(found.remove(0).starts_with("a: "));
            let found: Vec<_> = found.iter().map(|record| record.trim_end_matches(',')).collect();
            assert_eq!((found, end), (records.to_vec(), End::Whole), "{text}");
        }
    }

    #[test]
    fn tables_have_columns_and_rows() {
        let text = r#"{"tables":[{"name":"PrimaryResult","columns":[{"name":"Id","type":"string"},{"ColumnName":"B"}],"rows":[["a","]"],["b",1]]}]}"#;
        let expected = [
            "name: \"PrimaryResult\"",
            r#"columns: [{"name":"Id","type":"string"},{"ColumnName":"B"}]"#,
            "columns: Id B",
            r#"["a","]"]"#,
            r#"["b",1]"#,
        ];
        assert_eq!(walked(text), (expected.map(str::to_owned).to_vec(), End::Whole));
    }

    #[test]
    fn what_is_cut_off_or_damaged_keeps_what_was_before() {
        assert_eq!(walked("[{\"a\":1},{\"b\":\"c"), (vec!["{\"a\":1}".to_owned(), "cut: {\"b\":\"c".to_owned()], End::CutOff));
        assert_eq!(walked("[{\"a\":1},"), (vec!["{\"a\":1}".to_owned()], End::CutOff));
        assert_eq!(walked("[{\"a\":1}}"), (vec!["{\"a\":1}".to_owned()], End::Damaged));
        assert_eq!(walked("{\"a"), (vec!["cut: {\"a".to_owned()], End::CutOff));
        assert_eq!(walked("{\"log\":{\"entries\":[]}}").1, End::Damaged);
        assert_eq!(walked("x").1, End::Damaged);
    }

    #[test]
    fn a_broken_line_does_not_take_the_next_with_it() {
        let (found, end) = walked("{\"a\":1}\n{\"b\":\"\nnoise\n{\"c\":1}\n}");
        assert_eq!(found, ["a: 1", "{\"a\":1}", "{\"b\":\"", "noise", "{\"c\":1}", "broken"]);
        assert_eq!(end, End::Damaged);
        let (found, end) = walked("{\"a\" x}\n{\"b\":1}\n");
        assert_eq!((found.last().map(String::as_str), end), (Some("{\"b\":1}"), End::Whole));
    }

    #[test]
    fn a_record_that_is_too_large_is_passed_over() {
        let large = format!("{{\"a\":\"{}\"}}", "x".repeat(RECORD));
        for text in
            [format!("[{large},{{}}]"), format!("{large}\n{{}}"), format!("{{}}\n{large}\n{{}}\n"), format!("{{\n}}\n{large}\n{{}}\n")]
        {
            let mut found = Found::default();
            assert_eq!(walk(&mut text.as_bytes(), &mut found), End::Whole);
            assert_eq!(found.pieces.last().map(String::as_str), Some("{}"));
            assert!(found.pieces.contains(&"too large".to_owned()), "{:?}", found.pieces);
        }
        let mut found = Found::default();
        assert_eq!(walk(&mut format!("{{}}\n{large}").as_bytes(), &mut found), End::CutOff);
        // The largest that fits is read, also as the first one, which may be an envelope.
        let largest = format!("{{\"a\":\"{}\"}}", "x".repeat(RECORD - 8));
        for text in [largest.clone(), format!("[{largest}]"), format!("{{}}\n{largest}\n")] {
            let mut found = Found::default();
            assert_eq!(walk(&mut text.as_bytes(), &mut found), End::Whole);
            assert!(found.pieces.last() == Some(&largest), "{} pieces", found.pieces.len());
        }
    }

    #[test]
    fn whoever_takes_the_records_may_stop() {
        let mut found = Found { most: 1, ..Found::default() };
        assert_eq!(walk(&mut "[{},{}]".as_bytes(), &mut found), End::Stopped);
        assert_eq!(found.pieces, ["{}"]);
    }
}
