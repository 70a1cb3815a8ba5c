//! A comparison: where a sign-in that works and one that does not part.

use super::attempt::Attempt;
use super::finding::Finding;
use crate::entra::endpoints::Stage;
use crate::entra::interrupts::InterruptKind;

/// Two attempts side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The attempt that worked.
    pub good: Compared,
    /// The attempt that did not.
    pub bad: Compared,
    /// The first stage at which they part; `None` when they never do.
    pub first_divergence: Option<Divergence>,
    /// Parameters that differ, stage by stage.
    pub differences: Vec<Difference>,
    /// The findings of the bad attempt, with their numbers in the report.
    pub findings: Vec<(usize, Finding)>,
    /// Numbers of the findings whose code the good attempt does not have.
    pub only_in_bad: Vec<usize>,
    /// Interrupts that only the bad attempt met.
    pub interrupts_only_in_bad: Vec<InterruptKind>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// Its capture's name.
    pub capture: String,
    /// Its number in the report, from zero.
    pub number: usize,
    /// The attempt.
    pub attempt: Attempt,
}

/// Where two attempts part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divergence {
    /// The stage.
    pub stage: Stage,
    /// What the good attempt did there; `None` when it had ended.
    pub good: Option<Reached>,
    /// What the bad attempt did there; `None` when it had ended.
    pub bad: Option<Reached>,
}

/// What an attempt did at a stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The stage.
    pub stage: Stage,
    /// The answer's status.
    pub status: Option<u16>,
    /// The page that was shown.
    pub page: Option<String>,
}

/// A parameter that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The stage of the request.
    pub stage: Stage,
    /// The parameter.
    pub parameter: String,
    /// Its value in the good attempt.
    pub good: Option<String>,
    /// Its value in the bad attempt.
    pub bad: Option<String>,
}
