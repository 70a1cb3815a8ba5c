//! The command line: parses the arguments, runs one command, and ends with what it comes to.

mod arguments;
mod color;
mod commands;
mod desktop;
mod failure;
mod files;
mod how_to_record;
mod messages;
mod output;
mod panic;
mod password;
mod progress;
mod reading;
mod status;

use std::process::ExitCode;

use clap::Parser;
use clap::error::ErrorKind;

use arguments::{Arguments, Command, Guides};
use color::Color;
use desktop::window;
use failure::Failure;
use status::Status;

/// Parses the arguments of the process, runs one command, and turns its result into an exit status.
#[must_use]
pub fn main() -> ExitCode {
    panic::keep_silent();
    // The page in a browser hands out a folder for what is on its way; the system names none there.
    #[cfg(target_os = "wasi")]
    let _ = tempfile::env::override_temp_dir(std::path::Path::new("/tmp"));
    let result = match Arguments::try_parse() {
        Ok(arguments) => arguments.expanded().and_then(|arguments| panic::run(|| run(&arguments))),
        Err(answer) => answer_instead(&answer),
    };
    let status = result.unwrap_or_else(|failure| messages::tell(&failure, false));
    window::keep();
    status.code()
}

/// Prints help or the version, or tells what is wrong with the arguments.
fn answer_instead(answer: &clap::Error) -> Result<Status, Failure> {
    if answer.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand && window::is_own() {
        output::write(&window::how_to_use(), None, Color::Auto)?;
        return Ok(Status::WrongUsage);
    }
    if answer.use_stderr() {
        return Ok(messages::tell_usage(answer));
    }
    output::write(&answer.render().ansi().to_string(), None, Color::Auto)?;
    Ok(Status::Good)
}

/// Runs what was asked for.
fn run(arguments: &Arguments) -> Result<Status, Failure> {
    match &arguments.command {
        Some(Command::Explain(arguments)) => commands::explain::run(arguments),
        Some(Command::Compare(arguments)) => commands::compare::run(arguments),
        Some(Command::Show(arguments)) => commands::show::run(arguments),
        Some(Command::Sanitize(arguments)) => commands::sanitize::run(arguments),
        Some(Command::Bundle(arguments)) => commands::bundle::run(arguments),
        Some(Command::Guides { command: Guides::List(arguments) }) => commands::guides::list(arguments),
        Some(Command::Guides { command: Guides::Show(arguments) }) => commands::guides::show(arguments),
        Some(Command::Guides { command: Guides::New(arguments) }) => commands::guides::new(arguments),
        Some(Command::Guides { command: Guides::Check { folders, format } }) => commands::guides::check(folders, *format),
        #[cfg(not(target_os = "wasi"))]
        Some(Command::Page(arguments)) => commands::page::run(arguments),
        Some(Command::Record) => commands::record::run(),
        #[cfg(not(target_os = "wasi"))]
        Some(Command::Schema { lines }) => commands::schema::run(*lines),
        #[cfg(not(target_os = "wasi"))]
        Some(Command::Completions(arguments)) => commands::completions::run(arguments),
        #[cfg(not(target_os = "wasi"))]
        Some(Command::Man) => commands::man::run(),
        None => commands::inspect::run(&arguments.inspect),
    }
}
