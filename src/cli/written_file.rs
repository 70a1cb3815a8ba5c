//! Files that are written whole or not at all: beside their place first, then renamed. An input is never written over.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// A file on its way.
pub(super) struct WrittenFile {
    path: PathBuf,
    file: NamedTempFile,
}

impl WrittenFile {
    /// Begins a file that shall stand at `path` and is none of the inputs.
    pub(super) fn create(path: &Path, inputs: &[PathBuf]) -> Result<Self, String> {
        if inputs.iter().any(|input| is_same(input, path)) {
            return Err(format!("{}: this is the input; give another name with -o", path.display()));
        }
        if path.is_dir() {
            return Err(format!("{}: this is a directory; give the name of a file with -o", path.display()));
        }
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let file = NamedTempFile::with_prefix_in(".entrace-", folder)
            .map_err(|error| format!("{}: {error}; nothing was written", path.display()))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// A handle to write with.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.as_file().try_clone()
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<(), String> {
        let path = self.path.display().to_string();
        share(self.file.as_file(), &self.path);
        self.file.persist(&self.path).map(|_| ()).map_err(|error| format!("{path}: {}; nothing was written", error.error))
    }
}

/// Temporary files are for their owner alone; the finished one is like every other file.
#[cfg(unix)]
fn share(file: &File, path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = fs::metadata(path).map_or(0o644, |existing| existing.permissions().mode());
    // A file that stays private is no failure.
    let _ = file.set_permissions(fs::Permissions::from_mode(mode));
}

#[cfg(not(unix))]
fn share(_: &File, _: &Path) {}

/// Whether two paths are one file, by whatever links.
fn is_same(one: &Path, other: &Path) -> bool {
    if one == other {
        return true;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if let (Ok(one), Ok(other)) = (fs::metadata(one), fs::metadata(other)) {
            return one.dev() == other.dev() && one.ino() == other.ino();
        }
    }
    match (one.canonicalize(), other.canonicalize()) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}
