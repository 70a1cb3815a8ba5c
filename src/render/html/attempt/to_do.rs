//! What to do, and who does it.

use maud::{Markup, html};

use crate::model::finding::Guidance;
use crate::render::html::finding::guidance;

pub(super) fn to_do(guide: &Guidance) -> Markup {
    html! {
        @if !guide.resolve.is_empty() || !guide.who_acts.is_empty() {
            section .to-do {
                h3 { "What to do" }
                (guidance::who_acts(guide))
                @if !guide.resolve.is_empty() { ol { @for step in &guide.resolve { li { (guidance::prose(step)) } } } }
            }
        }
        @if let Some(behind) = &guide.behind { @if !behind.resolve.is_empty() {
            section .to-do {
                h3 { "What to do (your guide)" }
                ol { @for step in &behind.resolve { li { (guidance::prose(step)) } } }
            }
        } }
    }
}
