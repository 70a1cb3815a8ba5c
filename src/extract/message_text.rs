//! Messages of the service: `AADSTS50126: ... Trace ID: ... Correlation ID: ... Timestamp: ...`.
//!
//! The parts are found by their labels: newer messages part them by line breaks, older ones by a space or by nothing.

use std::sync::LazyLock;

use regex::Regex;

use super::times;
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::observation::{Clock, ErrorSeen, Timed};

/// A literal pattern, compiled once.
fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(AADSTS|AADB2C)([0-9]{4,10})"));
static TRACE: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i-u:(?:trace|request) ?id:)[ \t\r\n\x{A0}]*([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"));
static CORRELATION: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"(?i-u:correlation ?id:)[ \t\r\n\x{A0}]*([0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12})"));
static TIMESTAMP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?i-u:timestamp:)[ \t\r\n\x{A0}]*([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)",
    )
});

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
        let find = |regex: &Option<Regex>| regex.as_ref().and_then(|regex| regex.captures(message)).and_then(|found| found.get(1));
        let labels = [find(&TRACE), find(&CORRELATION), find(&TIMESTAMP)];
        let time = labels[2].and_then(|found| times::service_time(found.as_str())).map(|at| Timed { at, clock: Clock::Message });
        Self {
            codes: codes(message),
            text: text_before_labels(message).to_owned(),
            request_id: labels[0].and_then(|found| Guid::parse(found.as_str())),
            correlation_id: labels[1].and_then(|found| Guid::parse(found.as_str())),
            time,
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

/// The codes that a text names in full, in order, each once.
fn codes(text: &str) -> Vec<Code> {
    let Some(regex) = CODE.as_ref() else { return Vec::new() };
    let mut codes = Vec::new();
    for found in regex.captures_iter(text) {
        let Some(code) = Code::read(&found[0]) else { continue };
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

fn text_before_labels(message: &str) -> &str {
    static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"(?i)(?:trace|request|correlation) ?id:|timestamp:"));
    let end = LABEL.as_ref().and_then(|regex| regex.find(message)).map_or(message.len(), |found| found.start());
    message[..end].trim()
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
    fn the_last_of_several_codes_is_the_inner_one() {
        let errors = MessageText::parse("AADSTS70002: Error validating credentials.AADSTS70008: The grant expired.").errors();
        assert_eq!(
            errors.iter().map(|error| (error.code.number(), error.outer)).collect::<Vec<_>>(),
            [(Some(70002), true), (Some(70008), false)]
        );
    }
}
