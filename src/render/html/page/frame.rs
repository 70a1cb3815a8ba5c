//! The frame of the page: what the browser may do, the header, the footer.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::facts::facts;
use super::limits::has_limits;
use super::sources::{policy, sources};
use crate::model::report::Origin;
use crate::render::html::labels;
use crate::render::html::view::View;

/// The whole page around its main part.
pub(in crate::render::html) fn page(view: &View, personal_data: bool, main: &Markup) -> Markup {
    let (css, script) = sources();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy(&css, &script));
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="referrer" content="no-referrer";
                meta name="generator" content={ "entrace " (env!("CARGO_PKG_VERSION")) };
                title { (title(view)) }
                style { (PreEscaped(&css)) }
            }
            body {
                a .skip href="#verdict" { "Skip to the verdict" }
                (header(view, personal_data))
                main #verdict tabindex="-1" { (main) }
                footer { p { "This page loads nothing and sends nothing. The capture itself still holds its secrets; do not attach it to anything." } }
                p #announcement .visually-hidden role="status" {}
                script { (PreEscaped(&script)) }
            }
        }
    }
}

fn names(view: &View) -> String {
    let mut origins = view.report.origins();
    match (origins.next(), origins.count()) {
        (None, _) => "no capture".to_owned(),
        (Some(only), 0) => only.name().to_owned(),
        (Some(first), others) => format!("{} and {others} more", first.name()),
    }
}

/// Outcome, code and capture, so that tabs can be told apart.
fn title(view: &View) -> String {
    let outcome = view.lead().map_or_else(
        || "No sign-in".to_owned(),
        |(_, attempt)| {
            let code = view.cause(attempt).map(|finding| format!(" {}", finding.code)).unwrap_or_default();
            format!("{}{code}", attempt.outcome.name().to_uppercase())
        },
    );
    format!("{outcome} - {} - entrace", names(view))
}

fn header(view: &View, personal_data: bool) -> Markup {
    let only = view.report.origin(0).filter(|_| !view.has_several_captures());
    html! {
        header .banner {
            h1 { (names(view)) }
            p .facts {
                @if let Some(only) = only {
                    @for fact in facts(only) { span { (fact) } }
                } @else {
                    span { (view.count_of_captures()) }
                    @if let Some(period) = period(view) { span { (period) } }
                }
                span { (made(personal_data)) }
                @if view.has_several_captures() { span { a href="#captures" { (captures_title(view)) } } }
                @if has_limits(view) { span { a href="#limits" { (labels::LIMITS) } } }
            }
        }
    }
}

/// What the list of the captures is called.
pub(super) fn captures_title(view: &View) -> &'static str {
    match view.report.kind_of_origins() {
        (_, "files") => "Files",
        (_, "sign-in logs") => "Sign-in logs",
        _ => "Captures",
    }
}

/// From the first request of all captures to the last.
fn period(view: &View) -> Option<String> {
    let times = |origin| match origin {
        Origin::Capture(capture) => (capture.first, capture.last),
        Origin::Log(log) => (log.first, log.last),
        Origin::Text(text) => (text.first, text.last),
    };
    let first = view.report.origins().filter_map(|origin| times(origin).0).min()?;
    let last = view.report.origins().filter_map(|origin| times(origin).1).max()?;
    Some(labels::period(first, last))
}

/// What made the report, and what the reader may rely on when passing it on.
fn made(personal_data: bool) -> String {
    let hidden = if personal_data {
        "credentials are masked, names and addresses of people are shown"
    } else {
        "secrets and personal data are masked"
    };
    format!("Made by entrace {}, offline; {hidden}", env!("CARGO_PKG_VERSION"))
}
