//! The applications, those with the most failures first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use maud::{Markup, html};

use super::totals::OUTCOMES;
use crate::model::attempt::Outcome;
use crate::render::html::view::View;

/// The rest folds away.
const SHOWN: usize = 8;

/// An application with its attempts.
#[derive(Default)]
struct Ranked<'r> {
    name: &'r str,
    counts: [usize; OUTCOMES.len()],
    /// How often each code ended an attempt.
    codes: BTreeMap<String, usize>,
}

/// The table of applications; nothing where there is only one.
pub(super) fn ranking(view: &View) -> Markup {
    let ranked = ranked(view);
    let (first, rest) = ranked.split_at(ranked.len().min(SHOWN));
    html! {
        @if ranked.len() > 1 {
            (table(first, "Applications by failures"))
            @if !rest.is_empty() {
                details .fold {
                    summary { (rest.len()) " more" }
                    (table(rest, "More applications"))
                }
            }
        }
    }
}

fn ranked<'v>(view: &'v View) -> Vec<Ranked<'v>> {
    let mut all: Vec<Ranked> = view.applications.names().iter().map(|name| Ranked { name, ..Ranked::default() }).collect();
    for (at, attempt) in view.report.attempts.iter().enumerate() {
        let Some(of) = all.get_mut(view.applications.position(at)) else { continue };
        for (count, outcome) in of.counts.iter_mut().zip(OUTCOMES) {
            *count += usize::from(outcome == attempt.outcome);
        }
        if let Some(cause) = view.cause(attempt) {
            *of.codes.entry(cause.code.to_string()).or_default() += 1;
        }
    }
    all.sort_by_key(|application| (Reverse(application.counts), application.name));
    all
}

fn table(applications: &[Ranked], caption: &str) -> Markup {
    html! {
        table .ranking {
            caption { (caption) }
            thead {
                tr {
                    th scope="col" { "Application" }
                    @for outcome in OUTCOMES { th .count scope="col" { (heading(outcome)) } }
                    th scope="col" { "Codes" }
                }
            }
            tbody { @for application in applications { (row(application)) } }
        }
    }
}

fn heading(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Failed => "Failed",
        Outcome::Interrupted => "Interrupted",
        Outcome::Incomplete => "Incomplete",
        Outcome::Succeeded => "Succeeded",
    }
}

fn row(application: &Ranked) -> Markup {
    const MOST: usize = 4;
    let mut codes: Vec<(&String, &usize)> = application.codes.iter().collect();
    codes.sort_by_key(|(code, count)| (Reverse(**count), *code));
    html! {
        tr {
            th scope="row" { (application.name) }
            @for count in &application.counts { td .count .zero[*count == 0] { (count) } }
            td .codes {
                @for (code, count) in codes.iter().take(MOST) { span .code { (code) @if **count > 1 { " \u{d7}" (count) } } " " }
                @if codes.len() > MOST { span .note { "+" (codes.len() - MOST) } }
            }
        }
    }
}
