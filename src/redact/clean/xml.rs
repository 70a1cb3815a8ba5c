//! XML: SAML, WS-Federation, WS-Trust. The document stays; every text and attribute in it is kept, labelled or taken out by its name.

use std::ops::Range;

use roxmltree::{Node, NodeType};

use super::{Class, Cleaner, Holder, Trust};
use crate::entra::xml;

/// Elements whose text is secret, with the kind.
const SECRET: &[(&str, &str)] = &[
    ("Password", "password"),
    ("NewPassword", "password"),
    ("OldPassword", "password"),
    ("BinarySecurityToken", "token"),
    ("BinarySecret", "token"),
    ("CipherValue", "token"),
    ("DesktopSsoToken", "token"),
    ("SignatureValue", "signature"),
    ("Nonce", "nonce"),
    ("Artifact", "saml-artifact"),
    ("RelayState", "state"),
];

/// Elements whose text tells who somebody is.
const PERSONAL: &[(&str, &str)] = &[
    ("Username", "user"),
    ("NameID", "user"),
    ("NameIdentifier", "user"),
    ("EmailAddress", "user"),
    ("UPN", "user"),
    ("UserName", "user"),
    ("Login", "user"),
    ("MemberName", "user"),
    ("AttributeValue", "attribute"),
    ("ImmutableID", "sid"),
    ("DisplayName", "name"),
    ("FederationBrandName", "brand"),
];

impl Cleaner {
    /// A document; `None` when it is none.
    pub(super) fn xml(&mut self, text: &str, trust: Trust) -> Option<String> {
        let document = xml::parse(text)?;
        let mut changes: Vec<(Range<usize>, String)> = Vec::new();
        for node in document.descendants() {
            match node.node_type() {
                NodeType::Element => self.attributes(node, trust, &mut changes),
                NodeType::Text => changes.push((node.range(), escaped(&self.element_text(node, trust)))),
                NodeType::Comment | NodeType::PI => changes.push((node.range(), String::new())),
                NodeType::Root => {}
            }
        }
        Some(changed(text, changes))
    }

    fn attributes(&mut self, node: Node<'_, '_>, trust: Trust, changes: &mut Vec<(Range<usize>, String)>) {
        for attribute in node.attributes() {
            let clean = match attribute.name() {
                "SessionIndex" => self.named("sid", attribute.value(), trust, Holder::Parameter),
                name => self.named(name, attribute.value(), Trust::SignIn, Holder::Member),
            };
            if clean != attribute.value() {
                changes.push((attribute.range_value(), escaped(&clean)));
            }
        }
    }

    fn element_text(&mut self, node: Node<'_, '_>, trust: Trust) -> String {
        let text = node.text().unwrap_or("");
        let name = node.parent().map_or("", |parent| parent.tag_name().name());
        let known = |table: &[(&'static str, &'static str)]| {
            table.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, kind)| *kind)
        };
        if text.trim().is_empty() {
            return text.to_owned();
        }
        if let Some(kept) = self.placeholder(text) {
            return kept;
        }
        if let Some(kind) = known(SECRET) {
            return self.token(kind, text).unwrap_or_else(|| self.credential(kind, text));
        }
        match known(PERSONAL) {
            Some("user") => self.user(text),
            Some(kind) => self.label(Class::Personal, kind, text),
            None if name == "X509Certificate" || name == "DigestValue" || name == "KeyIdentifier" => {
                self.label(Class::Unknown, "certificate", text)
            }
            None => self.text(text, trust),
        }
    }
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
        clean.push_str(text.get(at..range.start).unwrap_or_default());
        clean.push_str(&with);
        at = range.end.max(at);
    }
    clean + text.get(at..).unwrap_or_default()
}
