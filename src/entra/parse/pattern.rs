//! Patterns of ours, which compile or the program does not run: one that is missing would find, or mask, nothing.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

/// Compiles a pattern that is in the code. Every one of them is compiled by a test.
#[expect(clippy::expect_used, reason = "a pattern that did not compile would find, or mask, nothing")]
#[must_use]
pub fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of ours compiles")
}

/// Words to look for in any case.
pub type Words = LazyLock<Option<AhoCorasick>>;

/// Finds words in any case. It is made in a fraction of the time that the fastest of its kind takes, and what it looks through is short.
#[must_use]
pub fn finder<'w>(words: impl IntoIterator<Item = &'w str>) -> Option<AhoCorasick> {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::ContiguousNFA)).ascii_case_insensitive(true).build(words).ok()
}

/// Whether a text may have one of some words: letters beyond ASCII may be other cases of its own.
#[must_use]
pub fn may_have(words: &Words, text: &str) -> bool {
    !text.is_ascii() || words.as_ref().is_none_or(|words| words.is_match(text))
}
