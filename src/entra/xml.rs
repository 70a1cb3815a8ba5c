//! XML within limits. No entity is ever read, and no schema.

use roxmltree::{Document, ParsingOptions};

/// Most elements and texts of a document.
const MOST_NODES: u32 = 200_000;
/// The parser keeps room for every `<` and `=` before it knows what they are: a text of nothing else would take seventy times its size.
const MOST_MARKS: usize = 400_000;
/// Most attributes of an element: the parser compares each with all others.
const MOST_ATTRIBUTES: usize = 1000;

/// Parses a document; `None` when it is none, or far too large for one.
#[must_use]
pub fn parse(text: &str) -> Option<Document<'_>> {
    let more_than = |most: usize, mark: u8, part: &str| memchr::memchr_iter(mark, part.as_bytes()).nth(most).is_some();
    if more_than(MOST_MARKS, b'<', text) || text.split('<').any(|tag| more_than(MOST_ATTRIBUTES, b'=', tag)) {
        return None;
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}
