//! `entrace schema`: the JSON Schema of what programs are given.

use crate::cli::color::Color;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::status::Status;
use crate::render;

/// Runs the command: on the report, or on a line of it.
pub(in crate::cli) fn run(lines: bool) -> Result<Status, Failure> {
    let schema = if lines { render::line_schema() } else { render::schema() };
    output::write(&schema, None, Color::Never)?;
    Ok(Status::Good)
}
