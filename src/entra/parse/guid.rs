//! GUIDs: correlation, request, tenant, application and object ids.

use std::fmt;

/// A GUID in lower case. Not all that the service uses are of version 4, so only the shape is held.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Guid(String);

impl Guid {
    /// Reads a GUID, with or without braces, in either case; `None` for everything else and for the all-zero one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches('{').trim_end_matches('}');
        let shaped = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        let zero = text.bytes().all(|byte| matches!(byte, b'0' | b'-'));
        (shaped && !zero).then(|| Self(text.to_ascii_lowercase()))
    }

    /// Reads a GUID as Microsoft accounts write one: 32 hexadecimal digits without hyphens, or with them.
    #[must_use]
    pub fn parse_with_or_without_hyphens(text: &str) -> Option<Self> {
        let text = text.trim();
        let parts = [text.get(..8), text.get(8..12), text.get(12..16), text.get(16..20), text.get(20..)];
        let bare = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let hyphenated = || parts.into_iter().collect::<Option<Vec<_>>>().map(|parts| parts.join("-"));
        if bare { Self::parse(&hyphenated()?) } else { Self::parse(text) }
    }

    /// The GUID as text, lower case with hyphens.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_may_be_missing_where_they_may() {
        let known = Guid::parse("dcb5ba66-9d22-4f15-a897-8c321904a248");
        assert!(known.is_some());
        assert_eq!(Guid::parse_with_or_without_hyphens("DCB5BA669D224F15A8978C321904A248"), known);
        assert_eq!(Guid::parse_with_or_without_hyphens("dcb5ba66-9d22-4f15-a897-8c321904a248"), known);
        assert_eq!(Guid::parse("dcb5ba669d224f15a8978c321904a248"), None);
        for text in ["", "dcb5ba669d224f15a8978c321904a24", "00000000000000000000000000000000", "ä5ba669d224f15a8978c321904a2481"] {
            assert_eq!(Guid::parse_with_or_without_hyphens(text), None, "{text}");
        }
    }
}
