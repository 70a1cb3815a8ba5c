//! What comes before the attempts when there are several: how they ended, which applications fail, and what can be looked for.

pub(super) mod applications;
pub(super) mod filters;
mod ranking;
mod totals;

use maud::{Markup, html};

use super::anchors::attempt_id;
use super::badge;
use super::view::View;
use crate::model::attempt::Outcome;
use crate::render::case_note::filter;
use crate::render::{verdict, words};

/// With fewer attempts all are seen at once.
const MANY: usize = 4;

/// The summary; nothing for a single attempt, which is its own.
pub(super) fn overview(view: &View) -> Markup {
    let filtered = filter::sentence(view.report);
    html! {
        @if let Some(filtered) = &filtered { p .note { (filtered) } }
        @match view.report.attempts.len() {
            0 if filtered.is_some() => {},
            0 => (no_attempt(view)),
            1 => (empty_captures(view)),
            _ => {
                section .overview .card aria-labelledby="overview-title" {
                    (totals::totals(view))
                    (lead(view))
                    @if view.report.attempts.len() >= MANY { (ranking::ranking(view)) }
                }
                @if view.report.attempts.len() >= MANY { (filters::filters(view)) }
            }
        }
    }
}

fn no_attempt(view: &View) -> Markup {
    html! {
        section .card aria-labelledby="overview-title" {
            h2 #overview-title { "No sign-in to explain" }
            (empty_captures(view))
            @if !view.loose().is_empty() { p { "Codes were found, but none is part of a sign-in. They are listed below." } }
        }
    }
}

/// A line for every capture that gave nothing; of many captures the list says it.
fn empty_captures(view: &View) -> Markup {
    const FEW: usize = 3;
    // What a filter hides is there.
    if view.report.filtered.is_some() {
        return html! {};
    }
    let empty: Vec<_> = view.report.origins().enumerate().filter(|(at, _)| view.is_empty(*at)).collect();
    html! { @if empty.len() <= FEW { @for (_, capture) in empty { p .note { (words::nothing(capture)) } } } }
}

/// The attempt to begin with.
fn lead(view: &View) -> Markup {
    html! {
        @if let Some((at, attempt)) = view.lead() {
            p .lead {
                span .note { @if view.is_on_paper(attempt) && attempt.outcome != Outcome::Succeeded { "Start here: " } @else { "Last attempt: " } }
                (badge::outcome(attempt.outcome)) " "
                a href={ "#" (attempt_id(at)) } { (view.name_of(attempt)) } ": " (verdict::of(attempt, view.cause(attempt)))
            }
        }
    }
}
