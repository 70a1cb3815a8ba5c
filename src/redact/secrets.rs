//! Secrets: the values that must not leave, each with its kind and the label that stands for it, and what is personal.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{LazyLock, OnceLock};

use foldhash::fast::FixedState;

use super::shape::{self, Shape};
use super::{placeholder, tables, words};
use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::redact::find::mask::Wanted;
use crate::redact::find::sought::{Finder, Value};
use crate::redact::kind::{Class, SecretKind};
use crate::redact::people::seen::may_be_seen;

/// Shorter values are not looked for elsewhere: a code of six digits, a password of one letter would mask half the report. They are taken
/// out where they stand, by name.
const SHORTEST: usize = 6;
/// Numbers up to this length are times, sizes and codes of errors more often than secrets.
const LONGEST_PLAIN_NUMBER: usize = 9;
/// Letters alone, or digits alone, that are shorter than this are looked for where they stand on their own, and not inside of longer words.
const SHORTEST_INSIDE: usize = 16;
/// Values that no one knows are looked for elsewhere when they are at least this long and are no text.
const SHORTEST_UNKNOWN: usize = 8;
/// Letters of lower case of this length are looked for as well.
const LONGEST_LETTERS: usize = 12;
/// Longer ones are texts.
const LONGEST_UNKNOWN: usize = 512;
/// This many values that no one knows are looked for elsewhere, so that a capture cannot ask for any amount of memory.
const MOST_UNKNOWN: usize = 50_000;

/// In records of logs, values are numbered up to this number.
const MOST_NUMBERED: usize = 100_000;
/// Names of people and devices of records are looked for elsewhere up to this number.
const MOST_SOUGHT: usize = 10_000;

#[derive(Clone)]
struct Entry {
    class: Class,
    kind: SecretKind,
    /// Kept only for what is looked for elsewhere.
    value: Option<Box<str>>,
    number: usize,
    /// What a user is shown with: the domain of the name.
    domain: Option<Box<str>>,
}

impl Entry {
    fn label(&self) -> String {
        match (&self.domain, self.kind) {
            (Some(domain), _) => format!("user#{}@{domain}", self.number),
            (None, SecretKind::User) => format!("user#{}", self.number),
            (None, kind) => placeholder::write(kind.name(), self.number),
        }
    }
}

/// The secrets of a run, numbered in the order in which they are met.
#[derive(Clone, Default)]
pub struct Secrets {
    entries: Vec<Entry>,
    /// Positions by hash, whose key is random: most values need not be kept.
    known: HashMap<u64, usize, FixedState>,
    hasher: RandomState,
    next: BTreeMap<SecretKind, usize>,
    /// Numbers that placeholders in the capture itself have taken.
    taken: BTreeMap<String, BTreeSet<usize>>,
    /// What stays where it stands by name and shape, by hash: it is a word of this trace, and is never looked for as a secret.
    vouched: HashSet<u64, FixedState>,
    /// How many values of no known kind are looked for.
    unknown: usize,
    /// How many values that tell of people are looked for.
    people: usize,
    /// Finds all of it; made when it is first asked for, and again after something was learnt.
    finder: OnceLock<Finder>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.entries.len())
    }
}

impl Secrets {
    /// How many values are looked for.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.entries.iter().filter(|entry| entry.value.is_some()).count()
    }

    /// The label that stands for a value, the same whenever the value is met.
    pub(super) fn label(&mut self, class: Class, kind: SecretKind, value: &str) -> String {
        let value = value.trim();
        self.position(class, kind, value, None)
    }

    /// Remembers a value.
    pub(super) fn learn(&mut self, class: Class, kind: SecretKind, value: &str) {
        self.place(class, kind, value.trim(), None, true);
    }

    /// The label of a user: `user#1@contoso.example`; where no domain is behind the at sign, `user#1`. Case and the encoding of the at sign make no difference.
    pub(super) fn user(&mut self, name: &str) -> String {
        let name = name.trim().replace("%40", "@");
        if let Some(number) = placeholder::user_number(&name) {
            self.take(SecretKind::User.name(), number);
            return name;
        }
        let domain = name.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| shape::is_domain(domain));
        self.position(Class::Personal, SecretKind::User, &name, domain)
    }

    /// The label of a user whose name has the form of a mailbox's address: so it is found in texts, and is not looked for as well.
    pub(super) fn user_by_form(&mut self, name: &str) -> String {
        let domain = name.rsplit_once('@').map(|(_, domain)| domain).filter(|domain| shape::is_domain(domain));
        let at = self.place(Class::Personal, SecretKind::User, name.trim(), domain, false);
        self.label_at(at)
    }

    /// The label of a personal value that is found in texts by its form, and is not looked for as well.
    pub(super) fn label_by_form(&mut self, kind: SecretKind, value: &str) -> String {
        let at = self.place(Class::Personal, kind, value.trim(), None, false);
        self.label_at(at)
    }

    /// Whether no more names should be looked for.
    pub(super) fn seeks_many(&self) -> bool {
        self.people >= MOST_SOUGHT
    }

    /// Whether a value of a record can be numbered: it is known, or there are not too many.
    pub(super) fn has_room_for(&self, value: &str) -> bool {
        self.entries.len() < MOST_NUMBERED || self.known.contains_key(&self.hasher.hash_one(value.trim()))
    }

    fn position(&mut self, class: Class, kind: SecretKind, value: &str, domain: Option<&str>) -> String {
        let at = self.place(class, kind, value, domain, true);
        self.label_at(at)
    }

    fn label_at(&self, at: usize) -> String {
        self.entries.get(at).map_or_else(String::new, Entry::label)
    }

    /// Where a value is among those that were met. `sought`: whether it may be looked for elsewhere.
    fn place(&mut self, class: Class, kind: SecretKind, value: &str, domain: Option<&str>, sought: bool) -> usize {
        let known = if kind == SecretKind::User { self.hasher.hash_one(value.to_lowercase()) } else { self.hasher.hash_one(value) };
        let at = *self.known.entry(known).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.finder.take();
            let number = self.number(kind);
            let kept = (sought && self.is_kept(class, kind, value)).then(|| value.into());
            self.entries.push(Entry { class, kind, value: kept, number, domain: domain.map(Into::into) });
        }
        // What no one knew at first turned out to be a secret, or stands where it may be encoded.
        let is_sought_now = |entry: &Entry| {
            sought && class == entry.class && entry.value.is_none() && class == Class::Personal && is_looked_for(class, kind, value)
        };
        if self.entries.get(at).is_some_and(|entry| class < entry.class || is_sought_now(entry)) {
            self.finder.take();
            let kept = (sought && self.is_kept(class, kind, value)).then(|| value.into());
            if let Some(entry) = self.entries.get_mut(at) {
                (entry.class, entry.kind, entry.value) = (class, kind, kept);
                entry.domain = domain.map(Into::into);
            }
        }
        at
    }

    /// Whether a value is kept, to be looked for elsewhere.
    fn is_kept(&mut self, class: Class, kind: SecretKind, value: &str) -> bool {
        if !is_looked_for(class, kind, value) || class == Class::Unknown && self.unknown >= MOST_UNKNOWN {
            return false;
        }
        self.unknown += usize::from(class == Class::Unknown);
        self.people += usize::from(class == Class::Personal);
        true
    }

    /// Notes that a value stays where it stands, and so is a word of this trace.
    pub(super) fn vouch(&mut self, value: &str) {
        if value.len() >= SHORTEST {
            self.vouched.insert(vouched_hash(value));
        }
    }

    /// Whether a value stays somewhere by its name and shape.
    pub(super) fn is_vouched(&self, value: &str) -> bool {
        self.vouched.contains(&vouched_hash(value))
    }

    /// Adds what another run looks for. What is only taken out where it stands needs no adding.
    pub(super) fn append(&mut self, other: Self) {
        if self.entries.is_empty() && self.taken.is_empty() && self.vouched.is_empty() {
            *self = other.without_the_unkept();
            return;
        }
        for entry in &other.entries {
            if let Some(value) = &entry.value {
                self.place(entry.class, entry.kind, value, entry.domain.as_deref(), true);
            }
        }
        self.vouched.extend(&other.vouched);
        for (kind, numbers) in other.taken {
            self.taken.entry(kind).or_default().extend(numbers);
        }
    }

    /// What appending all of this to nothing comes to, without looking at any value again.
    fn without_the_unkept(mut self) -> Self {
        let mut places = Vec::with_capacity(self.entries.len());
        let mut kept = 0;
        for entry in &self.entries {
            places.push(entry.value.as_ref().map(|_| kept));
            kept += usize::from(entry.value.is_some());
        }
        self.entries.retain(|entry| entry.value.is_some());
        self.known.retain(|_, at| match places.get(*at) {
            Some(Some(place)) => {
                *at = *place;
                true
            }
            _ => false,
        });
        self.unknown = self.entries.iter().filter(|entry| entry.class == Class::Unknown).count();
        self.settle();
        self
    }

    fn number(&mut self, kind: SecretKind) -> usize {
        let next = self.next.entry(kind).or_insert(1);
        let taken = self.taken.get(kind.name());
        while taken.is_some_and(|taken| taken.contains(next)) {
            *next += 1;
        }
        *next += 1;
        *next - 1
    }

    /// Notes that a placeholder in the capture itself has this number.
    pub(super) fn take(&mut self, kind: &str, number: usize) {
        self.taken.entry(kind.to_owned()).or_default().insert(number);
    }

    /// Numbers everything again, so that no label is one that the capture carried along.
    pub(super) fn settle(&mut self) {
        self.next.clear();
        self.finder.take();
        for at in 0..self.entries.len() {
            let Some(kind) = self.entries.get(at).map(|entry| entry.kind) else { continue };
            let number = self.number(kind);
            if let Some(entry) = self.entries.get_mut(at) {
                entry.number = number;
            }
        }
    }

    /// Finds what was learnt, people included.
    pub(super) fn finder(&self) -> Finder {
        let make = || {
            Finder::new(self.looked_for().map(|(entry, value)| {
                let sought = Value {
                    class: entry.class,
                    kind: entry.kind,
                    label: entry.label(),
                    may_be_seen: may_be_seen(entry.kind, value),
                    has_domain: entry.domain.is_some(),
                };
                (sought, Wanted { value, alone: stands_alone(value) })
            }))
        };
        self.finder.get_or_init(make).clone()
    }

    /// What is looked for, and is no word of this trace.
    fn looked_for(&self) -> impl Iterator<Item = (&Entry, &str)> {
        let valued = self.entries.iter().filter_map(|entry| Some((entry, entry.value.as_deref()?)));
        valued.filter(|(_, value)| !self.is_vouched(value))
    }
}

/// Whether a value is looked for only where it stands on its own: as a part of a longer word it would be found by chance.
fn stands_alone(value: &str) -> bool {
    let one_kind = value.bytes().all(|byte| byte.is_ascii_alphabetic()) || value.bytes().all(|byte| byte.is_ascii_digit());
    value.len() < SHORTEST_INSIDE && one_kind
}

/// Whether a value is worth looking for elsewhere. Short ones would mask words, and a word of the protocol or of the service's own texts would
/// be told by masking it there.
fn is_looked_for(class: Class, kind: SecretKind, value: &str) -> bool {
    let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
    if value.len() < SHORTEST || is_number && value.len() <= LONGEST_PLAIN_NUMBER || is_of_protocol(value) {
        return false;
    }
    let is_guid = Guid::parse(value).is_some();
    match (class, kind) {
        // Where to continue afterwards: the addresses of requests say so too, and are cleaned part by part.
        (Class::Credential, SecretKind::State | SecretKind::Context | SecretKind::Cookie | SecretKind::Nonce) => !shape::is_address(value),
        (Class::Credential, _) => true,
        // It names an organization, as its domains do; named locations and policies are called by a place.
        (Class::Personal, SecretKind::Brand | SecretKind::Place) => false,
        // It would be found in a pseudonym.
        (Class::Personal, SecretKind::User) => !is_guid && !placeholder::is_numbered(value),
        (Class::Personal, _) => !is_guid || kind == SecretKind::DeviceId,
        (Class::Unknown, _) => {
            let digits = value.bytes().filter(u8::is_ascii_digit).count();
            // Letters of one case that are too long for most words.
            let is_name = value.len() >= LONGEST_LETTERS && value.bytes().all(|byte| byte.is_ascii_lowercase());
            let telling = digits > 0 && value.bytes().any(|byte| byte.is_ascii_alphabetic()) || digits > LONGEST_PLAIN_NUMBER;
            (telling || is_guid || is_name || is_few_words(value))
                && !shape::is_address(value)
                && (SHORTEST_UNKNOWN..=LONGEST_UNKNOWN).contains(&value.len())
                && !shape::is_version(value)
        }
    }
}

/// Two to four words of which none is one that labels and sentences of pages are made of: a name, a street, a passphrase.
fn is_few_words(value: &str) -> bool {
    const OF_SENTENCES: &[&str] = &[
        "the", "your", "you", "for", "and", "with", "sign", "not", "this", "that", "can", "has", "was", "are", "use", "new", "out", "all",
        "more", "have", "from", "into", "here", "code", "next", "back", "help", "time", "try", "again", "off", "what", "work", "school",
        "learn", "need", "user", "data", "team", "app", "set", "get", "our", "privacy", "terms",
    ];
    let words: Vec<&str> = value.split(' ').collect();
    let is_plain = |word: &str| word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_said = |word: &str| {
        OF_SENTENCES.iter().any(|known| known.eq_ignore_ascii_case(word))
            || words::is_of_protocol(word)
            || tables::is_word_of_protocol(word)
    };
    (2..=4).contains(&words.len()) && words.iter().all(|word| is_plain(word) && !is_said(word))
}

/// What the formats of captures, messages and pages are written with.
const FORMATS: &[&str] = &[
    "HTTP/1.0",
    "HTTP/1.1",
    "HTTP/2.0",
    "http/1.1",
    "http/2.0",
    "https://",
    "http://",
    "$Config",
    "$Config=",
    "<!DOCTYPE html>",
    "text/html;",
];

/// Nothing that is a word of the protocol as a whole is longer: not even a host.
const LONGEST_WORD: usize = 253;

/// Whether a value is a word of the protocol: a name, a host or a path of the service, a code, a time, an address that hides nothing.
fn is_of_protocol(value: &str) -> bool {
    let is_path = |path: &str| {
        path.split('/').all(|part| part.is_empty() || tables::is_segment(part) || shape::is_version(part) || shape::is_tenant(part))
    };
    let is_address = || {
        let (host, path) = value.split_once("://").map_or(("", value), |(_, rest)| rest.split_once('/').unwrap_or((rest, "")));
        (value.starts_with('/') || !host.is_empty() && shape::is_service_host(host)) && is_path(path)
    };
    let is_word = || {
        FORMATS.contains(&value)
            || words::is_of_protocol(value)
            || tables::is_word_of_protocol(value)
            || shape::is_time(value)
            || Code::read(value).is_some_and(|code| code.to_string().eq_ignore_ascii_case(value) || code.name().is_some())
    };
    value.len() <= LONGEST_WORD && is_word()
        || shape::is_uri(value)
        || ["application/", "text/", "image/", "multipart/"].iter().any(|kind| value.starts_with(kind)) && Shape::MediaType.fits(value)
        || value.contains('/') && is_address()
        || value.contains(' ') && value.split(' ').all(|word| words::is_of_protocol(word) || tables::is_word_of_protocol(word))
}

/// What is vouched for is compared between runs, which have keys of their own for everything else.
static FIXED: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// The hash of a value that is vouched for, in any case.
fn vouched_hash(value: &str) -> u64 {
    let mut hasher = FIXED.build_hasher();
    for part in value.as_bytes().chunks(64) {
        let mut lower = [0; 64];
        if let Some(lower) = lower.get_mut(..part.len()) {
            lower.copy_from_slice(part);
            lower.make_ascii_lowercase();
            hasher.write(lower);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::find::sought::Part;

    #[test]
    fn short_values_and_words_of_the_service_are_not_looked_for() {
        let mut secrets = Secrets::default();
        for value in
            ["12345", "123456", "password", "Password", "/oauth2/v2.0/token", "login.microsoftonline.com", "AADSTS50126", "2026-03-02"]
        {
            secrets.label(Class::Credential, SecretKind::Password, value);
        }
        assert_eq!(secrets.len(), 0);
        secrets.label(Class::Credential, SecretKind::Password, "Passw0rd!");
        assert_eq!(secrets.len(), 1);
    }

    #[test]
    fn equal_values_have_equal_labels_and_none_that_is_taken() {
        let mut secrets = Secrets::default();
        assert_eq!(secrets.label(Class::Credential, SecretKind::AuthCode, "0.AXkAabc"), "[auth-code#1]");
        assert_eq!(secrets.label(Class::Credential, SecretKind::AuthCode, "0.AXkAabd"), "[auth-code#2]");
        assert_eq!(secrets.label(Class::Credential, SecretKind::State, "0.AXkAabc"), "[auth-code#1]");
        secrets.take("auth-code", 1);
        secrets.settle();
        assert_eq!(secrets.label(Class::Credential, SecretKind::AuthCode, "0.AXkAabc"), "[auth-code#2]");
        assert_eq!(secrets.user("Alex@contoso.example"), "user#1@contoso.example");
        assert_eq!(secrets.user("alex%40contoso.example"), "user#1@contoso.example");
        assert_eq!(secrets.user("user#5@contoso.example"), "user#5@contoso.example");
    }

    #[test]
    fn what_turns_out_to_be_a_secret_is_looked_for() {
        let credentials = |secrets: &Secrets| secrets.finder().of(Part::Credentials).len();
        let mut secrets = Secrets::default();
        secrets.label(Class::Unknown, SecretKind::Value, "Sign in with your account");
        assert_eq!(secrets.len(), 0);
        secrets.label(Class::Unknown, SecretKind::Value, "nine Walnut stairs");
        assert_eq!(credentials(&secrets), 0);
        secrets.vouch("0f2e6d5c-1111-4222-8333-444455556666");
        secrets.label(Class::Credential, SecretKind::Nonce, "0F2E6D5C-1111-4222-8333-444455556666");
        assert_eq!(secrets.looked_for().count(), 1);
        secrets.label(Class::Credential, SecretKind::Password, "nine Walnut stairs");
        assert_eq!((secrets.looked_for().count(), credentials(&secrets)), (1, 1));
    }
}
