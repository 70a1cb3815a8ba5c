//! What is copied out of the report: ids and listings, each with its button. Without script there are no buttons.

use maud::{Markup, html};

use crate::render::words;

/// A button that copies the text of an element.
pub(super) fn button(what: &str, target: &str) -> Markup {
    html! {
        button .copy .scripted type="button" data-copy=(target) data-what=(what) {
            span { "Copy" }
            span .visually-hidden { " " (what) }
        }
    }
}

/// Names and values, each with a button, and one for all.
pub(super) fn pairs(prefix: &str, title: &str, pairs: &[(String, String)]) -> Markup {
    html! {
        dl .ids id=(prefix) {
            @for (at, (name, value)) in pairs.iter().enumerate() {
                div {
                    dt { (name) }
                    dd {
                        @if value == words::MISSING {
                            span .none { (value) }
                        } @else {
                            span id={ (prefix) "-" (at) } { (value) }
                            (button(name, &format!("{prefix}-{at}")))
                        }
                    }
                }
            }
        }
        button .copy .all .scripted type="button" data-copy=(prefix) data-what=(title) { span { "Copy all" } span .visually-hidden { " " (title) } }
    }
}
