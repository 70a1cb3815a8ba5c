//! Inputs of which one thing is there once, or any number of times: what is done with them may grow as they do, and no faster.

mod make;
pub(crate) mod series;
