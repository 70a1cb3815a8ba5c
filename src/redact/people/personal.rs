//! Personal data by its shape: email addresses and names of users become `user#1@domain`, addresses of machines and phone numbers a label.

use core::net::IpAddr;
use std::borrow::Cow;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::entra::guid::Guid;
use crate::entra::pattern::{Words, finder, may_have, pattern};
use crate::redact::find::signs::{ends_with, signs};
use crate::redact::kind::{Class, SecretKind};
use crate::redact::people::mailbox;
use crate::redact::secrets::Secrets;
use crate::redact::{placeholder, shape, tables, words};

/// A pattern that is made when it is first needed.
macro_rules! lazy {
    ($name:ident, $pattern:expr) => {
        static $name: LazyLock<Regex> = LazyLock::new(|| pattern($pattern));
    };
}

lazy!(PHONE, r"\+[0-9]{1,3}[ -]?(?:\([0-9]+\)[ -]?)?(?:[0-9X*]{2,}[ -]?){2,5}[0-9X*]{2,}");
lazy!(
    NATIONAL_PHONE,
    r"(?:\([0-9]{2,5}\)|(?-u:\b)0[0-9]{1,4}|(?-u:\b)[2-9][0-9]{2}[-. ][0-9]{3})[ /.-]{0,2}[0-9]{2,}(?:[ /.-][0-9]{2,}){0,5}(?-u:\b)"
);
lazy!(MASKED_PHONE, r"(?:[X*]{2,}[ -]?){1,4}[0-9]{2,4}(?-u:\b)");
lazy!(IPV4, r"(?-u:\b)(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?-u:\b)");
lazy!(
    IPV6,
    r"(?-u:\b)(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}(?-u:\b)|(?-u:\b)(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}(?-u:\b)"
);
lazy!(ACCOUNT, r"(^|[^\\:/A-Za-z0-9._-])([A-Za-z][A-Za-z0-9.-]{0,30}[A-Za-z0-9])(\\{1,4}|%5[Cc])([A-Za-z0-9][A-Za-z0-9._$-]+)");
lazy!(SID, r"(?-u:\b)S-1-[0-9]+(?:-[0-9]+){3,}(?-u:\b)");
lazy!(
    HOME,
    r#"(?i)((?:[A-Z]:|(?-u:\b)file:/*|\\\\[A-Za-z0-9.-]{1,64})?(?:\\{1,4}|/|%5C|%2F)(?:Users|home\$?|Profiles|Documents(?: |%20)and(?: |%20)settings)(?:\\{1,4}|/|%5C|%2F))([^\\/:*?"'<>|\s\[%]+)"#
);
lazy!(DISTINGUISHED, r#"(?-u:\b)(?:CN|UID|E|OU)=[^,"'<>=\[]{1,80}(?:, ?(?:CN|OU|DC|O|C|L|ST|UID|E)=[^,"'<>=\s]{1,80})+"#);
lazy!(
    PERSON,
    r#"(?i)((?-u:\b)(?:user ?name|user ?id|user|display ?name|full ?name|given ?name|family ?name|sur ?name|login|upn|device ?name|computer ?name|host ?name|kontoname|benutzername)\\*["']?\s*(?:=>|=|:|%3D)\s*\\*["']?)([^\s"'\\&,;<>\[\](){}]+(?: [^\s"'\\&,;<>\[\](){}.]+){0,3})"#
);
lazy!(DEVICE, &format!(r"(?-u:\b)(?:{})-[A-Z0-9]{{3,}}(?:-[A-Z0-9]+)*(?-u:\b)", MACHINES.join("|")));
lazy!(
    NAMED_DEVICE,
    r#"(?i)(?-u:\b)((?:device|computer|machine|workstation|host ?name|dns)(?: ?name)?\s*[:=]?\s*\\?['"])([^'"\\\[]{2,64})(\\?['"])"#
);

/// The text with names of users, addresses of people and of machines, names of devices, and phone numbers replaced.
pub(in crate::redact) fn mask<'t>(text: &'t str, people: &mut Secrets) -> Cow<'t, str> {
    let possible = Possible::of(text);
    if possible == Possible::default() {
        return Cow::Borrowed(text);
    }
    // Nearly all messages have the marks for these, few have the words, and the patterns are large.
    let (home, device) = (possible.path && may_have(&HOMES, text), possible.device && may_have(&DEVICES, text));
    let (person, distinguished) = (possible.equals && may_name_person(text), possible.equals && may_be_distinguished(text));
    let text = if possible.mail { without_mailboxes(text, people) } else { Cow::Borrowed(text) };
    let text = replaced(&HOME, text, home, &mut |found| format!("{}{}", &found[1], people.user(&found[2])));
    let text = replaced(&DISTINGUISHED, text, distinguished, &mut |found| people.label(Class::Personal, SecretKind::Name, &found[0]));
    let text = persons(text, person, people);
    let text = replaced(&ACCOUNT, text, possible.account, &mut |found| account(found, people));
    let text = replaced(&SID, text, possible.sid, &mut |found| people.label(Class::Personal, SecretKind::Sid, &found[0]));
    let text = replaced(&NAMED_DEVICE, text, device, &mut |found| {
        let is_id = Guid::parse(&found[2]).is_some() || placeholder::read(&found[2]).is_some();
        if is_id {
            found[0].to_owned()
        } else {
            format!("{}{}{}", &found[1], people.label(Class::Personal, SecretKind::Device, &found[2]), &found[3])
        }
    });
    let text = replaced(&DEVICE, text, possible.machine, &mut |found| people.label(Class::Personal, SecretKind::Device, &found[0]));
    let text = replaced(&PHONE, text, possible.phone, &mut |found| phone(&found[0], people));
    let text = replaced(&MASKED_PHONE, text, possible.masked, &mut |found| phone(&found[0], people));
    let text = phones(text, possible.national, people);
    let mut machine = |found: &Captures<'_>| {
        address_kind(&found[0]).map_or_else(|| found[0].to_owned(), |kind| people.label(Class::Personal, kind, &found[0]))
    };
    let text = replaced(&IPV4, text, possible.ipv4, &mut machine);
    replaced(&IPV6, text, possible.ipv6, &mut machine)
}

/// How the names of machines begin, up to the hyphen.
const MACHINES: &[&str] = &[
    "DESKTOP",
    "LAPTOP",
    "WIN",
    "PC",
    "NB",
    "WS",
    "CPC",
    "VDI",
    "MININT",
    "SURFACE",
    "NOTEBOOK",
    "WORKSTATION",
    "LT",
    "WKS",
    "CLIENT",
    "TABLET",
];
/// Words that are in each match of [`HOME`].
static HOMES: Words = LazyLock::new(|| finder(["users", "home", "profiles", "documents"]));
/// Words that are in each match of [`NAMED_DEVICE`].
static DEVICES: Words = LazyLock::new(|| finder(["device", "computer", "machine", "workstation", "host", "dns"]));
/// How the names of [`PERSON`] end.
const PERSONS: &[&str] = &["name", "user id", "userid", "user", "login", "upn"];

/// Whether one of the names of [`PERSON`] may precede a sign.
fn may_name_person(text: &str) -> bool {
    !text.is_ascii() || signs(text).any(|sign| PERSONS.iter().any(|end| ends_with(sign.named, end)))
}

/// Whether a key of [`DISTINGUISHED`] may precede a sign.
fn may_be_distinguished(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'=', bytes).any(|at| at.checked_sub(1).and_then(|at| bytes.get(at)).is_some_and(|key| b"NDEU".contains(key)))
}

/// What follows a name such as `user name:`: a word, or several of them up to a mark.
fn persons<'t>(text: Cow<'t, str>, possible: bool, people: &mut Secrets) -> Cow<'t, str> {
    if !possible {
        return text;
    }
    let mut clean = String::new();
    let mut written = 0;
    for found in PERSON.captures_iter(&text) {
        let (Some(name), Some(value)) = (found.get(1), found.get(2)) else { continue };
        let after = text.get(value.end()..).unwrap_or_default();
        let is_quoted = name.as_str().ends_with(['"', '\'']);
        let is_whole =
            is_quoted || after.trim_start().is_empty() || after.starts_with(['.', ',', ';', ')', '\n', '\r', '<', '&', '\'', '"', '\\']);
        let words = if is_whole { value.as_str() } else { value.as_str().split(' ').next().unwrap_or_default() };
        let words = words.trim_end_matches('.');
        let assigned = is_quoted || name.as_str().contains('=');
        let is_said = words::is_of_protocol(words)
            || tables::field(words).is_some()
            || Guid::parse(words).is_some()
            || words.starts_with("user#")
            || placeholder::is_foreign(words);
        // `user: not found` says something; a name has no word of the service's in it.
        let says = !assigned && !is_whole && words.bytes().all(|byte| byte.is_ascii_lowercase());
        if words.is_empty() || is_said || says {
            continue;
        }
        clean.push_str(text.get(written..value.start()).unwrap_or_default());
        clean.push_str(&people.user(words));
        written = value.start() + words.len();
    }
    if written == 0 { text } else { Cow::Owned(clean + text.get(written..).unwrap_or_default()) }
}

/// The text with names of devices replaced, and nothing else: versions of programs look like addresses of machines.
pub(in crate::redact) fn mask_devices<'t>(text: &'t str, people: &mut Secrets) -> Cow<'t, str> {
    let possible = Possible::of(text);
    replaced(&DEVICE, Cow::Borrowed(text), possible.machine, &mut |found| people.label(Class::Personal, SecretKind::Device, &found[0]))
}

/// `CONTOSO\jdoe`. An escape of a line's end looks alike: `failed\nTrace`.
fn account(found: &Captures<'_>, people: &mut Secrets) -> String {
    const NOBODY: &[&str] = &[
        "nt authority",
        "authority",
        "builtin",
        "nt service",
        "service",
        "hklm",
        "hkcu",
        "hkey_local_machine",
        "hkey_current_user",
        "iis apppool",
        "apppool",
    ];
    let (before, domain, name) = (&found[1], &found[2], &found[4]);
    let is_escape = &found[3] == "\\"
        && name.starts_with(['n', 'r', 't', 'u'])
        && domain.bytes().any(|byte| byte.is_ascii_lowercase())
        && name.get(1..).is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_uppercase() || next.is_ascii_digit()));
    if is_escape || NOBODY.iter().any(|known| domain.eq_ignore_ascii_case(known)) {
        return found[0].to_owned();
    }
    format!("{before}{}", people.user(&format!("{domain}\\{name}")))
}

fn phone(found: &str, people: &mut Secrets) -> String {
    let digits = found.bytes().filter(|byte| matches!(byte, b'0'..=b'9' | b'X' | b'*')).count();
    if digits >= 8 { people.label(Class::Personal, SecretKind::Phone, found) } else { found.to_owned() }
}

/// Phone numbers as people write them in their own country: `0171 2345678`, `(425) 555-0100`. No part of an id, a version or a time.
fn phones<'t>(text: Cow<'t, str>, possible: bool, people: &mut Secrets) -> Cow<'t, str> {
    if !possible {
        return text;
    }
    let mut clean = String::new();
    let mut written = 0;
    for found in NATIONAL_PHONE.find_iter(&text) {
        let (before, after) = (text.get(..found.start()).unwrap_or_default(), text.get(found.end()..).unwrap_or_default());
        let apart = !before.ends_with(|letter: char| letter.is_alphanumeric() || "-._:/#+%".contains(letter)) || before.ends_with("tel:");
        let ends = !after.starts_with(|letter: char| letter.is_alphanumeric() || "-_:%/".contains(letter));
        let digits = found.as_str().bytes().filter(u8::is_ascii_digit).count();
        if apart && ends && NATIONAL_DIGITS.contains(&digits) && !shape::is_time(found.as_str()) {
            clean.push_str(text.get(written..found.start()).unwrap_or_default());
            clean.push_str(&people.label(Class::Personal, SecretKind::Phone, found.as_str()));
            written = found.end();
        }
    }
    if written == 0 { text } else { Cow::Owned(clean + text.get(written..).unwrap_or_default()) }
}

/// What a text may hold, told in one pass by what each is not without. Most texts hold none, and then no pattern is even built.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of its own")]
struct Possible {
    mail: bool,
    phone: bool,
    masked: bool,
    national: bool,
    ipv4: bool,
    ipv6: bool,
    account: bool,
    path: bool,
    sid: bool,
    machine: bool,
    device: bool,
    equals: bool,
}

impl Possible {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        let mut possible = Self::default();
        let mut inner_dots = 0;
        let mut national = National::default();
        // Colons with at most four letters between each and the next.
        let (mut colons, mut last_colon) = (0, 0);
        for (at, byte) in bytes.iter().enumerate() {
            let after = bytes.get(at + 1..).unwrap_or_default();
            national.pass(*byte, after);
            match byte {
                b'@' => possible.mail = true,
                b'%' => {
                    possible.mail |= after.starts_with(b"40");
                    possible.account |= after.get(..2).is_some_and(|next| next.eq_ignore_ascii_case(b"5c"));
                    possible.path |= after.starts_with(b"2F") || after.starts_with(b"5C");
                }
                b'+' => possible.phone |= is_digit(after.first()),
                b'*' | b'X' => possible.masked |= after.first() == Some(byte),
                b'.' => inner_dots += usize::from(is_digit(after.first()) && is_digit(at.checked_sub(1).and_then(|at| bytes.get(at)))),
                b'-' => {
                    possible.machine |= after.first().is_some_and(|next| next.is_ascii_uppercase() || next.is_ascii_digit())
                        && bytes.get(..at).is_some_and(|before| MACHINES.iter().any(|name| before.ends_with(name.as_bytes())));
                    possible.sid |= after.starts_with(b"1-");
                }
                b'\\' => (possible.account, possible.path) = (true, true),
                b'/' => possible.path |= after.first().is_some_and(|next| matches!(next.to_ascii_lowercase(), b'h' | b'u' | b'd' | b'p')),
                b'\'' | b'"' => possible.device = true,
                b'=' => possible.equals = true,
                b':' => {
                    possible.equals = true;
                    colons = if at - last_colon <= 5 { colons + 1 } else { 1 };
                    last_colon = at;
                    possible.ipv6 |= colons == 4 || after.first() == Some(&b':');
                }
                _ => {}
            }
        }
        possible.ipv4 = inner_dots >= 3;
        possible.national = national.found;
        possible
    }
}

/// Fewest and most digits of a national number.
const NATIONAL_DIGITS: RangeInclusive<usize> = 9..=15;

/// Looks for what may be a [`NATIONAL_PHONE`] of enough digits: ids and times have as many, and none of its beginnings.
#[derive(Debug, Default)]
struct National {
    /// Whether what was passed last belongs to what follows, which is then no number: part of an id, of a version or of a path.
    glued: bool,
    /// Digits since something began like a number, with nothing but what may be in one between them.
    digits: Option<usize>,
    found: bool,
}

impl National {
    fn pass(&mut self, byte: u8, after: &[u8]) {
        let is_digit = |at: usize| after.get(at).is_some_and(u8::is_ascii_digit);
        match byte {
            b'(' => self.digits = (!self.glued && is_digit(0)).then_some(0),
            b'0'..=b'9' => {
                let begins = byte == b'0' && is_digit(0)
                    || byte >= b'2' && is_digit(0) && is_digit(1) && matches!(after.get(2), Some(b'-' | b'.' | b' ')) && is_digit(3);
                if self.digits.is_none() && !self.glued && begins {
                    self.digits = Some(0);
                }
                self.digits = self.digits.map(|digits| digits + 1);
                self.found |= self.digits.is_some_and(|digits| digits >= *NATIONAL_DIGITS.start());
            }
            b')' | b' ' | b'/' | b'.' | b'-' => {}
            _ => self.digits = None,
        }
        self.glued = byte.is_ascii_alphanumeric() || b"-._/#+%".contains(&byte);
    }
}

fn without_mailboxes<'t>(text: &'t str, people: &mut Secrets) -> Cow<'t, str> {
    let mut clean = String::new();
    let mut written = 0;
    while let Some(found) = mailbox::next(text, written) {
        let name = text.get(found.clone()).unwrap_or_default();
        let is_pseudonym = placeholder::user_number(&name.replace("%23", "#").replace("%40", "@")).is_some();
        clean.push_str(text.get(written..found.start).unwrap_or_default());
        clean.push_str(&if is_pseudonym { name.to_owned() } else { people.user(name) });
        written = found.end;
    }
    if written == 0 { Cow::Borrowed(text) } else { Cow::Owned(clean + text.get(written..).unwrap_or_default()) }
}

/// `possible`: whether the text holds what no match is without.
fn replaced<'t>(
    pattern: &LazyLock<Regex>,
    text: Cow<'t, str>,
    possible: bool,
    with: &mut dyn FnMut(&Captures<'_>) -> String,
) -> Cow<'t, str> {
    if !possible {
        return text;
    }
    match pattern.replace_all(&text, |found: &Captures<'_>| with(found)) {
        Cow::Owned(clean) => Cow::Owned(clean),
        Cow::Borrowed(_) => text,
    }
}

/// What kind of address of a machine a text is: which family, and whether it is one of the customer's own network.
pub(in crate::redact) fn address_kind(text: &str) -> Option<SecretKind> {
    let text = text.trim().trim_matches(['[', ']']);
    let address: IpAddr = text.parse().ok().or_else(|| text.rsplit_once(':')?.0.trim_matches(['[', ']']).parse().ok())?;
    Some(match address {
        IpAddr::V4(v4) if v4.is_loopback() => return None,
        IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() => SecretKind::PrivateIpv4,
        IpAddr::V4(_) => SecretKind::PublicIpv4,
        IpAddr::V6(v6) if v6.is_loopback() => return None,
        IpAddr::V6(_) => SecretKind::Ipv6,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn addresses_become_labels_that_keep_equality() {
        let mut people = Secrets::default();
        assert_eq!(people.user("Alex@contoso.example"), "user#1@contoso.example");
        let text =
            mask("User 'alex@contoso.example' and kim%40fabrikam.example from 203.0.113.7, 10.1.2.3 or 2001:db8:1:2:3:4:5:6", &mut people);
        assert_eq!(text, "User 'user#1@contoso.example' and user#2@fabrikam.example from [public-ipv4#1], [private-ipv4#1] or [ipv6#1]");
        assert_eq!(mask(&text, &mut people), text);
        for none in
            ["at 12:30, +x, 10.0, 5% of a.b", "Time: 2024-05-01 10:00:00Z of 22222222-aaaa-4bbb-8ccc-000000000002", "ESTS-2-X: WUS2-4A"]
        {
            assert_eq!(Possible::of(none), Possible { equals: true, ..Possible::default() }, "{none}");
        }
        for (text, clean) in [
            ("user CONTOSO\\jdoe, not failed\\nTrace", "user user#1, not failed\\nTrace"),
            (r"at C:\Users\jwalnut\AppData and /home/quince/x", r"at C:\Users\user#1\AppData and /home/user#2/x"),
            ("S-1-5-21-1004336348-1177238915-682003330-512 is it", "[sid#1] is it"),
            ("call (425) 555-0100 or 0171 23456789, 2026-03-02 10:12:44", "call [phone#1] or [phone#2], 2026-03-02 10:12:44"),
            ("on DESKTOP-7QK2LM9, device 'Quince Book'", "on [device#2], device '[device#1]'"),
            ("0f2e6d5c-1111-4222-8333-444455556666 of 10.0.19045.4046", "0f2e6d5c-1111-4222-8333-444455556666 of 10.0.19045.4046"),
        ] {
            assert_eq!(mask(text, &mut Secrets::default()), clean, "{text}");
        }
        assert_eq!(mask("call +1 425-555-0100 at 2026-03-02T08:00:00+0100", &mut people), "call [phone#1] at 2026-03-02T08:00:00+0100");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// What a first look passes over, the pattern would not have found.
        #[test]
        fn the_first_looks_pass_over_nothing(pieces in prop::collection::vec(
            "user|User Name|userid|user id|Trace ID|display name|login|UPN|computer|Device ?name|host ?name|dns|CN|OU|DC|E|users|Home\\$|documents and settings|C:|file:|kelp|x|:|=|=>|%3D|\"|'|\\\\| |,|/|%5C|%2F|Q7x9|-|\u{17f}",
            0..14,
        )) {
            let text = pieces.concat();
            prop_assert!(!HOME.is_match(&text) || may_have(&HOMES, &text), "{}", text);
            prop_assert!(!NAMED_DEVICE.is_match(&text) || may_have(&DEVICES, &text), "{}", text);
            prop_assert!(!PERSON.is_match(&text) || may_name_person(&text), "{}", text);
            prop_assert!(!DISTINGUISHED.is_match(&text) || may_be_distinguished(&text), "{}", text);
        }

        /// Nor what is told of a text in one pass.
        #[test]
        fn what_is_possible_is_told(text in "([0-9]{1,4}|[(][0-9]{2,5}[)]|tel:|[ /.-]{1,2}|0[0-9]|[2-9][0-9]{2}[-. ][0-9]{3}|[a_:(é]|PC|DESKTOP|[A-Z0-9]{3}-){0,8}") {
            let possible = Possible::of(&text);
            let masked = phones(Cow::Borrowed(&text), true, &mut Secrets::default());
            prop_assert!(possible.national || masked == text, "{} becomes {}", text, masked);
            prop_assert!(possible.machine || !DEVICE.is_match(&text), "{}", text);
        }
    }
}
