//! Bodies, by what they are rather than by what a header calls them.

use super::{Cleaner, Holder, Trust, placeholder};
use crate::entra::json;
use crate::model::message::{Body, Headers};

/// A form of this type is one although it holds letters that should have been encoded.
const FORM: &str = "application/x-www-form-urlencoded";

impl Cleaner {
    pub(super) fn body(&mut self, body: &Body, headers: &Headers, trust: Trust, keeps: bool) -> Body {
        let text = match body {
            Body::Text(text) if keeps => text,
            Body::Text(_) => return self.left_out(),
            // Pictures, scripts and what could not be decoded are never written.
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
        let media = headers.media_type();
        let start = text.trim_start_matches('\u{feff}').trim();
        if start.is_empty() {
            return Some(text.to_owned());
        }
        if let Some(boundary) = boundary(headers).filter(|_| media.starts_with("multipart/")) {
            return Some(self.multipart(text, &boundary, trust));
        }
        if start.starts_with(['{', '[']) && !placeholder::begins(start) {
            return json::parse(start).ok().map(|value| self.json(&value, trust).to_string());
        }
        if start.starts_with('<') {
            return if is_xml(start, &media) { self.xml(start, trust) } else { Some(self.page(start, trust)) };
        }
        if media == FORM || is_form(start) {
            return Some(self.parameters(start, trust));
        }
        match trust {
            Trust::SignIn => Some(self.text(text, trust)),
            // Of what an application says in its own words only a message of the service stays.
            Trust::Other => self.telling_lines(text),
        }
    }

    /// Parts by their names; contents of files are dropped.
    fn multipart(&mut self, text: &str, boundary: &str, trust: Trust) -> String {
        let delimiter = format!("--{boundary}");
        let parts: Vec<String> = text.split(delimiter.as_str()).map(|part| self.part(part, trust)).collect();
        parts.join(&delimiter)
    }

    fn part(&mut self, part: &str, trust: Trust) -> String {
        let Some((head, value)) = ["\r\n\r\n", "\n\n"].iter().find_map(|gap| part.split_once(gap)) else {
            return self.plain(part);
        };
        let parameter = |name: &str| head.split_once(&format!(" {name}=\""))?.1.split_once('"').map(|(value, _)| value.to_owned());
        let name = parameter("name").unwrap_or_default();
        let content = value.trim_end_matches(['\r', '\n']);
        let clean = match parameter("filename") {
            Some(_) => self.unknown(content),
            None => self.named(&name, content, trust, Holder::Parameter),
        };
        let head: Vec<&str> = head.lines().map(|line| line.split_once("; filename=").map_or(line, |(line, _)| line)).collect();
        format!("{}\r\n\r\n{clean}\r\n", self.plain(&head.join("\r\n")))
    }

    /// A line of a text.
    pub(super) fn line(&mut self, line: &str, trust: Trust) -> String {
        if self.is_learnt((line, trust)) { String::new() } else { self.text(line, trust) }
    }

    /// The lines around those that quote a message of the service.
    pub(super) fn telling_lines(&mut self, text: &str) -> Option<String> {
        const AROUND: usize = 3;
        let tells = |text: &str| text.contains("AADSTS") || text.contains("AADB2C");
        if !tells(text) {
            return None;
        }
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let telling: Vec<bool> = lines.iter().map(|line| tells(line)).collect();
        let is_near = |at: usize| telling.iter().take(at + AROUND + 1).skip(at.saturating_sub(AROUND)).any(|tells| *tells);
        let kept: Vec<&str> = lines.iter().enumerate().filter(|(at, _)| is_near(*at)).map(|(_, line)| *line).collect();
        (!kept.is_empty()).then(|| kept.iter().map(|line| self.line(line, Trust::Other)).collect::<Vec<_>>().join("\n"))
    }
}

fn boundary(headers: &Headers) -> Option<String> {
    let parameter = headers.get("content-type")?.split(';').find_map(|part| part.trim().strip_prefix("boundary="))?;
    Some(parameter.trim_matches('"').to_owned()).filter(|boundary| !boundary.is_empty())
}

/// XML by its declaration, its first name or its label; everything else in angle brackets is read as browsers read it.
fn is_xml(text: &str, media: &str) -> bool {
    let root = text.trim_start_matches('<').split(|letter: char| letter.is_whitespace() || letter == '>').next().unwrap_or("");
    let labelled = media.contains("xml") && !media.contains("html");
    root.starts_with("?xml") || root.contains(':') || labelled
}

fn is_form(text: &str) -> bool {
    let name = text.split_once('=').map_or("", |(name, _)| name);
    !name.is_empty() && name.len() <= 128 && !text.contains(['\n', ' ', '"']) && !name.contains(['<', '>', '/'])
}
