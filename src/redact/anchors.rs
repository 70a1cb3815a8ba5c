//! Anchors: where any of many short texts stands in a long one.
//!
//! A report on many captures holds thousands of secrets and is searched a few times only: an automaton would take longer to build than to run.

/// So many bytes of a text are looked up; the rest is compared where they are found.
const LONGEST_WINDOW: usize = 6;
/// Places of the table for each text: of what is none of them so few find a place taken.
const PLACES_A_TEXT: usize = 4;

/// Texts to look for.
#[derive(Default)]
pub(super) struct Anchors {
    texts: Vec<String>,
    /// One for each length of window that the texts need.
    windows: Vec<Window>,
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

    /// Where they stand, in the order in which they end, the longest first; equal ones in their own order.
    pub(super) fn find(&self, searched: &str) -> Vec<Hit> {
        let searched = searched.as_bytes();
        let mut hits = Vec::new();
        // The last eight bytes, the newest lowest.
        let mut last = 0;
        for (at, byte) in searched.iter().enumerate() {
            last = last << 8 | u64::from(*byte);
            for window in &self.windows {
                for text in window.texts(last) {
                    let Some(start) = (at + 1).checked_sub(window.length) else { continue };
                    let rest = searched.get(start..).unwrap_or_default();
                    let found = self.texts.get(text).filter(|anchor| rest.starts_with(anchor.as_bytes()));
                    hits.extend(found.map(|anchor| Hit { text, start, end: start + anchor.len() }));
                }
            }
        }
        hits.sort_by_key(|hit| (hit.end, hit.start, hit.text));
        hits
    }
}

/// The texts that are looked up by so many of their first bytes, in a table.
struct Window {
    length: usize,
    /// The lowest `length` bytes.
    mask: u64,
    shift: u32,
    /// For each place of the table where its first link is.
    places: Vec<u32>,
    links: Vec<Link>,
}

/// A text in the table, and where the next one of the same place is.
struct Link {
    key: u64,
    text: usize,
    next: u32,
}

/// No link is there.
const NONE: u32 = u32::MAX;

impl Window {
    /// `None` when no text is of this length, or at least of the longest.
    fn new(length: usize, texts: &[String]) -> Option<Self> {
        let of_length: Vec<(usize, &String)> =
            texts.iter().enumerate().filter(|(_, text)| text.len().min(LONGEST_WINDOW) == length).collect();
        let size = (of_length.len() * PLACES_A_TEXT).next_power_of_two().max(2);
        let (mask, shift) = (u64::MAX >> (64 - 8 * length), 64 - size.trailing_zeros());
        let mut window = Self { length, mask, shift, places: vec![NONE; size], links: Vec::new() };
        for (text, bytes) in &of_length {
            let key = bytes.bytes().take(length).fold(0, |key, byte| key << 8 | u64::from(byte));
            let place = window.place(key);
            if let (Some(first), Ok(link)) = (window.places.get_mut(place), u32::try_from(window.links.len())) {
                let next = std::mem::replace(first, link);
                window.links.push(Link { key, text: *text, next });
            }
        }
        (!of_length.is_empty()).then_some(window)
    }

    fn place(&self, key: u64) -> usize {
        // Fibonacci hashing: the upper bits of the product depend on all of the key.
        const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;
        usize::try_from(key.wrapping_mul(GOLDEN) >> self.shift).unwrap_or_default()
    }

    /// The texts that begin with the last of these bytes.
    fn texts(&self, last: u64) -> impl Iterator<Item = usize> {
        let key = last & self.mask;
        let link = |at: u32| self.links.get(usize::try_from(at).ok()?);
        let first = self.places.get(self.place(key)).and_then(|at| link(*at));
        let chain = std::iter::successors(first, move |known| link(known.next));
        chain.filter(move |link| link.key == key).map(|link| link.text)
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
            prop_assert!(hits.is_sorted_by_key(|hit| (hit.end, hit.start, hit.text)));
            let sorted = |mut hits: Vec<Hit>| { hits.sort_by_key(|hit| (hit.start, hit.text)); hits };
            prop_assert_eq!(sorted(hits), sorted(expected));
        }
    }
}
