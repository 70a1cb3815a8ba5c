//! Site: the JSON answer of a multifactor challenge (`SAS/BeginAuth`, `EndAuth`, `ProcessAuth`).

use serde_json::Value;

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::entra::mfa::MfaResult;
use crate::extract::times;
use crate::extract::view::View;
use crate::model::observation::{Clock, ErrorSeen, Fact, Observation, Site, Timed};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if !matches!(view.stage, Stage::MfaBegin | Stage::MfaEnd | Stage::MfaProcess) {
        return Vec::new();
    }
    let Some(json) = view.json else { return Vec::new() };
    let value = json.get("ResultValue").and_then(Value::as_str).unwrap_or("");
    let result = MfaResult::of(value);
    let error_code = json.get("ErrCode").and_then(code);
    let failed = error_code.is_some() || (!value.is_empty() && result.code().is_some());
    if failed {
        return failure(json, value, result, error_code.as_ref(), view);
    }
    let fact = match (result, view.stage) {
        // A challenge that began well is not answered yet.
        (MfaResult::Passed, Stage::MfaEnd | Stage::MfaProcess) => Fact::MfaPassed,
        (MfaResult::Passed | MfaResult::Pending, _) => Fact::MfaPending,
        _ => return Vec::new(),
    };
    vec![Observation { site: Site::MfaResponse, field: "ResultValue", fact }]
}

fn failure(json: &Value, value: &str, result: MfaResult, error_code: Option<&Code>, view: &View<'_>) -> Vec<Observation> {
    let text = |name: &str| json.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let by_result = result.code().map(Code::named);
    let Some(code) = error_code.cloned().or(by_result) else { return Vec::new() };
    let error = ErrorSeen {
        name: Some(value.to_owned()).filter(|value| !value.is_empty()),
        message: text("Message").map(str::to_owned),
        time: text("Timestamp").and_then(times::service_time).map(|at| Timed { at, clock: Clock::Protocol }),
        correlation_id: text("CorrelationId").and_then(Guid::parse).or_else(|| view.correlation_id()),
        request_id: view.request_id().or_else(|| text("SessionId").and_then(Guid::parse)),
        ..ErrorSeen::new(code)
    };
    let seen = |field| Observation { site: Site::MfaResponse, field, fact: Fact::Error(Box::new(error.clone())) };
    let mut observations = Vec::new();
    if error_code.is_some() {
        observations.push(seen("ErrCode"));
    }
    if result.code().is_some() && !value.is_empty() {
        observations.push(seen("ResultValue"));
    }
    observations
}

fn code(value: &Value) -> Option<Code> {
    match value {
        Value::Number(number) => Code::read(&number.to_string()),
        Value::String(text) => Code::read(text),
        _ => None,
    }
}
