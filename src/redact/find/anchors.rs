//! Anchors: where any of many short texts is in a long one.
//!
//! A report on many captures holds thousands of secrets and is searched a few times only: an automaton would take longer to build than to run.

use std::ops::Range;

/// This many bytes of a text are looked up; the rest is compared where they are found.
const LONGEST_WINDOW: usize = 6;
/// Places of the table for each text: of what is none of them so few find a place taken.
const PLACES_A_TEXT: usize = 4;

/// Texts to look for.
#[derive(Default)]
pub(in crate::redact) struct Anchors {
    texts: Texts,
    /// One for each length of window that the texts need, the shortest first.
    windows: Vec<Window>,
    /// How many of them are too short for the screen.
    unscreened: usize,
    screen: Screen,
}

/// Many short texts in one piece of memory.
#[derive(Default)]
struct Texts {
    bytes: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Texts {
    fn push(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
        self.ends.push(self.bytes.len());
    }

    fn get(&self, at: usize) -> &[u8] {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        let end = self.ends.get(at).copied().unwrap_or_default();
        self.bytes.get(start..end).unwrap_or_default()
    }

    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|at| self.get(at))
    }
}

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::redact) struct Hit {
    /// Its position among the texts.
    pub(in crate::redact) text: usize,
    pub(in crate::redact) start: usize,
    pub(in crate::redact) end: usize,
}

impl Anchors {
    /// For these texts; those without a byte are never found.
    pub(in crate::redact) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut all = Texts::default();
        texts.for_each(|text| all.push(text));
        let texts = all;
        let windows = (1..=LONGEST_WINDOW).filter_map(|length| Window::new(length, &texts)).collect();
        let mut anchors = Self { texts, windows, ..Self::default() };
        anchors.unscreened = anchors.windows.iter().take_while(|window| window.length < SCREENED).count();
        for window in anchors.windows.iter().skip(anchors.unscreened) {
            window.groups.iter().for_each(|group| anchors.screen.add(group.key));
        }
        anchors
    }

    /// Tells where they stand, in the order in which they end, the longest first; equal ones in their own order.
    pub(in crate::redact) fn find(&self, searched: &str, mut found: impl FnMut(Hit)) {
        let searched = searched.as_bytes();
        // The last eight bytes, the newest lowest.
        let mut last = 0;
        // Hits that may end behind others which are not found yet: a few, for anchors are short.
        let mut waiting: Vec<Hit> = Vec::new();
        for (at, byte) in searched.iter().enumerate() {
            last = last << 8 | u64::from(*byte);
            let windows = if self.screen.may_have(last) { self.windows.len() } else { self.unscreened };
            for window in self.windows.iter().take(windows) {
                let Some(group) = window.group(last) else { continue };
                let Some(start) = (at + 1).checked_sub(window.length) else { continue };
                self.matching(window, group, searched.get(start..).unwrap_or_default(), |text, length| {
                    waiting.push(Hit { text, start, end: start + length });
                });
            }
            // What is found from here on ends behind this byte.
            if waiting.iter().any(|hit| hit.end <= at + 1) {
                waiting.sort_by_key(Hit::order);
                let ended = waiting.partition_point(|hit| hit.end <= at + 1);
                waiting.drain(..ended).for_each(&mut found);
            }
        }
        waiting.sort_by_key(Hit::order);
        waiting.into_iter().for_each(found);
    }

    /// The texts of a group that `rest` begins with, and their lengths.
    fn matching(&self, window: &Window, group: &Group, rest: &[u8], mut found: impl FnMut(usize, usize)) {
        let texts = window.texts.get(group.texts.clone()).unwrap_or_default();
        let bytes = |text: &usize| self.texts.get(*text);
        if let [only] = texts {
            if rest.starts_with(bytes(only)) {
                found(*only, bytes(only).len());
            }
            return;
        }
        for wanted in window.lengths.iter().filter_map(|length| rest.get(..*length)) {
            let first = texts.partition_point(|text| bytes(text) < wanted);
            let equal = texts.iter().skip(first).take_while(|text| bytes(text) == wanted);
            equal.for_each(|text| found(*text, wanted.len()));
        }
    }
}

impl Hit {
    fn order(&self) -> (usize, usize, usize) {
        (self.end, self.start, self.text)
    }
}

/// Last bytes of a window by which places are passed over where none can end.
const SCREENED: usize = 3;

/// Which last bytes windows have, a bit for each hash of them. Most places of a text end no window; that is known after a few instructions.
#[derive(Default)]
struct Screen {
    bits: Vec<u64>,
}

impl Screen {
    /// Bits, as a power of two. They are 8 KiB, and fit into the nearest cache.
    const SIZE: u32 = 16;

    fn place(last: u64) -> (usize, u64) {
        let hash = (last & (u64::MAX >> (64 - 8 * SCREENED))).wrapping_mul(GOLDEN) >> (64 - Self::SIZE);
        (usize::try_from(hash / 64).unwrap_or_default(), 1 << (hash % 64))
    }

    fn add(&mut self, last: u64) {
        self.bits.resize(1 << (Self::SIZE - 6), 0);
        let (at, bit) = Self::place(last);
        if let Some(bits) = self.bits.get_mut(at) {
            *bits |= bit;
        }
    }

    fn may_have(&self, last: u64) -> bool {
        let (at, bit) = Self::place(last);
        self.bits.get(at).is_some_and(|bits| bits & bit != 0)
    }
}

/// The texts that are looked up by that many of their first bytes, in a table.
struct Window {
    length: usize,
    /// The lowest `length` bytes.
    mask: u64,
    shift: u32,
    /// For each place of the table where its first group is.
    places: Vec<u32>,
    groups: Vec<Group>,
    /// Positions of the texts in order of their bytes, group by group.
    texts: Vec<usize>,
    /// How long they are, each length once.
    lengths: Vec<usize>,
}

/// Texts that begin alike, and where the next group of the same place is.
struct Group {
    key: u64,
    texts: Range<usize>,
    next: u32,
}

/// Fibonacci hashing: the upper bits of the product depend on all of the key.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// No group is there.
const NONE: u32 = u32::MAX;

impl Window {
    /// `None` when no text is of this length, or at least of the longest.
    fn new(length: usize, all: &Texts) -> Option<Self> {
        let of_length = all.iter().enumerate().filter(|(_, text)| text.len().min(LONGEST_WINDOW) == length);
        let mut sorted: Vec<(&[u8], usize)> = of_length.map(|(at, text)| (text, at)).collect();
        sorted.sort_unstable();
        let mut lengths: Vec<usize> = sorted.iter().map(|(text, _)| text.len()).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let size = (sorted.len() * PLACES_A_TEXT).next_power_of_two().max(2);
        let (mask, shift) = (u64::MAX >> (64 - 8 * length), 64 - size.trailing_zeros());
        let texts = sorted.iter().map(|(_, at)| *at).collect();
        let mut window = Self { length, mask, shift, places: vec![NONE; size], groups: Vec::new(), texts, lengths };
        let beginning = |text: &[u8]| text.iter().take(length).fold(0, |key, byte| key << 8 | u64::from(*byte));
        let mut start = 0;
        for alike in sorted.chunk_by(|(one, _), (other, _)| beginning(one) == beginning(other)) {
            window.add(alike.first().map_or(0, |(text, _)| beginning(text)), start..start + alike.len());
            start += alike.len();
        }
        (!sorted.is_empty()).then_some(window)
    }

    fn add(&mut self, key: u64, texts: Range<usize>) {
        let place = self.place(key);
        if let (Some(first), Ok(at)) = (self.places.get_mut(place), u32::try_from(self.groups.len())) {
            let next = std::mem::replace(first, at);
            self.groups.push(Group { key, texts, next });
        }
    }

    fn place(&self, key: u64) -> usize {
        usize::try_from(key.wrapping_mul(GOLDEN) >> self.shift).unwrap_or_default()
    }

    /// The texts that begin with the last of these bytes.
    fn group(&self, last: u64) -> Option<&Group> {
        let key = last & self.mask;
        let group = |at: u32| self.groups.get(usize::try_from(at).ok()?);
        let mut known = self.places.get(self.place(key)).and_then(|at| group(*at));
        while let Some(other) = known.filter(|known| known.key != key) {
            known = group(other.next);
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_is_found_everywhere(texts in prop::collection::vec("[ab%ä]{0,9}|a{5,9}[ab]{0,4}", 0..12), searched in "[ab%ä]{0,60}") {
            let mut hits = Vec::new();
            Anchors::new(texts.iter().map(String::as_str)).find(&searched, |hit| hits.push(hit));
            let mut expected = Vec::new();
            for (text, wanted) in texts.iter().enumerate().filter(|(_, wanted)| !wanted.is_empty()) {
                let starts = (0..searched.len()).filter(|start| searched.as_bytes()[*start..].starts_with(wanted.as_bytes()));
                expected.extend(starts.map(|start| Hit { text, start, end: start + wanted.len() }));
            }
            prop_assert!(hits.is_sorted_by_key(|hit| (hit.end, hit.start, hit.text)));
            let sorted = |mut hits: Vec<Hit>| { hits.sort_by_key(|hit| (hit.start, hit.text)); hits };
            prop_assert_eq!(sorted(hits), sorted(expected));
        }
    }
}
