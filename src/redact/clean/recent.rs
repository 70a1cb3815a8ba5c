//! What was met lately: most of what a trace holds, it holds many times.

use std::hash::{BuildHasher, Hasher, RandomState};

/// This many are remembered at most; a new one takes the place of an older one.
const PLACES: usize = 2048;

/// Texts that are this long with their lengths are hashed in one write.
const LONGEST_TOGETHER: usize = 192;

/// Writes texts, each behind its length, and says how long that is; `None` when it is too long.
fn written_to(bytes: &mut [u8], mark: u32, texts: &[&str]) -> Option<usize> {
    let mut at = 0;
    let mut write = |part: &[u8]| {
        bytes.get_mut(at..at + part.len())?.copy_from_slice(part);
        at += part.len();
        Some(at)
    };
    write(&mark.to_ne_bytes())?;
    for text in texts {
        write(&text.len().to_ne_bytes())?;
        write(text.as_bytes())?;
    }
    Some(at)
}

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

    /// In few writes, for each takes longer than eight bytes of a text.
    fn hash(&self, mark: u32, texts: &[&str]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        let mut together = [0; LONGEST_TOGETHER];
        if let Some(length) = written_to(&mut together, mark, texts) {
            hasher.write(together.get(..length).unwrap_or_default());
            return hasher.finish();
        }
        for text in texts {
            hasher.write_u128(u128::from(mark) << 64 | text.len() as u128);
            hasher.write(text.as_bytes());
        }
        hasher.finish()
    }

    /// Whether these texts were met lately. `mark` is what tells equal ones apart.
    pub(super) fn knows(&self, mark: u32, texts: &[&str]) -> bool {
        let hash = self.hash(mark, texts);
        let place = usize::try_from(hash % PLACES as u64).unwrap_or_default();
        self.hashes.get(place) == Some(&hash)
    }

    /// Whether these texts were met lately. From now on they were.
    pub(super) fn meets(&mut self, mark: u32, texts: &[&str]) -> bool {
        let hash = self.hash(mark, texts);
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
        assert_eq!(["a", "a", "b", "b", "c"].map(|text| recent.meets(0, &[text])), [false, true, false, true, false]);
    }
}
