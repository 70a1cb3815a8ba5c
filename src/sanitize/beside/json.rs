//! The JSON envelopes to the same: a record a line, in the lists and objects that hold them. Members come in the order of their names.

use std::io::{BufWriter, Write};

use serde_json::{Value, json};

use crate::entra::repair;
use crate::model::capture::Note;
use crate::read::Part;
use crate::sanitize::error::SanitizeError;
use crate::sanitize::writer::{Desk, WriteSeek, Writer};

/// Members of an object that may be a record are held up to this size. A record has no more.
const MOST_HELD: usize = 1 << 20;

/// Writes the JSON of a log.
pub(in crate::sanitize) struct JsonWriter {
    output: BufWriter<Box<dyn WriteSeek>>,
    /// The brackets that are open, each with whether something is in it.
    open: Vec<(u8, bool)>,
    /// Members of an object that may turn out to be a record, in which case they come again as one.
    held: Option<Held>,
    /// The columns of the table whose rows come.
    columns: Vec<String>,
}

#[derive(Default)]
struct Held {
    members: Vec<(String, Vec<u8>)>,
    size: usize,
}

impl JsonWriter {
    pub(in crate::sanitize) fn new(output: Box<dyn WriteSeek>) -> Self {
        Self { output: BufWriter::with_capacity(256 << 10, output), open: Vec::new(), held: None, columns: Vec::new() }
    }

    fn write(&mut self, text: &str, desk: &Desk<'_>) -> Result<(), SanitizeError> {
        desk.look(text)?;
        Ok(self.output.write_all(text.as_bytes())?)
    }

    /// What comes before the next value.
    fn separator(&mut self) -> &'static str {
        let Some((bracket, has_some)) = self.open.last_mut() else { return "" };
        match (std::mem::replace(has_some, true), *bracket) {
            (true, _) => ",\n",
            (false, b'[') => "\n",
            (false, _) => "",
        }
    }

    fn member(&mut self, name: &str, json: &[u8], desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let value = repair::value(json).unwrap_or_default();
        let (name, clean) = desk.cleaner.member_beside(name, &value);
        let text = format!("{}{}:{clean}", self.separator(), json!(name));
        self.write(&text, desk)
    }

    /// Writes the object whose members were held: it is no record.
    fn settle(&mut self, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let Some(held) = self.held.take() else { return Ok(()) };
        self.begin(None, b'{', desk)?;
        held.members.iter().try_for_each(|(name, json)| self.member(name, json, desk))
    }

    fn begin(&mut self, name: Option<&str>, bracket: u8, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let name = name.map(|name| format!("{}:", json!(desk.cleaner.record_key(name)))).unwrap_or_default();
        let text = format!("{}{name}{}", self.separator(), char::from(bracket));
        self.open.push((bracket, false));
        self.write(&text, desk)
    }

    fn end(&mut self, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let Some((bracket, _)) = self.open.pop() else { return Ok(()) };
        let closing = if bracket == b'{' { "}" } else { "\n]" };
        self.write(&format!("{closing}{}", if self.open.is_empty() { "\n" } else { "" }), desk)
    }

    /// A record. One that cannot be read leaves its place to nothing, so that those behind it keep their number.
    fn record(&mut self, record: Option<&Value>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let clean = match record {
            Some(record @ Value::Object(_)) => desk.cleaner.record(record),
            Some(Value::Array(cells)) => Value::Array(desk.cleaner.cells(&self.columns, cells)),
            Some(_) | None => json!({}),
        };
        let end = if self.open.is_empty() { "\n" } else { "" };
        let text = format!("{}{clean}{end}", self.separator());
        self.write(&text, desk)
    }
}

impl Writer for JsonWriter {
    fn part(&mut self, part: &Part<'_>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        match part {
            Part::Open(None, b'{') if self.open.is_empty() => self.held = Some(Held::default()),
            Part::Open(name, bracket) => {
                self.settle(desk)?;
                self.begin(*name, *bracket, desk)?;
            }
            Part::Close => {
                self.settle(desk)?;
                self.end(desk)?;
            }
            Part::Member(name, json) => match &mut self.held {
                Some(held) if held.size + json.len() <= MOST_HELD => {
                    held.size += name.len() + json.len();
                    held.members.push(((*name).to_owned(), json.to_vec()));
                }
                Some(_) => {}
                None => self.member(name, json, desk)?,
            },
            Part::TableColumns(columns) => self.columns = columns.to_vec(),
            Part::Record(record) => {
                self.held = None;
                self.record(*record, desk)?;
            }
            Part::Columns(..) | Part::Cells(_) | Part::Field(_) | Part::Line { .. } | Part::Passage(_) | Part::SystemCodes(_) => {}
        }
        Ok(())
    }

    fn close(&mut self, _: &[Note], _: Option<&str>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        // What was cut off ends here.
        while !self.open.is_empty() {
            self.end(desk)?;
        }
        Ok(self.output.flush()?)
    }
}
