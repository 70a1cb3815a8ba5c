//! What to do, and who does it.

use maud::{Markup, html};

use crate::model::finding::Guidance;
use crate::model::prose::Prose;
use crate::render::actors;
use crate::render::html::finding::guidance;

pub(in crate::render::html) fn to_do(guide: &Guidance) -> Markup {
    let own = guide.behind.iter().flat_map(|behind| &behind.resolve);
    let own: Vec<&Prose> = own.collect();
    html! {
        @if !guide.resolve.is_empty() || !guide.who_acts.is_empty() || !own.is_empty() {
            section .to-do {
                h3 { "What to do" }
                @if !names_actors(guide) { (guidance::who_acts(guide)) }
                @if !guide.resolve.is_empty() { ol { @for text in &guide.resolve { li { (step(text, guide)) } } } }
                @if !own.is_empty() {
                    h4 { "From your guide" }
                    ol { @for step in own { li { (guidance::prose(step)) } } }
                }
            }
        }
    }
}

/// Whether the steps say themselves who takes them.
fn names_actors(guide: &Guidance) -> bool {
    guide.resolve.iter().any(|step| !actors::by_actor(step, guide.is_own()).0.is_empty())
}

/// One step; who takes it stands out.
fn step(text: &Prose, guide: &Guidance) -> Markup {
    let (actor, said) = actors::by_actor(text, guide.is_own());
    html! {
        @if !actor.is_empty() { strong { (actor) ":" } " " }
        (guidance::prose(&said))
    }
}
