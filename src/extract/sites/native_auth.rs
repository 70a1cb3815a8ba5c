//! Site: the JSON answers of native authentication (`initiate`, `challenge`, `introspect`, `signup`, `register`, `resetpassword`).
//!
//! A response says what the client has to do next. What ends a flow with tokens is a token response like any other.

use serde_json::Value;

use crate::entra::codes::Code;
use crate::entra::interrupts::InterruptKind;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(json) = view.json.filter(|_| view.is_native_authentication()) else { return Vec::new() };
    if let Some(answer) = OauthAnswer::from_service_json(json) {
        return answer.observations(Site::TokenResponse);
    }
    let text = |name: &str| json.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let fact = match text("challenge_type") {
        Some(kind) if kind.eq_ignore_ascii_case("redirect") => ("challenge_type", browser_required(view)),
        Some(_) => ("challenge_type", Fact::Asks(asked(view))),
        None if text("continuation_token").is_some() => ("continuation_token", Fact::Asks(asked(view))),
        None => return Vec::new(),
    };
    let (field, fact) = fact;
    vec![Observation { site: Site::TokenResponse, field, fact }]
}

/// The service offers nothing that the client can do: the user has to continue in a browser.
fn browser_required(view: &View<'_>) -> Fact {
    let error = ErrorSeen {
        correlation_id: view.correlation_id(),
        request_id: view.request_id(),
        ..ErrorSeen::new(Code::named("browser-required"))
    };
    Fact::Error(Box::new(error))
}

/// What the flow asks for at this endpoint.
fn asked(view: &View<'_>) -> InterruptKind {
    let path = view.exchange.request.url.path().to_ascii_lowercase();
    match () {
        () if path.contains("/register/") => InterruptKind::MfaRegistration,
        () if path.contains("/resetpassword/") => InterruptKind::PasswordChange,
        () if path.trim_end_matches('/').ends_with("/introspect") => InterruptKind::Mfa,
        () => InterruptKind::Credentials,
    }
}
