//! What a row of a sign-in log says, for the checks of guides.

use crate::entra::signals::Signal;
use crate::entra::signals::log::{
    LOG_ACCESS, LOG_COMPLIANT, LOG_CONTROL, LOG_DEVICE, LOG_LOCK, LOG_MANAGED, LOG_MFA, LOG_PLACE, LOG_RISK, LOG_ROW, LOG_TRUST,
};
use crate::model::observation::{Seen, SignalValue};
use crate::model::sign_in_log::{Joined, Row};

/// The code whose failure reason tells two causes apart.
const LOCKED: u64 = 50053;

/// The signals of a row, at the entry of its request.
pub(super) fn of(joined: &Joined, entry: u64) -> Vec<Seen> {
    let row = &joined.row;
    let mut words: Vec<(&'static Signal, &'static str)> = vec![(LOG_ROW, "joined")];
    words.extend(lock(row).map(|word| (LOG_LOCK, word)));
    words.extend(row.access.map(|access| (LOG_ACCESS, access.name())));
    words.extend(row.refusing().flat_map(|policy| &policy.grant_controls).map(|control| (LOG_CONTROL, grant_control(control))));
    words.extend(device(row));
    words.extend(row.mfa.result.as_deref().map(|result| (LOG_MFA, mfa(result))));
    words.extend(row.risk.level.as_deref().map(|level| (LOG_RISK, risk(level))));
    words.extend((!row.location.named.is_empty()).then_some((LOG_PLACE, "named")));
    words.into_iter().map(|(signal, word)| Seen { signal, value: SignalValue::Word(word), entry }).collect()
}

/// Why the account is locked: the service has one text for each reason.
fn lock(row: &Row) -> Option<&'static str> {
    let reason = row.failure_reason.as_ref().filter(|_| row.error_code == LOCKED)?.to_lowercase();
    Some(match reason {
        reason if reason.contains("too many times") => "too_many_tries",
        reason if reason.contains("malicious activity") => "malicious_address",
        _ => "other",
    })
}

fn grant_control(control: &str) -> &'static str {
    match control.to_ascii_lowercase().replace([' ', '_'], "").as_str() {
        "block" => "block",
        "mfa" => "mfa",
        "compliantdevice" | "requirecompliantdevice" => "compliant_device",
        "domainjoineddevice" | "requiredomainjoineddevice" => "hybrid_joined_device",
        "approvedapplication" | "requireapprovedapp" => "approved_application",
        "compliantapplication" | "requirecompliantapp" => "app_protection",
        "passwordchange" => "password_change",
        control if control.contains("terms") => "terms_of_use",
        control if control.contains("strength") => "authentication_strength",
        _ => "other",
    }
}

/// Without an id the browser showed no device, and what else the row says of one means nothing.
fn device(row: &Row) -> Vec<(&'static Signal, &'static str)> {
    let device = &row.device;
    if device.id.is_none() {
        return if device.compliant.is_some() || device.os.is_some() { vec![(LOG_DEVICE, "none")] } else { Vec::new() };
    }
    let yes = |is: bool| if is { "yes" } else { "no" };
    let mut words = vec![(LOG_DEVICE, "identified")];
    words.extend(device.compliant.map(|is| (LOG_COMPLIANT, yes(is))));
    words.extend(device.managed.map(|is| (LOG_MANAGED, yes(is))));
    words.extend(device.trust_type.as_deref().map(|trust| (LOG_TRUST, trust_type(trust))));
    words
}

fn trust_type(trust: &str) -> &'static str {
    let trust = trust.to_ascii_lowercase();
    match () {
        () if trust.contains("hybrid") => "hybrid_joined",
        () if trust.contains("registered") || trust.contains("workplace") => "registered",
        () if trust.contains("joined") => "entra_joined",
        () => "other",
    }
}

/// By the words of the service's result details.
fn mfa(result: &str) -> &'static str {
    let result = result.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| result.contains(word));
    match () {
        () if says(&["declined", "denied", "fraud"]) => "denied",
        () if says(&["no response", "timed out", "did not respond", "unreachable", "hung up", "voicemail"]) => "no_response",
        () if says(&["invalid", "incorrect", "wrong", "already used"]) => "wrong_code",
        () if says(&["completed", "satisfied", "previously"]) => "passed",
        () => "other",
    }
}

fn risk(level: &str) -> &'static str {
    match level {
        "none" => "none",
        "low" => "low",
        "medium" => "medium",
        "high" => "high",
        "hidden" => "hidden",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entra::signals::Values;
    use crate::model::sign_in_log::{MatchedBy, Mfa, Policy, PolicyResult, RowDevice};

    fn said(row: Row) -> Vec<String> {
        let joined = Joined { matched_by: MatchedBy::RequestId, row, source: String::new(), user_label: None };
        let seen = of(&joined, 3);
        let word = |seen: &Seen| match (seen.value, seen.signal.values) {
            (SignalValue::Word(word), Values::Words(words)) if words.contains(&word) => format!("{}={word}", seen.signal.name),
            other => panic!("{other:?}"),
        };
        seen.iter().map(word).collect()
    }

    #[test]
    fn a_row_says_what_a_trace_cannot() {
        assert_eq!(said(Row::default()), ["log_row=joined"]);
        let reason = |code: u64, text: &str| Row { error_code: code, failure_reason: Some(text.to_owned()), ..Row::default() };
        let tries = "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.";
        assert_eq!(said(reason(50053, tries))[1], "log_lock=too_many_tries");
        assert_eq!(said(reason(50053, "it came from an IP address with malicious activity"))[1], "log_lock=malicious_address");
        assert_eq!(said(reason(50126, tries)).len(), 1);
        let policy = |result, control: &str| Policy {
            id: None,
            name: None,
            result,
            grant_controls: vec![control.to_owned()],
            session_controls: Vec::new(),
            conditions_not_satisfied: Vec::new(),
        };
        let policies = vec![policy(PolicyResult::Failure, "Block"), policy(PolicyResult::ReportOnlyFailure, "Mfa")];
        assert_eq!(said(Row { policies, ..Row::default() })[1..], ["log_control=block"]);
        let device = RowDevice {
            id: Some("1".to_owned()),
            compliant: Some(false),
            trust_type: Some("Hybrid Azure AD joined".to_owned()),
            ..RowDevice::default()
        };
        assert_eq!(
            said(Row { device: device.clone(), ..Row::default() })[1..],
            ["log_device=identified", "log_compliant=no", "log_trust=hybrid_joined"]
        );
        assert_eq!(said(Row { device: RowDevice { id: None, ..device }, ..Row::default() })[1..], ["log_device=none"]);
        let mfa = Mfa { result: Some("MFA denied; user declined the authentication".to_owned()), ..Mfa::default() };
        assert_eq!(said(Row { mfa, ..Row::default() })[1..], ["log_mfa=denied"]);
    }
}
