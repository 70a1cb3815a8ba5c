//! What a filter hides: one line, so that no one takes a part of the attempts for all of them.

use crate::model::report::{Filtered, Report};
use crate::render::document::{Block, Line};

/// How many of how many attempts fit; `None` without a filter.
pub(super) fn line(report: &Report) -> Option<Block> {
    sentence(report).map(|sentence| Block::Paragraph(Line::said(sentence)))
}

/// `2 of 14 attempts fit the filter: outcome failed.`
pub(in crate::render) fn sentence(report: &Report) -> Option<String> {
    let Filtered { filter, of, .. } = report.filtered.as_ref()?;
    let shown = report.attempts.len();
    let attempts = if *of == 1 { "attempt" } else { "attempts" };
    let fit = if shown == 1 { "fits" } else { "fit" };
    Some(format!("{shown} of {of} {attempts} {fit} the filter: {filter}."))
}
