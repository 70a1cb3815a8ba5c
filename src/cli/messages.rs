//! Talk, to standard error: what went wrong, what is worth knowing, what was done.

use std::env;
use std::io::{self, Write};

use crate::model::capture::{Note, NoteKind};
use crate::render::{plain, steers};

use super::failure::Failure;
use super::status::Status;

/// Tells a failure in one line, and gives what the run comes to because of it. When it is quiet, what is only worth a note is not told.
pub(super) fn tell(failure: &Failure, quiet: bool) -> Status {
    match failure.status {
        Status::Good if quiet => {}
        Status::Good => tell_line("note", &failure.message),
        _ => tell_line("error", &failure.message),
    }
    failure.status
}

/// Tells what a reader has to beware of; nothing when there is nothing.
pub(super) fn warn(text: &str) {
    if !text.is_empty() {
        tell_line("warning", text);
    }
}

/// Tells when only a part of a capture could be read, and gives what the run comes to because of it.
pub(super) fn tell_what_was_cut(name: &str, notes: &[Note]) -> Status {
    let is_cut = |note: &&Note| match note.kind {
        NoteKind::Truncated | NoteKind::LimitReached => true,
        // One entry or body that cannot be read is a note; a file that cannot be read on is not whole.
        NoteKind::Unreadable => note.entries.is_empty(),
        _ => false,
    };
    let failures = notes.iter().filter(is_cut).map(|note| Failure::unreadable(note.message.clone()).of(name));
    failures.map(|failure| tell(&failure, false)).max().unwrap_or(Status::Good)
}

/// Tells what was done, on several lines.
pub(super) fn tell_text(text: &str) {
    tell_lines(text);
}

/// Tells what is wrong with the arguments. It repeats some of them, and none of them may steer the terminal.
pub(super) fn tell_usage(answer: &clap::Error) -> Status {
    let arguments = env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let steering: Vec<String> = arguments.filter(|argument| argument.contains(steers)).collect();
    if steering.is_empty() {
        // In its colors.
        let _ = answer.print();
        return Status::WrongUsage;
    }
    // A line end is our own only where it is no argument's. What is repeated may be the value alone.
    let mut text = answer.render().ansi().to_string();
    for argument in &steering {
        let value = argument.split_once('=').map_or(argument.as_str(), |(_, value)| value);
        text = text.replace(argument, &plain(argument)).replace(value, &plain(value));
    }
    tell_lines(anstream::adapter::strip_str(&text).to_string().trim_end());
    Status::WrongUsage
}

fn tell_line(kind: &str, text: &str) {
    // When standard error is gone there is no one left to tell.
    let _ = writeln!(io::stderr(), "{kind}: {}", plain(text));
}

/// Tells several lines, in which nothing but line ends steers.
fn tell_lines(text: &str) {
    let _ = writeln!(io::stderr(), "{}", text.split('\n').map(plain).collect::<Vec<_>>().join("\n"));
}
