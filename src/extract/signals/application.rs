//! The application's half of a sign-in, what the network made of a request, and what else a response of the service shows.

use serde_json::Value;

use super::collected::Signals;
use crate::entra::cookies;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::HostClass;
use crate::entra::placeholders::stands_for_a_value;
use crate::entra::signals::answer::{CLAIMS_ASKED, RETRY_AFTER};
use crate::entra::signals::application::{
    COOKIE_BYTES, COOKIES, ORIGIN_HEADER, PREFLIGHT, PROXY_METHODS, SERVER_PRODUCT, SESSION_COOKIE, STATE_COOKIES,
};
use crate::extract::view::View;

pub(super) fn read(view: &View<'_>, signals: &mut Signals) {
    let is_with_service = view.class.is_sign_in() || view.cloud.is_some();
    let cookies: Vec<&str> = view.request_headers().cookies().filter(|cookie| !cookie.is_empty()).collect();
    if is_with_service {
        if !cookies.is_empty() {
            signals.number(COOKIES, count(cookies.len()));
            // A placeholder is not as long as what it stands for.
            let is_whole = |cookie: &str| cookie.split_once('=').is_none_or(|(_, value)| !stands_for_a_value(value));
            if cookies.iter().all(|cookie| is_whole(cookie)) {
                signals.number(COOKIE_BYTES, count(cookies.iter().map(|cookie| cookie.len()).sum()));
            }
        }
        of_token_request(view, signals);
        of_refusal(view, signals);
        return;
    }
    if view.class == HostClass::Other {
        if !cookies.is_empty() {
            let begun = cookies.iter().filter(|cookie| cookies::begins_sign_in(cookie)).count();
            signals.number(STATE_COOKIES, count(begun));
        }
        if view.carries_answer() && view.response_header("set-cookie").is_some() {
            signals.word(SESSION_COOKIE, "set");
        }
        if view.response_header("www-authenticate").is_some_and(|value| value.contains("claims=")) {
            signals.word(CLAIMS_ASKED, "yes");
        }
    }
}

fn of_token_request(view: &View<'_>, signals: &mut Signals) {
    if view.stage != Stage::Token {
        return;
    }
    if view.exchange.request.method.eq_ignore_ascii_case("OPTIONS") {
        signals.word(PREFLIGHT, "seen");
        return;
    }
    if view.request_headers().iter().next().is_some() {
        signals.word(ORIGIN_HEADER, if view.request_headers().get("origin").is_some() { "sent" } else { "absent" });
    }
    let json = view.json.filter(|json| json.get("error").is_some());
    if let Some(json) = json {
        let asks = json.get("claims").and_then(Value::as_str).is_some_and(|claims| !claims.is_empty());
        signals.word(CLAIMS_ASKED, if asks { "yes" } else { "no" });
    }
}

fn of_refusal(view: &View<'_>, signals: &mut Signals) {
    let Some(status) = view.status.filter(|status| *status >= 400) else { return };
    if matches!(status, 429 | 503) {
        signals.word(RETRY_AFTER, if view.response_header("retry-after").is_some() { "sent" } else { "absent" });
    }
    if status == 407 {
        let methods = view.response_headers().filter(|(name, _)| name.eq_ignore_ascii_case("proxy-authenticate"));
        for (_, value) in methods.filter(|(_, value)| !stands_for_a_value(value)) {
            let method = value.split([' ', ',']).next().unwrap_or_default();
            let known = ["negotiate", "ntlm", "kerberos", "basic"].into_iter();
            signals.word(PROXY_METHODS, known.into_iter().find(|known| method.eq_ignore_ascii_case(known)).unwrap_or("other"));
        }
    }
    if view.response_header("server").is_some_and(stands_for_a_value) {
        return;
    }
    let product = view
        .response_header("server")
        .map(|server| if server.to_ascii_lowercase().starts_with("microsoft-httpapi") { "http_sys" } else { "other" });
    signals.word(SERVER_PRODUCT, product.unwrap_or("absent"));
}

fn count(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}
