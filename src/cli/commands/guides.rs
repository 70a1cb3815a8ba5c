//! `entrace guides`: lists the guides in force, and checks one's own. Also reads the folders that `--guidance` names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::annotate::OwnGuide;
use crate::annotate::catalogue::Catalogue;
use crate::annotate::check::{self, GuideFile};
use crate::annotate::explain::of_entry;
use crate::model::look_up::Match;
use crate::render;

use crate::cli::files_read::FilesRead;
use crate::cli::output::{error_line, note_line};
use crate::cli::{Color, QuestionFormat, Shared, Status, output};

/// Files larger than this are no guides.
const LARGEST: u64 = 4 << 20;

/// `guides list`.
pub(in crate::cli) fn list(arguments: &Shared) -> Status {
    let (catalogue, guides_read) = catalogue(&arguments.guidance, false, &FilesRead::default());
    let codes: Vec<Match> = catalogue.entries().into_iter().map(|entry| of_entry(&entry.code.clone(), entry)).collect();
    let status = if guides_read { Status::Good } else { Status::Unreadable };
    output::write(&render::codes(&codes, arguments.format.rendered(arguments.color)), None, arguments.color, status)
}

/// `guides check`.
pub(in crate::cli) fn check(folders: &[PathBuf], format: QuestionFormat) -> Status {
    let (files, all_read) = if folders.is_empty() { (check::built_in(), true) } else { read(folders, &FilesRead::default()) };
    let problems = check::check(&files);
    let status = match (all_read, problems.is_empty()) {
        (false, _) => Status::Unreadable,
        (true, false) => Status::AttemptFailed,
        (true, true) => Status::Good,
    };
    output::write(&render::problems(&problems, format.rendered(Color::Never)), None, Color::Never, status)
}

/// The catalogue with the guides of these folders. The second value tells whether every folder could be read; a file that is no guide is
/// left out with a note.
pub(in crate::cli) fn catalogue(folders: &[PathBuf], quiet: bool, files_read: &FilesRead) -> (Catalogue, bool) {
    let (files, all_read) = read(folders, files_read);
    let mut own = Vec::new();
    for file in files {
        match OwnGuide::parse(&file.name, &file.text) {
            Ok(guide) => own.push(guide),
            Err(error) if !quiet => note_line(&format!("{}: left out: {error}", file.name)),
            Err(_) => {}
        }
    }
    (Catalogue::new(own), all_read)
}

/// The texts of the guides in folders: every `.md`, `.markdown` and `.txt` file below them.
fn read(folders: &[PathBuf], files_read: &FilesRead) -> (Vec<GuideFile>, bool) {
    let (mut paths, mut all_read) = (Vec::new(), true);
    for folder in folders {
        if let Err(error) = find(folder, &mut paths) {
            error_line(&format!("{}: the guides cannot be read: {error}", folder.display()));
            all_read = false;
        }
    }
    let mut files = Vec::new();
    for path in paths {
        match text(&path, files_read) {
            Ok(text) => files.push(GuideFile { name: path.display().to_string(), text }),
            Err(error) => {
                error_line(&format!("{}: the guide cannot be read: {error}", path.display()));
                all_read = false;
            }
        }
    }
    (files, all_read)
}

fn text(path: &Path, files_read: &FilesRead) -> Result<String, String> {
    let bytes = files_read.read(path, LARGEST).map_err(|error| error.to_string())?;
    let bytes = bytes.ok_or_else(|| format!("it is larger than {} MiB", LARGEST >> 20))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn find(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), String> {
    if path.is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|error| error.to_string())?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        let extension = path.extension().map(std::ffi::OsStr::to_ascii_lowercase);
        let is_guide = extension.is_some_and(|extension| ["md", "markdown", "txt"].iter().any(|known| extension == *known));
        if path.is_dir() && !path.is_symlink() {
            find(&path, found)?;
        } else if path.is_file() && is_guide {
            found.push(path);
        }
    }
    Ok(())
}
