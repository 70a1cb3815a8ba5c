//! Which arguments are names of inputs, and may have wildcards. An output has none, and in what `explain` looks up `?` is a question mark.

use std::path::PathBuf;

use crate::cli::failure::Failure;
use crate::cli::files::wildcards;
use crate::cli::status::Status;

use super::{Arguments, Command, Guides};

impl Arguments {
    /// The arguments with what fits in the place of every input with wildcards.
    pub(in crate::cli) fn expanded(mut self) -> Result<Self, Failure> {
        for several in self.lists_of_inputs() {
            *several = several.iter().flat_map(|path| wildcards::expanded(path)).collect();
        }
        for one in self.single_inputs() {
            match wildcards::expanded(one).as_slice() {
                [only] => one.clone_from(only),
                fitting => {
                    let message = format!("{} files fit, and one is needed; give its name", fitting.len());
                    return Err(Failure { message, status: Status::WrongUsage }.of(one.display()));
                }
            }
        }
        Ok(self)
    }

    fn lists_of_inputs(&mut self) -> Vec<&mut Vec<PathBuf>> {
        match &mut self.command {
            None => {
                let inspect = &mut self.inspect;
                vec![&mut inspect.files, &mut inspect.logs.sign_in_log, &mut inspect.guides.guidance]
            }
            Some(Command::Compare(compare)) => vec![&mut compare.logs.sign_in_log, &mut compare.guides.guidance],
            Some(Command::Bundle(bundle)) => vec![&mut bundle.files, &mut bundle.guides.guidance],
            Some(Command::Explain(explain)) => vec![&mut explain.shared.guides.guidance],
            Some(Command::Guides { command: Guides::List(shared) }) => vec![&mut shared.guides.guidance],
            Some(Command::Guides { command: Guides::Show(show) }) => vec![&mut show.guides.guidance],
            Some(Command::Guides { command: Guides::Check { folders, .. } }) => vec![folders],
            Some(_) => Vec::new(),
        }
    }

    fn single_inputs(&mut self) -> Vec<&mut PathBuf> {
        match &mut self.command {
            Some(Command::Compare(compare)) => [&mut compare.good].into_iter().chain(&mut compare.bad).collect(),
            Some(Command::Show(show)) => vec![&mut show.file],
            Some(Command::Sanitize(sanitize)) => vec![&mut sanitize.file],
            _ => Vec::new(),
        }
    }
}
