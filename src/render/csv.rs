//! CSV (RFC 4180): one attempt a line, for spreadsheets.

use super::{steers, words};
use crate::model::attempt::Attempt;
use crate::model::report::Report;

const HEADER: &[&str] = &[
    "capture",
    "attempt",
    "outcome",
    "cause",
    "cause_name",
    "started",
    "ended",
    "application",
    "client_id",
    "tenant",
    "user",
    "correlation_id",
    "request_id",
    "timestamp",
    "interrupts",
    "verdict",
];

/// Renders the attempts of a report.
pub(super) fn render(report: &Report) -> String {
    let mut text = line(HEADER.iter().map(|name| (*name).to_owned()));
    for (at, attempt) in report.attempts.iter().enumerate() {
        text.push_str(&line(fields(at, attempt, report).into_iter()));
    }
    text
}

fn fields(at: usize, attempt: &Attempt, report: &Report) -> [String; 16] {
    let cause = attempt.root_cause.and_then(|at| report.findings.get(at));
    let text = |value: Option<String>| value.unwrap_or_default();
    let correlation = cause.and_then(|cause| cause.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let request = cause.and_then(|cause| cause.request_id.as_ref()).or(attempt.request_ids.last());
    let interrupts: Vec<&str> = attempt.interrupts.iter().map(|interrupt| interrupt.kind.name()).collect();
    [
        report.captures.get(attempt.capture).map(|capture| capture.name.clone()).unwrap_or_default(),
        (at + 1).to_string(),
        attempt.outcome.name().to_owned(),
        text(cause.map(|cause| cause.code.to_string())),
        text(cause.and_then(|cause| cause.name.clone())),
        text(attempt.started.map(|time| time.to_string())),
        text(attempt.ended.map(|time| time.to_string())),
        text(attempt.application.clone()),
        text(attempt.client_id.clone()),
        text(attempt.tenant_id.as_ref().map(ToString::to_string).or_else(|| attempt.tenant_domain.clone())),
        text(words::user_name(attempt)),
        text(correlation.map(ToString::to_string)),
        text(request.map(ToString::to_string)),
        text(cause.and_then(|cause| cause.timestamp).map(|time| time.to_string())),
        interrupts.join(";"),
        attempt.verdict.clone(),
    ]
}

fn line(fields: impl Iterator<Item = String>) -> String {
    fields.map(|field| quoted(&field)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A field in quotes where it needs them. What a spreadsheet would take for a formula is kept from it by an apostrophe.
fn quoted(field: &str) -> String {
    let formula = field.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let field = if formula { format!("'{field}") } else { field.to_owned() }.replace(steers, " ");
    if field.contains(['"', ',']) { format!("\"{}\"", field.replace('"', "\"\"")) } else { field }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_quoted_where_needed() {
        assert_eq!(quoted("plain"), "plain");
        assert_eq!(quoted("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(quoted("=HYPERLINK(1)"), "'=HYPERLINK(1)");
    }
}
