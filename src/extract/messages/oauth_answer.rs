//! The error response of OAuth 2.0 as Entra writes it: the same members in JSON, in a redirect and in a form.

use serde_json::Value;

use super::message_text::{MOST_CODES, MessageText};
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::extract::times;
use crate::model::message::Parameters;
use crate::model::observation::{Clock, ErrorSeen, Fact, Observation, Site, Timed};

/// The members of an error response.
#[derive(Debug, Default)]
pub(in crate::extract) struct OauthAnswer {
    error: Option<String>,
    description: Option<String>,
    suberror: Option<String>,
    subcode: Option<String>,
    codes: Vec<Code>,
    request_id: Option<Guid>,
    correlation_id: Option<Guid>,
    time: Option<Timed>,
    claims: bool,
    error_uri: Option<String>,
    /// Whether Microsoft accounts answer: there `access_denied` is what the user did.
    of_account: bool,
}

/// Values of `error` that OAuth 2.0, `OpenID` Connect and the service define. An application's own `error=1` is none of them.
const ERRORS: &[&str] = &[
    "access_denied",
    "account_selection_required",
    "authorization_declined",
    "authorization_pending",
    "bad_token",
    "bad_verification_code",
    "consent_required",
    "expired_token",
    "interaction_required",
    "invalid_client",
    "invalid_grant",
    "invalid_request",
    "invalid_resource",
    "invalid_scope",
    "login_required",
    "server_error",
    "slow_down",
    "temporarily_unavailable",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
];

/// Further values, of native authentication.
const NATIVE_ERRORS: &[&str] = &[
    "attributes_required",
    "credential_required",
    "unsupported_challenge_type",
    "user_already_exists",
    "user_not_found",
    "verification_required",
];

impl OauthAnswer {
    /// Reads the parameters of a redirect or form; `None` when they hold no error of the protocol.
    pub(in crate::extract) fn from_parameters(parameters: &Parameters) -> Option<Self> {
        let owned = |name: &str| parameters.filled(name).map(str::to_owned);
        // Some applications put the message where the protocol has a word.
        let (error, message) = owned("error").map_or((None, None), |error| {
            if MessageText::parse(&error).codes.is_empty() { (Some(error), None) } else { (None, Some(error)) }
        });
        let answer = Self {
            error,
            description: owned("error_description").or(message),
            suberror: owned("suberror"),
            subcode: owned("error_subcode"),
            codes: parameters.filled("error_codes").map(codes_of_list).unwrap_or_default(),
            request_id: parameters.filled("trace_id").and_then(Guid::parse),
            correlation_id: parameters.filled("correlation_id").and_then(Guid::parse),
            time: parameters.filled("timestamp").and_then(answer_time),
            claims: parameters.filled("claims").is_some(),
            error_uri: owned("error_uri"),
            of_account: false,
        };
        answer.is_error().then_some(answer)
    }

    /// Reads the JSON of a token endpoint; `None` when it holds no error of the protocol.
    pub(in crate::extract) fn from_json(json: &Value) -> Option<Self> {
        Some(Self::of_json(json)).filter(Self::is_error)
    }

    /// Reads the JSON of an endpoint that no one but the service answers: whatever word its `error` is.
    pub(in crate::extract) fn from_service_json(json: &Value) -> Option<Self> {
        Some(Self::of_json(json))
            .filter(|answer| answer.error.as_deref().is_some_and(|error| NATIVE_ERRORS.contains(&error)) || answer.is_error())
    }

    fn of_json(json: &Value) -> Self {
        let text = |name: &str| json.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
        Self {
            error: text("error").map(str::to_owned),
            description: text("error_description").map(str::to_owned),
            suberror: text("suberror").map(str::to_owned),
            subcode: text("error_subcode").map(str::to_owned),
            codes: json.get("error_codes").map(codes_of_json).unwrap_or_default(),
            request_id: text("trace_id").and_then(Guid::parse),
            correlation_id: text("correlation_id").and_then(Guid::parse),
            time: text("timestamp").and_then(answer_time),
            claims: json.get("claims").is_some_and(|claims| !claims.is_null()),
            error_uri: text("error_uri").map(str::to_owned),
            of_account: false,
        }
    }

    /// The same answer, given by Microsoft accounts.
    pub(in crate::extract) fn of_account(self) -> Self {
        Self { of_account: true, ..self }
    }

    fn is_error(&self) -> bool {
        let protocol = self.error.as_deref().is_some_and(|error| ERRORS.contains(&error));
        protocol || !self.codes.is_empty() || self.description.as_deref().is_some_and(|text| !MessageText::parse(text).codes.is_empty())
    }

    /// Whether the response names a code of Entra's, and not only an error of the protocol.
    pub(in crate::extract) fn names_code(&self) -> bool {
        self.errors().iter().any(|(_, error)| error.code.number().is_some())
    }

    /// Whether its description names a code, and not only a list of numbers.
    pub(in crate::extract) fn describes_code(&self) -> bool {
        self.description.as_deref().is_some_and(|text| !MessageText::parse(text).codes.is_empty())
    }

    /// Whether it carries what the service puts next to a code.
    pub(in crate::extract) fn is_labelled(&self) -> bool {
        let ids = self.request_id.is_some() || self.correlation_id.is_some() || self.time.is_some();
        ids || self.description.as_deref().is_some_and(|text| MessageText::parse(text).is_labelled())
    }

    /// The errors of the response.
    pub(in crate::extract) fn into_errors(self) -> Vec<ErrorSeen> {
        self.errors().into_iter().map(|(_, error)| error).collect()
    }

    /// The observations of the response at a site.
    pub(in crate::extract) fn observations(&self, site: Site) -> Vec<Observation> {
        let observation = |(field, error): (&'static str, ErrorSeen)| Observation { site, field, fact: Fact::Error(Box::new(error)) };
        self.errors().into_iter().map(observation).collect()
    }

    /// The errors with the member each was read from.
    fn errors(&self) -> Vec<(&'static str, ErrorSeen)> {
        let message = self.description.as_deref().map(MessageText::parse).unwrap_or_default();
        let mut errors: Vec<(&'static str, ErrorSeen)> = message.errors().into_iter().map(|error| ("error_description", error)).collect();
        let last = self.codes.len().saturating_sub(1);
        for (at, code) in self.codes.iter().enumerate() {
            // Which code is the inner one is the message's to say, when it names them.
            let outer = errors.iter().find(|(_, error)| error.code == *code).map_or(at != last, |(_, error)| error.outer);
            errors.push(("error_codes", ErrorSeen { outer, ..ErrorSeen::new(code.clone()) }));
        }
        if errors.is_empty()
            && let Some(code) = self.error_uri.as_deref().and_then(code_of_error_uri)
        {
            errors.push(("error_uri", ErrorSeen::new(code)));
        }
        if errors.is_empty()
            && let Some((field, code)) = self.code_without_number()
        {
            errors.push((field, ErrorSeen::new(code)));
        }
        if self.claims
            && let Some((_, error)) = errors.iter().rfind(|(_, error)| !error.outer).cloned()
        {
            errors.push(("claims", error));
        }
        for (_, error) in &mut errors {
            self.complete(error, &message);
        }
        errors
    }

    /// The name of an error that has no number: what the user did, or the protocol's own word.
    fn code_without_number(&self) -> Option<(&'static str, Code)> {
        if self.error.as_deref() == Some("access_denied") && self.subcode.as_deref() == Some("cancel") {
            return Some(("error_subcode", Code::named("user-cancelled")));
        }
        if self.error.as_deref() == Some("access_denied") && self.of_account {
            return Some(("error", Code::named("user-cancelled")));
        }
        let error = self.error.as_deref().filter(|error| ERRORS.contains(error) || NATIVE_ERRORS.contains(error))?;
        Some(("error", Code::named(error.replace('_', "-"))))
    }

    fn complete(&self, error: &mut ErrorSeen, message: &MessageText) {
        let text = Some(&message.text).filter(|text| !text.is_empty());
        error.message = error.message.take().or_else(|| text.cloned());
        error.oauth_error.clone_from(&self.error);
        error.suberror = self.suberror.clone().or_else(|| self.subcode.clone());
        error.request_id = error.request_id.take().or_else(|| message.request_id.clone()).or_else(|| self.request_id.clone());
        error.correlation_id =
            error.correlation_id.take().or_else(|| message.correlation_id.clone()).or_else(|| self.correlation_id.clone());
        error.time = error.time.or(message.time).or(self.time);
    }
}

fn answer_time(text: &str) -> Option<Timed> {
    times::service_time(text).map(|at| Timed { at, clock: Clock::Answer })
}

/// `error_codes` as JSON: numbers, strings, or a string that holds a list.
fn codes_of_json(value: &Value) -> Vec<Code> {
    match value {
        Value::Array(items) => items.iter().take(MOST_CODES).flat_map(codes_of_json).take(MOST_CODES).collect(),
        Value::Number(number) => Code::read(&number.to_string()).into_iter().collect(),
        Value::String(text) => codes_of_list(text),
        _ => Vec::new(),
    }
}

fn codes_of_list(text: &str) -> Vec<Code> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .filter_map(Code::read)
        .take(MOST_CODES)
        .collect()
}

/// `https://login.microsoftonline.com/error?code=70016`.
fn code_of_error_uri(uri: &str) -> Option<Code> {
    let url = url::Url::parse(uri).ok()?;
    let (_, code) = url.query_pairs().find(|(name, _)| name == "code")?;
    Code::read(&code)
}
