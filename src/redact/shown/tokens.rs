//! Tokens: their placeholders keep header and claims, which are shown on their own, claim by claim.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::entra::pattern::pattern;
use crate::model::shown::{Pair, Token};

/// Most tokens that are taken apart: no exchange holds as many.
const MOST: usize = 50;

/// The tokens that were met, each once.
#[derive(Default)]
pub(super) struct Tokens {
    pub(super) found: Vec<Token>,
}

impl Tokens {
    /// The text with nothing but their labels in the place of tokens.
    pub(super) fn split_off(&mut self, text: &str) -> String {
        static BEGIN: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[[a-z0-9-]+#[0-9]+ \{"));
        let mut short = String::new();
        let mut rest = text;
        while let Some(found) = BEGIN.find(rest).filter(|_| self.found.len() < MOST) {
            let label = rest.get(found.start()..found.end() - 2).unwrap_or_default();
            let after = rest.get(found.end() - 1..).unwrap_or_default();
            short.push_str(rest.get(..found.start()).unwrap_or_default());
            let Some((header, claims, length)) = header_and_claims(after) else {
                short.push_str(rest.get(found.range()).unwrap_or_default());
                rest = rest.get(found.end()..).unwrap_or_default();
                continue;
            };
            let label = format!("{label}]");
            short.push_str(&label);
            if self.found.iter().all(|token| token.label != label) {
                self.found.push(Token { label, header: members(&header), claims: members(&claims) });
            }
            rest = after.get(length..).unwrap_or_default();
        }
        short + rest
    }
}

/// Header and claims of a placeholder, and how long they are with the bracket behind them.
fn header_and_claims(text: &str) -> Option<(Value, Value, usize)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let (header, claims) = (values.next()?.ok()?, values.next()?.ok()?);
    let end = values.byte_offset();
    text.get(end..)?.starts_with(']').then_some((header, claims, end + 1))
}

/// The members of an object, each value as JSON; a text stands without quotes.
fn members(value: &Value) -> Vec<Pair> {
    let shown = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    value.as_object().into_iter().flatten().map(|(name, value)| Pair { name: name.clone(), value: shown(value) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_split_off_and_told_once() {
        let mut tokens = Tokens::default();
        let token = r#"[id-token#1 {"alg":"RS256"} {"aud":"a]b","amr":["pwd"]}]"#;
        assert_eq!(tokens.split_off(&format!("Bearer {token}, {token}!")), "Bearer [id-token#1], [id-token#1]!");
        let claims: Vec<(&str, &str)> = tokens.found[0].claims.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
        assert_eq!((tokens.found.len(), claims), (1, vec![("amr", r#"["pwd"]"#), ("aud", "a]b")]));
        for text in ["[password#1]", "[id-token#1 {", "[id-token#1 {} x]", "[id-token#1 {} {}", "plain"] {
            assert_eq!(tokens.split_off(text), text);
        }
    }
}
