//! Findings that nothing ties to an attempt, each with its ids and its guide.

use maud::{Markup, html};

use super::{facts, guidance};
use crate::model::finding::Finding;
use crate::render::html::view::View;
use crate::render::html::{case_note, labels};
use crate::render::words;

/// All of them; open where they are all there is.
pub(in crate::render::html) fn outside(view: &View) -> Markup {
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
    html! {
        details .loose .card id=(id) open[is_open] {
            summary {
                (facts::code(finding))
                @if let Some(time) = finding.timestamp { " " span .note { (words::time(time)) } }
                @if let Some(capture) = view.capture_of(finding.capture) { " " span .note { (capture.name) } }
            }
            @if view.in_full { (body(&id, finding, view)) } @else { div .body .plain { pre .note-text { (case_note::of_finding(finding, view)) } } }
        }
    }
}

fn body(id: &str, finding: &Finding, view: &View) -> Markup {
    let pairs = words::finding_identifiers(finding);
    let note = format!("{id}-note");
    html! {
        div .body {
            div .answer {
                section {
                    @if let Some(guide) = &finding.guidance { p .meaning { (guidance::prose(&guide.meaning)) } } @else { p .note { (labels::NO_GUIDE) } }
                    (facts::facts(finding, None))
                }
                @if let Some(guide) = &finding.guidance { section { (lists(guide)) } }
            }
            div .aside {
                section .ticket {
                    h3 { (labels::TICKET) }
                    (facts::ids(&pairs))
                    (case_note::button(&note))
                    details .fold {
                        summary { "Case note as text" }
                        pre .note-text id=(note) { (case_note::of_finding(finding, view)) }
                    }
                }
            }
        }
    }
}

fn lists(guide: &crate::model::finding::Guidance) -> Markup {
    html! {
        (guidance::who_acts(guide))
        @for (label, texts) in words::guidance_lists(guide) {
            @if !texts.is_empty() {
                h3 { (label) }
                ul { @for text in texts { li { (guidance::prose(text)) } } }
            }
        }
        (guidance::reading(guide))
        (guidance::origin(guide))
        @if let Some(behind) = &guide.behind {
            @for (label, texts) in words::guidance_lists(behind) {
                @if !texts.is_empty() {
                    h3 { (label) " (your guide)" }
                    ul { @for text in texts { li { (guidance::prose(text)) } } }
                }
            }
            (guidance::reading(behind))
            (guidance::origin(behind))
        }
    }
}
