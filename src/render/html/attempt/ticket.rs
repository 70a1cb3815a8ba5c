//! The block for the ticket: the ids that find the sign-in again, what else to attach, and one button that copies the whole case note.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::render::html::anchors::attempt_id;
use crate::render::html::finding::{facts, guidance};
use crate::render::html::view::View;
use crate::render::html::{case_note, labels};
use crate::render::words;

pub(super) fn ticket(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let root = view.cause(attempt);
    let attach = root.and_then(|root| root.guidance.as_ref()).map_or(&[][..], |guidance| &guidance.escalate_with);
    let id = format!("{}-note", attempt_id(at));
    html! {
        section .ticket {
            h3 { (labels::TICKET) }
            (facts::ids(&words::identifiers(attempt, root)))
            @if !attach.is_empty() {
                p .label { "Also attach" }
                ul { @for text in attach { li { (guidance::prose(text)) } } }
            }
            (case_note::button(&id))
            details .fold {
                summary { "Case note as text" }
                pre .note-text id=(id) { (case_note::of_attempt(attempt, view)) }
            }
        }
    }
}
