//! The labels of the page, and the values of the model in words.

mod period;
mod prompt;
mod protocol;

pub(super) use period::period;
pub(super) use prompt::{passed, prompt};
pub(super) use protocol::{cloud, protocol};

pub(super) use crate::render::words::{ASKED as PROMPTS, LIMITS, NO_GUIDANCE as NO_GUIDE, OTHERS, OUTSIDE, TICKET};

/// Where the trace names no application.
pub(super) const NO_APPLICATION: &str = "Unknown application";
/// Where the trace names no user.
pub(super) const NO_USER: &str = "Unknown user";

/// `1 attempt`, `62 attempts`
pub(super) fn attempts(number: usize) -> String {
    count(number, "attempt", "attempts")
}

/// This many of something.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
