//! Credentials in running text: behind the name of a scheme, behind the name of a secret, and what is too mixed for a word.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::kind::Class;
use super::shape::Shape;
use super::{placeholder, tables, words};
use crate::entra::guid::Guid;
use crate::entra::pattern::{Words, finder, may_have, pattern};
use crate::redact::find::signs::{ends_with, signs};
use crate::redact::kind::SecretKind;

/// What is in the place of a value of a kind.
pub(super) type Label<'a> = dyn FnMut(Class, SecretKind, &str) -> String + 'a;

/// The text with its credentials replaced.
pub(super) fn mask<'t>(text: &'t str, label: &mut Label<'_>) -> Cow<'t, str> {
    let text = behind_scheme(Cow::Borrowed(text), label);
    let text = behind_option(text, label);
    let text = in_markup(text, label);
    let text = behind_name(text, label);
    opaque(text, label)
}

/// The text with what a pattern finds replaced; most texts have nothing of it, and are not copied.
fn replaced<'t>(pattern: &Regex, text: Cow<'t, str>, mut with: impl FnMut(&Captures<'_>) -> String) -> Cow<'t, str> {
    match pattern.replace_all(&text, |found: &Captures<'_>| with(found)) {
        Cow::Owned(clean) => Cow::Owned(clean),
        Cow::Borrowed(_) => text,
    }
}

/// `Bearer <credential>`: the scheme stays.
fn behind_scheme<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    static SCHEME: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r#"(?i)(?-u:\b)(bearer|basic|digest|negotiate|ntlm|kerberos|d?pop|pkeyauth|msauth1\.0|shared(?:key|accesssignature)|wlid1\.0|xbl3\.0|apikey)( +|%20|\+)([^\s"'<>,;()\[\]]{6,})"#,
        )
    });
    /// How the names of the pattern's schemes end, each before each gap.
    static NAMES: Words = LazyLock::new(|| {
        const NAMES: &str =
            "bearer basic digest negotiate ntlm kerberos pop pkeyauth msauth1.0 sharedkey sharedaccesssignature wlid1.0 xbl3.0 apikey";
        let names = NAMES.split(' ').flat_map(|name| [" ", "%20", "+"].map(|gap| format!("{name}{gap}")));
        finder(names.collect::<Vec<_>>().iter().map(String::as_str))
    });
    // Most texts name none, and the pattern is then not even built.
    if !text.contains([' ', '+', '%']) || !may_have(&NAMES, &text) {
        return text;
    }
    replaced(&SCHEME, text, |found| {
        let (scheme, gap, credential) = (&found[1], &found[2], &found[3]);
        let telling =
            credential.len() >= SHORTEST_MIXED || credential.bytes().any(|byte| byte.is_ascii_digit() || b"+/=_~".contains(&byte));
        // `Digest response="..."`: a name, whose value is looked at as such.
        let is_name = credential.strip_suffix('=').is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        if !telling || is_name || is_said(credential) {
            return found[0].to_owned();
        }
        let kind = if scheme.eq_ignore_ascii_case("bearer") { SecretKind::AccessToken } else { SecretKind::Credential };
        format!("{scheme}{gap}{}", label(Class::Credential, kind, credential))
    })
}

/// `--password <value>`, `-u user:<password>`.
fn behind_option<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    static OPTION: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(^|\s)(--?|/)([A-Za-z][A-Za-z-]{1,40})([ =]["']?)([^\s"'-][^\s"']*)"#));
    static USER: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(\s-[uU] ?["']?[^\s:"']+:)([^\s"']{4,})"#));
    if !text.contains('-') || !may_have_option(&text) {
        return text;
    }
    let text = replaced(&OPTION, text, |found| match tables::secret(&found[3]) {
        Some(kind) if !is_said(&found[5]) => {
            format!("{}{}{}{}{}", &found[1], &found[2], &found[3], &found[4], label(Class::Credential, kind, &found[5]))
        }
        _ => found[0].to_owned(),
    });
    replaced(&USER, text, |found| format!("{}{}", &found[1], label(Class::Credential, SecretKind::Password, &found[2])))
}

/// Whether a hyphen or a slash begins a word that continues with a letter or another hyphen.
fn may_have_option(text: &str) -> bool {
    let begins = |byte: u8| byte.is_ascii_whitespace() || !byte.is_ascii_graphic();
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'-', b'/', bytes).any(|at| {
        let before = bytes.get(..at).and_then(<[u8]>::last);
        before.is_none_or(|byte| begins(*byte)) && bytes.get(at + 1).is_some_and(|byte| *byte == b'-' || byte.is_ascii_alphabetic())
    })
}

/// `<Password>...</Password>`, `<add key="ida:ClientSecret" value="..."/>`.
fn in_markup<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    static KEY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r#"(?i)((?:key|name)\s*=\s*\\?["']([^"'\\]+)\\?["']\s+value\s*=\s*\\?["'])([^"'\\\[]+)"#));
    let text = if has_element_of_secret(&text) { elements(text, label) } else { text };
    if !text.contains(['"', '\'']) || !text.contains('=') {
        return text;
    }
    replaced(&KEY, text, |found| match tables::secret(&found[2]) {
        Some(kind) => format!("{}{}", &found[1], label(Class::Credential, kind, &found[3])),
        None => found[0].to_owned(),
    })
}

/// Whether an element has the name of a secret.
fn has_element_of_secret(text: &str) -> bool {
    memchr::memchr2_iter(b'<', b'&', text.as_bytes()).any(|at| {
        let rest = text.get(at..).unwrap_or_default();
        let Some(rest) = rest.strip_prefix('<').or_else(|| rest.strip_prefix("&lt;")) else { return false };
        let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b':' | b'_' | b'-');
        let length = rest.bytes().take(LONGEST_NAME).take_while(is_of_name).count();
        let (name, after) = rest.split_at(length);
        after.starts_with(['>', '&']) && tables::secret(name).is_some()
    })
}

static ELEMENT: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:<|&lt;)([A-Za-z][A-Za-z0-9:_-]{1,40})(?:>|&gt;)([^<&\[]+)(?:<|&lt;)/"));

fn elements<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    replaced(&ELEMENT, text, |found| match tables::secret(&found[1]) {
        Some(kind) if !is_said(&found[2]) => found[0].replace(&found[2], &label(Class::Credential, kind, &found[2])),
        _ => found[0].to_owned(),
    })
}

/// Names of secrets as people write them.
const PHRASES: &[&str] = &[
    "client secret",
    "verification code",
    "security code",
    "one-time code",
    "one-time passcode",
    "one-time password",
    "one time code",
    "one time passcode",
    "one time password",
    "temporary access pass",
    "access pass",
    "access token",
    "refresh token",
    "id token",
    "api key",
    "access key",
    "account key",
    "session id",
    "mot de passe",
    "pass phrase",
    "recovery code",
    "activation code",
    "authorization code",
];

/// `pwd=...`, `X-Api-Key: ...`, `"otp":"..."`, `client secret: ...`.
fn behind_name<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    // The pattern finds every name with a value, and few of them are names of secrets.
    if may_name_secret(&text) { by_pattern(text, label) } else { text }
}

fn by_pattern<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r#"((?i:{})|[A-Za-z_][A-Za-z0-9_.$-]{{1,63}})(\\*["']?\s*(?:=>|=|:|%3[DdAa])\s*)(?:(\\*"|\\*')([^"'\\]+)|([^\s"'\\&,;<>\[\](){{}}]+))( [A-Za-z])?"#,
            PHRASES.join("|")
        ))
    });
    let mut masked = String::new();
    let (mut written, mut from) = (0, 0);
    while let Some(found) = NAMED.captures_at(&text, from) {
        let whole = found.get_match();
        match named(&found, label) {
            Some(clean) => {
                masked.push_str(text.get(written..whole.start()).unwrap_or_default());
                masked.push_str(&clean);
                (written, from) = (whole.end(), whole.end());
            }
            // What follows the sign may be a name itself: `note: PIN=...`.
            None => from = found.get(2).map_or(whole.end(), |sign| sign.end()),
        }
    }
    if written == 0 { text } else { Cow::Owned(masked + text.get(written..).unwrap_or_default()) }
}

/// Whether a sign in a text follows the name of a secret, or of what has one shape: rather once too often, for where it says no, no one looks again.
fn may_name_secret(text: &str) -> bool {
    // Letters beyond ASCII may be other cases of its own.
    !text.is_ascii() || signs(text).any(|sign| ends_with_name_of_secret(sign.named, sign.is_assigned))
}

/// Whether a text ends with such a name. `is_assigned` says whether the sign behind it is one of an assignment.
fn ends_with_name_of_secret(text: &str, is_assigned: bool) -> bool {
    let is_of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$' | b'-');
    let length = text.bytes().rev().take(LONGEST_NAME + 1).take_while(is_of_name).count();
    let (before, run) = text.split_at(text.len() - length);
    let is_one = |run: &str| {
        let name = run.trim_start_matches(|letter: char| !(letter.is_ascii_alphabetic() || letter == '_'));
        let shape = || tables::field(name).and_then(|known| known.kept);
        tables::secret(name).is_some() || is_assigned && shape().is_some_and(is_strict)
    };
    // Behind an escape another name may begin.
    let behind_escape = || before.ends_with('%') && run.get(2..).is_some_and(is_one);
    length > LONGEST_NAME || is_one(run) || behind_escape() || PHRASES.iter().any(|phrase| ends_with(text, phrase))
}

/// What has one shape only: something else under its name is no such thing.
fn is_strict(shape: Shape) -> bool {
    matches!(shape, Shape::Guid | Shape::Code | Shape::Count | Shape::Small | Shape::Flag)
}

/// Longer names are not looked up.
const LONGEST_NAME: usize = 64;

/// What is in the place of a name with its value; `None` when there is nothing to take out.
fn named(found: &Captures<'_>, label: &mut Label<'_>) -> Option<String> {
    let part = |at: usize| found.get(at).map_or("", |part| part.as_str());
    let (name, sign, quote, after) = (part(1), part(2), part(3), part(6));
    let is_quoted = !quote.is_empty();
    let value = if is_quoted { part(4) } else { part(5) };
    let assigned = is_quoted || sign.contains(['=', '"', '\'']) || sign.to_ascii_lowercase().contains("%3d");
    let (class, kind) = secret_of(name, value, assigned)?;
    let mixed = value.bytes().any(|byte| !byte.is_ascii_alphabetic() && byte != b'.' && byte != b'-');
    // `Password: the user must ...` continues with words.
    if !(assigned || mixed || after.is_empty()) || is_said(value) || tables::is_scheme(value) {
        return None;
    }
    let end = if is_quoted { value.len() } else { value.trim_end_matches(['.', '!', '?']).len() };
    let (value, mark) = value.split_at(end);
    (!value.is_empty()).then(|| format!("{name}{sign}{quote}{}{mark}{after}", label(class, kind, value)))
}

/// What a name says of its value: a secret, or something that does not have the shape that the name may have.
fn secret_of(name: &str, value: &str, assigned: bool) -> Option<(Class, SecretKind)> {
    if name.contains(' ') {
        return Some((Class::Credential, SecretKind::Credential));
    }
    if let Some(kind) = tables::secret(name) {
        return Some((Class::Credential, kind));
    }
    let shape = tables::field(name).and_then(|known| known.kept)?;
    (assigned && is_strict(shape) && !shape.fits(value)).then_some((Class::Unknown, SecretKind::Value))
}

/// Whether a word says something instead of being a value.
fn is_said(value: &str) -> bool {
    let word = value.trim_end_matches(['.', ',', '!', '?', ':']);
    placeholder::is_foreign(word)
        || word.starts_with('[')
        || word.starts_with("%5B")
        || words::is_of_protocol(word) && word.len() >= 4
        || matches!(word, "null" | "true" | "false" | "present" | "")
}

/// A run of letters and digits of this length, with both in it, is no word.
const SHORTEST_MIXED: usize = 16;
/// A run in base64 of this length is none either, whatever marks are in it.
const SHORTEST_BASE64: usize = 20;
/// Letters of one case of this length.
const SHORTEST_LETTERS: usize = 28;
/// Digits of this length.
const SHORTEST_DIGITS: usize = 12;
/// Anything of this length.
const LONGEST_WORD: usize = 60;

/// Replaces runs that are too mixed or too long for a word, a name or an id.
fn opaque<'t>(text: Cow<'t, str>, label: &mut Label<'_>) -> Cow<'t, str> {
    let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'=' | b'~' | b'.' | b'-');
    let bytes = text.as_bytes();
    // Behind an equals sign that is no padding something new begins.
    let ends_at = |at: usize, byte: u8| {
        !is_inside(byte) || byte == b'=' && bytes.get(at + 1).is_some_and(|next| next.is_ascii_alphanumeric() || *next == b'/')
    };
    let mut clean = String::new();
    let (mut written, mut start) = (0, 0);
    let ends = text.bytes().enumerate().filter(|(at, byte)| ends_at(*at, *byte)).map(|(at, _)| at);
    for end in ends.chain([text.len()]) {
        // The digits of an escape are no part of what follows it.
        let is_escaped = start > 0
            && bytes.get(start - 1) == Some(&b'%')
            && bytes.get(start..start + 2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        start += if is_escaped { 2 } else { 0 };
        let token = text.get(start..end).unwrap_or_default();
        if token.len() >= SHORTEST_DIGITS && !is_placeholder(&text, start) {
            for (from, to) in opaque_parts(token) {
                let value = token.get(from..to).unwrap_or_default();
                if !is_thumbprint(&text, start + from, value) {
                    clean.push_str(text.get(written..start + from).unwrap_or_default());
                    clean.push_str(&label(Class::Unknown, SecretKind::Opaque, value));
                    written = start + to;
                }
            }
        }
        start = end + 1;
    }
    if written == 0 { text } else { Cow::Owned(clean + text.get(written..).unwrap_or_default()) }
}

/// Whether a run is what stands inside of a placeholder.
fn is_placeholder(text: &str, start: usize) -> bool {
    text.get(..start).is_some_and(|before| before.ends_with('[') || before.ends_with("%5B"))
}

/// The thumbprint of a certificate tells which one it was, and hides nothing.
fn is_thumbprint(text: &str, start: usize, value: &str) -> bool {
    const NEAR: usize = 64;
    let is_hash = matches!(value.len(), 40 | 64) && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    let before = text.get(..start).unwrap_or_default();
    let near = before.char_indices().rev().take(NEAR).last().map_or(0, |(at, _)| at);
    is_hash && before.get(near..).unwrap_or_default().to_ascii_lowercase().contains("thumbprint")
}

/// Where in a run of letters, digits and marks something opaque stands. Ids in it are none, whatever they are glued to.
fn opaque_parts(token: &str) -> Vec<(usize, usize)> {
    if is_base64(token) {
        return vec![(0, token.len())];
    }
    let mut parts = Vec::new();
    let mut from = 0;
    for at in guids(token).into_iter().chain([token.len()]) {
        let mut start = from;
        for part in token.get(from..at).unwrap_or_default().split('/') {
            if is_opaque(part) {
                parts.push((start, start + part.len()));
            }
            start += part.len() + 1;
        }
        from = at + GUID;
    }
    parts
}

/// Letters of a GUID.
const GUID: usize = 36;

/// Where GUIDs begin.
fn guids(token: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (hyphen, _) in token.match_indices('-') {
        let Some(start) = hyphen.checked_sub(8) else { continue };
        let apart = found.last().is_none_or(|last| start >= last + GUID);
        if apart && token.get(start..start + GUID).is_some_and(|id| Guid::parse(id).is_some()) {
            found.push(start);
        }
    }
    found
}

/// Whether a run is base64 by its marks: a plus sign or padding, or slashes between parts that are all mixed.
fn is_base64(token: &str) -> bool {
    if token.len() < SHORTEST_BASE64 || token.starts_with('/') || token.contains("//") || token.trim_end_matches('=').contains('=') {
        return false;
    }
    let mixed = |part: &str| {
        let has = |kind: fn(&u8) -> bool| part.bytes().any(|byte| kind(&byte));
        has(u8::is_ascii_digit) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase)
    };
    let marked = token.ends_with('=') || token.contains('+');
    let slashed = token.contains('/') && token.split('/').filter(|part| mixed(part)).count() >= 2;
    (marked || slashed) && mixed(token)
}

/// Whether a part between slashes is no word, name, host or id.
fn is_opaque(part: &str) -> bool {
    part.len() >= LONGEST_WORD || part.split(['-', '_', '.', '~', '+', '=']).any(is_mixed)
}

fn is_mixed(run: &str) -> bool {
    let count = |kind: fn(&u8) -> bool| run.bytes().filter(&kind).count();
    let (digits, upper, lower) = (count(u8::is_ascii_digit), count(u8::is_ascii_uppercase), count(u8::is_ascii_lowercase));
    let letters = upper + lower;
    digits >= 2 && letters >= 3 && run.len() >= SHORTEST_MIXED
        // Base32, as seeds of second factors are written.
        || lower == 0 && digits > 0 && run.len() >= SHORTEST_MIXED
        || lower == 0 && run.len() >= SHORTEST_BASE64
        || digits == run.len() && run.len() >= SHORTEST_DIGITS
        || digits == 0 && run.len() >= SHORTEST_LETTERS && (upper == 0 || lower == 0 || upper * 3 > letters)
}

/// Whether a value of a path, a name or a parameter is too mixed for a word.
pub(super) fn is_opaque_word(word: &str) -> bool {
    is_base64(word) || is_opaque(word)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn masked(text: &str) -> String {
        mask(text, &mut |_, kind, _| format!("[{}]", kind.name())).into_owned()
    }

    #[test]
    fn credentials_are_taken_out_of_sentences() {
        for (text, clean) in [
            (
                "sent Authorization: Bearer quinceharborwalnutstairsandmorelettersss to it",
                "sent Authorization: Bearer [access-token] to it",
            ),
            ("Authorization: Basic YWxleDpwdw==", "Authorization: Basic [credential]"),
            ("X-Api-Key: walnut7Stairs", "X-Api-Key: [credential]"),
            ("login failed (pwd=Walnut!7, user)", "login failed (pwd=[password], user)"),
            (r#"{"otp":"482913"}"#, r#"{"otp":"[one-time-code]"}"#),
            ("password: Walnut", "password: [password]"),
            ("key qW8+rT5/yU2iO9pA3sD6fG== used", "key [opaque] used"),
            ("id 9f3kQ2Lx8Vn4Tz7Rb1Yc and", "id [opaque] and"),
        ] {
            assert_eq!(masked(text), clean, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Of what the first look passes over the pattern would have taken nothing out.
        #[test]
        fn the_first_look_passes_over_nothing(pieces in prop::collection::vec(
            "password|Code|id|correlationId|error_codes|client secret|one-time code|Session ID|x|kelp|api key|3D|0|otp|_|\\$|\\\\|%3D|%3a|=|:|=>|: |\"|'| |,|;|&|Q7x9|AADSTS50126|passes|11111111-aaaa-4bbb-8ccc-000000000001|[a-z]{60,70}|\u{17f}|\u{a0}",
            0..12,
        )) {
            let text = pieces.concat();
            let taken = by_pattern(Cow::Borrowed(&text), &mut |_, kind, _| format!("[{}]", kind.name()));
            prop_assert!(taken == text || may_name_secret(&text), "{} becomes {}", text, taken);
        }

        /// The same of elements.
        #[test]
        fn no_element_of_a_secret_is_passed_over(pieces in prop::collection::vec("<|>|&lt;|&gt;|</|&lt;/|Password|a:b|x|client_secret|kelp7|é|&", 0..12)) {
            let text = pieces.concat();
            let names_secret = ELEMENT.captures_iter(&text).any(|found| tables::secret(&found[1]).is_some());
            prop_assert!(!names_secret || has_element_of_secret(&text), "{}", text);
        }
    }

    #[test]
    fn messages_of_the_service_stay() {
        for text in [
            "AADSTS50126: Error validating credentials due to invalid username or password.",
            "Continue polling.Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001Correlation ID: 22222222-aaaa-4bbb-8ccc-000000000002Timestamp: 2024-05-01 10:00:00Z",
            "Password: the user must change it",
            "Basic authentication is off; a Bearer token is needed",
            "Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001 Correlation ID: 22222222-aaaa-4bbb-8ccc-000000000002 Timestamp: 2024-05-01 10:00:00Z",
            "UserStrongAuthClientAuthNRequiredInterrupt at https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
            "Thumbprint of key used by client: 'B1F5C0A2D3E4F5061728394A5B6C7D8E9F001122'",
            "ESTS-PUB-SCUS-LZ3-FD081-001.ProdSlices rid:c887b098-4934-4d3c-9a96-e929108c4f01",
            "the token: expired",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
