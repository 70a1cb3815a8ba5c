//! The summary of many sign-ins: how they ended, which application fails most, and of what.

mod applications;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use applications::{Application, Applications};

use crate::model::attempt::{Attempt, Outcome};
use crate::model::report::Report;
use crate::render::document::{Block, Line};
use crate::render::words;

/// As many captures, or attempts, one takes in at a glance.
const FEW_CAPTURES: usize = 2;
const FEW_ATTEMPTS: usize = 10;
/// More applications, or causes, than that are counted together.
const MOST_ROWS: usize = 20;
/// As many codes of an application are named.
const MOST_CODES: usize = 3;

/// What is at the end of a report on many sign-ins; nothing for a few.
pub(in crate::render) fn summary(report: &Report) -> Vec<Block> {
    let few = report.origins().count() <= FEW_CAPTURES && report.attempts.len() <= FEW_ATTEMPTS;
    if few || report.attempts.len() < 2 {
        return Vec::new();
    }
    let applications = Applications::of(report);
    let mut blocks = vec![Block::Heading(1, Line::said(title(report))), Block::Paragraph(Line::said(outcomes(report)))];
    blocks.push(ranked(report, &applications));
    blocks.extend(causes(report, &applications));
    blocks
}

/// `In all: 30 attempts in 31 captures`
fn title(report: &Report) -> String {
    // Of captures whose attempts are hidden nothing is said.
    let shown: BTreeSet<usize> = report.attempts.iter().map(|attempt| attempt.capture).collect();
    let captures = if report.filtered.is_some() { shown.len() } else { report.origins().count() };
    let (one, many) = report.kind_of_origins();
    let captures = if captures == 1 { format!("1 {one}") } else { format!("{captures} {many}") };
    format!("In all: {} attempts in {captures}", report.attempts.len())
}

/// `17 failed, 4 interrupted (1 of them followed by a success), 8 succeeded; 2026-03-02 08:14:03Z to 2026-03-03 07:51:33Z`
fn outcomes(report: &Report) -> String {
    let counts = BY_URGENCY.iter().filter_map(|outcome| {
        let of_it = || report.attempts.iter().filter(|attempt| attempt.outcome == *outcome);
        let made_good = of_it().filter(|attempt| attempt.made_good).count();
        let made_good = if made_good > 0 { format!(" ({made_good} of them followed by a success)") } else { String::new() };
        let count = of_it().count();
        (count > 0).then(|| format!("{count} {}{made_good}", outcome.name()))
    });
    let mut text = counts.collect::<Vec<_>>().join(", ");
    let times = || report.attempts.iter().filter_map(|attempt| attempt.started);
    if let (Some(first), Some(last)) = (times().min(), times().max()) {
        let _ = write!(text, "; {} to {}", words::time(first), words::time(last));
    }
    text
}

/// The order in which people look for outcomes.
const BY_URGENCY: &[Outcome] = &[Outcome::Failed, Outcome::Interrupted, Outcome::Incomplete, Outcome::Succeeded];

fn code(attempt: &Attempt, report: &Report) -> Option<String> {
    report.root_of(attempt).map(|cause| cause.code.to_string())
}

/// What is known of an application.
#[derive(Default)]
struct Tally<'r> {
    attempts: Vec<&'r Attempt>,
    codes: BTreeMap<String, usize>,
}

impl Tally<'_> {
    fn failures(&self) -> usize {
        self.attempts.iter().filter(|attempt| attempt.is_bad()).count()
    }

    fn count(&self, outcome: Outcome) -> usize {
        self.attempts.iter().filter(|attempt| attempt.outcome == outcome).count()
    }

    /// `2 AADSTS50126, 1 AADSTS50053, ...`
    fn codes(&self) -> Line {
        let mut codes: Vec<(&String, &usize)> = self.codes.iter().collect();
        codes.sort_by_key(|(_, count)| Reverse(**count));
        let shown: Vec<String> = codes.iter().take(MOST_CODES).map(|(code, count)| format!("{count} {code}")).collect();
        let line = Line::taken(shown.join(", "));
        if codes.len() > shown.len() { line.and_said(", ...") } else { line }
    }
}

/// The applications, those that fail most first.
fn ranked(report: &Report, applications: &Applications) -> Block {
    let mut tallies: BTreeMap<Application, Tally<'_>> = BTreeMap::new();
    for attempt in &report.attempts {
        let tally = tallies.entry(applications.application(attempt)).or_default();
        tally.attempts.push(attempt);
        if attempt.is_bad()
            && let Some(code) = code(attempt, report)
        {
            *tally.codes.entry(code).or_default() += 1;
        }
    }
    let mut tallies: Vec<(Application, Tally<'_>)> = tallies.into_iter().collect();
    tallies.sort_by_key(|(_, tally)| (Reverse(tally.failures()), Reverse(tally.attempts.len())));
    let mut rows: Vec<Vec<Line>> =
        tallies.iter().take(MOST_ROWS).map(|(application, tally)| row(applications.name(application), tally)).collect();
    if tallies.len() > MOST_ROWS {
        let mut others = Tally::default();
        for (_, tally) in tallies.drain(MOST_ROWS..) {
            others.attempts.extend(tally.attempts);
            for (code, count) in tally.codes {
                *others.codes.entry(code).or_default() += count;
            }
        }
        rows.push(row(Line::said("all others"), &others));
    }
    let header = vec!["attempts", "failed", "interrupted", "incomplete", "succeeded", "application", "codes"];
    Block::Table { title: "Applications, those that fail most first".to_owned(), header, rows }
}

fn row(application: Line, tally: &Tally<'_>) -> Vec<Line> {
    let attempts = Line::said(tally.attempts.len().to_string());
    let outcomes = BY_URGENCY.iter().map(|outcome| Line::said(tally.count(*outcome).to_string()));
    [attempts].into_iter().chain(outcomes).chain([application, tally.codes()]).collect()
}

/// How often which code ended what, most first; successes have none.
fn causes(report: &Report, applications: &Applications) -> Option<Block> {
    let mut causes: BTreeMap<(String, &'static str, Application), usize> = BTreeMap::new();
    for attempt in report.attempts.iter().filter(|attempt| attempt.outcome != Outcome::Succeeded) {
        let code = code(attempt, report).unwrap_or_else(|| "-".to_owned());
        *causes.entry((code, attempt.outcome.name(), applications.application(attempt))).or_default() += 1;
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_key(|(_, count)| Reverse(*count));
    let mut rows: Vec<Vec<Line>> = causes
        .iter()
        .take(MOST_ROWS)
        .map(|((code, outcome, application), count)| {
            vec![Line::said(count.to_string()), Line::said(*outcome), Line::taken(code), applications.name(application)]
        })
        .collect();
    let others: usize = causes.iter().skip(MOST_ROWS).map(|(_, count)| count).sum();
    if others > 0 {
        rows.push(vec![Line::said(others.to_string()), Line::said("all others"), Line::default(), Line::default()]);
    }
    let header = vec!["count", "outcome", "code", "application"];
    (!rows.is_empty()).then(|| Block::Table { title: "Causes".to_owned(), header, rows })
}
