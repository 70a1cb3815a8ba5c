//! Rows of sign-in logs as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::word::{Word, text, texts};
use crate::model::sign_in_log::{AccessStatus, Joined, MatchedBy, Mfa, Named, Policy, PolicyResult, Risk, Row, RowDevice, RowOutcome};

/// A row of a sign-in log that belongs to the attempt.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RowDocument {
    request_id: Option<String>,
    correlation_id: Option<String>,
    time: Option<String>,
    matched_by: Word<MatchedBy>,
    /// The code without its prefix; 0 for a success.
    error_code: u64,
    failure_reason: Option<String>,
    outcome: Word<RowOutcome>,
    application: RowApplicationDocument,
    resource: RowResourceDocument,
    user: Option<String>,
    ip: Option<String>,
    conditional_access: ConditionalAccessDocument,
    device: RowDeviceDocument,
    mfa: MfaDocument,
    risk: RiskDocument,
    location: LocationDocument,
    authentication_protocol: Option<String>,
    source: String,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RowApplicationDocument {
    client_id: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RowResourceDocument {
    id: Option<String>,
    name: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ConditionalAccessDocument {
    status: Option<Word<AccessStatus>>,
    policies: Vec<PolicyDocument>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct PolicyDocument {
    id: Option<String>,
    name: Option<String>,
    result: Word<PolicyResult>,
    grant_controls: Vec<String>,
    session_controls: Vec<String>,
    conditions_not_satisfied: Vec<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RowDeviceDocument {
    id: Option<String>,
    compliant: Option<bool>,
    managed: Option<bool>,
    trust_type: Option<String>,
    os: Option<String>,
    browser: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct MfaDocument {
    required: Option<bool>,
    method: Option<String>,
    result: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RiskDocument {
    level: Option<String>,
    state: Option<String>,
    detail: Option<String>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct LocationDocument {
    country: Option<String>,
    named: Vec<String>,
}

impl RowDocument {
    pub(super) fn of(joined: &Joined) -> Self {
        let Joined { matched_by, row, source, user_label } = joined;
        let Named { id, name } = row.resource.clone();
        Self {
            request_id: text(row.request_id.as_ref()),
            correlation_id: text(row.correlation_id.as_ref()),
            time: text(row.time),
            matched_by: Word(*matched_by),
            error_code: row.error_code,
            failure_reason: row.failure_reason.clone(),
            outcome: Word(row.outcome()),
            application: RowApplicationDocument { client_id: row.application.id.clone(), name: row.application.name.clone() },
            resource: RowResourceDocument { id, name },
            user: row.user.clone().or_else(|| user_label.clone()),
            ip: row.ip.clone(),
            conditional_access: ConditionalAccessDocument::of(row),
            device: RowDeviceDocument::of(&row.device),
            mfa: MfaDocument::of(&row.mfa),
            risk: RiskDocument::of(&row.risk),
            location: LocationDocument { country: row.location.country.clone(), named: row.location.named.clone() },
            authentication_protocol: row.authentication_protocol.clone(),
            source: source.clone(),
        }
    }
}

impl ConditionalAccessDocument {
    fn of(row: &Row) -> Self {
        Self { status: row.access.map(Word), policies: row.policies.iter().map(PolicyDocument::of).collect() }
    }
}

impl PolicyDocument {
    fn of(policy: &Policy) -> Self {
        Self {
            id: policy.id.clone(),
            name: policy.name.clone(),
            result: Word(policy.result),
            grant_controls: texts(&policy.grant_controls),
            session_controls: texts(&policy.session_controls),
            conditions_not_satisfied: texts(&policy.conditions_not_satisfied),
        }
    }
}

impl RowDeviceDocument {
    fn of(device: &RowDevice) -> Self {
        Self {
            id: device.id.clone(),
            compliant: device.compliant,
            managed: device.managed,
            trust_type: device.trust_type.clone(),
            os: device.os.clone(),
            browser: device.browser.clone(),
        }
    }
}

impl MfaDocument {
    fn of(mfa: &Mfa) -> Self {
        Self { required: mfa.required, method: mfa.method.clone(), result: mfa.result.clone() }
    }
}

impl RiskDocument {
    fn of(risk: &Risk) -> Self {
        Self { level: risk.level.clone(), state: risk.state.clone(), detail: risk.detail.clone() }
    }
}
