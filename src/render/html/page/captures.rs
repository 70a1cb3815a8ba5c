//! The captures, behind the attempts: what each holds. They fold away, since a response does not begin with a list of files.

use maud::{Markup, html};

use super::facts::facts;
use super::frame::captures_title;
use crate::model::attempt::Outcome;
use crate::model::report::Origin;
use crate::render::html::labels;
use crate::render::html::view::View;
use crate::render::words;

/// The captures when there are more than one; a single one is named at the top.
pub(in crate::render::html) fn captures(view: &View) -> Markup {
    let captures: Vec<Origin<'_>> = view.report.origins().collect();
    if captures.len() < 2 {
        return html! {};
    }
    let empty = (0..captures.len()).filter(|at| view.is_empty(*at)).count();
    html! {
        details #captures .fold .card {
            summary {
                h2 { (captures_title(view)) }
                " " span .note {
                    (captures.len())
                    @if empty > 0 { ", " (empty) " without a sign-in" }
                }
            }
            ul .captures { @for (at, capture) in captures.iter().enumerate() { li { (one(at, *capture, view)) } } }
        }
    }
}

fn one(at: usize, capture: Origin<'_>, view: &View) -> Markup {
    let of = || view.report.attempts.iter().filter(|attempt| attempt.capture == at);
    let failed = of().filter(|attempt| attempt.outcome == Outcome::Failed).count();
    html! {
        strong { (capture.name()) }
        p .facts {
            @if view.is_empty(at) {
                span { (words::nothing(capture)) }
            } @else {
                span {
                    (labels::attempts(of().count()))
                    @if failed > 0 { ", " (failed) " failed" }
                }
            }
            @for fact in facts(capture) { span { (fact) } }
        }
    }
}
