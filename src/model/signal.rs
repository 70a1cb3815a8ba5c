//! Signals as they were seen: what a check of a guide reads. Words of the tables and numbers, never text of the trace.

use crate::entra::signals::Signal;

/// A signal of one exchange.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Which.
    pub signal: &'static Signal,
    /// Its value there.
    pub value: Value,
    /// The entry.
    pub entry: u64,
}

/// A value of a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// A word of the signal's row.
    Word(&'static str),
    /// A number in the unit of the signal's row.
    Number(u64),
}
