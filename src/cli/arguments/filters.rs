//! Filters: which attempts are shown. What can never fit is wrong usage, told before anything is read.

use clap::ValueEnum;

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::attempt::{Attempt, Outcome};
use crate::model::report::Report;

use super::codes::Codes;

/// The filters. Within one kind one of the values has to fit, and every kind that is given.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Filters {
    /// Show only attempts with this correlation ID (repeatable)
    #[arg(long, value_name = "ID", value_parser = correlation_id)]
    correlation_id: Vec<Guid>,
    /// Show only attempts in which this code was seen: `50126`, `AADSTS50126`, `mfa-denied` (repeatable)
    #[arg(long, value_name = "CODE", value_parser = Codes::parse)]
    code: Vec<Codes>,
    /// Show only attempts with this outcome (repeatable)
    #[arg(long, value_enum, value_name = "OUTCOME")]
    outcome: Vec<OutcomeFilter>,
}

/// Outcomes to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutcomeFilter {
    Succeeded,
    Failed,
    Interrupted,
    Incomplete,
}

impl Filters {
    /// Whether nothing is hidden.
    pub(in crate::cli) fn are_none(&self) -> bool {
        self.correlation_id.is_empty() && self.code.is_empty() && self.outcome.is_empty()
    }

    /// Which attempts of the report fit.
    pub(in crate::cli) fn fitting(&self, report: &Report) -> Vec<bool> {
        report.attempts.iter().map(|attempt| self.fits(attempt, report)).collect()
    }

    fn fits(&self, attempt: &Attempt, report: &Report) -> bool {
        let seen = |code: &Code| attempt.findings.iter().filter_map(|at| report.findings.get(*at)).any(|finding| finding.code == *code);
        let outcome = self.outcome.is_empty() || self.outcome.iter().any(|wanted| wanted.outcome() == attempt.outcome);
        let correlation = self.correlation_id.is_empty() || self.correlation_id.iter().any(|id| attempt.correlation_ids.contains(id));
        let code = self.code.is_empty() || self.code.iter().flat_map(Codes::meant).any(seen);
        outcome && correlation && code
    }

    /// What fits, in words: `outcome failed; code AADSTS50126`.
    pub(in crate::cli) fn in_words(&self) -> String {
        let kinds = [
            ("outcome", joined(self.outcome.iter().map(|wanted| wanted.outcome().name().to_owned()))),
            ("code", joined(self.code.iter().map(ToString::to_string))),
            ("correlation ID", joined(self.correlation_id.iter().map(ToString::to_string))),
        ];
        let given = kinds.into_iter().filter(|(_, values)| !values.is_empty());
        given.map(|(kind, values)| format!("{kind} {values}")).collect::<Vec<_>>().join("; ")
    }

    /// Whether attempts are chosen by code.
    pub(in crate::cli) fn are_of_codes(&self) -> bool {
        !self.code.is_empty()
    }
}

fn joined(values: impl Iterator<Item = String>) -> String {
    values.collect::<Vec<_>>().join(" or ")
}

fn correlation_id(text: &str) -> Result<Guid, &'static str> {
    Guid::parse_with_or_without_hyphens(text).ok_or("a correlation ID is a GUID: 8-4-4-4-12 hexadecimal digits")
}

impl OutcomeFilter {
    fn outcome(self) -> Outcome {
        match self {
            Self::Succeeded => Outcome::Succeeded,
            Self::Failed => Outcome::Failed,
            Self::Interrupted => Outcome::Interrupted,
            Self::Incomplete => Outcome::Incomplete,
        }
    }
}
