//! Findings that nothing ties to an attempt, each with its ids and its guide, in the order of an attempt.

use maud::{Markup, html};

use super::attempt::{checks, more, ticket, to_do};
use super::finding::{facts, guidance};
use super::view::View;
use super::{case_note, labels};
use crate::model::finding::Finding;
use crate::render::words;

/// All of them; open where there is one and nothing else.
pub(super) fn outside(view: &View) -> Markup {
    let loose = view.loose();
    let is_open = view.report.attempts.is_empty() && loose.len() == 1;
    html! {
        @if !loose.is_empty() {
            section #outside aria-labelledby="outside-title" {
                h2 #outside-title { (labels::OUTSIDE) }
                @for (at, finding) in loose { (one(at, finding, is_open, view)) }
            }
        }
    }
}

fn one(at: usize, finding: &Finding, is_open: bool, view: &View) -> Markup {
    let id = format!("finding-{}", at + 1);
    let note = format!("{id}-note");
    html! {
        details .loose .card id=(id) open[is_open] {
            summary {
                (facts::code(finding))
                @if let Some(time) = finding.timestamp { " " span .note { (words::time(time)) } }
                @if let Some(capture) = view.capture_of(finding.capture) { " " span .note { (capture) } }
            }
            @if view.in_full { (body(finding, &note, view)) } @else {
                div .body .plain { (case_note::button(&note)) (case_note::text(&note, &case_note::of_finding(finding, view))) }
            }
        }
    }
}

fn body(finding: &Finding, note: &str, view: &View) -> Markup {
    let guide = finding.guidance.as_deref();
    html! {
        div .body {
            div .answer {
                section .why {
                    h3 { "Why" }
                    @if let Some(guide) = guide { p .meaning { (guidance::prose(&guide.meaning)) } } @else { p .note { (labels::NO_GUIDE) } }
                    (facts::facts(finding, None))
                    @if let Some(guide) = guide { (guidance::causes(guide)) }
                }
                @if let Some(guide) = guide {
                    (to_do::to_do(guide))
                    (checks::checks(None, &finding.checks, guide))
                }
            }
            div .aside { (ticket::ticket(&words::finding_identifiers(finding), guide, note)) }
            @if let Some(guide) = guide {
                details .fold .wide .more {
                    summary { h3 { "More" } " " span .note { "causes, notes, further reading" } }
                    (more::of_guide(guide))
                }
            }
            (case_note::folded(note, &case_note::of_finding(finding, view)))
        }
    }
}
