//! Texts without a name of their own: looked into when they hold something with a structure, else searched for what was learnt and for shapes.

use std::borrow::Cow;
use std::cell::LazyCell;
use std::ops::{Range, RangeInclusive};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::address::{encoded, is_address};
use super::{Cleaner, Trust, speaks};
use crate::entra::json;
use crate::entra::percent::{self, form_decoded};
use crate::entra::token::from_base64;
use crate::redact::find::mask;
use crate::redact::kind::SecretKind;
use crate::redact::people::personal;
use crate::redact::{prose, tables};

/// Messages of the service are shorter.
const LONGEST_MESSAGE: usize = 4096;

impl Cleaner {
    /// A text without a name of its own: a note, a title. What is JSON, XML, an address, a token or a form is cleaned as such, also inside
    /// base64 and percent-encoding; else it is running text.
    pub(super) fn text(&mut self, text: &str, trust: Trust) -> String {
        if let Some(kept) = self.kept(text) {
            return kept;
        }
        match self.deeper(|cleaner| cleaner.structured(text, trust)) {
            // What was learnt may stand across the parts of what only looked like a structure.
            Some(Some(clean)) => self.masked(&clean),
            Some(None) => self.plain(text),
            None => self.unknown(text),
        }
    }

    /// What has a structure.
    pub(super) fn structured(&mut self, text: &str, trust: Trust) -> Option<String> {
        let start = text.trim_start_matches('\u{feff}').trim();
        if let Some(clean) = self.nested(start, trust) {
            return Some(clean);
        }
        if is_address(start) {
            return Some(self.address(start, trust));
        }
        let token = self.token(SecretKind::Token, start);
        token
            .or_else(|| self.in_base64(start, trust))
            .or_else(|| self.deeper(|cleaner| cleaner.in_percent(start, trust)).flatten())
            .or_else(|| self.form(start, trust))
    }

    /// JSON or XML in a string.
    pub(super) fn nested(&mut self, text: &str, trust: Trust) -> Option<String> {
        match text.as_bytes().first() {
            Some(b'{' | b'[') => self.json_text(text, trust),
            Some(b'<') => self.xml(text, trust),
            _ => None,
        }
    }

    /// A request for claims, or what a token says of a client: JSON, in base64 or not.
    pub(super) fn claims_text(&mut self, text: &str) -> Option<String> {
        let start = text.trim();
        if start.starts_with(['{', '[']) {
            let value = json::parse(start).ok()?;
            let clean = self.claims_json(&value);
            return Some(if clean == value { text.to_owned() } else { clean.to_string() });
        }
        let decoded = String::from_utf8(from_base64(start.trim_end_matches('='))?).ok()?;
        let value = json::parse(decoded.trim()).ok().filter(|_| !self.keeps_people)?;
        let clean = self.claims_json(&value);
        Some(if clean == value { text.to_owned() } else { in_base64_as(start, &clean.to_string()) })
    }

    fn json_text(&mut self, text: &str, trust: Trust) -> Option<String> {
        let value = json::parse(text).ok()?;
        let clean = self.json(&value, trust);
        Some(if clean == value { text.to_owned() } else { clean.to_string() })
    }

    /// Base64 of JSON or XML.
    fn in_base64(&mut self, text: &str, trust: Trust) -> Option<String> {
        const SHORTEST: usize = 16;
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_' | b'=');
        if text.len() < SHORTEST || !text.bytes().all(is_base64) {
            return None;
        }
        let decoded = String::from_utf8(from_base64(text.trim_end_matches('='))?).ok()?;
        if !decoded.trim_start().starts_with(['{', '[', '<']) {
            return None;
        }
        let clean = self.structured(&decoded, trust)?;
        Some(if clean == decoded { text.to_owned() } else { in_base64_as(text, &clean) })
    }

    /// An address, JSON or a form that is encoded again.
    fn in_percent(&mut self, text: &str, trust: Trust) -> Option<String> {
        if !text.contains('%') || text.contains(char::is_whitespace) {
            return None;
        }
        let decoded = form_decoded(text);
        if decoded == text {
            return None;
        }
        let clean = self.structured(decoded.trim(), trust)?;
        Some(if clean == decoded.trim() { text.to_owned() } else { encoded(&clean) })
    }

    /// Parameters of which at least one is known by its name.
    fn form(&mut self, text: &str, trust: Trust) -> Option<String> {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%' | b'$'))
        };
        let known = |name: &str| tables::secret(name).is_some() || tables::field(name).is_some();
        let names =
            || percent::parts(text).filter(|part| !part.is_empty()).map(|part| percent::halves(part).map_or(part, |(name, _)| name));
        let is_form = text.contains('=') && !text.contains('"') && !text.contains(char::is_whitespace) && names().all(is_name);
        (is_form && names().any(known)).then(|| self.parameters(text, trust))
    }

    /// Running text: addresses in it are cleaned as such; of what stands between them what was learnt and what has the shape of a credential or a
    /// person is taken out.
    pub(super) fn plain(&mut self, text: &str) -> String {
        if text.is_empty() {
            return String::new();
        }
        // `The redirect URI 'https://...' specified in the request does not match`: compared to the letter, as the request's own is.
        let names_redirect_uri = LazyCell::new(|| {
            let lower = text.get(..LONGEST_MESSAGE.min(text.len())).unwrap_or_default().to_ascii_lowercase();
            speaks(text) && ["redirect uri", "reply url", "reply address", "redirect_uri"].iter().any(|name| lower.contains(name))
        });
        let mut clean = String::new();
        let mut written = 0;
        while let Some(found) = next_address(text, written) {
            clean.push_str(&self.words(text.get(written..found.start).unwrap_or_default()));
            let address = text.get(found.clone()).unwrap_or_default();
            clean.push_str(&if *names_redirect_uri { self.redirect_uri(address) } else { self.address(address, Trust::SignIn) });
            written = found.end;
        }
        clean + &self.words(text.get(written..).unwrap_or_default())
    }

    /// Running text without addresses.
    fn words(&mut self, text: &str) -> String {
        let text = self.masked_in(text);
        let text = prose::mask(&text, &mut |class, kind, found| self.label(class, kind, found));
        if self.keeps_people {
            return text.into_owned();
        }
        match personal::mask(&text, &mut self.secrets) {
            Cow::Owned(clean) if clean != text => {
                self.removed.in_text(SecretKind::UserOrAddress, self.place);
                clean
            }
            _ => text.into_owned(),
        }
    }

    /// A text in which only what was learnt, and tokens, are secret.
    pub(in crate::redact) fn masked(&mut self, text: &str) -> String {
        if self.is_learning() { String::new() } else { self.masked_in(text).into_owned() }
    }

    pub(super) fn masked_in<'text>(&mut self, text: &'text str) -> Cow<'text, str> {
        match self.mask.replace(text) {
            Some(clean) => {
                self.removed.in_text(SecretKind::RepeatedValue, self.place);
                Cow::Owned(mask::mask_tokens(&clean).into_owned())
            }
            None => mask::mask_tokens(text),
        }
    }

    /// The name of a field or a parameter: one that no one knows is a value itself.
    pub(super) fn key(&mut self, name: &str) -> String {
        if tables::field(name).is_some() || name.trim().is_empty() {
            return if self.is_learning() { String::new() } else { name.to_owned() };
        }
        self.kept(name).unwrap_or_else(|| self.unknown_as(SecretKind::Name, name))
    }
}

/// A text in base64, in the alphabet that another one has.
fn in_base64_as(text: &str, clean: &str) -> String {
    let url_safe = text.contains(['-', '_']) || !text.len().is_multiple_of(4);
    if url_safe { URL_SAFE_NO_PAD.encode(clean) } else { STANDARD.encode(clean) }
}

/// Where the next address is in a text, without the marks of a sentence behind it.
fn next_address(text: &str, from: usize) -> Option<Range<usize>> {
    const SCHEME: RangeInclusive<usize> = 2..=31;
    let bytes = text.as_bytes();
    let is_of_scheme = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'.' | b'-');
    let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let begins =
        |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase) && !bytes.get(..at).and_then(<[u8]>::last).is_some_and(is_of_word);
    let is_outside = |letter: char| letter <= ' ' || "\"'<>\\|^`{}[]\u{A0}".contains(letter);
    memchr::memchr_iter(b':', bytes.get(from..)?).find_map(|colon| {
        let colon = from + colon;
        let rest = text.get(colon..)?.strip_prefix("://")?;
        let run = bytes.get(from..colon)?.iter().rev().take(*SCHEME.end()).take_while(|byte| is_of_scheme(byte)).count();
        let start = (colon - run..colon).find(|at| SCHEME.contains(&(colon - at)) && begins(*at))?;
        // The path of a file is one of a machine, and no address.
        if text.get(start..colon) == Some("file") {
            return None;
        }
        let found = rest.split(is_outside).next().filter(|found| !found.is_empty())?;
        let address = found.trim_end_matches(['.', ',', ';', ':', ')', '!']);
        Some(start..colon + "://".len() + address.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_in_running_text() {
        for (text, address) in [
            ("see https://a.example/x?y=1.", Some("https://a.example/x?y=1")),
            ("(msauth.com.x://auth), then", Some("msauth.com.x://auth")),
            ("Xhttps://a and_https://b 1ms-app://c", Some("app://c")),
            ("<https://a.example/ä>", Some("https://a.example/ä")),
            ("HTTPS://a, a://b, ://c, https:// d", None),
        ] {
            let found = next_address(text, 0).and_then(|found| text.get(found));
            assert_eq!(found, address, "{text}");
        }
    }
}
