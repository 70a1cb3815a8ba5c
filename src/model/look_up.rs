//! Lookups without a capture: what a code or a word of the wire means, which guide serves what and how it is written, and what is wrong with a guide.

use jiff::Timestamp;

use super::finding::{Guidance, Source};
use crate::entra::codes::CodeKind;
use crate::entra::guid::Guid;
use crate::entra::system_codes::SystemCode;

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
    /// The digits of a code; of a code of Windows the number without a sign.
    pub number: Option<u64>,
    /// The service's name of a code; what a word is.
    pub name: Option<String>,
    /// What it says on its own.
    pub kind: CodeKind,
    /// What it means, in one sentence.
    pub meaning: String,
    /// What to do; `None` when no honest remedy is known.
    pub guidance: Option<Guidance>,
    /// Whether only words of the guide are those of the question.
    pub is_text_match: bool,
    /// What a code of Windows or of the network is.
    pub system: Option<SystemCode>,
    /// What the question says next to the code, where it is a row of a sign-in log.
    pub row: Option<AskedRow>,
}

/// A row of a sign-in log that was asked for, as far as a ticket needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedRow {
    /// The log's own text on the code.
    pub reason: Option<String>,
    /// The request ID.
    pub request_id: Option<Guid>,
    /// The correlation ID.
    pub correlation_id: Option<Guid>,
    /// When the sign-in began.
    pub time: Option<Timestamp>,
}

/// Something that is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    /// What was asked.
    pub input: String,
    /// The codes in it that no one lists here.
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

/// A guide in force for a code, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GuideText {
    /// The code.
    pub code: String,
    /// Words of the messages that it is for; empty when it is for every message that no other guide is for.
    pub messages: Vec<String>,
    /// The guide's name.
    pub guide: String,
    /// Where it comes from.
    pub source: Source,
    /// How it stands with the other guide for the code.
    pub beside: Beside,
    /// The file's text.
    pub text: String,
}

impl GuideText {
    /// The guide is in force for a message, too, with what is next to it there.
    pub(crate) fn is_for_more(&mut self, message: Option<&str>, beside: Beside) {
        // Who is for any message is for this one.
        if let Some(words) = message.filter(|words| !self.messages.is_empty() && !self.messages.iter().any(|own| own == words)) {
            self.messages.push(words.to_owned());
        }
        if let (Beside::Replaces(names) | Beside::Extends(names), Beside::Replaces(more) | Beside::Extends(more)) =
            (&mut self.beside, beside)
        {
            let new: Vec<String> = more.into_iter().filter(|name| !names.contains(name)).collect();
            names.extend(new);
        }
    }
}

/// How a guide in force stands with the other one for its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Beside {
    /// There is no other.
    Alone,
    /// One's own, instead of the built-in ones of these names, of which the message decides.
    Replaces(Vec<String>),
    /// One's own, before the built-in ones of these names.
    Extends(Vec<String>),
    /// The built-in one, before one's own in this file, which has that many faults.
    BeforeFaulty(String, usize),
    /// One's own, which has that many faults, as there is no built-in one.
    FaultyAlone(usize),
}
