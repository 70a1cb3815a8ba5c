//! Why a capture was not sanitized, one line each.

use std::io;

use crate::read::ReadError;
use crate::redact::Leak;

/// Why a capture was not sanitized.
#[derive(Debug, thiserror::Error)]
pub enum SanitizeError {
    /// It cannot be read.
    #[error("{0}")]
    Read(#[from] ReadError),
    /// The result cannot be written.
    #[error("the result cannot be written: {0}")]
    Write(#[from] io::Error),
    /// A secret would have been written.
    #[error("{0}")]
    Leak(#[from] Leak),
    /// The file changed between the times it was read.
    #[error("the file changed while it was read, so nothing was written; try again when nothing writes to it")]
    Changed,
}

impl SanitizeError {
    /// Whether the input is simply no capture.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::Read(error) if error.is_foreign())
    }
}
