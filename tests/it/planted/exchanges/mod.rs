//! The exchanges that hold the values, by theme. Together they are sign-ins as they happen: pages, clients, federation, and what is around.

mod around;
mod browser;
mod clients;
mod factors;
mod federation;

use super::draft::Draft;
use super::sow::Sow;

/// Writes an exchange down.
pub(crate) type Template = for<'s> fn(&'s Sow) -> Draft<'s>;

/// Every exchange, in the order in which they happen.
pub(crate) fn all() -> Vec<(&'static str, Template)> {
    [browser::ALL, factors::ALL, clients::ALL, federation::ALL, around::ALL].concat()
}
