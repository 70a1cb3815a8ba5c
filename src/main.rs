//! `entrace`: parses the arguments, runs one command, and turns its result into an exit status.

mod cli;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    cli::panic::keep_silent();
    let run = |arguments| cli::panic::run(|| cli::run(&arguments));
    cli::Arguments::try_parse().map_or_else(|answer| cli::tell(&answer), run).code()
}
