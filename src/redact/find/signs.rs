//! Signs of assignments in running text, with what precedes them: `name: value`, `name=value`, `"name" : "value"`, `name%3Dvalue`.
//!
//! Patterns that look for a name with a value are dear, and most texts have none of the names that they know. They are asked only where one of the
//! names precedes a sign.

/// A sign, for a look that may say yes once too often, and never no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::redact) struct Sign<'t> {
    /// The text up to the end of the name, without the quote and the spaces behind it.
    pub(in crate::redact) named: &'t str,
    /// Whether a value follows that is assigned: not only a colon, as in a sentence.
    pub(in crate::redact) is_assigned: bool,
}

/// Every sign of a text.
pub(in crate::redact) fn signs(text: &str) -> impl Iterator<Item = Sign<'_>> {
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'=', b':', b'%', bytes).filter_map(move |at| {
        let is_escape = bytes.get(at) == Some(&b'%');
        if is_escape && !matches!(bytes.get(at + 1..at + 3), Some([b'3', b'D' | b'd' | b'A' | b'a'])) {
            return None;
        }
        let before = text.get(..at)?.trim_end();
        let named = before.strip_suffix(['"', '\'']).unwrap_or(before).trim_end_matches('\\');
        let after = text.get(at + 1..)?.trim_start();
        let is_assigned = bytes.get(at) != Some(&b':') || named.len() < before.len() || after.starts_with(['"', '\'', '\\']);
        Some(Sign { named, is_assigned })
    })
}

/// Whether a text ends with another one, whatever the case.
pub(in crate::redact) fn ends_with(text: &str, end: &str) -> bool {
    text.len().checked_sub(end.len()).and_then(|at| text.get(at..)).is_some_and(|last| last.eq_ignore_ascii_case(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_before_every_sign() {
        for (text, named, is_assigned) in [
            ("a code: 7", "a code", false),
            ("code=7", "code", true),
            ("{\\\"code\\\" : 7", "{\\\"code", true),
            ("code%3D7", "code", true),
            ("code : '7'", "code", true),
        ] {
            assert_eq!(signs(text).next(), Some(Sign { named, is_assigned }), "{text}");
        }
        assert_eq!(signs("50% of it").count(), 0);
        assert!(ends_with("a CODE", "code") && !ends_with("ode", "code"));
    }
}
