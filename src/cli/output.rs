//! Writing: data to standard output or a file, talk to standard error.

use std::borrow::Cow;
use std::io::{self, ErrorKind, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use entrace::model::capture::{Note, NoteKind};
use entrace::redact::{self, Secrets};
use entrace::render::{Screen, steers};

use super::written_file::WrittenFile;
use super::{Color, Status};

/// What standard output is shown on.
pub(super) fn screen() -> Screen {
    if !io::stdout().is_terminal() {
        return Screen::default();
    }
    terminal_size::terminal_size().map_or_else(Screen::default, |(columns, _)| Screen::terminal(usize::from(columns.0)))
}

/// Writes finished output after a last look for secrets in it. `blank` gives the same output without any text of the trace.
pub(super) fn checked(
    text: &str,
    secrets: &Secrets,
    blank: impl FnOnce() -> String,
    file: Option<WrittenFile>,
    color: Color,
    status: Status,
) -> Status {
    let place = file.as_ref().map_or_else(|| "standard output".to_owned(), |file| file.path().display().to_string());
    if let Err(leak) = redact::check(text, &place, secrets, blank) {
        error_line(&leak.to_string());
        return Status::Refused;
    }
    write(text, file, color, status)
}

/// Writes finished output; `status` is what the run comes to when that succeeds.
pub(super) fn write(text: &str, file: Option<WrittenFile>, color: Color, status: Status) -> Status {
    let written = match file {
        Some(file) => file.write(&without_colours(text)),
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
    let choice = match color {
        Color::Auto => AutoStream::choice(&io::stdout()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    let mut out = io::stdout().lock();
    let written = match choice {
        // In one piece: a stream that strips writes piece by piece.
        ColorChoice::Never => out.write_all(without_colours(text).as_bytes()),
        choice => AutoStream::new(&mut out, choice).write_all(text.as_bytes()),
    };
    match written.and_then(|()| out.flush()) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// The text without colour codes, which end in the line in which they begin.
fn without_colours(text: &str) -> String {
    let plain = |line: &str| anstream::adapter::strip_str(line).to_string();
    text.split_inclusive('\n').map(|line| if line.contains('\x1b') { Cow::Owned(plain(line)) } else { Cow::Borrowed(line) }).collect()
}

/// Several lines on standard error: what was done.
pub(super) fn talk(text: &str) {
    let text = text.replace(|letter: char| letter != '\n' && steers(letter), " ");
    let _ = writeln!(io::stderr(), "{text}");
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
    let text = text.replace(steers, " ");
    // When standard error is gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "{kind}: {text}");
}
