//! Texts that hold messages of the service: output of commands, logs of libraries, a browser's console.
//!
//! No mark at their beginning tells them. A text is one when it holds a block: a code, and behind it the `Trace ID` or `Correlation ID` that the
//! service puts there ([`blocks`]), or the error of a client in a number of Windows ([`mod@system_codes`]). A code that is only mentioned is neither.

mod blocks;
mod lines;
mod system_codes;

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::model::text::{Passage, SystemSeen};
use crate::read::error::ReadError;
use crate::read::http::charset::{TextEncoding, Utf8Reader};
use blocks::Blocks;
use system_codes::Watched;

/// Whether JSON may be a HAR, by its first 64 KiB: it has the list of entries, or what holds that. Other JSON is a log that a program wrote.
pub(super) fn may_be_har(prefix: &str) -> bool {
    let has = |name: &str, opening: &[char]| {
        prefix.match_indices(name).any(|(at, _)| {
            let behind = prefix.get(at + name.len()..).unwrap_or_default().trim_start();
            behind.strip_prefix(':').is_some_and(|value| value.trim_start().starts_with(opening))
        })
    };
    let is_array = prefix.trim_start().starts_with('[');
    has("\"log\"", &['{', '[']) || has("\"entries\"", &['[']) || is_array && has("\"request\"", &['{'])
}

/// Whether a text holds a block, or the error of a client.
pub(super) fn is_one(stream: &mut dyn Read, encoding: TextEncoding) -> io::Result<bool> {
    let mut codes = Vec::new();
    let found = Blocks::new(Watched::new(Utf8Reader::new(stream, encoding), &mut codes)).next()?.is_some();
    Ok(found || !codes.is_empty())
}

/// Gives the passages of a text one by one, each with the number of its block in the file, from 0; and the codes of Windows and of the network that
/// clients report in it. What was given before an error stays.
pub(super) fn read(
    stream: &mut dyn Read,
    encoding: TextEncoding,
    take: &mut dyn FnMut(usize, Passage) -> ControlFlow<()>,
) -> Result<Vec<SystemSeen>, ReadError> {
    let mut codes = Vec::new();
    let mut blocks = Blocks::new(Watched::new(Utf8Reader::new(stream, encoding), &mut codes));
    let mut number = 0;
    while let Some(passage) = blocks.next()? {
        if take(number, passage).is_break() {
            break;
        }
        number += 1;
    }
    Ok(codes)
}

/// The codes of Windows and of the network that clients report in a text.
#[must_use]
pub fn system_codes(text: &str) -> Vec<SystemSeen> {
    let mut codes = Vec::new();
    // Nothing fails to be read from memory.
    let _ = io::copy(&mut Watched::new(text.as_bytes(), &mut codes), &mut io::sink());
    codes
}
