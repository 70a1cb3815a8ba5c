//! The case note: verdict first, then why, what to do, the ids to paste, how it went, what limits the response. The short one fits a screen; the full one
//! leaves nothing out.

mod attempts;
pub(super) mod devices;
pub(super) mod files;
pub(super) mod filter;
mod full;
mod left_behind;
pub(super) mod log_rows;
pub(super) mod look_next;
mod marks;
mod short;
mod summary;
pub(super) mod system_codes;

use std::collections::HashSet;

use crate::model::attempt::{Attempt, Outcome};
use crate::model::finding::Finding;
use crate::model::report::{Origin, Report};
use crate::render::document::{Block, Line, Row, Tone};
use crate::render::{Style, words};
pub(in crate::render) use full::{guidance_note, one_line};

/// Writes the case note on a report.
pub(in crate::render) fn write(report: &Report, style: Style) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rows = Vec::new();
    let origins = report.origins().count();
    for (at, origin) in report.origins().enumerate() {
        let attempts: Vec<&Attempt> = report.attempts.iter().filter(|attempt| attempt.capture == at).collect();
        let unattached: Vec<&Finding> =
            report.findings.iter().filter(|finding| finding.capture == at && finding.attempt.is_none()).collect();
        if attempts.is_empty() && report.filtered.is_some() {
            continue;
        }
        match () {
            () if attempts.is_empty() && unattached.is_empty() => blocks.extend(nothing(origin)),
            () if style.brief => {
                rows.extend(attempts.iter().map(|attempt| brief(attempt, origin, report)));
                rows.extend(unattached.iter().map(|finding| brief_unattached(finding, origin)));
            }
            () if style.full => {
                blocks.extend(heading(origin, &attempts, report));
                blocks.extend(attempts.iter().flat_map(|attempt| full::note(attempt, report)));
                blocks.extend(full::unattached(&unattached));
                blocks.extend(full::limits(origin));
            }
            () => {
                if origins > 1 {
                    blocks.push(Block::Heading(1, Line::taken(origin.name())));
                }
                blocks.extend(in_short(&attempts, &unattached, origin, report));
            }
        }
    }
    if !rows.is_empty() {
        blocks.insert(0, Block::Rows(rows));
    }
    if !style.brief {
        blocks.extend(if style.full { devices::in_full(report) } else { devices::in_short(report) });
        blocks.extend(if style.full { system_codes::in_full(report) } else { system_codes::in_short(report) });
    }
    blocks.extend(summary::summary(report));
    blocks.extend(files::overview(report).filter(|_| !style.brief));
    let is_short = !style.brief && !style.full;
    if is_short && (!report.attempts.is_empty() || !report.findings.is_empty()) {
        blocks.extend(short::more(report));
    }
    if let Some(line) = filter::line(report) {
        blocks.insert(0, line);
    }
    blocks
}

/// The short note on a capture: the decisive attempt first, the others behind it.
fn in_short(attempts: &[&Attempt], unattached: &[&Finding], origin: Origin<'_>, report: &Report) -> Vec<Block> {
    let (told, others) = told_and_others(attempts, report);
    let mut behind = Vec::new();
    // Why a silent failure does not count is what its checks say.
    let made_good = others.iter().rev().find(|attempt| attempt.made_good && told.iter().all(|told| told.outcome == Outcome::Succeeded));
    behind.extend(made_good.and_then(|attempt| short::checked(report.root_of(attempt)?, short::Most::ALL)));
    if !others.is_empty() {
        behind.push(Block::Heading(2, Line::said("Other attempts")));
        behind.push(Block::Rows(others.iter().map(|attempt| brief(attempt, origin, report)).collect()));
    }
    behind.extend(short::unattached(unattached));
    behind.extend(short::limits(origin));
    let mut blocks = match told.as_slice() {
        [only] => short::alone(only, origin, report, &behind),
        several => several.iter().flat_map(|attempt| short::one_of_several(attempt, origin, report)).collect(),
    };
    blocks.extend(behind);
    blocks
}

/// The attempts that are told in full, the decisive one first, and those of which a line is enough: what succeeded or was made good next to a failure,
/// and failures that are like another one.
fn told_and_others<'a>(attempts: &[&'a Attempt], report: &Report) -> (Vec<&'a Attempt>, Vec<&'a Attempt>) {
    /// More notes are no summary.
    const MOST: usize = 3;
    let mut by_weight: Vec<&Attempt> = attempts.to_vec();
    // The last failure decides, then the last that was left waiting, then what the capture does not show to its end.
    by_weight.sort_by_key(|attempt| {
        let weight = match attempt.outcome {
            _ if attempt.made_good => 3,
            Outcome::Failed => 0,
            Outcome::Interrupted => 1,
            Outcome::Incomplete => 2,
            Outcome::Succeeded => 3,
        };
        (weight, std::cmp::Reverse(attempt.number))
    });
    let any_bad = attempts.iter().any(|attempt| attempt.is_bad());
    let mut seen = HashSet::new();
    let (mut told, mut others) = (Vec::new(), Vec::new());
    for attempt in by_weight {
        let cause = report.root_of(attempt).map(|finding| finding.code.clone());
        let is_new = seen.insert((attempt.outcome.name(), cause, attempt.client_id.clone()));
        let is_told = if any_bad { attempt.is_bad() } else { !attempt.made_good };
        if is_told && is_new && told.len() < MOST { told.push(attempt) } else { others.push(attempt) }
    }
    others.sort_by_key(|attempt| attempt.number);
    (told, others)
}

/// One line for what holds no sign-in to explain, and what may explain that.
fn nothing(origin: Origin<'_>) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(Line::taken(words::nothing(origin)))];
    blocks.extend(full::limits(origin));
    blocks
}

fn heading(origin: Origin<'_>, attempts: &[&Attempt], report: &Report) -> Vec<Block> {
    let between = |line: Line, fact: Line| line.and_said("; ").and(fact);
    let facts = words::origin_facts(origin).into_iter().reduce(between).unwrap_or_default();
    let mut blocks = vec![Block::Heading(1, Line::taken(origin.name())), Block::Paragraph(facts)];
    blocks.extend(attempts::table(attempts, report));
    blocks
}

fn brief(attempt: &Attempt, origin: Origin<'_>, report: &Report) -> Row {
    let cause = report.root_of(attempt);
    let code = cause.map_or_else(|| "-".to_owned(), |finding| finding.code.to_string());
    let time = cause.and_then(|finding| finding.timestamp).or(attempt.started).map_or_else(|| "-".to_owned(), words::time);
    let correlation = cause.and_then(|finding| finding.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let correlation = correlation.map_or("-", |id| id.as_str());
    let application = words::application(attempt).unwrap_or_else(|| "-".to_owned());
    let cells = [
        Line::taken(origin.name()).and_said(format!(" #{}", attempt.number)),
        Line::taken(code),
        Line::said(time),
        Line::said(correlation),
        Line::taken(application),
    ];
    Row { tone: words::tone(attempt.outcome), word: attempt.outcome.name().to_uppercase(), cells: cells.into() }
}

/// One line for a finding that nothing ties to an attempt.
fn brief_unattached(finding: &Finding, origin: Origin<'_>) -> Row {
    let time = finding.timestamp.map_or_else(|| "-".to_owned(), words::time);
    let correlation = finding.correlation_id.as_ref().map_or("-", |id| id.as_str());
    let outside = Line::said("found, but not part of a sign-in");
    let name = Line::taken(origin.name()).and_said(" -");
    let cells = [name, Line::taken(finding.code.to_string()), Line::said(time), Line::said(correlation), outside];
    Row { tone: Tone::Unknown, word: "SEEN".to_owned(), cells: cells.into() }
}
