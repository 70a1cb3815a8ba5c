//! Why something was not done, whatever it was: the line that tells it, and what the run comes to because of it.

use std::fmt::Display;

use crate::redact::Leak;
use crate::sanitize::SanitizeError;

use super::status::Status;

/// Something that was not done. One line of `messages` tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) message: String,
    /// What the run comes to; `Good` when it is only worth a note.
    pub(super) status: Status,
}

impl Failure {
    /// An input cannot be read, or an output not be written.
    pub(super) fn unreadable(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: Status::Unreadable }
    }

    /// The output cannot be written.
    pub(super) fn unwritten(error: impl Display) -> Self {
        Self::unreadable(format!("it cannot be written: {error}"))
    }

    /// An input, or a member of an archive, was not read. A foreign file next to captures is worth a note; everything else is an error.
    pub(super) fn unread(message: impl Into<String>, is_foreign: bool) -> Self {
        let status = if is_foreign { Status::Good } else { Status::Unreadable };
        Self { message: message.into(), status }
    }

    /// The same, with the name of what was not read; of a foreign file it says that it was left out.
    pub(super) fn left_out(name: &str, error: &dyn Display, is_foreign: bool) -> Self {
        let left_out = if is_foreign { "left out: " } else { "" };
        Self::unread(format!("{name}: {left_out}{error}"), is_foreign)
    }

    /// The same failure, of this file.
    pub(super) fn of(self, name: impl Display) -> Self {
        Self { message: format!("{name}: {}", self.message), ..self }
    }
}

impl From<Leak> for Failure {
    fn from(leak: Leak) -> Self {
        Self { message: leak.to_string(), status: Status::Refused }
    }
}

impl From<SanitizeError> for Failure {
    fn from(error: SanitizeError) -> Self {
        match error {
            SanitizeError::Leak(leak) => leak.into(),
            error => Self::unreadable(error.to_string()),
        }
    }
}
