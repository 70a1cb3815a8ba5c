//! What is looked at in every entry of a HAR before anything of it is parsed: where it went, when, and which body cannot hold a fact.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::entra::repair;
use crate::model::message::{Headers, Url};
use crate::read::json::window::{Element, members};
use crate::read::prefilter::{self, Shown};
use crate::read::reading::timestamp;

/// See the module.
pub(in crate::read) struct Glance {
    pub(in crate::read) url: Url,
    pub(in crate::read) started: Option<Timestamp>,
    /// Where the text of the response's body stands in the entry, when it is long.
    body: Range<usize>,
    /// Whether that is of a kind that is read.
    is_read: bool,
}

impl Glance {
    pub(in crate::read) fn of(element: Element<'_>) -> Self {
        let outline = Outline::of(element);
        let (mut address, mut started, mut body) = (None, None, None);
        for (name, value) in members(&outline.json) {
            match &*name {
                "request" => address = url(value),
                "response" => body = outline.body(value),
                "startedDateTime" => started = repair::text(value).and_then(|text| timestamp(&text)),
                _ => {}
            }
        }
        let (body, is_read) = body.unwrap_or((0..0, true));
        Self { url: Url::parse(address.unwrap_or_default()), started, body, is_read }
    }

    /// What an entry shows that does not go to a sign-in host.
    pub(in crate::read) fn shown(&self, element: Element<'_>) -> Shown {
        let part = |range: Range<usize>| element.raw.get(range).unwrap_or_default();
        let rest = [part(0..self.body.start), part(self.body.end..element.raw.len())];
        prefilter::look(rest, if self.is_read { part(self.body.clone()) } else { b"" })
    }
}

/// The address in a request; the last when there are several.
fn url(request: &[u8]) -> Option<Cow<'_, str>> {
    members(request).filter(|(name, _)| name == "url").filter_map(|(_, url)| repair::text(url)).last()
}

/// An entry with its long texts left empty: a few thousand bytes of any entry.
struct Outline<'a> {
    json: Cow<'a, [u8]>,
    gaps: Vec<Gap>,
}

/// Larger outlines are of nobody's headers.
const LARGEST_OUTLINE: usize = 1 << 20;

/// A text that was left empty.
struct Gap {
    /// Where its opening quote is in the outline.
    at: usize,
    /// Where it stands in the entry.
    text: Range<usize>,
}

/// The members of a response that tell of what kind its body is. A member that is there twice, or of another type, makes it unknown.
#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    headers: Vec<Header<'a>>,
    #[serde(borrow)]
    content: Content<'a>,
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    name: Cow<'a, str>,
    #[serde(borrow)]
    value: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Content<'a> {
    #[serde(borrow, default)]
    mime_type: Cow<'a, str>,
    #[serde(borrow)]
    text: &'a RawValue,
}

impl<'a> Outline<'a> {
    fn of(element: Element<'a>) -> Self {
        if element.long_texts.is_empty() {
            return Self { json: Cow::Borrowed(element.raw), gaps: Vec::new() };
        }
        let mut outline = Self { json: Cow::Owned(Vec::new()), gaps: Vec::new() };
        let json = outline.json.to_mut();
        let mut from = 0;
        for text in element.long_texts {
            json.extend_from_slice(element.raw.get(from..text.start).unwrap_or_default());
            outline.gaps.push(Gap { at: json.len(), text: text.clone() });
            json.extend_from_slice(b"\"\"");
            from = text.end;
        }
        json.extend_from_slice(element.raw.get(from..).unwrap_or_default());
        outline
    }

    /// Where the body of this response stands in the entry, when it was left empty, and whether it will be read.
    fn body(&self, response: &[u8]) -> Option<(Range<usize>, bool)> {
        // So many headers are looked at by themselves only where there is a body to pass over.
        if self.gaps.is_empty() || response.len() > LARGEST_OUTLINE {
            return None;
        }
        let answer: Answer<'_> = serde_json::from_slice(response).ok()?;
        let text = self.place_of(answer.content.text.get());
        let gap = self.gaps.iter().find(|gap| gap.at == text)?;
        Some((gap.text.clone(), answer.media_type().is_none_or(|media_type| prefilter::reads(&media_type))))
    }

    /// Where in the outline a part of it begins.
    fn place_of(&self, part: &str) -> usize {
        part.as_ptr().addr().wrapping_sub(self.json.as_ptr().addr())
    }
}

impl Answer<'_> {
    /// As the entry's parser finds it. None when it stands on several lines, which may be several headers.
    fn media_type(&self) -> Option<String> {
        let named = self.headers.iter().find(|header| header.name.trim().eq_ignore_ascii_case("content-type"));
        let value = named.map_or(&self.content.mime_type, |header| &header.value);
        let is_one_line = !value.contains(['\r', '\n']);
        is_one_line.then(|| Headers::from_iter([("Content-Type".to_owned(), value.clone().into_owned())]).media_type())
    }
}
