//! What programs put around the lines of a text: colors, and times and levels before each line.

/// Longest sequence that sets a color.
const LONGEST: usize = 32;

/// Length of the sequence for a terminal at the beginning of a text; 0 when there is none. JSON escapes its first letter.
pub(super) fn color(text: &[u8]) -> usize {
    const ESCAPES: [&[u8]; 4] = [b"\x1b[", b"\\u001b[", b"\\x1b[", b"\\033["];
    let Some(escape) = ESCAPES.iter().find(|escape| text.starts_with(escape)) else { return 0 };
    let parameters = text.iter().skip(escape.len()).take(LONGEST).take_while(|byte| matches!(byte, b'0'..=b'?')).count();
    let end = escape.len() + parameters;
    if text.get(end).is_some_and(|last| matches!(last, b'@'..=b'~')) { end + 1 } else { 0 }
}

/// The text without colors.
pub(super) fn without_colors(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['\x1b', '\\']) {
        let (before, marked) = rest.split_at_checked(at).unwrap_or_default();
        plain.push_str(before);
        let length = color(marked.as_bytes());
        // Either mark has one byte.
        plain.push_str(if length == 0 { marked.get(..1).unwrap_or_default() } else { "" });
        rest = marked.get(length.max(1)..).unwrap_or_default();
    }
    plain + rest
}

/// The text with its lines put together, without what a log puts before each line: margins, a time, words in brackets.
pub(super) fn without_prefixes(text: &str) -> String {
    let lines = text.split('\n').enumerate().map(|(at, line)| if at == 0 { line } else { without_prefix(line) }.trim_end());
    lines.collect::<Vec<_>>().join("\n")
}

fn without_prefix(line: &str) -> &str {
    let mut rest = line;
    loop {
        let inner = rest.trim_start_matches([' ', '\t', '>', '|', '+', '\u{a0}']);
        let behind = time(inner).or_else(|| in_brackets(inner)).map_or(inner, |length| inner.get(length..).unwrap_or_default());
        if behind.len() == rest.len() {
            return rest;
        }
        rest = behind;
    }
}

/// Length of a time at the beginning of a line.
fn time(line: &str) -> Option<usize> {
    const SHORTEST: usize = "10:00:00".len();
    let length = line.bytes().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b':' | b'.' | b',' | b'T' | b'Z' | b'/')).count();
    let shown = line.get(..length)?;
    let is_date = shown.len() >= SHORTEST && shown.starts_with(|first: char| first.is_ascii_digit()) && shown.contains(['-', ':', '/']);
    is_date.then_some(length)
}

/// Length of a word in brackets at the beginning of a line.
fn in_brackets(line: &str) -> Option<usize> {
    let inner = line.strip_prefix('[')?;
    inner.bytes().take(LONGEST * 2).position(|byte| byte == b']').map(|at| at + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_are_taken_off_also_where_they_are_escaped() {
        for (text, plain) in [
            ("\x1b[31mAADSTS50076\x1b[0m: x", "AADSTS50076: x"),
            (r"\u001b[1;31mERROR\u001b[0m: C:\Users\", r"ERROR: C:\Users\"),
            ("\x1b[ \x1b", "\x1b[ \x1b"),
            ("plain", "plain"),
        ] {
            assert_eq!(without_colors(text), plain);
        }
    }

    #[test]
    fn what_a_log_puts_before_lines_is_taken_off() {
        let text = "AADSTS50076: Due to a change\n2026-03-01T10:00:00.1234567Z | Trace ID: 1\n[12:00:01] [ERROR] Correlation ID: 2\n  > Timestamp: 2026";
        assert_eq!(without_prefixes(text), "AADSTS50076: Due to a change\nTrace ID: 1\nCorrelation ID: 2\nTimestamp: 2026");
        assert_eq!(without_prefixes("one\ntwo: 10\nin [three]"), "one\ntwo: 10\nin [three]");
    }
}
