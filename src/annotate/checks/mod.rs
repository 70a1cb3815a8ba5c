//! Checks: what a guide asks of the trace. A check is data: a name, a statement, and a formula over signals that the attempt decides: yes, no, or cannot
//! be seen. Causes, steps and what to attach hang on checks.

mod answer;
mod case;
mod condition;
mod course;
mod decided;
mod formula;
mod look;
mod shared;

use serde::Deserialize;

use crate::entra::signals::log;
use crate::model::finding::Checked;
use crate::model::prose::Prose;
pub(super) use case::{Case, Courses};
pub(super) use condition::{Bullet, Term};
pub(super) use formula::Formula;
pub(super) use shared::shared;

/// A check, as the front matter of a guide has it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    /// The name that bullets refer to.
    pub name: String,
    /// What is so when the response is yes.
    pub says: String,
    /// The codes of the guide that it is for, when it is not for all of them.
    #[serde(default)]
    pub codes: Vec<String>,
    /// When it is so.
    pub when: Formula,
    /// Why no action is needed then, for the step `Nobody.`; shared checks alone have it.
    #[serde(default)]
    pub harmless: Option<String>,
}

/// A check as it is written: a shared one is named alone, or with the codes that it is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckRow {
    name: String,
    says: Option<String>,
    #[serde(default)]
    codes: Vec<String>,
    when: Option<Formula>,
}

impl CheckRow {
    /// The check; `Err` with what is missing.
    pub(super) fn read(self) -> Result<Check, String> {
        let Self { name, says, codes, when } = self;
        match (says, when) {
            (Some(says), Some(when)) => Ok(Check { name, says, codes, when, harmless: None }),
            (None, None) => match shared(&name) {
                Some(check) => Ok(Check { codes, ..check.clone() }),
                None => Err(format!("the check {name} has neither `says` nor `when`, and no shared check has this name")),
            },
            (says, _) => Err(format!("the check {name} has no `{}`", if says.is_none() { "says" } else { "when" })),
        }
    }
}

impl Check {
    /// Whether the check is for a code.
    pub(super) fn is_for(&self, code: &str) -> bool {
        self.codes.is_empty() || self.codes.iter().any(|own| own == code)
    }

    /// Whether it asks the sign-in log: without a row of one it says nothing.
    pub(super) fn asks_log(&self) -> bool {
        self.when.asks(log::ALL)
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
        Checked { name: self.name.clone(), says: Prose::marked(&self.says), result: decided.result, entries, asks_log: self.asks_log() }
    }
}
