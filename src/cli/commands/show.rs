//! `entrace show FILE ENTRY`: one exchange as it was, without secrets and personal data.

use std::path::{Path, PathBuf};

use crate::read::Options;
use crate::render;
use crate::sanitize::{Learning, Learnt, SanitizeError, Sanitizer};

use crate::cli::arguments::Show;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::inputs;
use crate::cli::output;
use crate::cli::panic;
use crate::cli::password::Passwords;
use crate::cli::status::Status;

/// As many captures of an archive are named to who has to choose.
const MOST_NAMES: usize = 5;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Show) -> Result<Status, Failure> {
    let color = arguments.colors.color;
    let shown = panic::contained("this file", || show(arguments)).map_err(|failure| failure.of(arguments.file.display())).flatten()?;
    output::write_rendered(Ok(shown), None, color)?;
    Ok(Status::Good)
}

/// The exchange, rendered.
fn show(arguments: &Show) -> Result<String, Failure> {
    let named = |failure: Failure| failure.of(arguments.file.display());
    if arguments.file == Path::new("-") || arguments.file.is_dir() {
        return Err(named(Failure::unreadable("show reads one capture, twice, so it takes a file")));
    }
    let files_read = FilesRead::default();
    let passwords = Passwords::new(arguments.archives.password_file.as_deref(), &files_read)?;
    let (path, member) = file_and_member(&arguments.file);
    let file = inputs::open_again(&path, &files_read).map_err(named)?;
    let failed = |error: SanitizeError| named(error.into());
    let ask = |archive: &str| passwords.of(archive);
    let mut learning = Learning::new(false, Options::new(&ask));
    let learnt = learning.learn(&inputs::base_name(&path), &file).map_err(failed)?;
    let mut sanitizer = learning.settle();
    let capture = capture(&learnt, member.as_deref(), &mut sanitizer).map_err(named)?;
    let looked = sanitizer.show(&learnt, &file, (&capture, arguments.entry), arguments.people.visibility()).map_err(failed)?;
    let Some(shown) = looked.shown else { return Err(named(not_there(arguments.entry, looked.entries))) };
    let format = arguments.format.rendered(arguments.colors.color);
    render::exchange(&shown, format).map_err(|leak| leak.at("standard output").into())
}

/// The file, and the member of the archive that it is, as reports name it: `outer.zip/inner.har`.
fn file_and_member(named: &Path) -> (PathBuf, Option<String>) {
    if !named.exists()
        && let Some(archive) = named.ancestors().skip(1).find(|path| path.is_file())
        && let Ok(member) = named.strip_prefix(archive)
    {
        let member = member.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        return (archive.to_owned(), Some(member));
    }
    (named.to_owned(), None)
}

/// The capture that is meant, as the reader calls it.
fn capture(learnt: &Learnt, member: Option<&str>, sanitizer: &mut Sanitizer<'_>) -> Result<String, Failure> {
    let wanted = member.map(|member| format!("{}/{member}", learnt.name()));
    let mut fitting = learnt.names().filter(|name| wanted.as_deref().is_none_or(|wanted| *name == wanted));
    if let (Some(only), None) = (fitting.next(), fitting.next()) {
        return Ok(only.to_owned());
    }
    let mut names: Vec<String> = learnt.names().take(MOST_NAMES).map(|name| sanitizer.told(name)).collect();
    if names.is_empty() {
        return Err(Failure::unreadable("no capture is in it; `show` shows an exchange of a capture"));
    }
    if learnt.names().count() > MOST_NAMES {
        names.push("...".to_owned());
    }
    let what = if wanted.is_some() { "no capture of this name is in the archive" } else { "an archive of several captures" };
    Err(wrong(format!("{what}; name one of them: {}", names.join(", "))))
}

fn not_there(entry: u64, entries: Option<(u64, u64, usize)>) -> Failure {
    wrong(match entries {
        None => format!("there is no entry {entry}: the capture has none"),
        Some((first, last, 1)) if first == last => format!("there is no entry {entry}; the only one is {first}"),
        Some((first, last, count)) if last - first + 1 == count as u64 => {
            format!("there is no entry {entry}; the entries are {first} to {last}")
        }
        Some((first, last, count)) => format!("there is no entry {entry}; there are {count} entries between {first} and {last}"),
    })
}

fn wrong(message: String) -> Failure {
    Failure { message, status: Status::WrongUsage }
}
