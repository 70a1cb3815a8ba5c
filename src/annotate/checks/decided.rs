//! What a formula comes to: three values, and how several of them are joined.

use crate::model::finding::CheckResult;

/// What a formula comes to, with the entries that show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Decided {
    pub result: CheckResult,
    pub entries: Vec<u64>,
}

impl Decided {
    pub(super) fn unseen() -> Self {
        Self { result: CheckResult::Unseen, entries: Vec::new() }
    }

    pub(super) fn of(is_so: bool, entries: Vec<u64>) -> Self {
        Self { result: if is_so { CheckResult::Yes } else { CheckResult::No }, entries }
    }

    pub(super) fn not(self) -> Self {
        let result = match self.result {
            CheckResult::Yes => CheckResult::No,
            CheckResult::No => CheckResult::Yes,
            CheckResult::Unseen => CheckResult::Unseen,
        };
        // What shows that something is so does not show that it is not.
        let entries = if result == CheckResult::Yes { self.entries } else { Vec::new() };
        Self { result, entries }
    }

    /// Decided by the first of these that is `decisive`; else yes or no when all were seen.
    pub(super) fn joined(all: Vec<Self>, decisive: CheckResult) -> Self {
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
