//! Fiddler's text dump to the same: messages one after the other, with rulers between.

use std::io::{BufWriter, Write};

use super::error::SanitizeError;
use super::http;
use super::writer::{Desk, WriteSeek, Writer};
use crate::model::capture::Note;
use crate::model::exchange::Exchange;
use crate::read::Found;

const RULER: &str = "\r\n\r\n------------------------------------------------------------------\r\n\r\n";

/// Writes a dump.
pub(super) struct DumpWriter {
    output: BufWriter<Box<dyn WriteSeek>>,
}

impl DumpWriter {
    pub(super) fn new(output: Box<dyn WriteSeek>) -> Self {
        Self { output: BufWriter::new(output) }
    }
}

impl Writer for DumpWriter {
    fn exchange(&mut self, found: &Found<'_>, clean: &Exchange, desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        let request = http::request(&found.exchange, clean);
        let response = http::response(&found.exchange, clean);
        let text = if response.is_empty() { format!("{request}{RULER}") } else { format!("{request}\r\n{response}{RULER}") };
        desk.look(&text)?;
        Ok(self.output.write_all(text.as_bytes())?)
    }

    fn close(&mut self, _: &[Note], _: Option<&str>, _: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(self.output.flush()?)
    }
}
