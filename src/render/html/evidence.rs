//! Where a finding was read: sites and fields, each entry a link to its step.

use maud::{Markup, html};

use super::steps;
use crate::model::attempt::Attempt;
use crate::model::finding::{Evidence, Finding};
use crate::render::words;

/// The evidence entry by entry; entries that are steps of the attempt lead to them.
pub(super) fn evidence(finding: &Finding, attempt: Option<(usize, &Attempt)>) -> Markup {
    let groups: Vec<&[Evidence]> = finding.evidence.chunk_by(|one, next| one.entry == next.entry).collect();
    html! {
        ul .evidence {
            @for group in groups {
                li {
                    @let step = group.first().and_then(|first| attempt.and_then(|(number, attempt)| steps::id_of_entry(number, attempt, first.entry)));
                    @match step {
                        Some(step) => a href={ "#" (step) } { (words::evidence(group)) },
                        None => (words::evidence(group)),
                    }
                }
            }
        }
    }
}

/// The step at which an attempt ended: the first at which its cause was read.
pub(super) fn step_of_cause(attempt: &Attempt, cause: Option<&Finding>) -> Option<usize> {
    let evidence = cause.map_or(&[][..], |cause| cause.evidence.as_slice());
    evidence.iter().find_map(|shown| attempt.steps.iter().position(|step| step.entry == shown.entry))
}
