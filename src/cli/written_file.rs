//! Files that are written whole or not at all: without a name until they are finished, so that nothing stays behind whatever ends the run.
//! An input is never written over.

use std::env;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};

/// A file on its way.
pub(super) struct WrittenFile {
    path: PathBuf,
    file: File,
}

impl WrittenFile {
    /// Begins a file that shall stand at `path` and is none of the inputs.
    pub(super) fn create<'a>(path: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<Self, String> {
        if inputs.into_iter().any(|input| is_same(input, path)) {
            return Err(format!("{}: this is the input; give another name with -o", path.display()));
        }
        if path.is_dir() {
            return Err(format!("{}: this is a directory; give the name of a file with -o", path.display()));
        }
        let folder = if is_device(path) { env::temp_dir() } else { folder(path).to_owned() };
        let file = tempfile::tempfile_in(folder).map_err(|error| format!("{}: {error}; nothing was written", path.display()))?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// A handle to write with.
    pub(super) fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Where the file shall stand.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a text, and that is all of the file.
    pub(super) fn write(mut self, text: &str) -> Result<(), String> {
        self.file.write_all(text.as_bytes()).map_err(|error| self.unwritten(&error))?;
        self.finish()
    }

    /// Gives the file its name.
    pub(super) fn finish(self) -> Result<(), String> {
        let done = if is_device(&self.path) { pour(&self.file, &self.path) } else { name(&self.file, &self.path) };
        done.map_err(|error| self.unwritten(&error))
    }

    fn unwritten(&self, error: &io::Error) -> String {
        format!("{}: {error}; nothing was written", self.path.display())
    }
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether something stands there that takes bytes and must keep its place: a pipe, a terminal, `/dev/null`.
fn is_device(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| !metadata.is_file())
}

/// Writes a finished file to what is no file.
fn pour(mut file: &File, device: &Path) -> io::Result<()> {
    file.rewind()?;
    match io::copy(&mut file, &mut OpenOptions::new().write(true).open(device)?) {
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Gives a finished file its name, in one step that replaces what stands there and keeps its permissions.
fn name(file: &File, path: &Path) -> io::Result<()> {
    let place = |beside: &Path| link(file, beside).or_else(|_| copy(file, beside));
    let beside = tempfile::Builder::new().prefix(".entrace-").make_in(folder(path), place)?;
    if let Ok(existing) = fs::metadata(path) {
        // A file that others may read, or not, is no failure.
        let _ = fs::set_permissions(beside.path(), existing.permissions());
    }
    beside.persist(path)?;
    Ok(())
}

/// Gives a file that has no name its first one.
#[cfg(target_os = "linux")]
fn link(file: &File, name: &Path) -> io::Result<()> {
    use std::os::fd::AsRawFd;

    use rustix::fs::{AtFlags, CWD, linkat};

    Ok(linkat(CWD, format!("/proc/self/fd/{}", file.as_raw_fd()), CWD, name, AtFlags::SYMLINK_FOLLOW)?)
}

#[cfg(not(target_os = "linux"))]
fn link(_: &File, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// For systems that cannot name such a file.
fn copy(mut file: &File, name: &Path) -> io::Result<()> {
    let mut named = File::create_new(name)?;
    file.rewind()?;
    io::copy(&mut file, &mut named).map(|_| ()).inspect_err(|_| {
        let _ = fs::remove_file(name);
    })
}

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
