//! Parses JSON that is not quite JSON: broken UTF-8, raw control characters, lone surrogates, unknown escapes, `NaN`, commas too many.

use std::borrow::Cow;

use serde_json::Value;

use crate::entra::json::{self, Refused};

/// Parses a value strictly, and on failure once more after repair. The last of several members with one name wins.
pub(in crate::read) fn value(raw: &[u8]) -> Result<Value, Refused> {
    match json::parse_bytes(raw) {
        Err(Refused::Invalid) => json::parse(&repaired(&String::from_utf8_lossy(raw))),
        other => other,
    }
}

/// The text of a string as it stands in the file, quotes included; `None` for anything but a string.
pub(in crate::read) fn text(raw: &[u8]) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    match std::str::from_utf8(inner) {
        Ok(plain) if !inner.contains(&b'\\') => Some(Cow::Borrowed(plain)),
        _ => match value(raw) {
            Ok(Value::String(text)) => Some(Cow::Owned(text)),
            _ => None,
        },
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
