//! The signals of one exchange, as the families add to them.

use crate::entra::signals::Signal;
use crate::model::observation::{Seen, SignalValue};

/// The signals of one exchange in the making.
pub(super) struct Signals {
    pub entry: u64,
    pub seen: Vec<Seen>,
}

impl Signals {
    pub(super) fn word(&mut self, signal: &'static Signal, word: &'static str) {
        self.seen.push(Seen { signal, value: SignalValue::Word(word), entry: self.entry });
    }

    pub(super) fn words(&mut self, signal: &'static Signal, words: impl IntoIterator<Item = &'static str>) {
        words.into_iter().for_each(|word| self.word(signal, word));
    }

    pub(super) fn number(&mut self, signal: &'static Signal, number: u64) {
        self.seen.push(Seen { signal, value: SignalValue::Number(number), entry: self.entry });
    }
}
