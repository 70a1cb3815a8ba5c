//! The inputs: files, directories and standard input, opened one after the other.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::cli::failure::Failure;
use crate::read::ReadAt;

use super::files_read::{FilesRead, Identity};
use super::wildcards;
use super::windows;

/// One input to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum Source {
    /// A file that was named.
    Named(PathBuf),
    /// A file found in a directory that was named, with its path below it.
    Found { path: PathBuf, name: String },
    /// A directory that was named and in which nothing is to be read.
    Empty(PathBuf),
    /// Standard input.
    StandardInput,
}

impl Source {
    /// What the report calls the input.
    pub(in crate::cli) fn name(&self) -> String {
        match self {
            Self::Named(path) | Self::Empty(path) => base_name(path),
            Self::Found { name, .. } => name.clone(),
            Self::StandardInput => "-".to_owned(),
        }
    }

    /// What an error message calls the input: as the user typed it.
    pub(in crate::cli) fn typed(&self) -> String {
        match self {
            Self::Named(path) | Self::Found { path, .. } | Self::Empty(path) => path.display().to_string(),
            Self::StandardInput => "standard input".to_owned(),
        }
    }

    /// Where the file is; standard input is nowhere, and what is empty is no file.
    pub(in crate::cli) fn path(&self) -> Option<&Path> {
        match self {
            Self::Named(path) | Self::Found { path, .. } => Some(path),
            Self::Empty(_) | Self::StandardInput => None,
        }
    }

    /// The one path of the file, whatever it was named by.
    pub(in crate::cli) fn place(&self) -> Option<PathBuf> {
        self.path()?.canonicalize().ok()
    }

    /// Whether the user named it: then it has to be a capture.
    pub(in crate::cli) fn is_named(&self) -> bool {
        !matches!(self, Self::Found { .. })
    }
}

/// What the report calls a file.
pub(in crate::cli) fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Finds the sources that the arguments name, directories walked in the order of names. From now on they count as read.
pub(in crate::cli) fn find_sources(files: &[PathBuf], read: &FilesRead) -> Vec<Source> {
    let mut sources = Vec::new();
    for file in files {
        if file == Path::new("-") {
            sources.push(Source::StandardInput);
        } else if file.is_dir() {
            let before = sources.len();
            walk(file, &label(file), &mut sources);
            if sources.len() == before {
                sources.push(Source::Empty(file.clone()));
            }
        } else {
            sources.push(Source::Named(file.clone()));
        }
    }
    for source in &sources {
        match source.path() {
            Some(path) => read.announce(path),
            None if *source == Source::StandardInput => read.announce_standard_input(),
            None => {}
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

/// Why nothing was read of a directory.
pub(in crate::cli) fn is_empty() -> Failure {
    Failure::unread("the folder holds no files (hidden ones are not read)", true)
}

/// Whether bytes come from there only once: a pipe, a terminal, another device.
fn is_pipe(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir())
}

/// Opens a file that is read more than once.
pub(in crate::cli) fn open_again(path: &Path, read: &FilesRead) -> Result<OpenFile, Failure> {
    let once = || Failure::unreadable("a pipe can be read only once; save it to a file first");
    // To open a pipe is to wait for who writes.
    if is_pipe(path) {
        return Err(once());
    }
    open(path, read).and_then(|file| if file.is_file() { Ok(file) } else { Err(once()) })
}

/// Opens a file, with an error that says what to do; the caller names the file.
pub(in crate::cli) fn open(path: &Path, read: &FilesRead) -> Result<OpenFile, Failure> {
    let explain = |error: io::Error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::InvalidFilename if wildcards::are_in(path) => {
            Failure::unreadable("no file fits; check the path and what is around the wildcards")
        }
        ErrorKind::NotFound => Failure::unreadable("file not found; check the path"),
        _ if windows::is_in_use(&error) => Failure::unreadable("another program has this file open; close it there"),
        ErrorKind::PermissionDenied => Failure::unreadable("it may not be read; check its permissions"),
        _ => Failure::unreadable(format!("it cannot be opened: {error}")),
    };
    let file = read.open(path).map_err(explain)?;
    let unlisted = || Failure::unreadable("it is a directory that cannot be listed; check its permissions");
    if path.is_dir() { Err(unlisted()) } else { Ok(OpenFile(file)) }
}

/// What the system tells of a file that is open.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::cli) struct FileState {
    identity: Option<Identity>,
    /// Length and time.
    written: Option<(u64, SystemTime)>,
}

/// A file that is open for reading.
pub(in crate::cli) struct OpenFile(File);

impl OpenFile {
    /// Whether it is a file, and no pipe: `<(...)` in a shell is a path, too.
    pub(in crate::cli) fn is_file(&self) -> bool {
        self.0.metadata().is_ok_and(|metadata| metadata.is_file())
    }

    /// Which file it is, and when it was written last. What is written between two looks has another state.
    pub(in crate::cli) fn state(&self) -> FileState {
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

    /// In a browser there is one thread, so that no other moves the place.
    #[cfg(target_os = "wasi")]
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let mut file = &self.0;
        io::Seek::seek(&mut file, io::SeekFrom::Start(at))?;
        file.read(buffer)
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
