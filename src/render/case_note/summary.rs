//! The summary of many captures: how often which outcome came from which code in which application.

use std::collections::BTreeMap;

use crate::model::report::Report;
use crate::render::document::{Block, Line};
use crate::render::words;

/// So many captures one takes in at a glance.
const FEW: usize = 2;

/// A table at the end of a report on many captures.
pub(in crate::render) fn summary(report: &Report) -> Option<Block> {
    if report.captures.len() <= FEW || report.attempts.is_empty() {
        return None;
    }
    let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for attempt in &report.attempts {
        let cause =
            attempt.root_cause.and_then(|at| report.findings.get(at)).map_or_else(|| "-".to_owned(), |cause| cause.code.to_string());
        let application = words::application(attempt).unwrap_or_else(|| "-".to_owned());
        *counts.entry((attempt.outcome.name().to_owned(), cause, application)).or_default() += 1;
    }
    let mut counts: Vec<((String, String, String), usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rows = counts.into_iter().map(|((outcome, cause, application), count)| {
        vec![Line::said(count.to_string()), Line::said(outcome), Line::taken(cause), Line::taken(application)]
    });
    let attempts = match report.attempts.len() {
        1 => "1 attempt".to_owned(),
        more => format!("{more} attempts"),
    };
    Some(Block::Table {
        title: format!("In all: {attempts} in {} captures", report.captures.len()),
        header: vec!["count", "outcome", "code", "application"],
        rows: rows.collect(),
    })
}
