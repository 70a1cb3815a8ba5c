//! The steps of an attempt, each to be opened: request, answer, parameters, and the findings that were read there.

use maud::{Markup, html};

use super::anchors::{attempt_id, step_id};
use super::finding;
use crate::model::attempt::{Attempt, Interrupt, Step};
use crate::model::finding::Finding;
use crate::model::report::Report;
use crate::render::words;

/// The list of steps.
pub(super) fn steps(number: usize, attempt: &Attempt, report: &Report) -> Markup {
    let title = format!("{}-steps", attempt_id(number));
    html! {
        section .card {
            h3 id=(title) { "Steps" }
            ol .steps { @for (at, step) in attempt.steps.iter().enumerate() { li { (details(&step_id(number, at), step, attempt, report)) } } }
        }
    }
}

fn details(id: &str, step: &Step, attempt: &Attempt, report: &Report) -> Markup {
    let findings = attempt.findings.iter().filter_map(|at| Some((*at, report.findings.get(*at)?)));
    let findings = findings.filter(|(_, finding)| finding.evidence.iter().any(|shown| shown.entry == step.entry));
    let findings: Vec<(usize, &Finding)> = findings.collect();
    let is_cause = findings.iter().any(|(at, _)| Some(*at) == attempt.root_cause);
    html! {
        details id=(id) .step .ended[is_cause] {
            summary {
                span .entry { "entry " (step.entry) }
                span .stage { (step.stage.name()) }
                span .status .refused[step.status.is_none_or(|status| status >= 400)] { (status(step)) }
                span .request { (step.method) " " (step.host) (step.path) }
                @for (at, finding) in &findings {
                    span .chip .cause[Some(*at) == attempt.root_cause] { (finding.code) }
                }
            }
            (facts(step))
            (asked(step, attempt))
            (parameters(step))
            @if !findings.is_empty() {
                p .label { "Read here" }
                ul { @for (_, finding) in &findings { li { (read_here(finding, step)) } } }
            }
        }
    }
}

/// The status, or that there is none.
pub(super) fn status(step: &Step) -> String {
    step.status.map_or_else(|| "no answer".to_owned(), |status| status.to_string())
}

fn facts(step: &Step) -> Markup {
    let facts = [
        ("Time (UTC)", step.time.map(|time| format!("{} ({})", words::time(time), words::clock(time)))),
        ("Method", Some(step.method.clone())),
        ("Host", Some(step.host.clone())),
        ("Path", Some(step.path.clone())),
        ("Status", Some(status(step))),
        ("Page", step.page.clone()),
    ];
    html! {
        dl .facts-of-step {
            @for (name, value) in facts {
                @if let Some(value) = value { div { dt { (name) } dd { (value) } } }
            }
        }
    }
}

fn asked(step: &Step, attempt: &Attempt) -> Markup {
    let asked: Vec<&Interrupt> = attempt.interrupts.iter().filter(|interrupt| interrupt.entry == step.entry).collect();
    html! {
        @if !asked.is_empty() {
            p .label { "Asked here" }
            ul { @for interrupt in asked { li { code { (interrupt.kind.name()) } ", " (words::satisfied(interrupt.satisfied)) ": " (interrupt.kind.phrase()) } } }
        }
    }
}

fn parameters(step: &Step) -> Markup {
    html! {
        @if !step.parameters.is_empty() {
            p .label { "What may make the difference" }
            dl .parameters { @for (name, value) in &step.parameters { div { dt { (name) } dd { (value) } } } }
        }
    }
}

fn read_here(finding: &Finding, step: &Step) -> Markup {
    let here: Vec<_> = finding.evidence.iter().filter(|shown| shown.entry == step.entry).cloned().collect();
    html! { (finding::code(finding)) ", " (words::role(finding.role)) " (" (words::evidence(&here)) ")" }
}
