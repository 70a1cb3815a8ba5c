//! Site: a JSON answer that is not a token endpoint's and quotes a message of the service: an application that hands the failure on.

use serde_json::Value;

use crate::entra::endpoints::Stage;
use crate::extract::message_text::MessageText;
use crate::extract::sites::user_flow_page;
use crate::extract::view::View;
use crate::model::observation::{Fact, Observation, Site};

/// How deep in an answer a message is looked for.
const DEPTH: usize = 8;
/// More codes than one failure names; an answer with more is about codes.
const MOST_CODES: usize = 4;

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    if matches!(view.stage, Stage::Token | Stage::DeviceCodeRequest | Stage::MfaBegin | Stage::MfaEnd) {
        return Vec::new();
    }
    let Some(json) = view.json.as_ref().filter(|_| !view.is_native_authentication() && !user_flow_page::reads(view)) else {
        return Vec::new();
    };
    let failed = view.status.is_some_and(|status| status >= 400);
    let mut messages = Vec::new();
    collect(json, DEPTH, &mut messages);
    if messages.iter().map(|message: &MessageText| message.codes.len()).sum::<usize>() > MOST_CODES {
        return Vec::new();
    }
    let happened = messages.into_iter().filter(|message| failed || message.is_labelled());
    let errors = happened.flat_map(|message| message.errors());
    errors.map(|error| Observation { site: Site::JsonBody, field: "message", fact: Fact::Error(Box::new(error)) }).collect()
}

/// The strings of an answer that begin with a code, or name one after a few words of the application's own.
fn collect(value: &Value, depth: usize, messages: &mut Vec<MessageText>) {
    if depth == 0 {
        return;
    }
    match value {
        Value::String(text) if text.contains("AADSTS") || text.contains("AADB2C") => {
            let message = MessageText::parse(text);
            if !message.codes.is_empty() {
                messages.push(message);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, depth - 1, messages)),
        Value::Object(members) => members.values().for_each(|member| collect(member, depth - 1, messages)),
        _ => {}
    }
}
