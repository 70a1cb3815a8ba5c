//! The password of protected archives: from the environment, a file, or a prompt on a terminal. Never from the command line, where other
//! users of the machine could read it.

use std::env;
use std::io::{self, IsTerminal};
use std::path::Path;
use std::sync::OnceLock;

use crate::render::plain;

use super::files_read::FilesRead;

/// Files longer than this hold no password.
const LONGEST: u64 = 64 << 10;

/// Where passwords come from.
pub(super) struct Passwords {
    given: Option<String>,
    /// The one typed at the prompt, asked for once a run.
    typed: OnceLock<Option<String>>,
}

impl Passwords {
    /// Reads the password file or the environment.
    pub(super) fn new(file: Option<&Path>, read: &FilesRead) -> Result<Self, String> {
        let given = match file {
            Some(file) => {
                let unreadable = |error: &str| format!("{}: the password file cannot be read: {error}", file.display());
                let bytes = read.read(file, LONGEST).map_err(|error| unreadable(&error.to_string()))?;
                let bytes = bytes.ok_or_else(|| unreadable("it is too long for a password"))?;
                let text = String::from_utf8(bytes).map_err(|_| unreadable("it is not UTF-8"))?;
                // Windows begins a text with a mark.
                Some(text.trim_start_matches('\u{feff}').trim_end_matches(['\r', '\n']).to_owned())
            }
            None => env::var("ENTRACE_PASSWORD").ok().filter(|password| !password.is_empty()),
        };
        Ok(Self { given, typed: OnceLock::new() })
    }

    /// The password of an archive.
    pub(super) fn of(&self, archive: &str) -> Option<String> {
        if self.given.is_some() {
            return self.given.clone();
        }
        self.typed.get_or_init(|| prompt(archive)).clone()
    }
}

fn prompt(archive: &str) -> Option<String> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return None;
    }
    rpassword::prompt_password(format!("Password of {}: ", plain(archive))).ok().filter(|password| !password.is_empty())
}
