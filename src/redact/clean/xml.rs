//! XML: SAML, WS-Federation, WS-Trust. The document stays; every text and attribute in it is kept, labeled or taken out by its name.

use std::ops::Range;

use roxmltree::{Node, NodeType};

use super::{Class, Cleaner, Holder, Trust};
use crate::entra::xml;
use crate::redact::kind::SecretKind;
use crate::redact::shape;
use crate::redact::tables::{self, Listed};

/// Elements whose text is secret, with the kind.
const SECRET: &[(&str, SecretKind)] = &[
    ("Password", SecretKind::Password),
    ("NewPassword", SecretKind::Password),
    ("OldPassword", SecretKind::Password),
    ("BinarySecurityToken", SecretKind::Token),
    ("BinarySecret", SecretKind::Token),
    ("CipherValue", SecretKind::Token),
    ("DesktopSsoToken", SecretKind::Token),
    ("SignatureValue", SecretKind::Signature),
    ("Nonce", SecretKind::Nonce),
    ("Artifact", SecretKind::SamlArtifact),
    ("RelayState", SecretKind::State),
    ("SessionIndex", SecretKind::Session),
];

/// Elements whose text tells who someone is.
const PERSONAL: &[(&str, SecretKind)] = &[
    ("Username", SecretKind::User),
    ("NameID", SecretKind::User),
    ("NameIdentifier", SecretKind::User),
    ("EmailAddress", SecretKind::User),
    ("UPN", SecretKind::User),
    ("UserName", SecretKind::User),
    ("Login", SecretKind::User),
    ("MemberName", SecretKind::User),
    ("AttributeValue", SecretKind::Attribute),
    ("ImmutableID", SecretKind::Sid),
    ("DisplayName", SecretKind::Name),
    ("GivenName", SecretKind::Name),
    ("SurName", SecretKind::Name),
    ("TelephoneNumber", SecretKind::Phone),
    ("FederationBrandName", SecretKind::Brand),
];

/// What is in the place of an element that no one knows.
const UNKNOWN_ELEMENT: &str = "<unknown/>";

impl Cleaner {
    /// A document; `None` when it is none, or one of which no one knows even the outermost element.
    pub(super) fn xml(&mut self, text: &str, trust: Trust) -> Option<String> {
        let document = xml::parse(text)?;
        tables::element(document.root_element().tag_name().name())?;
        self.deeper(|cleaner| {
            let mut changes: Vec<(Range<usize>, String)> = Vec::new();
            let mut walk = document.root().descendants();
            while let Some(node) = walk.next() {
                match node.node_type() {
                    NodeType::Element if tables::element(node.tag_name().name()).is_none() && node.tag_name().name() != "unknown" => {
                        changes.push((node.range(), cleaner.unknown_element(node)));
                        // What is below it goes with it.
                        let below = node.descendants().count();
                        if below > 1 {
                            let _ = walk.nth(below - 2);
                        }
                    }
                    NodeType::Element => cleaner.start_tag(node, text, trust, &mut changes),
                    NodeType::Text => changes.push((node.range(), escaped(&cleaner.element_text(node, trust)))),
                    NodeType::Comment | NodeType::PI => changes.push((node.range(), String::new())),
                    NodeType::Root => {}
                }
            }
            changed(text, changes)
        })
    }

    /// What is in the place of an element that no one knows: what it quotes of the service.
    fn unknown_element(&mut self, node: Node<'_, '_>) -> String {
        let texts = node.descendants().filter(Node::is_text).filter_map(|node| node.text());
        let quoted = texts.filter_map(|text| self.quoted_lines(text)).collect::<Vec<_>>().join("\n");
        if quoted.is_empty() { UNKNOWN_ELEMENT.to_owned() } else { format!("<text>{}</text>", escaped(&quoted)) }
    }

    /// Attributes by name and shape; those that no one knows are taken out. Names of namespaces are those of standards.
    fn start_tag(&mut self, node: Node<'_, '_>, text: &str, trust: Trust, changes: &mut Vec<(Range<usize>, String)>) {
        for attribute in start_tag_attributes(text, node.range().start) {
            let (name, value) =
                (text.get(attribute.name.clone()).unwrap_or_default(), text.get(attribute.value.clone()).unwrap_or_default());
            let value = unescaped(value);
            if name == "xmlns" || name.starts_with("xmlns:") {
                if !shape::is_uri(&value) && !value.is_empty() && !value.starts_with("urn:entrace:") {
                    let label = self.label(Class::Unknown, SecretKind::Namespace, &value);
                    let number: String = label.chars().filter(char::is_ascii_digit).collect();
                    changes.push((attribute.value, format!("urn:entrace:{number}")));
                }
                continue;
            }
            let local = name.rsplit(':').next().unwrap_or(name);
            let Some(clean) = self.attribute(local, &value, trust) else {
                changes.push((attribute.name.start..attribute.value.end + 1, String::new()));
                continue;
            };
            if clean != value {
                changes.push((attribute.value, escaped(&clean)));
            }
        }
    }

    /// The value of an attribute; `None` for one that no one knows.
    fn attribute(&mut self, name: &str, value: &str, trust: Trust) -> Option<String> {
        if name == "SessionIndex" {
            return Some(self.named("sid", value, trust, Holder::Parameter));
        }
        let shape = tables::attribute(name);
        if shape.is_none() && tables::field(name).is_none() {
            return None;
        }
        if let Some(kept) = self.kept(value) {
            return Some(kept);
        }
        let clean = shape.and_then(|shape| self.shaped(shape, value, trust));
        Some(clean.unwrap_or_else(|| match tables::field(name).and_then(|known| known.person) {
            Some(kind) => self.person(kind, value),
            None => self.unknown(value),
        }))
    }

    fn element_text(&mut self, node: Node<'_, '_>, trust: Trust) -> String {
        let text = node.text().unwrap_or("");
        let name = node.parent().map_or("", |parent| parent.tag_name().name());
        let known =
            |table: &[(&'static str, SecretKind)]| table.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind);
        if let Some(kept) = self.kept(text) {
            return kept;
        }
        if let Some(kind) = known(SECRET) {
            return self.secret(kind, text, trust);
        }
        if let Some(kind) = known(PERSONAL) {
            return self.person(kind, text);
        }
        let shape = tables::element(name).and_then(Listed::shape);
        let clean = shape.and_then(|shape| self.shaped(shape, text.trim(), trust));
        clean.unwrap_or_else(|| self.unknown(text))
    }
}

/// An attribute as it is in a text: where its name and its value are.
struct Attribute {
    name: Range<usize>,
    value: Range<usize>,
}

/// The attributes of the tag that begins here, declarations of namespaces among them. The document is known to be well-formed.
fn start_tag_attributes(text: &str, start: usize) -> Vec<Attribute> {
    let bytes = text.as_bytes();
    let skip = |mut at: usize, is_skipped: fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|byte| is_skipped(*byte)) {
            at += 1;
        }
        at
    };
    let is_blank = |byte: u8| byte.is_ascii_whitespace();
    let of_name = |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'=' | b'>' | b'/');
    let mut attributes = Vec::new();
    let mut at = skip(start + 1, of_name);
    loop {
        at = skip(at, is_blank);
        let end = skip(at, of_name);
        let quote_at = skip(skip(end, is_blank) + 1, is_blank);
        let Some(quote) = bytes.get(quote_at).filter(|quote| end > at && matches!(quote, b'"' | b'\'')) else { return attributes };
        let Some(length) = bytes.get(quote_at + 1..).and_then(|rest| memchr::memchr(*quote, rest)) else { return attributes };
        attributes.push(Attribute { name: at..end, value: quote_at + 1..quote_at + 1 + length });
        at = quote_at + length + 2;
    }
}

fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // The parser knows all ways of writing a character.
    let element = format!("<a b=\"{}\"/>", text.replace('"', "&quot;"));
    xml::parse(&element).and_then(|document| document.root_element().attribute("b").map(str::to_owned)).unwrap_or_default()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&apos;")
}

/// The text with ranges of it replaced.
fn changed(text: &str, mut changes: Vec<(Range<usize>, String)>) -> String {
    changes.sort_by_key(|(range, _)| range.start);
    let mut clean = String::with_capacity(text.len());
    let mut at = 0;
    for (range, with) in changes {
        if range.start < at {
            continue;
        }
        clean.push_str(text.get(at..range.start).unwrap_or_default());
        clean.push_str(&with);
        at = range.end.max(at);
    }
    clean + text.get(at..).unwrap_or_default()
}
