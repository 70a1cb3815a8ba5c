//! Controls that show only some of the attempts. The script shows them and does what they say; numbers stay as they are.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::totals::OUTCOMES;
use crate::model::attempt::Attempt;
use crate::render::html::labels;
use crate::render::html::view::View;
use crate::render::words;

/// The values by which an attempt can be found, one per filter.
pub(in crate::render::html) struct Facets<'v> {
    pub(in crate::render::html) application: &'v str,
    pub(in crate::render::html) capture: &'v str,
    pub(in crate::render::html) user: String,
    pub(in crate::render::html) outcome: &'static str,
    /// Every code that was seen in it.
    pub(in crate::render::html) codes: Vec<String>,
}

impl<'v> Facets<'v> {
    pub(in crate::render::html) fn of(at: usize, attempt: &'v Attempt, view: &'v View) -> Self {
        let findings = attempt.findings.iter().filter_map(|at| view.report.findings.get(*at));
        let mut codes: Vec<String> = findings.map(|finding| finding.code.to_string()).collect();
        codes.sort();
        codes.dedup();
        Self {
            application: view.applications.name(at),
            capture: view.report.origin_name(attempt.capture),
            user: words::user_name(attempt).unwrap_or_else(|| labels::NO_USER.to_owned()),
            outcome: attempt.outcome.name(),
            codes,
        }
    }
}

/// The values of a filter, with the number of attempts that have each.
type Values = BTreeMap<String, usize>;

/// The filters, and the line that says how many attempts fit.
pub(super) fn filters(view: &View) -> Markup {
    let mut values: [(&str, &str, Values); 5] =
        [("application", "Application"), ("capture", "Capture"), ("user", "User"), ("outcome", "Outcome"), ("code", "Code")]
            .map(|(name, label)| (name, label, Values::new()));
    for (at, attempt) in view.report.attempts.iter().enumerate() {
        let facets = Facets::of(at, attempt, view);
        let of = [
            vec![facets.application.to_owned()],
            vec![facets.capture.to_owned()],
            vec![facets.user],
            vec![facets.outcome.to_owned()],
            facets.codes,
        ];
        for ((.., values), of) in values.iter_mut().zip(of) {
            for value in of {
                *values.entry(value).or_default() += 1;
            }
        }
    }
    html! {
        div #filters .filters .scripted role="search" aria-label="Filter attempts" {
            @for (name, label, values) in &values {
                @if values.len() > 1 || *name == "code" && !values.is_empty() { (select(name, label, values)) }
            }
            label .text {
                span { "Text" }
                input #filter-text type="search" data-filter="text" autocomplete="off" spellcheck="false";
            }
            div .state {
                p #shown role="status" { "All " (labels::attempts(view.report.attempts.len())) }
                button #filter-reset type="button" { "Clear filters" }
            }
        }
    }
}

fn select(name: &str, label: &str, values: &Values) -> Markup {
    let ordered: Vec<(&String, &usize)> = if name == "outcome" {
        OUTCOMES.iter().filter_map(|outcome| values.get_key_value(outcome.name())).collect()
    } else {
        values.iter().collect()
    };
    html! {
        label {
            span { (label) }
            select data-filter=(name) autocomplete="off" {
                option value="" { "All" }
                @for (value, count) in ordered { option value=(value) { (value) " (" (count) ")" } }
            }
        }
    }
}
