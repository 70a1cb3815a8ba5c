//! Messages of the service: `AADSTS50126: ... Trace ID: ... Correlation ID: ... Timestamp: ...`.
//!
//! The parts are found by their labels: newer messages part them by line breaks, older ones by a space or by nothing. Who quotes a message may have
//! encoded it, and put words of his own around it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::message_detail;
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::entra::page::Page;
use crate::entra::percent::form_decoded;
use crate::extract::times;
use crate::model::observation::{Clock, ErrorSeen, Timed};

/// What a label precedes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Request,
    Correlation,
    Time,
}

/// The labels, of which case makes no difference.
const LABELS: &[(&str, Part)] = &[
    ("trace id:", Part::Request),
    ("traceid:", Part::Request),
    ("request id:", Part::Request),
    ("requestid:", Part::Request),
    ("correlation id:", Part::Correlation),
    ("correlationid:", Part::Correlation),
    ("activity id:", Part::Correlation),
    ("timestamp:", Part::Time),
];

/// A message taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::extract) struct MessageText {
    /// The codes in order, each once.
    pub(in crate::extract) codes: Vec<Code>,
    /// The text before the labels, from its first code on when it has one.
    pub(in crate::extract) text: String,
    /// `Trace ID`.
    pub(in crate::extract) request_id: Option<Guid>,
    /// `Correlation ID`.
    pub(in crate::extract) correlation_id: Option<Guid>,
    /// `Timestamp`.
    pub(in crate::extract) time: Option<Timed>,
}

impl MessageText {
    /// Takes a message apart.
    pub(in crate::extract) fn parse(message: &str) -> Self {
        let message = &*decoded(message);
        let labels = Labels::of(message);
        let id = |part| labels.values(part).find_map(|value| Guid::parse(value.get(..36)?));
        let time = labels.values(Part::Time).find_map(|value| times::service_time(timestamp(value)?));
        Self {
            codes: codes(message),
            text: labels.text().to_owned(),
            request_id: id(Part::Request),
            correlation_id: id(Part::Correlation),
            time: time.map(|at| Timed { at, clock: Clock::Message }),
        }
    }

    /// Whether the message carries the service's own labels: what tells a message that happened from a text about codes.
    pub(in crate::extract) fn is_labelled(&self) -> bool {
        self.request_id.is_some() || self.correlation_id.is_some() || self.time.is_some()
    }

    /// One error a code; the last code is the inner one.
    pub(in crate::extract) fn errors(&self) -> Vec<ErrorSeen> {
        let Some(last) = self.codes.len().checked_sub(1) else { return Vec::new() };
        let detail = message_detail::of(&self.text);
        let error = |(at, code): (usize, &Code)| ErrorSeen {
            message: Some(self.text.clone()).filter(|text| !text.is_empty()),
            time: self.time,
            correlation_id: self.correlation_id.clone(),
            request_id: self.request_id.clone(),
            outer: at != last,
            detail: detail.clone().filter(|_| at == last),
            ..ErrorSeen::new(code.clone())
        };
        self.codes.iter().enumerate().map(error).collect()
    }
}

/// The labels of a message, in order.
struct Labels<'a> {
    message: &'a str,
    found: Vec<(Range<usize>, Part)>,
}

impl<'a> Labels<'a> {
    fn of(message: &'a str) -> Self {
        let ending_at = |end: usize| {
            LABELS.iter().find_map(|(name, part)| {
                let label = end.checked_sub(name.len())?..end;
                message.get(label.clone())?.eq_ignore_ascii_case(name).then_some((label, *part))
            })
        };
        let found = message.match_indices(':').filter_map(|(colon, _)| ending_at(colon + 1)).collect();
        Self { message, found }
    }

    /// What follows each label of this part.
    fn values(&self, part: Part) -> impl Iterator<Item = &'a str> {
        let blank = [' ', '\t', '\r', '\n', '\u{A0}'];
        let labels = self.found.iter().filter(move |(_, of)| *of == part);
        labels.filter_map(move |(label, _)| Some(self.message.get(label.end..)?.trim_start_matches(blank)))
    }

    /// The text from the first code on, or all of it when there is none, to the next label.
    fn text(&self) -> &'a str {
        let start = first_code(self.message).unwrap_or_default();
        let next = self.found.iter().map(|(label, _)| label.start).find(|label| *label >= start);
        let text = self.message.get(start..next.unwrap_or(self.message.len())).unwrap_or_default().trim();
        if start == 0 { text } else { without_closing(text) }
    }
}

/// Whether a text has what every code begins with; nearly no header has, and one that has not need not be taken apart.
pub(in crate::extract) fn may_name_code(text: &str) -> bool {
    ["AAD", "MSIS"].iter().any(|prefix| memmem::find(text.as_bytes(), prefix.as_bytes()).is_some())
}

/// Where the first code of a text begins.
pub(in crate::extract) fn first_code(text: &str) -> Option<usize> {
    let entra = text.match_indices("AAD").map(|(at, _)| at).find(|at| code_at(text, *at).is_some());
    let federation = text.match_indices("MSIS").map(|(at, _)| at).find(|at| federation_code(text, *at).is_some());
    entra.into_iter().chain(federation).min()
}

/// Takes off what closes around a message: quotes and brackets that were opened before it.
fn without_closing(mut text: &str) -> &str {
    /// Deeper than anyone puts a message.
    const MOST: usize = 8;
    for _ in 0..MOST {
        let Some(last) = text.chars().next_back() else { break };
        let opened = match last {
            '}' => text.matches('{').count() >= text.matches('}').count(),
            ']' => text.matches('[').count() >= text.matches(']').count(),
            ')' => text.matches('(').count() >= text.matches(')').count(),
            '\'' | '"' | '`' => text.matches(last).count() % 2 == 0,
            ',' | ';' => false,
            _ => break,
        };
        if opened {
            break;
        }
        text = text.strip_suffix(last).unwrap_or_default().trim_end();
    }
    text
}

/// A text as it was before someone encoded it: for an address, for JSON, for a page, also twice.
pub(in crate::extract) fn decoded(text: &str) -> Cow<'_, str> {
    /// More often no one encodes a text.
    const MOST: usize = 4;
    let mut text = Cow::Borrowed(text);
    for _ in 0..MOST {
        let Some(once) = decoded_once(&text) else { break };
        text = Cow::Owned(once);
    }
    text
}

/// Undoes one encoding of a text that names a code; `None` when it is not encoded.
fn decoded_once(text: &str) -> Option<String> {
    let start = first_code(text)?;
    let message = text.get(start..)?;
    let has = |marks: &[&str]| marks.iter().any(|mark| message.contains(mark));
    if has(&["%20", "%3A", "%3a", "%2520", "%253A", "%253a"]) && !message.contains(": ") {
        return Some(form_decoded(text).into_owned());
    }
    if has(&["&#", "&quot;", "&amp;", "&apos;", "&lt;"]) {
        let decoded = Page::parse(text).text;
        return (decoded.contains("AAD") && decoded.len() < text.len()).then_some(decoded);
    }
    None
}

/// Undoes the escapes of JSON and of scripts in what someone quotes, if there are any.
pub(in crate::extract) fn unescaped(text: &str) -> Cow<'_, str> {
    // A backslash also is in paths: only what no path holds tells that it escapes.
    const MARKS: &[&str] = &["\\r\\n", "\\nTrace", "\\nCorrelation", "\\nTimestamp", "\\\"", "\\u0027", "\\u0022"];
    if MARKS.iter().any(|mark| text.contains(mark)) { Cow::Owned(without_escapes(text)) } else { Cow::Borrowed(text) }
}

fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = after.chars();
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('u') => {
                let unit = letters.as_str().get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
                match unit {
                    Some(letter) => {
                        out.push(letter);
                        letters = letters.as_str().get(4..).unwrap_or_default().chars();
                    }
                    None => out.push_str("\\u"),
                }
            }
            // No escape: the name of a folder in a path.
            Some(other) if other.is_ascii_alphanumeric() => out.extend(['\\', other]),
            Some(other) => out.push(other),
            None => {}
        }
        rest = letters.as_str();
    }
    out + rest
}

/// A time at the beginning of a text, as far as it goes: `2024-05-01 10:00:00`, with a fraction and an offset or without.
fn timestamp(text: &str) -> Option<&str> {
    const SHAPE: &[u8] = b"0000-00-00 00:00:00";
    let is_shaped = |(byte, shape): (u8, &u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        b' ' => matches!(byte, b' ' | b'T'),
        mark => byte == *mark,
    };
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let start = text.get(..SHAPE.len())?;
    if !start.bytes().zip(SHAPE).all(is_shaped) {
        return None;
    }
    let rest = &text[SHAPE.len()..];
    let fraction = rest.strip_prefix('.').map_or(0, digits);
    let rest = &rest[if fraction > 0 { fraction + 1 } else { 0 }..];
    let zone = if rest.starts_with('Z') { 1 } else { offset(rest).unwrap_or(0) };
    text.get(..text.len() - rest.len() + zone)
}

/// Length of `+01:00` or `+0100` at the beginning of a text.
fn offset(text: &str) -> Option<usize> {
    let digits = text.strip_prefix(['+', '-'])?;
    let is_pair = |text: &str| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
    let colon = usize::from(digits.get(2..3) == Some(":"));
    let (hours, minutes) = (digits.get(..2)?, digits.get(2 + colon..4 + colon)?);
    (is_pair(hours) && is_pair(minutes)).then_some(5 + colon)
}

/// Most codes that are read from one place: no failure names that many.
pub(in crate::extract) const MOST_CODES: usize = 50;

/// The codes that a text names in full, in order, each once: those of the service, and those of AD FS.
fn codes(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut entra = text.match_indices("AAD").map(|(at, _)| at).peekable();
    let mut federation = text.match_indices("MSIS").map(|(at, _)| at).peekable();
    loop {
        let found = match (entra.peek(), federation.peek()) {
            (None, None) => break,
            (Some(one), Some(other)) if other < one => federation.next().and_then(|at| federation_code(text, at)),
            (Some(_), _) => entra.next().and_then(|at| code_at(text, at)),
            (None, Some(_)) => federation.next().and_then(|at| federation_code(text, at)),
        };
        let Some(code) = found.filter(|code| !codes.contains(code)) else { continue };
        codes.push(code);
        if codes.len() == MOST_CODES {
            break;
        }
    }
    codes
}

/// The code that is in full at a place of a text.
fn code_at(text: &str, at: usize) -> Option<Code> {
    let rest = text.get(at..)?;
    let number = ["AADSTS", "AADB2C"].iter().find_map(|name| rest.strip_prefix(name))?;
    let digits = number.bytes().take(10).take_while(u8::is_ascii_digit).count();
    Some(rest.get(.."AADSTS".len() + digits)?).filter(|_| digits >= 4).and_then(Code::read)
}

/// `MSIS7042`, as a word of its own: names of cookies begin alike.
fn federation_code(text: &str, at: usize) -> Option<Code> {
    let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let before = text.as_bytes().get(..at).and_then(<[u8]>::last);
    let rest = text.get(at..)?;
    let length = rest.bytes().take_while(|byte| is_of_word(byte)).count();
    if before.is_some_and(is_of_word) { None } else { rest.get(..length).and_then(Code::read) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_label_whatever_stands_between_them() {
        for separator in ["\r\n", " ", ""] {
            let message = [
                "AADSTS70016: Continue polling.",
                "Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001",
                "Correlation ID: 22222222-aaaa-4bbb-8ccc-000000000002",
                "Timestamp: 2024-05-01 10:00:00Z",
            ]
            .join(separator);
            let parsed = MessageText::parse(&message);
            assert_eq!(parsed.codes, [Code::Entra(70016)]);
            assert_eq!(parsed.text, "AADSTS70016: Continue polling.");
            assert_eq!(parsed.request_id.as_ref().map(Guid::as_str), Some("11111111-aaaa-4bbb-8ccc-000000000001"));
            assert_eq!(parsed.correlation_id.as_ref().map(Guid::as_str), Some("22222222-aaaa-4bbb-8ccc-000000000002"));
            assert!(parsed.time.is_some() && parsed.is_labelled());
        }
    }

    #[test]
    fn a_time_ends_where_its_shape_does() {
        for (text, time) in [
            ("2024-05-01 10:00:00Z and on", Some("2024-05-01 10:00:00Z")),
            ("2024-05-01T10:00:00.1234567+01:00)", Some("2024-05-01T10:00:00.1234567+01:00")),
            ("2024-05-01T10:00:00-0130x", Some("2024-05-01T10:00:00-0130")),
            ("2024-05-01 10:00:00. +1", Some("2024-05-01 10:00:00")),
            ("2024-05-01 10:00:00+01:5", Some("2024-05-01 10:00:00")),
            ("2024-05-01 10:00", None),
            ("yesterday, 2024-05-01 10:00:00Z", None),
        ] {
            assert_eq!(timestamp(text), time, "{text}");
        }
    }

    #[test]
    fn codes_of_the_federation_server_are_words_of_their_own() {
        let named = |text: &str| codes(text).iter().map(ToString::to_string).collect::<Vec<_>>();
        let text = "MSIS7042: The same client ... MSISAuth1=x, xMSIS7065, AADSTS50126 and MSIS9622: no. MSIS7042";
        assert_eq!(named(text), ["MSIS7042", "AADSTS50126", "MSIS9622"]);
        assert!(named("MSIS MSIS12 MSISLoopDetectionCookie MSIS123456").is_empty());
    }

    #[test]
    fn the_last_of_several_codes_is_the_inner_one() {
        let errors = MessageText::parse("AADSTS70002: Error validating credentials.AADSTS70008: The grant expired.").errors();
        assert_eq!(
            errors.iter().map(|error| (error.code.number(), error.outer)).collect::<Vec<_>>(),
            [(Some(70002), true), (Some(70008), false)]
        );
    }
}
