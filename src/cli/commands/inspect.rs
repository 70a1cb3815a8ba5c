//! `entrace FILE...`: reads captures and prints the report.

use std::collections::BTreeSet;

use crate::entra::codes::Code;
use crate::model::attempt::{Attempt, Outcome};
use crate::model::report::Report;
use crate::redact;
use crate::render::{self, Screen, Style};

use crate::cli::arguments::{Inspect, OfEnding, OutputFormat};
use crate::cli::desktop::open;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::{guides, inputs};
use crate::cli::messages::tell;
use crate::cli::output;
use crate::cli::reading::{Reading, Settings};
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Inspect) -> Result<Status, Failure> {
    let files_read = FilesRead::default();
    let sources = inputs::find_sources(&arguments.files, &files_read);
    let logs = inputs::find_sources(&arguments.logs.sign_in_log, &files_read);
    let format = OutputFormat::chosen(arguments.format, arguments.written.output.as_deref());
    let hash = format == OutputFormat::Json;
    let settings = Settings { hash, quiet: arguments.messages.quiet, threads: arguments.threads };
    let mut reading = Reading::new(arguments.archives.password_file.as_deref(), settings, &files_read)?;
    let (catalog, guides_read) = guides::catalog(&arguments.guides.guidance, arguments.messages.quiet, &files_read);
    let output = output::begin(&arguments.written, format == OutputFormat::Html, &files_read)?;
    reading.read(&sources);
    reading.read_logs(&logs);
    let (report, secrets, all_read) = reading.finish(&catalog);
    if report.origins().next().is_none() {
        return Ok(Status::Unreadable);
    }
    let keep = if arguments.filters.are_none() { vec![true; report.attempts.len()] } else { arguments.filters.fitting(&report) };
    let failed = !arguments.exit_zero && report.attempts.iter().zip(&keep).any(|(attempt, kept)| *kept && counts_as_failed(attempt));
    if !arguments.filters.are_none() {
        tell_fitting(&report, &keep, format, arguments);
    }
    let color = arguments.colors.color;
    let screen = if output.is_none() { color.screen() } else { Screen::default() };
    let style = Style { format: format.rendered(), brief: arguments.brief, full: arguments.full || arguments.verbose, screen };
    let mut redacted = redact::redact(report, &secrets, arguments.people.visibility());
    // Of captures without a sign-in, what is said of them stays.
    if !arguments.filters.are_none() && !keep.is_empty() {
        redacted.keep_attempts(&keep, arguments.filters.in_words());
    }
    let mut text = render::render(&redacted, style);
    if format == OutputFormat::Csv && output.is_some() {
        text = text.map(output::for_spreadsheets);
    }
    let written = output::write_rendered(text, output, color);
    // The process ends: to take a large report apart would only make people wait.
    std::mem::forget((redacted, secrets));
    let verdict = if failed { Status::AttemptFailed } else { Status::Good };
    written?;
    if let Some(page) = arguments.written.output.as_deref().filter(|_| arguments.written.open) {
        open::open(page);
    }
    Ok(all_read.max(guides_read).max(verdict))
}

/// A silent attempt that a later one made good was no failure to anyone.
fn counts_as_failed(attempt: &Attempt) -> bool {
    matches!(attempt.outcome, Outcome::Failed | Outcome::Interrupted) && !attempt.made_good
}

/// Says on standard error how many attempts fit, where the output does not say it itself, or none does.
fn tell_fitting(report: &Report, keep: &[bool], format: OutputFormat, arguments: &Inspect) {
    let (fit, of) = (keep.iter().filter(|fits| **fits).count(), keep.len());
    let filters = &arguments.filters;
    let message = match fit {
        0 if of == 0 => "there is no attempt to filter".to_owned(),
        0 => format!("none of {of} attempts fits the filter: {}{}", filters.in_words(), codes_seen(report, filters.are_of_codes())),
        _ if matches!(format, OutputFormat::Text | OutputFormat::Markdown) => return,
        1 => format!("1 of {of} attempts fits the filter: {}", filters.in_words()),
        _ => format!("{fit} of {of} attempts fit the filter: {}", filters.in_words()),
    };
    tell(&Failure { message, status: Status::Good }, arguments.messages.quiet);
}

/// The codes that there are instead: a code that is not there is often misread.
fn codes_seen(report: &Report, is_asked: bool) -> String {
    const MOST: usize = 8;
    let codes: BTreeSet<&Code> = report.findings.iter().filter(|finding| finding.attempt.is_some()).map(|finding| &finding.code).collect();
    if !is_asked || codes.is_empty() {
        return String::new();
    }
    let shown: Vec<String> = codes.iter().take(MOST).map(ToString::to_string).collect();
    let more = if codes.len() > shown.len() { ", ..." } else { "" };
    format!("; codes in these attempts: {}{more}", shown.join(", "))
}
