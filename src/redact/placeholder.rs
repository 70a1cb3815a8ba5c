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

/// Words that programs write where they took something out.
const TAKEN_OUT: &[&str] = &[
    "redact",
    "sanitiz",
    "sanitis",
    "removed",
    "mask",
    "hidden",
    "scrubbed",
    "filtered",
    "omitted",
    "deleted",
    "anonymi",
    "obfuscat",
    "stripped",
    "suppressed",
    "censored",
    "withheld",
    "elided",
    "secret value",
    "opaque value",
    "left out by",
];

/// Whether somebody, or another program, took a value out before: a word that says so in brackets or marks, or a row of one mark. Nothing else
/// may stand beside it: `[REDACTED].<payload>.[REDACTED]` is no placeholder.
pub(super) fn is_foreign(text: &str) -> bool {
    const LONGEST: usize = 48;
    let text = text.trim();
    if matches!(text, "[token]" | "[value]" | "[part]" | "[user]" | "[text left out]") {
        return true;
    }
    if text.is_empty() || text.len() > LONGEST {
        return false;
    }
    let decoded = percent_encoding::percent_decode_str(text).decode_utf8_lossy();
    let is_mark = |letter: char| !letter.is_alphanumeric() && !letter.is_whitespace();
    let inside = decoded.trim_matches(is_mark);
    let first = decoded.chars().next().unwrap_or(' ');
    let is_row = matches!(first, 'x' | 'X') && decoded.len() >= 4 || is_mark(first) && decoded.chars().count() >= 3 || first == '\u{2026}';
    if is_row && decoded.chars().all(|letter| letter == first) {
        return true;
    }
    let of_words = inside.chars().all(|letter| letter.is_ascii_alphabetic() || matches!(letter, ' ' | '_' | '-'));
    let inside = inside.to_ascii_lowercase();
    of_words && TAKEN_OUT.iter().any(|word| inside.contains(word))
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
    #[expect(clippy::expect_used, reason = "the pattern is ours, and a test builds it")]
    static PLACEHOLDER: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\\?(?:\[|%5B)[a-z0-9-]+\\?(?:#|%23)[0-9]+\\?(?:\]|%5D)?").expect("a valid pattern"));
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
        assert!(is_foreign("[code redacted]") && is_foreign("***SANITIZED***") && !is_foreign("[code#1]"));
        for text in [
            "[REDACTED]",
            "<REDACTED>",
            "Sanitized",
            "xxxxxxxx",
            "***",
            "{redacted}",
            "REMOVED",
            "(hidden)",
            "--redacted--",
            "%5BREDACTED%5D",
            "####",
            "\u{2026}",
        ] {
            assert!(is_foreign(text), "{text}");
        }
        for text in ["[REDACTED].eyJhdWQi.[REDACTED]", "[REDACTED] Walnut7 [REDACTED]", "x", "Walnut", "482913"] {
            assert!(!is_foreign(text), "{text}");
        }
        assert_eq!(user_number("user#7@contoso.example"), Some(7));
    }
}
