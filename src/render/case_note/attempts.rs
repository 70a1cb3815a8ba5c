//! The attempts of one capture, side by side.

use crate::model::attempt::Attempt;
use crate::model::report::Report;
use crate::render::document::{Block, Line};
use crate::render::words;

/// A table of the attempts; nothing for one.
pub(super) fn table(attempts: &[&Attempt], report: &Report) -> Option<Block> {
    if attempts.len() < 2 {
        return None;
    }
    let of_one_day = is_of_one_day(attempts);
    let started = |attempt: &Attempt| attempt.started.map(if of_one_day { words::clock } else { words::time }).unwrap_or_default();
    let code = |attempt: &Attempt| {
        let cause = report.root_of(attempt);
        cause.map_or_else(|| "-".to_owned(), |cause| cause.code.to_string())
    };
    let rows = attempts.iter().map(|attempt| {
        vec![
            Line::said(attempt.number.to_string()),
            Line::said(attempt.outcome.name()),
            Line::taken(code(attempt)),
            Line::said(started(attempt)),
            Line::taken(words::application(attempt).unwrap_or_default()),
            Line::taken(attempt.user.label.clone().unwrap_or_default()),
        ]
    });
    Some(Block::Table {
        title: format!("{} attempts", attempts.len()),
        header: vec!["attempt", "outcome", "code", "started", "application", "user"],
        rows: rows.collect(),
    })
}

/// Whether a time of day says enough.
fn is_of_one_day(attempts: &[&Attempt]) -> bool {
    let mut days = attempts.iter().filter_map(|attempt| attempt.started).map(|time| time.to_string().chars().take(10).collect::<String>());
    let first = days.next();
    days.all(|day| Some(&day) == first.as_ref())
}
