//! Parses JSON that is not quite JSON: broken UTF-8, raw control characters, lone surrogates, unknown escapes, `NaN`, commas too many, an end that is
//! missing.

use std::borrow::Cow;

use serde_json::Value;

use super::Refused;
use crate::entra::json;

/// Parses a value strictly, and on failure again after repair. The last of several members with one name wins.
pub fn value(raw: &[u8]) -> Result<Value, Refused> {
    match json::parse_bytes(raw) {
        Err(Refused::Invalid) => json::parse(&repaired(&String::from_utf8_lossy(raw))),
        other => other,
    }
}

/// The text of a string as it is in the file, quotes included; `None` for anything but a string.
#[must_use]
pub fn text(raw: &[u8]) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    match std::str::from_utf8(inner) {
        Ok(plain) if !inner.contains(&b'\\') => Some(Cow::Borrowed(plain)),
        _ => match value(raw) {
            Ok(Value::String(text)) => Some(Cow::Owned(text)),
            _ => None,
        },
    }
}

/// Parses an object or a list that is broken, or was cut off: what was begun at its end is left out. `None` when nothing of it is left, and when
/// something follows it.
#[must_use]
pub fn broken(text: &str) -> Option<Value> {
    let text = text.trim();
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let value = json::parse(&completed(repaired(text), ends_in_string(text))?).ok()?;
    let is_empty = value.as_object().is_none_or(serde_json::Map::is_empty) && value.as_array().is_none_or(Vec::is_empty);
    (!is_empty).then_some(value)
}

/// Whether a text ends before the string that it ends in.
fn ends_in_string(text: &str) -> bool {
    let (mut inside, mut escaped) = (false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' => inside = !inside,
            _ => {}
        }
    }
    inside
}

/// Closes what is open at the end of a repaired text. `cut_string` says that the string at its end was not closed.
fn completed(mut text: String, cut_string: bool) -> Option<String> {
    let mut open = Vec::new();
    let (mut inside, mut escaped) = (false, false);
    // What stood before the last string, and where the last string or scalar began.
    let (mut before, mut last) = (b' ', 0);
    let mut previous = b' ';
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if inside => escaped = true,
            b'"' if inside => inside = false,
            _ if inside => {}
            byte if byte.is_ascii_whitespace() => continue,
            _ if at > 0 && open.is_empty() => return None,
            b'"' => (inside, before, last) = (true, previous, at),
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' => {
                open.pop().filter(|close| *close == byte)?;
            }
            b',' | b':' => {}
            _ if matches!(previous, b'{' | b'[' | b',' | b':') => last = at,
            _ => {}
        }
        previous = if inside { b'"' } else { byte };
    }
    if open.is_empty() {
        return Some(text);
    }
    let is_key = previous == b'"' && open.last() == Some(&b'}') && matches!(before, b'{' | b',');
    match previous {
        b',' => text.truncate(text.trim_end().len() - 1),
        b':' => text.push_str("null"),
        b'"' if is_key => text.push_str(":null"),
        b'"' if cut_string => cut_code(&mut text),
        b'"' | b'{' | b'[' | b'}' | b']' => {}
        // A number that was cut is another number.
        _ => {
            text.truncate(last);
            text.push_str("null");
        }
    }
    text.extend(open.iter().rev().map(|close| char::from(*close)));
    Some(text)
}

/// Takes a code off the end of a string that was cut: `AADSTS7000` may have been `AADSTS7000215`.
fn cut_code(text: &mut String) {
    let inside = text.trim_end().trim_end_matches('"');
    let start = inside.trim_end_matches(|letter: char| letter.is_ascii_alphanumeric()).len();
    if inside.get(start..).is_some_and(|word| word.starts_with("AAD")) {
        text.truncate(start);
        text.push('"');
    }
}

/// Writes the text again, with everything that a strict parser refuses replaced by the nearest thing that it takes.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => repair_string(rest, &mut out),
            ',' => repair_comma(rest, &mut out),
            '{' | '}' | '[' | ']' | ':' => {
                out.push(first);
                1
            }
            // A form feed is white space, but not JSON's.
            blank if blank.is_ascii_whitespace() => {
                out.push(' ');
                1
            }
            _ => repair_scalar(rest, &mut out),
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// A comma before a closing bracket, or before another comma, is dropped.
fn repair_comma(rest: &str, out: &mut String) -> usize {
    let next = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
    if !next.starts_with(['}', ']']) {
        out.push(',');
    }
    rest.len() - next.len()
}

/// Whatever is no number, `true`, `false` or `null` becomes `null`.
fn repair_scalar(rest: &str, out: &mut String) -> usize {
    let ends = |c: char| matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"') || c.is_ascii_whitespace();
    let first = rest.chars().next().map_or(0, char::len_utf8);
    let length = rest.get(first..).and_then(|after| after.find(ends)).map_or(rest.len(), |end| first + end);
    let scalar = rest.get(..length).unwrap_or_default();
    let valid = json::parse(scalar).is_ok();
    out.push_str(if valid { scalar } else { "null" });
    length
}

/// Writes one string, and tells how long it was.
fn repair_string(rest: &str, out: &mut String) -> usize {
    out.push('"');
    let mut at = 1;
    while let Some(next) = rest.get(at..).and_then(|tail| tail.chars().next()) {
        at += next.len_utf8();
        match next {
            '"' => break,
            '\\' => at += repair_escape(rest.get(at..).unwrap_or_default(), out),
            control if control < ' ' => push_escape(out, u32::from(control)),
            other => out.push(other),
        }
    }
    out.push('"');
    at
}

/// Writes the escape whose part after the backslash begins `tail`, and tells how long that part is.
fn repair_escape(tail: &str, out: &mut String) -> usize {
    let Some(kind) = tail.chars().next() else { return 0 };
    match kind {
        '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' => {
            out.push('\\');
            out.push(kind);
            1
        }
        'u' => repair_unicode_escape(tail, out),
        // `\'` and other inventions: the character is meant, the backslash may be.
        '\'' => {
            out.push('\'');
            1
        }
        _ => {
            out.push_str("\\\\");
            0
        }
    }
}

/// Keeps an escape of a character or of a whole surrogate pair; half a pair becomes the replacement character.
fn repair_unicode_escape(tail: &str, out: &mut String) -> usize {
    let Some(unit) = utf16_unit(tail) else {
        out.push_str("\\\\");
        return 0;
    };
    let low = tail.get(5..).and_then(|next| utf16_unit(next.strip_prefix('\\')?)).filter(|low| (0xDC00..0xE000).contains(low));
    match (unit, low) {
        (0xD800..0xDC00, Some(low)) => {
            push_escape(out, u32::from(unit));
            push_escape(out, u32::from(low));
            11
        }
        (0xD800..0xE000, _) => {
            out.push('\u{FFFD}');
            5
        }
        _ => {
            push_escape(out, u32::from(unit));
            5
        }
    }
}

fn push_escape(out: &mut String, unit: u32) {
    out.push_str("\\u");
    out.extend([12, 8, 4, 0].iter().filter_map(|shift| char::from_digit((unit >> shift) & 15, 16)));
}

/// The number of `uXXXX`.
fn utf16_unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix('u')?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_was_cut_is_left_out() {
        let whole =
            r#"{"error":"invalid_client","error_description":"AADSTS7000215: no \"x\".","error_codes":[7000215,50001],"a":{"b":true}}"#;
        for end in 1..whole.len() {
            let Some(read) = broken(&whole[..end]) else { continue };
            let codes = read["error_codes"].as_array().into_iter().flatten().filter_map(Value::as_u64);
            assert!(codes.into_iter().all(|code| code == 7_000_215 || code == 50_001), "{end}: {read}");
            let description = read["error_description"].as_str().unwrap_or_default();
            assert!(!description.contains("AADSTS") || description.starts_with("AADSTS7000215"), "{end}: {read}");
        }
        assert_eq!(broken(&whole[..30]), Some(json!({"error": "invalid_client", "err": null})));
    }

    #[test]
    fn a_raw_line_break_is_read_and_a_second_value_is_not() {
        assert_eq!(broken("{\"a\": \"\n b\"}"), Some(json!({"a": "\n b"})));
        for text in ["{\"a\":1}\n{\"b\":2}", "{\"a\":1} <html>", "[INFO] started", "{color: red}", "{", "[", "{{x}}", "[null]]", "a"] {
            assert_eq!(broken(text), None, "{text}");
        }
    }
}
