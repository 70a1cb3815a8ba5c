//! Texts that hold messages of the service: output of commands, logs of libraries, a browser's console.
//!
//! No mark at their beginning tells them. A text is one when it holds a block: a code, and behind it the `Trace ID` or `Correlation ID` that the
//! service puts there ([`blocks`]). A code that is only mentioned is none.

mod blocks;
mod lines;

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::model::text::Passage;
use crate::read::error::ReadError;
use crate::read::http::charset::{TextEncoding, Utf8Reader};
use blocks::Blocks;

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

/// Whether a text holds a block.
pub(super) fn holds_block(stream: &mut dyn Read, encoding: TextEncoding) -> io::Result<bool> {
    Ok(Blocks::new(Utf8Reader::new(stream, encoding)).next()?.is_some())
}

/// Gives the passages of a text one by one, each with the number of its block in the file, from 0. What was given before an error stays.
pub(super) fn read(
    stream: &mut dyn Read,
    encoding: TextEncoding,
    take: &mut dyn FnMut(usize, Passage) -> ControlFlow<()>,
) -> Result<(), ReadError> {
    let mut blocks = Blocks::new(Utf8Reader::new(stream, encoding));
    let mut number = 0;
    while let Some(passage) = blocks.next()? {
        if take(number, passage).is_break() {
            break;
        }
        number += 1;
    }
    Ok(())
}
