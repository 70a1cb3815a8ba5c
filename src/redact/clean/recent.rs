//! What was met lately: most of what a trace holds, it holds many times.

use std::hash::{BuildHasher, Hash, RandomState};

/// This many are remembered at most; a new one takes the place of an older one.
const PLACES: usize = 2048;

/// Remembers hashes. Their key is random: no one can make a text that is taken for another one.
pub(super) struct Recent {
    hasher: RandomState,
    hashes: Vec<u64>,
}

impl Recent {
    /// Remembers nothing yet.
    pub(super) fn new() -> Self {
        Self { hasher: RandomState::new(), hashes: vec![0; PLACES] }
    }

    /// Whether this was met lately.
    pub(super) fn knows(&self, what: impl Hash) -> bool {
        let hash = self.hasher.hash_one(what);
        let place = usize::try_from(hash % PLACES as u64).unwrap_or_default();
        self.hashes.get(place) == Some(&hash)
    }

    /// Whether this was met lately. From now on it was.
    pub(super) fn meets(&mut self, what: impl Hash) -> bool {
        let hash = self.hasher.hash_one(what);
        let place = usize::try_from(hash % PLACES as u64).unwrap_or_default();
        self.hashes.get_mut(place).is_some_and(|known| std::mem::replace(known, hash) == hash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_is_known() {
        let mut recent = Recent::new();
        // Two texts in between may share a place.
        assert_eq!(["a", "a", "b", "b", "c"].map(|text| recent.meets(text)), [false, true, false, true, false]);
    }
}
