//! Encodings: whether a text reads as a value, character by character, in whatever mixture of encodings it stands there.
//!
//! Percent-encoding up to four times, escapes of JSON and of scripts, entities of HTML, and a plus sign for a blank. Writers differ in which
//! characters they encode and how often, so encodings are undone while comparing instead of being listed beforehand.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Most times that one text is taken to be percent-encoded.
const PERCENT_LEVELS: usize = 4;
/// Most backslashes before one escaped character: JSON inside JSON inside JSON.
const BACKSLASHES: usize = 8;
/// Most bytes that one byte of a value takes in an encoding.
const WIDEST: usize = 16;
/// Most ways of having read a part that are kept, the nearest: only a run of backslashes or percent signs can be read in that many.
const MOST_POSITIONS: usize = 64;

/// Characters that HTML has a name for.
const NAMED: &[(char, &[u8])] = &[('&', b"amp;"), ('<', b"lt;"), ('>', b"gt;"), ('"', b"quot;"), ('\'', b"apos;")];

/// The alphabet in which a value is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::redact) enum Alphabet {
    /// Characters as they are.
    Text,
    /// Base64, in which the two alphabets count as one.
    Base64,
}

/// How much of a value a text begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::redact) struct Read {
    /// Bytes of the value that were read.
    pub(in crate::redact) value: usize,
    /// Bytes of the text that they took.
    pub(in crate::redact) text: usize,
}

/// Where a reading may be in a text. Some characters can be read in two ways (`%25`), so several positions are kept until one of them leads on.
pub(in crate::redact) type Positions = Vec<usize>;

/// Reads as much of `value` as there is from these positions on.
pub(in crate::redact) fn read(text: &[u8], from: &[usize], value: &str, alphabet: Alphabet) -> Read {
    let mut positions = from.to_vec();
    let mut next = Vec::new();
    let mut done = Read { value: 0, text: furthest(&positions) };
    for character in value.chars() {
        step(text, &positions, character, alphabet, &mut next);
        if next.is_empty() {
            return done;
        }
        std::mem::swap(&mut positions, &mut next);
        done = Read { value: done.value + character.len_utf8(), text: furthest(&positions) };
    }
    done
}

/// The last of the positions.
pub(in crate::redact) fn furthest(positions: &[usize]) -> usize {
    positions.last().copied().unwrap_or_default()
}

/// The positions behind a character that is read from each of `positions`.
pub(in crate::redact) fn step(text: &[u8], positions: &[usize], character: char, alphabet: Alphabet, next: &mut Positions) {
    next.clear();
    for position in positions {
        let rest = text.get(*position..).unwrap_or_default();
        lengths(rest, character, alphabet, &mut |length| next.push(position + length));
    }
    settle(next);
    next.truncate(MOST_POSITIONS);
}

/// The positions before a character that is read up to each of `positions`.
pub(in crate::redact) fn step_back(text: &[u8], positions: &[usize], character: char, alphabet: Alphabet, next: &mut Positions) {
    next.clear();
    for position in positions {
        for taken in 1..=(WIDEST * character.len_utf8()).min(*position) {
            let part = text.get(position - taken..*position).unwrap_or_default();
            lengths(part, character, alphabet, &mut |length| next.extend((length == taken).then_some(position - taken)));
        }
    }
    settle(next);
    next.drain(..next.len().saturating_sub(MOST_POSITIONS));
}

/// Each once and in order.
fn settle(positions: &mut Positions) {
    positions.sort_unstable();
    positions.dedup();
}

/// The ways in which a character is written, as far as they begin differently.
pub(in crate::redact) fn of_character(character: char) -> Vec<String> {
    let percent = utf8_percent_encode(&character.to_string(), NON_ALPHANUMERIC).to_string();
    let unicode = character.encode_utf16(&mut [0; 2]).iter().fold(String::new(), |text, unit| text + &format!("\\u{unit:04x}"));
    let number = u32::from(character);
    let mut ways = vec![
        character.to_string(),
        percent.replace('%', "%25"),
        percent.replace('%', "%2525"),
        percent.to_ascii_lowercase(),
        percent,
        unicode.to_ascii_uppercase().replace("\\U", "\\u"),
        unicode,
        format!("&#{number};"),
        format!("&#x{number:x};"),
        format!("&#x{number:X};"),
        format!("&amp;#{number};"),
    ];
    let named = NAMED.iter().filter(|(known, _)| *known == character);
    ways.extend(named.map(|(_, name)| format!("&{}", String::from_utf8_lossy(name))));
    ways.extend((character == ' ').then(|| "+".to_owned()));
    ways.sort();
    ways.dedup();
    ways
}

/// Tells the length of each beginning of `text` that reads as the character.
fn lengths(text: &[u8], wanted: char, alphabet: Alphabet, found: &mut dyn FnMut(usize)) {
    plain(text, wanted, alphabet, found);
    let (backslashes, length) = backslashes(text);
    if backslashes > 0 {
        let after = text.get(length..).unwrap_or_default();
        escaped(after, wanted, &mut |more| found(length + more));
        if wanted == '\\' {
            // An even number of them stands for half as many.
            [2, 4, 8].into_iter().filter(|count| *count <= backslashes).for_each(|count| found(length / backslashes * count));
        }
    }
    entity(text, wanted, found);
}

/// The character itself, or its bytes percent-encoded.
fn plain(text: &[u8], wanted: char, alphabet: Alphabet, found: &mut dyn FnMut(usize)) {
    let mut buffer = [0; 4];
    let bytes = wanted.encode_utf8(&mut buffer).as_bytes();
    if text.starts_with(bytes) {
        found(bytes.len());
    }
    let other = match (alphabet, wanted) {
        (Alphabet::Base64, '+') => Some(b'-'),
        (Alphabet::Base64, '/') => Some(b'_'),
        (Alphabet::Text, ' ') => Some(b'+'),
        _ => None,
    };
    if other.is_some() && text.first() == other.as_ref() {
        found(1);
    }
    if text.first() == Some(&b'%') {
        (0..PERCENT_LEVELS).filter_map(|level| percent_encoded(text, bytes, level)).for_each(&mut *found);
        if wanted == ' ' && alphabet == Alphabet::Text {
            // The plus sign of a form, encoded again.
            (0..PERCENT_LEVELS).filter_map(|level| percent_encoded(text, b"+", level)).for_each(found);
        }
    }
}

/// The length of `bytes` percent-encoded, and `level` times more.
fn percent_encoded(text: &[u8], bytes: &[u8], level: usize) -> Option<usize> {
    let mut at = 0;
    for byte in bytes {
        let rest = text.get(at..)?.strip_prefix(b"%")?;
        let digits = b"25".repeat(level);
        let rest = rest.strip_prefix(digits.as_slice())?;
        (hex(rest, 2)? == u32::from(*byte)).then_some(())?;
        at += 3 + 2 * level;
    }
    Some(at)
}

/// How many backslashes a text begins with, and how many bytes they take, alike or percent-encoded.
fn backslashes(text: &[u8]) -> (usize, usize) {
    for backslash in [&b"\\"[..], b"%5C", b"%5c", b"%255C", b"%255c"] {
        let mut rest = text;
        let mut count = 0;
        while let Some(after) = rest.strip_prefix(backslash).filter(|_| count < BACKSLASHES) {
            (rest, count) = (after, count + 1);
        }
        if count > 0 {
            return (count, count * backslash.len());
        }
    }
    (0, 0)
}

/// What follows the backslashes of an escape.
fn escaped(text: &[u8], wanted: char, found: &mut dyn FnMut(usize)) {
    let letter = match wanted {
        '\n' => Some(b'n'),
        '\r' => Some(b'r'),
        '\t' => Some(b't'),
        '\u{8}' => Some(b'b'),
        '\u{c}' => Some(b'f'),
        _ => None,
    };
    match text.first() {
        Some(b'u') => unicode_escape(text, wanted).into_iter().for_each(found),
        Some(b'x') if hex(text.get(1..).unwrap_or_default(), 2) == Some(u32::from(wanted)) => found(3),
        first if letter.is_some() && first == letter.as_ref() => found(1),
        _ if matches!(wanted, '"' | '\'' | '/') => plain(text, wanted, Alphabet::Text, found),
        _ => {}
    }
}

/// The length of `uXXXX`, or of a pair of them with backslashes between.
fn unicode_escape(text: &[u8], wanted: char) -> Option<usize> {
    let mut buffer = [0; 2];
    let mut at = 0;
    for (number, unit) in wanted.encode_utf16(&mut buffer).iter().enumerate() {
        if number > 0 {
            at += backslashes(text.get(at..)?).1;
        }
        let rest = text.get(at..)?.strip_prefix(b"u")?;
        (hex(rest, 4)? == u32::from(*unit)).then_some(())?;
        at += 5;
    }
    Some(at)
}

/// `&lt;`, `&#60;`, `&#x3c;`, and the same again encoded (`&amp;lt;`).
fn entity(text: &[u8], wanted: char, found: &mut dyn FnMut(usize)) {
    let Some(mut rest) = text.strip_prefix(b"&") else { return };
    for _ in 0..2 {
        let before = text.len() - rest.len();
        if let Some((_, name)) = NAMED.iter().find(|(character, name)| *character == wanted && rest.starts_with(name)) {
            found(before + name.len());
        }
        if let Some(length) = rest.strip_prefix(b"#").and_then(|number| numeric(number, wanted)) {
            found(before + 1 + length);
        }
        match rest.strip_prefix(b"amp;") {
            Some(after) => rest = after,
            None => return,
        }
    }
}

/// The length of `60;` or `x3c;`.
fn numeric(text: &[u8], wanted: char) -> Option<usize> {
    let end = memchr::memchr(b';', text.get(..10.min(text.len()))?)?;
    let digits = std::str::from_utf8(text.get(..end)?).ok()?;
    let number = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    (number == u32::from(wanted)).then_some(end + 1)
}

/// The number that that many hexadecimal digits at the start of a text make.
fn hex(text: &[u8], digits: usize) -> Option<u32> {
    text.get(..digits)?.iter().try_fold(0, |number, digit| Some(number * 16 + char::from(*digit).to_digit(16)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const VALUE: &str = "a&b/c\"d<e>'f g+%25\\ö\u{1f600}";

    #[test]
    fn a_value_is_read_in_every_encoding_and_mixture() {
        let json = r#"a\u0026b\/c\"d\u003ce\u003e\u0027f g+%25\\\u00f6\ud83d\ude00"#;
        for text in [
            VALUE,
            "a%26b%2Fc%22d%3Ce%3E%27f%20g%2B%2525%5C%C3%B6%F0%9F%98%80",
            "a%26b/c%22d%3ce%3e'f+g%2b%2525%5c%c3%b6%f0%9f%98%80",
            "a%2526b%252Fc%2522d%253Ce%253E%2527f%2520g%252B%252525%255C%25C3%25B6%25F0%259F%2598%2580",
            json,
            &json.replace('\\', "\\\\"),
            "a&amp;b/c&quot;d&lt;e&gt;&#39;f g+%25\\&#xf6;&#128512;",
            "a&amp;amp;b/c&amp;quot;d&amp;lt;e&amp;gt;&amp;#39;f g+%25\\ö\u{1f600}",
        ] {
            let text = format!("{text} and more");
            let read = read(text.as_bytes(), &[0], VALUE, Alphabet::Text);
            assert_eq!((read.value, &text[read.text..]), (VALUE.len(), " and more"));
            let (mut back, mut next) = (vec![read.text], Vec::new());
            for character in VALUE.chars().rev() {
                step_back(text.as_bytes(), &back, character, Alphabet::Text, &mut next);
                std::mem::swap(&mut back, &mut next);
            }
            assert!(back.contains(&0), "{text}");
        }
    }

    #[test]
    fn what_differs_ends_the_reading() {
        assert_eq!(read(b"Walnut%20Stairz", &[0], "Walnut Stairs", Alphabet::Text), Read { value: 12, text: 14 });
        assert_eq!(read(b"a-_b", &[0], "a+/b", Alphabet::Base64), Read { value: 4, text: 4 });
        assert_eq!(read(b"a-_b", &[0], "a+/b", Alphabet::Text).value, 1);
    }
}
