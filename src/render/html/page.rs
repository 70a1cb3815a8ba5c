//! The frame of the page: what the browser may do, the header, the footer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::shown::{cause, is_empty, lead};
use crate::model::capture::Capture;
use crate::model::report::Report;
use crate::render::words;

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// The whole page around its main part.
pub(super) fn page(report: &Report, personal_data: bool, main: &Markup) -> Markup {
    let (css, script) = (source(STYLE), source(SCRIPT));
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
                title { (title(report)) }
                style { (PreEscaped(&css)) }
            }
            body {
                a .skip href="#verdict" { "Skip to the verdict" }
                (header(report, personal_data))
                main #verdict tabindex="-1" { (main) }
                (footer())
                p #announcement .visually-hidden role="status" {}
                script { (PreEscaped(&script)) }
            }
        }
    }
}

/// A source with the line ends that a browser hashes, however it was checked out.
fn source(text: &str) -> String {
    text.replace('\r', "")
}

/// Nothing is loaded, nothing is sent, and no style or script runs but the two of this page.
fn policy(css: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let (style, script) = (hash(css), hash(script));
    format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
}

fn names(report: &Report) -> String {
    match report.captures.as_slice() {
        [] => "no capture".to_owned(),
        [only] => only.name.clone(),
        [first, others @ ..] => format!("{} and {} more", first.name, others.len()),
    }
}

/// Outcome, code and capture, so that tabs can be told apart.
fn title(report: &Report) -> String {
    let outcome = lead(report).map_or_else(
        || "No sign-in".to_owned(),
        |(_, attempt)| {
            let code = cause(attempt, report).map(|finding| format!(" {}", finding.code)).unwrap_or_default();
            format!("{}{code}", attempt.outcome.name().to_uppercase())
        },
    );
    format!("{outcome} - {} - entrace", names(report))
}

fn header(report: &Report, personal_data: bool) -> Markup {
    html! {
        header .banner {
            p .kind { "Sign-in report" }
            h1 { (names(report)) }
            @if let [only] = report.captures.as_slice() {
                p .facts { @for fact in facts(only) { span { (fact) } } }
            } @else {
                (captures(report))
            }
            p .made { (made(personal_data)) @if has_limits(report) { " " a href="#limits" { (words::LIMITS) } } }
        }
    }
}

fn facts(capture: &Capture) -> Vec<String> {
    words::capture_facts(capture).iter().map(ToString::to_string).collect()
}

/// More captures than one, each with what it holds.
fn captures(report: &Report) -> Markup {
    html! {
        ul .captures {
            @for (at, capture) in report.captures.iter().enumerate() {
                li {
                    strong { (capture.name) }
                    @for fact in facts(capture) { span { (fact) } }
                    @if is_empty(at, report) { em { "no sign-in" } }
                }
            }
        }
    }
}

fn has_limits(report: &Report) -> bool {
    report.captures.iter().any(|capture| !capture.notes.is_empty())
}

/// What made the report, and what the reader may rely on when passing it on.
fn made(personal_data: bool) -> String {
    let hidden = if personal_data {
        "credentials are masked, names and addresses of people are shown"
    } else {
        "secrets and personal data are masked"
    };
    format!("Made by entrace {}, offline; {hidden}.", env!("CARGO_PKG_VERSION"))
}

fn footer() -> Markup {
    html! {
        footer {
            p { "This page loads nothing and sends nothing. The capture itself still holds its secrets; do not attach it to anything." }
        }
    }
}
