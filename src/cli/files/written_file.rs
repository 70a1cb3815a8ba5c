//! Files that are written whole or not at all: without a name until they are finished, so that nothing stays behind whatever ends the run.
//! No file that the run reads is ever written over. A new file is for its owner alone; one that is replaced keeps its own permissions.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::failure::Failure;

use super::files_read::FilesRead;
use super::windows;

/// A file on its way.
pub(in crate::cli) struct WrittenFile {
    /// As it was typed.
    path: PathBuf,
    place: Place,
    file: Arc<File>,
    read: FilesRead,
}

/// What is where the file will be.
enum Place {
    /// Nothing, or a plain file; behind a link, what the link leads to.
    File(PathBuf),
    /// What takes bytes and must keep its place: a pipe, a terminal, `/dev/null`.
    Device(PathBuf),
    /// A handle of this process by its name, whatever is behind it.
    StandardOutput,
    StandardError,
}

impl WrittenFile {
    /// Begins a file that will be at `path`, and is none of those that the run reads.
    pub(in crate::cli) fn create(path: &Path, read: &FilesRead) -> Result<Self, Failure> {
        let named = |failure: Failure| failure.of(path.display());
        if read.include(path) {
            return Err(named(Failure::unreadable(IS_READ)));
        }
        let place = Place::of(path).map_err(named)?;
        let folder = match &place {
            Place::File(target) => folder(target).to_owned(),
            _ => tempfile::env::temp_dir(),
        };
        let file = tempfile::tempfile_in(&folder).map_err(|error| named(unmade(&folder, &error)))?;
        Ok(Self { path: path.to_owned(), place, file: Arc::new(file), read: read.clone() })
    }

    /// A handle to write with.
    pub(in crate::cli) fn handle(&self) -> Arc<File> {
        Arc::clone(&self.file)
    }

    /// Where the file will be.
    pub(in crate::cli) fn path(&self) -> &Path {
        &self.path
    }

    /// Refuses to write where a file is already.
    pub(in crate::cli) fn only_if_new(self) -> Result<Self, Failure> {
        match &self.place {
            Place::File(target) if target.exists() => Err(Failure::unreadable(IS_THERE).of(self.path.display())),
            _ => Ok(self),
        }
    }

    /// Writes a text, and that is all of the file.
    pub(in crate::cli) fn write(mut self, text: &str) -> Result<(), Failure> {
        self.file.write_all(text.as_bytes()).map_err(|error| self.unwritten(&error))?;
        self.finish()
    }

    /// Gives the file its name.
    pub(in crate::cli) fn finish(self) -> Result<(), Failure> {
        // All that the run has read is known by now, and links may lead elsewhere than before.
        if self.read.include(&self.path) || matches!(&self.place, Place::File(target) if self.read.include(target)) {
            return Err(Failure::unreadable(IS_READ).of(self.path.display()));
        }
        let done = match &self.place {
            Place::File(target) => give_name(&self.file, target),
            Place::Device(device) => open_device(device).and_then(|mut device| pour(&self.file, &mut device)),
            Place::StandardOutput => pour(&self.file, &mut io::stdout().lock()),
            Place::StandardError => pour(&self.file, &mut io::stderr().lock()),
        };
        done.map_err(|error| self.unwritten(&error))
    }

    fn unwritten(&self, error: &io::Error) -> Failure {
        nothing_written(error).of(self.path.display())
    }
}

const IS_READ: &str = "this is the input; give another name with -o";
const IS_THERE: &str = "this file is there already and stays as it is; give another name with -o";
const IS_FOLDER: &str = "this is a directory; give the name of a file with -o";
const IS_LOCKED: &str = "this file may not be written; change its permissions, or give another name with -o";
const IS_IN_USE: &str = "another program has this file open; close it there, or give another name with -o";
const IS_LOST: &str = "Windows does not give a file this name; give another one with -o";

fn nothing_written(error: &io::Error) -> Failure {
    Failure::unreadable(format!("{error}; nothing was written"))
}

impl Place {
    fn of(path: &Path) -> Result<Self, Failure> {
        match path.to_str() {
            Some("/dev/stdout" | "/dev/fd/1" | "/proc/self/fd/1") => return Ok(Self::StandardOutput),
            Some("/dev/stderr" | "/dev/fd/2" | "/proc/self/fd/2") => return Ok(Self::StandardError),
            _ => {}
        }
        let ends_in_separator = path.as_os_str().as_encoded_bytes().last().is_some_and(|last| std::path::is_separator(char::from(*last)));
        if path.is_dir() || ends_in_separator {
            return Err(Failure::unreadable(IS_FOLDER));
        }
        let Some(name) = path.file_name() else {
            return Err(Failure::unreadable("this is not a name of a file; give one with -o"));
        };
        if cfg!(windows) && windows::loses(&name.to_string_lossy()) {
            // What is poured away need not be kept.
            let is_nothing = path.as_os_str().eq_ignore_ascii_case("nul");
            return if is_nothing { Ok(Self::Device(path.to_owned())) } else { Err(Failure::unreadable(IS_LOST)) };
        }
        let (link, metadata) = match (fs::symlink_metadata(path), fs::metadata(path)) {
            (Err(error), _) if error.kind() == ErrorKind::NotFound => return Ok(Self::File(path.to_owned())),
            (Ok(link), Ok(metadata)) => (link, metadata),
            (Ok(link), Err(error)) if link.is_symlink() && error.kind() == ErrorKind::NotFound => {
                return Err(Failure::unreadable("this is a link that leads nowhere; give another name with -o"));
            }
            (Err(error), _) | (_, Err(error)) => return Err(nothing_written(&error)),
        };
        if !metadata.is_file() || is_handle(path) {
            return Ok(Self::Device(path.to_owned()));
        }
        // Replacing a file asks the folder for permission only.
        if let Err(error) = OpenOptions::new().write(true).open(path) {
            return Err(Failure::unreadable(if windows::is_in_use(&error) { IS_IN_USE } else { IS_LOCKED }));
        }
        if metadata.permissions().readonly() {
            return Err(Failure::unreadable(IS_LOCKED));
        }
        let target = if link.is_symlink() { path.canonicalize().map_err(|error| nothing_written(&error))? } else { path.to_owned() };
        Ok(Self::File(target))
    }
}

/// Whether the name is that of a handle, which stays where it is even if a file is behind it.
fn is_handle(path: &Path) -> bool {
    path.starts_with("/dev/fd") || path.starts_with("/proc")
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Why no file can be made in a folder.
fn unmade(folder: &Path, error: &io::Error) -> Failure {
    let folder = folder.display();
    match error.kind() {
        ErrorKind::NotFound => Failure::unreadable(format!("there is no folder {folder}; nothing was written")),
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            Failure::unreadable(format!("the folder {folder} may not be written to; nothing was written"))
        }
        _ => nothing_written(error),
    }
}

fn open_device(path: &Path) -> io::Result<File> {
    OpenOptions::new().append(is_handle(path)).write(true).open(path)
}

/// Writes a finished file to what is no file.
fn pour(mut file: &File, device: &mut dyn Write) -> io::Result<()> {
    file.rewind()?;
    match io::copy(&mut file, device).and_then(|_| device.flush()) {
        // The reader has seen enough.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other,
    }
}

/// Gives a finished file its name, in one step that replaces the plain file that stands there.
fn give_name(file: &File, path: &Path) -> io::Result<()> {
    let replaced = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Some(metadata),
        Ok(_) => return Err(io::Error::other("something else than a file stands there by now")),
        Err(_) => None,
    };
    permit(file, replaced.as_ref())?;
    let place = |beside: &Path| link(file, beside).or_else(|_| copy(file, beside, replaced.as_ref()));
    let beside = tempfile::Builder::new().prefix(".entrace-").make_in(folder(path), place)?;
    // The standard library knows how to name what is deep in folders, on Windows too. No one takes the name that this leaves behind.
    fs::rename(&beside, path)
}

/// Gives a new file to its owner alone, and one that replaces another to whom the other was given.
#[cfg(unix)]
fn permit(file: &File, replaced: Option<&Metadata>) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    let mode = match replaced {
        Some(replaced) => {
            let own = file.metadata()?;
            // To give a file away is for the administrator, a group for its members.
            let is_given = (own.uid(), own.gid()) == (replaced.uid(), replaced.gid())
                || fchown(file, Some(replaced.uid()), Some(replaced.gid())).is_ok()
                || own.gid() == replaced.gid()
                || fchown(file, None, Some(replaced.gid())).is_ok();
            // What one group may do is nothing that another may.
            replaced.mode() & if is_given { 0o777 } else { 0o707 }
        }
        None => 0o600,
    };
    file.set_permissions(fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn permit(_: &File, _: Option<&Metadata>) -> io::Result<()> {
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
    Err(ErrorKind::Unsupported.into())
}

/// For systems that cannot name such a file.
fn copy(mut file: &File, name: &Path, replaced: Option<&Metadata>) -> io::Result<()> {
    let mut named = create(name)?;
    let done = file.rewind().and_then(|()| permit(&named, replaced)).and_then(|()| io::copy(&mut file, &mut named));
    done.map(|_| ()).inspect_err(|_| {
        let _ = fs::remove_file(name);
    })
}

/// Creates a file that no one else can open before its permissions are set.
fn create(name: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(name)
}
