//! `entrace`: parses the arguments, runs one command, and turns its result into an exit status.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::panic::keep_silent();
    cli::Arguments::try_parse().map_or_else(|answer| cli::tell(&answer), |arguments| cli::run(&arguments)).code()
}
