//! JSON lines: one attempt a line, with its capture's name and its findings whole, for databases that read many files.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::model::report::Report;
use crate::render::json::writer;
use crate::render::json::{AttemptDocument, FindingDocument, SCHEMA_VERSION, schema_of};

/// The attempt as in the report, but with its capture by name and its findings whole: a line has to stand alone.
#[derive(Debug, Serialize, JsonSchema)]
struct LineDocument {
    schema_version: u32,
    #[serde(flatten)]
    attempt: AttemptDocument<Option<String>, FindingDocument>,
}

/// The JSON Schema of a line.
#[must_use]
pub fn line_schema() -> String {
    schema_of::<LineDocument>()
}

/// Renders the attempts of a report.
pub(in crate::render) fn render(report: &Report) -> String {
    let findings: BTreeMap<usize, Cow<'_, Finding>> = report.findings_in_whole().collect();
    let line = |((at, attempt), own): ((usize, Cow<'_, Attempt>), &Attempt)| {
        let shown = attempt
            .findings
            .iter()
            .filter_map(|at| findings.get(at).map(|finding| FindingDocument::of(*at, finding, report.capture_at(finding.capture))));
        let capture = report.origin(attempt.capture).map(|origin| origin.name().to_owned());
        let attempt = AttemptDocument::of(at, &attempt, report.root_of(own), capture, shown.collect());
        writer::line(&LineDocument { schema_version: SCHEMA_VERSION, attempt })
    };
    report.attempts_in_whole().zip(&report.attempts).map(line).collect()
}
