//! Messages of the service: `AADSTS50126: ... Trace ID: ... Correlation ID: ... Timestamp: ...`.
//!
//! The parts are found by their labels: newer messages part them by line breaks, older ones by a space or by nothing.

use std::ops::Range;

use super::times;
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::observation::{Clock, ErrorSeen, Timed};

/// What a label stands before.
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
pub(super) struct MessageText {
    /// The codes in order, each once.
    pub(super) codes: Vec<Code>,
    /// The text before the labels.
    pub(super) text: String,
    /// `Trace ID`.
    pub(super) request_id: Option<Guid>,
    /// `Correlation ID`.
    pub(super) correlation_id: Option<Guid>,
    /// `Timestamp`.
    pub(super) time: Option<Timed>,
}

impl MessageText {
    /// Takes a message apart.
    pub(super) fn parse(message: &str) -> Self {
        let labels = Labels::of(message);
        let id = |part| labels.values(part).find_map(|value| Guid::parse(value.get(..36)?));
        let time = labels.values(Part::Time).find_map(|value| times::service_time(timestamp(value)?));
        Self {
            codes: codes(message),
            text: labels.text_before().to_owned(),
            request_id: id(Part::Request),
            correlation_id: id(Part::Correlation),
            time: time.map(|at| Timed { at, clock: Clock::Message }),
        }
    }

    /// Whether the message carries the service's own labels: what tells a message that happened from a text about codes.
    pub(super) fn is_labelled(&self) -> bool {
        self.request_id.is_some() || self.correlation_id.is_some() || self.time.is_some()
    }

    /// One error a code; the last code is the inner one.
    pub(super) fn errors(&self) -> Vec<ErrorSeen> {
        let last = self.codes.len().saturating_sub(1);
        let error = |(at, code): (usize, &Code)| ErrorSeen {
            message: Some(self.text.clone()).filter(|text| !text.is_empty()),
            time: self.time,
            correlation_id: self.correlation_id.clone(),
            request_id: self.request_id.clone(),
            outer: at != last,
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

    /// What stands behind each label of this part.
    fn values(&self, part: Part) -> impl Iterator<Item = &'a str> {
        let blank = [' ', '\t', '\r', '\n', '\u{A0}'];
        let labels = self.found.iter().filter(move |(_, of)| *of == part);
        labels.filter_map(move |(label, _)| Some(self.message.get(label.end..)?.trim_start_matches(blank)))
    }

    /// The text before the first label.
    fn text_before(&self) -> &'a str {
        let end = self.found.first().map_or(self.message.len(), |(label, _)| label.start);
        self.message.get(..end).unwrap_or_default().trim()
    }
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

/// Most codes that are read from one place: no failure names so many.
pub(super) const MOST_CODES: usize = 50;

/// The codes that a text names in full, in order, each once: those of the service, and those of AD FS.
fn codes(text: &str) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut entra = text.match_indices("AAD").map(|(at, _)| at).peekable();
    let mut federation = text.match_indices("MSIS").map(|(at, _)| at).peekable();
    loop {
        let found = match (entra.peek(), federation.peek()) {
            (None, None) => break,
            (Some(one), Some(other)) if other < one => federation.next().and_then(|at| federation_code(text, at)),
            (Some(_), _) => entra.next().and_then(|at| entra_code(text, at)),
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

fn entra_code(text: &str, at: usize) -> Option<Code> {
    let rest = text.get(at..)?;
    let number = ["AADSTS", "AADB2C"].iter().find_map(|name| rest.strip_prefix(name))?;
    let digits = number.bytes().take(10).take_while(u8::is_ascii_digit).count();
    rest.get(.."AADSTS".len() + digits).filter(|_| digits >= 4).and_then(Code::read)
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
