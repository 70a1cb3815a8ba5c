//! A block of a text: the message of the service that someone wrote down, and what the response around it says.

use crate::entra::json;
use crate::entra::limits::MESSAGE;
use crate::extract::messages::message_text::{MessageText, unescaped};
use crate::extract::messages::named;
use crate::extract::messages::oauth_answer::OauthAnswer;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};
use crate::model::text::{Block, Passage};

/// How often a response is escaped: once in JSON, again in JSON that holds that.
const MOST_TIMES: usize = 3;
/// The members that follow the message in a response.
const MEMBERS: &[&str] = &["error_codes", "timestamp", "trace_id", "correlation_id", "error_uri", "suberror", "claims"];
/// Objects that are tried before the code: the innermost that is whole is the response.
const MOST_OBJECTS: usize = 8;

/// Reads a block; `None` when no code is in it.
#[must_use]
pub fn block(passage: &Passage) -> Option<Block> {
    let mut errors = of_answer(passage).unwrap_or_else(|| of_message(&passage.message));
    // A response names a code in its description, and again in a list.
    let mut codes = Vec::new();
    errors.retain(|error| {
        let is_new = !codes.contains(&error.code);
        codes.extend(is_new.then(|| error.code.clone()));
        is_new
    });
    for error in &mut errors {
        error.request_id = error.request_id.take().or_else(|| passage.request_id.clone());
        error.correlation_id = error.correlation_id.take().or_else(|| passage.correlation_id.clone());
        if let Some(message) = error.message.as_mut().filter(|message| message.len() > MESSAGE) {
            message.truncate(message.floor_char_boundary(MESSAGE));
        }
    }
    let observation = |error: &ErrorSeen| Observation { site: Site::Text, field: "", fact: Fact::Error(Box::new(error.clone())) };
    let named = named::in_messages(&errors.iter().map(observation).collect::<Vec<_>>());
    (!errors.is_empty()).then_some(Block { errors, named })
}

/// The response in JSON that the message is a part of.
fn of_answer(passage: &Passage) -> Option<Vec<ErrorSeen>> {
    let Passage { before, message, behind, .. } = passage;
    let mut text = format!("{before}{message}{behind}");
    for _ in 0..MOST_TIMES {
        let code = MessageText::parse(message).codes.into_iter().next()?.to_string();
        let end = text.find(&code)?;
        let starts = text.get(..end)?.rmatch_indices('{').take(MOST_OBJECTS);
        let answer = starts.into_iter().find_map(|(start, _)| {
            let value = json::first(text.get(start..)?, 1).ok()?.pop()?;
            OauthAnswer::from_json(&value).filter(OauthAnswer::describes_code)
        });
        if let Some(answer) = answer {
            return Some(answer.into_errors());
        }
        text = unescaped(&text).into_owned();
    }
    None
}

/// The message alone. Where the ids are members of a response that is not read, it ends where its own member does.
fn of_message(message: &str) -> Vec<ErrorSeen> {
    let message = unescaped(message);
    let mut errors = MessageText::parse(&message).errors();
    for text in errors.iter_mut().filter_map(|error| error.message.as_mut()) {
        let member = |name: &str| ['"', '\''].into_iter().find_map(|quote| text.find(&format!("{quote}{name}{quote}")));
        if let Some(end) = MEMBERS.iter().filter_map(|name| member(name)).min() {
            let own = text.get(..end).unwrap_or_default().trim_end_matches([' ', ',', '"', '\'', '\n', '\r']).len();
            text.truncate(own);
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entra::guid::Guid;

    const REQUEST: &str = "11111111-aaaa-4bbb-8ccc-000000000001";
    const CORRELATION: &str = "22222222-aaaa-4bbb-8ccc-000000000002";

    fn passage(before: &str, message: &str, behind: &str) -> Passage {
        Passage {
            before: before.to_owned(),
            message: message.to_owned(),
            behind: behind.to_owned(),
            request_id: Guid::parse(REQUEST),
            correlation_id: Guid::parse(CORRELATION),
        }
    }

    #[test]
    fn the_response_around_a_message_tells_more() {
        let before = r#"body: {"error":"invalid_grant","error_description":""#;
        let message = format!(r#"AADSTS50076: Due to a change, use more. Trace ID: {REQUEST}","trace_id":"{REQUEST}"#);
        let behind = r#"","suberror":"basic_action"} and {more"#;
        let escaped = |text: &str| text.replace('"', "\\\"");
        for (before, message, behind) in
            [(before.to_owned(), message.clone(), behind.to_owned()), (escaped(before), escaped(&message), escaped(behind))]
        {
            let block = block(&passage(&before, &message, &behind)).unwrap();
            let [error] = block.errors.as_slice() else { panic!("{block:?}") };
            assert_eq!(error.message.as_deref(), Some("AADSTS50076: Due to a change, use more."));
            assert_eq!((error.oauth_error.as_deref(), error.suberror.as_deref()), (Some("invalid_grant"), Some("basic_action")));
        }
    }

    #[test]
    fn a_message_ends_with_its_member() {
        let message = format!("AADSTS65001: The user has not consented.', 'error_codes': [65001], 'trace_id': '{REQUEST}");
        let block = block(&passage("{'error_description': '", &message, "'}")).unwrap();
        assert_eq!(block.errors[0].message.as_deref(), Some("AADSTS65001: The user has not consented."));
        assert_eq!(block.errors[0].correlation_id, Guid::parse(CORRELATION));
    }
}
