//! CSV to CSV: the same columns in the same order, separated and ended as they were.

use std::io::{BufWriter, Write};

use crate::model::capture::Note;
use crate::read::{Lines, Part};
use crate::sanitize::error::SanitizeError;
use crate::sanitize::writer::{Desk, WriteSeek, Writer};

/// A line for one that cannot be read: it has too few cells to be a row.
const UNREADABLE: &str = "[value]";

/// Writes the CSV of a log.
pub(in crate::sanitize) struct CsvWriter {
    output: BufWriter<Box<dyn WriteSeek>>,
    columns: Vec<String>,
    lines: Lines,
}

impl CsvWriter {
    pub(in crate::sanitize) fn new(output: Box<dyn WriteSeek>) -> Self {
        let lines = Lines { separator: b',', carriage_return: true, mark: false };
        Self { output: BufWriter::with_capacity(256 << 10, output), columns: Vec::new(), lines }
    }

    fn line(&mut self, cells: &[String], desk: &Desk<'_>) -> Result<(), SanitizeError> {
        let cells: Vec<String> = cells.iter().map(|cell| self.quoted(cell)).collect();
        let line = cells.join(&char::from(self.lines.separator).to_string());
        desk.look(&line)?;
        let end = if self.lines.carriage_return { "\r\n" } else { "\n" };
        Ok(self.output.write_all(format!("{line}{end}").as_bytes())?)
    }

    fn quoted(&self, cell: &str) -> String {
        let separator = char::from(self.lines.separator);
        let needs_quotes = cell.contains([separator, '"', '\n', '\r']) || cell.trim().len() < cell.len();
        if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
    }
}

impl Writer for CsvWriter {
    fn part(&mut self, part: &Part<'_>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        match part {
            Part::Columns(columns, lines) => {
                self.lines = *lines;
                self.columns = columns.to_vec();
                if lines.mark {
                    self.output.write_all("\u{feff}".as_bytes())?;
                }
                let names: Vec<String> = columns.iter().map(|name| desk.cleaner.record_key(name)).collect();
                self.line(&names, desk)
            }
            Part::Cells(Some(cells)) => {
                let clean = desk.cleaner.text_cells(&self.columns, cells);
                self.line(&clean, desk)
            }
            Part::Cells(None) => self.line(&[UNREADABLE.to_owned()], desk),
            _ => Ok(()),
        }
    }

    fn close(&mut self, _: &[Note], _: Option<&str>, _: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(self.output.flush()?)
    }
}
