//! The order of the stages: reading, extracting and correlating while inputs are read, annotating at the end.

use std::ops::ControlFlow;

use jiff::Timestamp;

use crate::annotate::catalog::Catalog;
use crate::collect;
pub use crate::collect::LeftOut;
use crate::correlate::devices;
use crate::correlate::sign_in_log::Join;
use crate::correlate::sign_in_log::alone::Alone;
use crate::correlate::texts::Texts;
use crate::model::capture::{CaseFile, Format, Note, TakenFor};
use crate::model::comparison::{Comparison, NotCompared, Sides};
use crate::model::device::Device;
use crate::model::exchange::Exchange;
use crate::model::report::Report;
use crate::model::sign_in_log::Row;
use crate::model::text::{Passage, SystemSeen};
use crate::read::{self, Input, Options, ReadError, ReadLog, Sink};
use crate::redact::{Redacted, Secrets};
use crate::{annotate, compare, extract};

/// Compares a sign-in that works with one that does not.
pub fn comparison(report: &Redacted<Report>, sides: &Sides) -> Result<Redacted<Comparison>, NotCompared> {
    report.compared(sides, compare::compare)
}

/// A run over any number of inputs: reads each, and at the end gives the report on all.
#[derive(Debug, Default)]
pub struct Inspection {
    collector: collect::Collector,
    logs: Option<Logs>,
    log_remarks: Vec<String>,
    devices: Vec<Device>,
    texts: Texts,
    /// The sign-in logs with their rows.
    logs_read: Vec<(String, u64)>,
    /// The files that cannot be used, with why.
    unused: Vec<(String, String)>,
    /// Whether a folder or an archive was read.
    is_case: bool,
}

/// What becomes of the rows of sign-in logs.
#[derive(Debug)]
enum Logs {
    /// They are joined to the attempts of captures.
    Joined(Join),
    /// There is no capture: they are explained alone.
    Alone(Alone),
}

/// Takes the rows of sign-in logs, devices, and the blocks of texts.
struct Rows<'a> {
    logs: &'a mut Logs,
    /// Whether they are only looked at before they are taken.
    is_survey: bool,
    any: bool,
    devices: Vec<Device>,
    texts: &'a mut Texts,
    logs_read: &'a mut Vec<(String, u64)>,
    remarks: &'a mut Vec<String>,
}

impl Sink for Rows<'_> {
    fn open(&mut self, _name: &str, _format: Format) {}

    fn exchange(&mut self, _exchange: Exchange) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn unrelated(&mut self, _started: Option<Timestamp>) -> ControlFlow<()> {
        ControlFlow::Break(())
    }

    fn note(&mut self, _note: Note) {}

    fn close(&mut self, _producer: Option<String>, _sha256: Option<String>) {}

    fn takes_rows(&self) -> bool {
        true
    }

    fn row(&mut self, source: &str, number: usize, row: Row) -> ControlFlow<()> {
        self.any = true;
        match self.logs {
            Logs::Joined(join) => join.take(row, source),
            Logs::Alone(alone) if self.is_survey => alone.survey(&row, source),
            Logs::Alone(alone) => alone.take(row, number, source),
        }
        ControlFlow::Continue(())
    }

    fn end_of_log(&mut self, source: &str, read: &ReadLog) {
        self.any = true;
        if self.is_survey {
            return;
        }
        self.logs_read.push((source.to_owned(), read.rows));
        if let Logs::Alone(alone) = self.logs {
            alone.end(source);
        }
        self.remarks.extend(read.limits().map(|limits| format!("{source}: {limits}")));
    }

    fn device(&mut self, source: &str, device: Device) {
        self.devices.push(Device { source: source.to_owned(), ..device });
    }

    fn passage(&mut self, source: &str, number: usize, passage: Passage) -> ControlFlow<()> {
        if self.is_survey {
            return ControlFlow::Break(());
        }
        if number == 0 {
            self.texts.begin(source);
        }
        if let Some(block) = extract::text_block::block(&passage) {
            self.texts.take(number, block);
        }
        ControlFlow::Continue(())
    }

    fn end_of_text(&mut self, source: &str, codes: Vec<SystemSeen>) {
        if !self.is_survey {
            self.texts.end(source, codes);
        }
    }

    fn left_out(&mut self, _name: &str, _error: ReadError) {}
}

impl Inspection {
    /// A run that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one input. What was read before an error stays.
    pub fn read(&mut self, name: &str, input: Input<'_>, options: &Options<'_>) -> Result<(), ReadError> {
        self.collector.begin(name);
        let result = read::read(name, input, options, &mut self.collector);
        self.collector.settle();
        self.is_case |= !self.collector.left_out().is_empty();
        result
    }

    /// Adds what another run has read, behind what this one has.
    pub fn append(&mut self, other: Self) {
        self.collector.append(other.collector);
        self.unused.extend(other.unused);
        self.is_case |= other.is_case;
    }

    /// What is read is a case, not a single file: the report lists what each file was taken for.
    pub fn is_of_case(&mut self) {
        self.is_case = true;
    }

    /// A file of a case cannot be used.
    pub fn leave_out(&mut self, name: &str, error: &ReadError) {
        self.unused.push((name.to_owned(), error.in_short()));
    }

    /// Takes the sign-in logs, the devices and the texts off the members that were left out; `true` when there are any.
    pub fn take_logs(&mut self) -> bool {
        self.collector.take_logs()
    }

    /// What limits what the sign-in logs can tell, each with the name of the log; told once.
    pub fn take_log_remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.log_remarks)
    }

    /// How many captures were read.
    #[must_use]
    pub fn captures(&self) -> usize {
        self.collector.captures()
    }

    /// Members of archives that are no captures, or could not be read.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        self.collector.left_out()
    }

    /// Looks through the sign-in logs of an input where there is no capture. All have to be looked through before the first is read: what ended well
    /// is told of together with what failed before, and a log holds little else.
    pub fn survey_logs(&mut self, name: &str, input: Input<'_>, options: &Options<'_>) -> Result<(), ReadError> {
        self.rows(name, input, options, true).0
    }

    /// Reads the sign-in logs of an input, after all captures were read: a log, or an archive that has logs. Rows that belong to no attempt are counted.
    /// Without any capture they make attempts of their own.
    pub fn read_logs(&mut self, name: &str, input: Input<'_>, options: &Options<'_>) -> Result<(), ReadError> {
        match self.rows(name, input, options, false) {
            (Ok(()), false) => Err(ReadError::NoSignInLog),
            (result, _) => result,
        }
    }

    /// Reads the sign-in logs, the devices and the texts that were found in an input, after all captures were read.
    pub fn read_found(&mut self, name: &str, input: Input<'_>, options: &Options<'_>) -> Result<(), ReadError> {
        self.rows(name, input, options, false).0
    }

    /// Gives the result, and whether there was a log.
    fn rows(&mut self, name: &str, input: Input<'_>, options: &Options<'_>, is_survey: bool) -> (Result<(), ReadError>, bool) {
        let report = self.collector.report();
        let new = || if report.captures.is_empty() { Logs::Alone(Alone::default()) } else { Logs::Joined(Join::of(report)) };
        let logs = self.logs.get_or_insert_with(new);
        let mut rows = Rows {
            logs,
            is_survey,
            any: false,
            devices: Vec::new(),
            texts: &mut self.texts,
            logs_read: &mut self.logs_read,
            remarks: &mut self.log_remarks,
        };
        let result = read::read(name, input, options, &mut rows);
        let left_out = if let Logs::Joined(join) = rows.logs { join.take_left_out() } else { 0 };
        match left_out {
            0 => {}
            1 => rows.remarks.push(format!("{name}: 1 row is left out: its sign-in has as many as are shown")),
            more => rows.remarks.push(format!("{name}: {more} rows are left out: their sign-ins have as many as are shown")),
        }
        let (devices, any) = (rows.devices, rows.any);
        if !is_survey {
            self.devices.extend(devices);
        }
        (result, any)
    }

    /// The report on all that was read, explained by a catalog, and the secrets that must not leave with it.
    #[must_use]
    pub fn finish(self, catalog: &Catalog) -> (Report, Secrets) {
        let left_out = self.collector.left_out().iter().map(|left_out| (left_out.name.clone(), left_out.error.in_short()));
        let unused: Vec<(String, String)> = left_out.chain(self.unused).collect();
        let (mut report, mut secrets) = self.collector.finish();
        if let Some(logs) = self.logs {
            match logs {
                Logs::Joined(join) => join.finish(&mut report),
                Logs::Alone(alone) => alone.finish(&mut report),
            }
            report.attempts.iter().flat_map(|attempt| &attempt.sign_in_log).for_each(|joined| secrets.learn_row(&joined.row));
        }
        devices::join(self.devices, &mut report);
        report.devices.iter().for_each(|device| secrets.learn_device(device));
        annotate::annotate(&mut report, catalog);
        let explained = report.findings.len();
        let joined = self.texts.finish(&mut report);
        annotate::annotate_from(explained, &mut report, catalog);
        for (finding, attempt) in joined.beside {
            if let Some(finding) = report.findings.get_mut(finding) {
                finding.attempt = Some(attempt);
            }
            if let Some(attempt) = report.attempts.get_mut(attempt) {
                attempt.findings.push(finding);
            }
        }
        let seen = joined.texts.iter().flat_map(|text| text.read.codes.iter().map(|seen| (&*text.read.name, seen)));
        annotate::explain_system_codes(&mut report, seen);
        if self.is_case {
            let of_log =
                |source: &str| report.attempts.iter().flat_map(|attempt| &attempt.sign_in_log).filter(|row| row.source == *source).count();
            let mut files = Vec::new();
            for (name, rows) in self.logs_read {
                let joined = u64::try_from(of_log(&name)).unwrap_or(u64::MAX);
                files.push(CaseFile { name, taken_for: TakenFor::SignInLog { rows, joined } });
            }
            files.extend(report.devices.iter().map(|device| CaseFile { name: device.source.clone(), taken_for: TakenFor::Device }));
            files.extend(joined.texts.into_iter().map(|text| CaseFile {
                name: text.read.name,
                taken_for: TakenFor::Text { messages: text.read.blocks, joined: text.joined },
            }));
            files.extend(unused.into_iter().map(|(name, why)| CaseFile { name, taken_for: TakenFor::Nothing(why) }));
            report.files = files;
        }
        (report, secrets)
    }
}
