//! JSON lines: one attempt a line, with its capture's name and its findings whole, for databases that read many files.

use serde_json::Value;

use super::json::{AttemptDocument, FindingDocument, SCHEMA_VERSION};
use crate::model::attempt::Attempt;
use crate::model::report::Report;

/// Renders the attempts of a report.
pub(super) fn render(report: &Report) -> String {
    let line = |(at, attempt)| line(at, attempt, report).to_string() + "\n";
    report.attempts.iter().enumerate().map(line).collect()
}

/// The attempt as in the report, but with its capture by name and its findings whole: a line has to stand alone.
fn line(at: usize, attempt: &Attempt, report: &Report) -> Value {
    let findings = attempt.findings.iter().filter_map(|at| Some(FindingDocument::of(*at, report.findings.get(*at)?)));
    let findings: Vec<FindingDocument> = findings.collect();
    // Strings, numbers and lists only: nothing here can fail to become JSON.
    let mut line = serde_json::to_value(AttemptDocument::of(at, attempt)).unwrap_or_default();
    line["schema_version"] = SCHEMA_VERSION.into();
    line["capture"] = report.captures.get(attempt.capture).map(|capture| capture.name.clone()).into();
    line["findings"] = serde_json::to_value(findings).unwrap_or_default();
    line
}
