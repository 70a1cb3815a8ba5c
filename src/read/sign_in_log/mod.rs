//! Exported sign-in logs.

use std::io::Read;
use std::ops::ControlFlow;

use crate::model::sign_in_log::Row;
use crate::read::ReadError;

/// Whether a text begins like a sign-in log.
pub(super) fn recognizes(_prefix: &str) -> bool {
    false
}

/// Reads the rows of a log.
pub(super) fn read(_stream: &mut dyn Read, _row: &mut dyn FnMut(usize, Row) -> ControlFlow<()>) -> Result<(), ReadError> {
    Ok(())
}
