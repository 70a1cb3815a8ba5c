//! `entrace sanitize FILE -o OUT`: the same capture, sign-in log or output of `dsregcmd` without secrets and personal data, and a receipt.

mod receipt;

use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::model::capture::written::Kind;
use crate::read::{Options, ReadAt, ReadError, hex};
use crate::render::plain;
use crate::sanitize::{Destination, Learning, Receipt, SanitizeError, WriteSeek};

use crate::cli::arguments::Sanitize;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::inputs;
use crate::cli::files::written_file::WrittenFile;
use crate::cli::messages::{tell, tell_text, tell_what_was_cut};
use crate::cli::panic;
use crate::cli::password::Passwords;
use crate::cli::status::Status;
use receipt::{Described, Whole};

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Sanitize) -> Result<Status, Failure> {
    let sanitized = panic::contained("this file", || sanitize(arguments)).map_err(|failure| failure.of(arguments.file.display()));
    let Sanitized { receipt, input, output, left_out, written } = sanitized.flatten()?;
    let mut status = tell_what_was_cut(&receipt.name, &receipt.notes);
    if let Some(limits) = &receipt.limits {
        let message = format!("{}: {limits}", receipt.name);
        status = status.max(tell(&Failure { message, status: Status::Good }, arguments.messages.quiet));
    }
    for failure in left_out {
        status = status.max(tell(&failure, arguments.messages.quiet));
    }
    let whole = Whole { input, output, receipt: &receipt };
    let quiet = arguments.messages.quiet;
    match written {
        Some(file) => {
            let told = format!("{} written; the receipt is in {}", whole.output.path, file.path().display());
            let is_json = file.path().extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
            file.write(&if is_json { whole.json() } else { whole.text() + "\n" })?;
            if !quiet {
                tell_text(&plain(&told));
            }
        }
        None if quiet => {}
        None => tell_text(&whole.text()),
    }
    Ok(status)
}

/// What was done, and where to say so.
struct Sanitized {
    receipt: Receipt,
    input: Described,
    output: Described,
    /// What else an archive holds.
    left_out: Vec<Failure>,
    /// The file that the receipt goes to.
    written: Option<WrittenFile>,
}

/// Writes the capture.
fn sanitize(arguments: &Sanitize) -> Result<Sanitized, Failure> {
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
    let written = arguments.receipt.as_deref().map(|path| WrittenFile::create(path, &files_read)).transpose()?;
    if arguments.receipt.as_ref() == Some(&arguments.output) {
        return Err(
            Failure::unreadable("the receipt needs a file of its own; give another name with --receipt").of(arguments.output.display())
        );
    }
    let state = file.state();
    let failed = |error: SanitizeError| named(error.into());
    let ask = |archive: &str| passwords.of(archive);

    let mut learning = Learning::new(arguments.captures.drop_unrelated, Options::new(&ask));
    let learnt = learning.learn(&inputs::base_name(&arguments.file), &file).map_err(failed)?;
    let files = learnt.files().len();
    if files != 1 {
        let what = if learnt.names().count() == files { "captures" } else { "captures and logs" };
        return Err(named(Failure::unreadable(format!("an archive of {files} {what}; unpack it, or use `entrace bundle`"))));
    }
    let mut sanitizer = learning.settle();
    let mut destination = OneFile::new(output.handle());
    sanitizer.write(&learnt, &file, &mut destination).map_err(failed)?;
    let receipt = destination.receipt.filter(|_| file.state() == state).ok_or_else(|| failed(SanitizeError::Changed))?;
    let unread = |error: io::Error| named(Failure::unwritten(error));
    let input = Described {
        path: arguments.file.display().to_string(),
        size: file.size().map_err(unread)?,
        sha256: sanitizer.sha256(&learnt).map(str::to_owned),
    };
    let (size, sha256) = hash(output.handle()).map_err(unread)?;
    let described = Described { path: arguments.output.display().to_string(), size, sha256: Some(sha256) };
    output.finish()?;
    // The receipt is never written over it, whatever leads there.
    files_read.announce(&arguments.output);
    Ok(Sanitized { receipt, input, output: described, left_out: destination.left_out, written })
}

/// Size and SHA-256 of a file.
fn hash(mut file: Arc<File>) -> io::Result<(u64, String)> {
    file.rewind()?;
    let mut digest = Sha256::new();
    let mut block = vec![0; 64 << 10];
    let mut size = 0;
    loop {
        let read = file.read(&mut block)?;
        if read == 0 {
            return Ok((size, hex(&digest.finalize())));
        }
        size += read as u64;
        digest.update(block.get(..read).unwrap_or_default());
    }
}

/// Takes one capture.
struct OneFile {
    file: Option<Arc<File>>,
    receipt: Option<Receipt>,
    left_out: Vec<Failure>,
}

impl OneFile {
    fn new(file: Arc<File>) -> Self {
        Self { file: Some(file), receipt: None, left_out: Vec::new() }
    }
}

impl Destination for OneFile {
    fn create(&mut self, _: &str, _: Kind) -> io::Result<Box<dyn WriteSeek>> {
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
