//! A step of an attempt, to be opened: request, response, parameters, ids, and the findings that were read there.

use maud::{Markup, html};

use crate::model::attempt::{Attempt, Interrupt, Step};
use crate::model::finding::Finding;
use crate::render::html::finding::evidence::fields;
use crate::render::html::finding::facts::{code, fact};
use crate::render::html::labels;
use crate::render::html::view::View;
use crate::render::words;

pub(super) fn step(id: &str, step: &Step, attempt: &Attempt, view: &View) -> Markup {
    let findings = attempt.findings.iter().filter_map(|at| Some((*at, view.report.findings.get(*at)?)));
    let findings = findings.filter(|(_, finding)| finding.is_shown_by(step.entry));
    let findings: Vec<(usize, &Finding)> = findings.collect();
    let is_cause = |at: usize| Some(at) == attempt.root_cause;
    html! {
        details id=(id) .step .ended[findings.iter().any(|(at, _)| is_cause(*at))] {
            summary {
                span .entry { (step.entry) } " "
                span .time { (step.time.map(words::clock).unwrap_or_default()) } " "
                span .after { (after(step, attempt).unwrap_or_default()) } " "
                span .status .refused[step.status.is_none_or(|status| status >= 400)] { (status(step)) } " "
                span .stage {
                    (step.stage.label())
                    @for (at, finding) in &findings { " " span .chip .cause[is_cause(*at)] { (finding.code) } }
                } " "
                span .request { (step.method) " " (step.host) (step.path) }
                @for comment in view.comments(attempt.capture, step.entry) { " " span .comment { (comment.message) } }
            }
            div .inside {
                (facts(step))
                (prompts(step, attempt))
                (parameters(step))
                @if !findings.is_empty() { (codes(step, &findings)) }
            }
        }
    }
}

/// The status, or that there is none.
pub(super) fn status(step: &Step) -> String {
    step.status.map_or_else(|| "no response".to_owned(), |status| status.to_string())
}

/// How long after the first step it began.
fn after(step: &Step, attempt: &Attempt) -> Option<String> {
    let first = attempt.steps.iter().filter_map(|step| step.time).min()?;
    let passed = step.time?.as_millisecond().saturating_sub(first.as_millisecond());
    (passed > 0).then(|| format!("+{}.{:03} s", passed / 1000, passed % 1000))
}

fn facts(step: &Step) -> Markup {
    let started = step.time.map(|time| format!("{} ({})", words::time(time), words::clock(time)));
    let took = step.duration.map(|duration| format!("{duration} ms"));
    let facts = [("Started (UTC)", started), ("Took", took), ("Page", step.page.clone())];
    html! { dl .facts-list { @for (name, value) in facts { @if let Some(value) = value { (fact(name, &html! { (value) })) } } } }
}

fn prompts(step: &Step, attempt: &Attempt) -> Markup {
    let asked: Vec<&Interrupt> = attempt.interrupts.iter().filter(|interrupt| interrupt.entry == step.entry).collect();
    html! {
        @if !asked.is_empty() {
            p .label { "Prompts in this response" }
            ul { @for interrupt in asked { li { (labels::prompt(interrupt.kind)) ": " (labels::passed(interrupt.satisfied).1) } } }
        }
    }
}

fn parameters(step: &Step) -> Markup {
    html! {
        @if !step.parameters.is_empty() {
            p .label { "Request parameters" }
            dl .facts-list .parameters { @for (name, value) in &step.parameters { (fact(name, &html! { (value) })) } }
        }
    }
}

/// The codes of a response, with the ids that the service gave it.
fn codes(step: &Step, findings: &[(usize, &Finding)]) -> Markup {
    html! {
        p .label { "Codes in this response" }
        ul {
            @for (_, finding) in findings {
                @let here: Vec<_> = finding.shown().iter().filter(|shown| shown.entry == step.entry).cloned().collect();
                li {
                    (code(finding)) " (" (fields(&here)) ")"
                    dl .facts-list .diagnostics {
                        @for (name, value) in words::finding_identifiers(finding) { (fact(&name, &html! { (value) })) }
                    }
                }
            }
        }
    }
}
