//! Codes: what they look like, and what is known of each: one row in [`aadsts`], [`aadb2c`], [`msis`] or [`named`].

mod aadb2c;
mod aadsts;
mod kind;
mod msis;
mod named;
mod row;

use std::cmp::Ordering;
use std::fmt;
use std::sync::LazyLock;

use super::interrupts::InterruptKind;
pub use kind::CodeKind;
use row::{Facts, Refused, Row};

/// A code of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// `AADSTS50126`.
    Entra(u64),
    /// `AADB2C90118`.
    B2c(u64),
    /// A finding without a number, by a stable kebab-case name: `mfa-denied`.
    Named(String),
}

impl Code {
    /// A finding without a number.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named(name.into())
    }

    /// The code that a guide names: as it is written in full, or the name of a finding without a number.
    #[must_use]
    pub fn of_guide(text: &str) -> Self {
        Self::read(text).unwrap_or_else(|| Self::named(text))
    }

    /// Every code that the tables list, sorted.
    #[cfg(any(test, feature = "internals"))]
    pub fn listed() -> impl Iterator<Item = Self> {
        let entra = aadsts::ROWS.iter().map(|row| Self::Entra(row.number));
        let b2c = aadb2c::ROWS.iter().map(|row| Self::B2c(row.number));
        let msis = msis::ROWS.iter().map(|row| Self::named(row.code));
        entra.chain(b2c).chain(msis).chain(named::ROWS.iter().map(|row| Self::named(row.code)))
    }

    /// The digits; `None` for a finding without a number.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Entra(number) | Self::B2c(number) => Some(*number),
            Self::Named(_) => None,
        }
    }

    /// Whether a table has a row for it.
    #[must_use]
    pub fn is_listed(&self) -> bool {
        self.facts().is_some()
    }

    /// The names of codes, as the documentation or the sign-in pages have them.
    pub fn names() -> impl Iterator<Item = (&'static str, Self)> {
        let entra = aadsts::ROWS.iter().map(|row| (row, Self::Entra(row.number)));
        let rows = aadb2c::ROWS.iter().map(|row| (row, Self::B2c(row.number))).chain(entra);
        rows.flat_map(|(row, code)| {
            [row.name.documented(), row.name.on_pages()].into_iter().flatten().map(move |name| (name, code.clone()))
        })
    }

    /// What the code says on its own, before one knows where it was seen. A code that no table lists is a failure.
    #[must_use]
    pub fn kind(&self) -> CodeKind {
        self.facts().map_or(CodeKind::Failure, |facts| facts.kind)
    }

    /// The interrupt that the code asks for.
    #[must_use]
    pub fn asks(&self) -> Option<InterruptKind> {
        self.facts()?.asks
    }

    /// Whether the code says that an interrupt itself was not passed, rather than something after it.
    #[must_use]
    pub fn refuses(&self, interrupt: InterruptKind) -> bool {
        if interrupt == InterruptKind::Federation && self.is_of_federation_server() {
            return true;
        }
        match self.facts().map(|facts| facts.refuses) {
            Some(Refused::These(kinds)) => kinds.contains(&interrupt),
            Some(Refused::Any) => true,
            None => self.is_of_device_state() && interrupt == InterruptKind::DeviceAuthentication,
        }
    }

    /// Whether the code only says where a sign-in stands, so that not even an error page makes it the cause of a failure.
    #[must_use]
    pub fn is_never_a_cause(&self) -> bool {
        self.facts().is_some_and(|facts| facts.never_a_cause)
    }

    /// Whether the code says something where no sign-in is seen. Every number does; a word of the protocol is an application's own.
    #[must_use]
    pub fn stands_alone(&self) -> bool {
        self.number().is_some() || self.facts().is_some_and(|facts| facts.stands_alone)
    }

    /// Whether the code says that a request never reached the service: its logs have no entry for it.
    #[must_use]
    pub fn is_before_service(&self) -> bool {
        self.facts().is_some_and(|facts| facts.before_service)
    }

    /// Reads what the pages and answers write: `50126`, `AADSTS50126`, or one of the service's own names for a code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = |digits: &str| digits.parse().ok().filter(|number| *number >= 1000);
        if let Some(digits) = strip_prefix_ignoring_case(text, "AADSTS") {
            return number(digits).map(Self::Entra);
        }
        if let Some(digits) = strip_prefix_ignoring_case(text, "AADB2C") {
            return number(digits).map(Self::B2c);
        }
        if let Some(digits) = strip_prefix_ignoring_case(text, msis::PREFIX) {
            return msis::is_number(digits).then(|| Self::Named(format!("{}{digits}", msis::PREFIX)));
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return number(text).map(Self::Entra);
        }
        let at = NAMES_ON_PAGES.binary_search_by(|(name, _)| ignoring_case(name, text)).ok()?;
        NAMES_ON_PAGES.get(at).map(|(_, number)| Self::Entra(*number))
    }

    /// Every code that people mean by a text: a code as it is written in full, the bare digits of one, a name of the service for one, or the
    /// name of a finding without a number. Empty for what cannot be a code.
    #[must_use]
    pub fn meant_by(text: &str) -> Vec<Self> {
        let text = text.trim();
        match Self::read(text) {
            // Bare digits do not say which of the two they are of.
            Some(Self::Entra(number)) if text.bytes().all(|byte| byte.is_ascii_digit()) => vec![Self::Entra(number), Self::B2c(number)],
            Some(code) => vec![code],
            None => {
                let named = Self::Named(text.to_ascii_lowercase().replace('_', "-"));
                if named.is_listed() || matches!(&named, Self::Named(name) if named::WITHOUT_ROW.contains(&name.as_str())) {
                    return vec![named];
                }
                let mut codes: Vec<Self> =
                    Self::names().filter(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, code)| code).collect();
                codes.dedup();
                codes
            }
        }
    }

    /// The service's own name of the code, where its pages have one.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        self.row()?.name.on_pages()
    }

    /// The service's own name of the code, where its documentation has one.
    #[must_use]
    pub fn documented_name(&self) -> Option<&'static str> {
        self.row()?.name.documented()
    }

    fn row(&self) -> Option<&'static Row> {
        let (rows, wanted) = match self {
            Self::Entra(number) => (aadsts::ROWS, number),
            Self::B2c(number) => (aadb2c::ROWS, number),
            Self::Named(_) => return None,
        };
        rows.binary_search_by_key(wanted, |row| row.number).ok().and_then(|at| rows.get(at))
    }

    fn facts(&self) -> Option<Facts> {
        match self {
            Self::Named(name) => {
                let rows = if self.is_of_federation_server() { msis::ROWS } else { named::ROWS };
                let at = rows.binary_search_by_key(&name.as_str(), |row| row.code).ok()?;
                rows.get(at).map(|row| row.facts)
            }
            Self::Entra(_) | Self::B2c(_) => self.row().map(|row| row.facts),
        }
    }

    /// Whether the code is one of AD FS: `MSIS7042`. It is known by its text; AD FS numbers are no numbers of Entra's.
    #[must_use]
    pub fn is_of_federation_server(&self) -> bool {
        matches!(self, Self::Named(name) if name.strip_prefix(msis::PREFIX).is_some_and(msis::is_number))
    }

    /// Whether the number is one of the family that speaks of the state of the device, listed or not.
    fn is_of_device_state(&self) -> bool {
        matches!(self, Self::Entra(530_000..=530_099))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entra(number) => write!(f, "AADSTS{number}"),
            Self::B2c(number) => write!(f, "AADB2C{number}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// The names that the sign-in pages write, sorted without case.
static NAMES_ON_PAGES: LazyLock<Vec<(&str, u64)>> = LazyLock::new(|| {
    let mut names: Vec<(&str, u64)> = aadsts::ROWS.iter().filter_map(|row| Some((row.name.on_pages()?, row.number))).collect();
    names.sort_by(|(one, _), (other, _)| ignoring_case(one, other));
    names
});

fn ignoring_case(one: &str, other: &str) -> Ordering {
    one.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(other.bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        for rows in [aadsts::ROWS, aadb2c::ROWS] {
            assert!(rows.is_sorted_by(|one, next| one.number < next.number));
        }
        assert!(msis::ROWS.is_sorted_by(|one, next| one.code < next.code));
        assert!(named::ROWS.is_sorted_by(|one, next| one.code < next.code));
        assert!(NAMES_ON_PAGES.is_sorted_by(|(one, _), (next, _)| ignoring_case(one, next).is_lt()), "two codes have one name");
    }

    #[test]
    fn a_code_of_device_state_refuses_device_authentication_whether_listed_or_not() {
        for number in 530_000..=530_099 {
            assert!(Code::Entra(number).refuses(InterruptKind::DeviceAuthentication), "{number}");
        }
    }

    #[test]
    fn people_write_codes_in_many_ways() {
        let shown = |text: &str| Code::meant_by(text).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        for (text, meant) in [
            ("50126", "AADSTS50126 AADB2C50126"),
            (" aadsts50126", "AADSTS50126"),
            ("AADB2C90118", "AADB2C90118"),
            ("MSIS7042", "MSIS7042"),
            ("IdsLocked", "AADSTS50053"),
            ("mfa_denied", "mfa-denied"),
            ("invalid_grant", "invalid-grant"),
            ("foo", ""),
            ("AADSTS", ""),
            ("12", ""),
            ("", ""),
        ] {
            assert_eq!(shown(text), meant, "{text}");
        }
    }

    #[test]
    fn numbers_prefixes_and_names_are_read() {
        assert_eq!(Code::read("50126"), Some(Code::Entra(50126)));
        assert_eq!(Code::read("aadsts7000218"), Some(Code::Entra(7_000_218)));
        assert_eq!(Code::read("AADB2C90118"), Some(Code::B2c(90118)));
        assert_eq!(Code::read("msis3127"), Some(Code::named("MSIS3127")));
        assert_eq!(Code::read("MSIS"), None);
        assert_eq!(Code::read("IdsLocked"), Some(Code::Entra(50053)));
        assert_eq!(Code::read("0"), None);
        assert_eq!(Code::read(""), None);
        assert_eq!(Code::read("80041012x"), None);
    }
}
