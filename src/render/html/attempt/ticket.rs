//! The block for the ticket: the ids that find the sign-in again, what else to attach, and one button that copies the whole case note.

use maud::{Markup, html};

use crate::model::finding::Guidance;
use crate::render::html::finding::{facts, guidance};
use crate::render::html::{case_note, labels};

/// `note` is the id of the case note.
pub(in crate::render::html) fn ticket(ids: &[(String, String)], guide: Option<&Guidance>, note: &str) -> Markup {
    let attach = guide.map_or(&[][..], |guide| &guide.escalate_with);
    html! {
        section .ticket {
            h3 { (labels::TICKET) }
            (facts::ids(ids))
            @if !attach.is_empty() {
                p .label { "Also attach" }
                ul { @for text in attach { li { (guidance::prose(text)) } } }
            }
            (case_note::button(note))
        }
    }
}
