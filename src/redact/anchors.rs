//! Anchors: where any of many short texts stands in a long one.
//!
//! A report on many captures holds thousands of secrets and is searched a few times only: an automaton would take longer to build than to run.

use std::collections::HashMap;

/// So many bytes of a text are looked up; the rest is compared where they are found.
const LONGEST_WINDOW: usize = 6;
/// Places in the filter for each text: of what is none of them it lets one in so many pass.
const PLACES_A_TEXT: usize = 16;

/// Texts to look for.
#[derive(Default)]
pub(super) struct Anchors {
    texts: Vec<String>,
    /// One for each length of window that the texts need.
    windows: Vec<Window>,
}

/// The texts that are looked up by so many of their first bytes.
struct Window {
    length: usize,
    mask: u64,
    filter: Filter,
    texts: HashMap<u64, Vec<usize>>,
}

/// A text that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    /// Its position among the texts.
    pub(super) text: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Anchors {
    /// For these texts; those without a byte are never found.
    pub(super) fn new(texts: Vec<String>) -> Self {
        let windows = (1..=LONGEST_WINDOW).filter_map(|length| Window::new(length, &texts)).collect();
        Self { texts, windows }
    }

    /// Where they stand, in the order in which they end, the longest first.
    pub(super) fn find(&self, searched: &str) -> Vec<Hit> {
        let searched = searched.as_bytes();
        let mut hits = Vec::new();
        // The last eight bytes, the newest lowest.
        let mut last = 0;
        for (at, byte) in searched.iter().enumerate() {
            last = last << 8 | u64::from(*byte);
            for window in &self.windows {
                let key = last & window.mask;
                if window.filter.may_hold(key) {
                    let Some(start) = (at + 1).checked_sub(window.length) else { continue };
                    let rest = searched.get(start..).unwrap_or_default();
                    let texts = window.texts.get(&key).into_iter().flatten().filter_map(|text| Some((*text, self.texts.get(*text)?)));
                    let found = texts.filter(|(_, anchor)| rest.starts_with(anchor.as_bytes()));
                    hits.extend(found.map(|(text, anchor)| Hit { text, start, end: start + anchor.len() }));
                }
            }
        }
        hits.sort_by_key(|hit| (hit.end, hit.start));
        hits
    }
}

impl Window {
    /// `None` when no text is of this length, or at least of the longest.
    fn new(length: usize, texts: &[String]) -> Option<Self> {
        let mut window = Self { length, mask: u64::MAX >> (64 - 8 * length), filter: Filter::new(texts.len()), texts: HashMap::new() };
        let of_length = texts.iter().enumerate().filter(|(_, text)| text.len().min(LONGEST_WINDOW) == length);
        for (at, text) in of_length {
            let key = text.bytes().take(length).fold(0, |key, byte| key << 8 | u64::from(byte));
            window.filter.put(key);
            window.texts.entry(key).or_default().push(at);
        }
        (!window.texts.is_empty()).then_some(window)
    }
}

/// Says of most keys which were not put in that they were not.
struct Filter {
    taken: Vec<bool>,
    shift: u32,
}

impl Filter {
    fn new(keys: usize) -> Self {
        let size = (keys * PLACES_A_TEXT).next_power_of_two().max(2);
        Self { taken: vec![false; size], shift: 64 - size.trailing_zeros() }
    }

    fn place(&self, key: u64) -> usize {
        // Fibonacci hashing: the upper bits of the product depend on all of the key.
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        usize::try_from(key.wrapping_mul(GOLDEN) >> self.shift).unwrap_or_default()
    }

    fn put(&mut self, key: u64) {
        let place = self.place(key);
        if let Some(taken) = self.taken.get_mut(place) {
            *taken = true;
        }
    }

    fn may_hold(&self, key: u64) -> bool {
        self.taken.get(self.place(key)).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_text_is_found_everywhere(texts in prop::collection::vec("[ab%ä]{0,9}", 0..12), searched in "[ab%ä]{0,60}") {
            let hits: Vec<Hit> = Anchors::new(texts.clone()).find(&searched);
            let mut expected = Vec::new();
            for (text, wanted) in texts.iter().enumerate().filter(|(_, wanted)| !wanted.is_empty()) {
                let starts = (0..searched.len()).filter(|start| searched.as_bytes()[*start..].starts_with(wanted.as_bytes()));
                expected.extend(starts.map(|start| Hit { text, start, end: start + wanted.len() }));
            }
            prop_assert!(hits.is_sorted_by_key(|hit| (hit.end, hit.start)));
            let sorted = |mut hits: Vec<Hit>| { hits.sort_by_key(|hit| (hit.start, hit.text)); hits };
            prop_assert_eq!(sorted(hits), sorted(expected));
        }
    }
}
