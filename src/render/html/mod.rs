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
mod shown;
mod steps;
mod waterfall;

use maud::{Markup, html};

use super::{Style, steers, words};
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
