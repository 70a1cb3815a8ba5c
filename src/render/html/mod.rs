//! HTML: the report as one file for a browser. It loads nothing, and reads without its script.
//!
//! Everything of the trace and of guides goes through the escaping of `html!`; only our own style and script are put in as they are.

mod anchors;
mod attempt;
mod copying;
mod evidence;
mod finding;
mod guidance;
mod overview;
mod page;
mod sequence;
mod steps;
mod waterfall;

use maud::{Markup, html};

use super::document::Tone;
use super::{Style, steers, words};
use crate::model::attempt::{Attempt, Outcome};
use crate::model::capture::Capture;
use crate::model::finding::Finding;
use crate::model::report::Report;

/// Renders a report. One line an attempt is what its overview is; `brief` changes nothing. `personal_data` tells whether names and addresses of
/// people were left in it.
pub(super) fn render(report: &Report, style: Style, personal_data: bool) -> String {
    let main = html! {
        (overview::overview(report))
        @for (number, shown) in report.attempts.iter().enumerate() {
            (attempt::section(number, shown, report, style))
        }
        (outside(report))
        (limits(report))
    };
    plain(&page::page(report, personal_data, &main).into_string())
}

/// A text of the trace must not steer the reader's eye.
fn plain(page: &str) -> String {
    page.replace(|letter: char| letter != '\n' && steers(letter), " ")
}

/// The outcome in its colour, with a shape that tells it without.
fn outcome_badge(outcome: Outcome) -> Markup {
    let (tone, shape) = match words::tone(outcome) {
        Tone::Good => ("good", "M4 8.5 7 11.5 12.5 5"),
        Tone::Bad => ("bad", "M5 5 11 11 M11 5 5 11"),
        Tone::Waiting => ("waiting", "M6 4.5 6 11.5 M10 4.5 10 11.5"),
        Tone::Unknown => ("unknown", "M4 8 12 8"),
    };
    html! {
        span class={ "outcome " (tone) } {
            svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
                circle cx="8" cy="8" r="8" {}
                path d=(shape) {}
            }
            (outcome.name())
        }
    }
}

/// What was seen outside any sign-in, capture by capture.
fn outside(report: &Report) -> Markup {
    let loose: Vec<(usize, &Finding)> = report.findings.iter().enumerate().filter(|(_, finding)| finding.attempt.is_none()).collect();
    html! {
        @if !loose.is_empty() {
            section #outside aria-labelledby="outside-title" {
                h2 #outside-title { (words::OUTSIDE) }
                @for (number, finding) in loose { (finding::outside(number, finding, report)) }
            }
        }
    }
}

/// What limits the answer, and the captures that hold no sign-in.
fn limits(report: &Report) -> Markup {
    let noted: Vec<&Capture> = report.captures.iter().filter(|capture| !capture.notes.is_empty()).collect();
    html! {
        @if !noted.is_empty() {
            section #limits .card aria-labelledby="limits-title" {
                h2 #limits-title { (words::LIMITS) }
                @for capture in noted {
                    @if report.captures.len() > 1 { h3 { (capture.name) } }
                    ul { @for note in &capture.notes { li { (words::note(note)) } } }
                }
            }
        }
    }
}

/// Whether a capture gave nothing to report on.
fn is_empty(at: usize, report: &Report) -> bool {
    let attempts = report.attempts.iter().any(|attempt| attempt.capture == at);
    !attempts && !report.findings.iter().any(|finding| finding.capture == at && finding.attempt.is_none())
}

/// The attempt that the reader is here for: the last that failed and was not made good, else the last.
fn lead(report: &Report) -> Option<(usize, &Attempt)> {
    let bad = |attempt: &Attempt| matches!(attempt.outcome, Outcome::Failed | Outcome::Interrupted) && !attempt.made_good;
    let numbered = || report.attempts.iter().enumerate().rev();
    numbered().find(|(_, attempt)| bad(attempt)).or_else(|| numbered().next())
}

/// The finding that an attempt ended on.
fn cause<'r>(attempt: &Attempt, report: &'r Report) -> Option<&'r Finding> {
    attempt.root_cause.and_then(|at| report.findings.get(at))
}
