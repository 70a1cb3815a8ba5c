//! One attempt of several: a line that opens.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::render::html::anchors::attempt_id;
use crate::render::html::badge;
use crate::render::html::overview::filters::Facets;
use crate::render::html::view::View;

/// The names of the columns, for the eye; each row reads without them.
pub(super) fn header(view: &View) -> Markup {
    html! {
        div .row .names .with-capture[view.has_several_captures()] aria-hidden="true" {
            span { "Outcome" }
            span .at { "No." }
            span { "Started (UTC)" }
            span { "Code" }
            span { "Application" }
            span { "User" }
            @if view.has_several_captures() { span { "Capture" } }
        }
    }
}

/// The row with its attempt inside.
pub(super) fn row(at: usize, attempt: &Attempt, view: &View, is_open: bool, body: &Markup) -> Markup {
    let facets = Facets::of(at, attempt, view);
    html! {
        details .attempt .card id=(attempt_id(at)) open[is_open] .off-paper[!view.is_on_paper(attempt)]
            data-outcome=(facets.outcome) data-code=(facets.codes.join(" ")) data-application=(facets.application)
            data-user=(facets.user) data-capture=(facets.capture) {
            summary .row .with-capture[view.has_several_captures()] {
                span { (badge::outcome(attempt.outcome)) @if attempt.made_good { " " span .note { "then signed in" } } }
                " " span .at { (attempt.number) }
                " " span .when { @if let Some(started) = attempt.started { (view.moment(started)) } @else { "no time" } }
                " " span .what { @if let Some(cause) = view.cause(attempt) { (code(cause)) } @else { "-" } }
                " " span .application { (facets.application) }
                " " span .user { (facets.user) }
                @if view.has_several_captures() { " " span .capture { (facets.capture) } }
            }
            (body)
        }
    }
}

fn code(finding: &Finding) -> Markup {
    html! {
        span .code { (finding.code) }
        @if let Some(name) = &finding.name { " " span .name { (name) } }
    }
}
