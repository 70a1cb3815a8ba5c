//! `entrace FILE...`: reads captures and prints the report.

use std::io;

use entrace::Inspection;
use entrace::model::attempt::{Attempt, Outcome};
use entrace::model::capture::NoteKind;
use entrace::model::report::Report;
use entrace::read::{Input, Limits, Options};
use entrace::redact::{self, Visibility};
use entrace::render::{self, Style};

use super::guides;
use super::inputs::{self, Source};
use super::output::{error_line, note_line};
use super::password::Passwords;
use super::{Inspect, OutcomeFilter, OutputFormat, Status, output};

/// Runs the command.
pub(super) fn run(arguments: &Inspect) -> Status {
    let passwords = match Passwords::new(arguments.password_file.as_deref()) {
        Ok(passwords) => passwords,
        Err(error) => {
            error_line(&error);
            return Status::Unreadable;
        }
    };
    let (catalogue, guides_read) = guides::catalogue(&arguments.guidance, arguments.quiet);
    let (inspection, all_read) = read(arguments, &passwords);
    let (mut report, secrets) = inspection.finish(&catalogue);
    let all_read = tell_what_was_not_read(&report) && all_read && guides_read;
    if report.captures.is_empty() {
        return Status::Unreadable;
    }
    filter(&mut report, arguments);
    let failed = report.attempts.iter().any(counts_as_failed);
    let style = Style { format: arguments.format.rendered(), brief: arguments.brief, verbose: arguments.verbose };
    let redacted = redact::redact(report, &secrets, Visibility { personal_data: arguments.show_personal_data });
    let text = render::render(&redacted, style);
    if let Err(leak) = redact::check(&text, &secrets, || render::render(&redact::blank(&redacted), style)) {
        error_line(&leak.to_string());
        return Status::Refused;
    }
    let status = match (all_read, failed && !arguments.exit_zero) {
        (false, _) => Status::Unreadable,
        (true, true) => Status::AttemptFailed,
        (true, false) => Status::Good,
    };
    output::write(&text, arguments.output.as_deref(), arguments.color, status)
}

/// Reads every input. The second value tells whether all that had to be read was.
fn read(arguments: &Inspect, passwords: &Passwords) -> (Inspection, bool) {
    let ask = |archive: &str| passwords.of(archive);
    let options = Options { limits: Limits::default(), hash: arguments.format == OutputFormat::Json, password: &ask };
    let mut inspection = Inspection::new();
    let mut all_read = true;
    for source in inputs::sources(&arguments.files) {
        if let Err((error, is_foreign)) = read_one(&source, &mut inspection, &options) {
            if is_foreign && !source.is_named() {
                talk(arguments, &format!("{}: left out: {error}", source.typed()));
            } else {
                error_line(&format!("{}: {error}", source.typed()));
                all_read = false;
            }
        }
    }
    for left_out in inspection.left_out() {
        if left_out.error.is_foreign() {
            talk(arguments, &format!("{}: left out: {}", left_out.name, left_out.error));
        } else {
            error_line(&format!("{}: {}", left_out.name, left_out.error));
            all_read = false;
        }
    }
    (inspection, all_read)
}

/// Tells of captures of which a part could not be read. True when there is none.
fn tell_what_was_not_read(report: &Report) -> bool {
    let mut whole = true;
    for capture in &report.captures {
        for note in capture.notes.iter().filter(|note| matches!(note.kind, NoteKind::Truncated | NoteKind::LimitReached)) {
            error_line(&format!("{}: {}", capture.name, note.message));
            whole = false;
        }
    }
    whole
}

fn read_one(source: &Source, inspection: &mut Inspection, options: &Options<'_>) -> Result<(), (String, bool)> {
    let result = match source {
        Source::StandardInput => inspection.read(&source.name(), Input::Stream(&mut io::stdin().lock()), options),
        Source::Named(path) | Source::Found { path, .. } => {
            let mut file = inputs::open(path).map_err(|error| (error, false))?;
            inspection.read(&source.name(), Input::File(&mut file), options)
        }
    };
    result.map_err(|error| (error.to_string(), error.is_foreign()))
}

fn talk(arguments: &Inspect, text: &str) {
    if !arguments.quiet {
        note_line(text);
    }
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
