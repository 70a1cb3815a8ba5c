//! What every format that is written has in common.

use std::io::{Seek, Write};

use super::dropped::DroppedFields;
use super::error::SanitizeError;
use crate::model::capture::Note;
use crate::model::exchange::Exchange;
use crate::read::{Found, Part};
use crate::redact::{Cleaner, LeakCheck};

/// A file that is written, or anything else one can go back and forth in.
pub trait WriteSeek: Write + Seek {}
impl<T: Write + Seek> WriteSeek for T {}

/// A format that is written.
pub(super) trait Writer {
    /// Writes an exchange. `found.exchange` is as it was read, `clean` without secrets.
    fn exchange(&mut self, _found: &Found<'_>, _clean: &Exchange, _desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(())
    }
    /// Writes a part of what is no capture.
    fn part(&mut self, _part: &Part<'_>, _desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(())
    }
    /// Writes a member of a HAR's `log` next to the entries.
    fn heading(&mut self, _name: &str, _json: &[u8], _desk: &mut Desk<'_>) -> Result<(), SanitizeError> {
        Ok(())
    }
    /// Ends the file.
    fn close(&mut self, notes: &[Note], producer: Option<&str>, desk: &mut Desk<'_>) -> Result<(), SanitizeError>;
}

/// What a writer works with: the cleaner, and the last look at what is about to be written.
pub(super) struct Desk<'a> {
    pub(super) cleaner: &'a mut Cleaner,
    pub(super) check: Option<&'a LeakCheck>,
    pub(super) name: &'a str,
    pub(super) largest: u64,
    /// The fields that were dropped.
    pub(super) dropped: &'a mut DroppedFields,
}

impl Desk<'_> {
    /// Looks at finished text; to be called with everything that is written.
    pub(super) fn look(&self, text: &str) -> Result<(), SanitizeError> {
        match self.check {
            Some(check) => Ok(check.look(text, self.name)?),
            None => Ok(()),
        }
    }
}

/// Whether a text is an address of a machine that is not in a network of its own.
pub(super) fn is_public(address: &str) -> bool {
    use core::net::IpAddr;

    match address.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) => !(v4.is_private() || v4.is_link_local() || (v4.octets()[0] == 100 && v4.octets()[1] & 0xc0 == 64)),
        Ok(IpAddr::V6(v6)) => v6.segments()[0] & 0xfe00 != 0xfc00 && v6.segments()[0] & 0xffc0 != 0xfe80,
        Err(_) => false,
    }
}
