//! Invented sign-ins, told once and written as captures of every format: the samples, and the data of most tests.
//!
//! [`story`] holds what happened, [`sign_in`] and [`pages`] the words to tell it with, [`stories`] the stories themselves; [`har`],
//! [`saz`] and [`text`] write a story the way each program does, and [`samples`] says which story becomes which file. Every run
//! writes the same bytes, except for encrypted archives. A story also says what is [true](truth) of it, and registers each secret and
//! each personal value it plants. All people, companies, ids and tokens are invented.

pub(crate) mod har;
pub(crate) mod http1;
pub(crate) mod json;
pub(crate) mod pages;
pub(crate) mod samples;
pub(crate) mod saz;
pub(crate) mod sign_in;
pub(crate) mod stories;
pub(crate) mod story;
pub(crate) mod text;
pub(crate) mod truth;
pub(crate) mod verdicts;
