//! Texts without a name of their own: looked into when they hold something with a structure, else searched for what was learnt and for shapes.

use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::address::{encoded, form_decoded, is_address};
use super::{Class, Cleaner, DEPTH, Trust};
use crate::entra::json;
use crate::entra::token::from_base64;
use crate::redact::{mask, names, personal};

impl Cleaner {
    /// A text: what is JSON, XML, an address, a token or a form is cleaned as such, also inside base64 and percent-encoding.
    pub(super) fn text(&mut self, text: &str, trust: Trust) -> String {
        if let Some(kept) = self.kept(text) {
            return kept;
        }
        if self.depth >= DEPTH {
            return self.unknown(text);
        }
        self.depth += 1;
        let clean = match self.structured(text, trust) {
            // What was learnt may stand across the parts of what only looked like a structure.
            Some(clean) => self.mask.replace(&clean).unwrap_or(clean),
            None => self.plain(text),
        };
        self.depth -= 1;
        clean
    }

    fn structured(&mut self, text: &str, trust: Trust) -> Option<String> {
        let start = text.trim_start_matches('\u{feff}').trim();
        if start.starts_with(['{', '[']) {
            return self.json_text(start, trust);
        }
        if start.starts_with('<') {
            return self.xml(start, trust);
        }
        if is_address(start) {
            return Some(self.address(start, trust));
        }
        let token = self.token("token", start);
        token.or_else(|| self.in_base64(start, trust)).or_else(|| self.in_percent(start, trust)).or_else(|| self.form(start, trust))
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
        let url_safe = text.contains(['-', '_']) || !text.len().is_multiple_of(4);
        Some(match clean == decoded {
            true => text.to_owned(),
            false if url_safe => URL_SAFE_NO_PAD.encode(clean),
            false => STANDARD.encode(clean),
        })
    }

    /// An address, JSON or a form that is encoded once more.
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

    /// Parameters of which at least one is secret or personal by its name.
    fn form(&mut self, text: &str, trust: Trust) -> Option<String> {
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%'))
        };
        let known = |name: &str| names::of_field(name).is_some() || names::of_person(name).is_some();
        let pairs = || text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let is_form = text.contains('=') && !text.contains(char::is_whitespace) && pairs().all(|(name, _)| is_name(name));
        (is_form && pairs().any(|(name, _)| known(name))).then(|| self.parameters(text, trust))
    }

    /// Running text: addresses in it are cleaned as such, then what was learnt and what has the shape of a secret or a person is taken out.
    pub(super) fn plain(&mut self, text: &str) -> String {
        let text = match self.embedded_addresses(text) {
            Some(clean) => self.masked(&clean),
            None => self.masked(text),
        };
        let text = mask::mask_opaque(text, |found| self.label(Class::Unknown, "opaque", found));
        if self.keeps_people {
            return text;
        }
        match personal::mask(&text, &mut self.secrets) {
            Cow::Owned(clean) if clean != text => {
                *self.removed.entry(("user or address", self.place)).or_default() += 1;
                clean
            }
            _ => text,
        }
    }

    /// A text in which only what was learnt, and tokens, are secret.
    pub(super) fn masked(&mut self, text: &str) -> String {
        let text = match self.mask.replace(text) {
            Some(clean) => {
                *self.removed.entry(("repeated value", self.place)).or_default() += 1;
                clean
            }
            None => text.to_owned(),
        };
        mask::mask_tokens(text)
    }

    /// The name of a field, a parameter or a cookie: ours to show unless it is a value itself.
    pub(super) fn key(&mut self, name: &str) -> String {
        let is_name = name.len() <= 64 && !name.contains(['@', '%', ' ']) && !name.starts_with("eyJ");
        if is_name { self.masked(name) } else { self.plain(name) }
    }

    /// The text with its addresses cleaned; `None` when it holds none.
    fn embedded_addresses(&mut self, text: &str) -> Option<String> {
        let mut clean = String::new();
        let mut written = 0;
        while let Some(found) = next_address(text, written) {
            clean.push_str(text.get(written..found.start)?);
            clean.push_str(&self.address(text.get(found.clone())?, Trust::SignIn));
            written = found.end;
        }
        (written > 0).then(|| clean + text.get(written..).unwrap_or_default())
    }
}

/// Where the next address stands in a text, without the marks of a sentence behind it.
fn next_address(text: &str, from: usize) -> Option<Range<usize>> {
    const SCHEME: RangeInclusive<usize> = 2..=31;
    let bytes = text.as_bytes();
    let is_of_scheme = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'+' | b'.' | b'-');
    let is_of_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let begins =
        |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase) && !bytes.get(..at).and_then(<[u8]>::last).is_some_and(is_of_word);
    let is_outside = |letter: char| letter <= ' ' || "\"'<>\\|^`{}[]\u{A0}".contains(letter);
    text.get(from..)?.match_indices("://").find_map(|(colon, mark)| {
        let (colon, rest) = (from + colon, text.get(from + colon + mark.len()..)?);
        let run = bytes.get(from..colon)?.iter().rev().take(*SCHEME.end()).take_while(|byte| is_of_scheme(byte)).count();
        let start = (colon - run..colon).find(|at| SCHEME.contains(&(colon - at)) && begins(*at))?;
        let found = rest.split(is_outside).next().filter(|found| !found.is_empty())?;
        let address = found.trim_end_matches(['.', ',', ';', ':', ')', '!']);
        Some(start..colon + mark.len() + address.len())
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
