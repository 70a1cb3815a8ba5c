//! Slots of templates: `<!--$userName-->[userName]<!--/$userName-->`, filled from the attempt.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::entra::pattern::pattern;
use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::model::prose::{Piece, SlotField};

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

/// The text with what `stand_in` gives for each slot, by its name.
pub(super) fn replace(text: &str, mut stand_in: impl FnMut(&str) -> String) -> String {
    SLOT.replace_all(text, |slot: &Captures<'_>| stand_in(&slot[1])).into_owned()
}

/// What is in a slot: its value, or for what a trace cannot tell that it is in the sign-in log.
pub(super) fn filled(value: Option<Vec<Piece>>) -> Vec<Piece> {
    value.unwrap_or_else(|| vec![Piece::Words("(not in the trace; see the sign-in log)".to_owned())])
}

/// The value of a slot, from the attempt that a finding belongs to, in pieces that say which field each comes from.
pub(super) fn value(name: &str, attempt: Option<&Attempt>, finding: &Finding) -> Option<Vec<Piece>> {
    let one = |field: SlotField, text: &Option<String>| Some(vec![Piece::Value(field, text.clone()?)]);
    match name {
        "userName" => one(SlotField::User, &attempt?.user.name),
        "appName" => Some(vec![application(attempt?)?]),
        "errorCode" => Some(vec![Piece::Words(finding.code.to_string())]),
        "message" | "errorCodeContent" => one(SlotField::Message, &finding.message),
        "signinDetails" | "signinContent" | "attemptContent" => Some(details(attempt, finding)),
        "authReqDetails" | "stepResultDetail" => Some(vec![Piece::Words(asked(attempt?)?)]),
        _ => None,
    }
}

fn application(attempt: &Attempt) -> Option<Piece> {
    let by_id = || Some(Piece::Value(SlotField::ClientId, attempt.client_id.clone()?));
    attempt.application.clone().map(|name| Piece::Value(SlotField::Application, name)).or_else(by_id)
}

fn resource(attempt: &Attempt) -> Option<Piece> {
    let by_id = || Some(Piece::Value(SlotField::ResourceId, attempt.resource_id.clone()?));
    attempt.resource_name.clone().map(|name| Piece::Value(SlotField::ResourceName, name)).or_else(by_id)
}

fn details(attempt: Option<&Attempt>, finding: &Finding) -> Vec<Piece> {
    let ours = |text: Option<String>| text.map(Piece::Words);
    let known = [
        ("Application", attempt.and_then(application)),
        ("Resource", attempt.and_then(resource)),
        ("Code", ours(Some(finding.code.to_string()))),
        ("Correlation ID", ours(finding.correlation_id.as_ref().map(ToString::to_string))),
        ("Request ID", ours(finding.request_id.as_ref().map(ToString::to_string))),
        ("Time (UTC)", ours(finding.timestamp.map(|time| time.to_string()))),
    ];
    let mut details = Vec::new();
    for (label, value) in known.into_iter().filter_map(|(label, value)| Some((label, value?))) {
        let between = if details.is_empty() { "" } else { "; " };
        details.extend([Piece::Words(format!("{between}{label}: ")), value]);
    }
    details
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
    fn slots_are_found_by_their_names() {
        let text = "user <!--$userName-->[userName]<!--/$userName--> and <!--$policyNames-->[policyNames]<!--/$policyNames-->";
        assert_eq!(replace(text, |name| format!("({name})")), "user (userName) and (policyNames)");
        assert_eq!(names(text), ["userName", "policyNames"]);
        assert!(NAMES.is_sorted());
    }
}
