//! Placeholders: what stands in place of a value. They are numbered, so that equal values can still be told from different ones.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::entra::json;

/// A placeholder of ours, taken apart: `[auth-code#1]`, `[id-token#2 {"alg":"RS256"} {"aud":"..."}]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placeholder<'a> {
    pub(super) kind: &'a str,
    pub(super) number: usize,
    /// What may be known of a token: header and claims.
    pub(super) token: Option<(Value, Value)>,
}

/// Writes a placeholder.
pub(super) fn write(kind: &str, number: usize) -> String {
    format!("[{kind}#{number}]")
}

/// Reads a text that is nothing but a placeholder of ours.
pub(super) fn read(text: &str) -> Option<Placeholder<'_>> {
    let inside = text.strip_prefix('[')?.strip_suffix(']')?;
    let (name, token) = inside.split_once(' ').map_or((inside, None), |(name, token)| (name, Some(token)));
    let (kind, number) = name.split_once('#')?;
    let is_kind = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    let number = number.parse().ok().filter(|_| is_kind)?;
    let token = match token {
        None => None,
        Some(token) => {
            let [header, claims] = json::first(token, 3).ok()?.try_into().ok()?;
            Some((header, claims))
        }
    };
    Some(Placeholder { kind, number, token })
}

/// Whether a text begins with a placeholder, and so with no list of JSON.
pub(super) fn begins(text: &str) -> bool {
    let Some(name) = text.strip_prefix('[') else { return false };
    let number = name.trim_start_matches(|letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
    number.len() < name.len() && number.strip_prefix('#').is_some_and(|number| number.starts_with(|digit: char| digit.is_ascii_digit()))
}

/// Whether somebody, or another program, took a value out before.
pub(super) fn is_foreign(text: &str) -> bool {
    const ENDING: &str = "redacted]";
    const WHOLE: &[&str] = &["***sanitized***", "!!!sanitized!!!", "***", "[token]", "[opaque value]", "redacted"];
    let text = text.trim();
    let ends_so = || text.get(text.len().saturating_sub(ENDING.len())..).is_some_and(|end| end.eq_ignore_ascii_case(ENDING));
    text.starts_with('[') && ends_so() || WHOLE.iter().any(|whole| text.eq_ignore_ascii_case(whole))
}

/// Whether a name is what stands behind the `#` of a pseudonym: `1@contoso.example`.
pub(super) fn is_numbered(name: &str) -> bool {
    const DIGITS: usize = 4;
    name.split_once('@').is_some_and(|(number, _)| number.len() <= DIGITS && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The number of a user in a pseudonym: `user#3`, `user#3@contoso.example`.
pub(super) fn user_number(name: &str) -> Option<usize> {
    let label = name.split_once('@').map_or(name, |(label, _)| label);
    label.strip_prefix("user#")?.parse().ok()
}

/// A text without the placeholders that stand for secrets, in whatever markup: `[password#1]` is not the password `password`.
pub(super) fn without_placeholders(text: &str) -> String {
    static PLACEHOLDER: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\\?(?:\[|%5B)[a-z0-9-]+\\?(?:#|%23)[0-9]+\\?(?:\]|%5D)?").ok());
    // Most texts hold none, and the pattern is then not even built.
    let possible = text.contains('#') || text.contains("%23");
    let pattern = if possible { LazyLock::force(&PLACEHOLDER).as_ref() } else { None };
    pattern.map_or_else(|| text.to_owned(), |placeholder| placeholder.replace_all(text, " ").into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_placeholders_are_placeholders() {
        assert_eq!(read("[auth-code#12]"), Some(Placeholder { kind: "auth-code", number: 12, token: None }));
        let token = read(r#"[id-token#1 {"alg":"RS256"} {"aud":"x"}]"#).and_then(|placeholder| placeholder.token);
        assert_eq!(token.map(|(_, claims)| claims["aud"] == "x"), Some(true));
        for text in ["[auth code#1]", "[code]", "[#1]", "x[code#1]", "[code#1 secret]", "[code#1 {}]", "[code#1 {} {} {}]"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(is_foreign("[code redacted]") && is_foreign("***SANITIZED***") && !is_foreign("[code#1]"));
        assert_eq!(user_number("user#7@contoso.example"), Some(7));
        assert!(begins("[code#1] and more") && ["[1, 2]", "[\"code#1\"]", "[#1]", "[code#x]"].iter().all(|text| !begins(text)));
    }
}
