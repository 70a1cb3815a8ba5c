//! Patterns of ours, which compile or the program does not run: one that is missing would find, or mask, nothing.

use regex::Regex;

/// Compiles a pattern that is in the code. Every one of them is compiled by a test.
#[expect(clippy::expect_used, reason = "a pattern that did not compile would find, or mask, nothing")]
#[must_use]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of ours compiles")
}
