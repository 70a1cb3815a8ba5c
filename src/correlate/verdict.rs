//! The verdict: one plain sentence on how an attempt ended.

use super::findings::{Draft, Drafts};
use super::outcome::Ending;
use crate::entra::codes::Code;
use crate::entra::details;
use crate::entra::interrupts::InterruptKind;
use crate::model::attempt::{Attempt, Outcome, Protocol};
use crate::model::observation::{ExchangeFacts, Issued};

/// The sentence for an attempt.
pub(super) fn sentence(attempt: &Attempt, ending: &Ending, drafts: &Drafts, members: &[&ExchangeFacts]) -> String {
    let what = what(attempt);
    let cause = ending.root_cause.map(|draft| drafts.get(draft));
    let code = cause.map(|draft| draft.code.to_string());
    let detail =
        cause.and_then(Draft::detail).filter(|detail| details::is_known(detail)).map(|detail| format!(" ({detail})")).unwrap_or_default();
    let decided = members.get(ending.decided_at);
    let place = decided.map_or("the sign-in page", |facts| facts.stage.phrase());
    match ending.outcome {
        Outcome::Succeeded => {
            let issued = members.iter().rev().find_map(|facts| facts.delivered());
            let delivered = issued.map_or("a response", delivered_phrase);
            let passed = attempt.interrupts.iter().filter(|interrupt| interrupt.satisfied == Some(true)).count();
            let sentence = match passed {
                0 => format!("{what} succeeded: {delivered} reached the client."),
                1 => format!("{what} succeeded: {delivered} reached the client; one interrupt on the way was passed."),
                _ => format!("{what} succeeded: {delivered} reached the client; {passed} interrupts on the way were passed."),
            };
            sentence + if ending.redeemed_twice { REDEEMED_TWICE } else { "" }
        }
        Outcome::Failed => match (code, decided) {
            (Some(code), Some(facts)) => failure(&what, &code, &detail, place, facts, members),
            (Some(code), None) => format!("{what} failed at {place} with {code}{detail}."),
            (None, _) => format!("{what} failed at {place}."),
        },
        Outcome::Interrupted => {
            let waiting = ending.waiting.map_or("a step", InterruptKind::phrase);
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            format!("{what} stopped, waiting for {waiting}{code}.")
        }
        Outcome::Incomplete => {
            let missing = decided.is_some_and(|facts| facts.answer_missing);
            let why = if missing { ", and its response is not in the capture" } else { "" };
            format!("The capture does not show how {} ended: the last thing seen is {place}{why}.", lower_first(&what))
        }
    }
}

const REDEEMED_TWICE: &str = " The application then redeemed the code a second time, and AADSTS54005 refused that.";

/// The sentence for an attempt of which only the rows of a sign-in log are known, with the code that it ended on.
pub(super) fn of_log(attempt: &Attempt, code: Option<&Code>) -> String {
    let what = what(attempt);
    let named = code.map(|code| format!(" ({code})")).unwrap_or_default();
    match attempt.outcome {
        Outcome::Succeeded => match attempt.interrupts.len() {
            0 => format!("{what} succeeded in the end, by the sign-in log."),
            1 => format!("{what} succeeded in the end, by the sign-in log; one interrupt on the way was passed."),
            passed => format!("{what} succeeded in the end, by the sign-in log; {passed} interrupts on the way were passed."),
        },
        Outcome::Interrupted => {
            let waiting = code.and_then(Code::asks).map_or("a step", InterruptKind::phrase);
            format!("{what} stopped, waiting for {waiting}{named}.")
        }
        Outcome::Failed | Outcome::Incomplete => format!("{what} failed, by the sign-in log{named}."),
    }
}

/// The sentence for an attempt of which only the blocks of texts are known, with the code that it ended on.
pub(super) fn of_text(attempt: &Attempt, code: &Code) -> String {
    let what = what(attempt);
    match attempt.outcome {
        Outcome::Interrupted => {
            let waiting = code.asks().map_or("a step", InterruptKind::phrase);
            format!("{what} stopped, waiting for {waiting} ({code}).")
        }
        Outcome::Failed | Outcome::Incomplete | Outcome::Succeeded => format!("{what} failed, by the text ({code})."),
    }
}

/// What ended a failed attempt. Where it was not the service, the sentence says who it was.
fn failure(what: &str, code: &str, detail: &str, place: &str, facts: &ExchangeFacts, members: &[&ExchangeFacts]) -> String {
    let host = &facts.host;
    let status = facts.status.map_or_else(|| "no response".to_owned(), |status| format!("HTTP {status}"));
    let delivered = members.iter().find_map(|facts| facts.delivered());
    let issued = delivered.map_or("a response", delivered_phrase);
    let service = if facts.is_with_service() { host } else { "the sign-in service" };
    match code {
        "application-error" => format!(
            "{what} failed at the application: Microsoft Entra ID did its part and delivered {issued}, and {host} answered it with {status}."
        ),
        "request-too-long" => format!(
            "{what} failed before the service saw the request: {host} refused it with {status}, because its headers or its address are too long."
        ),
        "proxy-authentication-required" => {
            format!("{what} failed in the network: a proxy on the way to {host} asks for credentials of its own (HTTP 407).")
        }
        "blocked-by-network" => format!(
            "{what} failed in the network: another machine answered instead of {service} ({status}), such as a web filter or a proxy."
        ),
        "connection-failed" => format!("{what} failed in the network: no connection to {service} came about."),
        "sign-in-page-blocked" => {
            format!("{what} failed in the browser: the sign-in page came, but its scripts from {host} were not loaded.")
        }
        _ if delivered.is_some() && !facts.is_with_service() => {
            format!(
                "{what} failed at the application: Microsoft Entra ID delivered {issued}, and the response of {host} quotes {code}{detail}."
            )
        }
        _ => format!("{what} failed at {place} with {code}{detail}."),
    }
}

fn what(attempt: &Attempt) -> String {
    match attempt.protocol {
        Protocol::RefreshToken => "The token renewal",
        Protocol::ClientCredentials => "The application's token request",
        Protocol::OnBehalfOf => "The on-behalf-of token request",
        Protocol::DeviceCode => "The device code sign-in",
        _ if attempt.silent => "The silent sign-in",
        _ => "The sign-in",
    }
    .to_owned()
}

fn delivered_phrase(issued: Issued) -> &'static str {
    match issued {
        Issued::AuthorizationCode => "an authorization code",
        Issued::Token => "a token",
        Issued::Assertion => "an assertion",
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
