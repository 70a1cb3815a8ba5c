//! A comparison as JSON.

use serde::Serialize;

use super::wording::{reached, warnings};
use crate::entra::endpoints::Stage;
use crate::entra::interrupts::InterruptKind;
use crate::model::comparison::{Choice, Compared, Comparison, Difference, Warning};
use crate::render::json::word::Word;
use crate::render::json::writer;
use crate::render::json::{AttemptDocument, FindingDocument, SCHEMA_VERSION, finding_id};

#[derive(Serialize)]
struct ComparisonDocument<'a> {
    schema_version: u32,
    good: AttemptDocument<Option<usize>, String>,
    bad: AttemptDocument<Option<usize>, String>,
    first_divergence: Option<DivergenceDocument>,
    differences: Vec<DifferenceDocument<'a>>,
    findings: Vec<FindingDocument>,
    only_in_bad: Vec<String>,
    interrupts_only_in_bad: Vec<Word<InterruptKind>>,
    warnings: Vec<WarningDocument>,
    taken: TakenDocument<'a>,
}

/// Why the comparison may mislead.
#[derive(Serialize)]
struct WarningDocument {
    kind: Word<Warning>,
    message: String,
}

/// Which attempts were taken, and why.
#[derive(Serialize)]
struct TakenDocument<'a> {
    good: ChoiceDocument<'a>,
    bad: ChoiceDocument<'a>,
}

#[derive(Serialize)]
struct ChoiceDocument<'a> {
    capture: &'a str,
    number: usize,
    of: usize,
    reason: Word<Choice>,
}

impl<'a> ChoiceDocument<'a> {
    fn of(compared: &'a Compared) -> Self {
        Self { capture: &compared.capture, number: compared.attempt.number, of: compared.of, reason: Word(compared.choice) }
    }
}

#[derive(Serialize)]
struct DivergenceDocument {
    stage: Word<Stage>,
    good: String,
    bad: String,
}

#[derive(Serialize)]
struct DifferenceDocument<'a> {
    stage: Word<Stage>,
    parameter: &'a str,
    good: Option<&'a str>,
    bad: Option<&'a str>,
}

impl<'a> DifferenceDocument<'a> {
    fn of(difference: &'a Difference) -> Self {
        Self {
            stage: Word(difference.stage),
            parameter: &difference.parameter,
            good: difference.good.as_deref(),
            bad: difference.bad.as_deref(),
        }
    }
}

/// Renders a comparison.
pub(super) fn render(comparison: &Comparison) -> String {
    let divergence = comparison.first_divergence.as_ref();
    let document = ComparisonDocument {
        schema_version: SCHEMA_VERSION,
        good: AttemptDocument::in_report(
            comparison.good.number,
            &comparison.good.attempt,
            comparison.root_of(&comparison.good),
            Some(comparison.good.attempt.capture),
        ),
        bad: AttemptDocument::in_report(
            comparison.bad.number,
            &comparison.bad.attempt,
            comparison.root_of(&comparison.bad),
            Some(comparison.bad.attempt.capture),
        ),
        first_divergence: divergence.map(|parts| DivergenceDocument {
            stage: Word(parts.stage),
            good: reached(parts.good.as_ref()),
            bad: reached(parts.bad.as_ref()),
        }),
        differences: comparison.differences.iter().map(DifferenceDocument::of).collect(),
        findings: comparison.findings.iter().map(|(at, finding)| FindingDocument::of(*at, finding, Some(finding.capture))).collect(),
        only_in_bad: comparison.only_in_bad.iter().copied().map(finding_id).collect(),
        interrupts_only_in_bad: comparison.interrupts_only_in_bad.iter().copied().map(Word).collect(),
        warnings: warnings(comparison).map(|(kind, message)| WarningDocument { kind: Word(kind), message: message.to_string() }).collect(),
        taken: TakenDocument { good: ChoiceDocument::of(&comparison.good), bad: ChoiceDocument::of(&comparison.bad) },
    };
    writer::pretty(&document)
}
