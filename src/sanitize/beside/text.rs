//! The messages of a text one by one, each on a line of its own, with its ids and its time. What stands around them has no names that could be on a list:
//! it is left out. A message out of a response is written as one.

use std::io::{BufWriter, Write};

use serde_json::{Map, Value, json};

use crate::entra::codes::Code;
use crate::entra::system_codes::Family;
use crate::extract::text_block;
use crate::model::capture::Note;
use crate::model::observation::{Clock, ErrorSeen};
use crate::model::text::{Passage, SystemSeen};
use crate::read::{self, Part};
use crate::sanitize::error::SanitizeError;
use crate::sanitize::writer::{Desk, WriteSeek, Writer};

/// Writes a text.
pub(in crate::sanitize) struct TextWriter {
    output: BufWriter<Box<dyn WriteSeek>>,
    /// The codes of clients in the messages that were written.
    written: Vec<SystemSeen>,
}

impl TextWriter {
    pub(in crate::sanitize) fn new(output: Box<dyn WriteSeek>) -> Self {
        Self { output: BufWriter::new(output), written: Vec::new() }
    }

    fn passage(&mut self, passage: &Passage, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let Some(block) = text_block::block(passage) else { return Ok(()) };
        let text = message(&desk.cleaner.block(&block));
        desk.look(&text)?;
        for seen in read::system_codes(&text) {
            match self.written.iter_mut().find(|written| written.code == seen.code) {
                Some(written) => written.times += seen.times,
                None => self.written.push(seen),
            }
        }
        // An empty line ends a message.
        Ok(self.output.write_all(format!("{text}\n\n").as_bytes())?)
    }

    /// Writes a code as often as it is there, and not in a message.
    fn system_code(&mut self, seen: &SystemSeen) -> Result<(), SanitizeError> {
        let label = if seen.code.family == Family::Chromium { "net::" } else { "Error code: " };
        let line = format!("{label}{}\n", seen.code.code());
        let written = self.written.iter().find(|written| written.code == seen.code).map_or(0, |written| written.times);
        (written..seen.times).try_for_each(|_| Ok(self.output.write_all(line.as_bytes())?))
    }
}

impl Writer for TextWriter {
    fn part(&mut self, part: &Part<'_>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        match part {
            Part::Passage(passage) => self.passage(passage, desk),
            Part::SystemCodes(codes) => codes.iter().try_for_each(|seen| self.system_code(seen)),
            _ => Ok(()),
        }
    }

    fn close(&mut self, _: &[Note], _: Option<&str>, _: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(self.output.flush()?)
    }
}

/// The errors of a block as the service writes them: a message with its ids, in a response when there is more than that.
fn message(errors: &[ErrorSeen]) -> String {
    let mut text = errors.iter().find_map(|error| error.message.clone()).unwrap_or_default();
    let id = |of: fn(&ErrorSeen) -> Option<String>| errors.iter().find_map(of);
    let time = errors.iter().find_map(|error| error.time);
    let of_message = time.filter(|time| time.clock == Clock::Message);
    for (label, value) in [
        ("Trace ID", id(|error| error.request_id.as_ref().map(ToString::to_string))),
        ("Correlation ID", id(|error| error.correlation_id.as_ref().map(ToString::to_string))),
        ("Timestamp", of_message.map(|time| time.at.to_string())),
    ] {
        text.extend(value.map(|value| format!(" {label}: {value}")));
    }
    let mut answer = Map::new();
    let words = [
        ("error", errors.iter().find_map(|error| error.oauth_error.clone())),
        ("suberror", errors.iter().find_map(|error| error.suberror.clone())),
        ("timestamp", time.filter(|_| of_message.is_none()).map(|time| time.at.to_string())),
    ];
    answer.extend(words.into_iter().filter_map(|(name, word)| Some((name.to_owned(), Value::String(word?)))));
    if answer.is_empty() {
        return text;
    }
    // The last code of the list is the inner one.
    let (outer, inner): (Vec<&ErrorSeen>, Vec<&ErrorSeen>) = errors.iter().partition(|error| error.outer);
    let numbers = outer.into_iter().chain(inner).filter_map(|error| if let Code::Entra(number) = error.code { Some(number) } else { None });
    answer.insert("error_codes".to_owned(), numbers.collect());
    answer.insert("error_description".to_owned(), json!(text));
    Value::Object(answer).to_string()
}
