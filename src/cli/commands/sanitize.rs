//! `entrace sanitize FILE -o OUT`: the same capture without secrets and personal data, and a receipt.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::model::capture::Format;
use crate::read::{Options, ReadError};
use crate::sanitize::{Destination, Learning, Receipt, SanitizeError, WriteSeek};

use crate::cli::files_read::FilesRead;
use crate::cli::output::{self, error_line, tell_left_out, tell_what_was_cut};
use crate::cli::password::Passwords;
use crate::cli::written_file::WrittenFile;
use crate::cli::{Sanitize, Status, inputs, panic};

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Sanitize) -> Status {
    let failed = |error: String| Err((format!("{}: {error}", arguments.file.display()), Status::Unreadable));
    match panic::contained("this file", || sanitize(arguments)).unwrap_or_else(failed) {
        Ok((receipt, left_out)) => {
            let mut whole = tell_what_was_cut(&receipt.name, &receipt.notes);
            for (name, error) in left_out {
                whole &= tell_left_out(&name, &error.to_string(), error.is_foreign(), arguments.quiet);
            }
            if !arguments.quiet {
                output::receipt(&receipt);
            }
            if whole { Status::Good } else { Status::Unreadable }
        }
        Err((error, status)) => {
            error_line(&error);
            status
        }
    }
}

/// Writes the capture. Gives the receipt, and what else an archive holds.
fn sanitize(arguments: &Sanitize) -> Result<(Receipt, Vec<LeftOut>), (String, Status)> {
    let unreadable = |error: String| (error, Status::Unreadable);
    if arguments.file == Path::new("-") || arguments.file.is_dir() {
        let what = "sanitize reads one capture, twice, so it takes a file; `entrace bundle` takes directories";
        return Err((format!("{}: {what}", arguments.file.display()), Status::Unreadable));
    }
    let files_read = FilesRead::default();
    let passwords = Passwords::new(arguments.password_file.as_deref(), &files_read).map_err(unreadable)?;
    // Opened once: whatever takes its name meanwhile is not read.
    let file = inputs::open_again(&arguments.file, &files_read);
    let file = file.map_err(|error| unreadable(format!("{}: {error}", arguments.file.display())))?;
    let output = WrittenFile::create(&arguments.output, &files_read).map_err(unreadable)?;
    let state = file.state();
    let named = |error: SanitizeError| explained(&arguments.file, &error);
    let ask = |archive: &str| passwords.of(archive);

    let mut learning = Learning::new(arguments.drop_unrelated, Options::new(&ask));
    let learnt = learning.learn(&inputs::base_name(&arguments.file), &file).map_err(named)?;
    let captures = learnt.captures();
    if captures != 1 {
        let error = format!("{}: an archive of {captures} captures; unpack it, or use `entrace bundle`", arguments.file.display());
        return Err((error, Status::Unreadable));
    }
    let mut sanitizer = learning.settle();
    let mut destination = OneFile::new(output.handle().map_err(|error| unreadable(error.to_string()))?);
    sanitizer.write(&learnt, &file, &mut destination).map_err(named)?;
    let receipt = destination.receipt.filter(|_| file.state() == state).ok_or_else(|| named(SanitizeError::Changed))?;
    output.finish().map_err(unreadable)?;
    Ok((receipt, destination.left_out))
}

/// The error with the file's name, and what the run comes to.
pub(in crate::cli) fn explained(file: &Path, error: &SanitizeError) -> (String, Status) {
    let status = if matches!(error, SanitizeError::Leak(_)) { Status::Refused } else { Status::Unreadable };
    (format!("{}: {error}", file.display()), status)
}

/// A member of an archive that is no capture, or cannot be read.
type LeftOut = (String, ReadError);

/// Takes one capture.
struct OneFile {
    file: Option<File>,
    receipt: Option<Receipt>,
    left_out: Vec<LeftOut>,
}

impl OneFile {
    fn new(file: File) -> Self {
        Self { file: Some(file), receipt: None, left_out: Vec::new() }
    }
}

impl Destination for OneFile {
    fn create(&mut self, _: &str, _: Format) -> io::Result<Box<dyn WriteSeek>> {
        let file = self.file.take().ok_or_else(|| io::Error::other("the file holds more captures than before"))?;
        Ok(Box::new(file))
    }

    fn finished(&mut self, receipt: Receipt) -> io::Result<()> {
        self.receipt = Some(receipt);
        Ok(())
    }

    fn left_out(&mut self, name: &str, error: ReadError) {
        self.left_out.push((name.to_owned(), error));
    }
}
