//! What several parts of the page show: how an attempt ended, and which of them the reader is here for.

use maud::{Markup, html};

use crate::model::attempt::{Attempt, Outcome};
use crate::model::finding::Finding;
use crate::model::report::Report;
use crate::render::document::Tone;
use crate::render::words;

/// The outcome in its color, with a shape that tells it without.
pub(super) fn outcome_badge(outcome: Outcome) -> Markup {
    let (tone, shape) = match words::tone(outcome) {
        Tone::Good => ("good", "M4 8.5 7 11.5 12.5 5"),
        Tone::Bad => ("bad", "M5 5 11 11 M11 5 5 11"),
        Tone::Waiting => ("waiting", "M6 4.5 6 11.5 M10 4.5 10 11.5"),
        Tone::Unknown => ("unknown", "M4 8 12 8"),
    };
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

/// Whether a capture gave nothing to report on.
pub(super) fn is_empty(at: usize, report: &Report) -> bool {
    let attempts = report.attempts.iter().any(|attempt| attempt.capture == at);
    !attempts && !report.findings.iter().any(|finding| finding.capture == at && finding.attempt.is_none())
}

/// The attempt that the reader is here for: the last that failed and was not made good, else the last.
pub(super) fn lead(report: &Report) -> Option<(usize, &Attempt)> {
    let bad = |attempt: &Attempt| matches!(attempt.outcome, Outcome::Failed | Outcome::Interrupted) && !attempt.made_good;
    let numbered = || report.attempts.iter().enumerate().rev();
    numbered().find(|(_, attempt)| bad(attempt)).or_else(|| numbered().next())
}

/// The finding that an attempt ended on.
pub(super) fn cause<'r>(attempt: &Attempt, report: &'r Report) -> Option<&'r Finding> {
    attempt.root_cause.and_then(|at| report.findings.get(at))
}
