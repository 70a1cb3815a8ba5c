//! What was checked in this trace: yes, no, or not to be seen, each with the entries that show it.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::model::finding::{CheckResult, Checked, Guidance};
use crate::model::prose::Prose;
use crate::render::html::anchors::step_of_entry;
use crate::render::html::finding::guidance::prose;
use crate::render::words;

/// The checks of a guide, decided by the trace; then what the guide asks its reader to look at.
pub(in crate::render::html) fn checks(of: Option<(usize, &Attempt)>, checked: &[Checked], guide: &Guidance) -> Markup {
    let own = guide.behind.iter().flat_map(|behind| &behind.confirm);
    let open: Vec<&Prose> = guide.confirm.iter().chain(own).collect();
    let with = |result: CheckResult| checked.iter().filter(move |checked| checked.result == result && checked.is_told());
    let in_order = with(CheckResult::Yes).chain(with(CheckResult::No)).chain(with(CheckResult::Unseen));
    let labels = words::labels(guide.material);
    html! {
        @if checked.iter().any(Checked::is_told) {
            section .checks {
                h3 { (labels.checked) }
                ul { @for checked in in_order { (check(checked.result, &checked.says, &checked.entries, of)) } }
            }
        }
        @if !open.is_empty() {
            section .checks {
                h3 { (labels.to_check) }
                ul { @for text in open { (check(CheckResult::Unseen, text, &[], of)) } }
            }
        }
    }
}

/// One check: its response, its text, and links to the steps that show it.
fn check(result: CheckResult, text: &Prose, entries: &[u64], of: Option<(usize, &Attempt)>) -> Markup {
    let (mark, word) = match result {
        CheckResult::Yes => ("yes", "yes"),
        CheckResult::No => ("no", "no"),
        CheckResult::Unseen => ("open", "?"),
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
                        None => { @if of.is_some_and(|(_, attempt)| attempt.is_of_log()) { "row " } @else if of.is_some_and(|(_, attempt)| attempt.is_of_text()) { "block " } @else { "entry " } (entry) },
                    }
                }
            }
        }
    }
}
