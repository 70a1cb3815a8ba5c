//! The files of a case as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::word::Word;
use crate::model::capture::{FileKind, TakenFor};
use crate::model::report::Report;

/// What a file of a folder or archive was taken for.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct FileDocument {
    name: String,
    taken_for: Word<FileKind>,
    /// How many exchanges a capture holds, rows a log, messages of the service a text.
    holds: Option<u64>,
    /// How many of the rows or messages belong to attempts.
    joined: Option<u64>,
    /// Why it cannot be used.
    reason: Option<String>,
}

impl FileDocument {
    /// The captures, then the other files; none where there are no others.
    pub(super) fn all(report: &Report) -> Vec<Self> {
        if report.files.is_empty() {
            return Vec::new();
        }
        let captures = report.captures.iter().map(|capture| Self {
            name: capture.name.clone(),
            taken_for: Word(FileKind::Capture),
            holds: Some(capture.exchanges),
            joined: None,
            reason: None,
        });
        let files = report.files.iter().map(|file| {
            let (kind, holds, joined, reason) = match &file.taken_for {
                TakenFor::SignInLog { rows, joined } => (FileKind::SignInLog, Some(*rows), Some(*joined), None),
                TakenFor::Device => (FileKind::Device, None, None, None),
                TakenFor::Text { messages, joined } => (FileKind::Text, Some(*messages), Some(*joined), None),
                TakenFor::Nothing(why) => (FileKind::Nothing, None, None, Some(why.clone())),
            };
            Self { name: file.name.clone(), taken_for: Word(kind), holds, joined, reason }
        });
        captures.chain(files).collect()
    }
}
