//! The files that a run reads. They are opened here and nowhere else, so that the run knows them all and writes over none.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// All files that a run reads or is about to read. Clones are one.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct FilesRead(Arc<Mutex<Known>>);

#[derive(Debug, Default)]
struct Known {
    paths: HashSet<PathBuf>,
    #[cfg(unix)]
    files: HashSet<Identity>,
    #[cfg(windows)]
    standard_input: bool,
}

/// What a file is, by whatever name.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::cli) struct Identity {
    device: u64,
    number: u64,
}

/// No file tells what it is.
#[cfg(not(unix))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum Identity {}

impl Identity {
    /// The identity of what has one that tells: a file or a named pipe. Two handles of a terminal are no reason to worry.
    #[cfg(unix)]
    fn of(metadata: &std::fs::Metadata) -> Option<Self> {
        use std::os::unix::fs::{FileTypeExt, MetadataExt};
        let tells = metadata.is_file() || metadata.file_type().is_fifo();
        tells.then(|| Self { device: metadata.dev(), number: metadata.ino() })
    }

    /// The identity of an open file, where the system tells it.
    #[cfg(unix)]
    pub(in crate::cli) fn of_file(file: &File) -> Option<Self> {
        Self::of(&file.metadata().ok()?)
    }

    #[cfg(not(unix))]
    pub(in crate::cli) fn of_file(_: &File) -> Option<Self> {
        None
    }
}

impl FilesRead {
    /// Opens a file to read it.
    pub(in crate::cli) fn open(&self, path: &Path) -> io::Result<File> {
        self.announce(path);
        let file = File::open(path)?;
        self.remember(&file);
        Ok(file)
    }

    /// Reads a file whole; `None` when it is longer than `most` bytes.
    pub(in crate::cli) fn read(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        let mut bytes = Vec::new();
        self.open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        Ok((bytes.len() as u64 <= most).then_some(bytes))
    }

    /// Announces a file that will be opened later, or cannot be: nothing is to be written there either.
    pub(in crate::cli) fn announce(&self, path: &Path) {
        let mut known = self.known();
        known.paths.insert(path.to_owned());
        #[cfg(unix)]
        known.files.extend(path.metadata().ok().and_then(|metadata| Identity::of(&metadata)));
    }

    /// Announces standard input, whatever file is behind it.
    pub(in crate::cli) fn announce_standard_input(&self) {
        #[cfg(unix)]
        {
            use std::os::fd::AsFd;
            if let Ok(handle) = io::stdin().as_fd().try_clone_to_owned() {
                self.remember(&File::from(handle));
            }
        }
        #[cfg(windows)]
        {
            self.known().standard_input = true;
        }
    }

    /// Whether what is at a path is one of the files, by whatever name or link.
    pub(in crate::cli) fn include(&self, path: &Path) -> bool {
        let known = self.known();
        known.paths.contains(path) || is_one_of(&known, path)
    }

    #[cfg(unix)]
    fn remember(&self, file: &File) {
        self.known().files.extend(Identity::of_file(file));
    }

    #[cfg(not(unix))]
    #[expect(clippy::unused_self, reason = "the path is known, and there is nothing else to know a file by")]
    fn remember(&self, _: &File) {}

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(unix)]
fn is_one_of(known: &Known, path: &Path) -> bool {
    let identity = path.metadata().ok().and_then(|metadata| Identity::of(&metadata));
    identity.is_some_and(|identity| known.files.contains(&identity))
}

#[cfg(windows)]
fn is_one_of(known: &Known, path: &Path) -> bool {
    use same_file::{Handle, is_same_file};
    let Ok(target) = Handle::from_path(path) else { return false };
    let is_input = || Handle::stdin().is_ok_and(|input| input == target);
    known.paths.iter().any(|read| is_same_file(read, path).unwrap_or(false)) || (known.standard_input && is_input())
}

#[cfg(not(any(unix, windows)))]
fn is_one_of(known: &Known, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    known.paths.iter().any(|read| read.canonicalize().is_ok_and(|read| read == path))
}
