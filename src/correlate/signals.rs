//! The signals of an attempt: those of its exchanges, each value once for a few of them.

use std::collections::HashMap;

use foldhash::fast::FixedState;

use crate::entra::signals::Signal;
use crate::entra::signals::application::DELIVERED;
use crate::model::observation::{ExchangeFacts, Issued};
use crate::model::observation::{Seen, SignalValue};

/// More entries with one value show no more.
const MOST_ENTRIES: usize = 8;

/// The signals of an attempt's exchanges, in their order. Of numbers the largest counts.
pub(super) fn of(members: &[&ExchangeFacts]) -> Vec<Seen> {
    let mut kept: Vec<Seen> = Vec::new();
    let mut words: HashMap<(&'static str, &'static str), usize, FixedState> = HashMap::default();
    let mut largest: HashMap<&'static str, usize, FixedState> = HashMap::default();
    let delivered = |facts: &ExchangeFacts| facts.delivered().map(|issued| seen_delivered(facts.entry, issued));
    for seen in members.iter().flat_map(|facts| facts.signals.iter().cloned().chain(delivered(facts))) {
        match seen.value {
            SignalValue::Word(word) => {
                let count = words.entry((seen.signal.name, word)).or_default();
                *count += 1;
                if *count <= MOST_ENTRIES {
                    kept.push(seen);
                }
            }
            SignalValue::Number(number) => match largest.get(seen.signal.name) {
                Some(at) if is_at_least(&kept[*at], number) => {}
                Some(at) => kept[*at] = seen,
                None => {
                    largest.insert(seen.signal.name, kept.len());
                    kept.push(seen);
                }
            },
        }
    }
    kept
}

fn is_at_least(seen: &Seen, number: u64) -> bool {
    matches!(seen.value, SignalValue::Number(own) if own >= number)
}

fn seen_delivered(entry: u64, issued: Issued) -> Seen {
    const SIGNAL: &Signal = DELIVERED;
    let word = match issued {
        Issued::AuthorizationCode => "code",
        Issued::Token => "token",
        Issued::Assertion => "assertion",
    };
    Seen { signal: SIGNAL, value: SignalValue::Word(word), entry }
}
