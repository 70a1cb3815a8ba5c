//! What every reader needs while one input is read.

use jiff::Timestamp;

use super::bytes::adapters::Budget;
use super::options::Options;

/// What every reader needs while one input is read.
pub(super) struct Reading<'a> {
    pub(super) options: &'a Options<'a>,
    pub(super) budget: Budget,
}

impl<'a> Reading<'a> {
    pub(super) fn new(options: &'a Options<'a>) -> Self {
        Self { options, budget: Budget::new(options.limits) }
    }
}

/// A time as captures write it; `None` for what has no offset or means "never" (the year 1).
pub(super) fn timestamp(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok().filter(|time: &Timestamp| time.as_second() > 0)
}
