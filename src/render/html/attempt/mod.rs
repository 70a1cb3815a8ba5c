//! The attempts: a single one in full, several as rows that open. Inside, the order is that of the short report: verdict; who, when, with what; why;
//! what to do; what was checked; the ticket; the sign-in log; what happened; more.

pub(super) mod checks;
mod head;
mod log;
pub(super) mod more;
mod row;
pub(super) mod ticket;
pub(super) mod to_do;
mod why;

use maud::{Markup, html};

use super::anchors::attempt_id;
use super::view::{MOST_IN_FULL, View};
use super::{case_note, happened};
use crate::model::attempt::Attempt;
use crate::render::{verdict, words};

/// All attempts in the order of the report.
pub(super) fn attempts(view: &View) -> Markup {
    let lead = view.lead().map(|(at, _)| at);
    html! {
        @match view.report.attempts.as_slice() {
            [] => {},
            [only] => section #attempt-1 .attempt .single .card aria-labelledby="attempt-1-title" data-outcome=(only.outcome.name()) { (body(0, only, view)) },
            several => section #attempts aria-labelledby="attempts-title" {
                h2 #attempts-title .visually-hidden { "Attempts" }
                @if !view.in_full { (in_brief()) }
                (row::header(view))
                @for (at, attempt) in several.iter().enumerate() {
                    (row::row(at, attempt, view, lead == Some(at), &body(at, attempt, view)))
                }
                p #none .note .card .scripted { "No attempt matches these filters." }
            },
        }
    }
}

fn body(at: usize, attempt: &Attempt, view: &View) -> Markup {
    if view.in_full { full(at, attempt, view) } else { as_text(at, attempt, view) }
}

fn full(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let root = view.cause(attempt);
    let guidance = root.and_then(|root| root.guidance.as_deref());
    let note = note_id(at);
    html! {
        div .body .brief[root.is_none()] {
            div .answer {
                (head::head(at, attempt, view))
                (why::why(at, attempt, root))
                @if let Some((root, guidance)) = root.zip(guidance) {
                    (to_do::to_do(guidance))
                    (checks::checks(Some((at, attempt)), &root.checks, guidance))
                }
            }
            div .aside {
                (ticket::ticket(&words::identifiers(attempt, root), guidance, &note))
                (log::log(at, attempt, view))
            }
            (happened::happened(at, attempt, view))
            (more::more(at, attempt, view))
            (case_note::folded(&note, &case_note::of_attempt(attempt, view)))
        }
    }
}

fn in_brief() -> Markup {
    html! {
        p .note {
            "This report has more than " (MOST_IN_FULL) " attempts, so each is shown as text. A report on fewer, for example with "
            code { "--code" } " or " code { "--correlation-id" } ", has all parts."
        }
    }
}

/// One of very many attempts: all that is known, as text.
fn as_text(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let id = note_id(at);
    html! {
        div .body .plain {
            h3 { (verdict::of(attempt, view.cause(attempt))) }
            (case_note::button(&id))
            (case_note::text(&id, &case_note::of_attempt(attempt, view)))
        }
    }
}

fn note_id(at: usize) -> String {
    format!("{}-note", attempt_id(at))
}
