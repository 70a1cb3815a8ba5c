//! Site: the JSON with which the pages of B2C are answered. Its HTTP status is 200 whatever happened: the `status` inside counts.

use serde_json::Value;

use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::Cloud;
use crate::entra::json::whole_number;
use crate::extract::messages::message_text::MessageText;
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// `status`: the page was answered well.
const GOOD: i64 = 200;
/// `status` of a verification: no one could be reached.
const UNREACHABLE: i64 = 448;
/// `status` of a verification: the code is wrong, or the call is not answered yet.
const NOT_YET: i64 = 449;
/// `status`: too many requests.
const TOO_MANY: i64 = 429;

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(json) = view.json.filter(|_| view.cloud == Some(Cloud::B2c)) else { return Vec::new() };
    match view.stage {
        Stage::Password | Stage::UserFlowPage => page(json, view),
        Stage::MfaBegin | Stage::MfaEnd => verification(json, view),
        _ => Vec::new(),
    }
}

/// Whether a response of this stage is read here.
pub(in crate::extract) fn reads(view: &View<'_>) -> bool {
    view.cloud == Some(Cloud::B2c) && matches!(view.stage, Stage::Password | Stage::UserFlowPage | Stage::MfaBegin | Stage::MfaEnd)
}

/// A page with fields, and its display controls.
fn page(json: &Value, view: &View<'_>) -> Vec<Observation> {
    match json.get("status").and_then(whole_number) {
        None | Some(GOOD) => Vec::new(),
        Some(TOO_MANY) => failure(json, view, Site::JsonBody, "throttled"),
        Some(_) => failure(json, view, Site::JsonBody, "b2c-page-refused"),
    }
}

/// A text message, a telephone call, or a code of an authenticator app.
fn verification(json: &Value, view: &View<'_>) -> Vec<Observation> {
    let seen = |fact| vec![Observation { site: Site::MfaResponse, field: "status", fact }];
    let typed = ["verification_code", "otpCode", "otp", "code"].iter().any(|name| view.form.filled(name).is_some());
    match (json.get("status").and_then(whole_number), view.stage) {
        (None, _) => Vec::new(),
        (Some(GOOD), Stage::MfaBegin) => seen(Fact::MfaPending),
        (Some(GOOD), _) => seen(Fact::MfaPassed),
        (Some(NOT_YET), _) if !typed => seen(Fact::MfaPending),
        (Some(UNREACHABLE), _) => failure(json, view, Site::MfaResponse, "mfa-no-response"),
        (Some(TOO_MANY), _) => failure(json, view, Site::MfaResponse, "throttled"),
        (Some(_), _) => failure(json, view, Site::MfaResponse, "mfa-failed"),
    }
}

/// What is refused, with B2C's code where it has one. What a REST API of the customer's says under `errorCode` is not a code of the service.
fn failure(json: &Value, view: &View<'_>, site: Site, without_code: &str) -> Vec<Observation> {
    let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let message = text("message").map(str::to_owned);
    let told = text("errorCode");
    let quoted = message.as_deref().map(MessageText::parse).unwrap_or_default();
    let code = told.filter(|told| told.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("AADB2C"))).and_then(Code::read);
    let (field, code) = match (code, quoted.codes.last()) {
        (Some(code), _) => ("errorCode", code),
        (None, Some(quoted)) => ("message", quoted.clone()),
        (None, None) => ("status", Code::named(without_code)),
    };
    let error = ErrorSeen {
        message,
        time: quoted.time,
        correlation_id: quoted.correlation_id.or_else(|| view.correlation_id()),
        request_id: quoted.request_id.or_else(|| view.request_id()),
        ..ErrorSeen::new(code)
    };
    vec![Observation { site, field, fact: Fact::Error(Box::new(error)) }]
}
