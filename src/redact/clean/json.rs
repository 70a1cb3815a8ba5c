//! JSON: members by name, at any depth; strings that hold JSON, addresses or tokens are looked into.

use serde_json::{Map, Value};

use super::{Cleaner, Holder, Lesson, Trust, speaks};
use crate::entra::limits::JSON_DEPTH;
use crate::redact::shape::Shape;
use crate::redact::tables;

impl Cleaner {
    pub(super) fn json(&mut self, value: &Value, trust: Trust) -> Value {
        self.json_below(value, None, trust, Holder::Member, JSON_DEPTH)
    }

    /// JSON of which the members are claims, as text or in base64.
    pub(super) fn claims_json(&mut self, value: &Value) -> Value {
        self.json_below(value, None, Trust::Other, Holder::Claim, JSON_DEPTH)
    }

    /// A value under a name. `name` is none at the top.
    fn json_below(&mut self, value: &Value, name: Option<&str>, trust: Trust, holder: Holder, depth: usize) -> Value {
        if depth == 0 {
            return Value::Null;
        }
        match value {
            Value::String(text) => Value::String(match name {
                Some(name) => self.named(name, text, trust, holder),
                None => self.nameless(text, trust),
            }),
            // A number is a value like a string.
            Value::Number(number) => {
                let text = number.to_string();
                let clean = match name {
                    Some(name) => self.named(name, &text, trust, holder),
                    None => self.unknown(&text),
                };
                if clean == text || clean.is_empty() { value.clone() } else { Value::String(clean) }
            }
            Value::Array(items) => items.iter().map(|item| self.json_below(item, name, trust, holder, depth - 1)).collect(),
            Value::Object(members) => Value::Object(self.members(members, name, trust, holder, depth - 1)),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    /// A string that stands alone or in a list at the top.
    fn nameless(&mut self, text: &str, trust: Trust) -> String {
        if let Some(kept) = self.kept(text) {
            return kept;
        }
        let told = speaks(text).then(|| self.telling_lines(text)).flatten();
        told.or_else(|| self.deeper(|cleaner| cleaner.nested(text, trust)).flatten()).unwrap_or_else(|| self.unknown(text))
    }

    fn members(
        &mut self,
        members: &Map<String, Value>,
        outer: Option<&str>,
        trust: Trust,
        holder: Holder,
        depth: usize,
    ) -> Map<String, Value> {
        // The value of one field may be the name of another, which is then a secret's.
        let flow_token = members.get("sFTName").and_then(Value::as_str);
        // A way to prove who one is: shown and sent in part.
        let is_proof = members.keys().any(|name| name.eq_ignore_ascii_case("authMethodId")) && members.contains_key("display");
        let mut clean = Map::new();
        for (name, value) in members {
            let cleaned = match value {
                // In a token it is the name of someone; elsewhere anything has one.
                Value::String(text) if name == "name" && holder == Holder::Claim => {
                    Value::String(self.named("fullName", text, trust, holder))
                }
                Value::String(text) if Some(name.as_str()) == flow_token => Value::String(self.named("flowToken", text, trust, holder)),
                // The method itself, instead of a phone.
                Value::String(text) if is_proof && name == "data" && is_method(text) => value.clone(),
                Value::String(text) if is_proof && matches!(name.as_str(), "display" | "data") => {
                    Value::String(self.named("phone", text, trust, holder))
                }
                // `{"acrs":{"essential":true,"values":["c1"]}}`: the values are those of the name around them.
                value if matches!(name.as_str(), "value" | "values") && outer.is_some() && holder == Holder::Claim => {
                    self.json_below(value, outer, trust, holder, depth)
                }
                Value::String(text) if depth > 0 => {
                    if self.is_learnt(Lesson::Pair(trust, holder), &[name, text]) {
                        continue;
                    }
                    Value::String(self.named_anew(name, text, trust, holder))
                }
                value => self.json_below(value, Some(name), trust, holder, depth),
            };
            let name = self.member_name(name, holder);
            if !self.is_learning() {
                clean.insert(name, cleaned);
            }
        }
        clean
    }

    /// The name of a member.
    fn member_name(&mut self, name: &str, holder: Holder) -> String {
        if holder == Holder::Claim && tables::claim(name).is_some() { name.to_owned() } else { self.key(name) }
    }
}

/// Whether the text names a method (`PhoneAppNotification`) rather than a phone.
fn is_method(text: &str) -> bool {
    let method = tables::field("AuthMethodId").and_then(|known| known.kept);
    method.is_some_and(|shape: Shape| shape.fits(text))
}
