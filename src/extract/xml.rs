//! Reading of small XML documents by local names: prefixes differ from writer to writer.

use roxmltree::{Document, Node};

use crate::entra::xml;

/// Parses a document; `None` when it is none.
pub(super) fn parse(text: &str) -> Option<Document<'_>> {
    let text = text.trim_start_matches('\u{feff}').trim();
    xml::parse(text).or_else(|| xml::parse(first_document(text)?))
}

/// The document without what some recorders leave behind its end.
fn first_document(text: &str) -> Option<&str> {
    let start = text.find('<').filter(|at| !text[*at..].starts_with("<?")).or_else(|| Some(text.find("?>")? + 2))?;
    let name =
        text[start..].trim_start().strip_prefix('<')?.split(|letter: char| letter.is_whitespace() || matches!(letter, '>' | '/')).next()?;
    let end_tag = format!("</{name}>");
    let end = text.find(&end_tag)? + end_tag.len();
    Some(&text[..end])
}

/// The first element with this local name, at any depth.
pub(super) fn find<'a, 'input>(node: Node<'a, 'input>, name: &str) -> Option<Node<'a, 'input>> {
    node.descendants().find(|node| node.is_element() && node.tag_name().name().eq_ignore_ascii_case(name))
}

/// The text of the first element with this local name, trimmed, when there is any.
pub(super) fn text<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    find(node, name).and_then(|node| node.text()).map(str::trim).filter(|text| !text.is_empty())
}
