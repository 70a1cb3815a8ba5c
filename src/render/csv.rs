//! CSV (RFC 4180): one attempt a line, for spreadsheets.

use super::steering::plain;
use super::{verdict, words};
use crate::model::attempt::Attempt;
use crate::model::report::Report;

const HEADER: &[&str] = &[
    "capture",
    "attempt",
    "outcome",
    "cause",
    "cause_name",
    "started",
    "ended",
    "application",
    "client_id",
    "tenant",
    "user",
    "correlation_id",
    "request_id",
    "timestamp",
    "interrupts",
    "verdict",
];

/// Renders the attempts of a report.
pub(super) fn render(report: &Report) -> String {
    let mut text = line(HEADER.iter().map(|name| (*name).to_owned()));
    for ((number, _), attempt) in report.attempts_in_whole().zip(&report.attempts) {
        text.push_str(&line(fields(number, attempt, report).into_iter()));
    }
    text
}

fn fields(number: usize, attempt: &Attempt, report: &Report) -> [String; 16] {
    let cause = report.root_of(attempt);
    let text = |value: Option<String>| value.unwrap_or_default();
    // The ids of a line are of one answer: that of the cause, or the last.
    let last = &attempt.last_answer;
    let correlation = cause.map_or(last.correlation_id.as_ref(), |cause| cause.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let request = cause.map_or(last.request_id.as_ref(), |cause| cause.request_id.as_ref());
    let interrupts: Vec<&str> = attempt.interrupts.iter().map(|interrupt| interrupt.kind.name()).collect();
    [
        report.origin_name(attempt.capture).to_owned(),
        (number + 1).to_string(),
        attempt.outcome.name().to_owned(),
        text(cause.map(|cause| cause.code.to_string())),
        text(cause.and_then(|cause| cause.name.clone())),
        text(attempt.started.map(|time| time.to_string())),
        text(attempt.ended.map(|time| time.to_string())),
        text(attempt.application.clone()),
        text(attempt.client_id.clone()),
        text(attempt.tenant_id.as_ref().map(ToString::to_string).or_else(|| attempt.tenant_domain.clone())),
        text(words::user_name(attempt)),
        text(correlation.map(ToString::to_string)),
        text(request.map(ToString::to_string)),
        text(cause.and_then(|cause| cause.timestamp).map(|time| time.to_string())),
        interrupts.join(";"),
        verdict::of(attempt, cause),
    ]
}

fn line(fields: impl Iterator<Item = String>) -> String {
    fields.map(|field| quoted(&field)).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A field in quotes, in which nothing is a formula to a spreadsheet.
fn quoted(field: &str) -> String {
    format!("\"{}\"", harmless(&plain(field)).replace('"', "\"\""))
}

/// With an apostrophe before each sign that begins a formula, at the beginning and behind what some spreadsheets part cells at: where commas
/// are decimal, at semicolons. Spaces, quotes and more separators before the sign help no one. A number below zero gets one as well: where cells
/// are parted elsewhere, more than a number is in its cell.
fn harmless(field: &str) -> String {
    let mut harmless = String::with_capacity(field.len());
    let mut begins = true;
    for letter in field.chars() {
        if begins && begins_formula(letter) {
            harmless.push('\'');
        }
        let is_before = letter.is_whitespace() || matches!(letter, '"' | '\'' | ',');
        begins = letter == ';' || begins && is_before;
        harmless.push(letter);
    }
    harmless
}

/// Whether a spreadsheet may take what begins so for a formula: the signs, and their kin of other widths.
fn begins_formula(letter: char) -> bool {
    matches!(
        letter,
        '=' | '+'
            | '-'
            | '@'
            | '\u{2212}'
            | '\u{fe62}'
            | '\u{fe63}'
            | '\u{fe66}'
            | '\u{fe6b}'
            | '\u{ff0b}'
            | '\u{ff0d}'
            | '\u{ff1d}'
            | '\u{ff20}'
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The cells of a line as a spreadsheet that parts at `separator` sees them: quotes count where a cell begins, and what stands behind the
    /// closing one is a part of the cell.
    fn cells(line: &str, separator: char) -> Vec<String> {
        let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
        let mut letters = line.chars().peekable();
        let mut begins = true;
        while let Some(letter) = letters.next() {
            match letter {
                '"' if begins => quoted = true,
                '"' if quoted && letters.peek() == Some(&'"') => cell.extend(letters.next()),
                '"' if quoted => quoted = false,
                _ if letter == separator && !quoted => {
                    cells.push(std::mem::take(&mut cell));
                    begins = true;
                    continue;
                }
                _ => cell.push(letter),
            }
            begins = false;
        }
        cells.push(cell);
        cells
    }

    fn is_live(cell: &str) -> bool {
        let text = cell.trim_matches(|letter: char| letter.is_whitespace() || letter == '"');
        text.starts_with(begins_formula)
    }

    #[test]
    fn fields_are_quoted_and_harmless() {
        for (field, written) in [
            ("plain", "plain"),
            ("a, \"b\"", "a, \"\"b\"\""),
            ("-5", "'-5"),
            ("alex+x@contoso.example", "alex+x@contoso.example"),
            ("2026-03-02T09:02:41Z", "2026-03-02T09:02:41Z"),
            ("mfa_required;consent", "mfa_required;consent"),
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("x;=cmd", "x;'=cmd"),
            ("x; \"=cmd", "x; \"\"'=cmd"),
            ("\u{a0}=1", "\u{a0}'=1"),
            (" \u{ff1d}1", " '\u{ff1d}1"),
            ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
            ("a\t=1\r\n=2", "a =1  =2"),
        ] {
            assert_eq!(quoted(field), format!("\"{written}\""));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn no_spreadsheet_finds_a_formula(fields in prop::collection::vec("([a1;,\"' \t\r\n\u{a0}\u{3000}\u{200b}=+@|!\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}-]){0,12}", 1..5)) {
            let line = line(fields.clone().into_iter());
            prop_assert!(!line.trim_end_matches("\r\n").contains(['\r', '\n', '\t']));
            for separator in [',', ';', '\t'] {
                for cell in cells(line.trim_end_matches("\r\n"), separator) {
                    prop_assert!(!is_live(&cell), "{separator:?}: {cell:?} in {line:?}");
                }
            }
        }
    }
}
