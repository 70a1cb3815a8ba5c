//! JSON: members by name, at any depth; strings that hold JSON, addresses or tokens are looked into.

use serde_json::{Map, Value};

use super::{Cleaner, Holder, Trust};
use crate::redact::names;

/// Deeper values are dropped.
const DEEPEST: usize = 64;

impl Cleaner {
    pub(super) fn json(&mut self, value: &Value, trust: Trust) -> Value {
        self.json_below(value, None, trust, DEEPEST)
    }

    /// A value under a name. `name` is none at the top.
    fn json_below(&mut self, value: &Value, name: Option<&str>, trust: Trust, depth: usize) -> Value {
        if depth == 0 {
            return Value::Null;
        }
        match value {
            Value::String(text) => Value::String(match name {
                Some(name) => self.named(name, text, trust, Holder::Member),
                None if trust == Trust::SignIn => self.text(text, trust),
                None => self.guarded(text),
            }),
            Value::Number(number) if name.and_then(names::of_field).is_some_and(is_typed) => {
                Value::String(self.credential(name.and_then(names::of_field).unwrap_or("secret"), &number.to_string()))
            }
            Value::Array(items) => items.iter().map(|item| self.json_below(item, name, trust, depth - 1)).collect(),
            Value::Object(members) => Value::Object(self.members(members, trust, depth - 1)),
            other => other.clone(),
        }
    }

    fn members(&mut self, members: &Map<String, Value>, trust: Trust, depth: usize) -> Map<String, Value> {
        // The value of one field may be the name of another, which is then a secret's.
        let flow_token = members.get("sFTName").and_then(Value::as_str);
        // A way to prove who one is: shown and sent in part.
        let is_proof = members.keys().any(|name| name.eq_ignore_ascii_case("authMethodId")) && members.contains_key("display");
        let mut clean = Map::new();
        for (name, value) in members {
            let cleaned = match value {
                Value::String(text) if Some(name.as_str()) == flow_token => {
                    Value::String(self.named("flowToken", text, trust, Holder::Member))
                }
                Value::String(text) if is_proof && matches!(name.as_str(), "display" | "data") && !is_method(text) => {
                    Value::String(self.named("phone", text, trust, Holder::Member))
                }
                value => self.json_below(value, Some(name), trust, depth),
            };
            clean.insert(self.key(name), cleaned);
        }
        clean
    }
}

/// Whether a secret of this kind may be a number that somebody typed.
fn is_typed(kind: &str) -> bool {
    matches!(kind, "one-time-code" | "password" | "user-code")
}

/// Whether the text names a method (`PhoneAppNotification`) rather than a phone.
fn is_method(text: &str) -> bool {
    text.len() >= 6 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}
