//! Findings: what is known of one, in the verdict, beside it, and outside any sign-in.

use maud::{Markup, html};

use super::{copying, evidence, guidance};
use crate::model::attempt::Attempt;
use crate::model::finding::{Finding, Role};
use crate::model::report::Report;
use crate::render::words;

/// Name and number of a finding.
pub(super) fn code(finding: &Finding) -> Markup {
    html! {
        span .code { (finding.code) }
        @if let Some(name) = &finding.name { " " span .name { (name) } }
    }
}

/// Meaning, message, error and evidence of a finding.
pub(super) fn facts(finding: &Finding, attempt: Option<(usize, &Attempt)>) -> Markup {
    html! {
        dl .facts-of-finding {
            @if let Some(message) = &finding.message { div { dt { "Message" } dd { q { (message) } } } }
            @if let Some(error) = words::protocol_error(finding) { div { dt { "Error" } dd { code { (error) } } } }
            div { dt { "Evidence" } dd { (evidence::evidence(finding, attempt)) } }
            @if let Some(guidance) = finding.guidance.as_ref().filter(|guidance| !guidance.who_acts.is_empty()) {
                div { dt { "Who acts" } dd { (guidance::who_acts(guidance)) } }
            }
        }
    }
}

/// Findings of an attempt that are not its cause, each to be opened.
pub(super) fn others(number: usize, attempt: &Attempt, report: &Report) -> Markup {
    let others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause);
    let others: Vec<(usize, &Finding)> = others.filter_map(|at| Some((*at, report.findings.get(*at)?))).collect();
    html! {
        @if !others.is_empty() {
            section .card {
                h3 id={ "attempt-" (number + 1) "-others" } { (words::OTHERS) }
                @for (at, finding) in others { (other(at, finding, (number, attempt))) }
            }
        }
    }
}

fn other(at: usize, finding: &Finding, attempt: (usize, &Attempt)) -> Markup {
    html! {
        details .finding id={ "finding-" (at + 1) } {
            summary { (code(finding)) " " span .role .{ (finding.role.name()) } { (role(finding.role)) } }
            @if let Some(guidance) = &finding.guidance { p { (guidance::prose(&guidance.meaning)) } }
            (facts(finding, Some(attempt)))
            @if let Some(guidance) = &finding.guidance {
                @for (label, bullets) in words::guidance_lists(guidance) {
                    @if !bullets.is_empty() {
                        p .label { (label) }
                        ul { @for bullet in bullets { li { (guidance::prose(bullet)) } } }
                    }
                }
                @if guidance.is_own() { p .source { "Guide: " (guidance::prose(&guidance.title)) " (" (guidance.source.name()) ")" } }
                @if let Some(behind) = &guidance.behind { p .source { "Your guide is faulty: " (behind.source.name()) } }
            }
        }
    }
}

fn role(role: Role) -> &'static str {
    words::role(role).trim_start_matches("a ").trim_start_matches("an ").trim_start_matches("the ")
}

/// A finding that nothing ties to an attempt, with its ids and its guide.
pub(super) fn outside(at: usize, finding: &Finding, report: &Report) -> Markup {
    let prefix = format!("finding-{}", at + 1);
    let pairs = words::finding_identifiers(finding);
    let capture = report.captures.get(finding.capture).filter(|_| report.captures.len() > 1);
    html! {
        article .attempt id=(prefix) aria-labelledby={ (prefix) "-title" } {
            div .hero {
                div .verdict .card {
                    @if let Some(capture) = capture { p .kind { (capture.name) } }
                    p .cause id={ (prefix) "-title" } { span .label { "Seen" } (code(finding)) }
                    @if let Some(guidance) = &finding.guidance { p .meaning { (guidance::prose(&guidance.meaning)) } }
                    (facts(finding, None))
                    @if finding.guidance.is_none() { p .no-guide { "Guidance: " (words::NO_GUIDANCE) } }
                }
                @if !pairs.is_empty() {
                    section .card .escalation {
                        h3 id={ (prefix) "-ids-title" } { (words::ESCALATION) }
                        (copying::pairs(&format!("{prefix}-ids"), words::ESCALATION, &pairs))
                    }
                }
            }
            @if let Some(guide) = &finding.guidance { (guidance::guide(&prefix, guide)) }
        }
    }
}
