//! The guides in the folders that `--guidance` and `guides check` name.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use crate::annotate::catalog::Catalog;
use crate::annotate::lint::{self, GuideFile};

use crate::cli::failure::Failure;
use crate::cli::messages::tell;
use crate::cli::status::Status;

use super::files_read::FilesRead;

/// Files larger than this are no guides.
const LARGEST: u64 = 4 << 20;

/// The catalog with the guides of these folders, and what the run comes to: a folder that cannot be read is an error, a file that is not a
/// guide is left out with a note.
pub(in crate::cli) fn catalog(folders: &[PathBuf], quiet: bool, files_read: &FilesRead) -> (Catalog, Status) {
    let (files, status) = read(folders, files_read);
    (catalog_of(&files, quiet), status)
}

/// The catalog with these guides.
pub(in crate::cli) fn catalog_of(files: &[GuideFile], quiet: bool) -> Catalog {
    let mut own = Vec::new();
    for file in files {
        match lint::own_guide(file) {
            Ok(guide) => own.push(guide),
            Err(error) => {
                tell(&Failure::left_out(&file.name, &error, true), quiet);
            }
        }
    }
    Catalog::new(own)
}

/// The texts of the guides in folders: every `.md`, `.markdown` and `.txt` file below them; and what the run comes to.
pub(in crate::cli) fn read(folders: &[PathBuf], files_read: &FilesRead) -> (Vec<GuideFile>, Status) {
    let (mut paths, mut status) = (Vec::new(), Status::Good);
    for folder in folders {
        if let Err(failure) = find(folder, &mut paths) {
            status = status.max(tell(&failure.of("the guides cannot be read").of(folder.display()), false));
        }
    }
    let mut files = Vec::new();
    for path in paths {
        match text(&path, files_read) {
            Ok(text) => files.push(GuideFile { name: name(&path), text }),
            Err(failure) => status = status.max(tell(&failure.of("the guide cannot be read").of(path.display()), false)),
        }
    }
    (files, status)
}

/// What reports call a guide: the same on every system, also where folders are named with backslashes.
fn name(path: &Path) -> String {
    let name = path.display().to_string();
    if cfg!(windows) { name.replace('\\', "/") } else { name }
}

fn text(path: &Path, files_read: &FilesRead) -> Result<String, Failure> {
    let bytes = files_read.read(path, LARGEST).map_err(|error| Failure::unreadable(error.to_string()))?;
    let bytes = bytes.ok_or_else(|| Failure::unreadable(format!("it is larger than {} MiB", LARGEST >> 20)))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn find(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if path.is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|error| Failure::unreadable(error.to_string()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        let extension = path.extension().map(OsStr::to_ascii_lowercase);
        let is_guide = extension.is_some_and(|extension| ["md", "markdown", "txt"].iter().any(|known| extension == *known));
        if path.is_dir() && !path.is_symlink() {
            find(&path, found)?;
        } else if path.is_file() && is_guide {
            found.push(path);
        }
    }
    Ok(())
}
