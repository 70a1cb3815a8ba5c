//! `entrace guides`: lists the guides in force, and checks one's own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::annotate::explain::of_entry;
use crate::annotate::lint;
use crate::model::look_up::{Match, Problem};
use crate::render;

use crate::cli::arguments::{QuestionFormat, Shared};
use crate::cli::color::Color;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::guides;
use crate::cli::messages::tell;
use crate::cli::output;
use crate::cli::status::Status;

/// `guides list`.
pub(in crate::cli) fn list(arguments: &Shared) -> Result<Status, Failure> {
    let (catalog, guides_read) = guides::catalog(&arguments.guides.guidance, false, &FilesRead::default());
    let codes: Vec<Match> = catalog.entries().into_iter().map(|entry| of_entry(&entry.code.clone(), entry)).collect();
    let color = arguments.colors.color;
    output::write(&render::codes(&codes, arguments.format.rendered(color)), None, color)?;
    Ok(guides_read)
}

/// `guides check`.
pub(in crate::cli) fn check(folders: &[PathBuf], format: QuestionFormat) -> Result<Status, Failure> {
    let (files, all_read) =
        if folders.is_empty() { (lint::built_in(), Status::Good) } else { guides::read(folders, &FilesRead::default()) };
    let problems = lint::check(&files);
    for file in &files {
        tell_faults(&file.name, &lint::faults(file));
    }
    let found = if problems.is_empty() { Status::Good } else { Status::AttemptFailed };
    output::write(&render::problems(&problems, format.rendered(Color::Never)), None, Color::Never)?;
    Ok(all_read.max(found))
}

/// Tells that a guide has faults, and what comes of it.
fn tell_faults(name: &str, faults: &[Problem]) {
    let rules: BTreeSet<&str> = faults.iter().map(|fault| fault.rule).collect();
    let rules = rules.into_iter().collect::<Vec<_>>().join(", ");
    let count = match faults.len() {
        0 => return,
        1 => "1 fault".to_owned(),
        count => format!("{count} faults"),
    };
    let message = format!("{name}: {count} ({rules}); the built-in guide for its code takes precedence");
    tell(&Failure { message, status: Status::Good }, false);
}
