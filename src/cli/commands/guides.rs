//! `entrace guides`: lists and shows the guides in force, begins and checks one's own.

use std::collections::BTreeSet;
use std::path::PathBuf;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::annotate::catalog::Catalog;
use crate::annotate::explain::of_entry;
use crate::annotate::lint;
use crate::annotate::texts;
use crate::entra::codes::Code;
use crate::model::look_up::{GuideText, Match, Problem};
use crate::render;

use crate::cli::arguments::{NewGuide, QuestionFormat, Shared, ShowGuide};
use crate::cli::color::Color;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::guides;
use crate::cli::files::written_file::WrittenFile;
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

/// `guides show`.
pub(in crate::cli) fn show(arguments: &ShowGuide) -> Result<Status, Failure> {
    let (files, guides_read) = guides::read(&arguments.guides.guidance, &FilesRead::default());
    let catalog = guides::catalog_of(&files, false);
    let codes = arguments.code.meant();
    let found: Vec<GuideText> = codes.iter().flat_map(|code| texts::in_force(code, &catalog, &files)).collect();
    for message in found.iter().filter_map(render::beside) {
        tell_note(message);
    }
    let without = if found.is_empty() { without_guide(codes, &catalog) } else { Vec::new() };
    if !without.is_empty() {
        let named = without.join(" or ");
        tell_note(format!("no guide serves {named}; entrace guides new {} begins one of your own", arguments.code));
    }
    output::write(&render::guide_texts(&found, &without, arguments.format.rendered(Color::Never)), None, Color::Never)?;
    Ok(guides_read)
}

/// The codes that no guide serves: of bare digits those of the family that has them, if one has.
fn without_guide(codes: &[Code], catalog: &Catalog) -> Vec<String> {
    let all = || codes.iter().map(ToString::to_string);
    let known: Vec<String> = all().filter(|code| catalog.look_up(code).is_some()).collect();
    if known.is_empty() { all().collect() } else { known }
}

/// `guides new`.
pub(in crate::cli) fn new(arguments: &NewGuide) -> Result<Status, Failure> {
    let create = |path: &PathBuf| WrittenFile::create(path, &FilesRead::default()).and_then(WrittenFile::only_if_new);
    let file = arguments.output.as_ref().map(create).transpose()?;
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    output::write(&texts::beginning(arguments.code.meant(), &today.to_string()), file, Color::Never)?;
    if let Some(path) = &arguments.output {
        tell_note(format!("{}: begun; entrace guides check tells what is left to be written", path.display()));
    }
    Ok(Status::Good)
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
    tell_note(message);
}

fn tell_note(message: String) {
    tell(&Failure { message, status: Status::Good }, false);
}
