//! What is seen of people by who asks for it: names and addresses, and only what looks like one. Under the name of a person's field anything may
//! stand, also what lets one in.

use core::net::IpAddr;

use super::mailbox;
use crate::redact::kind::SecretKind;

/// Longer names are none.
const LONGEST_NAME: usize = 60;
/// Parts of names in small letters: `van der Berg`.
const LONGEST_PARTICLE: usize = 3;

/// Whether a value of a kind may be seen.
pub(in crate::redact) fn may_be_seen(kind: SecretKind, value: &str) -> bool {
    let value = value.trim();
    match kind {
        SecretKind::User => mailbox::is_one(value) || is_account(value),
        SecretKind::Name => is_name(value),
        SecretKind::Phone => is_phone(value),
        SecretKind::Ip | SecretKind::Ipv6 | SecretKind::PrivateIpv4 | SecretKind::PublicIpv4 => value.parse::<IpAddr>().is_ok(),
        _ => false,
    }
}

/// `CONTOSO\jdoe`
fn is_account(value: &str) -> bool {
    let is_plain = |part: &str, longest: usize| {
        (1..=longest).contains(&part.len())
            && part.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-' | '_'))
    };
    value.split_once('\\').is_some_and(|(domain, name)| is_plain(domain, 15) && is_plain(name, 20))
}

/// `Alex Müller-Lang`, `O'Neil`, `van der Berg`; not what is made of digits, or of letters by chance.
fn is_name(value: &str) -> bool {
    let is_part = |part: &str| {
        let small = part.chars().skip(1).all(|letter| !letter.is_uppercase());
        let begins = part.starts_with(|first: char| first.is_alphabetic() && !first.is_lowercase());
        begins && small || part.len() <= LONGEST_PARTICLE
    };
    let is_letter = |letter: char| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '.' | ',');
    value.len() <= LONGEST_NAME
        && value.chars().all(is_letter)
        && value.starts_with(char::is_alphabetic)
        && value.split([' ', '-', '\'', '.', ',']).filter(|part| !part.is_empty()).all(is_part)
}

/// `+49 151 00000000`, `+XX XXXXXXX21`: with the sign of an international number, or masked.
fn is_phone(value: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '(' | ')' | '*' | 'X' | '+' | '.');
    (value.starts_with('+') || value.contains("**") || value.contains("XX")) && value.len() <= 24 && value.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_person_is_seen() {
        for (kind, seen, unseen) in [
            (SecretKind::User, &["alex@contoso.example", "CONTOSO\\jdoe"][..], &["Walnut42", "a@b@", "x\\y z", ""][..]),
            (
                SecretKind::Name,
                &["Alex", "Tobias Fenwick", "Zoë O'Neil", "Jan van der Berg", "Müller-Lang", "山田太郎"],
                &["mutaranemumezomi", "Walnut42", "AH6VKQQJDLOESPT", "c390b206-5a26", "zO++5s", ""],
            ),
            (SecretKind::Phone, &["+49 151 0000000", "+XX XXXXXXX21", "***-***-21"], &["70591163073", "QM37BJ6kaHQ4"]),
            (SecretKind::PublicIpv4, &["198.51.100.23"], &["1.2.3", "x"]),
            (SecretKind::Attribute, &[], &["Alex", "alex@contoso.example"]),
            (SecretKind::Password, &[], &["Alex"]),
        ] {
            assert!(seen.iter().all(|value| may_be_seen(kind, value)), "{kind:?}: {seen:?}");
            assert!(!unseen.iter().any(|value| may_be_seen(kind, value)), "{kind:?}: {unseen:?}");
        }
    }
}
