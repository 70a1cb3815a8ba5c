//! Reading of small XML documents by local names: prefixes differ from writer to writer.

use roxmltree::{Document, Node, ParsingOptions};

/// Parses a document; `None` when it is none. No external entity is ever read.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 100_000, ..ParsingOptions::default() };
    Document::parse_with_options(text.trim_start_matches('\u{feff}').trim(), options).ok()
}

/// The first element with this local name, at any depth.
pub(super) fn find<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.descendants().find(|node| node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name))
}

/// The text of the first element with this local name, trimmed, when there is any.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    find(node, name).and_then(|node| node.text()).map(str::trim).filter(|text| !text.is_empty())
}
