//! A code as it is typed: with its prefix, as bare digits, by name. What cannot be one is wrong usage.

use std::fmt;

use crate::entra::codes::Code;

/// The codes that are meant.
#[derive(Debug, Clone)]
pub(in crate::cli) struct Codes(Vec<Code>);

impl fmt::Display for Codes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.0[..], self.0.first().and_then(Code::number)) {
            // Of bare digits no one knows whose they are.
            ([_, _, ..], Some(number)) => write!(f, "{number}"),
            (meant, _) => meant.iter().try_for_each(|code| write!(f, "{code}")),
        }
    }
}

impl Codes {
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let meant = Code::meant_by(text);
        let wrong =
            "no such code can exist; give AADSTS or AADB2C with a number, a number alone, MSIS with a number, or a name such as mfa-denied";
        if meant.is_empty() { Err(wrong) } else { Ok(Self(meant)) }
    }

    /// Every code that is meant: of bare digits one of each family.
    pub(in crate::cli) fn meant(&self) -> &[Code] {
        &self.0
    }
}
