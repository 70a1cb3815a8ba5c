//! How many attempts ended how.

use maud::{Markup, html};

use crate::model::attempt::Outcome;
use crate::render::html::view::View;
use crate::render::html::{badge, labels};

/// The order in which outcomes are read.
pub(super) const OUTCOMES: [Outcome; 4] = [Outcome::Failed, Outcome::Interrupted, Outcome::Incomplete, Outcome::Succeeded];

/// The heading, and each outcome with its share.
pub(super) fn totals(view: &View) -> Markup {
    let all = view.report.attempts.len();
    let count = |outcome: Outcome| view.report.attempts.iter().filter(|attempt| attempt.outcome == outcome).count();
    let counts = OUTCOMES.map(|outcome| (outcome, count(outcome)));
    html! {
        h2 #overview-title {
            (labels::attempts(all))
            @if view.has_several_captures() { " in " (view.count_of_captures()) }
        }
        ul .totals {
            @for (outcome, count) in counts {
                @if count > 0 { li { strong { (count) } " " (badge::outcome(outcome)) } }
            }
        }
        (shares(&counts, all))
    }
}

/// A bar of the outcomes, which says what the numbers say.
fn shares(counts: &[(Outcome, usize)], all: usize) -> Markup {
    let starts = counts.iter().scan(0, |start, (_, count)| Some(std::mem::replace(start, *start + count)));
    html! {
        svg .shares width="100%" height="8" aria-hidden="true" focusable="false" {
            @for ((outcome, count), start) in counts.iter().zip(starts) {
                @if *count > 0 { rect .(badge::tone(*outcome)) x=(percent(start, all)) y="0" width=(percent(*count, all)) height="8" {} }
            }
        }
    }
}

fn percent(part: usize, all: usize) -> String {
    let thousandths = part * 100_000 / all.max(1);
    format!("{}.{:03}%", thousandths / 1000, thousandths % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_hundred() {
        assert_eq!(percent(1, 3), "33.333%");
        assert_eq!(percent(62, 62), "100.000%");
        assert_eq!(percent(0, 0), "0.000%");
    }
}
