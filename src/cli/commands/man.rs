//! `entrace man`: the manual page of the whole tool, written from the definition of the command line.

use std::io;

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, italic, roman};

use crate::cli::arguments::{Arguments, NOTHING_LEAVES};
use crate::cli::color::Color;
use crate::cli::failure::Failure;
use crate::cli::output;
use crate::cli::status::Status;

/// The variables that change what entrace does.
const ENVIRONMENT: &[(&str, &str)] = &[
    ("ENTRACE_PASSWORD", "The password of protected archives, when no file is given for it."),
    ("NO_COLOR", "No color, unless an option asks for it."),
    ("CLICOLOR_FORCE", "Color although the output is no terminal."),
];

const EXAMPLES: &[(&str, &str)] = &[
    ("entrace case.saz", "Explain the sign-ins of a capture."),
    ("entrace traces --brief --outcome failed", "One line for each failed attempt in a folder of captures."),
    ("entrace explain AADSTS50053", "Look up a code."),
    ("entrace show case.saz 7", "Look at one exchange, without secrets."),
    ("entrace bundle case.saz -o case.zip", "Put what an escalation needs into one file."),
];

/// Runs the command.
pub(in crate::cli) fn run() -> Result<Status, Failure> {
    let page = page().map_err(|error| Failure::unreadable(format!("the manual page cannot be written: {error}")))?;
    output::write(&page, None, Color::Never)?;
    Ok(Status::Good)
}

fn page() -> io::Result<String> {
    let mut command = Arguments::command();
    command.build();
    let mut page = Vec::new();
    let man = Man::new(command.clone()).manual("User Commands").source(command.render_version().trim_end());
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    synopsis(&mut command).to_writer(&mut page)?;
    description(&command).to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    Roff::new().control("SH", ["COMMANDS"]).to_writer(&mut page)?;
    for command in command.get_subcommands() {
        commands(command.clone(), &mut page)?;
    }
    ending().to_writer(&mut page)?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}

/// A command and those below it, each with its options.
fn commands(mut command: Command, page: &mut Vec<u8>) -> io::Result<()> {
    let mut heading = Roff::new();
    for usage in usages(&mut command) {
        heading.control("SS", [usage.as_str()]);
    }
    heading.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    heading.to_writer(page)?;
    let mut options = Vec::new();
    Man::new(command.clone()).render_options_section(&mut options)?;
    // Below a heading of its own the options need none.
    let options = String::from_utf8_lossy(&options);
    page.extend(options.lines().filter(|line| !line.starts_with(".SH")).flat_map(|line| [line, "\n"]).flat_map(str::bytes));
    // The commands below `help` are those of the tool again.
    let below = command.get_subcommands().filter(|_| command.get_name() != "help");
    below.cloned().try_for_each(|command| commands(command, page))
}

fn synopsis(command: &mut Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]);
    for usage in usages(command) {
        roff.text([bold(usage)]).control("br", []);
    }
    roff
}

/// How a command is typed, a line each.
fn usages(command: &mut Command) -> Vec<String> {
    let usage = command.render_usage().to_string();
    usage.lines().map(|line| line.trim_start_matches("Usage:").trim().to_owned()).collect()
}

fn description(command: &Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["DESCRIPTION"]);
    roff.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
    roff.control("PP", []).text([roman(NOTHING_LEAVES)]);
    roff
}

fn ending() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXIT STATUS"]);
    for (status, meaning) in Status::MEANINGS {
        roff.control("TP", ["4"]).text([bold(status.number().to_string())]).text([roman(meaning)]);
    }
    roff.control("SH", ["ENVIRONMENT"]);
    for (variable, meaning) in ENVIRONMENT {
        roff.control("TP", []).text([bold(*variable)]).text([roman(*meaning)]);
    }
    roff.control("SH", ["EXAMPLES"]);
    for (example, meaning) in EXAMPLES {
        roff.control("TP", []).text([italic(*example)]).text([roman(*meaning)]);
    }
    roff
}
