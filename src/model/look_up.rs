//! Look-ups without a capture: what a code or a word of the wire means, which guide serves what, and what is wrong with a guide.

use super::finding::Guidance;
use crate::entra::codes::CodeKind;

/// What was asked and what is known of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookUp {
    /// What is known, in the order of the questions.
    pub matches: Vec<Match>,
    /// What is not.
    pub unknown: Vec<Unknown>,
}

/// Something that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// What was asked.
    pub input: String,
    /// The code, or the word of the wire.
    pub code: String,
    /// The digits of a code.
    pub number: Option<u64>,
    /// The service's name of a code; what a word is.
    pub name: Option<String>,
    /// What it says by itself.
    pub kind: CodeKind,
    /// What it means, in one sentence.
    pub meaning: String,
    /// What to do; `None` when no honest remedy is known.
    pub guidance: Option<Guidance>,
    /// Whether only words of the guide are those of the question.
    pub is_text_match: bool,
}

/// Something that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was asked.
    pub input: String,
    /// The codes in it that nobody lists here.
    pub unlisted: Vec<Unlisted>,
    /// Known names that differ from it by one letter.
    pub did_you_mean: Vec<String>,
}

/// A code that is not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlisted {
    /// The code.
    pub code: String,
    /// Where the service tells what it means.
    pub address: Option<String>,
}

/// A fault of a guide.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// The guide's file.
    pub file: String,
    /// The line, from one.
    pub line: usize,
    /// The rule's name.
    pub rule: &'static str,
    /// What is wrong, and what to do.
    pub message: String,
}
