//! Values to plant: every one of another text, in the shapes that secrets and people's data really have.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// What a value looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// This many digits, the first of which is no zero.
    Digits(usize),
    /// Small letters only, as many as words have.
    Letters,
    /// Three words.
    Words,
    /// One name of one word.
    Name,
    Guid,
    /// Base64 with `+`, `/` and `=`.
    Base64,
    /// This many letters and digits.
    Opaque(usize),
    Hex,
    /// The seed of an authenticator: base32.
    Seed,
    Mail,
    /// `DOMAIN\user`
    Account,
    /// International.
    Phone,
    /// As people write it at home.
    NationalPhone,
    /// Of a private network.
    Ipv4,
    Ipv6,
    Street,
    Device,
    /// The security identifier of an account.
    Sid,
    /// What is left of a number: `********4711`.
    Masked,
    /// `CN=...,OU=...`
    DistinguishedName,
}

/// A value that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) text: String,
    /// The parts of it that give it away.
    pub(super) parts: Vec<String>,
}

/// Makes values; the same seed gives the same.
#[derive(Debug, Clone)]
pub(super) struct Maker(u64);

impl Maker {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn pick(&mut self, letters: &[u8]) -> char {
        let at = usize::try_from(self.below(letters.len() as u64)).expect("a small number");
        letters[at].into()
    }

    fn of(&mut self, letters: &[u8], length: usize) -> String {
        (0..length).map(|_| self.pick(letters)).collect()
    }

    fn digits(&mut self, length: usize) -> String {
        format!("{}{}", self.of(b"123456789", 1), self.of(b"0123456789", length - 1))
    }

    /// A word that no one says, of eight letters.
    pub(super) fn word(&mut self) -> String {
        (0..4).flat_map(|_| [self.pick(b"bdfgklmnprstvz"), self.pick(b"aeiou")]).collect()
    }

    fn name(&mut self) -> String {
        let word = self.word();
        word[..1].to_ascii_uppercase() + &word[1..]
    }

    /// A value of this shape.
    #[allow(clippy::too_many_lines, reason = "one line or two a shape")]
    pub(super) fn value(&mut self, shape: Shape) -> Value {
        const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let hex = b"0123456789abcdef";
        let whole = |text: String| Value { parts: vec![text.clone()], text };
        match shape {
            Shape::Digits(length) => whole(self.digits(length)),
            Shape::Letters => whole(self.word() + &self.word()),
            Shape::Name => whole(self.name()),
            Shape::Words => {
                let words = [self.name(), self.word(), self.word()];
                Value { text: words.join(" "), parts: words.to_vec() }
            }
            Shape::Guid => {
                let [first, second, third, fourth, last] = [8, 4, 3, 3, 12].map(|length| self.of(hex, length));
                whole(format!("{first}-{second}-4{third}-a{fourth}-{last}"))
            }
            Shape::Base64 => {
                let bytes: Vec<u8> = (0..4).flat_map(|_| self.next().to_le_bytes()).collect();
                let mut text = STANDARD.encode(bytes);
                text.replace_range(9..10, "+");
                text.replace_range(20..21, "/");
                let parts = vec![text[10..20].to_owned(), text[21..43].to_owned()];
                Value { text, parts }
            }
            Shape::Opaque(length) => {
                // Letters and digits both, or it could be a word.
                let text =
                    format!("{}{}{}", self.of(b"BCDFGHJKLMNPQRSTVWXZ", 2), self.of(b"23456789", 2), self.of(ALPHANUMERIC, length - 4));
                let parts = if length >= 24 { vec![text[..12].to_owned(), text[length - 12..].to_owned()] } else { vec![text.clone()] };
                Value { text, parts }
            }
            Shape::Hex => whole(self.of(hex, 40)),
            Shape::Seed => whole(self.of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 32)),
            Shape::Mail => {
                let user = format!("{}.{}", self.word(), self.word());
                Value { text: format!("{user}@fabrikam.example"), parts: vec![user] }
            }
            Shape::Account => {
                let user = self.word();
                Value { text: format!("FABRIKAM\\{user}"), parts: vec![user] }
            }
            Shape::Phone => {
                let end = self.digits(7);
                let text = format!("+49 151 {} {}", &end[..3], &end[3..]);
                whole(text)
            }
            Shape::NationalPhone => {
                let end = self.digits(8);
                let text = match self.below(3) {
                    0 => format!("0151 {} {}", &end[..4], &end[4..]),
                    1 => format!("(0{}) {}-{}", &end[..3], &end[3..6], &end[6..]),
                    _ => format!("{}-555-{}", &end[..3], &end[3..7]),
                };
                whole(text)
            }
            Shape::Ipv4 => whole(format!("10.{}.{}.{}", 100 + self.below(100), 10 + self.below(240), 100 + self.below(155))),
            Shape::Ipv6 => whole(format!("fd{}:{}::{}:{}", self.of(hex, 2), self.digits(4), self.digits(4), self.digits(4))),
            Shape::Street => {
                let street = self.name();
                Value { text: format!("{street} Street {}", 10 + self.below(80)), parts: vec![street] }
            }
            Shape::Device => {
                let end = self.of(b"ABCDEFGHJKLMNPQRSTUVWXYZ", 3) + &self.of(b"23456789", 4);
                Value { text: format!("DESKTOP-{end}"), parts: vec![end] }
            }
            Shape::Sid => {
                let domain = [10, 9, 10].map(|length| self.digits(length)).join("-");
                Value { text: format!("S-1-5-21-{domain}-{}", 1000 + self.below(9000)), parts: vec![domain] }
            }
            Shape::Masked => whole(format!("********{}", self.digits(4))),
            Shape::DistinguishedName => {
                let user = self.name();
                Value { text: format!("CN={user},OU=Payroll,DC=fabrikam,DC=example"), parts: vec![user] }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn values_are_never_the_same() {
        let mut maker = Maker::new(7);
        let shapes =
            [Shape::Digits(8), Shape::Letters, Shape::Words, Shape::Name, Shape::Guid, Shape::Base64, Shape::Opaque(8), Shape::Phone];
        let values: BTreeSet<String> = (0..400).map(|at| maker.value(shapes[at % shapes.len()]).text).collect();
        assert_eq!(values.len(), 400);
        assert!(maker.value(Shape::Base64).text.contains('+') && maker.value(Shape::Base64).text.ends_with('='));
    }
}
