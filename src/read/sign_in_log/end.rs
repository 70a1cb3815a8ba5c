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
