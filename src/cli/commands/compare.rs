//! `entrace compare GOOD [BAD]`: where a sign-in that works and one that does not part.

use std::path::Path;

use crate::inspection;
use crate::model::comparison::{NotCompared, Side, Sides};
use crate::redact;
use crate::render::{self, Screen};

use crate::cli::arguments::{Compare, CompareFormat, OfEnding};
use crate::cli::desktop::open;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::{guides, inputs};
use crate::cli::messages::warn;
use crate::cli::output;
use crate::cli::reading::{Reading, Settings};
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Compare) -> Result<Status, Failure> {
    let files_read = FilesRead::default();
    let settings = Settings { hash: false, quiet: false, threads: None };
    let mut reading = Reading::new(arguments.archives.password_file.as_deref(), settings, &files_read)?;
    let (catalog, guides_read) = guides::catalog(&arguments.guides.guidance, false, &files_read);
    let good = inputs::find_sources(std::slice::from_ref(&arguments.good), &files_read);
    let bad = inputs::find_sources(arguments.bad.as_slice(), &files_read);
    let format = CompareFormat::chosen(arguments.format, arguments.written.output.as_deref());
    let output = output::begin(&arguments.written, format == CompareFormat::Html, &files_read)?;
    reading.read(&good);
    let of_good = reading.captures();
    reading.read(&bad);
    let captures = reading.captures();
    reading.read_logs(&inputs::find_sources(&arguments.logs.sign_in_log, &files_read));
    let (report, secrets, all_read) = reading.finish(&catalog);
    let without = if of_good == 0 { Some(&arguments.good) } else { arguments.bad.as_ref().filter(|_| captures == of_good) };
    match without {
        // What could not be read was told; that there was nothing to read was worth a note only.
        Some(path) if all_read == Status::Good => {
            return Err(Failure::unreadable("there is nothing to compare: no capture was found").of(path.display()));
        }
        Some(_) => return Ok(Status::Unreadable),
        None => {}
    }
    let redacted = redact::redact(report, &secrets, arguments.people.visibility());
    let asked = arguments.attempt.clone().unwrap_or_default();
    let sides = Sides { first_bad: arguments.bad.as_ref().map(|_| of_good), good: asked.good, bad: asked.bad };
    let comparison = inspection::comparison(&redacted, &sides).map_err(|why| not_compared(why, arguments))?;
    let color = arguments.colors.color;
    let screen = if output.is_none() { color.screen() } else { Screen::default() };
    warn(&render::comparison_warnings(&comparison)?);
    output::write_rendered(render::comparison(&comparison, format.rendered(screen)), output, color)?;
    if let Some(page) = arguments.written.output.as_deref().filter(|_| arguments.written.open) {
        open::open(page);
    }
    Ok(all_read.max(guides_read))
}

/// Why nothing was compared, and what to do.
fn not_compared(why: NotCompared, arguments: &Compare) -> Failure {
    let file = |side: Side| -> &Path {
        match side {
            Side::Good => &arguments.good,
            Side::Bad => arguments.bad.as_ref().unwrap_or(&arguments.good),
        }
    };
    let wrong = |side: Side, message: String| Failure { message, status: Status::WrongUsage }.of(file(side).display());
    match why {
        NotCompared::NoAttempt(side) if arguments.bad.is_some() => {
            Failure::unreadable("there is nothing to compare: it shows no sign-in").of(file(side).display())
        }
        NotCompared::NoAttempt(side) => {
            let what = "there is nothing to compare: it shows fewer than two sign-ins; give the other capture, too";
            Failure::unreadable(what).of(file(side).display())
        }
        NotCompared::NotThere(side, 0) => wrong(side, "no capture in it is called as --attempt says".to_owned()),
        NotCompared::NotThere(side, 1) => wrong(side, "it has no such attempt (--attempt), only attempt 1".to_owned()),
        NotCompared::NotThere(side, largest) => wrong(side, format!("it has no such attempt (--attempt), only attempts 1 to {largest}")),
        NotCompared::InSeveral(side) => {
            wrong(side, "several captures in it have an attempt of this number; name the capture, too: --attempt after.har#1".to_owned())
        }
    }
}
