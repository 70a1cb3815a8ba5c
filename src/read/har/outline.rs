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
use crate::read::json::window::{Element, Members, members};
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
        let mut members = element.members();
        let parts = Parts::of(&mut members);
        let asked = parts.request.map(|request| Asked::of(element.members_of(request, &members))).unwrap_or_default();
        let started = parts.started.and_then(repair::text).and_then(|text| timestamp(&text));
        let (body, is_read) = parts.response.and_then(|response| body(element, response)).unwrap_or((0..0, true));
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
        entry::parse(entry, &Parts::of(&mut members(&self.around_body(element))), reading)
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
    fn of(request: Members<'a>) -> Self {
        let mut asked = Self::default();
        let mut query = None;
        for (name, value) in request {
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

/// Larger responses, without their long texts, have more than headers.
const LARGEST_OUTLINE: usize = 1 << 20;

/// Where the body of a response is in the entry, when it is a long text, and whether it will be read.
fn body(element: Element<'_>, response: &[u8]) -> Option<(Range<usize>, bool)> {
    /// What is in the place of a long text.
    const EMPTY: &[u8] = b"\"\"";
    let place = element.place_of(response);
    let texts = element.long_texts.iter().filter(|text| place.start <= text.start && text.end <= place.end);
    // The response with its long texts left empty, and where each was.
    let (mut outline, mut gaps) = (Vec::new(), Vec::new());
    let mut from = place.start;
    for text in texts {
        outline.extend_from_slice(element.raw.get(from..text.start)?);
        gaps.push((outline.len(), text));
        outline.extend_from_slice(EMPTY);
        from = text.end;
    }
    // This many headers are looked at on their own only where there is a body to pass over.
    if gaps.is_empty() || outline.len() + place.end.saturating_sub(from) > LARGEST_OUTLINE {
        return None;
    }
    outline.extend_from_slice(element.raw.get(from..place.end)?);
    let answer: Answer<'_> = serde_json::from_slice(&outline).ok()?;
    let text = answer.content.text.get().as_ptr().addr().wrapping_sub(outline.as_ptr().addr());
    let (_, gap) = gaps.into_iter().find(|(at, _)| *at == text)?;
    Some((gap.clone(), answer.media_type().is_none_or(|media_type| prefilter::reads(&media_type))))
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

impl Answer<'_> {
    /// As the entry's parser finds it. None when it stands on several lines, which may be several headers.
    fn media_type(&self) -> Option<String> {
        let named = self.headers.iter().find(|header| header.name.trim().eq_ignore_ascii_case("content-type"));
        let value = named.map_or(&self.content.mime_type, |header| &header.value);
        let is_one_line = !value.contains(['\r', '\n']);
        is_one_line.then(|| Headers::from_iter([("Content-Type".to_owned(), value.clone().into_owned())]).media_type())
    }
}
