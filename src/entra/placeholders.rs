//! Placeholders: what programs and people write where they took a value out of a capture. Such a text is no value: no id, no name, no secret.

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

/// Words that say what stood there, in brackets.
const ENCLOSED: &[&str] = &[
    "secret", "token", "password", "value", "code", "user", "username", "email", "id", "key", "cookie", "ip", "guid", "name", "tenant",
    "snip", "cut", "data",
];

/// What sanitizers put in place of a value, as it is looked for inside of a longer text, without case: `[redacted]`, `[code redacted]`,
/// `***SANITIZED***`, `!!!sanitized!!!`. Rarer ones would be found where nothing was taken out.
pub const IN_TEXTS: &[&str] = &["redacted]", "redacted%5D", "***sanitized***", "!!!sanitized!!!"];

/// Whether somebody, or another program, took a value out before: a word that says so in brackets or marks, or a row of one mark. Nothing else
/// may stand beside it: `[REDACTED].<payload>.[REDACTED]` is no placeholder.
#[must_use]
pub fn is_foreign(text: &str) -> bool {
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
    let is_enclosed = matches!((first, decoded.chars().last()), ('<', Some('>')) | ('{', Some('}')) | ('[', Some(']')));
    if is_enclosed && ENCLOSED.iter().any(|word| inside.eq_ignore_ascii_case(word)) {
        return true;
    }
    let of_words = inside.chars().all(|letter| letter.is_ascii_alphabetic() || matches!(letter, ' ' | '_' | '-'));
    let inside = inside.to_ascii_lowercase();
    of_words && TAKEN_OUT.iter().any(|word| inside.contains(word))
}

/// Whether a text stands for a value that is not in the capture any more: whoever took it out, entrace itself among them (`[value#1]`).
#[must_use]
pub fn stands_for_a_value(text: &str) -> bool {
    let decoded = percent_encoding::percent_decode_str(text.trim()).decode_utf8_lossy();
    let ours = || {
        let (kind, number) = decoded.strip_prefix('[')?.split_once('#')?;
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_kind = kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (is_kind && digits > 0 && decoded.ends_with(']')).then_some(())
    };
    is_foreign(text) || ours().is_some() || matches!(decoded.to_ascii_lowercase().as_str(), "n/a" | "null" | "undefined" | "none" | "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_whole_texts() {
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
        for mark in IN_TEXTS {
            let whole = format!("{}{mark}", if mark.starts_with("redacted") { "[" } else { "" });
            assert!(is_foreign(&whole), "{whole} is looked for in a text, and is none by itself");
        }
        assert!(is_foreign("[code redacted]") && is_foreign("***SANITIZED***") && !is_foreign("[code#1]"));
        assert!(stands_for_a_value("[code#1]") && stands_for_a_value("%5Bvalue%2312%5D") && !stands_for_a_value("user#1@contoso.example"));
    }
}
