//! Data: to standard output, or to a file.

use std::io::{self, ErrorKind, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};

use crate::redact::Leak;

use super::arguments::Written;
use super::color::Color;
use super::failure::Failure;
use super::files::files_read::FilesRead;
use super::files::written_file::WrittenFile;
use super::status::Status;

/// Begins the file that a report goes to, if it goes to one. HTML is for no terminal, and only HTML is opened.
pub(super) fn begin(written: &Written, is_html: bool, read: &FilesRead) -> Result<Option<WrittenFile>, Failure> {
    let wrong = |message: &str| Failure { message: message.to_owned(), status: Status::WrongUsage };
    if written.open && !is_html {
        return Err(wrong("--open opens HTML: give -o a name that ends in .html, or --format html"));
    }
    if is_html && written.output.is_none() && io::stdout().is_terminal() {
        return Err(wrong("HTML is for a browser: write it to a file with -o report.html; with --open it is opened, too"));
    }
    written.output.as_deref().map(|path| WrittenFile::create(path, read)).transpose()
}

/// A table as a file: Excel takes it for UTF-8 only when it begins with a byte order mark.
pub(super) fn for_spreadsheets(mut text: String) -> String {
    text.insert(0, '\u{feff}');
    text
}

/// Writes a rendered report, unless a secret would leave with it.
pub(super) fn write_rendered(text: Result<String, Leak>, file: Option<WrittenFile>, color: Color) -> Result<(), Failure> {
    let place = || file.as_ref().map_or_else(|| "standard output".to_owned(), |file| file.path().display().to_string());
    let text = text.map_err(|leak| leak.at(place()))?;
    write(&text, file, color)
}

/// Writes finished output.
pub(super) fn write(text: &str, file: Option<WrittenFile>, color: Color) -> Result<(), Failure> {
    match file {
        Some(file) => file.write(text),
        None => print(text, color).map_err(|error| Failure::unreadable(format!("standard output: {error}; the report was not written"))),
    }
}

fn print(text: &str, color: Color) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let written = match color.choice() {
        // In one piece: a stream that strips writes piece by piece. Only help has something to strip.
        ColorChoice::Never if !text.contains('\x1b') => out.write_all(text.as_bytes()),
        choice => AutoStream::new(&mut out, choice).write_all(text.as_bytes()),
    };
    match written.and_then(|()| out.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}
