//! Writing: data to standard output or a file, talk to standard error.

use std::env;
use std::io::{self, ErrorKind, IsTerminal, Write};

use crate::model::capture::{Note, NoteKind};
use crate::redact::Leak;
use crate::render::{Screen, plain, steers};
use crate::sanitize::Receipt;
use anstream::{AutoStream, ColorChoice};

use super::written_file::WrittenFile;
use super::{Color, Status};

/// What standard output is shown on.
pub(super) fn screen(color: Color) -> Screen {
    let screen = match terminal_size::terminal_size() {
        Some((columns, _)) if io::stdout().is_terminal() => Screen::terminal(usize::from(columns.0)),
        _ => Screen::default(),
    };
    Screen { colours: choice(color) != ColorChoice::Never, ..screen }
}

fn choice(color: Color) -> ColorChoice {
    match color {
        Color::Auto => AutoStream::choice(&io::stdout()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    }
}

/// Writes a rendered report, or tells that a secret would have left with it.
pub(super) fn rendered(text: Result<String, Leak>, file: Option<WrittenFile>, color: Color, status: Status) -> Status {
    match text {
        Ok(text) => write(&text, file, color, status),
        Err(leak) => {
            let place = file.as_ref().map_or_else(|| "standard output".to_owned(), |file| file.path().display().to_string());
            error_line(&leak.at(place).to_string());
            Status::Refused
        }
    }
}

/// Writes finished output; `status` is what the run comes to when that succeeds.
pub(super) fn write(text: &str, file: Option<WrittenFile>, color: Color, status: Status) -> Status {
    let written = match file {
        Some(file) => file.write(text),
        None => standard_output(text, color).map_err(|error| format!("standard output: {error}; the report was not written")),
    };
    match written {
        Ok(()) => status,
        Err(error) => {
            error_line(&error);
            Status::Unreadable
        }
    }
}

fn standard_output(text: &str, color: Color) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = match choice(color) {
        // In one piece: a stream that strips writes piece by piece. Only help has something to strip.
        ColorChoice::Never if !text.contains('\x1b') => out.write_all(text.as_bytes()),
        choice => AutoStream::new(&mut out, choice).write_all(text.as_bytes()),
    };
    match written.and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Several lines on standard error: what was done.
fn talk(text: &str) {
    let _ = writeln!(io::stderr(), "{}", lines(text));
}

/// What is wrong with the arguments. It repeats some of them, and none of them may steer the terminal.
pub(super) fn usage(answer: &clap::Error) -> Status {
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
    talk(anstream::adapter::strip_str(&text).to_string().trim_end());
    Status::WrongUsage
}

/// What was taken out of a capture.
pub(super) fn receipt(receipt: &Receipt) {
    talk(&receipt.to_string().replace(&receipt.name, &plain(&receipt.name)));
}

/// Tells when only a part of a capture could be read. True when all was.
pub(super) fn tell_what_was_cut(name: &str, notes: &[Note]) -> bool {
    let is_cut = |note: &&Note| match note.kind {
        NoteKind::Truncated | NoteKind::LimitReached => true,
        // One entry or body that cannot be read is a note; a file that cannot be read on is not whole.
        NoteKind::Unreadable => note.entries.is_empty(),
        _ => false,
    };
    let cut = notes.iter().filter(is_cut);
    cut.inspect(|note| error_line(&format!("{name}: {}", note.message))).count() == 0
}

/// Tells of an input, or a member of an archive, that was not read. A foreign file beside captures is worth a note; everything else is an
/// error. True when nothing is missing.
pub(super) fn tell_left_out(name: &str, error: &str, is_foreign: bool, quiet: bool) -> bool {
    if !is_foreign {
        error_line(&format!("{name}: {error}"));
    } else if !quiet {
        note_line(&format!("{name}: left out: {error}"));
    }
    is_foreign
}

/// One line on standard error about something that went wrong.
pub(super) fn error_line(text: &str) {
    say("error", text);
}

/// One line on standard error about something worth knowing.
pub(super) fn note_line(text: &str) {
    say("note", text);
}

fn say(kind: &str, text: &str) {
    // When standard error is gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{kind}: {}", plain(text));
}

/// The lines of a text, in which nothing else steers.
fn lines(text: &str) -> String {
    text.split('\n').map(plain).collect::<Vec<_>>().join("\n")
}
