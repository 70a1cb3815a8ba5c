//! Finds out whether someone, or the browser, took the secrets out of a HAR.

use std::sync::LazyLock;

use crate::entra::hosts;
use crate::entra::pattern::{Words, finder};
use crate::entra::percent;
use crate::entra::placeholders::{IN_TEXTS, is_foreign};
use crate::model::exchange::{Exchange, Request};
use crate::read::prefilter;

/// What the sign-in exchanges show of it.
#[derive(Debug, Default)]
pub(in crate::read) struct Sanitized {
    /// Whether a sign-in exchange was answered.
    answered: bool,
    /// Whether a cookie or an authorization header was seen.
    credentials: bool,
    /// Whether a placeholder was seen.
    placeholders: bool,
}

impl Sanitized {
    /// Takes notice of an exchange and of its entry as it stands.
    pub(in crate::read) fn look(&mut self, exchange: &Exchange, raw: &[u8]) {
        static FINDER: Words = LazyLock::new(|| finder(IN_TEXTS.iter().copied()));
        let address = &exchange.request.url;
        if !hosts::class(address.host(), address.path()).is_sign_in() {
            return;
        }
        let answer = exchange.response.as_ref();
        self.answered |= answer.is_some_and(|response| response.status.is_some());
        let request = &exchange.request.headers;
        self.credentials |= request.get("cookie").is_some()
            || request.get("authorization").is_some()
            || answer.is_some_and(|response| response.headers.get("set-cookie").is_some());
        let in_text = || prefilter::may_be_sanitized(raw) && FINDER.as_ref().is_some_and(|finder| finder.is_match(raw));
        self.placeholders = self.placeholders || in_text() || has_placeholders(&exchange.request);
    }

    /// Adds what another has seen.
    pub(in crate::read) fn append(&mut self, other: &Self) {
        self.answered |= other.answered;
        self.credentials |= other.credentials;
        self.placeholders |= other.placeholders;
    }

    /// What is to be said of the capture. `chrome`: a Chromium browser wrote it.
    pub(in crate::read) fn message(&self, chrome: bool) -> Option<&'static str> {
        if self.placeholders {
            return Some("The export was sanitized: values are replaced by placeholders, so parts of the sign-in cannot be seen.");
        }
        (chrome && self.answered && !self.credentials)
            .then_some("The export was sanitized by the browser: it holds no cookies and no authorization headers.")
    }
}

/// Parameters that a sanitizer replaces first, and of which no one types such a value.
const REPLACED: &[&str] = &[
    "client_id",
    "client_secret",
    "client_assertion",
    "code",
    "code_verifier",
    "refresh_token",
    "device_code",
    "state",
    "nonce",
    "login",
    "username",
];

/// Whether the parameters of a request have placeholders for values.
fn has_placeholders(request: &Request) -> bool {
    let is_form = request.headers.media_type() == "application/x-www-form-urlencoded";
    let form = if is_form { request.body.text() } else { "" };
    let mut pairs = [request.url.query_text(), form].into_iter().flat_map(percent::pairs);
    pairs.any(|(name, value)| REPLACED.iter().any(|replaced| name.eq_ignore_ascii_case(replaced)) && is_foreign(&value))
}
