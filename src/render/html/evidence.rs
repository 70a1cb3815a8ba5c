//! Where a finding was read: sites and fields, each entry a link to its step.

use maud::{Markup, html};

use super::anchors;
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
                    @let step = group.first().and_then(|first| attempt.and_then(|(number, attempt)| anchors::step_of_entry(number, attempt, first.entry)));
                    @match step {
                        Some(step) => a href={ "#" (step) } { (words::evidence(group)) },
                        None => (words::evidence(group)),
                    }
                }
            }
        }
    }
}
