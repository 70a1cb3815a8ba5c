//! The exchanges of a capture in order: sign-ins, what continues next to them, and what continues between them.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::background::Background;
use super::files::Format;
use super::totals::Totals;
use super::{Recipe, quotes, sign_ins};
use crate::scenario::story::Exchange;

/// Sign-in traffic in a hundred exchanges.
const SIGN_IN_PERCENT: u64 = 3;
/// Ordinary exchanges for one that names a code.
const ORDINARY: usize = 40;

pub(super) struct Traffic {
    seed: u64,
    /// Whether there is nothing but sign-ins.
    is_dense: bool,
    clock: Timestamp,
    background: Background,
    /// What is left of the sign-in that is continuing.
    sign_in: VecDeque<Exchange>,
    sign_ins: u64,
    ordinary: usize,
    quotes: usize,
    totals: Totals,
}

impl Traffic {
    pub(super) fn new(recipe: Recipe) -> Self {
        let Recipe { format, seed, is_dense, .. } = recipe;
        Self {
            seed,
            is_dense,
            clock: "2026-03-02T08:00:00.120Z".parse().expect("a valid time"),
            background: Background::new(seed, format == Format::Saz),
            sign_in: VecDeque::new(),
            sign_ins: 0,
            ordinary: 0,
            quotes: 0,
            totals: Totals::default(),
        }
    }

    pub(super) fn is_in_a_sign_in(&self) -> bool {
        !self.sign_in.is_empty()
    }

    pub(super) fn into_totals(self) -> Totals {
        self.totals
    }

    pub(super) fn next(&mut self) -> Exchange {
        let few = self.is_dense || self.totals.sign_in_entries * 100 <= self.totals.entries * SIGN_IN_PERCENT;
        if self.sign_in.is_empty() && few {
            let start = later(self.clock, 30_000);
            self.sign_in = sign_ins::tell(self.seed, self.sign_ins, start, &mut self.totals).into();
            self.sign_ins += 1;
        }
        let exchange = self.step_of_sign_in().unwrap_or_else(|| self.beside());
        self.totals.sees(&exchange);
        exchange
    }

    /// The next step of the sign-in that is continuing, unless something else is loaded before it.
    fn step_of_sign_in(&mut self) -> Option<Exchange> {
        if !self.is_dense && self.background.random().percent(60) {
            return None;
        }
        let exchange = self.sign_in.pop_front()?;
        self.clock = exchange.started;
        Some(exchange)
    }

    fn beside(&mut self) -> Exchange {
        let wait = i64::try_from(self.background.random().below(500)).expect("a small number");
        let next = later(self.clock, wait);
        self.clock = self.sign_in.front().map_or(next, |step| step.started.min(next));
        let mut exchange = if self.ordinary < quotes::COUNT || self.ordinary.is_multiple_of(ORDINARY) {
            self.quotes += 1;
            quotes::exchange(self.quotes - 1, self.clock, &mut self.background, &mut self.totals)
        } else {
            self.background.next()
        };
        self.ordinary += 1;
        exchange.started = self.clock;
        exchange
    }
}

fn later(time: Timestamp, milliseconds: i64) -> Timestamp {
    time.saturating_add(SignedDuration::from_millis(milliseconds)).expect("captures end in time")
}
