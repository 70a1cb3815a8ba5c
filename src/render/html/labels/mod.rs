//! The labels of the page, and the values of the model in words.

mod period;
mod prompt;
mod protocol;
mod stage;

pub(super) use period::period;
pub(super) use prompt::{passed, prompt};
pub(super) use protocol::{cloud, protocol};
pub(super) use stage::stage;

/// Over the ids that find a sign-in again.
pub(super) const TICKET: &str = "For the ticket";
/// Over the interrupts.
pub(super) const PROMPTS: &str = "Prompts during sign-in";
/// Over the findings of an attempt that are not its cause.
pub(super) const OTHERS: &str = "Other codes (not the cause)";
/// Over the findings of a capture that are of no attempt.
pub(super) const OUTSIDE: &str = "Found, but not part of a sign-in";
/// Over the notes on a capture.
pub(super) const LIMITS: &str = "What this trace cannot show";
/// Where a code has no guide.
pub(super) const NO_GUIDE: &str = "No guide for this code yet.";
/// Where the trace names no application.
pub(super) const NO_APPLICATION: &str = "Unknown application";
/// Where the trace names no user.
pub(super) const NO_USER: &str = "Unknown user";

/// `1 attempt`, `62 attempts`
pub(super) fn attempts(number: usize) -> String {
    count(number, "attempt", "attempts")
}

/// So many of something.
pub(super) fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
