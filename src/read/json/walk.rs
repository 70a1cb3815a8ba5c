//! Walking through JSON in a window: from member to member of an object, and from element to element of a list.

use std::io::Read;

use super::window::{Taken, Window};
use crate::entra::repair;

/// Why a walk ended before the structure of the file did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Stop {
    /// The file ends.
    Cut,
    /// What is here cannot be here.
    Broken,
    /// It is some other JSON.
    Foreign,
    /// Who is told of what is found wants no more.
    Enough,
}

/// Longest name of a member that is looked at.
const NAME: usize = 64 << 10;

impl<R: Read> Window<R> {
    /// Goes to the next member of an object whose brace was passed: its name, and the first byte of its value. `None` when the object ends instead,
    /// which is passed then.
    pub(in crate::read) fn next_member(&mut self) -> Result<Option<(String, u8)>, Stop> {
        match self.next(b',').ok_or(Stop::Cut)? {
            b'}' => {
                self.pass();
                Ok(None)
            }
            b'"' => {
                let name = match self.take_value(NAME) {
                    Taken::Whole(name) => repair::text(name.raw).unwrap_or_default().into_owned(),
                    Taken::TooLarge => String::new(),
                    Taken::Cut => return Err(Stop::Cut),
                };
                Ok(Some((name, self.next(b':').ok_or(Stop::Cut)?)))
            }
            _ => Err(Stop::Broken),
        }
    }

    /// Goes to the next element of a list whose bracket was passed: its first byte. `None` when the list ends instead, which is passed then.
    pub(in crate::read) fn next_element(&mut self) -> Result<Option<u8>, Stop> {
        match self.next(b',').ok_or(Stop::Cut)? {
            b']' => {
                self.pass();
                Ok(None)
            }
            b'}' | b':' => Err(Stop::Broken),
            begin => Ok(Some(begin)),
        }
    }
}
