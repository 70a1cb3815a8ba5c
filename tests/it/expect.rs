//! Compares a JSON report with what is true of a story, and tells every difference.

use jiff::Timestamp;
use serde_json::Value;

use crate::scenario::truth::{Attempt, Cause};

/// The kinds of interrupts of which the contract says when there is one. Others may be listed or not.
const KINDS: &[&str] = &[
    "credentials",
    "mfa",
    "mfa_registration",
    "mfa_registration_blocked",
    "keep_me_signed_in",
    "app_confirmation",
    "consent",
    "conditional_access_block",
    "device_code",
    "password_change",
];

/// Every difference between the attempts of a report and those of the truth.
pub(crate) fn attempts(report: &Value, expected: &[&Attempt]) -> Vec<String> {
    let found = list(&report["attempts"]);
    let outcome = |value: &Value| text(&value["outcome"]).unwrap_or("?").to_owned();
    let mut differences = Vec::new();
    if found.len() != expected.len() {
        let (found, expected): (Vec<_>, Vec<_>) = (found.iter().map(outcome).collect(), expected.iter().map(|a| a.outcome).collect());
        return vec![format!("attempts: {found:?}, should be {expected:?}")];
    }
    for (found, expected) in found.iter().zip(expected) {
        let mut differ = |what: &str, found: &dyn std::fmt::Debug, expected: &dyn std::fmt::Debug| {
            differences.push(format!("{what}: {found:?}, should be {expected:?}"));
        };
        if outcome(found) != expected.outcome {
            differ("outcome", &outcome(found), &expected.outcome);
        }
        if text(&found["protocol"]) != Some(expected.protocol) {
            differ("protocol", &text(&found["protocol"]), &expected.protocol);
        }
        if let Some(expected) = &expected.interrupts {
            let found = interrupts(found);
            if found != *expected {
                differ("interrupts", &found, expected);
            }
        }
        differences.extend(root_cause(report, found, expected));
    }
    differences
}

/// Every difference between the findings of no attempt and those of the truth.
pub(crate) fn loose(report: &Value, expected: &[&Cause]) -> Vec<String> {
    let found: Vec<&Value> = list(&report["findings"]).iter().filter(|finding| finding["attempt"].is_null()).collect();
    if found.len() != expected.len() {
        let codes: Vec<_> = found.iter().map(|finding| text(&finding["code"])).collect();
        return vec![format!(
            "findings of no attempt: {codes:?}, should be {:?}",
            expected.iter().map(|cause| cause.code).collect::<Vec<_>>()
        )];
    }
    found.iter().zip(expected).flat_map(|(finding, expected)| cause(finding, expected)).collect()
}

fn root_cause(report: &Value, attempt: &Value, expected: &Attempt) -> Vec<String> {
    let id = text(&attempt["root_cause"]);
    let found = id.and_then(|id| list(&report["findings"]).iter().find(|finding| text(&finding["id"]) == Some(id)));
    match (found, &expected.cause) {
        (None, None) => Vec::new(),
        (Some(found), None) => vec![format!("root cause: {:?}, should be none", text(&found["code"]))],
        (None, Some(expected)) => vec![format!("root cause: none, should be {}", expected.code)],
        (Some(found), Some(expected_cause)) => {
            let role = if expected.outcome == "interrupted" { "interrupt" } else { "cause" };
            let mut differences = cause(found, expected_cause);
            if text(&found["role"]) != Some(role) {
                differences.push(format!("role: {:?}, should be {role}", text(&found["role"])));
            }
            differences
        }
    }
}

/// Every difference between a finding and a cause of the truth.
pub(crate) fn cause(found: &Value, expected: &Cause) -> Vec<String> {
    let code = text(&found["code"]);
    if code != Some(expected.code) {
        return vec![format!("code: {code:?}, should be {}", expected.code)];
    }
    let mut differences = Vec::new();
    let number = expected.code.trim_start_matches("AADSTS").trim_start_matches("AADB2C").parse::<u64>().ok();
    if found["number"].as_u64() != number {
        differences.push(format!("number: {}, should be {number:?}", found["number"]));
    }
    for (name, known) in [("correlation_id", &expected.correlation_id), ("request_id", &expected.request_id)] {
        if !known.allows(text(&found[name])) {
            differences.push(format!("{name}: {}, should be {known:?}", found[name]));
        }
    }
    // The service's clock has fractions in some places and none in others.
    let second = |time: &str| time.parse::<Timestamp>().ok().map(Timestamp::as_second);
    if let Some(time) = expected.timestamp
        && text(&found["timestamp"]).and_then(second) != Some(time.as_second())
    {
        differences.push(format!("timestamp: {}, should be {time}", found["timestamp"]));
    }
    let sites: Vec<_> = list(&found["evidence"]).iter().filter_map(|evidence| text(&evidence["site"])).collect();
    if !expected.site.is_empty() && !sites.contains(&expected.site) {
        differences.push(format!("evidence: {sites:?}, should have {}", expected.site));
    }
    differences
}

/// Each kind once, in the order of first appearance, with the last word on it.
fn interrupts(attempt: &Value) -> Vec<(&str, Option<bool>)> {
    let mut seen: Vec<(&str, Option<bool>)> = Vec::new();
    for interrupt in list(&attempt["interrupts"]) {
        let kind = text(&interrupt["kind"]).unwrap_or_default();
        let satisfied = interrupt["satisfied"].as_bool();
        match seen.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, last)) => *last = satisfied,
            None if KINDS.contains(&kind) => seen.push((kind, satisfied)),
            None => {}
        }
    }
    seen
}

/// A list; empty when there is none.
pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// A text; `None` for `null` and everything else.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str()
}
