//! The mark that sanitizing leaves in a capture: who did it, and what was wrong with the file before.

use serde::{Deserialize, Serialize};

use crate::entra::json;
use crate::model::capture::{Note, NoteKind};

/// The member of a HAR's `log` that holds the mark.
pub const HAR_MEMBER: &str = "_entrace";
/// The file in a SAZ that holds the mark.
pub const SAZ_MEMBER: &str = "entrace.json";
/// The header that is in for a body that sanitizing left out, with its length.
pub const LEFT_OUT_HEADER: &str = "X-Entrace-Body-Left-Out";
/// Larger marks are not looked at.
pub(super) const LARGEST: usize = 1 << 20;

/// What sanitizing wrote down about a capture.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Version of entrace.
    pub version: String,
    /// What was wrong with the file that was sanitized.
    pub notes: Vec<MarkedNote>,
}

/// A note on the file that was sanitized.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkedNote {
    /// Name of the kind.
    pub kind: String,
    /// The entries it is about.
    pub entries: Vec<u64>,
    /// The sentence.
    pub message: String,
}

impl Mark {
    /// A mark with what the reader noted. What an earlier run noted about itself is left out.
    #[must_use]
    pub fn new(version: &str, notes: &[Note]) -> Self {
        let marked =
            |note: &Note| MarkedNote { kind: note.kind.name().to_owned(), entries: note.entries.clone(), message: note.message.clone() };
        Self { version: version.to_owned(), notes: notes.iter().filter(|note| !is_own(note)).map(marked).collect() }
    }

    /// Reads a mark. One that is broken is none.
    pub(super) fn parse(json: &[u8]) -> Option<Self> {
        json::check(json).ok().and_then(|()| serde_json::from_slice(json).ok())
    }

    /// The notes, with one that tells of the sanitizing.
    pub(super) fn into_notes(self) -> Vec<Note> {
        let own = Note::on_capture(NoteKind::Sanitized, OWN);
        let known =
            |note: MarkedNote| Some(Note { kind: NoteKind::named(&note.kind)?, entries: note.entries, rows: None, message: note.message });
        self.notes.into_iter().filter_map(known).chain([own]).collect()
    }
}

const OWN: &str =
    "The capture was sanitized by entrace: numbered placeholders stand for secrets and personal data; what explains the sign-in was kept.";

fn is_own(note: &Note) -> bool {
    note.kind == NoteKind::Sanitized && note.message == OWN
}
