//! Two attempts side by side: as a note in text, Markdown or HTML, or as JSON.

mod document;
mod note;
mod note_page;
mod wording;

use super::{Screen, markdown, text};
use crate::model::comparison::Comparison;
use crate::redact::Leak;
use crate::redact::Redacted;

/// The formats of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonFormat {
    /// For a terminal.
    Text(Screen),
    /// To be pasted.
    Markdown,
    /// A page for a browser.
    Html,
    /// For programs.
    Json,
}

/// Renders a comparison, and takes a last look for secrets at it.
pub fn comparison(comparison: &Redacted<Comparison>, format: ComparisonFormat) -> Result<String, Leak> {
    comparison.written(|comparison, _| match format {
        ComparisonFormat::Json => document::render(comparison),
        ComparisonFormat::Text(screen) => text::render(&note::blocks(comparison), screen),
        ComparisonFormat::Markdown => markdown::render(&note::blocks(comparison)),
        ComparisonFormat::Html => {
            let title = format!("{} and {} - comparison of sign-ins", comparison.good.capture, comparison.bad.capture);
            note_page::render(&title, "Comparison of sign-ins", &note::blocks(comparison))
        }
    })
}

/// Why the comparison may mislead, on one line; empty when nothing is to be said.
pub fn comparison_warnings(comparison: &Redacted<Comparison>) -> Result<String, Leak> {
    comparison.written(|comparison, _| {
        let sentences: Vec<String> = wording::warnings(comparison).map(|(_, sentence)| sentence.to_string()).collect();
        sentences.join(" ")
    })
}
