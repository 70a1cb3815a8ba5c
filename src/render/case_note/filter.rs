//! What a filter hides: one line, so that nobody takes a part of the attempts for all of them.

use crate::model::report::{Filtered, Report};
use crate::render::document::{Block, Line};

/// How many of how many attempts fit; `None` without a filter.
pub(super) fn line(report: &Report) -> Option<Block> {
    report.filtered.as_ref().map(|filtered| Block::Paragraph(Line::said(sentence(filtered, report.attempts.len()))))
}

/// `2 of 14 attempts fit the filter: outcome failed.`
fn sentence(filtered: &Filtered, shown: usize) -> String {
    let Filtered { filter, of, .. } = filtered;
    let attempts = if *of == 1 { "attempt" } else { "attempts" };
    let fit = if shown == 1 { "fits" } else { "fit" };
    format!("{shown} of {of} {attempts} {fit} the filter: {filter}.")
}
