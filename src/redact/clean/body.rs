//! Bodies, by what [`Content`] says that they are. What no form fits goes as a whole, but for messages of the service in it.

use std::fmt::Write;
use std::sync::Arc;

use super::headers::BOUNDARY;
use super::{Class, Cleaner, Holder, Place, Trust, first_code, speaks};
use crate::entra::content::{Content, Json};
use crate::entra::json;
use crate::model::message::{Body, Headers};
use crate::redact::find::signs::ends_with;
use crate::redact::kind::SecretKind;
use crate::redact::shape;
use crate::redact::tables;

/// Labels of the lines that follow a message of the service.
const LABELS: &[&str] = &["trace id", "traceid", "request id", "requestid", "correlation id", "correlationid", "activity id", "timestamp"];

impl Cleaner {
    pub(super) fn body(&mut self, body: &Body, headers: &Headers, trust: Trust, keeps: bool) -> Body {
        let text = match body {
            Body::Text(text) if keeps => text,
            Body::Text(_) => return self.left_out(),
            // Images, scripts and what could not be decoded are never written.
            Body::Skipped => {
                self.left_out();
                return Body::Skipped;
            }
            Body::Empty | Body::NotCaptured => return body.clone(),
        };
        match self.content(text, headers, trust) {
            Some(clean) => Body::Text(clean),
            None => self.left_out(),
        }
    }

    /// The cleaned text; `None` for what cannot be cleaned with certainty.
    fn content(&mut self, text: &str, headers: &Headers, trust: Trust) -> Option<String> {
        // What is inside of the body is parsed here, whatever its place.
        let known = match self.place {
            Place::RequestBody => self.request_body.take(),
            Place::ResponseBody => self.response_body.take(),
            _ => None,
        };
        let start = text.trim_start_matches('\u{feff}').trim();
        if start.is_empty() {
            return Some(String::new());
        }
        if let Some(kept) = self.kept(start) {
            return Some(kept);
        }
        let parsed = known.unwrap_or_else(|| Arc::new(Content::of(start, headers.get("content-type").unwrap_or_default())));
        let clean = self.parsed(&parsed, start, trust);
        clean.or_else(|| self.telling_lines(text))
    }

    fn parsed(&mut self, content: &Content, text: &str, trust: Trust) -> Option<String> {
        match content {
            Content::Multipart(boundary) => Some(self.multipart(text, boundary, trust)),
            Content::Json(json) => Some(self.whole_json(json, trust)),
            Content::Xml => self.xml(text, trust),
            Content::Page => Some(self.page(text, trust)),
            Content::EventStream => Some(self.event_stream(text, trust)),
            Content::JsonLines => self.json_lines(text, trust),
            Content::Form => Some(self.parameters(text, trust)),
            Content::Other => None,
        }
    }

    /// JSON, as it is, behind a prefix against scripts, or in a call of a function.
    fn whole_json(&mut self, json: &Json, trust: Trust) -> String {
        let clean = self.json(&json.value, trust);
        if self.is_learning() { String::new() } else { json.around(&clean.to_string()) }
    }

    /// A value of JSON on each line.
    fn json_lines(&mut self, text: &str, trust: Trust) -> Option<String> {
        let lines: Option<Vec<String>> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .map(|line| json::parse(line.trim()).ok().map(|value| self.json(&value, trust).to_string()))
            .collect();
        Some(lines?.join("\n"))
    }

    /// Events, a field on each line: what is JSON is cleaned as such, names of events and ids of theirs go.
    fn event_stream(&mut self, text: &str, trust: Trust) -> String {
        let one = |cleaner: &mut Self, line: &str| {
            let Some((field, value)) = line.split_once(':') else { return String::new() };
            if !matches!(field, "data" | "event" | "id" | "retry") {
                return String::new();
            }
            let value = value.trim();
            let clean = cleaner
                .kept(value)
                .or_else(|| Json::read(value).map(|json| cleaner.whole_json(&json, trust)))
                .or_else(|| cleaner.telling_lines(value));
            format!("{field}: {}", clean.unwrap_or_else(|| cleaner.unknown(value)))
        };
        let lines: Vec<String> = text.lines().map(|line| if line.trim().is_empty() { String::new() } else { one(self, line) }).collect();
        lines.join("\n").trim().to_owned()
    }

    /// Parts by their names; contents of files are dropped.
    fn multipart(&mut self, text: &str, boundary: &str, trust: Trust) -> String {
        let delimiter = format!("--{boundary}");
        let mut clean = String::new();
        for part in text.split(delimiter.as_str()).skip(1) {
            if part.trim_start_matches([' ', '\t']).starts_with("--") {
                break;
            }
            let part = self.part(part.trim_start_matches(['\r', '\n']), trust);
            let _ = write!(clean, "--{BOUNDARY}\r\n{part}\r\n");
        }
        clean + "--" + BOUNDARY + "--\r\n"
    }

    fn part(&mut self, part: &str, trust: Trust) -> String {
        let gaps = ["\r\n\r\n", "\n\n"].iter().filter_map(|gap| Some((part.find(gap)?, gap.len())));
        let Some((at, gap)) = gaps.min() else { return String::new() };
        let (head, content) = (part.get(..at).unwrap_or_default(), part.get(at + gap..).unwrap_or_default());
        let content = content.trim_end_matches(['\r', '\n']);
        let disposition = head.lines().find(|line| line.get(..20).is_some_and(|start| start.eq_ignore_ascii_case("content-disposition:")));
        let disposition = disposition.unwrap_or_default();
        let (name, is_file) = (
            parameter(disposition, "name").unwrap_or_default(),
            parameter(disposition, "filename").is_some() || disposition.contains("filename*"),
        );
        let clean = match self.kept(content) {
            Some(kept) => kept,
            None if is_file => self.label(Class::Unknown, SecretKind::File, content),
            None => self.named(&name, content, trust, Holder::Parameter),
        };
        format!("Content-Disposition: form-data; name=\"{}\"\r\n\r\n{clean}", self.key(&name))
    }

    /// The lines of a text that quotes the service, if it does.
    pub(super) fn quoted_lines(&mut self, text: &str) -> Option<String> {
        self.telling_lines(text).filter(|lines| speaks(lines))
    }

    /// What a text quotes of the service: lines with a code, the ids and times that follow them, and lines that servers write on their own.
    pub(super) fn telling_lines(&mut self, text: &str) -> Option<String> {
        const NEAR: usize = 8;
        if !speaks(text) && !text.lines().take(NEAR * NEAR).any(tables::is_sentence) {
            return None;
        }
        let mut kept = Vec::new();
        // AD FS names the id first, and then what happened.
        let mut near = if text.lines().take(NEAR).any(speaks) { NEAR } else { 0 };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            near = if speaks(line) { NEAR } else { usize::saturating_sub(near, 1) };
            if let Some((kind, message)) = quoted(line) {
                // Letters inside of something opaque look like a code as well: they go with it, and nothing is quoted.
                let message = Some(self.plain(message)).filter(|message| speaks(message));
                kept.extend(message.map(|message| self.plain(kind) + &message));
            } else if near > 0
                && let Some(label) = labelled(line)
            {
                kept.push(self.plain(label));
            } else if tables::is_sentence(line) {
                kept.push(line.to_owned());
            }
        }
        (!kept.is_empty()).then(|| kept.join("\n"))
    }
}

/// What a line quotes of the service: the type of error before it, and the message from the first code on to the time that ends it, or to the end of
/// the line.
fn quoted(line: &str) -> Option<(&str, &str)> {
    let code = first_code(line)?;
    let (before, rest) = line.split_at_checked(code)?;
    let kind = before.get(code - type_of_error(before)..)?;
    let is_of_time = |before: &str| ends_with(before, "timestamp");
    let colon = rest.rmatch_indices(':').find(|(colon, _)| rest.get(..*colon).is_some_and(is_of_time));
    let end = colon.map_or(rest.len(), |(colon, _)| end_of_time(rest, colon + 1));
    // Behind a message without a time, a quote ends what was quoted.
    let before_quote = rest.get(..end)?.find("\",").map_or(end, |quote| quote);
    Some((kind, rest.get(..before_quote)?))
}

/// How long the name of a type of error is that a text ends with: `Microsoft.Identity.Client.MsalUiRequiredException: `.
fn type_of_error(text: &str) -> usize {
    let Some(name) = text.strip_suffix(": ") else { return 0 };
    let name = name.rsplit(|letter: char| !(letter.is_ascii_alphabetic() || letter == '.')).next().unwrap_or_default();
    if name.ends_with("Exception") || name.ends_with("Error") { name.len() + 2 } else { 0 }
}

/// Where the time ends that begins here.
fn end_of_time(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    let of_time = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | ':' | '.' | 'T' | 'Z' | '+');
    from + rest.trim_start_matches(of_time).len().abs_diff(rest.len())
}

/// A label of the service with its id or its time, and nothing behind it.
fn labelled(line: &str) -> Option<&str> {
    let (label, value) = line.split_once(':')?;
    let is_label = LABELS.iter().any(|known| label.trim().eq_ignore_ascii_case(known));
    (is_label && (shape::is_guid(value.trim()) || shape::is_time(value.trim()))).then_some(line)
}

/// The value of a parameter of `Content-Disposition`, quoted or not, with spaces around it or not.
fn parameter(disposition: &str, wanted: &str) -> Option<String> {
    let mut parts = disposition.split(';').skip(1);
    parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().trim_matches('"').to_owned())
    })
}
