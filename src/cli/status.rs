//! The exit statuses: what a run comes to, and what help and the manual page say of it.

use std::process::ExitCode;

/// What a run comes to. Of several the greatest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(super) enum Status {
    Good = 0,
    AttemptFailed = 1,
    /// Comes from the parser of the command line.
    WrongUsage = 2,
    Unreadable = 3,
    Refused = 4,
}

impl Status {
    /// Every status, and what it means.
    pub(super) const MEANINGS: [(Self, &str); 5] = [
        (Self::Good, "everything was read and no attempt failed"),
        (Self::AttemptFailed, "an attempt failed or was interrupted"),
        (Self::WrongUsage, "wrong usage"),
        (Self::Unreadable, "some input could not be read, or the output not be written"),
        (Self::Refused, "refused to write because a secret would have leaked"),
    ];

    /// The number that scripts see.
    pub(super) fn number(self) -> u8 {
        self as u8
    }

    /// The number, as the process ends with it.
    pub(super) fn code(self) -> ExitCode {
        ExitCode::from(self.number())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_has_its_meaning() {
        let numbers: Vec<u8> = Status::MEANINGS.iter().map(|(status, _)| status.number()).collect();
        assert_eq!(numbers, (0..=Status::Refused.number()).collect::<Vec<u8>>());
    }
}
