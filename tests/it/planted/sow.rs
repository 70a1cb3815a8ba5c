//! Values to plant: each is made from its row and the place it is in, so that one that gets out names where it stood.

use std::cell::RefCell;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::scenario::json::Object;

/// A value that is in a capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sown {
    /// What it is: the name of a field, a cookie, a header, a claim.
    pub(crate) row: String,
    /// Where it stands: `har request.url`.
    pub(crate) container: String,
    /// The exchange.
    pub(crate) exchange: &'static str,
    pub(crate) nature: Nature,
    /// What to look for.
    pub(crate) text: String,
}

/// How a value is to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Nature {
    /// Never shown.
    Secret,
    /// Shown when asked for.
    Personal,
    /// Too short to be looked for anywhere but after the name of its row.
    Short,
}

/// The parts of an exchange that hold values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The address without its query.
    Path,
    Query,
    Fragment,
    RequestHeader,
    Cookie,
    RequestBody,
    ResponseHeader,
    Location,
    SetCookie,
    ResponseBody,
}

/// Hands out the values of one exchange as it is in one container of one capture.
pub(crate) struct Sow {
    capture: &'static str,
    exchange: &'static str,
    container: &'static str,
    pending: RefCell<Vec<Sown>>,
    placed: RefCell<Vec<(Part, Sown)>>,
}

impl Sow {
    pub(crate) fn new(capture: &'static str, exchange: &'static str, container: &'static str) -> Self {
        Self { capture, exchange, container, pending: RefCell::default(), placed: RefCell::default() }
    }

    /// The values handed out since the last call are in this part.
    pub(crate) fn place(&self, part: Part) {
        self.placed.borrow_mut().extend(self.pending.take().into_iter().map(|sown| (part, sown)));
    }

    /// What is in these parts.
    pub(crate) fn placed(self, parts: &[Part]) -> Vec<Sown> {
        assert!(self.pending.borrow().is_empty(), "{}: values without a place: {:?}", self.exchange, self.pending);
        self.placed.into_inner().into_iter().filter(|(part, _)| parts.contains(part)).map(|(_, sown)| sown).collect()
    }

    fn hand(&self, row: &str, nature: Nature, text: &str) {
        let container = format!("{} {}", self.capture, self.container);
        let sown = Sown { row: row.to_owned(), container, exchange: self.exchange, nature, text: text.to_owned() };
        if !self.pending.borrow().contains(&sown) {
            self.pending.borrow_mut().push(sown);
        }
    }

    fn digest(&self, row: &str) -> [u8; 32] {
        digest(&[self.capture, self.exchange, self.container, row])
    }

    /// A secret of letters and digits.
    pub(crate) fn secret(&self, row: &str) -> String {
        let text = opaque(&self.digest(row), 22);
        self.hand(row, Nature::Secret, &text);
        text
    }

    /// A secret that is in several places of the capture, in some of them without its name.
    pub(crate) fn shared(&self, row: &str) -> String {
        let text = opaque(&digest(&[self.capture, row]), 22);
        self.hand(&format!("{row} again"), Nature::Secret, &text);
        text
    }

    /// A secret of all that has a meaning in JSON, HTML, addresses and patterns.
    pub(crate) fn metacharacters(&self, row: &str) -> String {
        let text = format!("{}.*+?^${{}}()|[]\\\"<b>&amp;'%25;/\u{f6}", opaque(&self.digest(row), 12));
        self.hand(row, Nature::Secret, &text);
        text
    }

    /// A secret of six digits.
    pub(crate) fn six_digits(&self, row: &str) -> String {
        let text = digits(&self.digest(row), 6);
        self.short(row, &text)
    }

    /// A secret that is too short, or too common, to be looked for everywhere.
    pub(crate) fn short(&self, row: &str, text: &str) -> String {
        self.hand(row, Nature::Short, text);
        text.to_owned()
    }

    /// A part of a value that has to be hidden on its own: personal, of letters and digits.
    pub(crate) fn personal(&self, row: &str) -> String {
        let text = opaque(&self.digest(row), 16);
        self.hand(row, Nature::Personal, &text);
        text
    }

    /// A user's name: an address.
    pub(crate) fn user(&self, row: &str) -> String {
        format!("{}@contoso.example", self.personal(row))
    }

    /// A user's name with letters beyond ASCII on both sides.
    pub(crate) fn foreign_user(&self, row: &str) -> String {
        let text = format!("{}\u{e4}\u{142}", opaque(&self.digest(row), 16));
        self.hand(row, Nature::Personal, &text);
        format!("{text}@m\u{fc}nchen.contoso.example")
    }

    /// A telephone number.
    pub(crate) fn phone(&self, row: &str) -> String {
        let text = format!("4930{}", digits(&self.digest(row), 10));
        self.hand(row, Nature::Personal, &text);
        format!("+{text}")
    }

    /// A private address of a machine.
    pub(crate) fn address(&self, row: &str) -> String {
        let bytes = self.digest(row);
        let text = format!("10.{}.{}.{}", 100 + bytes[0] % 150, 100 + bytes[1] % 150, 100 + bytes[2] % 150);
        self.hand(row, Nature::Personal, &text);
        text
    }

    /// A public address of a machine.
    pub(crate) fn public_address(&self, row: &str) -> String {
        let bytes = self.digest(row);
        let group = |at: usize| 0x1000 | u16::from_be_bytes([bytes[at], bytes[at + 1]]);
        let text = format!("2001:db8:{:x}:{:x}:{:x}:{:x}:{:x}:{:x}", group(0), group(2), group(4), group(6), group(8), group(10));
        self.hand(row, Nature::Personal, &text);
        text
    }

    /// An id of a person or of a thing of theirs.
    pub(crate) fn personal_id(&self, row: &str) -> String {
        let text = guid(&self.digest(row));
        self.hand(row, Nature::Personal, &text);
        text
    }

    /// An id that may stay: the same in every container.
    pub(crate) fn id(&self, name: &str) -> String {
        guid(&digest(&[self.exchange, name]))
    }

    /// A signed token: its signature is the row's secret.
    pub(crate) fn token(&self, row: &str, claims: Object) -> String {
        let header = Object::new().with("typ", "JWT").with("alg", "RS256").with("kid", "a1b2c3d4e5f6a7b8");
        let claims = claims.with("aud", super::CLIENT).with("tid", super::TENANT).with("iat", 1_772_438_460_i64);
        let encoded = |object: &Object| URL_SAFE_NO_PAD.encode(object.to_string());
        format!("{}.{}.{}", encoded(&header), encoded(&claims), self.secret(row))
    }

    /// What a token says of a person.
    pub(crate) fn person(&self) -> Object {
        Object::new()
            .with("upn", self.user("claim upn"))
            .with("preferred_username", self.user("claim preferred_username"))
            .with("unique_name", self.user("claim unique_name"))
            .with("email", self.user("claim email"))
            .with("name", self.personal("claim name"))
            .with("given_name", self.personal("claim given_name"))
            .with("family_name", self.personal("claim family_name"))
            .with("ipaddr", self.public_address("claim ipaddr"))
            .with("deviceid", self.personal_id("claim deviceid"))
            .with("onprem_sid", format!("S-1-5-21-{}", self.personal("claim onprem_sid")))
            .with("puid", self.personal("claim puid"))
            .with("nonce", self.secret("claim nonce"))
    }
}

fn digest(parts: &[&str]) -> [u8; 32] {
    Sha256::digest(parts.join("/")).into()
}

/// Letters of one case: a name that someone writes in lower case is still found.
fn opaque(digest: &[u8; 32], length: usize) -> String {
    const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let letters = digest.iter().map(|byte| char::from(LETTERS[usize::from(*byte) % LETTERS.len()]));
    "zq7k".chars().chain(letters).take(length).collect()
}

fn digits(digest: &[u8; 32], length: usize) -> String {
    digest.iter().map(|byte| char::from(b'1' + byte % 9)).take(length).collect()
}

fn guid(digest: &[u8; 32]) -> String {
    let number = u128::from_be_bytes(digest[..16].try_into().expect("a digest is longer than a GUID"));
    let hex = format!("{number:032x}");
    format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}
