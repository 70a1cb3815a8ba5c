//! XML within limits. No entity is ever read, and no schema.

use memchr::memmem;
use roxmltree::{Document, ParsingOptions};

use super::limits::{XML_ATTRIBUTES, XML_DECLARATIONS, XML_DEPTH, XML_MARKS, XML_NAMESPACES, XML_NODES};

/// Parses a document; `None` when it is none, or far too large for one.
#[must_use]
pub fn parse(text: &str) -> Option<Document<'_>> {
    if is_too_much(text) {
        return None;
    }
    let options = ParsingOptions { allow_dtd: false, nodes_limit: XML_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).ok()
}

/// Whether markup calls itself XML, by a declaration or a prefix; pages do neither.
#[must_use]
pub fn is_labelled(text: &str) -> bool {
    let root = text.trim_start_matches('<').split(|letter: char| letter.is_whitespace() || letter == '>').next().unwrap_or("");
    root.starts_with("?xml") || root.contains(':')
}

/// Whether a document would take the parser too long or too much memory, as far as its marks show.
#[must_use]
pub fn is_too_much(text: &str) -> bool {
    let bytes = text.as_bytes();
    let more_than = |most: usize, mark: u8| memchr::memchr_iter(mark, bytes).nth(most).is_some();
    // Text without brackets counts as a node, too.
    let is_large = || more_than(XML_MARKS, b'<') || more_than(XML_MARKS, b'=') || more_than(XML_NODES as usize, b'>');
    is_large() || memmem::find_iter(bytes, b"xmlns").nth(XML_DECLARATIONS).is_some() || Shape::of(bytes).is_none()
}

/// The elements that are open while a document is walked.
#[derive(Default)]
struct Shape {
    /// For each how many namespaces it declares.
    open: Vec<usize>,
    /// How many are in force.
    namespaces: usize,
}

impl Shape {
    /// Walks a document by its marks; `None` when it is too deep or has too much of something at one place.
    fn of(bytes: &[u8]) -> Option<Self> {
        let mut shape = Self::default();
        let mut rest = bytes;
        while let Some(tag) = memchr::memchr(b'<', rest).and_then(|at| rest.get(at + 1..)) {
            rest = match tag {
                [b'!', b'-', b'-', ..] => after(tag, b"-->"),
                [b'!', b'[', ..] => after(tag, b"]]>"),
                [b'?', ..] => after(tag, b"?>"),
                [b'!', ..] => after(tag, b">"),
                [b'/', ..] => {
                    shape.namespaces -= shape.open.pop().unwrap_or(0);
                    after(tag, b">")
                }
                _ => shape.element(tag)?,
            };
        }
        Some(shape)
    }

    /// Opens an element, and gives what follows its tag.
    fn element<'a>(&mut self, tag: &'a [u8]) -> Option<&'a [u8]> {
        let (tag, rest) = tag.split_at_checked(tag_length(tag))?;
        if memchr::memchr_iter(b'=', tag).nth(XML_ATTRIBUTES).is_some() {
            return None;
        }
        let declared = memmem::find_iter(tag, b"xmlns").count();
        if self.namespaces + declared > XML_NAMESPACES || self.open.len() >= XML_DEPTH {
            return None;
        }
        if tag.last() != Some(&b'/') {
            self.open.push(declared);
            self.namespaces += declared;
        }
        Some(rest)
    }
}

/// Length of a tag up to its closing bracket, quotes passed over.
fn tag_length(tag: &[u8]) -> usize {
    let mut at = 0;
    while let Some(mark) = tag.get(at..).and_then(|rest| memchr::memchr3(b'>', b'"', b'\'', rest)) {
        at += mark;
        match tag.get(at) {
            Some(b'>') | None => return at,
            Some(quote) => match tag.get(at + 1..).and_then(|rest| memchr::memchr(*quote, rest)) {
                Some(end) => at += end + 2,
                None => return tag.len(),
            },
        }
    }
    tag.len()
}

fn after<'a>(bytes: &'a [u8], end: &[u8]) -> &'a [u8] {
    memmem::find(bytes, end).and_then(|at| bytes.get(at..)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_read_as_deep_as_real_ones_are() {
        let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
        assert!(parse(&nested(XML_DEPTH)).is_some() && parse(&nested(XML_DEPTH + 1)).is_none());
        let many = "<v xmlns:xs=\"urn:xs\" xmlns:xsi=\"urn:xsi\" xsi:type=\"xs:string\">x</v>".repeat(2000);
        assert!(parse(&format!("<a b='>\"'><!-- <b><b> --><![CDATA[<c>]]>{many}</a>")).is_some());
    }

    #[test]
    fn what_the_parser_cannot_bear_is_refused() {
        let numbered = |count: usize, piece: &str| (0..count).map(|number| piece.replace('#', &number.to_string())).collect::<String>();
        let namespaces = numbered(1000, "<a xmlns:n#=\"urn:#\">");
        let siblings = numbered(70_000, "<a xmlns:n#=\"urn:#\"/>");
        let attributes = numbered(2000, " a#=\"\"");
        for text in [
            namespaces,
            format!("<r>{siblings}</r>"),
            format!("<r{attributes}/>"),
            "<".repeat(1_000_000),
            format!("<r>{}</r>", "<a/>".repeat(300_000)),
            "<!DOCTYPE a [<!ENTITY b \"c\"><!ENTITY d \"&b;&b;\">]><a>&d;</a>".to_owned(),
        ] {
            assert!(parse(&text).is_none(), "{}", text.chars().take(60).collect::<String>());
        }
    }
}
