//! Addresses: parameters by name, names of users and links that let one in out of the path. What is not touched stays byte for byte.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Address, Class, Cleaner, Guid, Holder, Trust, placeholder, trust_of};
use crate::redact::mask;
use crate::redact::placeholder::without_placeholders;

/// Everything but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a text is an address: absolute, or a path with parameters.
pub(super) fn is_address(text: &str) -> bool {
    let is_of_scheme = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '+' | '-' | '.');
    let after_scheme = text.trim_start_matches(is_of_scheme);
    let absolute = after_scheme.len() < text.len() && after_scheme.strip_prefix("://").is_some_and(|rest| !rest.is_empty());
    let has_fragment = || text.contains('#') && without_placeholders(text).replace("user#", "").contains('#');
    (absolute || text.starts_with('/') && (text.contains('?') || has_fragment())) && !text.contains(char::is_whitespace)
}

impl Cleaner {
    /// An address as it stands in a request, a header or a page. `trust` is for one without a host; else the host decides.
    pub(super) fn address(&mut self, text: &str, trust: Trust) -> String {
        let trust = if text.contains("://") { trust_of(&Address::parse(text)) } else { trust };
        self.parts(text, trust, trust)
    }

    /// The address that an application is registered with: its path is compared to the letter, and hides nothing.
    pub(super) fn reply_address(&mut self, text: &str) -> String {
        self.parts(text, Trust::SignIn, Trust::Other)
    }

    fn parts(&mut self, text: &str, of_path: Trust, trust: Trust) -> String {
        let (before, fragment) = text.split_once('#').map_or((text, None), |(before, fragment)| (before, Some(fragment)));
        let (base, query) = before.split_once('?').map_or((before, None), |(base, query)| (base, Some(query)));
        let mut clean = self.base(base, of_path);
        if let Some(query) = query {
            clean.push('?');
            clean.push_str(&self.parameters(query, trust));
        }
        if let Some(fragment) = fragment {
            clean.push('#');
            clean.push_str(&self.fragment(fragment, trust));
        }
        // What was learnt may stand across the parts.
        self.mask.replace_with(&clean, encoded).unwrap_or(clean)
    }

    /// Scheme, host and path. A name and password before the host are dropped.
    fn base(&mut self, base: &str, trust: Trust) -> String {
        let (origin, path) = match base.split_once("://") {
            Some((scheme, rest)) => {
                let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
                let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
                (format!("{scheme}://{host}"), path)
            }
            None => (String::new(), base),
        };
        let mut segments: Vec<String> = Vec::new();
        for segment in path.split('/') {
            let owner = segments.last().is_some_and(|before| before.eq_ignore_ascii_case("personal"));
            segments.push(self.segment(segment, owner, trust));
        }
        origin + &segments.join("/")
    }

    /// One part of a path. `owner`: it is the name of whose folder it is.
    fn segment(&mut self, segment: &str, owner: bool, trust: Trust) -> String {
        let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return segment.to_owned() };
        if decoded.is_empty() || placeholder::read(&decoded).is_some() {
            if let Some(found) = placeholder::read(&decoded) {
                self.secrets.take(found.kind, found.number);
            }
            return segment.to_owned();
        }
        let clean = if owner && trust == Trust::Other {
            self.user(&decoded)
        } else if trust == Trust::Other && is_link(&decoded) {
            self.label(Class::Unknown, "part", &decoded)
        } else {
            self.plain(&decoded)
        };
        if clean == decoded { segment.to_owned() } else { utf8_percent_encode(&clean, ENCODED).to_string() }
    }

    /// A fragment may hold parameters, alone or behind the route of an application.
    fn fragment(&mut self, fragment: &str, trust: Trust) -> String {
        match fragment.split_once('?') {
            Some((route, query)) => format!("{}?{}", self.base(route, trust), self.parameters(query, trust)),
            None if fragment.contains('=') => self.parameters(fragment, trust),
            None => self.base(fragment, trust),
        }
    }

    /// Names and values of a query or a form, urlencoded.
    pub(super) fn parameters(&mut self, text: &str, trust: Trust) -> String {
        let pairs: Vec<String> = text.split('&').map(|pair| self.parameter(pair, trust)).collect();
        pairs.join("&")
    }

    fn parameter(&mut self, pair: &str, trust: Trust) -> String {
        let Some((name, value)) = pair.split_once('=') else {
            let decoded = form_decoded(pair);
            let clean = if trust == Trust::Other && decoded.len() > 24 { self.guarded(&decoded) } else { self.plain(&decoded) };
            return if clean == decoded { pair.to_owned() } else { encoded(&clean) };
        };
        let (decoded_name, decoded) = (form_decoded(name), form_decoded(value));
        let clean = self.named(&decoded_name, &decoded, trust, Holder::Parameter);
        let clean_name = self.key(&decoded_name);
        let name = if clean_name == decoded_name { name.to_owned() } else { encoded(&clean_name) };
        if clean == decoded { format!("{name}={value}") } else { format!("{name}={}", encoded(&clean)) }
    }
}

/// Whether a part of a path may be a link which lets one in, apart from what was taken out of it before.
fn is_link(part: &str) -> bool {
    mask::is_link(part) && Guid::parse(part).is_none() && !part.contains("user#") && mask::is_link(&without_placeholders(part))
}

pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

pub(super) fn form_decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}
