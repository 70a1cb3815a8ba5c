//! Attacks: values planted where no list of names looks, in captures of every format, and looked for in all that comes out.
//!
//! [`table`] has a row for every kind, [`volume`] a product of names, places, hosts and shapes, [`property`] names that no one thought of.
//! [`survivors`], [`words`] and [`harmless`] see to it that what explains a sign-in is not lost on the way, [`placeholders`] to what others
//! left where they took something out, and [`guides`] to a team's own texts.

mod exchange;
mod field;
mod guides;
mod harmless;
mod placeholders;
mod property;
mod survivors;
mod table;
mod values;
mod volume;
mod words;
