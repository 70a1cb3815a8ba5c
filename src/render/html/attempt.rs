//! An attempt: verdict and ids first, then what to do, what was asked, the exchanges, and where to look next.

use maud::{Markup, html};

use super::anchors::{attempt_id, step_of_entry};
use super::shown::{cause, outcome_badge};
use super::{copying, finding, guidance, overview, sequence, steps, waterfall};
use crate::model::attempt::{Attempt, Interrupt, Outcome};
use crate::model::finding::Finding;
use crate::model::report::Report;
use crate::render::case_note::look_next;
use crate::render::document::{Block, Line};
use crate::render::{Style, words};

/// The section of an attempt.
pub(super) fn section(number: usize, attempt: &Attempt, report: &Report, style: Style) -> Markup {
    let id = attempt_id(number);
    let root = cause(attempt, report);
    let codes: Vec<String> = overview::codes(attempt, report).into_iter().collect();
    let is_sought = attempt.outcome != Outcome::Succeeded || style.full;
    let next = is_sought.then(|| look_next::listings(attempt, root)).flatten();
    html! {
        section .attempt id=(id) aria-labelledby={ (id) "-title" }
            data-attempt=(number + 1) data-outcome=(attempt.outcome.name()) data-code=(codes.join(" ")) {
            div .hero {
                (verdict(number, attempt, root, report, next.is_some()))
                section .card .escalation {
                    h3 id={ (id) "-ids-title" } { (words::ESCALATION) }
                    (copying::pairs(&format!("{id}-ids"), words::ESCALATION, &words::identifiers(attempt, root)))
                }
            }
            @if let Some(guide) = root.and_then(|root| root.guidance.as_ref()) { (guidance::guide(&id, guide)) }
            (asked(number, attempt))
            (sequence::diagram(number, attempt, root))
            (steps::steps(number, attempt, report))
            (waterfall::waterfall(number, attempt, root))
            (finding::others(number, attempt, report))
            @if let Some(Block::Listings(title, listings)) = &next { (look_next(&id, title, listings)) }
        }
    }
}

fn verdict(number: usize, attempt: &Attempt, root: Option<&Finding>, report: &Report, has_next: bool) -> Markup {
    let id = attempt_id(number);
    let capture = report.captures.get(attempt.capture).filter(|_| report.captures.len() > 1);
    html! {
        div .verdict .card {
            h2 id={ (id) "-title" } { (outcome_badge(attempt.outcome)) " " span .number { "Attempt " (number + 1) } }
            @if let Some(capture) = capture { p .kind { (capture.name) } }
            p .sentence { (attempt.verdict) }
            @if let Some(root) = root {
                p .cause { span .label { (words::cause_label(attempt.outcome)) } (finding::code(root)) }
                @if let Some(guidance) = &root.guidance { p .meaning { (guidance::prose(&guidance.meaning)) } }
                (finding::facts(root, Some((number, attempt))))
                @if root.guidance.is_none() { p .no-guide { "Guidance: " (words::NO_GUIDANCE) } }
            }
            (circumstances(attempt))
            (contents(number, attempt, root, has_next))
        }
    }
}

/// What kind of sign-in it was, and when.
fn circumstances(attempt: &Attempt) -> Markup {
    let cloud = attempt.cloud.map(|cloud| format!(", cloud {}", cloud.name())).unwrap_or_default();
    let silent = if attempt.silent { ", silent" } else { "" };
    let times = attempt.started.zip(attempt.ended).map(|(first, last)| (words::time(first), words::time(last)));
    let times = times.map(|(first, last)| if first == last { first } else { format!("{first} to {last}") });
    let facts = [
        ("Protocol", Some(format!("{}{cloud}{silent}", attempt.protocol.name()))),
        ("Redirect URI", attempt.redirect_uri.clone()),
        ("Steps", times),
    ];
    html! {
        dl .circumstances {
            @for (name, value) in facts { @if let Some(value) = value { div { dt { (name) } dd { (value) } } } }
        }
    }
}

/// Links to the parts of the section.
fn contents(number: usize, attempt: &Attempt, root: Option<&Finding>, has_next: bool) -> Markup {
    let others = attempt.findings.iter().any(|at| Some(*at) != attempt.root_cause);
    let guide = root.and_then(|root| root.guidance.as_ref());
    let parts = [
        ("guide", "What to do", guide.is_some_and(|guide| words::guidance_lists(guide).iter().any(|(_, bullets)| !bullets.is_empty()))),
        ("asked", words::ASKED, !attempt.interrupts.is_empty()),
        ("sequence", "Sequence", !attempt.steps.is_empty()),
        ("steps", "Steps", true),
        ("others", words::OTHERS, others),
        ("next", "Where to look next", has_next),
    ];
    let id = attempt_id(number);
    html! {
        nav .contents aria-label={ "Parts of attempt " (number + 1) } {
            @for (part, label, is_there) in parts { @if is_there { a href={ "#" (id) "-" (part) } { (label) } } }
        }
    }
}

fn asked(number: usize, attempt: &Attempt) -> Markup {
    let id = format!("{}-asked", attempt_id(number));
    html! {
        @if !attempt.interrupts.is_empty() {
            section .card {
                h3 id=(id) { (words::ASKED) }
                div .scroll tabindex="0" role="group" aria-label={ (words::ASKED) ", attempt " (number + 1) } {
                    table {
                        caption .visually-hidden { "Interrupts of attempt " (number + 1) }
                        thead { tr { @for name in ["Entry", "Interrupt", "Outcome", "Code", "Page"] { th scope="col" { (name) } } } }
                        tbody { @for interrupt in &attempt.interrupts { (asked_row(number, attempt, interrupt)) } }
                    }
                }
            }
        }
    }
}

fn asked_row(number: usize, attempt: &Attempt, interrupt: &Interrupt) -> Markup {
    html! {
        tr {
            td {
                @match step_of_entry(number, attempt, interrupt.entry) {
                    Some(step) => a href={ "#" (step) } { (interrupt.entry) },
                    None => (interrupt.entry),
                }
            }
            th scope="row" { (interrupt.kind.name()) }
            td { span .asked .{ (words::satisfied(interrupt.satisfied).replace(' ', "-")) } { (words::satisfied(interrupt.satisfied)) } }
            td { @if let Some(code) = &interrupt.code { (code) } }
            td { (words::page_and_target(interrupt)) }
        }
    }
}

fn look_next(id: &str, title: &str, listings: &[(Line, String)]) -> Markup {
    html! {
        section .card {
            h3 id={ (id) "-next" } { (title) }
            @for (at, (name, text)) in listings.iter().enumerate() {
                div .listing {
                    p .label { (name) (copying::button(&name.to_string(), &format!("{id}-next-{at}"))) }
                    pre id={ (id) "-next-" (at) } { (text) }
                }
            }
        }
    }
}
