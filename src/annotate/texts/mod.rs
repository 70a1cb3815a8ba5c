//! Guides as they are written: those in force, to be read and copied, and the beginning of a new one.

mod beginning;
mod in_force;

pub use beginning::beginning;
pub use in_force::in_force;
