//! What came of reading a log, and why a file is none.

use std::io;

/// How the reading of a log ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum End {
    /// With the end of the log.
    #[default]
    Whole,
    /// The file ends inside the log.
    CutOff,
    /// What follows cannot be in a log.
    Damaged,
    /// The caller wanted no more rows.
    Stopped,
    /// The file could not be read any further; why.
    Failed(String),
}

/// What was read of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadLog {
    /// Rows that were given.
    pub rows: u64,
    /// Those of them that have neither a request ID nor a correlation ID: nothing can be joined by them.
    pub without_id: u64,
    /// Records that could not be understood.
    pub unreadable: u64,
    /// Records that are longer or deeper than allowed.
    pub too_large: u64,
    /// Records of other categories, such as audit logs.
    pub other: u64,
    /// Whether it is a page of several, of which more follow that are not in this file.
    pub has_more: bool,
    /// How it ended.
    pub end: End,
}

impl ReadLog {
    /// What limits what the log can tell; `None` when it was read whole.
    #[must_use]
    pub fn limits(&self) -> Option<String> {
        let counted = |count: u64, what: &str| match count {
            0 => None,
            1 => Some(format!("1 row {what}")),
            _ => Some(format!("{count} rows {what}")),
        };
        let end = match &self.end {
            End::Whole | End::Stopped => None,
            End::CutOff => Some("the sign-in log is cut off; export it again".to_owned()),
            End::Damaged => Some("the sign-in log is damaged after the rows that were read; export it again".to_owned()),
            End::Failed(why) => Some(format!("the sign-in log could not be read to its end: {why}")),
        };
        let more = self.has_more.then(|| "it is one page of several; the pages that follow are not in this file".to_owned());
        let rows = [
            counted(self.unreadable + self.too_large, "could not be read"),
            counted(self.without_id, "without request ID and correlation ID cannot be told apart or joined"),
        ];
        end.into_iter().chain(more).chain(rows.into_iter().flatten()).reduce(|all, next| format!("{all}; {next}"))
    }
}

/// Why a file is not read as a log. The text is for the user; the caller puts the file's name before it.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// There are no bytes, or nothing but white space.
    #[error("the file is empty; export the sign-in log again")]
    Empty,
    /// The content is that of something else.
    #[error("not a sign-in log that was exported from Microsoft Entra ID, Microsoft Graph, Azure Monitor or Log Analytics as JSON or CSV")]
    NotALog,
    /// The portal's second file.
    #[error("only the details of authentication, without the sign-ins; give the other file of the same download")]
    StepsOnly,
    /// Records of other categories only.
    #[error("a log without sign-ins: all of its records are of other categories")]
    OtherOnly,
    /// Not one row can be read.
    #[error("a sign-in log of which not one row can be read; export it again")]
    Broken,
    /// The bytes could not be had.
    #[error("cannot be read: {0}")]
    Io(io::Error),
}
