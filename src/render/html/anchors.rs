//! The places of a report that links lead to.

use crate::model::attempt::Attempt;
use crate::model::finding::Finding;

/// The id of an attempt's section.
pub(super) fn attempt_id(number: usize) -> String {
    format!("attempt-{}", number + 1)
}

/// The id of a step.
pub(super) fn step_id(number: usize, at: usize) -> String {
    format!("{}-step-{}", attempt_id(number), at + 1)
}

/// The id of the first step that is this entry.
pub(super) fn step_of_entry(number: usize, attempt: &Attempt, entry: u64) -> Option<String> {
    attempt.steps.iter().position(|step| step.entry == entry).map(|at| step_id(number, at))
}

/// The step at which an attempt ended: the first at which its cause was read.
pub(super) fn step_of_cause(attempt: &Attempt, cause: Option<&Finding>) -> Option<usize> {
    let evidence = cause.map_or(&[][..], Finding::shown);
    evidence.iter().find_map(|shown| attempt.steps.iter().position(|step| step.entry == shown.entry))
}
