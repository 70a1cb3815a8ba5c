//! Messages of the service that someone else quotes: an application, a library, a gateway. They are in a text, in JSON, in JSON in a string, or behind
//! words of others; what is told is the message as the service wrote it.

use std::borrow::Cow;

use serde_json::Value;

use super::message_text::{MessageText, first_code, unescaped};
use super::oauth_answer::OauthAnswer;
use crate::entra::content::Json;
use crate::entra::json;
use crate::model::observation::ErrorSeen;

/// How deep a message is looked for: in members, in strings that hold JSON.
const DEPTH: usize = 12;
/// More codes than one failure names; what has more is about codes.
const MOST_CODES: usize = 4;
/// Objects that are tried in a text before its first code.
const MOST_OBJECTS: usize = 8;

/// A message that is quoted.
#[derive(Debug)]
pub(in crate::extract) struct Quoted {
    /// An error for each code of it.
    pub(in crate::extract) errors: Vec<ErrorSeen>,
    /// Whether it carries the service's own labels: it happened.
    pub(in crate::extract) is_labelled: bool,
}

/// The messages that a text quotes; none when it speaks of more codes than a message has, and so is about them.
pub(in crate::extract) fn in_text(text: &str) -> Vec<Quoted> {
    let mut found = Vec::new();
    of_text(text, DEPTH, &mut found);
    of_one_failure(found)
}

/// The messages that a value of JSON quotes.
pub(in crate::extract) fn in_json(value: &Value) -> Vec<Quoted> {
    let mut found = Vec::new();
    of_json(value, DEPTH, &mut found);
    of_one_failure(found)
}

fn of_one_failure(found: Vec<Quoted>) -> Vec<Quoted> {
    let mut codes: Vec<_> = found.iter().flat_map(|quoted| &quoted.errors).map(|error| &error.code).collect();
    codes.sort_unstable();
    codes.dedup();
    if codes.len() > MOST_CODES { Vec::new() } else { found }
}

fn names_code(text: &str) -> bool {
    first_code(text).is_some()
}

fn of_text(text: &str, depth: usize, found: &mut Vec<Quoted>) {
    if depth == 0 || found.len() > MOST_CODES || !names_code(text) {
        return;
    }
    let before = found.len();
    if let Some(json) = Json::read(text.trim()) {
        of_json(&json.value, depth - 1, found);
    } else if let Some(object) = object_in(text) {
        of_json(&object, depth - 1, found);
    }
    if found.len() > before {
        // Of JSON inside of a text only the message is told: what is around it may be cut away.
        let quoted = found.get_mut(before..).unwrap_or_default();
        quoted.iter_mut().flat_map(|quoted| &mut quoted.errors).for_each(|error| (error.oauth_error, error.suberror) = (None, None));
        return;
    }
    if let Cow::Owned(once) = unescaped(text) {
        of_text(&once, depth - 1, found);
        return;
    }
    // Stars that someone put in to make a part bold.
    let message = MessageText::parse(&text.replace("**", ""));
    if !message.codes.is_empty() {
        let text = lines(&message);
        let mut errors = message.errors();
        for error in &mut errors {
            error.message.clone_from(&text);
        }
        found.push(Quoted { errors, is_labelled: message.is_labelled() });
    }
}

/// The text of a message. Where no label ends it, its line does.
fn lines(message: &MessageText) -> Option<String> {
    let text = if message.is_labelled() { &*message.text } else { message.text.lines().next().unwrap_or_default() };
    let text = text.split("<!").next().unwrap_or_default().trim();
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// The object of JSON in a text that holds its first code.
fn object_in(text: &str) -> Option<Value> {
    let code = first_code(text)?;
    let mut starts: Vec<usize> = text.get(..code)?.rmatch_indices('{').map(|(at, _)| at).take(MOST_OBJECTS).collect();
    starts.reverse();
    starts.into_iter().find_map(|start| json::first(text.get(start..)?, 1).ok()?.pop().filter(|value| names_code(&value.to_string())))
}

fn of_json(value: &Value, depth: usize, found: &mut Vec<Quoted>) {
    if depth == 0 || found.len() > MOST_CODES {
        return;
    }
    match value {
        Value::String(text) => of_text(text, depth - 1, found),
        Value::Array(items) => items.iter().for_each(|item| of_json(item, depth - 1, found)),
        Value::Object(members) => match OauthAnswer::from_json(value).filter(OauthAnswer::describes_code) {
            Some(answer) => found.push(Quoted { is_labelled: answer.is_labelled(), errors: answer.into_errors() }),
            None => members.values().for_each(|member| of_json(member, depth - 1, found)),
        },
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "11111111-aaaa-4bbb-8ccc-000000000001";

    fn told(text: &str) -> Vec<(String, Option<String>, bool)> {
        let told = in_text(text)
            .into_iter()
            .flat_map(|quoted| quoted.errors.into_iter().map(move |error| (error.code.to_string(), error.message, quoted.is_labelled)));
        told.collect()
    }

    #[test]
    fn a_message_is_told_as_the_service_wrote_it() {
        let message = "AADSTS7000215: Invalid client secret provided for app 'x'.";
        let labels = format!("Trace ID: {ID} Timestamp: 2026-03-02 10:12:44Z");
        let inner = format!(r#"{{"error":"invalid_client","error_description":"{message}\r\n{labels}","error_codes":[7000215]}}"#);
        let escaped = serde_json::to_string(&inner).unwrap_or_default();
        for text in [
            format!("{message} {labels}"),
            format!("System.Exception: could not redeem: {message} {labels}\n   at A.B()"),
            format!("An error of type 'invalid_client' occurred during the login process: '{message} {labels}'"),
            format!("Error: http error: 401 and server response: {inner}<!DOCTYPE html><html></html>"),
            format!(r#"{{"message":"Login failed","responseBody":{escaped}}}"#),
            format!(r#"{{"a":{{"b":[1,{inner}]}}}}"#),
            format!("server said {escaped}"),
            format!("AADSTS7000215: Invalid client secret provided for app &#x27;x&#x27;. {labels}"),
            format!("AADSTS7000215%3A+Invalid+client+secret+provided+for+app+%27x%27.+Trace+ID%3A+{ID}"),
            format!(
                "AADSTS7000215%253A%2520Invalid%2520client%2520secret%2520provided%2520for%2520app%2520'x'.%2520Trace%2520ID%253A%2520{ID}"
            ),
            format!("**AADSTS7000215**: Invalid client secret provided for app 'x'. T**race ID: {ID}**"),
        ] {
            let expected = vec![("AADSTS7000215".to_owned(), Some(message.to_owned()), true)];
            let mut told = told(&text);
            told.dedup();
            assert_eq!(told, expected, "{text}");
        }
    }

    #[test]
    fn without_labels_a_message_ends_with_its_line() {
        let told = told("Sign-in failed.\nAADSTS50105: not assigned\nGo back");
        assert_eq!(told, [("AADSTS50105".to_owned(), Some("AADSTS50105: not assigned".to_owned()), false)]);
    }

    #[test]
    fn a_text_about_codes_quotes_none() {
        assert!(told("AADSTS50001 AADSTS50002 AADSTS50003 AADSTS50004 AADSTS50005").is_empty());
        assert!(told("nothing").is_empty());
    }
}
