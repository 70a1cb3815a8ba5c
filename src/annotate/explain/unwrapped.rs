//! A paste without its wrappings: percent-encoding, entities, escapes, markup and odd spaces taken off, as often as they were put on.
//!
//! Each step goes through the text once, and there are only that many: nothing here grows faster than the paste.

use std::borrow::Cow;

use crate::entra::percent;

/// Most times that a text is unwrapped: an address in an address in JSON in a log line.
const MOST_TIMES: usize = 4;
/// A longer tag, or address of a link, is none.
const LONGEST: usize = 2000;

/// The text without its wrappings.
pub(super) fn unwrapped(text: &str) -> String {
    let mut text = Cow::Borrowed(text);
    let without_percent = |text: &str| percent::decoded(text).into_owned();
    for _ in 0..MOST_TIMES {
        let before = text.len();
        for step in [without_percent, without_entities, without_escapes] {
            text = Cow::Owned(step(&text));
        }
        // Each wrapping makes a text longer.
        if text.len() == before {
            break;
        }
    }
    without_markup(&text)
}

/// The text with its lines put together, as they were before a client or a mail program wrapped them inside words.
pub(super) fn joined(text: &str) -> String {
    text.split('\n').enumerate().map(|(at, line)| if at == 0 { line } else { line.trim_start_matches(MARGIN) }).collect()
}

/// What precedes a line that someone quoted.
pub(super) const MARGIN: [char; 4] = [' ', '\t', '>', '|'];

fn without_entities(text: &str) -> String {
    /// `&thetasym;` is as long as any that people meet; ours are shorter.
    const LONGEST: usize = 10;
    replaced(text, '&', |rest| {
        let name = rest.get(1..)?;
        let end = name.bytes().take(LONGEST).position(|byte| byte == b';')?;
        let name = name.get(..end)?;
        let letter = match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => ' ',
            "colon" => ':',
            _ => {
                let number = name.strip_prefix('#')?;
                let hexadecimal = number.strip_prefix(['x', 'X']).map(|digits| u32::from_str_radix(digits, 16));
                char::from_u32(hexadecimal.unwrap_or_else(|| number.parse()).ok()?)?
            }
        };
        Some((letter, end + 2))
    })
}

fn without_escapes(text: &str) -> String {
    replaced(text, '\\', |rest| {
        let escape = rest.get(1..)?.chars().next()?;
        let coded = |from: usize, to: usize| Some((char::from_u32(u32::from_str_radix(rest.get(from..to)?, 16).ok()?)?, to));
        match escape {
            'n' | 'r' => Some(('\n', 2)),
            't' => Some((' ', 2)),
            'u' => coded(2, 6),
            'x' => coded(2, 4),
            mark if mark.is_ascii_punctuation() => Some((mark, 2)),
            _ => None,
        }
    })
}

/// The text with every place that begins with `mark` replaced by the letter that `read` makes of that many bytes of it.
fn replaced(text: &str, mark: char, read: impl Fn(&str) -> Option<(char, usize)>) -> String {
    let mut new = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, at)) = rest.find(mark).and_then(|at| rest.split_at_checked(at)) {
        new.push_str(before);
        let taken = match read(at) {
            Some((letter, taken)) if at.is_char_boundary(taken) => {
                new.push(letter);
                taken
            }
            _ => {
                new.push(mark);
                mark.len_utf8()
            }
        };
        rest = at.get(taken..).unwrap_or_default();
    }
    new.push_str(rest);
    new
}

/// Tags that stand inside a word: what they hold belongs to it.
const INSIDE_WORDS: &[&str] = &["a", "b", "code", "em", "font", "i", "mark", "span", "strong", "u", "wbr"];

/// The text without tags, emphasis and links of Markdown, and with plain spaces. Addresses of links go to its end.
fn without_markup(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut addresses = String::new();
    let mut rest = text;
    loop {
        let (ordinary, marked) = rest.split_at_checked(rest.bytes().take_while(|byte| is_ordinary(*byte)).count()).unwrap_or_default();
        plain.push_str(ordinary);
        rest = marked;
        let Some(letter) = rest.chars().next() else { break };
        let mut taken = letter.len_utf8();
        match letter {
            '<' => match tag(rest) {
                Some(tag) => {
                    taken = tag.len() + 2;
                    let name = tag.trim_start_matches('/').split([' ', '\t', '\n', '/']).next().unwrap_or_default();
                    if tag.contains("://") {
                        addresses.extend(["\n", tag]);
                    }
                    if !INSIDE_WORDS.contains(&name.to_ascii_lowercase().as_str()) {
                        plain.push(' ');
                    }
                }
                None => plain.push('<'),
            },
            '[' if plain.ends_with(|last: char| last.is_ascii_alphanumeric()) && is_link(rest) => {}
            ']' => match address(rest) {
                Some(address) => {
                    taken = address.len() + 3;
                    addresses.extend(["\n", address]);
                }
                None => plain.push(']'),
            },
            '*' | '`' | '\r' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '\n' => plain.push('\n'),
            // The wide forms that keyboards of East Asia write.
            '\u{ff01}'..='\u{ff5e}' => plain.extend(char::from_u32(u32::from(letter) - 0xfee0)),
            blank if blank.is_whitespace() => plain.push(' '),
            other => plain.push(other),
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    plain + &addresses
}

/// Whether a byte is a letter of its own that stays as it is.
fn is_ordinary(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'<' | b'[' | b']' | b'*' | b'`')
}

/// The tag at the beginning of a text, without its brackets.
fn tag(text: &str) -> Option<&str> {
    let inner = text.get(1..)?;
    inner.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '/' | '!' | '?')).then_some(())?;
    let end = inner.bytes().take(LONGEST).position(|byte| matches!(byte, b'<' | b'>'))?;
    (inner.as_bytes().get(end) == Some(&b'>')).then(|| inner.get(..end))?
}

/// Whether a text begins with the words of a link, in brackets.
fn is_link(text: &str) -> bool {
    let Some(inner) = text.get(1..) else { return false };
    let end = inner.bytes().take(LONGEST).position(|byte| matches!(byte, b'[' | b']' | b'\n'));
    end.and_then(|end| inner.get(end..)).is_some_and(|rest| rest.starts_with("]("))
}

/// The address of a link, behind the bracket that ends its words.
fn address(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("](")?;
    let end = inner.bytes().take(LONGEST).position(|byte| matches!(byte, b'(' | b')') || byte.is_ascii_whitespace())?;
    (inner.as_bytes().get(end) == Some(&b')')).then(|| inner.get(..end))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrappings_come_off_as_often_as_they_were_put_on() {
        for (wrapped, plain) in [
            ("AADSTS65004%253A%2520User", "AADSTS65004: User"),
            ("&amp;#x27;a&#39; &lt;b&gt;c &unknown; &", "'a' c &unknown; &"),
            (r#"{\"a\":\"b\\r\\nc\"}"#, "{\"a\":\"b\n\nc\"}"),
            (r"invalid\_grant \u0027x\x3a C:\Windows \", r"invalid_grant 'x: C:\Windows \"),
            ("AADSTS7[000215](https://a.example/215): x", "AADSTS7000215: x\nhttps://a.example/215"),
            ("[see](https://a.example) [50053] a[0](b c)", "[see\nhttps://a.example"),
            ("**AADSTS**<b>50</b>053<br>x\u{200b}\u{a0}\u{ff1a}", "AADSTS50053 x :"),
            ("100%", "100%"),
        ] {
            let found = unwrapped(wrapped);
            assert!(found == plain || (wrapped.starts_with("[see]") && found.ends_with("https://a.example")), "{wrapped}: {found:?}");
        }
        assert_eq!(joined("loca\n> tion\nx"), "locationx");
    }
}
