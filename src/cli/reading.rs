//! Reading captures for a command, and telling on standard error what could not be read.

use std::io;
use std::path::{Path, PathBuf};

use entrace::Inspection;
use entrace::annotate::catalogue::Catalogue;
use entrace::model::capture::NoteKind;
use entrace::model::report::Report;
use entrace::read::{Input, Limits, Options};
use entrace::redact::Secrets;

use super::inputs::{self, Source};
use super::output::{error_line, note_line};
use super::password::Passwords;

/// A run of reading: what was read so far, and whether all that had to be read was.
pub(super) struct Reading {
    inspection: Inspection,
    passwords: Passwords,
    hash: bool,
    quiet: bool,
    all_read: bool,
    left_out_told: usize,
}

impl Reading {
    /// A run that has read nothing. `hash` asks for each capture's SHA-256, `quiet` for no notes.
    pub(super) fn new(password_file: Option<&Path>, hash: bool, quiet: bool) -> Result<Self, String> {
        let passwords = Passwords::new(password_file)?;
        Ok(Self { inspection: Inspection::new(), passwords, hash, quiet, all_read: true, left_out_told: 0 })
    }

    /// Reads files, directories and standard input.
    pub(super) fn read(&mut self, files: &[PathBuf]) {
        for source in inputs::sources(files) {
            if let Err((error, is_foreign)) = self.read_one(&source) {
                self.tell(&source.typed(), &error, is_foreign && !source.is_named());
            }
            self.tell_left_out();
        }
    }

    /// How many captures were read so far.
    pub(super) fn captures(&self) -> usize {
        self.inspection.captures()
    }

    /// The report, its secrets, and whether all that had to be read was.
    pub(super) fn finish(self, catalogue: &Catalogue) -> (Report, Secrets, bool) {
        let (report, secrets) = self.inspection.finish(catalogue);
        let whole = tell_what_was_cut(&report);
        (report, secrets, self.all_read && whole)
    }

    fn read_one(&mut self, source: &Source) -> Result<(), (String, bool)> {
        let passwords = &self.passwords;
        let ask = |archive: &str| passwords.of(archive);
        let options = Options { limits: Limits::default(), hash: self.hash, every_exchange: false, password: &ask };
        let result = match source {
            Source::StandardInput => self.inspection.read(&source.name(), Input::Stream(&mut io::stdin().lock()), &options),
            Source::Named(path) | Source::Found { path, .. } => {
                let mut file = inputs::open(path).map_err(|error| (error, false))?;
                self.inspection.read(&source.name(), Input::File(&mut file), &options)
            }
        };
        result.map_err(|error| (error.to_string(), error.is_foreign()))
    }

    fn tell_left_out(&mut self) {
        let told = |left_out: &entrace::LeftOut| (left_out.name.clone(), left_out.error.to_string(), left_out.error.is_foreign());
        let new: Vec<(String, String, bool)> = self.inspection.left_out().iter().skip(self.left_out_told).map(told).collect();
        self.left_out_told += new.len();
        for (name, error, is_foreign) in new {
            self.tell(&name, &error, is_foreign);
        }
    }

    /// A foreign file beside captures is worth a note; everything else that is not read is an error.
    fn tell(&mut self, name: &str, error: &str, is_foreign: bool) {
        if !is_foreign {
            error_line(&format!("{name}: {error}"));
            self.all_read = false;
        } else if !self.quiet {
            note_line(&format!("{name}: left out: {error}"));
        }
    }
}

/// Tells of captures of which a part could not be read. True when there is none.
fn tell_what_was_cut(report: &Report) -> bool {
    let mut whole = true;
    for capture in &report.captures {
        for note in capture.notes.iter().filter(|note| matches!(note.kind, NoteKind::Truncated | NoteKind::LimitReached)) {
            error_line(&format!("{}: {}", capture.name, note.message));
            whole = false;
        }
    }
    whole
}
