//! Placeholders: what programs and people write where they took a value out of a capture. Such a text is not a value: no id, no name, no secret.

use std::sync::LazyLock;

use crate::entra::pattern::{Words, finder, may_have};
use crate::entra::percent;

/// How words begin that programs write where they took something out.
const TAKEN_OUT: &[&str] = &[
    "redact",
    "sanitiz",
    "sanitis",
    "removed",
    "mask",
    "hidden",
    "scrub",
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
    "silenced",
];

/// Whole texts of the same meaning.
const WHOLE: &[&str] = &["secret value", "opaque value", "left out by", "left out by entrace", "text left out"];

/// Words that say what stood there, in brackets.
const ENCLOSED: &[&str] = &[
    "secret", "token", "password", "value", "code", "user", "username", "email", "id", "key", "cookie", "ip", "guid", "name", "tenant",
    "snip", "cut", "data",
];

/// Words that say more of what stood there: `REDACTED_CLIENT_ID`, `access token removed`, `YOUR_TENANT_ID`.
const NAMED: &[&str] = &[
    "access",
    "account",
    "address",
    "app",
    "application",
    "assertion",
    "authorization",
    "body",
    "by",
    "certificate",
    "client",
    "content",
    "correlation",
    "domain",
    "entrace",
    "field",
    "for",
    "has",
    "been",
    "header",
    "here",
    "host",
    "identifier",
    "jwt",
    "mail",
    "number",
    "object",
    "param",
    "parameter",
    "personal",
    "principal",
    "privacy",
    "private",
    "query",
    "reasons",
    "refresh",
    "request",
    "resource",
    "response",
    "scope",
    "security",
    "sensitive",
    "session",
    "signature",
    "state",
    "string",
    "text",
    "the",
    "this",
    "thumbprint",
    "uri",
    "url",
    "uuid",
    "was",
];

/// Words that say that a value was never one: `fakeClientId`, `dummy-secret`, `mock_tenant`.
const PRETENDED: &[&str] = &["fake", "dummy", "mock", "mocked", "placeholder"];

/// Words before what should be there: `YOUR_CLIENT_ID`, `enter-password`.
const YOURS: &[&str] = &["your", "my", "enter", "insert", "replace"];

/// What is longer stands for no value; placeholders of programs are shorter still.
const LONGEST_NO_VALUE: usize = 64;

/// What sanitizers put instead of a value, as it is looked for inside of a longer text, without case: `[redacted]`, `[code redacted]`,
/// `***SANITIZED***`, `!!!sanitized!!!`, and the words alone where a value stands. Rarer ones would be found where nothing was taken out.
pub const IN_TEXTS: &[&str] = &[
    "redacted]",
    "redacted%5D",
    "***sanitized***",
    "!!!sanitized!!!",
    "\"sanitized\"",
    "\"sanitized\\\"",
    "=sanitized&",
    "=sanitized\"",
    "\"redacted\"",
    "\"redacted\\\"",
    "=redacted&",
    "=redacted\"",
];

/// Whether someone, or another program, took a value out before: words that say so, in brackets or marks or on their own, or a row of one mark.
/// Nothing else may be next to it: `[REDACTED].<payload>.[REDACTED]` is no placeholder.
#[must_use]
pub fn is_foreign(text: &str) -> bool {
    const LONGEST: usize = 48;
    let text = text.trim();
    if matches!(text, "[token]" | "[value]" | "[part]" | "[user]" | "[text left out]") {
        return true;
    }
    // A placeholder is words or a row of one mark: most values have a digit, and need no closer look.
    if text.is_empty() || text.len() > LONGEST || text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains('%') {
        return false;
    }
    let decoded = percent::decoded(text);
    let inside = decoded.trim_matches(is_mark);
    let first = decoded.chars().next().unwrap_or(' ');
    let is_row = matches!(first, 'x' | 'X') && decoded.len() >= 4 || is_mark(first) && decoded.chars().count() >= 3 || first == '\u{2026}';
    // A row may have the hyphens of a GUID.
    if is_row && decoded.chars().all(|letter| letter == first || letter == '-' && first.is_alphabetic()) {
        return true;
    }
    // Brackets, or a mark twice on both sides: a password may have one at either end.
    let twice = |letters: &mut dyn Iterator<Item = char>| matches!((letters.next(), letters.next()), (Some(one), Some(other)) if one == other && is_mark(one));
    let in_brackets = matches!((first, decoded.chars().last()), ('<', Some('>')) | ('{', Some('}')) | ('[', Some(']')) | ('(', Some(')')));
    let is_enclosed = in_brackets || twice(&mut decoded.chars()) && twice(&mut decoded.chars().rev());
    let is_bracketed = matches!((first, decoded.chars().last()), ('<', Some('>')) | ('{', Some('}')) | ('[', Some(']')));
    if is_bracketed && ENCLOSED.iter().any(|word| inside.eq_ignore_ascii_case(word)) {
        return true;
    }
    let of_words = inside.chars().all(|letter| letter.is_ascii_alphabetic() || matches!(letter, ' ' | '_' | '-' | ':'));
    if !of_words || !may_say_so(inside) {
        return false;
    }
    let is_taken_out = |word: &String| TAKEN_OUT.iter().any(|stem| word.strip_prefix(stem).is_some_and(|ending| ending.len() <= 5));
    let is_known = |word: &String| is_taken_out(word) || is_noun(word);
    let says_so = |words: Vec<String>| {
        WHOLE.contains(&words.join(" ").as_str()) || words.iter().any(is_taken_out) && (is_enclosed || words.iter().all(is_known))
    };
    // Capitals part words, or are only there for the eye.
    says_so(words(inside)) || says_so(words(&inside.to_ascii_lowercase()))
}

/// Whether a text has letters without which none of its words says that something was taken out.
fn may_say_so(text: &str) -> bool {
    static STEMS: Words = LazyLock::new(|| {
        // Of each whole text its last word.
        let of_whole = WHOLE.iter().filter_map(|text| text.rsplit(' ').next());
        finder(TAKEN_OUT.iter().copied().chain(of_whole))
    });
    may_have(&STEMS, text)
}

fn is_mark(letter: char) -> bool {
    !letter.is_alphanumeric() && !letter.is_whitespace()
}

fn is_noun(word: &str) -> bool {
    ENCLOSED.contains(&word) || NAMED.contains(&word)
}

/// The words of a text, in lower case: apart by marks, spaces, or capitals.
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut before = ' ';
    for letter in text.chars() {
        let begins = !before.is_ascii_alphanumeric() || before.is_ascii_lowercase() && letter.is_ascii_uppercase();
        if letter.is_ascii_alphanumeric() {
            if begins {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(letter.to_ascii_lowercase());
            }
        }
        before = letter;
    }
    words
}

/// Whether a text is what test recorders and templates put where a value should be: `fakeClientId`, `{{client_id}}`, `<your-tenant-id>`,
/// `YOUR_CLIENT_ID`, `CLIENT_ID`, or one digit all over.
fn is_pretended(text: &str) -> bool {
    if text.is_empty() || text.len() > LONGEST_NO_VALUE {
        return false;
    }
    let digits = text.bytes().filter(u8::is_ascii_hexdigit);
    let is_of_digits = text.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'-' | b'{' | b'}'));
    let first = text.bytes().find(u8::is_ascii_hexdigit);
    if is_of_digits && digits.clone().count() >= 8 && digits.clone().all(|digit| Some(digit) == first) {
        return true;
    }
    let inside = text.trim_matches(|letter: char| is_mark(letter) && !matches!(letter, '.' | '@'));
    if !inside.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, ' ' | '_' | '-')) {
        return false;
    }
    let is_template = inside.len() < text.len() && text.starts_with(['<', '{', '$', '%', '#', '[', ':']) || inside.starts_with("YOUR_");
    let is_loud = inside.contains('_') && inside.chars().all(|letter| letter.is_ascii_uppercase() || letter == '_');
    // Most values begin with none of these, and are not taken apart.
    let first = inside.trim_start_matches([' ', '_', '-']);
    let begins_with = |word: &str| first.get(..word.len()).is_some_and(|first| first.eq_ignore_ascii_case(word));
    if !is_template && !is_loud && !PRETENDED.iter().chain(YOURS).any(|word| begins_with(word)) {
        return false;
    }
    let words = words(inside);
    let of_nouns = |words: &[String]| !words.is_empty() && words.iter().all(|word| is_noun(word));
    let yours = |word: &String| YOURS.contains(&word.as_str());
    let begins = words.iter().take_while(|word| yours(word)).count();
    match words.split_first() {
        Some((first, _)) if PRETENDED.contains(&first.as_str()) => true,
        Some(_) if begins > 0 => of_nouns(words.get(begins..).unwrap_or_default()),
        Some(_) => (is_template || is_loud) && of_nouns(&words),
        None => false,
    }
}

/// Whether a text stands for a value that is not in the capture any more, or never was: anyone who took it out, entrace itself among them (`[value#1]`).
#[must_use]
pub fn stands_for_a_value(text: &str) -> bool {
    let decoded = percent::decoded(text.trim());
    is_no_value(text) || is_ours(&decoded)
}

/// The same without entrace's own placeholders, which are numbered: equal ones stand for equal values.
#[must_use]
pub fn is_no_value(text: &str) -> bool {
    let text = text.trim();
    // Most values are longer than what stands for one.
    if text.len() > LONGEST_NO_VALUE && !text.contains('%') {
        return false;
    }
    let decoded = percent::decoded(text);
    is_foreign(text)
        || !is_ours(&decoded) && is_pretended(&decoded)
        || ["n/a", "null", "undefined", "none", "-"].iter().any(|nothing| decoded.eq_ignore_ascii_case(nothing))
}

fn is_ours(text: &str) -> bool {
    let ours = || {
        let (kind, number) = text.strip_prefix('[')?.split_once('#')?;
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let is_kind = kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        (is_kind && digits > 0 && text.ends_with(']')).then_some(())
    };
    ours().is_some()
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
            "SaNiTiZeD",
            "%5BREDACTED%5D",
            "####",
            "--redacted--",
            "SaNiTiZeD",
            "____SILENCED_access_token____",
            "REDACTED_CLIENT_ID",
            "accessTokenRedacted",
            "[session cookie redacted]",
            "[redacted:id]",
            "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx",
            "\u{2026}",
        ] {
            assert!(is_foreign(text), "{text}");
        }
        for text in [
            "[REDACTED].eyJhdWQi.[REDACTED]",
            "[REDACTED] Walnut7 [REDACTED]",
            "x",
            "Walnut",
            "482913",
            "unmasked giraffe",
            "Data Masking Portal",
            "hidden Walnut",
            "!mask Walnut!",
            "Walnut (masked)",
        ] {
            assert!(!is_foreign(text), "{text}");
        }
        for text in [
            "fakeClientId",
            "fake_tenant",
            "dummy",
            "{{client_id}}",
            "{tenantId}",
            "${CLIENT_ID}",
            "<your-client-id>",
            "YOUR_TENANT_ID",
            "CLIENT_ID",
            "%TENANT_ID%",
            ":tenantId",
            "11111111-1111-1111-1111-111111111111",
            "00000000-0000-0000-0000-000000000000",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
        ] {
            assert!(is_no_value(text) && !is_foreign(text), "{text}");
        }
        for text in [
            "contoso.example",
            "00001111-aaaa-2222-bbbb-3333cccc4444",
            "mock@contoso.example",
            "fake.example",
            "common",
            "my-portal",
            "https://app.contoso.example",
            "client",
            "tenant",
            "[code#1]",
        ] {
            assert!(!is_no_value(text), "{text}");
        }
        for mark in IN_TEXTS {
            let whole = format!("{}{mark}", if mark.starts_with("redacted") { "[" } else { "" });
            assert!(is_foreign(&whole), "{whole} is looked for in a text, and is none by itself");
        }
        assert!(is_foreign("[code redacted]") && is_foreign("***SANITIZED***") && !is_foreign("[code#1]"));
        assert!(stands_for_a_value("[code#1]") && stands_for_a_value("%5Bvalue%2312%5D") && !stands_for_a_value("user#1@contoso.example"));
    }
}
