//! `entrace page -o entrace.html`: the page that runs entrace in a browser, in builds that have it.

use sha2::{Digest, Sha256};

use crate::cli::arguments::Page;
use crate::cli::failure::Failure;
use crate::cli::files::files_read::FilesRead;
use crate::cli::files::written_file::WrittenFile;
use crate::cli::messages::tell_text;
use crate::cli::status::Status;
use crate::read::hex;
use crate::render::plain;

#[cfg(feature = "page")]
const PAGE: Option<&str> = Some(include_str!(env!("ENTRACE_PAGE")));
#[cfg(not(feature = "page"))]
const PAGE: Option<&str> = None;

/// Runs the command.
pub(in crate::cli) fn run(arguments: &Page) -> Result<Status, Failure> {
    let Some(page) = PAGE else {
        return Err(Failure::unreadable("this build does not have the page; take entrace.html from the release, or build it with .ci/web"));
    };
    let output = WrittenFile::create(&arguments.output, &FilesRead::default())?;
    output.write(page)?;
    if !arguments.messages.quiet {
        let path = arguments.output.display().to_string();
        tell_text(&format!("{}: {} bytes, SHA-256 {}", plain(&path), page.len(), hex(&Sha256::digest(page))));
    }
    Ok(Status::Good)
}
