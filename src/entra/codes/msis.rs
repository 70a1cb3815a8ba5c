//! The codes of AD FS, `MSIS...`, a row each, sorted. They have no number of Entra's, so they are findings that are known by their text. One that is not
//! listed is a failure.

use super::kind::CodeKind::Interrupt;
use super::row::{Facts, NamedRow};
use crate::entra::interrupts::InterruptKind::DeviceCode;

/// What every one begins with.
pub(super) const PREFIX: &str = "MSIS";

pub(super) const ROWS: &[NamedRow] = &[NamedRow { code: "MSIS9714", facts: Facts::of(Interrupt).asks(DeviceCode) }];

/// Whether a text is what follows the prefix.
pub(super) fn is_number(digits: &str) -> bool {
    (3..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}
