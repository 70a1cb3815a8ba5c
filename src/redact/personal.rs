//! Personal data by its shape: mail addresses and names of users become `user#1@domain`, addresses of machines and phone numbers a label.

use core::net::IpAddr;
use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::secrets::{Class, Secrets};
use super::{mailbox, pattern, placeholder};

/// The text with names of users, addresses of people and of machines, and phone numbers replaced.
pub(super) fn mask<'t>(text: &'t str, people: &mut Secrets) -> Cow<'t, str> {
    static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\+[0-9]{1,3}[ -]?(?:\([0-9]+\)[ -]?)?(?:[0-9X*]{2,}[ -]?){2,5}[0-9X*]{2,}"));
    static IPV4: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?-u:\b)(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])\.){3}(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?-u:\b)"));
    static IPV6: LazyLock<Regex> = LazyLock::new(|| {
        let (part, edge) = ("[0-9a-fA-F]{1,4}", r"(?-u:\b)");
        pattern(&format!("{edge}(?:{part}:){{4,7}}{part}{edge}|{edge}(?:{part}:){{1,6}}(?::{part}){{1,6}}{edge}"))
    });
    let possible = possible(text);
    if !possible.contains(&true) {
        return Cow::Borrowed(text);
    }
    let [has_mail, has_phone, has_ipv4, has_ipv6] = possible;
    let text = if has_mail { without_mailboxes(text, people) } else { Cow::Borrowed(text) };
    let text = replaced(&PHONE, text, has_phone, &mut |found| {
        let found = &found[0];
        let digits = found.bytes().filter(|byte| matches!(byte, b'0'..=b'9' | b'X' | b'*')).count();
        if digits >= 9 { people.label(Class::Personal, "phone", found) } else { found.to_owned() }
    });
    let mut machine = |found: &Captures<'_>| {
        address_kind(&found[0]).map_or_else(|| found[0].to_owned(), |kind| people.label(Class::Personal, kind, &found[0]))
    };
    let text = replaced(&IPV4, text, has_ipv4, &mut machine);
    replaced(&IPV6, text, has_ipv6, &mut machine)
}

/// Whether a text may hold an address of a mailbox, a phone number, an IPv4 and an IPv6 address: told in one pass by what each is not without.
/// Most texts hold none, and then no pattern is even built.
fn possible(text: &str) -> [bool; 4] {
    let bytes = text.as_bytes();
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    let (mut mail, mut phone, mut inner_dots, mut ipv6) = (false, false, 0, false);
    // Colons with at most four letters between each and the next.
    let (mut colons, mut last_colon) = (0, 0);
    for (at, byte) in bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'@' | b'%' | b'+' | b'.' | b':')) {
        let after = bytes.get(at + 1..).unwrap_or_default();
        match byte {
            b'%' => mail |= after.starts_with(b"40"),
            b'+' => phone |= is_digit(after.first()),
            b'.' => inner_dots += usize::from(is_digit(after.first()) && is_digit(at.checked_sub(1).and_then(|at| bytes.get(at)))),
            b':' => {
                colons = if at - last_colon <= 5 { colons + 1 } else { 1 };
                last_colon = at;
                ipv6 |= colons == 4 || after.first() == Some(&b':');
            }
            _ => mail = true,
        }
    }
    [mail, phone, inner_dots >= 3, ipv6]
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
pub(super) fn address_kind(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_matches(['[', ']']);
    let address: IpAddr = text.parse().ok().or_else(|| text.rsplit_once(':')?.0.trim_matches(['[', ']']).parse().ok())?;
    Some(match address {
        IpAddr::V4(v4) if v4.is_loopback() => return None,
        IpAddr::V4(v4) if v4.is_private() || v4.is_link_local() => "private-ipv4",
        IpAddr::V4(_) => "public-ipv4",
        IpAddr::V6(v6) if v6.is_loopback() => return None,
        IpAddr::V6(_) => "ipv6",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_labels_that_keep_equality() {
        let mut people = Secrets::default();
        assert_eq!(people.user("Alex@contoso.example"), "user#1@contoso.example");
        let text =
            mask("User 'alex@contoso.example' and kim%40fabrikam.example from 203.0.113.7, 10.1.2.3 or 2001:db8:1:2:3:4:5:6", &mut people);
        assert_eq!(text, "User 'user#1@contoso.example' and user#2@fabrikam.example from [public-ipv4#1], [private-ipv4#1] or [ipv6#1]");
        assert_eq!(mask(&text, &mut people), text);
        assert_eq!(possible("at 12:30:05, +x, 10.0.1, 50% of a.b"), [false; 4]);
        assert_eq!(mask("call +1 425-555-0100 at 2026-03-02T08:00:00+0100", &mut people), "call [phone#1] at 2026-03-02T08:00:00+0100");
    }
}
