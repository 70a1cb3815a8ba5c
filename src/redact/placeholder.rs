//! Placeholders: what is instead of a value. They are numbered, so that equal values can still be told from different ones.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::entra::json;
use crate::entra::pattern::pattern;
pub(super) use crate::entra::placeholders::is_foreign;
use crate::redact::shape;

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

/// What is percent-encoded, however often, and may be a placeholder: it begins with a bracket.
pub(super) fn decoded(text: &str) -> Option<String> {
    const LONGEST: usize = 4096;
    const LEVELS: usize = 4;
    if text.len() > LONGEST {
        return None;
    }
    let mut text = text.to_owned();
    for _ in 0..LEVELS {
        text = percent_encoding::percent_decode_str(&text).decode_utf8().ok()?.into_owned();
        if text.starts_with('[') {
            return Some(text);
        }
    }
    None
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

/// Whether a name is what follows the `#` of a pseudonym: `1@contoso.example`.
pub(super) fn is_numbered(name: &str) -> bool {
    const DIGITS: usize = 4;
    name.split_once('@').is_some_and(|(number, _)| number.len() <= DIGITS && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The number of a user in a pseudonym: `user#3`, `user#3@contoso.example`. What has anything but a domain behind the at sign is none.
pub(super) fn user_number(name: &str) -> Option<usize> {
    let (label, domain) = name.split_once('@').map_or((name, None), |(label, domain)| (label, Some(domain)));
    if domain.is_some_and(|domain| !shape::is_domain(domain)) {
        return None;
    }
    label.strip_prefix("user#")?.parse().ok()
}

/// A text without the placeholders that stand for secrets, in whatever markup: `[password#1]` is not the password `password`.
pub(super) fn without_placeholders(text: &str) -> String {
    static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| pattern(r"\\?(?:\[|%5B)[a-z0-9-]+\\?(?:#|%23)[0-9]+\\?(?:\]|%5D)?"));
    // Most texts hold none, and the pattern is then not even built.
    let possible = text.contains('#') || text.contains("%23");
    if possible { PLACEHOLDER.replace_all(text, " ").into_owned() } else { text.to_owned() }
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
        assert_eq!(user_number("user#7@contoso.example"), Some(7));
        assert_eq!(user_number("user#7@nine Walnut stairs"), None);
        assert_eq!(user_number("user#7@Walnut"), None);
    }
}
