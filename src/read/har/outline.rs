//! What is looked at in every entry of a HAR before anything of it is parsed: where it went, when, and which body cannot hold a fact.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::entra::json::Refused;
use crate::entra::repair;
use crate::model::message::{Headers, Url};
use crate::read::har::entry::{self, Parsed, Parts, with_query};
use crate::read::json::window::{Element, members};
use crate::read::prefilter::{self, Shown};
use crate::read::reading::{Reading, timestamp};

/// See the module.
pub(in crate::read) struct Glance<'a> {
    /// The members of the entry, as they are written.
    parts: Parts<'a>,
    pub(in crate::read) url: Url,
    pub(in crate::read) started: Option<Timestamp>,
    /// Where the text of the response's body is in the entry, when it is long.
    body: Range<usize>,
    /// Whether that is of a kind that is read.
    is_read: bool,
    /// Whether the request's body is encoded: no text in it shows.
    sends_encoded: bool,
}

impl<'a> Glance<'a> {
    pub(in crate::read) fn of(element: Element<'a>) -> Self {
        let outline = Outline::of(element);
        let parts = Parts::of(&outline.json);
        let asked = parts.request.map(Asked::of).unwrap_or_default();
        let started = parts.started.and_then(repair::text).and_then(|text| timestamp(&text));
        let (body, is_read) = parts.response.and_then(|response| outline.body(response)).unwrap_or((0..0, true));
        let parts = parts.map(|part| outline.in_entry(part, element.raw));
        Self { parts, url: Url::parse(asked.target), started, body, is_read, sends_encoded: asked.is_encoded }
    }

    /// The entry with something short in the place of the text of the response's body: for anyone who does not read the text. To sanitize a
    /// HAR takes 0.56 times as long when no parser passes over these texts.
    pub(in crate::read) fn around_body<'b>(&self, element: Element<'b>) -> Cow<'b, [u8]> {
        if self.body.is_empty() {
            return Cow::Borrowed(element.raw);
        }
        let part = |range: Range<usize>| element.raw.get(range).unwrap_or_default();
        Cow::Owned([part(0..self.body.start), b"\"-\"", part(self.body.end..element.raw.len())].concat())
    }

    /// Parses the entry, without the text of a body that is of no kind that is read: of that it matters only that it is there.
    pub(in crate::read) fn parse(&self, entry: u64, element: Element<'_>, reading: &Reading<'_>) -> Result<Parsed, Refused> {
        if self.is_read {
            // They were found already.
            return entry::parse(entry, &self.parts, reading);
        }
        entry::parse(entry, &Parts::of(&self.around_body(element)), reading)
    }

    /// What an entry shows that does not go to a sign-in host.
    pub(in crate::read) fn shown(&self, element: Element<'_>) -> Shown {
        let part = |range: Range<usize>| element.raw.get(range).unwrap_or_default();
        let rest = [part(0..self.body.start), part(self.body.end..element.raw.len())];
        match prefilter::look(rest, if self.is_read { part(self.body.clone()) } else { b"" }) {
            Shown::Nothing if self.sends_encoded => Shown::Packed,
            shown => shown,
        }
    }
}

/// What is looked at in a request.
#[derive(Default)]
struct Asked<'a> {
    /// The address; the last when there are several.
    target: Cow<'a, str>,
    /// Whether its body says that it is encoded.
    is_encoded: bool,
}

impl<'a> Asked<'a> {
    fn of(request: &'a [u8]) -> Self {
        let mut asked = Self::default();
        let mut query = None;
        for (name, value) in members(request) {
            match &*name {
                "url" => asked.target = repair::text(value).unwrap_or(asked.target),
                // An empty list has nothing to add.
                "queryString" => query = Some(value).filter(|list| list.len() > 2),
                "postData" => asked.is_encoded = members(value).any(|(name, _)| matches!(&*name, "encoding" | "_encoding" | "_isBinary")),
                _ => {}
            }
        }
        let is_bare = !asked.target.contains('?');
        let query = query.filter(|_| is_bare).and_then(|list| repair::value(list).ok());
        Self { target: with_query(asked.target, query.as_ref()), ..asked }
    }
}

/// An entry with its long texts left empty: a few thousand bytes of any entry.
struct Outline<'a> {
    json: Cow<'a, [u8]>,
    gaps: Vec<Gap>,
}

/// Larger outlines are of no one's headers.
const LARGEST_OUTLINE: usize = 1 << 20;

/// What is in the place of a long text.
const EMPTY: &[u8] = b"\"\"";

/// A text that was left empty.
struct Gap {
    /// Where its opening quote is in the outline.
    at: usize,
    /// Where it is in the entry.
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
            json.extend_from_slice(EMPTY);
            from = text.end;
        }
        json.extend_from_slice(element.raw.get(from..).unwrap_or_default());
        outline
    }

    /// Where the body of this response is in the entry, when it was left empty, and whether it will be read.
    fn body(&self, response: &[u8]) -> Option<(Range<usize>, bool)> {
        // This many headers are looked at on their own only where there is a body to pass over.
        if self.gaps.is_empty() || response.len() > LARGEST_OUTLINE {
            return None;
        }
        let answer: Answer<'_> = serde_json::from_slice(response).ok()?;
        let text = self.place_of(answer.content.text.get().as_bytes());
        let gap = self.gaps.iter().find(|gap| gap.at == text)?;
        Some((gap.text.clone(), answer.media_type().is_none_or(|media_type| prefilter::reads(&media_type))))
    }

    /// The bytes of the entry that a part of the outline was made of.
    fn in_entry<'b>(&self, part: &[u8], entry: &'b [u8]) -> &'b [u8] {
        let start = self.place_of(part);
        let place = |at: usize| {
            let before = self.gaps.iter().take_while(|gap| gap.at < at);
            at + before.map(|gap| gap.text.len().saturating_sub(EMPTY.len())).sum::<usize>()
        };
        entry.get(place(start)..place(start + part.len())).unwrap_or_default()
    }

    /// Where in the outline a part of it begins.
    fn place_of(&self, part: &[u8]) -> usize {
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
