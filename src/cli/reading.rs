//! Reading captures for a command, and telling on standard error what could not be read.

use std::collections::HashSet;
use std::io;
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::annotate::catalog::Catalog;
use crate::inspection::{Inspection, LeftOut};
use crate::model::report::Report;
use crate::read::{Input, Options, ReadError};
use crate::redact::Secrets;

use super::failure::Failure;
use super::files::files_read::FilesRead;
use super::files::inputs::{self, Source};
use super::messages::{tell, tell_what_was_cut};
use super::panic;
use super::password::Passwords;
use super::progress::Progress;
use super::status::Status;

/// A run of reading: what was read so far, and what the run comes to because of what was not.
pub(super) struct Reading {
    inspection: Inspection,
    passwords: Passwords,
    files: FilesRead,
    settings: Settings,
    status: Status,
    left_out_told: usize,
    /// The sources in which sign-in logs, devices or texts were found: they are read when all captures were.
    with_logs: Vec<Source>,
    /// What to say of outputs of `dsregcmd` when there is no capture that they could go with.
    devices_alone: Vec<Failure>,
}

/// How to read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Settings {
    /// Whether each capture's SHA-256 is asked for.
    pub(super) hash: bool,
    /// Whether notes are kept to oneself.
    pub(super) quiet: bool,
    /// How many inputs are read at once; as many as the machine has processors when it is not said.
    pub(super) threads: Option<NonZeroUsize>,
}

/// What was read of one input, and whether that was all.
struct Read {
    inspection: Inspection,
    result: Result<(), Failure>,
    /// Whether it has sign-in logs, devices or texts.
    has_logs: bool,
    /// What to say of it when there is no capture, and it is a device.
    alone: Option<Failure>,
}

/// How the sign-in logs of an input are read.
type ReadLogs = fn(&mut Inspection, &str, Input<'_>, &Options<'_>) -> Result<(), ReadError>;

impl Read {
    /// Nothing was read.
    fn nothing(failure: Failure) -> Self {
        Self { inspection: Inspection::new(), result: Err(failure), has_logs: false, alone: None }
    }
}

impl Reading {
    /// A run that has read nothing.
    pub(super) fn new(password_file: Option<&Path>, settings: Settings, files: &FilesRead) -> Result<Self, Failure> {
        let passwords = Passwords::new(password_file, files)?;
        Ok(Self {
            inspection: Inspection::new(),
            passwords,
            files: files.clone(),
            settings,
            status: Status::Good,
            left_out_told: 0,
            with_logs: Vec::new(),
            devices_alone: Vec::new(),
        })
    }

    /// Reads files, directories and standard input: several at once, told in the order in which they were named.
    pub(super) fn read(&mut self, sources: &[Source]) {
        let progress = Progress::new(sources, self.settings.quiet);
        let processors = thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let threads = self.settings.threads.map_or(processors, NonZeroUsize::get);
        let at_once = threads.min(sources.len());
        if at_once < 2 {
            for source in sources {
                let read = self.read_one(source, threads, &progress);
                self.take(source, read);
            }
        } else {
            let read = self.read_at_once(sources, at_once, threads / at_once, &progress);
            for (source, read) in sources.iter().zip(read) {
                self.take(source, read);
            }
        }
        progress.end();
    }

    /// Reads several sources at once, each with this many threads, always the next one that is not taken yet.
    fn read_at_once(&self, sources: &[Source], at_once: usize, threads: usize, progress: &Progress) -> Vec<Read> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some((at, source)) = Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, sources.get(at)?))) {
                done.push((at, self.read_one(source, threads, progress)));
            }
            done
        };
        let mut read: Vec<(usize, Read)> = thread::scope(|scope| {
            let thread = || thread::Builder::new().stack_size(panic::STACK);
            // This thread works too: a machine that is short of threads only takes longer.
            let workers: Vec<_> = (1..at_once).filter_map(|_| thread().spawn_scoped(scope, work).ok()).collect();
            let mut read = work();
            for worker in workers {
                // What can panic is contained; anything else continues here.
                read.extend(worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
            }
            read
        });
        read.sort_by_key(|(at, _)| *at);
        read.into_iter().map(|(_, read)| read).collect()
    }

    /// Takes over what was read of a source, and tells what was not.
    fn take(&mut self, source: &Source, read: Read) {
        self.inspection.append(read.inspection);
        self.with_logs.extend(read.has_logs.then(|| source.clone()));
        self.devices_alone.extend(read.alone);
        if let Err(failure) = read.result {
            self.tell(&failure);
        }
        self.tell_left_out();
    }

    /// Reads the sign-in logs, devices and texts that were found next to captures, and those that were named as logs. Where there is no capture, the logs that were
    /// found are explained alone.
    pub(super) fn read_logs(&mut self, named: &[Source]) {
        let found = std::mem::take(&mut self.with_logs);
        let is_alone = self.inspection.captures() == 0;
        if is_alone && found.is_empty() {
            return;
        }
        let progress = Progress::new(named, self.settings.quiet);
        // A log that is in a folder and named as well is read once, or its rows would be counted twice.
        let mut places = HashSet::new();
        let mut is_new = |source: &Source| source.place().is_none_or(|place| places.insert(place));
        let found = found.iter().map(|source| (source, Inspection::read_found as ReadLogs));
        let all = found.chain(named.iter().map(|source| (source, Inspection::read_logs as ReadLogs)));
        let all: Vec<(&Source, ReadLogs)> = all.filter(|(source, _)| is_new(source)).collect();
        if is_alone {
            for (source, _) in &all {
                // What is wrong with it is told when it is read.
                let _ = panic::contained("this file", || self.read_logs_of(source, Inspection::survey_logs, &progress));
            }
        }
        for (source, how) in all {
            let read = panic::contained("this file", || self.read_logs_of(source, how, &progress)).and_then(|result| result);
            if let Err(failure) = read {
                self.tell(&failure.of(source.typed()));
            }
            for message in self.inspection.take_log_remarks() {
                self.tell(&Failure { message, status: Status::Good });
            }
        }
        progress.end();
    }

    fn read_logs_of(&mut self, source: &Source, how: ReadLogs, progress: &Progress) -> Result<(), Failure> {
        let Some(path) = source.path() else {
            return Err(Failure::unreadable("what goes with captures comes from a file; save it, and name the file"));
        };
        let file = inputs::open_again(path, &self.files)?;
        let (inspection, passwords) = (&mut self.inspection, &self.passwords);
        let ask = |archive: &str| passwords.of(archive);
        let read = how(inspection, &source.name(), Input::File(&progress.watch(file)), &Options::new(&ask));
        read.map_err(|error| Failure::unreadable(error.to_string()))
    }

    /// How many captures were read so far.
    pub(super) fn captures(&self) -> usize {
        self.inspection.captures()
    }

    /// Ends reading. Gives the report, its secrets, and what the run comes to because of what was not read.
    pub(super) fn finish(self, catalog: &Catalog) -> (Report, Secrets, Status) {
        let (report, secrets) = self.inspection.finish(catalog);
        let mut status = self.status;
        for capture in &report.captures {
            status = status.max(tell_what_was_cut(&capture.name, &capture.notes));
        }
        let is_nothing = report.origins().next().is_none();
        if is_nothing {
            for failure in &self.devices_alone {
                status = status.max(tell(failure, self.settings.quiet));
            }
        }
        if is_nothing && status == Status::Good {
            // What was left out was worth a note; that nothing is left is an error.
            status = tell(&Failure::unreadable("nothing to explain: no capture was found"), false);
        }
        (report, secrets, status)
    }

    /// Reads a source; whatever happens to it happens to no other.
    fn read_one(&self, source: &Source, threads: usize, progress: &Progress) -> Read {
        let read = panic::contained("this file", || self.read_source(source, threads, progress));
        read.unwrap_or_else(|failure| Read::nothing(failure.of(source.typed())))
    }

    fn read_source(&self, source: &Source, threads: usize, progress: &Progress) -> Read {
        let ask = |archive: &str| self.passwords.of(archive);
        let threads = NonZeroUsize::new(threads).unwrap_or(NonZeroUsize::MIN);
        let options = Options { hash: self.settings.hash, threads, ..Options::new(&ask) };
        let mut inspection = Inspection::new();
        let result = match source {
            Source::Empty(_) => return Read::nothing(inputs::is_empty().of(source.typed())),
            Source::StandardInput => inspection.read(&source.name(), Input::Stream(&mut io::stdin().lock()), &options),
            Source::Named(path) | Source::Found { path, .. } => match inputs::open(path, &self.files) {
                Ok(mut pipe) if !pipe.is_file() => inspection.read(&source.name(), Input::Stream(&mut pipe), &options),
                Ok(file) => inspection.read(&source.name(), Input::File(&progress.watch(file)), &options),
                Err(failure) => return Read::nothing(failure.of(source.typed())),
            },
        };
        // What was named has to be a capture.
        let left_out = |error: ReadError| Failure::left_out(&source.typed(), &error, error.is_foreign() && !source.is_named());
        let is_beside = result.as_ref().is_err_and(ReadError::is_beside);
        if !source.is_named() {
            inspection.is_of_case();
        }
        if let Err(error) = &result
            && !is_beside
        {
            inspection.leave_out(&source.name(), error);
        }
        let is_device = matches!(result, Err(ReadError::DeviceStatus));
        let has_logs = inspection.take_logs() || is_beside;
        let (result, alone) = match result.map_err(left_out) {
            Err(failure) if is_device => (Ok(()), Some(failure)),
            Err(_) if is_beside => (Ok(()), None),
            result => (result, None),
        };
        Read { inspection, result, has_logs, alone }
    }

    fn tell_left_out(&mut self) {
        let failure = |left_out: &LeftOut| Failure::left_out(&left_out.name, &left_out.error, left_out.error.is_foreign());
        let new: Vec<Failure> = self.inspection.left_out().iter().skip(self.left_out_told).map(failure).collect();
        self.left_out_told += new.len();
        for failure in new {
            self.tell(&failure);
        }
    }

    fn tell(&mut self, failure: &Failure) {
        self.status = self.status.max(tell(failure, self.settings.quiet));
    }
}
