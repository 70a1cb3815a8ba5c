//! Opening a file that was written, with the program that the system has for it.

use std::io;
use std::path::{Path, absolute};
use std::process::{Command, Stdio};

use super::failure::Failure;
use super::messages::tell;
use super::status::Status;

/// Opens a page in the browser. That no program is there for it is worth a note: the page is written.
pub(super) fn open(page: &Path) {
    if let Err(error) = opened(page) {
        let message = format!("{}: no program could be started to open it: {error}", page.display());
        tell(&Failure { message, status: Status::Good }, false);
    }
}

/// Starts the program and does not wait for it.
fn opened(page: &Path) -> io::Result<()> {
    if !page.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    // A whole path begins with no hyphen, so that it is no option.
    let page = absolute(page)?;
    let mut command = program();
    command.arg(page).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}

#[cfg(target_os = "macos")]
fn program() -> Command {
    Command::new("open")
}

/// Not through `cmd`, which reads more into a name than a name.
#[cfg(windows)]
fn program() -> Command {
    Command::new("explorer")
}

#[cfg(not(any(windows, target_os = "macos")))]
fn program() -> Command {
    Command::new("xdg-open")
}
