//! The inputs: files, directories and standard input, opened one after the other.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::read::ReadAt;

use super::files_read::{FilesRead, Identity};

/// One input to read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A file that was named.
    Named(PathBuf),
    /// A file found in a directory that was named, with its path below it.
    Found { path: PathBuf, name: String },
    /// Standard input.
    StandardInput,
}

impl Source {
    /// What the report calls the input.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Named(path) => base_name(path),
            Self::Found { name, .. } => name.clone(),
            Self::StandardInput => "-".to_owned(),
        }
    }

    /// What an error message calls the input: as the user typed it.
    pub(super) fn typed(&self) -> String {
        match self {
            Self::Named(path) | Self::Found { path, .. } => path.display().to_string(),
            Self::StandardInput => "standard input".to_owned(),
        }
    }

    /// Where the file is; standard input is nowhere.
    pub(super) fn path(&self) -> Option<&Path> {
        match self {
            Self::Named(path) | Self::Found { path, .. } => Some(path),
            Self::StandardInput => None,
        }
    }

    /// Whether the user named it: then it has to be a capture.
    pub(super) fn is_named(&self) -> bool {
        !matches!(self, Self::Found { .. })
    }
}

/// What the report calls a file.
pub(super) fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The sources that the arguments name, directories walked in the order of names. From now on they count as read.
pub(super) fn sources(files: &[PathBuf], read: &FilesRead) -> Vec<Source> {
    let mut sources = Vec::new();
    for file in files {
        if file == Path::new("-") {
            sources.push(Source::StandardInput);
        } else if file.is_dir() {
            walk(file, &label(file), &mut sources);
        } else {
            sources.push(Source::Named(file.clone()));
        }
    }
    for source in &sources {
        match source.path() {
            Some(path) => read.will_be_read(path),
            None => read.standard_input_will_be_read(),
        }
    }
    sources
}

fn label(directory: &Path) -> String {
    let named = directory.file_name().map(|name| name.to_string_lossy().into_owned());
    named.or_else(|| Some(directory.canonicalize().ok()?.file_name()?.to_string_lossy().into_owned())).unwrap_or_default()
}

/// Adds the files below a directory. Hidden ones are left out, links to directories are not followed.
fn walk(directory: &Path, label: &str, sources: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(directory) else {
        // Opening it as a file gives the error that the user needs to see.
        sources.push(Source::Named(directory.to_owned()));
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    for path in paths {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { continue };
        if name.starts_with('.') {
            continue;
        }
        let below = format!("{label}/{name}");
        if path.is_dir() && !path.is_symlink() {
            walk(&path, &below, sources);
        } else if path.is_file() {
            sources.push(Source::Found { path, name: below });
        }
    }
}

/// Whether bytes come from there only once: a pipe, a terminal, another device.
fn is_pipe(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Opens a file that is read more than once.
pub(super) fn open_again(path: &Path, read: &FilesRead) -> Result<OpenFile, String> {
    let once = || "a pipe can be read only once; save it to a file first".to_owned();
    // To open a pipe is to wait for who writes.
    if is_pipe(path) {
        return Err(once());
    }
    open(path, read).and_then(|file| if file.is_file() { Ok(file) } else { Err(once()) })
}

/// Opens a file, with an error that says what to do.
pub(super) fn open(path: &Path, read: &FilesRead) -> Result<OpenFile, String> {
    let explain = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => "there is no such file; check the path".to_owned(),
        ErrorKind::PermissionDenied => "it may not be read; check its permissions".to_owned(),
        _ => format!("it cannot be opened: {error}"),
    };
    let file = read.open(path).map_err(explain)?;
    if path.is_dir() { Err("it is a directory that cannot be listed; check its permissions".to_owned()) } else { Ok(OpenFile(file)) }
}

/// What the system tells of a file that is open.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FileState {
    identity: Option<Identity>,
    /// Length and time.
    written: Option<(u64, SystemTime)>,
}

/// A file that is open for reading.
pub(super) struct OpenFile(File);

impl OpenFile {
    /// Whether it is a file, and no pipe: `<(...)` in a shell is a path, too.
    pub(super) fn is_file(&self) -> bool {
        self.0.metadata().is_ok_and(|metadata| metadata.is_file())
    }

    /// Which file it is, and when it was written last. What somebody writes between two looks has another state.
    pub(super) fn state(&self) -> FileState {
        let metadata = self.0.metadata().ok();
        let written = metadata.and_then(|metadata| Some((metadata.len(), metadata.modified().ok()?)));
        FileState { identity: Identity::of_file(&self.0), written }
    }
}

impl ReadAt for OpenFile {
    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buffer, at)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.0, buffer, at)
    }

    fn size(&self) -> io::Result<u64> {
        self.0.metadata().map(|metadata| metadata.len())
    }
}

impl Read for OpenFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}
