//! Secrets: their values, collected by name while a capture is read, so that they can be found again wherever else they stand.

use std::collections::HashMap;
use std::fmt;

use serde_json::Value;

use super::names;
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::entra::page::Page;
use crate::model::exchange::{Exchange, Request, Response};
use crate::model::message::{Headers, Parameters};

/// Shorter values are not looked for elsewhere: a code of six digits, a password of one letter would mask half the report. They stand only in
/// fields that the report does not show.
const SHORTEST: usize = 6;
/// Values of this kind are often words or addresses, and give nobody access: only long ones are looked for elsewhere.
const SHORTEST_STATE: usize = 16;
/// How deep in JSON secrets are looked for.
const DEPTH: usize = 24;

/// The secrets of a run.
#[derive(Default)]
pub struct Secrets {
    values: Vec<(&'static str, String)>,
    known: HashMap<String, usize>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.values.len())
    }
}

impl Secrets {
    /// Collects the secrets of an exchange.
    pub fn collect(&mut self, exchange: &Exchange) {
        self.request(&exchange.request);
        if let Some(response) = &exchange.response {
            self.response(response, exchange);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The kind of the secret at a position.
    #[must_use]
    pub fn kind(&self, at: usize) -> &'static str {
        self.values.get(at).map_or("secret", |(kind, _)| kind)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.values.iter().map(|(kind, value)| (*kind, value.as_str()))
    }

    fn add(&mut self, kind: &'static str, value: &str) {
        let value = value.trim();
        if is_looked_for(kind, value) && !self.known.contains_key(value) {
            self.known.insert(value.to_owned(), self.values.len());
            self.values.push((kind, value.to_owned()));
        }
    }

    fn field(&mut self, name: &str, value: &str) {
        if let Some(kind) = names::of_field(name)
            && !(kind == "auth-code" && Code::read(value).is_some())
        {
            self.add(kind, value);
        }
    }

    fn parameters(&mut self, parameters: &Parameters) {
        for (name, value) in parameters.iter() {
            self.field(name, value);
            // A return address inside a parameter carries parameters of its own.
            if let Some((_, query)) = value.split_once(['?', '#']).filter(|_| value.contains("://")) {
                for (name, value) in Parameters::decode(query).iter() {
                    self.field(name, value);
                }
            }
        }
    }

    fn request(&mut self, request: &Request) {
        self.parameters(&request.address.query());
        self.parameters(&request.address.fragment());
        self.headers(&request.headers);
        for cookies in request.headers.all("cookie") {
            cookies.split(';').for_each(|cookie| self.cookie(cookie));
        }
        self.body(request.body.text());
    }

    fn response(&mut self, response: &Response, exchange: &Exchange) {
        self.headers(&response.headers);
        for cookies in response.headers.all("set-cookie") {
            cookies.lines().filter_map(|line| line.split(';').next()).for_each(|cookie| self.cookie(cookie));
        }
        for target in response.headers.all("location").chain(response.redirect.as_deref()) {
            let address = exchange.request.address.join(target);
            self.parameters(&address.query());
            self.parameters(&address.fragment());
        }
        self.body(response.body.text());
    }

    fn headers(&mut self, headers: &Headers) {
        for (name, value) in headers.iter() {
            if let Some(kind) = names::of_header(name) {
                self.add(kind, value);
            }
            if name.eq_ignore_ascii_case("authorization") || name.eq_ignore_ascii_case("proxy-authorization") {
                let credential = value.split_once(' ').map_or(value, |(_, credential)| credential);
                self.add("credential", credential);
            }
            if name.eq_ignore_ascii_case("referer")
                && let Some((_, query)) = value.split_once('?')
            {
                self.parameters(&Parameters::decode(query));
            }
        }
    }

    fn cookie(&mut self, cookie: &str) {
        let Some((name, value)) = cookie.split_once('=') else { return };
        let name = name.trim();
        if names::is_harmless_cookie(name) {
            return;
        }
        let kind = if names::of_header(name).is_some() { "sso-credential" } else { "cookie" };
        self.add(kind, value);
    }

    fn body(&mut self, text: &str) {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        if start.starts_with(['{', '[']) {
            if let Ok(json) = serde_json::from_str::<Value>(start) {
                self.json(&json, DEPTH);
            }
        } else if start.starts_with('<') {
            self.markup(start);
        } else if start.contains('=') {
            self.parameters(&Parameters::decode(start));
        }
    }

    fn json(&mut self, value: &Value, depth: usize) {
        if depth == 0 {
            return;
        }
        match value {
            Value::Object(members) => {
                // The value of one field may be the name of another, which is then a secret's.
                let flow_token_field = members.get("sFTName").and_then(Value::as_str);
                for (name, member) in members {
                    if let Some(text) = member.as_str() {
                        self.field(name, text);
                        if Some(name.as_str()) == flow_token_field {
                            self.add("flow-token", text);
                        }
                        self.nested(text);
                    } else {
                        self.json(member, depth - 1);
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.json(item, depth - 1)),
            _ => {}
        }
    }

    /// An address inside a field carries parameters of its own.
    fn nested(&mut self, text: &str) {
        if (text.starts_with("http") || text.starts_with('/'))
            && let Some((_, query)) = text.split_once(['?', '#'])
        {
            self.parameters(&Parameters::decode(query));
        }
    }

    fn markup(&mut self, text: &str) {
        let page = Page::parse(text);
        if let Some(config) = &page.config {
            self.json(config, DEPTH);
        }
        for form in &page.forms {
            form.fields.iter().for_each(|(name, value)| self.field(name, value));
        }
        self.xml(text);
    }

    /// SOAP and SAML: passwords, tokens, signatures.
    fn xml(&mut self, text: &str) {
        const SECRET_ELEMENTS: &[(&str, &str)] = &[
            ("Password", "password"),
            ("BinarySecurityToken", "token"),
            ("CipherValue", "token"),
            ("SignatureValue", "signature"),
            ("DesktopSsoToken", "token"),
        ];
        let Ok(document) = roxmltree::Document::parse(text) else { return };
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            let kind = SECRET_ELEMENTS.iter().find(|(name, _)| node.tag_name().name() == *name).map(|(_, kind)| *kind);
            if let (Some(kind), Some(value)) = (kind, node.text()) {
                self.add(kind, value);
            }
        }
    }
}

/// Whether a value is worth looking for elsewhere. Ids are no secrets, and flags would mask words.
fn is_looked_for(kind: &str, value: &str) -> bool {
    let word = value.bytes().all(|byte| byte.is_ascii_alphabetic());
    match kind {
        _ if value.len() < SHORTEST || Guid::parse(value).is_some() => false,
        "state" | "nonce" => value.len() >= SHORTEST_STATE && !value.contains("://"),
        "cookie" => value.len() >= SHORTEST_STATE || !word && value.len() > 8,
        _ => true,
    }
}
