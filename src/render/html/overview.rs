//! The overview: the answer in one line, and all attempts side by side with filters when there are more than one.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::anchors::attempt_id;
use super::finding;
use super::shown::{cause, is_empty, lead, outcome_badge};
use crate::model::attempt::{Attempt, Outcome};
use crate::model::report::Report;
use crate::render::words;

/// What comes before the attempts.
pub(super) fn overview(report: &Report) -> Markup {
    html! {
        @match report.attempts.len() {
            0 => (no_attempt(report)),
            1 => (captures_without(report)),
            _ => {
                section .overview aria-labelledby="overview-title" {
                    (answer(report))
                    (filters(report))
                    (table(report))
                }
                (captures_without(report))
            }
        }
    }
}

fn no_attempt(report: &Report) -> Markup {
    html! {
        section .card aria-labelledby="overview-title" {
            h2 #overview-title { "No sign-in to explain" }
            (captures_without(report))
            @if report.findings.iter().any(|finding| finding.attempt.is_none()) {
                p { "Codes were seen, but nothing ties them to a sign-in; see below." }
            }
        }
    }
}

/// A line for every capture that gave nothing.
fn captures_without(report: &Report) -> Markup {
    html! {
        @for (at, capture) in report.captures.iter().enumerate() {
            @if is_empty(at, report) { p .nothing { (words::nothing(capture)) } }
        }
    }
}

/// The outcome that matters, and how many of each there are.
fn answer(report: &Report) -> Markup {
    let counts = [Outcome::Failed, Outcome::Interrupted, Outcome::Incomplete, Outcome::Succeeded].map(|outcome| {
        let count = report.attempts.iter().filter(|attempt| attempt.outcome == outcome).count();
        (count > 0).then(|| format!("{count} {}", outcome.name()))
    });
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    html! {
        h2 #overview-title { (report.attempts.len()) " attempts: " (counts.join(", ")) }
        @if let Some((number, attempt)) = lead(report) {
            p .lead {
                (outcome_badge(attempt.outcome))
                " " a href={ "#" (attempt_id(number)) } { "Attempt " (number + 1) } ": " (attempt.verdict)
            }
        }
    }
}

/// Controls for the script, which shows them.
fn filters(report: &Report) -> Markup {
    let numbers = (1..=report.attempts.len()).map(|number| (number.to_string(), format!("attempt {number}")));
    let outcomes: BTreeSet<&str> = report.attempts.iter().map(|attempt| attempt.outcome.name()).collect();
    let codes: BTreeSet<String> = report.attempts.iter().flat_map(|attempt| codes(attempt, report)).collect();
    let same = |text: String| (text.clone(), text);
    html! {
        div .filters .scripted role="group" aria-label="Show only" {
            (select("attempt", "Attempt", &numbers.collect::<Vec<_>>()))
            (select("outcome", "Outcome", &outcomes.into_iter().map(|name| same(name.to_owned())).collect::<Vec<_>>()))
            (select("code", "Code", &codes.into_iter().map(same).collect::<Vec<_>>()))
            button #filter-reset type="button" { "Show all" }
            p #shown role="status" { "All " (report.attempts.len()) " attempts are shown." }
        }
    }
}

fn select(name: &str, label: &str, options: &[(String, String)]) -> Markup {
    html! {
        label for={ "filter-" (name) } { (label) }
        select id={ "filter-" (name) } data-filter=(name) autocomplete="off" {
            option value="" { "all" }
            @for (value, text) in options { option value=(value) { (text) } }
        }
    }
}

/// Every code that was seen in an attempt.
pub(super) fn codes(attempt: &Attempt, report: &Report) -> BTreeSet<String> {
    attempt.findings.iter().filter_map(|at| report.findings.get(*at)).map(|finding| finding.code.to_string()).collect()
}

/// All attempts side by side.
fn table(report: &Report) -> Markup {
    let captured = report.captures.len() > 1;
    html! {
        div .scroll tabindex="0" role="group" aria-labelledby="attempts-caption" {
            table .attempts {
                caption #attempts-caption { "All attempts" }
                thead {
                    tr {
                        th scope="col" { "Attempt" }
                        th scope="col" { "Outcome" }
                        th scope="col" { "Cause" }
                        th scope="col" { "Started (UTC)" }
                        th scope="col" { "Application" }
                        th scope="col" { "User" }
                        @if captured { th scope="col" { "Capture" } }
                    }
                }
                tbody { @for (number, attempt) in report.attempts.iter().enumerate() { (row(number, attempt, report, captured)) } }
            }
        }
    }
}

fn row(number: usize, attempt: &Attempt, report: &Report, captured: bool) -> Markup {
    html! {
        tr data-row=(number + 1) {
            th scope="row" { a href={ "#" (attempt_id(number)) } { "Attempt " (number + 1) } }
            td { (outcome_badge(attempt.outcome)) @if attempt.made_good { " " span .note { "made good later" } } }
            td { @if let Some(cause) = cause(attempt, report) { (finding::code(cause)) } @else { span .none { "none" } } }
            td { @if let Some(started) = attempt.started { (words::time(started)) } @else { span .none { (words::MISSING) } } }
            td { (attempt.application.as_ref().or(attempt.client_id.as_ref()).map_or("", String::as_str)) }
            td { (words::user_name(attempt).unwrap_or_default()) }
            @if captured { td { @if let Some(capture) = report.captures.get(attempt.capture) { (capture.name) } } }
        }
    }
}
