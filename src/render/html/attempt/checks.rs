//! What was checked in this trace: yes, no, or not to be seen, each with the entries that show it.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::model::finding::Guidance;
use crate::model::prose::Prose;
use crate::render::html::anchors::step_of_entry;
use crate::render::html::finding::guidance::prose;

/// The checks of a guide. What a guide asks its reader to confirm is open until the trace decides it.
pub(in crate::render::html) fn checks(of: Option<(usize, &Attempt)>, guide: &Guidance) -> Markup {
    let own = guide.behind.iter().flat_map(|behind| &behind.confirm);
    let open: Vec<&Prose> = guide.confirm.iter().chain(own).collect();
    html! {
        @if !open.is_empty() {
            section .checks {
                h3 { "Check in this trace" }
                ul { @for text in open { (check(None, text, &[], of)) } }
            }
        }
    }
}

/// One check: its answer, its text, and links to the steps that show it.
fn check(answer: Option<bool>, text: &Prose, entries: &[u64], of: Option<(usize, &Attempt)>) -> Markup {
    let (mark, word) = match answer {
        Some(true) => ("yes", "yes"),
        Some(false) => ("no", "no"),
        None => ("open", "?"),
    };
    html! {
        li .check {
            span class={ "mark " (mark) } { (word) }
            span {
                (prose(text))
                @for entry in entries {
                    " "
                    @match of.and_then(|(at, attempt)| step_of_entry(at, attempt, *entry)) {
                        Some(step) => a href={ "#" (step) } { "entry " (entry) },
                        None => { "entry " (entry) },
                    }
                }
            }
        }
    }
}
