//! What a body is: decided here once, by what it is rather than by what a header calls it, so that what looks for facts in a body and what cleans it
//! never take it for two things.

use std::sync::Arc;

use serde_json::Value;

use super::json::repair;
use super::page::Page;
use super::{json, xml};

/// A form of this type is one although it holds letters that should have been encoded.
const FORM: &str = "application/x-www-form-urlencoded";

/// What answers in JSON begin with so that no script can load them.
const PREFIXES: &[&str] = &[
    ")]}',",
    ")]}'",
    "])}while(1);</x>",
    "while(1);",
    "while (1);",
    "while (1) {}",
    "for(;;);",
    "for (;;);",
    "for (;;) ;",
    "{}&&",
    "/**/",
    "/*-secure-",
    "throw 1;",
    "&&&START&&&",
    "<!--",
    "//",
    "json=",
];

/// What a body is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Parts, with what separates them.
    Multipart(String),
    /// One value of JSON.
    Json(Json),
    /// XML: SOAP, SAML, metadata.
    Xml,
    /// A page, or a piece of one.
    Page,
    /// Events of a server, a field on each line.
    EventStream,
    /// A value of JSON on each line, as it begins.
    JsonLines,
    /// Parameters.
    Form,
    /// Anything else.
    Other,
}

/// A value of JSON, and what stands around it.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// The value.
    pub value: Value,
    /// How many prefixes against scripts it follows.
    prefixes: usize,
    /// Whether it is in a call of a function.
    in_call: bool,
    /// Whether it was broken or cut off, and what could be read was.
    pub is_broken: bool,
}

/// What the bodies of an exchange are, parsed once for all who look at them.
#[derive(Debug, Clone)]
pub struct Bodies {
    /// The request's.
    pub request: Arc<Content>,
    /// The response's.
    pub response: Arc<Content>,
    /// The page that the response is, if it is one.
    pub page: Option<Arc<Page>>,
}

impl Content {
    /// What a text is, given with its `Content-Type`, which may be empty or wrong.
    #[must_use]
    pub fn of(text: &str, content_type: &str) -> Self {
        let text = trimmed(text);
        let media = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if let Some(boundary) = boundary(text, content_type, &media) {
            return Self::Multipart(boundary);
        }
        if let Some(json) = Json::read(text) {
            return Self::Json(json);
        }
        if text.starts_with('<') {
            let is_xml = xml::is_labelled(text) || media.contains("xml") && !media.contains("html");
            return if is_xml { Self::Xml } else { Self::Page };
        }
        if media == "text/event-stream" || is_event_stream(text) {
            return Self::EventStream;
        }
        if text.starts_with('{') {
            return Self::JsonLines;
        }
        if media == FORM || is_form(text) { Self::Form } else { Self::Other }
    }
}

impl Json {
    /// Reads a value as it is, behind a prefix against scripts, or in a call of a function.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if let Some(prefix) = PREFIXES.iter().find(|prefix| text.starts_with(**prefix)) {
            let rest = text.get(prefix.len()..)?.trim_start();
            let rest = rest.strip_prefix("<dont be evil>").unwrap_or(rest).trim_start();
            return Self::read(rest).map(|json| Self { prefixes: json.prefixes + 1, ..json });
        }
        if text.starts_with(['{', '[', '"']) {
            let value = match json::parse(text) {
                Ok(value) => Some((value, false)),
                Err(json::Refused::Invalid) => repair::broken(text).map(|value| (value, true)),
                Err(json::Refused::TooMuch) => None,
            };
            return value.map(|(value, is_broken)| Self { value, prefixes: 0, in_call: false, is_broken });
        }
        let (call, rest) = text.split_once('(')?;
        let of_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'.');
        let inside = rest.trim_end().trim_end_matches(';').trim_end().strip_suffix(')')?.trim();
        if call.trim().is_empty() || !call.trim().bytes().all(of_name) || !inside.starts_with(['{', '[']) {
            return None;
        }
        json::parse(inside).ok().map(|value| Self { value, prefixes: 0, in_call: true, is_broken: false })
    }

    /// A text with what stood around the value around it. The function's name may be anything, so it is ours.
    #[must_use]
    pub fn around(&self, text: &str) -> String {
        let prefix = format!("{}\n", PREFIXES.first().copied().unwrap_or_default()).repeat(self.prefixes);
        if self.in_call { format!("{prefix}callback({text});") } else { prefix + text }
    }
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches('\u{feff}').trim()
}

/// What separates the parts of a body: as the header says, in whatever spelling, or as the body begins.
fn boundary(text: &str, content_type: &str, media: &str) -> Option<String> {
    let of_body = || {
        let line = text.lines().next()?.trim().strip_prefix("--")?;
        let is_one = !line.is_empty()
            && line.len() <= 100
            && text.get(..4096.min(text.len())).unwrap_or(text).to_ascii_lowercase().contains("content-disposition:");
        is_one.then(|| line.trim_end_matches("--").to_owned())
    };
    let named = || {
        content_type.split(';').skip(1).find_map(|part| {
            let (name, value) = part.split_once('=')?;
            name.trim().eq_ignore_ascii_case("boundary").then(|| value.trim().trim_matches('"').to_owned())
        })
    };
    let fits = |boundary: &String| !boundary.is_empty() && text.contains(&format!("--{boundary}"));
    if media.starts_with("multipart/") { named().filter(fits).or_else(of_body) } else { of_body() }
}

fn is_event_stream(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    lines.peek().is_some() && lines.all(|line| ["data:", "event:", "id:", "retry:", ":"].iter().any(|field| line.starts_with(field)))
}

fn is_form(text: &str) -> bool {
    let name = text.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.len() <= 128 && !text.contains(['\n', ' ', '"']) && !name.contains(['<', '>', '/', '{', '('])
}
