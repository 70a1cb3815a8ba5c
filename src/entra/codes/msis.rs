//! The codes of AD FS, `MSIS...`, a row each, sorted. They have no number of Entra's, so they are findings that are known by their text. One that is not
//! listed is a failure.

use super::kind::CodeKind::{Failure, Interrupt};
use super::row::{Facts, NamedRow};
use crate::entra::interrupts::InterruptKind::DeviceCode;

/// What every one begins with.
pub(super) const PREFIX: &str = "MSIS";

pub(super) const ROWS: &[NamedRow] = &[
    failure("MSIS3126"),
    failure("MSIS3127"),
    failure("MSIS7007"),
    failure("MSIS7012"),
    failure("MSIS7042"),
    failure("MSIS7065"),
    failure("MSIS9223"),
    failure("MSIS9224"),
    failure("MSIS9604"),
    failure("MSIS9605"),
    failure("MSIS9622"),
    NamedRow { code: "MSIS9714", facts: Facts::of(Interrupt).asks(DeviceCode) },
];

const fn failure(code: &'static str) -> NamedRow {
    NamedRow { code, facts: Facts::of(Failure) }
}

/// Whether a text is what follows the prefix.
pub(super) fn is_number(digits: &str) -> bool {
    (3..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
