//! One exchange: as a note, or as JSON.

mod document;
mod note;

use super::{Screen, text};
use crate::model::shown::Shown;
use crate::redact::Leak;
use crate::redact::Redacted;

/// The formats of an exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExchangeFormat {
    /// For a terminal.
    Text(Screen),
    /// For programs.
    Json,
}

/// Renders an exchange, and takes a last look for secrets at it.
pub fn exchange(shown: &Redacted<Shown>, format: ExchangeFormat) -> Result<String, Leak> {
    shown.written(|shown, _| match format {
        ExchangeFormat::Text(screen) => text::render(&note::blocks(shown), screen),
        ExchangeFormat::Json => document::render(shown),
    })
}
