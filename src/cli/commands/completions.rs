//! `entrace completions SHELL`: the script with which a shell completes commands, options and their values.

use clap::CommandFactory;

use crate::cli::{Arguments, Color, Completions, Status, output};

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Completions) -> Status {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), env!("CARGO_PKG_NAME"), &mut script);
    output::write(&String::from_utf8_lossy(&script), None, Color::Never, Status::Good)
}
