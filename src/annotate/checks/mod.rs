//! Checks: what a guide asks of the trace. A check is data: a name, a statement, and a formula over signals that the attempt decides: yes, no, or cannot
//! be seen. Causes, steps and what to attach hang on checks.

mod answer;
mod case;
mod condition;
mod course;
mod formula;

use serde::Deserialize;

use crate::model::finding::{CheckResult, Checked};
use crate::model::prose::Prose;
pub(super) use case::{Case, Courses};
pub(super) use condition::Bullet;
pub(super) use formula::Formula;

/// A check, as the front matter of a guide has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    /// The name that bullets refer to.
    pub name: String,
    /// What is so when the answer is yes.
    pub says: String,
    /// The codes of the guide that it is for, when it is not for all of them.
    #[serde(default)]
    pub codes: Vec<String>,
    /// When it is so.
    pub when: Formula,
}

impl Check {
    /// Whether the check is for a code.
    pub(super) fn is_for(&self, code: &str) -> bool {
        self.codes.is_empty() || self.codes.iter().any(|own| own == code)
    }

    /// What the trace says to it.
    pub(super) fn decide(&self, case: &Case<'_>) -> Checked {
        /// More entries show no more.
        const MOST: usize = 4;
        let decided = self.when.decide(case);
        let mut entries = decided.entries;
        entries.sort_unstable();
        entries.dedup();
        entries.truncate(MOST);
        Checked { name: self.name.clone(), says: Prose::marked(&self.says), result: decided.result, entries }
    }
}

/// What a formula comes to, with the entries that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Decided {
    result: CheckResult,
    entries: Vec<u64>,
}

impl Decided {
    fn unseen() -> Self {
        Self { result: CheckResult::Unseen, entries: Vec::new() }
    }

    fn of(is_so: bool, entries: Vec<u64>) -> Self {
        Self { result: if is_so { CheckResult::Yes } else { CheckResult::No }, entries }
    }

    fn not(self) -> Self {
        let result = match self.result {
            CheckResult::Yes => CheckResult::No,
            CheckResult::No => CheckResult::Yes,
            CheckResult::Unseen => CheckResult::Unseen,
        };
        Self { result, ..self }
    }

    /// Decided by the first of these that is `decisive`; else yes or no when all were seen.
    fn joined(all: Vec<Self>, decisive: CheckResult) -> Self {
        if let Some(at) = all.iter().position(|decided| decided.result == decisive) {
            return all.into_iter().nth(at).unwrap_or_else(Self::unseen);
        }
        if all.iter().any(|decided| decided.result == CheckResult::Unseen) {
            return Self::unseen();
        }
        let is_so = decisive == CheckResult::No;
        Self::of(is_so, all.into_iter().flat_map(|decided| decided.entries).collect())
    }
}
