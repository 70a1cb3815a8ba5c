//! Secrets: the values that must not leave, each with its kind and the label that stands for it, and what is personal.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, OnceLock};

use super::mask::{Mask, Wanted};
use super::{placeholder, words};
use crate::entra::guid::Guid;

/// Shorter values are not looked for elsewhere: a code of six digits, a password of one letter would mask half the report. They are taken
/// out where they stand, by name.
const SHORTEST: usize = 6;
/// Numbers up to this length are times, sizes and codes of errors more often than secrets.
const LONGEST_PLAIN_NUMBER: usize = 9;
/// Values of some kinds are often words or addresses, and give nobody access: only long ones are looked for elsewhere.
const SHORTEST_STATE: usize = 16;

/// How close a value comes to a person or to what lets one in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// It lets somebody in. Never shown.
    Credential,
    /// It tells who somebody is. Shown when that is asked for.
    Personal,
    /// Nobody knows what it is. Taken out where it stands, and looked for nowhere else.
    Unknown,
}

#[derive(Clone)]
struct Entry {
    class: Class,
    kind: &'static str,
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
            (None, "user") => format!("user#{}", self.number),
            (None, kind) => placeholder::write(kind, self.number),
        }
    }
}

/// The secrets of a run, numbered in the order in which they are met.
#[derive(Clone, Default)]
pub struct Secrets {
    entries: Vec<Entry>,
    /// Positions by hash: most values need not be kept.
    known: HashMap<u64, usize>,
    hasher: RandomState,
    next: HashMap<&'static str, usize>,
    /// Numbers that placeholders in the capture itself have taken.
    taken: BTreeMap<String, BTreeSet<usize>>,
    /// Finds the credentials; made when it is first asked for, and again after something was learnt.
    credentials: OnceLock<Arc<Credentials>>,
}

/// Finds credentials.
pub(super) struct Credentials {
    pub(super) mask: Mask,
    /// The kind of each, at the position that the mask gives.
    pub(super) kinds: Vec<&'static str>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secrets({})", self.entries.len())
    }
}

impl Secrets {
    /// How many values are looked for.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.iter().filter(|entry| entry.value.is_some()).count()
    }

    /// Whether none is looked for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The label that stands for a value, the same whenever the value is met.
    pub(super) fn label(&mut self, class: Class, kind: &'static str, value: &str) -> String {
        let value = value.trim();
        self.position(class, kind, value, None)
    }

    /// The label of a user: `user#1@contoso.example`, without a domain `user#1`. Case and the encoding of the at sign make no difference.
    pub(super) fn user(&mut self, name: &str) -> String {
        let name = name.trim().replace("%40", "@");
        if let Some(number) = placeholder::user_number(&name) {
            self.take("user", number);
            return name;
        }
        let domain = name.rsplit_once('@').map(|(_, domain)| domain);
        self.position(Class::Personal, "user", &name, domain)
    }

    fn position(&mut self, class: Class, kind: &'static str, value: &str, domain: Option<&str>) -> String {
        let known = if kind == "user" { self.hasher.hash_one(value.to_lowercase()) } else { self.hasher.hash_one(value) };
        let at = *self.known.entry(known).or_insert(self.entries.len());
        if at == self.entries.len() {
            self.credentials.take();
            let number = self.number(kind);
            let kept = is_looked_for(class, kind, value).then(|| value.into());
            self.entries.push(Entry { class, kind, value: kept, number, domain: domain.map(Into::into) });
        }
        if let Some(entry) = self.entries.get_mut(at).filter(|entry| class < entry.class) {
            // What nobody knew at first turned out to be a secret.
            self.credentials.take();
            (entry.class, entry.kind) = (class, kind);
            entry.domain = domain.map(Into::into);
            entry.value = is_looked_for(class, kind, value).then(|| value.into());
        }
        self.entries.get(at).map_or_else(String::new, Entry::label)
    }

    /// Adds what another run looks for. What is only taken out where it stands needs no adding.
    pub(super) fn append(&mut self, other: &Self) {
        for entry in &other.entries {
            if let Some(value) = &entry.value {
                self.position(entry.class, entry.kind, value, entry.domain.as_deref());
            }
        }
        for (kind, numbers) in &other.taken {
            self.taken.entry(kind.clone()).or_default().extend(numbers);
        }
    }

    fn number(&mut self, kind: &'static str) -> usize {
        let next = self.next.entry(kind).or_insert(1);
        let taken = self.taken.get(kind);
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

    /// Numbers everything anew, so that no label is one that the capture brought along.
    pub(super) fn settle(&mut self) {
        self.next.clear();
        self.credentials.take();
        for at in 0..self.entries.len() {
            let Some(kind) = self.entries.get(at).map(|entry| entry.kind) else { continue };
            let number = self.number(kind);
            if let Some(entry) = self.entries.get_mut(at) {
                entry.number = number;
            }
        }
    }

    /// Finds everything that was learnt, people included.
    pub(super) fn mask_all(&self) -> Mask {
        self.mask_of(|entry| entry.class != Class::Unknown)
    }

    /// Finds credentials.
    pub(super) fn credentials(&self) -> Arc<Credentials> {
        let make = || {
            let credentials = self.entries.iter().filter(|entry| entry.class == Class::Credential && entry.value.is_some());
            let kinds = credentials.map(|entry| entry.kind).collect();
            Arc::new(Credentials { mask: self.mask_credentials(), kinds })
        };
        Arc::clone(self.credentials.get_or_init(make))
    }

    pub(super) fn mask_credentials(&self) -> Mask {
        self.mask_of(|entry| entry.class == Class::Credential)
    }

    /// Finds names, phones and the like. Users are not among them: a report numbers them in its own order.
    pub(super) fn mask_people(&self) -> Mask {
        self.mask_of(|entry| entry.class == Class::Personal && entry.kind != "user")
    }

    fn mask_of(&self, wanted: impl Fn(&Entry) -> bool) -> Mask {
        let entries: Vec<&Entry> = self.entries.iter().filter(|entry| wanted(entry)).collect();
        let labels: Vec<String> = entries.iter().filter(|entry| entry.value.is_some()).map(|entry| entry.label()).collect();
        let values = entries.iter().filter_map(|entry| entry.value.as_deref());
        Mask::new(values.zip(&labels).map(|(value, label)| Wanted { value, label }))
    }
}

/// Whether a value is worth looking for elsewhere. Ids are no secrets, flags would mask words, and a word that the service's own texts
/// use would be told by masking it there.
fn is_looked_for(class: Class, kind: &str, value: &str) -> bool {
    let word = value.bytes().all(|byte| byte.is_ascii_alphabetic());
    let number = value.bytes().all(|byte| byte.is_ascii_digit());
    if value.len() < SHORTEST
        || Guid::parse(value).is_some()
        || words::is_of_protocol(value)
        || number && value.len() <= LONGEST_PLAIN_NUMBER
    {
        return false;
    }
    match (class, kind) {
        // It would be found in a pseudonym.
        (Class::Personal, "user") => !placeholder::is_numbered(value),
        (Class::Personal, "phone") => true,
        // A name of one word is a word of other texts too.
        (Class::Personal, "name") => value.contains(' ') && value.len() >= 8,
        (Class::Personal | Class::Unknown, _) => false,
        (_, "state" | "nonce" | "session") => value.len() >= SHORTEST_STATE && !value.contains("://"),
        (_, "cookie") => value.len() >= SHORTEST_STATE || !word && value.len() > 8,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_values_ids_and_words_of_the_service_are_not_looked_for() {
        let mut secrets = Secrets::default();
        for value in ["12345", "123456", "0f2e6d5c-1111-4222-8333-444455556666", "password", "Password"] {
            secrets.label(Class::Credential, "password", value);
        }
        assert!(secrets.is_empty());
        secrets.label(Class::Credential, "password", "Passw0rd!");
        assert_eq!(secrets.len(), 1);
    }

    #[test]
    fn equal_values_have_equal_labels_and_none_that_is_taken() {
        let mut secrets = Secrets::default();
        assert_eq!(secrets.label(Class::Credential, "auth-code", "0.AXkAabc"), "[auth-code#1]");
        assert_eq!(secrets.label(Class::Credential, "auth-code", "0.AXkAabd"), "[auth-code#2]");
        assert_eq!(secrets.label(Class::Credential, "state", "0.AXkAabc"), "[auth-code#1]");
        secrets.take("auth-code", 1);
        secrets.settle();
        assert_eq!(secrets.label(Class::Credential, "auth-code", "0.AXkAabc"), "[auth-code#2]");
        assert_eq!(secrets.user("Alex@contoso.example"), "user#1@contoso.example");
        assert_eq!(secrets.user("alex%40contoso.example"), "user#1@contoso.example");
        assert_eq!(secrets.user("user#5@contoso.example"), "user#5@contoso.example");
    }

    #[test]
    fn what_turns_out_to_be_a_secret_is_looked_for() {
        let mut secrets = Secrets::default();
        secrets.label(Class::Unknown, "value", "nine Walnut stairs");
        assert!(secrets.is_empty());
        secrets.label(Class::Credential, "password", "nine Walnut stairs");
        assert_eq!(secrets.len(), 1);
    }
}
