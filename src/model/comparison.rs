//! A comparison: where a sign-in that works and one that does not part.

use super::attempt::Attempt;
use super::finding::Finding;
use crate::entra::closed_set::closed_set;
use crate::entra::endpoints::Stage;
use crate::entra::interrupts::InterruptKind;

/// What is compared of a report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sides {
    /// The position of the first capture of the bad sign-in; `None` when both are looked for in all captures.
    pub first_bad: Option<usize>,
    /// The attempt that was asked for as the good one.
    pub good: Option<Wanted>,
    /// The attempt that was asked for as the bad one.
    pub bad: Option<Wanted>,
}

/// An attempt as people name it: `2`, or where several captures have one, `after.har#2`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The capture's name, or the end of it behind a slash.
    pub capture: Option<String>,
    /// The number in the capture, from 1.
    pub number: usize,
}

closed_set! {
    /// Which of the two.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Side {
        /// The one that works.
        Good = "good",
        /// The one that does not.
        Bad = "bad",
    }
}

/// Why two sign-ins are not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCompared {
    /// This side shows no attempt; when both are looked for in the same captures, there is only one.
    NoAttempt(Side),
    /// There is no such attempt. The largest number that there is.
    NotThere(Side, usize),
    /// Several captures have an attempt of this number.
    InSeveral(Side),
}

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
    /// Why the comparison may mislead.
    pub warnings: Vec<Warning>,
}

impl Comparison {
    /// The finding that an attempt ended on, when it is one of those that are told.
    #[must_use]
    pub fn root_of(&self, compared: &Compared) -> Option<&Finding> {
        let root = compared.attempt.root_cause?;
        self.findings.iter().find(|(at, _)| *at == root).map(|(_, finding)| finding)
    }
}

closed_set! {
    /// Why a comparison may mislead.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Warning {
        /// The two are of different applications.
        Application = "different_application",
        /// The two are of different users.
        User = "different_user",
        /// The two are of different tenants.
        Tenant = "different_tenant",
        /// The two are in different clouds.
        Cloud = "different_cloud",
        /// What is called good failed, and what is called bad succeeded.
        Swapped = "swapped",
        /// Neither succeeded.
        BothFailed = "both_failed",
        /// Both succeeded.
        BothSucceeded = "both_succeeded",
        /// How one of them ended is not in its capture.
        Incomplete = "incomplete",
    }
}

closed_set! {
    /// Why an attempt was taken.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Choice {
        /// It was asked for.
        Asked = "asked_for",
        /// There is no other.
        Only = "only_one",
        /// The last that succeeded with the application of the other.
        LastOfApplication = "last_that_succeeded_with_the_application",
        /// The last that succeeded, with whatever application.
        LastSucceeded = "last_that_succeeded",
        /// The last that failed or was interrupted, and that nothing made good.
        LastFailed = "last_that_failed",
        /// The last of all: none is what was looked for.
        Last = "last",
    }
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
    /// Why it was taken.
    pub choice: Choice,
    /// Of how many.
    pub of: usize,
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
    /// The response's status.
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
