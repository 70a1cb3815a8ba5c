//! How an attempt ended, in its color, and with a shape that tells it without.

use maud::{Markup, html};

use crate::model::attempt::Outcome;
use crate::render::document::Tone;
use crate::render::words;

/// The outcome as a word.
pub(super) fn outcome(outcome: Outcome) -> Markup {
    let (tone, shape) = shape(outcome);
    html! {
        span class={ "outcome " (tone) } {
            svg viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
                circle cx="8" cy="8" r="8" {}
                path d=(shape) {}
            }
            (outcome.name())
        }
    }
}

/// The class of an outcome's color.
pub(super) fn tone(outcome: Outcome) -> &'static str {
    shape(outcome).0
}

fn shape(outcome: Outcome) -> (&'static str, &'static str) {
    match words::tone(outcome) {
        Tone::Good => ("good", "M4 8.5 7 11.5 12.5 5"),
        Tone::Bad => ("bad", "M5 5 11 11 M11 5 5 11"),
        Tone::Waiting => ("waiting", "M6 4.5 6 11.5 M10 4.5 10 11.5"),
        Tone::Unknown => ("unknown", "M4 8 12 8"),
    }
}
