//! Addresses: the host stays; parts of the path and parameters stay by the lists. What is not touched stays byte for byte.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Class, Cleaner, Guid, Holder, LONGEST_TRUSTED, Lesson, MOST_TRUSTED, Trust, placeholder, trust_of};
use crate::entra::percent::{self, form_decoded};
use crate::model::message::Url;
use crate::redact::kind::SecretKind;
use crate::redact::people::mailbox;
use crate::redact::placeholder::without_placeholders;
use crate::redact::shape::{self, Shape};
use crate::redact::{prose, tables};

/// Everything but what RFC 3986 calls unreserved.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whether a text is an address: absolute, or a path with parameters.
pub(super) fn is_address(text: &str) -> bool {
    let has_fragment = || text.contains('#') && without_placeholders(text).replace("user#", "").contains('#');
    shape::is_address(text) && (text.contains("://") || text.contains('?') || has_fragment())
}

/// What a label of a host is called that was taken out, with its number.
const OPAQUE_LABEL: &str = "entrace-host-";

/// What of a path stays.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Path {
    /// What the lists know.
    Known,
    /// All but what is a secret by its look: the application compares it to the letter.
    Whole,
}

/// How the names of scripts end.
const SCRIPT: &str = ".js";

impl Cleaner {
    /// An address as it is in a request, a header or a page. `trust` is for one without a host; else the host decides.
    pub(super) fn address(&mut self, text: &str, trust: Trust) -> String {
        let is_public =
            || tables::is_public_host(text.split_once("://").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or("")));
        let path = if is_public() || self.secrets.is_vouched(&redirect_key(text)) { Path::Whole } else { Path::Known };
        self.parts(text, path, trust)
    }

    /// The address that an application is registered with: its path is compared to the letter.
    pub(super) fn redirect_uri(&mut self, text: &str) -> String {
        if !self.settled && text.contains("://") {
            self.secrets.vouch(&redirect_key(text));
        }
        self.parts(text, Path::Whole, Trust::Other)
    }

    /// The identifier of an application or a resource in the form of an address.
    pub(super) fn application(&mut self, text: &str) -> String {
        self.parts(text, Path::Whole, Trust::Other)
    }

    fn parts(&mut self, text: &str, path: Path, trust: Trust) -> String {
        let cleaned = self.deeper(|cleaner| cleaner.parts_below(text, path, trust));
        cleaned.unwrap_or_else(|| self.label(Class::Unknown, SecretKind::Value, text))
    }

    fn parts_below(&mut self, text: &str, path: Path, trust: Trust) -> String {
        let (before, fragment) = text.split_once('#').map_or((text, None), |(before, fragment)| (before, Some(fragment)));
        let (base, query) = before.split_once('?').map_or((before, None), |(base, query)| (base, Some(query)));
        let trust = if text.contains("://") { self.trust_of_base(base) } else { trust };
        let on_error_page = trust == Trust::SignIn && base.trim_end_matches('/').to_ascii_lowercase().ends_with("/error");
        let outer = std::mem::replace(&mut self.on_error_page, on_error_page);
        let (origin, mut clean) = self.base(base, path);
        if let Some(query) = query {
            clean.push('?');
            clean.push_str(&self.parameters(query, trust));
        }
        if let Some(fragment) = fragment {
            clean.push('#');
            clean.push_str(&self.fragment(fragment, trust));
        }
        self.on_error_page = outer;
        // What was learnt may stand across the parts.
        origin + &self.mask.replace_with(&clean, encoded).unwrap_or(clean)
    }

    /// Whose messages an address without parameters gives.
    fn trust_of_base(&mut self, base: &str) -> Trust {
        if let Some(trust) = self.trusted.get(base) {
            return *trust;
        }
        let trust = trust_of(&Url::parse(base));
        if base.len() > LONGEST_TRUSTED {
            return trust;
        }
        if self.trusted.len() >= MOST_TRUSTED {
            self.trusted.clear();
        }
        self.trusted.insert(base.into(), trust);
        trust
    }

    /// Scheme and host, and the path. A name and password before the host are dropped.
    fn base(&mut self, base: &str, kept: Path) -> (String, String) {
        // A trace goes to a few addresses, with ever other parameters.
        if self.is_learnt(Lesson::Base { whole: kept == Path::Whole }, &[base]) {
            return (String::new(), String::new());
        }
        let (origin, path) = match base.split_once("://") {
            Some((scheme, rest)) => {
                let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
                let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
                (self.origin(scheme, host), path)
            }
            // A path is one from its root on; what precedes is a scheme without a host, or anything else.
            None if base.is_empty() || base.starts_with('/') => (String::new(), base),
            None if shape::is_uri(base) || tables::is_segment(base) || self.kept(base).is_some() => {
                return (String::new(), base.to_owned());
            }
            None => return (String::new(), self.path_part(base)),
        };
        // B2C's older addresses have a word before the tenant.
        let of_tenant = if path.starts_with("/te/") || path.starts_with("/tfp/") { 2 } else { 1 };
        let segments: Vec<String> = path.split('/').enumerate().map(|(at, segment)| self.segment(segment, kept, at == of_tenant)).collect();
        (origin, segments.join("/"))
    }

    /// Scheme and host. Of what was learnt only credentials are looked for in a host.
    fn origin(&mut self, scheme: &str, host: &str) -> String {
        self.vouch_for_host(host);
        let origin = format!("{scheme}://{}", self.host_labels(host));
        let found = self.credentials().replace_with(&origin, encoded);
        found.unwrap_or(origin)
    }

    /// A host of which those labels are taken out that are too mixed for a name: some hosts let in anyone who knows them.
    pub(in crate::redact) fn host_labels(&mut self, host: &str) -> String {
        let is_opaque = |label: &str| {
            prose::is_opaque_word(label) && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if !host.split('.').any(is_opaque) {
            return self.credentials().replace(host).unwrap_or_else(|| host.to_owned());
        }
        let one = |cleaner: &mut Self, label: &str| {
            if !is_opaque(label) {
                return label.to_owned();
            }
            let taken = cleaner.label(Class::Unknown, SecretKind::Host, label);
            format!("{OPAQUE_LABEL}{}", taken.chars().filter(char::is_ascii_digit).collect::<String>())
        };
        host.split('.').map(|label| one(self, label)).collect::<Vec<_>>().join(".")
    }

    /// The labels of a host are words of this trace.
    fn vouch_for_host(&mut self, host: &str) {
        if !self.settled && !self.is_learnt(Lesson::Host, &[host]) {
            self.secrets.vouch(host);
            // Its labels are words of this trace, and so are the domains that it is in.
            host.split(['.', ':']).filter(|label| !prose::is_opaque_word(label)).for_each(|label| self.secrets.vouch(label));
            host.match_indices('.').filter_map(|(dot, _)| host.get(dot + 1..)).for_each(|domain| self.secrets.vouch(domain));
        }
    }

    /// One part of a path.
    fn segment(&mut self, segment: &str, path: Path, first: bool) -> String {
        if segment.is_empty() {
            return String::new();
        }
        let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return self.path_part(segment) };
        if let Some(kept) = self.kept(&decoded) {
            return if kept == decoded { segment.to_owned() } else { encoded(&kept) };
        }
        let clean = if placeholder::user_number(&decoded).is_some() || mailbox::is_one(&decoded) && !self.keeps_people {
            self.user(&decoded)
        } else if tables::is_segment(&decoded) || is_id(&decoded) || first && shape::is_tenant(&decoded) || is_policy(&decoded) {
            decoded.clone().into_owned()
        } else if path == Path::Whole && !prose::is_opaque_word(&decoded) {
            if !self.settled {
                self.secrets.vouch(&decoded);
            }
            self.plain(&decoded)
        } else if let Some(stem) = decoded.strip_suffix(SCRIPT) {
            // Whether it is a script that did not come decides how a sign-in ended.
            let stem = self.kept(stem).map_or_else(|| self.unknown_as(SecretKind::Part, stem), Into::into);
            return encoded(&stem) + SCRIPT;
        } else {
            return self.path_part(&decoded);
        };
        if clean == decoded { segment.to_owned() } else { encoded(&clean) }
    }

    pub(super) fn path_part(&mut self, part: &str) -> String {
        encoded(&self.unknown_as(SecretKind::Part, part))
    }

    /// The path of an address that is told without it: of a report's step.
    pub(in crate::redact) fn path(&mut self, origin: &str, path: &str) -> String {
        let whole = self.address(&format!("{origin}{path}"), Trust::Other);
        whole.get(origin.len()..).unwrap_or_default().to_owned()
    }

    /// A fragment may hold parameters, alone or behind the route of an application.
    fn fragment(&mut self, fragment: &str, trust: Trust) -> String {
        match fragment.split_once('?') {
            Some((route, query)) => format!("{}?{}", self.route(route), self.parameters(query, trust)),
            None if fragment.contains('=') => self.parameters(fragment, trust),
            None => self.route(fragment),
        }
    }

    fn route(&mut self, route: &str) -> String {
        let (origin, path) = self.base(route, Path::Known);
        origin + &path
    }

    /// Names and values of a query or a form, urlencoded.
    pub(super) fn parameters(&mut self, text: &str, trust: Trust) -> String {
        let mut clean = String::new();
        for (at, pair) in percent::parts(text).enumerate() {
            let pair = self.parameter(pair, trust);
            if self.is_learning() {
                continue;
            }
            if at > 0 {
                clean.push('&');
            }
            clean.push_str(&pair);
        }
        clean
    }

    fn parameter<'t>(&mut self, pair: &'t str, trust: Trust) -> Cow<'t, str> {
        let Some((name, value)) = percent::halves(pair) else {
            let decoded = form_decoded(pair);
            let stays = decoded.is_empty() || self.kept(&decoded).is_some() || tables::field(&decoded).is_some();
            return if stays { Cow::Borrowed(pair) } else { Cow::Owned(encoded(&self.unknown(&decoded))) };
        };
        let (decoded_name, decoded) = (form_decoded(name), form_decoded(value));
        if self.is_learnt(Lesson::Pair(trust, Holder::Parameter), &[&decoded_name, &decoded]) {
            return Cow::Borrowed(pair);
        }
        let clean = self.named_anew(&decoded_name, &decoded, trust, Holder::Parameter);
        let clean_name = self.key(&decoded_name);
        if self.is_learning() || clean_name == decoded_name && clean == decoded {
            return Cow::Borrowed(pair);
        }
        let name = if clean_name == decoded_name { Cow::Borrowed(name) } else { Cow::Owned(encoded(&clean_name)) };
        let value = if clean == decoded { Cow::Borrowed(value) } else { Cow::Owned(encoded(&clean)) };
        Cow::Owned(format!("{name}={value}"))
    }
}

/// Whether a part of a path is an id or a version.
fn is_id(part: &str) -> bool {
    Guid::parse(part).is_some()
        || shape::is_guid(part)
        || shape::is_version(part) && part.contains(['.', 'v', 'V'])
        || shape::is_number(part, 3)
}

/// Whether a part of a path is a policy of B2C.
fn is_policy(part: &str) -> bool {
    shape::policy(part).is_some() && Shape::Page.fits(part)
}

/// What a redirect URI is vouched for by: host and path, whatever the port is.
fn redirect_key(text: &str) -> String {
    let bare = text.split(['?', '#']).next().unwrap_or("").trim_end_matches('/');
    let rest = bare.split_once("://").map_or(bare, |(_, rest)| rest);
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split_once(':').map_or(host, |(host, _)| host);
    format!("redirect {host}{path}")
}

pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}
