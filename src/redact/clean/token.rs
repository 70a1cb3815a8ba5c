//! Tokens: a JWT becomes a placeholder that keeps its header and the claims which explain a sign-in, and never its signature.

use serde_json::Value;

use super::Cleaner;
use crate::entra::token::Token;
use crate::redact::kind::SecretKind;

impl Cleaner {
    /// The placeholder of a token: `[id-token#1 {"alg":"RS256"} {"aud":"..."}]`; `None` for what is no token.
    pub(super) fn token(&mut self, kind: SecretKind, value: &str) -> Option<String> {
        let token = Token::read(value)?;
        let label = self.credential(kind, value);
        Some(self.kept_of_token(&label, &token.header, &token.claims))
    }

    pub(super) fn kept_of_token(&mut self, label: &str, header: &Value, claims: &Value) -> String {
        if self.keeps_people && !self.shows_people {
            // Claims tell who someone is.
            return label.to_owned();
        }
        let header = self.claims(header);
        let claims = self.claims(claims);
        format!("{} {header} {claims}]", label.trim_end_matches(']'))
    }

    /// Claims obey the lists as everything does.
    fn claims(&mut self, claims: &Value) -> Value {
        match claims {
            Value::Object(_) => self.deeper(|cleaner| cleaner.claims_json(claims)).unwrap_or_default(),
            _ => Value::Null,
        }
    }
}
