//! `entrace FILE...`: reads captures and prints the report.

use crate::model::attempt::{Attempt, Outcome};
use crate::model::report::Report;
use crate::redact;
use crate::render::{self, Screen, Style};

use crate::cli::arguments::{Inspect, OutcomeFilter, OutputFormat};
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::written_file::WrittenFile;
use crate::cli::files::{guides, inputs};
use crate::cli::output;
use crate::cli::reading::{Reading, Settings};
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Inspect) -> Result<Status, Failure> {
    let files_read = FilesRead::default();
    let sources = inputs::find_sources(&arguments.files, &files_read);
    let hash = arguments.format == OutputFormat::Json;
    let settings = Settings { hash, quiet: arguments.messages.quiet, threads: arguments.threads };
    let mut reading = Reading::new(arguments.archives.password_file.as_deref(), settings, &files_read)?;
    let (catalog, guides_read) = guides::catalog(&arguments.guides.guidance, arguments.messages.quiet, &files_read);
    let output = arguments.output.as_deref().map(|path| WrittenFile::create(path, &files_read)).transpose()?;
    reading.read(&sources);
    let (mut report, secrets, all_read) = reading.finish(&catalog);
    if report.captures.is_empty() {
        return Ok(Status::Unreadable);
    }
    filter(&mut report, arguments);
    let failed = !arguments.exit_zero && report.attempts.iter().any(counts_as_failed);
    let color = arguments.colors.color;
    let screen = if arguments.output.is_none() { color.screen() } else { Screen::default() };
    let style = Style { format: arguments.format.rendered(), brief: arguments.brief, full: arguments.full || arguments.verbose, screen };
    let redacted = redact::redact(report, &secrets, arguments.people.visibility());
    let written = output::write_rendered(render::render(&redacted, style), output, color);
    // The process ends: to take a large report apart would only make people wait.
    std::mem::forget((redacted, secrets));
    let verdict = if failed { Status::AttemptFailed } else { Status::Good };
    written.map(|()| all_read.max(guides_read).max(verdict))
}

/// A silent attempt that a later one made good was no failure to anybody.
fn counts_as_failed(attempt: &Attempt) -> bool {
    matches!(attempt.outcome, Outcome::Failed | Outcome::Interrupted) && !attempt.made_good
}

/// Keeps the attempts that every kind of filter lets through, and their findings.
fn filter(report: &mut Report, arguments: &Inspect) {
    if arguments.correlation_id.is_empty() && arguments.code.is_empty() && arguments.outcome.is_empty() {
        return;
    }
    let kept = |attempt: &Attempt| {
        let outcome = arguments.outcome.is_empty() || arguments.outcome.iter().any(|wanted| outcome(*wanted) == attempt.outcome);
        let correlated = |wanted: &String| attempt.correlation_ids.iter().any(|id| id.as_str().eq_ignore_ascii_case(wanted.trim()));
        let correlation = arguments.correlation_id.is_empty() || arguments.correlation_id.iter().any(correlated);
        let codes = || attempt.findings.iter().filter_map(|at| report.findings.get(*at)).map(|finding| finding.code.to_string());
        let code = arguments.code.is_empty() || arguments.code.iter().any(|wanted| codes().any(|code| is_code(&code, wanted)));
        outcome && correlation && code
    };
    let keep: Vec<bool> = report.attempts.iter().map(kept).collect();
    report.keep_attempts(&keep);
}

/// `50126` and `AADSTS50126` mean the same.
fn is_code(code: &str, wanted: &str) -> bool {
    let wanted = wanted.trim();
    let digits = code.trim_start_matches(|letter: char| !letter.is_ascii_digit());
    code.eq_ignore_ascii_case(wanted) || (!digits.is_empty() && code.starts_with("AAD") && digits.trim_start_matches("2C") == wanted)
}

fn outcome(filter: OutcomeFilter) -> Outcome {
    match filter {
        OutcomeFilter::Succeeded => Outcome::Succeeded,
        OutcomeFilter::Failed => Outcome::Failed,
        OutcomeFilter::Interrupted => Outcome::Interrupted,
        OutcomeFilter::Incomplete => Outcome::Incomplete,
    }
}
