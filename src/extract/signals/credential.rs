//! What the application proves its identity with, and the token that it sends for a user. Their forms are told, their values never.

use base64::Engine;
use serde_json::Value;

use super::collected::Signals;
use crate::entra::endpoints::Stage;
use crate::entra::guid::Guid;
use crate::entra::hosts::{self, HostClass};
use crate::entra::percent::form_decoded;
use crate::entra::placeholders::{is_foreign, stands_for_a_value};
use crate::entra::signals::Signal;
use crate::entra::signals::credential::{
    ASSERTION_ALGORITHM, ASSERTION_AUDIENCE, ASSERTION_ISSUER, ASSERTION_KEY, ASSERTION_LIFETIME, ASSERTION_SUBJECT, ASSERTION_TIME,
    CLIENT_AUTHENTICATION, SECRET_FORM, USER_TOKEN_AUDIENCE, USER_TOKEN_KIND, USER_TOKEN_TIME,
};
use crate::entra::token::{LENIENT_BASE64, Token};
use crate::extract::view::View;
use crate::model::message::{Body, Url};

/// How far two clocks may differ, in seconds: the service allows five minutes.
const SKEW: i64 = 300;

pub(super) fn read(view: &View<'_>, signals: &mut Signals) {
    let is_hidden = view.exchange.request.body == Body::NotCaptured || view.form.is_empty();
    if view.stage != Stage::Token || is_hidden || view.exchange.request.method.eq_ignore_ascii_case("OPTIONS") {
        return;
    }
    let in_header = basic_secret(view);
    // A parameter that is there and empty is a secret, too.
    let in_body = view.form.get("client_secret");
    let assertion = view.form.filled("client_assertion");
    let ways = [("secret_in_body", in_body.is_some()), ("secret_in_header", in_header.is_some()), ("assertion", assertion.is_some())];
    let mut used: Vec<&'static str> = ways.into_iter().filter(|(_, is_used)| *is_used).map(|(way, _)| way).collect();
    if used.is_empty() {
        used.push("none");
    }
    signals.words(CLIENT_AUTHENTICATION, used);
    for secret in [in_body, in_header.as_ref().and_then(Option::as_deref)].into_iter().flatten() {
        signals.words(SECRET_FORM, secret_form(secret));
    }
    if let Some(token) = assertion.and_then(token) {
        client_assertion(&token, view, signals);
    }
    if let Some(token) = view.form.filled("assertion").and_then(token) {
        user_token(&token, view, signals);
    }
}

fn token(text: &str) -> Option<Token> {
    Token::read(text).or_else(|| Token::of_placeholder(text))
}

/// Whether the application sends a secret in the `Authorization` header, and the secret, when it can be read.
#[expect(clippy::option_option, reason = "no secret, and one that cannot be read, are different")]
fn basic_secret(view: &View<'_>) -> Option<Option<String>> {
    let (scheme, value) = view.request_headers().get("authorization")?.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let decoded = LENIENT_BASE64.decode(value.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    Some(decoded.and_then(|pair| pair.split_once(':').map(|(_, secret)| form_decoded(secret).into_owned())))
}

/// The form of a secret; `None` when the secret was taken out.
fn secret_form(secret: &str) -> Option<&'static str> {
    let is_template = || {
        let bracketed = [("<", ">"), ("${", "}"), ("{{", "}}"), ("%", "%"), ("#{", "}#"), ("$(", ")")];
        bracketed.iter().any(|(open, close)| secret.len() > open.len() + close.len() && secret.starts_with(open) && secret.ends_with(close))
    };
    match secret {
        "" => Some("empty"),
        secret if is_foreign(secret) => None,
        secret if Guid::parse(secret.trim()).is_some() => Some("guid"),
        _ if is_template() => Some("template"),
        secret if stands_for_a_value(secret) => None,
        secret if secret.contains(char::is_whitespace) => Some("blank"),
        _ => Some("other"),
    }
}

fn text<'t>(object: &'t Value, name: &str) -> Option<&'t str> {
    object.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
}

fn client_assertion(token: &Token, view: &View<'_>, signals: &mut Signals) {
    let algorithm = text(&token.header, "alg").map(|algorithm| {
        let known = ["rs256", "ps256", "es256", "hs256", "none"].into_iter();
        known.into_iter().find(|known| algorithm.eq_ignore_ascii_case(known)).unwrap_or("other")
    });
    signals.words(ASSERTION_ALGORITHM, algorithm);
    let names = [("x5t", "x5t"), ("x5t#S256", "x5t_s256"), ("kid", "kid"), ("x5c", "x5c")];
    let mut keys: Vec<&'static str> =
        names.into_iter().filter(|(name, _)| token.header.get(name).is_some()).map(|(_, word)| word).collect();
    // A placeholder keeps a part of the header only.
    if keys.is_empty() && token.header.get("alg").is_some() {
        keys.push("none");
    }
    signals.words(ASSERTION_KEY, keys);
    if !token.claims.is_object() {
        return;
    }
    let client = view.parameter("client_id");
    signals.words(ASSERTION_ISSUER, against(text(&token.claims, "iss"), client));
    signals.words(ASSERTION_SUBJECT, against(text(&token.claims, "sub"), client));
    let audience = match text(&token.claims, "aud") {
        None if token.claims.get("aud").is_some_and(Value::is_array) => Some("several"),
        None => Some("absent"),
        Some(audience) if stands_for_a_value(audience) => None,
        Some(audience) if audience.to_ascii_lowercase().starts_with("api://azureadtokenexchange") => Some("token_exchange"),
        Some(audience) => {
            let address = Url::parse(audience);
            let is_service = matches!(hosts::class(address.host(), address.path()), HostClass::TokenService(_));
            Some(if is_service { "token_service" } else { "other" })
        }
    };
    signals.words(ASSERTION_AUDIENCE, audience);
    times(token, view, ASSERTION_TIME, signals);
    let seconds = |name: &str| token.claims.get(name).and_then(Value::as_i64);
    if let (Some(from), Some(to)) = (seconds("nbf").or_else(|| seconds("iat")), seconds("exp")) {
        signals.number(ASSERTION_LIFETIME, u64::try_from(to.saturating_sub(from)).unwrap_or(0));
    }
}

/// A name in a token against the client's; `None` when someone took either out.
fn against(named: Option<&str>, client: Option<&str>) -> Option<&'static str> {
    let Some(named) = named else { return Some("absent") };
    let client = client.filter(|client| !stands_for_a_value(client))?;
    if stands_for_a_value(named) {
        return None;
    }
    Some(if named.eq_ignore_ascii_case(client) { "client" } else { "other" })
}

fn times(token: &Token, view: &View<'_>, signal: &'static Signal, signals: &mut Signals) {
    let seconds = |name: &str| token.claims.get(name).and_then(Value::as_i64);
    let Some(expires) = seconds("exp") else { return signals.word(signal, "absent") };
    let Some(now) = view.service_date().or(view.exchange.started).map(jiff::Timestamp::as_second) else { return };
    let word = match seconds("nbf") {
        Some(from) if from > now.saturating_add(SKEW) => "not_yet_valid",
        _ if expires < now.saturating_sub(SKEW) => "expired",
        _ => "valid",
    };
    signals.word(signal, word);
}

fn user_token(token: &Token, view: &View<'_>, signals: &mut Signals) {
    if !token.claims.is_object() {
        return;
    }
    let bare = |text: &str| text.strip_prefix("api://").unwrap_or(text).to_owned();
    let audience = text(&token.claims, "aud").map(bare);
    signals.words(USER_TOKEN_AUDIENCE, against(audience.as_deref(), view.parameter("client_id")));
    let kind = match () {
        () if text(&token.claims, "idtyp") == Some("app") => "app_token",
        () if token.claims.get("scp").is_some() => "access_token",
        () if token.claims.get("roles").is_some() && token.claims.get("nonce").is_none() => "app_token",
        () => "id_token",
    };
    signals.word(USER_TOKEN_KIND, kind);
    times(token, view, USER_TOKEN_TIME, signals);
}
