//! What Entra asked for on the way to the token, and whether the sign-in went on past it.

use maud::{Markup, html};

use crate::model::attempt::{Attempt, Interrupt};
use crate::render::html::anchors::step_of_entry;
use crate::render::html::labels;
use crate::render::words;

pub(super) fn prompts(at: usize, attempt: &Attempt) -> Markup {
    html! {
        @if !attempt.interrupts.is_empty() {
            div .prompts {
                h4 { (labels::PROMPTS) }
                ol { @for interrupt in &attempt.interrupts { (prompt(at, attempt, interrupt)) } }
            }
        }
    }
}

fn prompt(at: usize, attempt: &Attempt, interrupt: &Interrupt) -> Markup {
    let (mark, word) = labels::passed(interrupt.satisfied);
    let page = words::page_and_target(interrupt);
    html! {
        li class={ "prompt " (mark) } {
            span .what { (labels::prompt(interrupt.kind)) } " "
            span .mark { (word) } " "
            span .where {
                @match step_of_entry(at, attempt, interrupt.entry) {
                    Some(step) => a href={ "#" (step) } { "entry " (interrupt.entry) },
                    None => { "entry " (interrupt.entry) },
                }
                @if let Some(code) = &interrupt.code { " " span .code { (code) } }
                @if !page.is_empty() { " " (page) }
            }
        }
    }
}
