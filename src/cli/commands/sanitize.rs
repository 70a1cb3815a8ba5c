//! `entrace sanitize FILE -o OUT`: the same capture without secrets and personal data, and a receipt.

use std::fs::File;
use std::io;
use std::path::Path;

use crate::model::capture::Format;
use crate::read::{Options, ReadError};
use crate::sanitize::{Destination, Learning, Receipt, SanitizeError, WriteSeek};

use crate::cli::arguments::Sanitize;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::inputs;
use crate::cli::files::written_file::WrittenFile;
use crate::cli::messages::{tell, tell_receipt, tell_what_was_cut};
use crate::cli::panic;
use crate::cli::password::Passwords;
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Sanitize) -> Result<Status, Failure> {
    let sanitized = panic::contained("this file", || sanitize(arguments)).map_err(|failure| failure.of(arguments.file.display()));
    let (receipt, left_out) = sanitized.flatten()?;
    let mut status = tell_what_was_cut(&receipt.name, &receipt.notes);
    for failure in left_out {
        status = status.max(tell(&failure, arguments.messages.quiet));
    }
    if !arguments.messages.quiet {
        tell_receipt(&receipt);
    }
    Ok(status)
}

/// Writes the capture. Gives the receipt, and what else an archive holds.
fn sanitize(arguments: &Sanitize) -> Result<(Receipt, Vec<Failure>), Failure> {
    let named = |failure: Failure| failure.of(arguments.file.display());
    if arguments.file == Path::new("-") || arguments.file.is_dir() {
        let what = "sanitize reads one capture, twice, so it takes a file; `entrace bundle` takes directories";
        return Err(named(Failure::unreadable(what)));
    }
    let files_read = FilesRead::default();
    let passwords = Passwords::new(arguments.archives.password_file.as_deref(), &files_read)?;
    // Opened once: whatever takes its name meanwhile is not read.
    let file = inputs::open_again(&arguments.file, &files_read).map_err(named)?;
    let output = WrittenFile::create(&arguments.output, &files_read)?;
    let state = file.state();
    let failed = |error: SanitizeError| named(error.into());
    let ask = |archive: &str| passwords.of(archive);

    let mut learning = Learning::new(arguments.captures.drop_unrelated, Options::new(&ask));
    let learnt = learning.learn(&inputs::base_name(&arguments.file), &file).map_err(failed)?;
    let captures = learnt.captures();
    if captures != 1 {
        let error = format!("an archive of {captures} captures; unpack it, or use `entrace bundle`");
        return Err(named(Failure::unreadable(error)));
    }
    let mut sanitizer = learning.settle();
    let mut destination = OneFile::new(output.handle().map_err(|error| Failure::unreadable(error.to_string()))?);
    sanitizer.write(&learnt, &file, &mut destination).map_err(failed)?;
    let receipt = destination.receipt.filter(|_| file.state() == state).ok_or_else(|| failed(SanitizeError::Changed))?;
    output.finish()?;
    Ok((receipt, destination.left_out))
}

/// Takes one capture.
struct OneFile {
    file: Option<File>,
    receipt: Option<Receipt>,
    left_out: Vec<Failure>,
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
        self.left_out.push(Failure::left_out(name, &error, error.is_foreign()));
    }
}
