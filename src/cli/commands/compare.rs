//! `entrace compare GOOD BAD`: where a sign-in that works and one that does not part.

use crate::redact::{self, Visibility};
use crate::render;

use crate::cli::commands::guides;
use crate::cli::files_read::FilesRead;
use crate::cli::output::error_line;
use crate::cli::reading::{Reading, Settings};
use crate::cli::{Compare, Status, inputs, output};

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Compare) -> Status {
    let files_read = FilesRead::default();
    let settings = Settings { hash: false, quiet: false, threads: None };
    let mut reading = match Reading::new(arguments.password_file.as_deref(), settings, &files_read) {
        Ok(reading) => reading,
        Err(error) => {
            error_line(&error);
            return Status::Unreadable;
        }
    };
    let (catalogue, guides_read) = guides::catalogue(&arguments.shared.guidance, false, &files_read);
    reading.read(&inputs::sources(std::slice::from_ref(&arguments.good), &files_read));
    let first_bad = reading.captures();
    reading.read(&inputs::sources(std::slice::from_ref(&arguments.bad), &files_read));
    let captures = reading.captures();
    let (report, secrets, all_read) = reading.finish(&catalogue);
    if first_bad == 0 || captures == first_bad {
        // What could not be read was told.
        return Status::Unreadable;
    }
    let redacted = redact::redact(report, &secrets, Visibility { personal_data: arguments.show_personal_data });
    let Some(comparison) = crate::inspection::comparison(&redacted, first_bad) else {
        error_line("there is nothing to compare: one of the two captures shows no sign-in; inspect it alone");
        return Status::Unreadable;
    };
    let format = arguments.shared.format.rendered(arguments.shared.color);
    let status = if all_read && guides_read { Status::Good } else { Status::Unreadable };
    output::rendered(render::comparison(&comparison, format), None, arguments.shared.color, status)
}
