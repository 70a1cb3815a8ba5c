//! Redacted report to output: one file an output format.

mod actors;
mod case_note;
mod client;
mod comparison;
mod csv;
mod document;
mod exchange;
mod html;
mod json;
mod look_up;
mod markdown;
mod steering;
mod style;
mod text;
mod verdict;
mod words;

pub use crate::render::json::lines::line_schema;
pub use crate::render::json::schema;
pub use crate::render::json::writer::pretty as json;
pub use comparison::{ComparisonFormat, comparison, comparison_warnings};
pub use exchange::{ExchangeFormat, exchange};
pub use look_up::{beside, codes, guide_texts, look_up, problems};
pub use steering::{plain, steers};
pub use style::{AnswerFormat, Format, Screen, Style};
pub use text::fill;

use crate::model::report::Report;
use crate::redact::Leak;
use crate::redact::Redacted;

/// Renders a report, and takes a last look for secrets at it.
pub fn render(report: &Redacted<Report>, style: Style) -> Result<String, Leak> {
    report.written(|report, visibility| match style.format {
        Format::Json => json::render(report),
        Format::JsonLines => json::lines::render(report),
        Format::Csv => csv::render(report),
        Format::Html => html::render(report, style, visibility.personal_data),
        Format::Text => text::render(&case_note::write(report, style), style.screen),
        Format::Markdown => markdown::render(&case_note::write(report, style)),
    })
}
