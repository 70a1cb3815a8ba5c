//! The lists that redaction decides by: what stays ([`kept`]), which names are known although their values go ([`known`]), which parts of paths
//! stay ([`paths`]), and the better placeholders for secrets ([`mod@secret`]) and people ([`personal`]).
//!
//! What is on none of these lists goes: a name that is new costs a diagnostic, never a secret.

mod kept;
mod known;
mod paths;
mod personal;
mod record;
mod secret;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use foldhash::fast::FixedState;

use super::shape::{self, Shape};
use crate::redact::kind::SecretKind;
pub(super) use record::Rule;

/// What is known of a name of a parameter, a field, a claim.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Name {
    /// The shape that its value may have to stay.
    pub(super) kept: Option<Shape>,
    /// The kind of secret that it holds.
    pub(super) secret: Option<SecretKind>,
    /// The kind of personal data that it holds.
    pub(super) person: Option<SecretKind>,
}

/// Longest name that is looked up.
const LONGEST: usize = 96;

/// Looks a name up in lower case, without taking room for it.
fn in_lower_case<T>(name: &str, look: impl FnOnce(&str) -> T) -> Option<T> {
    // Nearly all names begin and end with a letter.
    let is_trimmed = [name.bytes().next(), name.bytes().next_back()].iter().flatten().all(u8::is_ascii_graphic);
    let name = if is_trimmed { name } else { name.trim() };
    if name.len() <= LONGEST && !name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some(look(name));
    }
    let mut lower = [0; LONGEST];
    let lower = lower.get_mut(..name.len())?;
    lower.copy_from_slice(name.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok().map(look)
}

/// What a name or a word of a list stands for. Captures are asked for in it and add nothing to it, so that no key of a hash has to be a secret.
type Table<T> = HashMap<&'static str, T, FixedState>;
/// The words of a list.
type Words = HashSet<&'static str, FixedState>;

fn words(list: &'static str) -> Words {
    list.split_ascii_whitespace().collect()
}

/// Whether a list has a word as it stands, but for its case.
fn has_in_any_case(list: &Words, word: &str) -> bool {
    word == word.trim() && in_lower_case(word, |word| list.contains(word)).unwrap_or(false)
}

static FIELDS: LazyLock<Table<Name>> = LazyLock::new(|| {
    let mut fields: Table<Name> = known::FIELDS.split_ascii_whitespace().map(|name| (name, Name::default())).collect();
    for (name, shape) in kept::FIELDS {
        fields.entry(name).or_default().kept = Some(*shape);
    }
    for (name, kind) in secret::FIELDS {
        fields.entry(name).or_default().secret = Some(*kind);
    }
    for (name, kind) in personal::FIELDS {
        fields.entry(name).or_default().person = Some(*kind);
    }
    fields
});

/// What is known of the name of a header or an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Listed {
    /// Its value stays in this shape.
    Kept(Shape),
    /// Its name is known, and its value goes.
    Known,
}

impl Listed {
    /// The shape in which its value stays.
    pub(super) fn shape(self) -> Option<Shape> {
        match self {
            Self::Kept(shape) => Some(shape),
            Self::Known => None,
        }
    }
}

/// The names of a list with their shapes, and what is known next to them.
type List = Table<Listed>;

fn listed(known: &'static str, kept: &'static [(&'static str, Shape)]) -> List {
    let known = known.split_ascii_whitespace().map(|name| (name, Listed::Known));
    known.chain(kept.iter().map(|(name, shape)| (*name, Listed::Kept(*shape)))).collect()
}

static CLAIMS: LazyLock<List> = LazyLock::new(|| listed("", kept::CLAIMS));
static HEADERS: LazyLock<List> = LazyLock::new(|| listed(known::HEADERS, kept::HEADERS));
static ELEMENTS: LazyLock<List> = LazyLock::new(|| listed(known::ELEMENTS, kept::ELEMENTS));
static ATTRIBUTES: LazyLock<List> = LazyLock::new(|| listed("", kept::ATTRIBUTES));
static SEGMENTS: LazyLock<Words> = LazyLock::new(|| words(paths::SEGMENTS));
static PUBLIC_HOSTS: LazyLock<Words> = LazyLock::new(|| words(paths::PUBLIC_HOSTS));
static METHODS: LazyLock<Words> = LazyLock::new(|| words(paths::METHODS));
static ERRORS: LazyLock<Words> = LazyLock::new(|| words(paths::ERRORS));
static SCHEMES: LazyLock<Words> = LazyLock::new(|| words(paths::SCHEMES));
static COOKIE_ATTRIBUTES: LazyLock<Words> = LazyLock::new(|| words(paths::COOKIE_ATTRIBUTES));
static COOKIES: LazyLock<Words> = LazyLock::new(|| {
    let harmless = paths::HARMLESS_COOKIES.iter().map(|(name, _)| *name);
    paths::COOKIES.split_ascii_whitespace().chain(harmless).collect()
});
/// Every name of the lists above: a value is asked for in one look.
static NAMES: LazyLock<Words> = LazyLock::new(|| {
    let lists = [&CLAIMS, &HEADERS, &ELEMENTS].into_iter().flat_map(|list| list.keys());
    FIELDS.keys().chain(lists).chain(SEGMENTS.iter()).copied().collect()
});

/// What is known of a name of a parameter or a field; `None` for one that no one knows.
pub(super) fn field(name: &str) -> Option<Name> {
    let listed = in_lower_case(name, |name| FIELDS.get(name).copied()).flatten();
    listed.or_else(|| is_name_of_address(name).then_some(Name { kept: Some(Shape::Address), ..Name::default() }))
}

/// Pages call their addresses `urlPost`, `urlMsaSignUp`: an address is cleaned part by part, whatever it is for.
fn is_name_of_address(name: &str) -> bool {
    const LONGEST: usize = 48;
    let letters = name.strip_prefix("url").filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()));
    name.len() <= LONGEST && letters.is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphabetic()))
}

static WORDS: LazyLock<Words> = LazyLock::new(|| words(record::WORDS));

/// Letters and digits of the longest name of a member.
const LONGEST_MEMBER: usize = 64;

/// What a value of a record may be, under the name of a member or a column, and that of what holds the member; `None` for a name that no one knows.
pub(super) fn member(outer: &str, name: &str) -> Option<Rule> {
    let squeezed = |name: &str| -> String {
        // Log Analytics says behind the name in which time it is.
        let name = name.trim().trim_end_matches(" [UTC]");
        let mut letters = Vec::with_capacity(LONGEST_MEMBER + 1);
        // One letter more than any has is enough to be none of them.
        let all = name.bytes().filter(u8::is_ascii_alphanumeric).map(|byte| byte.to_ascii_lowercase());
        letters.extend(all.take(LONGEST_MEMBER + 1));
        String::from_utf8(letters).unwrap_or_default()
    };
    if name.len() > LONGEST || !name.is_ascii() {
        return None;
    }
    let find = |name: &str| record::MEMBERS.binary_search_by_key(&name, |(known, _)| known).ok().and_then(|at| record::MEMBERS.get(at));
    let name = squeezed(name);
    // No name at the top has a dot.
    let inside = || (!outer.is_empty()).then(|| find(&format!("{}.{name}", squeezed(outer)))).flatten();
    inside().or_else(|| find(&name)).map(|(_, rule)| *rule)
}

/// What the value of a key of `dsregcmd /status` may be; `None` for a key that no one knows.
pub(super) fn status_key(key: &str) -> Option<Rule> {
    let at = record::KEYS.binary_search_by_key(&key, |(known, _)| known).ok()?;
    record::KEYS.get(at).map(|(_, rule)| *rule)
}

/// Whether a text is a phrase or an enumeration of the service's own words: `Mobile app notification`, `reportOnlyNotApplied`.
pub(super) fn is_phrase(text: &str) -> bool {
    const LONGEST: usize = 300;
    let is_mark = |letter: char| " .,;:()[]/_'\"".contains(letter);
    let words = || text.split(is_mark).filter(|word| !word.is_empty());
    text.len() <= LONGEST && words().next().is_some() && words().all(is_own_word)
}

/// A word of the list, several of them written as one, or a number of Windows.
fn is_own_word(word: &str) -> bool {
    let is_listed = |word: &str| in_lower_case(word, |word| WORDS.contains(word)).unwrap_or(false);
    is_listed(word) || shape::is_hexadecimal(word) && word.starts_with("0x") || humps(word).all(is_listed)
}

/// The words of one that is written with capitals: `userPassedMFADrivenBy`, `multi-factor`.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    let bytes = word.as_bytes();
    let is_upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
    let is_lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
    let begins = move |at: usize| {
        let before = at.wrapping_sub(1);
        bytes.get(at) == Some(&b'-') || bytes.get(before) == Some(&b'-') || is_upper(at) && (!is_upper(before) || is_lower(at + 1))
    };
    let starts = (0..word.len()).filter(move |at| *at == 0 || begins(*at));
    let ends = (1..=word.len()).filter(move |at| *at == word.len() || begins(*at));
    starts.zip(ends).filter_map(|(start, end)| word.get(start..end)).filter(|part| *part != "-")
}

/// The shape that a claim may have; `None` for one that goes.
pub(super) fn claim(name: &str) -> Option<Shape> {
    in_lower_case(name, |name| CLAIMS.get(name).copied().and_then(Listed::shape)).flatten()
}

/// What is known of the name of a header; `None` for one that no one knows.
pub(super) fn header(name: &str) -> Option<Listed> {
    in_lower_case(name, |name| HEADERS.get(name).copied()).flatten()
}

/// What is known of the name of an element of XML.
pub(super) fn element(name: &str) -> Option<Listed> {
    in_lower_case(name, |name| ELEMENTS.get(name).copied()).flatten()
}

/// The shape that the value of an attribute of XML may have.
pub(super) fn attribute(name: &str) -> Option<Shape> {
    in_lower_case(name, |name| ATTRIBUTES.get(name).copied().and_then(Listed::shape)).flatten()
}

/// The kind of secret that a name holds, by the list or by what the name is made of.
pub(super) fn secret(name: &str) -> Option<SecretKind> {
    match field(name) {
        Some(known) if known.secret.is_some() => known.secret,
        // What is known by name and is no secret only sounds like one: `token_type`, `error_codes`.
        Some(_) => None,
        None => sounds_secret(name),
    }
}

/// The kind of secret that a name no one knows sounds like: `ctl00$PasswordText`, `x-contoso-api-key`.
fn sounds_secret(name: &str) -> Option<SecretKind> {
    let plain: String = name.chars().take(LONGEST).filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    let part = secret::PARTS.iter().find(|(part, _)| plain.contains(part)).map(|(_, kind)| *kind);
    // `AccountKey`, `masterKey`: whatever it opens.
    part.or_else(|| plain.ends_with("key").then_some(SecretKind::Credential))
}

/// Whether a header holds addresses of machines of the customer's.
pub(super) fn is_address_header(name: &str) -> bool {
    personal::ADDRESS_HEADERS.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether a part of a path is the service's own, or that of a common library.
pub(super) fn is_segment(segment: &str) -> bool {
    in_lower_case(segment, |segment| SEGMENTS.contains(segment)).unwrap_or(false)
}

/// Whether a host is one of Microsoft's documentation and short links, to which messages of the service lead.
pub(super) fn is_public_host(host: &str) -> bool {
    has_in_any_case(&PUBLIC_HOSTS, host)
}

/// Whether a method of HTTP is known.
pub(super) fn is_method(method: &str) -> bool {
    METHODS.contains(method)
}

/// What is instead of a method that no one knows.
pub(super) const UNKNOWN_METHOD: &str = "UNKNOWN";

/// The phrase that the standards give a status.
pub(super) fn phrase(status: u16) -> Option<&'static str> {
    let at = paths::PHRASES.binary_search_by_key(&status, |(known, _)| *known).ok()?;
    paths::PHRASES.get(at).map(|(_, phrase)| *phrase)
}

/// Whether a word is one that answers name an error by.
pub(super) fn is_error_word(word: &str) -> bool {
    ERRORS.contains(word)
}

/// Whether a scheme of authentication is known.
pub(super) fn is_scheme(scheme: &str) -> bool {
    has_in_any_case(&SCHEMES, scheme)
}

/// Whether an attribute of a cookie is known.
pub(super) fn is_cookie_attribute(name: &str) -> bool {
    has_in_any_case(&COOKIE_ATTRIBUTES, name)
}

/// Whether the name of a cookie is known.
pub(super) fn is_cookie(name: &str) -> bool {
    has_in_any_case(&COOKIES, name)
}

/// The shape of a cookie whose value is a flag that helps to diagnose and lets no one in; `None` for all others.
pub(super) fn harmless_cookie(name: &str) -> Option<Shape> {
    paths::HARMLESS_COOKIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, shape)| *shape)
}

/// Whether a line is one that servers write on their own.
pub(super) fn is_sentence(line: &str) -> bool {
    let line = line.trim();
    paths::SENTENCES.iter().any(|known| known.eq_ignore_ascii_case(line))
}

/// Whether a value is a name or a word of the lists themselves: as a secret it is taken out of its field, and looked for nowhere else.
pub(super) fn is_word_of_protocol(value: &str) -> bool {
    in_lower_case(value, |value| NAMES.contains(value)).unwrap_or(false)
        || is_name_of_address(value)
        || member("", value).is_some()
        || is_method(value)
        || is_cookie(value)
        || shape::is_service_host(value)
}

/// What stays: where it stands, the shape that it may have, and the names that may have it.
#[cfg(feature = "internals")]
pub(super) type Row = (&'static str, &'static str, Vec<&'static str>);

/// What stays, for the documents: a row for each shape of each list.
#[cfg(feature = "internals")]
pub(super) fn documented() -> Vec<Row> {
    let lists = [
        ("parameters and fields", kept::FIELDS),
        ("claims of tokens", kept::CLAIMS),
        ("headers", kept::HEADERS),
        ("cookies", paths::HARMLESS_COOKIES),
        ("elements of XML", kept::ELEMENTS),
        ("attributes of XML", kept::ATTRIBUTES),
    ];
    let mut rows: Vec<Row> = Vec::new();
    for (title, list) in lists {
        let first = rows.len();
        for (name, shape) in list {
            let description = shape.description();
            match rows.iter_mut().skip(first).find(|(_, known, _)| *known == description) {
                Some((_, _, names)) => names.push(name),
                None => rows.push((title, description, vec![name])),
            }
        }
    }
    for (title, list) in [("members and columns of sign-in logs", record::MEMBERS), ("keys of `dsregcmd /status`", record::KEYS)] {
        let first = rows.len();
        for (name, description) in list.iter().filter_map(|(name, rule)| Some((name, rule.description()?))) {
            match rows.iter_mut().skip(first).find(|(_, known, _)| *known == description) {
                Some((_, _, names)) => names.push(name),
                None => rows.push((title, description, vec![name])),
            }
        }
    }
    rows.push(("parts of paths", "as they are", paths::SEGMENTS.split_ascii_whitespace().collect()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_looked_up_in_any_case() {
        assert_eq!(field("sErrorCode").and_then(|name| name.kept), Some(Shape::Code));
        assert_eq!(secret("PASSWD"), Some(SecretKind::Password));
        assert_eq!(secret("ctl00$Content$PasswordText"), Some(SecretKind::Password));
        assert_eq!(secret("token_type"), None);
        assert_eq!(field("walnut"), None);
        assert_eq!(field(&"x".repeat(LONGEST + 1)), None);
    }

    #[test]
    fn every_part_of_the_path_of_an_endpoint_stays() {
        for (path, _) in crate::entra::endpoints::known() {
            for segment in path.trim_end_matches('*').split('/').filter(|segment| !segment.is_empty()) {
                assert!(is_segment(segment), "{path}: {segment}");
            }
        }
    }

    #[test]
    fn cookies_stand_on_one_list_each() {
        for (name, _) in paths::HARMLESS_COOKIES {
            assert!(is_cookie(name) && !paths::COOKIES.split_ascii_whitespace().any(|known| known == *name), "{name}");
        }
    }

    #[test]
    fn what_stays_is_no_secret() {
        let both: Vec<&str> = kept::FIELDS.iter().map(|(name, _)| *name).filter(|name| secret(name).is_some()).collect();
        assert!(both.is_empty(), "{both:?}");
    }
}
