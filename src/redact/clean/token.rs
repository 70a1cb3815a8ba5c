//! Tokens: a JWT becomes a placeholder that keeps its header and the claims which explain a sign-in, and never its signature.

use serde_json::{Map, Value};

use super::{Class, Cleaner, Holder, Trust, names};
use crate::entra::token::Token;

/// A claim that nobody knows and that is longer than this is taken out.
const LONGEST_CLAIM: usize = 24;

impl Cleaner {
    /// The placeholder of a token: `[id-token#1 {"alg":"RS256"} {"aud":"..."}]`; `None` for what is no token.
    pub(super) fn token(&mut self, kind: &'static str, value: &str) -> Option<String> {
        let token = Token::read(value)?;
        let label = self.credential(kind, value);
        Some(self.kept_of_token(&label, &token.header, &token.claims))
    }

    pub(super) fn kept_of_token(&mut self, label: &str, header: &Value, claims: &Value) -> String {
        if self.keeps_people {
            // Claims tell who somebody is.
            return label.to_owned();
        }
        let header = self.claims(header);
        let claims = self.claims(claims);
        format!("{} {header} {claims}]", label.trim_end_matches(']'))
    }

    fn claims(&mut self, claims: &Value) -> Value {
        let Value::Object(members) = claims else { return Value::Null };
        let mut clean = Map::new();
        for (name, value) in members {
            clean.insert(self.key(name), self.claim(name, value));
        }
        Value::Object(clean)
    }

    fn claim(&mut self, name: &str, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.claim_text(name, text)),
            Value::Array(items) => items.iter().map(|item| self.claim(name, item)).collect(),
            Value::Object(_) => self.json(value, Trust::Other),
            other => other.clone(),
        }
    }

    fn claim_text(&mut self, name: &str, text: &str) -> String {
        if names::of_field(name).is_some() || names::of_person(name).is_some() {
            return self.named(name, text, Trust::SignIn, Holder::Member);
        }
        if let Some(kept) = self.placeholder(text) {
            return kept;
        }
        match name {
            "name" => self.label(Class::Personal, "name", text),
            _ if names::is_kept_claim(name) => self.text(text, Trust::SignIn),
            _ if text.len() > LONGEST_CLAIM => self.label(Class::Unknown, "claim", text),
            _ => self.plain(text),
        }
    }
}
