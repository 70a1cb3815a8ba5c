//! The mask: finds collected values in a text in all encodings in which they may stand there, and what has the shape of a token.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use regex::Regex;

use crate::entra::pattern::pattern;
use crate::redact::find::anchors::Anchors;
use crate::redact::find::encodings::{self, Alphabet, Positions};

/// Of a value's letters and digits that many are searched for; what stands around them is compared where they are found.
const LONGEST_ANCHOR: usize = 12;
/// A run of letters and digits of this length is rare enough in a text.
const GOOD_ANCHOR: usize = 6;
/// A run that is shorter than this is in a text everywhere.
const SHORTEST_ANCHOR: usize = 2;
/// The beginning of a long value gives it away: a text that breaks off after that many bytes of it is masked all the same.
const TELLING: usize = 24;
/// Of a value in base64 that many bytes are looked for; the whole run around them is masked.
const BASE64_PART: usize = 30;

/// A value to look for.
#[derive(Debug, Clone, Copy)]
pub(in crate::redact) struct Wanted<'a> {
    /// The value.
    pub(in crate::redact) value: &'a str,
    /// Whether it counts only where it stands on its own, and not as a part of a longer word.
    pub(in crate::redact) alone: bool,
}

/// Finds values in texts.
#[derive(Default)]
pub(in crate::redact) struct Mask {
    /// One for each group: what is searched for.
    anchors: Anchors,
    groups: Vec<Group>,
    /// Group by group.
    needles: Vec<Needle>,
}

/// Needles of one anchor and alphabet, in the order of what follows the beginning of the anchor, then of what precedes it, read
/// backwards: those that continue alike stand together, and are compared with a text together.
struct Group {
    alphabet: Alphabet,
    needles: Range<usize>,
}

/// A value, or the part of its base64 that it alone decides. It has an anchor: a part of its text, or a way in which its first character is
/// written.
struct Needle {
    /// Position of the value among those that are wanted.
    of: usize,
    text: String,
    anchor: Anchor,
    /// How many bytes of `text` precede its anchor.
    before: usize,
    alphabet: Alphabet,
    /// Whether it counts only where it stands on its own.
    alone: bool,
}

/// What a needle is searched for by.
enum Anchor {
    /// That many bytes of its text.
    Length(usize),
    /// A way in which its first character is written.
    Written(String),
}

impl Needle {
    fn anchor(&self) -> &str {
        match &self.anchor {
            Anchor::Length(length) => self.text.get(self.before..self.before + length).unwrap_or_default(),
            Anchor::Written(anchor) => anchor,
        }
    }

    /// The order of needles in groups, and in a group.
    fn order(&self, other: &Self) -> Ordering {
        let of_group = (self.anchor(), self.alphabet).cmp(&(other.anchor(), other.alphabet));
        let onward = || self.onward().cmp(other.onward());
        of_group.then_with(onward).then_with(|| self.ahead().chars().rev().cmp(other.ahead().chars().rev()))
    }

    /// The text from the anchor on.
    fn onward(&self) -> &str {
        self.text.get(self.before..).unwrap_or_default()
    }

    /// The text before the anchor.
    fn ahead(&self) -> &str {
        self.text.get(..self.before).unwrap_or_default()
    }
}

/// Needles in their order, and in that of their values where they are alike. What is moved until then is small: where each is, and the beginning of its
/// anchor, by which most are told apart.
fn in_order(needles: Vec<Needle>) -> Vec<Needle> {
    let mut places: Vec<(u128, usize)> = needles.iter().enumerate().map(|(at, needle)| (key(needle.anchor()), at)).collect();
    let order = |one: usize, other: usize| match (needles.get(one), needles.get(other)) {
        (Some(one), Some(other)) => one.order(other),
        _ => Ordering::Equal,
    };
    places
        .sort_unstable_by(|(key, at), (other, other_at)| key.cmp(other).then_with(|| order(*at, *other_at)).then_with(|| at.cmp(other_at)));
    let mut needles: Vec<Option<Needle>> = needles.into_iter().map(Some).collect();
    places.into_iter().filter_map(|(_, at)| needles.get_mut(at)?.take()).collect()
}

/// The first bytes of an anchor as a number: numbers are in the order of their texts.
fn key(anchor: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(anchor.bytes()).for_each(|(place, byte)| *place = byte);
    u128::from_be_bytes(bytes)
}

/// A value that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    of: usize,
    at: Range<usize>,
}

impl Mask {
    /// A mask for these values.
    pub(in crate::redact) fn new<'a>(wanted: impl Iterator<Item = Wanted<'a>>) -> Self {
        let needles = in_order(wanted.enumerate().flat_map(|(of, wanted)| needles(of, wanted)).collect());
        let mut groups: Vec<Group> = Vec::new();
        let alike = needles.chunk_by(|one, other| one.alphabet == other.alphabet && one.anchor() == other.anchor());
        for same in alike {
            let start = groups.last().map_or(0, |group| group.needles.end);
            groups.extend(same.first().map(|first| Group { alphabet: first.alphabet, needles: start..start + same.len() }));
        }
        let anchors = Anchors::new(groups.iter().map(|group| needles.get(group.needles.start).map_or("", Needle::anchor)));
        Self { anchors, groups, needles }
    }

    /// The text with those values that are `wanted` replaced by what is written for each; `None` when none is in it.
    pub(in crate::redact) fn replace_with(
        &self,
        text: &str,
        wanted: impl Fn(usize) -> bool,
        write: impl Fn(usize) -> String,
    ) -> Option<String> {
        let found = self.find(text, wanted);
        if found.is_empty() {
            return None;
        }
        let mut masked = String::with_capacity(text.len());
        let mut rest = 0;
        for Found { of, at } in found {
            masked.push_str(text.get(rest..at.start).unwrap_or_default());
            masked.push_str(&write(of));
            rest = at.end;
        }
        masked.push_str(text.get(rest..).unwrap_or_default());
        Some(masked)
    }

    /// How often each value that is `wanted` is in a text.
    pub(in crate::redact) fn count(&self, text: &str, wanted: impl Fn(usize) -> bool) -> HashMap<usize, usize> {
        let mut counts = HashMap::new();
        for found in self.find(text, wanted) {
            *counts.entry(found.of).or_default() += 1;
        }
        counts
    }

    /// Where the values stand, in order, none over another.
    fn find(&self, text: &str, wanted: impl Fn(usize) -> bool) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        // As long as exchanges are learnt from, nothing is looked for.
        if self.needles.is_empty() {
            return found;
        }
        // The place of the last hit, and whether a value was found there.
        let (mut last, mut is_value) = ((0, 0), false);
        self.anchors.find(text, |hit| {
            let is_again = (hit.start, hit.end) == std::mem::replace(&mut last, (hit.start, hit.end));
            // What lies inside a value that was found already is a part of it.
            let is_inside = found.last().is_some_and(|last| last.at.end >= hit.end);
            if is_inside && !(is_again && is_value) {
                is_value = false;
                return;
            }
            let value = self.groups.get(hit.text).and_then(|group| self.longest(group, &wanted, text, hit.start));
            match (value, found.last_mut()) {
                // The same anchor in the other alphabet.
                (Some(value), Some(known)) if is_again && is_value => {
                    if value.at.len() >= known.at.len() {
                        *known = value;
                    }
                }
                (Some(value), _) => {
                    found.push(value);
                    is_value = true;
                }
                (None, _) => is_value &= is_again,
            }
        });
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
fn needles(of: usize, wanted: Wanted<'_>) -> impl Iterator<Item = Needle> {
    let Wanted { value, alone, .. } = wanted;
    let part = value.as_bytes().get(..value.len().min(BASE64_PART)).unwrap_or_default();
    let in_base64 = (0..3).filter_map(move |offset| Needle::new(of, base64_inside(part, offset), Alphabet::Base64, false));
    let itself = match Needle::new(of, value.to_owned(), Alphabet::Text, alone) {
        Some(needle) => vec![needle],
        None => Needle::by_first_character(of, value),
    };
    itself.into_iter().chain(in_base64)
}

/// The part of a longer text's base64 that these bytes alone decide, when they begin `offset` bytes after a boundary.
fn base64_inside(bytes: &[u8], offset: usize) -> String {
    // Without a detour over vectors: every value is encoded three times.
    let (mut plain, mut encoded) = ([b'.'; BASE64_PART + 2], [0; (BASE64_PART + 2) * 4 / 3 + 4]);
    let whole = offset + bytes.len();
    if let Some(place) = plain.get_mut(offset..whole) {
        place.copy_from_slice(bytes);
    }
    let written = STANDARD_NO_PAD.encode_slice(plain.get(..whole).unwrap_or_default(), &mut encoded).unwrap_or_default();
    let first = (offset * 8).div_ceil(6);
    let inside = encoded.get(..written).and_then(|encoded| encoded.get(first..whole * 8 / 6));
    inside.and_then(|inside| std::str::from_utf8(inside).ok()).unwrap_or_default().to_owned()
}

impl Needle {
    /// `None` without an anchor.
    fn new(of: usize, text: String, alphabet: Alphabet, alone: bool) -> Option<Self> {
        let range = anchor(&text)?;
        Some(Self { of, before: range.start, anchor: Anchor::Length(range.len()), text, alphabet, alone })
    }

    /// A value without letters and digits of ASCII in a row: nothing of it stays the same in all encodings, so each way in which its first
    /// character is written is searched for.
    fn by_first_character(of: usize, value: &str) -> Vec<Self> {
        let Some(first) = value.chars().next() else { return Vec::new() };
        let anchors = encodings::of_character(first).into_iter();
        let needle = |anchor| Self {
            of,
            before: 0,
            anchor: Anchor::Written(anchor),
            text: value.to_owned(),
            alphabet: Alphabet::Text,
            alone: false,
        };
        anchors.map(needle).collect()
    }
}

/// Most needles that continue differently and are tried when a text breaks off where they part.
const MOST_TRIED: usize = 64;

impl Mask {
    /// The longest value of a group whose anchor is at this position.
    fn longest(&self, group: &Group, wanted: impl Fn(usize) -> bool, text: &str, position: usize) -> Option<Found> {
        let needles = self.needles.get(group.needles.clone()).unwrap_or_default();
        let mut longest: Option<Found> = None;
        let mut consider = |needle: &Needle, start: usize, end: usize, breaks_off: bool| {
            let at = match needle.alphabet {
                Alphabet::Text if breaks_off => start..token_end(text, end),
                Alphabet::Text => start..end,
                Alphabet::Base64 => base64_run(text, start, end),
            };
            let is_whole = text.is_char_boundary(at.start) && text.is_char_boundary(at.end) && (!needle.alone || stands_alone(text, &at));
            if is_whole && longest.as_ref().is_none_or(|longest| longest.at.len() <= at.len()) {
                longest = Some(Found { of: needle.of, at });
            }
        };
        narrow(&Direction::ONWARD, group.alphabet, needles, text, position, |alike, ends, read, is_whole| {
            let end = encodings::furthest(ends);
            let mut read_back = |needles: &[Needle]| {
                narrow(&Direction::BACK, group.alphabet, needles, text, position, |same, starts, _, is_read| {
                    let needle = same.iter().rev().filter(|_| is_read).find(|needle| wanted(needle.of));
                    let telling = |needle: &&Needle| is_whole || read > 0 && needle.before + read >= TELLING;
                    if let Some(needle) = needle.filter(telling) {
                        // Of the ways to read it the longest: nothing of an escape is left.
                        consider(needle, starts.first().copied().unwrap_or(position), end, !is_whole);
                    }
                });
            };
            // Those that were read to their end continue alike, so what is before them is read together; the others are tried one by one.
            if is_whole {
                read_back(alike);
            } else {
                alike.iter().filter(|needle| wanted(needle.of)).take(MOST_TRIED).for_each(|needle| read_back(std::slice::from_ref(needle)));
            }
        });
        longest
    }
}

/// Reads needles from a position on, all those that are alike so far together. Tells of those that were read to their end, and of those that a text
/// breaks off among: which, where the reading may stand, and how much of them was read.
fn narrow(
    direction: &Direction,
    alphabet: Alphabet,
    needles: &[Needle],
    text: &str,
    position: usize,
    mut on: impl FnMut(&[Needle], &[usize], usize, bool),
) {
    let bytes = text.as_bytes();
    let mut open: Vec<(&[Needle], Positions, usize)> = vec![(needles, vec![position], 0)];
    while let Some((alike, positions, read)) = open.pop() {
        let (ended, going) = alike.split_at(alike.partition_point(|needle| (direction.rest)(needle, read).is_empty()));
        if !ended.is_empty() {
            on(ended, &positions, read, true);
        }
        if let ([only], false) = (going, direction.is_back) {
            let rest = (direction.rest)(only, read);
            let more = encodings::read(bytes, &positions, rest, alphabet);
            on(going, &[more.text], read + more.value, more.value == rest.len());
            continue;
        }
        let next_of = |needle: &Needle| (direction.first)((direction.rest)(needle, read));
        let (mut others, mut breaks_off) = (going, false);
        while let Some(character) = others.first().and_then(next_of) {
            let same;
            (same, others) = others.split_at(others.partition_point(|needle| next_of(needle) == Some(character)));
            let mut next = Positions::new();
            (direction.step)(bytes, &positions, character, alphabet, &mut next);
            if next.is_empty() {
                breaks_off = true;
            } else {
                open.push((same, next, read + character.len_utf8()));
            }
        }
        if breaks_off {
            on(going, &positions, read, false);
        }
    }
}

/// Which way needles are read from the beginning of their anchor.
struct Direction {
    is_back: bool,
    /// What of a needle is still to be read.
    rest: fn(&Needle, usize) -> &str,
    /// The character that is read next.
    first: fn(&str) -> Option<char>,
    step: fn(&[u8], &[usize], char, Alphabet, &mut Positions),
}

impl Direction {
    const ONWARD: Self = Self {
        is_back: false,
        rest: |needle, read| needle.text.get(needle.before + read..).unwrap_or_default(),
        first: |rest| rest.chars().next(),
        step: encodings::step,
    };
    const BACK: Self = Self {
        is_back: true,
        rest: |needle, read| needle.text.get(..needle.before.saturating_sub(read)).unwrap_or_default(),
        first: |rest| rest.chars().next_back(),
        step: encodings::step_back,
    };
}

/// Whether neither a letter nor a digit is next to a range, but for those of an escape before it (`%3D`, `\\u003d`, `\\n`).
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
    let mut rest = text.as_bytes();
    while !rest.is_empty() && best.len() < GOOD_ANCHOR {
        // No more of a run is read than is searched for: values are long.
        let run = rest.iter().take(LONGEST_ANCHOR).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let start = text.len() - rest.len();
        if run > best.len() {
            best = start..start + run;
        }
        rest = rest.get(run + 1..).unwrap_or_default();
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
pub(in crate::redact) fn mask_tokens(text: &str) -> Cow<'_, str> {
    static TOKEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)+"));
    // Most texts hold none, and the pattern is then not even built.
    if memchr::memmem::find(text.as_bytes(), b"eyJ").is_none() {
        return Cow::Borrowed(text);
    }
    TOKEN.replace_all(text, "[token]")
}

#[cfg(test)]
mod tests {
    use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
    use proptest::prelude::*;

    use super::*;

    /// A mask, and what it writes.
    struct Labeled<'a>(Mask, Vec<&'a str>);

    impl Labeled<'_> {
        fn replace(&self, text: &str) -> Option<String> {
            self.0.replace_with(text, |_| true, |of| self.1[of].to_owned())
        }
    }

    fn mask<'a>(values: &'a [(&'a str, &'a str)]) -> Labeled<'a> {
        let wanted = values.iter().map(|(value, _)| Wanted { value, alone: false });
        Labeled(Mask::new(wanted), values.iter().map(|(_, label)| *label).collect())
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
    fn values_with_the_same_middle_are_told_apart_on_both_sides() {
        let mask = mask(&[("a-b/Quince77-x", "[1]"), ("c-b/Quince77-x", "[2]"), ("a-b/Quince77-y", "[3]"), ("b/Quince77-y", "[4]")]);
        let masked = mask.replace("a-b/Quince77-y c%2Db%2FQuince77-x a-b\\/Quince77-x d-b/Quince77-y d-b/Quince77-x");
        assert_eq!(masked.as_deref(), Some("[3] [2] [1] d-[4] d-b/Quince77-x"));
    }

    /// How often each step of finding is taken cannot be seen; that these end at all can. They are as long as they need to be where tests are not
    /// optimized: with the square of them, it would take minutes.
    #[test]
    fn finding_takes_no_longer_than_the_texts_are_long() {
        let dashes = format!("{}abcdef", "-".repeat(40_000));
        let found = mask(&[(&dashes, "[s]")]).replace(&format!("x{dashes}x{}", "-----abcdef".repeat(5_000)));
        assert!(found.is_some_and(|found| found.starts_with("x[s]x-----abcdef")));
        let slashes = "\\".repeat(5_000) + "abcdef";
        assert!(mask(&[(&slashes, "[s]")]).replace(&slashes).is_some());
        for shape in [|at: usize| format!("AQABAAEAAAD--{at:06}tail"), |at| format!("{at:06}-AQABAAEAAAD"), |at| format!("AQABAA{at:06}-x")]
        {
            let values: Vec<String> = (0..20_000).map(shape).collect();
            let labeled: Vec<(&str, &str)> = values.iter().map(|value| (value.as_str(), "[v]")).collect();
            assert_eq!(mask(&labeled).replace(&values.join(" ")), Some(vec!["[v]"; values.len()].join(" ")));
        }
    }

    proptest! {
        /// Values are found as they are when each is looked for at every place.
        #[test]
        fn every_value_is_found(values in prop::collection::btree_set("[ab&%\\\\-]{0,3}ab[ab]{4}[ab&%\\\\ö-]{0,4}", 1..6), between in "[ .,]{1,3}", at in any::<prop::sample::Index>()) {
            let values: Vec<String> = values.into_iter().collect();
            let labeled: Vec<(&str, &str)> = values.iter().map(|value| (value.as_str(), "[v]")).collect();
            let mask = mask(&labeled);
            let value = at.get(&values);
            let encoded = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
            let json = serde_json::Value::from(value.as_str()).to_string();
            for text in [value.clone(), encoded, json.trim_matches('"').to_owned()] {
                prop_assert_eq!(mask.replace(&format!("{between}{text}{between}")), Some(format!("{between}[v]{between}")), "{}", text);
            }
        }
    }

    #[test]
    fn tokens_are_known_by_their_shape() {
        assert_eq!(mask_tokens("got eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.sig here"), "got [token] here");
    }
}
