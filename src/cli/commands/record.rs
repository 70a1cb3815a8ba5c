//! `entrace record` and `entrace help record`: how to record a sign-in.

use crate::cli::color::Color;
use crate::cli::failure::Failure;
use crate::cli::how_to_record;
use crate::cli::output;
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run() -> Result<Status, Failure> {
    output::write(&how_to_record::page(), None, Color::Auto)?;
    Ok(Status::Good)
}
