//! Slots of templates: `<!--$userName-->[userName]<!--/$userName-->`, filled from the attempt.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::pattern;
use crate::model::attempt::Attempt;
use crate::model::finding::Finding;

/// The slots that the templates of the sign-in diagnostic use.
pub(super) const NAMES: &[&str] = &[
    "appConfigContent",
    "appName",
    "attemptContent",
    "authReqDetails",
    "badAttempts",
    "devicesDetails",
    "editAppLink",
    "errorCode",
    "errorCodeContent",
    "link",
    "message",
    "policyConditions",
    "policyNames",
    "possibleFixes",
    "remediation",
    "riskContent",
    "riskyUserDetails",
    "signinContent",
    "signinDetails",
    "stepResultDetail",
    "userName",
];

static SLOT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?s)<!--\$(\w+)-->.*?<!--/\$\w+-->"));

/// The names of the slots in a text.
pub(super) fn names(text: &str) -> Vec<&str> {
    let found = SLOT.captures_iter(text);
    found.filter_map(|slot| slot.get(1)).map(|name| name.as_str()).collect()
}

/// The text with its slots filled. What a trace cannot tell is said to be in the sign-in log.
pub(super) fn fill(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let filled = |slot: &Captures<'_>| value(&slot[1]).unwrap_or_else(|| "(not in the trace; see the sign-in log)".to_owned());
    SLOT.replace_all(text, filled).into_owned()
}

/// The value of a slot, from the attempt that a finding belongs to.
pub(super) fn value(name: &str, attempt: Option<&Attempt>, finding: &Finding) -> Option<String> {
    match name {
        "userName" => attempt?.user.name.clone(),
        "appName" => application(attempt?),
        "errorCode" => Some(finding.code.to_string()),
        "message" | "errorCodeContent" => finding.message.clone(),
        "signinDetails" | "signinContent" | "attemptContent" => Some(details(attempt, finding)),
        "authReqDetails" | "stepResultDetail" => asked(attempt?),
        _ => None,
    }
}

fn application(attempt: &Attempt) -> Option<String> {
    attempt.application.clone().or_else(|| attempt.client_id.clone())
}

fn details(attempt: Option<&Attempt>, finding: &Finding) -> String {
    let known = [
        ("Application", attempt.and_then(application)),
        ("Resource", attempt.and_then(|attempt| attempt.resource_name.clone().or_else(|| attempt.resource_id.clone()))),
        ("Code", Some(finding.code.to_string())),
        ("Correlation ID", finding.correlation_id.as_ref().map(ToString::to_string)),
        ("Request ID", finding.request_id.as_ref().map(ToString::to_string)),
        ("Time (UTC)", finding.timestamp.map(|time| time.to_string())),
    ];
    known.into_iter().filter_map(|(label, value)| Some(format!("{label}: {}", value?))).collect::<Vec<_>>().join("; ")
}

/// What was asked on the way, and whether it was passed.
fn asked(attempt: &Attempt) -> Option<String> {
    let outcome = |satisfied: Option<bool>| match satisfied {
        Some(true) => "passed",
        Some(false) => "not passed",
        None => "not shown",
    };
    let asked = attempt.interrupts.iter().map(|interrupt| format!("{}: {}", interrupt.kind.name(), outcome(interrupt.satisfied)));
    Some(asked.collect::<Vec<_>>().join("; ")).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_are_filled_or_said_to_be_missing() {
        let text = "user <!--$userName-->[userName]<!--/$userName--> and <!--$policyNames-->[policyNames]<!--/$policyNames-->";
        let filled = fill(text, &|name| (name == "userName").then(|| "user#1".to_owned()));
        assert_eq!(filled, "user user#1 and (not in the trace; see the sign-in log)");
        assert_eq!(names(text), ["userName", "policyNames"]);
        assert!(NAMES.is_sorted());
    }
}
