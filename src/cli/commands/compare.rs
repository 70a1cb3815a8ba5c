//! `entrace compare GOOD BAD`: where a sign-in that works and one that does not part.

use crate::redact;
use crate::render;

use crate::cli::arguments::Compare;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::{guides, inputs};
use crate::cli::output;
use crate::cli::reading::{Reading, Settings};
use crate::cli::status::Status;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Compare) -> Result<Status, Failure> {
    let files_read = FilesRead::default();
    let settings = Settings { hash: false, quiet: false, threads: None };
    let mut reading = Reading::new(arguments.archives.password_file.as_deref(), settings, &files_read)?;
    let (catalog, guides_read) = guides::catalog(&arguments.shared.guides.guidance, false, &files_read);
    reading.read(&inputs::find_sources(std::slice::from_ref(&arguments.good), &files_read));
    let first_bad = reading.captures();
    reading.read(&inputs::find_sources(std::slice::from_ref(&arguments.bad), &files_read));
    let captures = reading.captures();
    let (report, secrets, all_read) = reading.finish(&catalog);
    if first_bad == 0 || captures == first_bad {
        // What could not be read was told.
        return Ok(Status::Unreadable);
    }
    let redacted = redact::redact(report, &secrets, arguments.people.visibility());
    let Some(comparison) = crate::inspection::comparison(&redacted, first_bad) else {
        let what = "there is nothing to compare: one of the two captures shows no sign-in; inspect it alone";
        return Err(Failure::unreadable(what));
    };
    let color = arguments.shared.colors.color;
    output::write_rendered(render::comparison(&comparison, arguments.shared.format.rendered(color)), None, color)?;
    Ok(all_read.max(guides_read))
}
