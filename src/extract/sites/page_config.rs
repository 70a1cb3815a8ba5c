//! Site: `$Config` of a sign-in page.
//!
//! Often the only place that names the code, and then as bare digits or by a name. Addresses in it (`urlCancel`, `desktopSsoConfig`)
//! are ready-made answers that never happened and are not read as answers.

use serde_json::Value;

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::entra::hosts::{self, Cloud, HostClass};
use crate::entra::mfa::MfaResult;
use crate::entra::page::Page;
use crate::extract::messages::message_text::{MOST_CODES, MessageText};
use crate::extract::times;
use crate::extract::view::View;
use crate::model::observation::{Clock, ErrorSeen, Fact, Observation, Site, Timed};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(page) = view.page.filter(|_| view.is_token_service()) else { return Vec::new() };
    let mut observations: Vec<Observation> = page_shown(view).into_iter().collect();
    if let Some(config) = &page.config {
        observations.extend(errors(config, view).into_iter().map(|(field, error)| seen(field, Fact::Error(Box::new(error)))));
    }
    observations
}

fn seen(field: &'static str, fact: Fact) -> Observation {
    Observation { site: Site::PageConfig, field, fact }
}

fn page_shown(view: &View<'_>) -> Option<Observation> {
    let page = view.page?;
    let config = page.config.as_ref();
    let own_name = config.and_then(|config| text(config, "pgid")).map(|name| ("pgid", name.to_owned()));
    let of_user_flow = || user_flow_page(view).map(|name| ("SETTINGS.api", name.to_owned()));
    let (field, name) = own_name.or_else(|| page.page_id.clone().map(|name| ("PageID", name))).or_else(of_user_flow)?;
    let target = config.and_then(|config| target(config, view));
    Some(seen(field, Fact::Page { name, target }))
}

/// A page of a user flow of B2C, by the name of what it posts to.
fn user_flow_page<'v>(view: &'v View<'_>) -> Option<&'v str> {
    let settings = view.page?.settings.as_ref().filter(|_| view.cloud == Some(Cloud::B2c))?;
    text(settings, "api")
}

/// Where the page sends the user, when that is a place outside the token service that belongs to signing in.
fn target(config: &Value, view: &View<'_>) -> Option<String> {
    let fields = ["urlPost", "urlPostRedirect", "urlSetUpMfa", "urlRedirect"];
    let addresses = fields.iter().filter_map(|field| text(config, field)).map(|url| view.exchange.request.url.join(url));
    let outside = |address: &crate::model::message::Url| {
        matches!(hosts::class(address.host(), address.path()), HostClass::SecurityInfo | HostClass::PasswordReset)
    };
    addresses.into_iter().find(outside).map(|address| address.bare())
}

/// The errors of a page with the field each was read from.
fn errors(config: &Value, view: &View<'_>) -> Vec<(&'static str, ErrorSeen)> {
    let exception = text(config, "strServiceExceptionMessage").map(MessageText::parse).unwrap_or_default();
    let mut errors: Vec<(&'static str, ErrorSeen)> =
        exception.errors().into_iter().map(|error| ("strServiceExceptionMessage", error)).collect();
    for (field, value) in code_fields(config) {
        let Some((code, name)) = code(&value, view) else { continue };
        let outer = errors.iter().find(|(_, error)| error.code == code).is_some_and(|(_, error)| error.outer);
        errors.push((field, ErrorSeen { name, outer, ..ErrorSeen::new(code) }));
    }
    let message = Some(exception.text.clone()).filter(|text| !text.is_empty()).or_else(|| shown_message(config));
    let time = exception.time.or_else(|| page_time(config));
    for (_, error) in &mut errors {
        error.message = error.message.take().or_else(|| message.clone());
        error.time = error.time.or(time);
        error.correlation_id = error.correlation_id.take().or_else(|| text(config, "correlationId").and_then(Guid::parse));
        error.request_id =
            error.request_id.take().or_else(|| text(config, "sessionId").and_then(Guid::parse)).or_else(|| view.request_id());
    }
    errors
}

/// The fields that hold a code on its own, with their values as text.
fn code_fields(config: &Value) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    for name in ["sErrorCode", "iErrorCode"] {
        fields.extend(config.get(name).and_then(scalar).map(|value| (name, value)));
    }
    let list = config.get("arrValErrs").and_then(Value::as_array);
    fields.extend(list.into_iter().flatten().take(MOST_CODES).filter_map(scalar).map(|value| ("arrValErrs", value)));
    fields
}

/// The code that a field's value is, and the name when the value was one.
fn code(value: &str, view: &View<'_>) -> Option<(Code, Option<String>)> {
    if value.bytes().all(|byte| byte == b'0') {
        return None;
    }
    let name = Some(value.to_owned()).filter(|value| !value.bytes().any(|byte| byte.is_ascii_digit()));
    if view.cloud == Some(Cloud::Msa) {
        return Some((Code::named("msa-error"), Some(value.to_owned())));
    }
    if let Some(code) = Code::read(value) {
        return Some((code, name));
    }
    // A name without a number: the pages use the results of a multifactor challenge in the same field.
    let named = name?;
    let code = MfaResult::of(&named).code()?;
    Some((Code::named(code), Some(named)))
}

fn shown_message(config: &Value) -> Option<String> {
    let fields = ["sErrTxt", "strMainMessage", "strAdditionalMessage"];
    let shown = fields.iter().find_map(|field| text(config, field))?;
    // The text is a fragment of HTML.
    let visible = Page::parse(shown).text;
    Some(visible.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

fn page_time(config: &Value) -> Option<Timed> {
    let at = times::service_time(config.get("serverDetails")?.get("rt")?.as_str()?)?;
    Some(Timed { at, clock: Clock::Page })
}

fn text<'a>(config: &'a Value, field: &str) -> Option<&'a str> {
    config.get(field).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
