//! The mask: finds collected values in a text in all encodings in which they may stand there, and what has the shape of a token.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use regex::Regex;

use super::anchors::Anchors;
use super::encodings::{self, Alphabet, WIDEST};
use super::pattern;

/// Of a value's letters and digits so many are searched for; what stands around them is compared where they are found.
const LONGEST_ANCHOR: usize = 12;
/// A run of letters and digits of this length is rare enough in a text.
const GOOD_ANCHOR: usize = 6;
/// A run that is shorter than this stands in a text everywhere.
const SHORTEST_ANCHOR: usize = 2;
/// The beginning of a long value gives it away: a text that breaks off after so many bytes of it is masked all the same.
const TELLING: usize = 24;
/// Of a value in base64 so many bytes are looked for; the whole run around them is masked.
const BASE64_PART: usize = 30;

/// A value to look for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The value.
    pub(super) value: &'a str,
    /// What stands in its place.
    pub(super) label: &'a str,
    /// Whether it counts only where it stands by itself, and not as a part of a longer word.
    pub(super) alone: bool,
}

/// Finds values in texts.
#[derive(Default)]
pub(super) struct Mask {
    /// One for each needle: what is searched for.
    anchors: Anchors,
    needles: Vec<Needle>,
    labels: Vec<String>,
}

/// A value, or the part of its base64 that it alone decides. It has an anchor: a part of its text, or a way in which its first character is
/// written.
struct Needle {
    /// Position of the value among those that are wanted.
    of: usize,
    text: String,
    /// How many bytes of `text` stand before its anchor.
    before: usize,
    alphabet: Alphabet,
    /// Whether it counts only where it stands by itself.
    alone: bool,
}

/// A value that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    of: usize,
    at: Range<usize>,
}

impl Mask {
    /// A mask for these values.
    pub(super) fn new<'a>(wanted: impl Iterator<Item = Wanted<'a>>) -> Self {
        let mut mask = Self::default();
        let mut anchors = Vec::new();
        for (of, wanted) in wanted.enumerate() {
            mask.labels.push(wanted.label.to_owned());
            for (anchor, needle) in needles(of, wanted) {
                anchors.push(anchor);
                mask.needles.push(needle);
            }
        }
        mask.anchors = Anchors::new(anchors);
        mask
    }

    /// The text with the values replaced by their labels; `None` when none is in it.
    pub(super) fn replace(&self, text: &str) -> Option<String> {
        self.replace_with(text, str::to_owned)
    }

    /// The text with the values replaced by what is made of their labels; `None` when none is in it.
    pub(super) fn replace_with(&self, text: &str, write: impl Fn(&str) -> String) -> Option<String> {
        let found = self.find(text);
        if found.is_empty() {
            return None;
        }
        let mut masked = String::with_capacity(text.len());
        let mut rest = 0;
        for Found { of, at } in found {
            masked.push_str(text.get(rest..at.start).unwrap_or_default());
            masked.push_str(&self.labels.get(of).map_or_else(String::new, |label| write(label)));
            rest = at.end;
        }
        masked.push_str(text.get(rest..).unwrap_or_default());
        Some(masked)
    }

    /// How often each value stands in a text.
    pub(super) fn count(&self, text: &str) -> HashMap<usize, usize> {
        let mut counts = HashMap::new();
        for found in self.find(text) {
            *counts.entry(found.of).or_default() += 1;
        }
        counts
    }

    /// Where the values stand, in order, none over another.
    fn find(&self, text: &str) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        for hits in self.anchors.find(text).chunk_by(|one, other| (one.start, one.end) == (other.start, other.end)) {
            // What lies inside a value that was found already is a part of it.
            let inside = found.last().is_some_and(|last| hits.first().is_some_and(|hit| last.at.end >= hit.end));
            if !inside {
                let candidates = hits.iter().filter_map(|hit| self.needles.get(hit.text)?.at(text, hit.start));
                found.extend(candidates.max_by_key(|found| found.at.len()));
            }
        }
        found.sort_by_key(|found| (found.at.start, std::cmp::Reverse(found.at.end)));
        let mut end = 0;
        found.retain(|found| {
            let apart = found.at.start >= end;
            end = if apart { found.at.end } else { end };
            apart
        });
        found
    }
}

/// What to search for to find a value: itself, and its base64 at the three places at which it may begin in a longer one.
fn needles(of: usize, wanted: Wanted<'_>) -> Vec<(String, Needle)> {
    let Wanted { value, alone, .. } = wanted;
    let part = value.as_bytes().get(..value.len().min(BASE64_PART)).unwrap_or_default();
    let in_base64 = (0..3).filter_map(|offset| Needle::new(of, base64_inside(part, offset), Alphabet::Base64, false));
    let itself = match Needle::new(of, value.to_owned(), Alphabet::Text, alone) {
        Some(needle) => vec![needle],
        None => Needle::by_first_character(of, value),
    };
    itself.into_iter().chain(in_base64).collect()
}

/// The part of a longer text's base64 that these bytes alone decide, when they begin `offset` bytes after a boundary.
fn base64_inside(bytes: &[u8], offset: usize) -> String {
    let encoded = STANDARD_NO_PAD.encode([&b"..."[..offset], bytes].concat());
    let first = (offset * 8).div_ceil(6);
    let last = (offset + bytes.len()) * 8 / 6;
    encoded.get(first..last).unwrap_or_default().to_owned()
}

impl Needle {
    /// With its anchor.
    fn new(of: usize, text: String, alphabet: Alphabet, alone: bool) -> Option<(String, Self)> {
        let range = anchor(&text)?;
        Some((text.get(range.clone())?.to_owned(), Self { of, before: range.start, text, alphabet, alone }))
    }

    /// A value without letters and digits of ASCII in a row: nothing of it stays the same in all encodings, so each way in which its first
    /// character is written is searched for.
    fn by_first_character(of: usize, value: &str) -> Vec<(String, Self)> {
        let Some(first) = value.chars().next() else { return Vec::new() };
        let anchors = encodings::of_character(first).into_iter();
        anchors.map(|anchor| (anchor, Self { of, before: 0, text: value.to_owned(), alphabet: Alphabet::Text, alone: false })).collect()
    }

    /// The value, when its anchor at this position is one.
    fn at(&self, text: &str, position: usize) -> Option<Found> {
        let (start, end, breaks_off) = self.starts(position).find_map(|start| {
            let read = encodings::read(text.as_bytes().get(start..)?, &self.text, self.alphabet);
            let breaks_off = read.value < self.text.len();
            let telling = !breaks_off || read.value >= TELLING && read.value > self.before;
            (telling && start + read.text > position).then(|| (start, start + read.text, breaks_off))
        })?;
        let at = match self.alphabet {
            Alphabet::Text if breaks_off => start..token_end(text, end),
            Alphabet::Text => start..end,
            Alphabet::Base64 => base64_run(text, start, end),
        };
        let is_whole = text.is_char_boundary(at.start) && text.is_char_boundary(at.end) && (!self.alone || stands_alone(text, &at));
        is_whole.then_some(Found { of: self.of, at })
    }

    /// Where the value may begin when its anchor stands at this position: what is before it may be encoded.
    fn starts(&self, position: usize) -> impl Iterator<Item = usize> + use<> {
        let nearest = self.text.get(..self.before).unwrap_or_default().chars().count();
        let furthest = self.before * WIDEST;
        (nearest..=furthest).filter_map(move |before| position.checked_sub(before))
    }
}

/// Whether neither a letter nor a digit stands beside a range, but for those of an escape before it (`%3D`, `\\u003d`, `\\n`).
fn stands_alone(text: &str, at: &Range<usize>) -> bool {
    let (before, after) = (text.as_bytes().get(..at.start).unwrap_or_default(), text.as_bytes().get(at.end..).unwrap_or_default());
    let is_hex = |run: &[u8]| run.iter().all(u8::is_ascii_hexdigit);
    let ends_escape = match before {
        [.., b'\\', b'n' | b'r' | b't' | b'b' | b'f'] => true,
        [.., b'\\', b'u', a, b, c, d] if is_hex(&[*a, *b, *c, *d]) => true,
        [.., b'\\', b'x', a, b] | [.., b'%', a, b] | [.., b'%', b'2', b'5', a, b] => is_hex(&[*a, *b]),
        _ => false,
    };
    (ends_escape || !before.last().is_some_and(u8::is_ascii_alphanumeric)) && !after.first().is_some_and(u8::is_ascii_alphanumeric)
}

/// The run of letters and digits of a value that is searched for: every encoding leaves them as they are.
fn anchor(text: &str) -> Option<Range<usize>> {
    let mut best = 0..0;
    let mut start = 0;
    for (end, _) in text.match_indices(|c: char| !c.is_ascii_alphanumeric()).chain([(text.len(), "")]) {
        if end - start > best.len() {
            best = start..end.min(start + LONGEST_ANCHOR);
        }
        if best.len() >= GOOD_ANCHOR {
            break;
        }
        start = end + text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    (best.len() >= SHORTEST_ANCHOR).then_some(best)
}

/// Where the token ends that a long value was the beginning of.
fn token_end(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~')).count()
}

/// The run of base64 around a part of it.
fn base64_run(text: &str, start: usize, end: usize) -> Range<usize> {
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=' | b'%');
    let (before, after) = (text.as_bytes().get(..start).unwrap_or_default(), text.as_bytes().get(end..).unwrap_or_default());
    let start = start - before.iter().rev().take_while(|byte| is_base64(byte)).count();
    start..end + after.iter().take_while(|byte| is_base64(byte)).count()
}

/// The text with what looks like a token replaced.
pub(super) fn mask_tokens(text: String) -> String {
    static TOKEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)+"));
    // Most texts hold none, and the pattern is then not even built.
    if !text.contains("eyJ") {
        return text;
    }
    match TOKEN.replace_all(&text, "[token]") {
        Cow::Owned(masked) => masked,
        Cow::Borrowed(_) => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask<'a>(values: &'a [(&'a str, &'a str)]) -> Mask {
        Mask::new(values.iter().map(|(value, label)| Wanted { value, label, alone: false }))
    }

    #[test]
    fn a_value_is_masked_in_every_encoding() {
        let mask = mask(&[("Sp&ring/2024<", "[password#1]")]);
        for text in [
            "Sp&ring/2024<",
            "Sp%26ring%2F2024%3C",
            "Sp%2526ring%252F2024%253C",
            "Sp\\u0026ring\\/2024<",
            "Sp&amp;ring/2024&lt;",
            "U3AmcmluZy8yMDI0PA==",
        ] {
            assert_eq!(mask.replace(&format!("it was {text}.")).as_deref(), Some("it was [password#1]."), "{text}");
        }
    }

    #[test]
    fn base64_is_found_wherever_the_value_begins_in_it() {
        let mask = mask(&[("nine+Walnut/Stairs", "[secret]")]);
        for before in ["", "a", "ab", "{\"k\":\""] {
            let text = STANDARD_NO_PAD.encode(format!("{before}nine+Walnut/Stairs and more"));
            assert_eq!(mask.replace(&format!("x {text} y")).as_deref(), Some("x [secret] y"));
        }
    }

    #[test]
    fn values_that_begin_alike_are_told_apart_to_their_end() {
        let mask = mask(&[("AQABAAEAAAD--first-one-of-them", "[a]"), ("AQABAAEAAAD--second-one-of-them", "[b]")]);
        let masked = mask.replace("1 AQABAAEAAAD--second-one-of-them 2 AQABAAEAAAD--first-one-of-them 3 AQABAAEAAAD--third");
        assert_eq!(masked.as_deref(), Some("1 [b] 2 [a] 3 AQABAAEAAAD--third"));
    }

    #[test]
    fn a_long_value_that_breaks_off_is_masked() {
        let mask = mask(&[("0.AXkAbcdefghijklmnopqrstuvwxyz0123456789", "[refresh-token#1]")]);
        assert_eq!(mask.replace("begins 0.AXkAbcdefghijklmnopqrstuv...").as_deref(), Some("begins [refresh-token#1]"));
        assert_eq!(mask.replace("begins 0.AXkAbcdef..."), None);
    }

    #[test]
    fn tokens_are_known_by_their_shape() {
        assert_eq!(mask_tokens("got eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.sig here".to_owned()), "got [token] here");
    }
}
