//! Opening a file that was written, with the program that the system has for it.

use std::io;
use std::path::{Path, absolute};
use std::process::{Command, Stdio};

use crate::cli::failure::Failure;
use crate::cli::messages::tell;
use crate::cli::status::Status;

/// Opens a page in the browser. That no program is there for it is worth a note: the page is written.
pub(in crate::cli) fn open(page: &Path) {
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
    let mut command = program_on(&absolute(page)?);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(drop)
}

#[cfg(target_os = "macos")]
fn program_on(page: &Path) -> Command {
    let mut command = Command::new("open");
    command.arg(page);
    command
}

/// Not through `cmd`, which reads more into a name than a name. The program is that of Windows, whatever lies next to entrace.
#[cfg(windows)]
fn program_on(page: &Path) -> Command {
    use std::ffi::OsString;
    use std::os::windows::process::CommandExt;

    let windows = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
    // In quotes, which no name has: Explorer takes a comma outside of them for the end of the name.
    let mut quoted = OsString::from("\"");
    quoted.push(page);
    quoted.push("\"");
    let mut command = Command::new(Path::new(&windows).join("explorer.exe"));
    command.raw_arg(quoted);
    command
}

#[cfg(not(any(windows, target_os = "macos")))]
fn program_on(page: &Path) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(page);
    command
}
