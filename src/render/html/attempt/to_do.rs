//! What to do, and who does it.

use maud::{Markup, html};

use crate::model::finding::Guidance;
use crate::model::prose::Prose;
use crate::render::html::finding::guidance;

pub(in crate::render::html) fn to_do(guide: &Guidance) -> Markup {
    let own = guide.behind.iter().flat_map(|behind| &behind.resolve);
    let own: Vec<&Prose> = own.collect();
    html! {
        @if !guide.resolve.is_empty() || !guide.who_acts.is_empty() || !own.is_empty() {
            section .to-do {
                h3 { "What to do" }
                (guidance::who_acts(guide))
                @if !guide.resolve.is_empty() { ol { @for step in &guide.resolve { li { (guidance::prose(step)) } } } }
                @if !own.is_empty() {
                    h4 { "From your guide" }
                    ol { @for step in own { li { (guidance::prose(step)) } } }
                }
            }
        }
    }
}
