//! The verdict: one plain sentence on how an attempt ended.

use super::findings::Drafts;
use super::outcome::Ending;
use crate::model::attempt::{Attempt, Outcome, Protocol};
use crate::model::observation::{ExchangeFacts, Issued};

/// The sentence for an attempt.
pub(super) fn sentence(attempt: &Attempt, ending: &Ending, drafts: &Drafts, members: &[&ExchangeFacts]) -> String {
    let what = what(attempt);
    let code = ending.root_cause.map(|draft| drafts.get(draft).code.to_string());
    let decided = members.get(ending.decided_at);
    let place = decided.map_or("the sign-in page", |facts| facts.stage.phrase());
    match ending.outcome {
        Outcome::Succeeded => {
            let issued = members.iter().rev().find_map(|facts| facts.delivered());
            let delivered = issued.map_or("an answer", delivered_phrase);
            let passed = attempt.interrupts.iter().filter(|interrupt| interrupt.satisfied == Some(true)).count();
            match passed {
                0 => format!("{what} succeeded: {delivered} reached the client."),
                1 => format!("{what} succeeded: {delivered} reached the client; one interrupt on the way was passed."),
                _ => format!("{what} succeeded: {delivered} reached the client; {passed} interrupts on the way were passed."),
            }
        }
        Outcome::Failed => match code {
            Some(code) => format!("{what} failed at {place}: {code} ended it."),
            None => format!("{what} failed at {place}."),
        },
        Outcome::Interrupted => {
            let waiting = ending.waiting.map_or("a step", crate::entra::interrupts::InterruptKind::phrase);
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            format!("{what} stopped, waiting for {waiting}{code}.")
        }
        Outcome::Incomplete => {
            let missing = decided.is_some_and(|facts| facts.answer_missing);
            let why = if missing { ", and its answer is not in the capture" } else { "" };
            format!("The capture does not show how {} ended: the last thing seen is {place}{why}.", lower_first(&what))
        }
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
