//! The output of `dsregcmd /status` line by line: frames and keys as they stand, values without names. Lines end as Windows ends them.

use std::io::{BufWriter, Write};

use crate::model::capture::Note;
use crate::read::{Part, StatusField};
use crate::sanitize::error::SanitizeError;
use crate::sanitize::writer::{Desk, WriteSeek, Writer};

/// A key that no one knows may be a value itself.
const UNKNOWN_KEY: &str = "Masked";

/// Writes an output.
pub(in crate::sanitize) struct StatusWriter {
    output: BufWriter<Box<dyn WriteSeek>>,
}

impl StatusWriter {
    pub(in crate::sanitize) fn new(output: Box<dyn WriteSeek>) -> Self {
        Self { output: BufWriter::new(output) }
    }
}

fn field(field: &StatusField<'_>, desk: &mut Desk<'_>) -> String {
    let (clean, is_known) = desk.cleaner.status_value(field.key, &field.values);
    match clean {
        None if is_known => field.lines.join("\r\n"),
        clean => {
            let name = if is_known { field.name } else { UNKNOWN_KEY };
            let value = clean.unwrap_or_else(|| field.values.join(" "));
            format!("{}{name}{}{value}", field.margin, field.gap)
        }
    }
}

impl Writer for StatusWriter {
    fn part(&mut self, part: &Part<'_>, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let text = match part {
            Part::Field(one) => field(one, desk),
            Part::Line { text, is_frame: true } => (*text).to_owned(),
            // Begun by the value alone, the file would be taken for JSON.
            Part::Line { text, is_frame: false } => format!("{UNKNOWN_KEY}: {}", desk.cleaner.unknown_line(text)),
            _ => return Ok(()),
        };
        desk.look(&text)?;
        Ok(self.output.write_all(format!("{text}\r\n").as_bytes())?)
    }

    fn close(&mut self, _: &[Note], _: Option<&str>, _: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(self.output.flush()?)
    }
}
