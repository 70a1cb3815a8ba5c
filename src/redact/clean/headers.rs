//! Headers and cookies: names that are known stay, they diagnose loops and blocked cookies; values stay by name and shape.

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Class, Cleaner, Holder, Lesson, Place, Trust};
use crate::entra::cookies;
use crate::entra::percent::form_decoded;
use crate::model::message::Headers;
use crate::redact::kind::SecretKind;
use crate::redact::people::personal;
use crate::redact::placeholder;
use crate::redact::shape::{self, Shape};
use crate::redact::tables::{self, Listed};

/// Schemes whose credential is one word.
const CHALLENGES: &[&str] = &["negotiate", "ntlm", "kerberos"];

/// What the parts of a body are separated by when they are written.
pub(super) const BOUNDARY: &str = "entrace-part";

/// What a cookie is called whose name may be its value, with its number.
const NAMELESS: &str = "entrace-cookie-";

/// What a header is called whose name no one knows, with its number.
const UNKNOWN_HEADER: &str = "x-entrace-header-";

impl Cleaner {
    pub(super) fn headers(&mut self, headers: &Headers, trust: Trust) -> Headers {
        let mut clean = Headers::default();
        for (name, value) in headers.iter() {
            if self.is_learnt(Lesson::Header(trust), &[name, value]) {
                continue;
            }
            if name.eq_ignore_ascii_case("set-cookie") {
                // Some programs join the cookies of several headers.
                set_cookies(value).for_each(|cookie| clean.push(name, self.set_cookie(cookie)));
            } else {
                clean.push(self.header_name(name), self.header(name, value, trust));
            }
        }
        clean
    }

    /// The name of a header, with a number instead of one that no one knows.
    fn header_name(&mut self, name: &str) -> String {
        let number = |name: &str| name.strip_prefix(UNKNOWN_HEADER).and_then(|number| number.parse().ok());
        if let Some(number) = number(name) {
            self.secrets.take(SecretKind::Header.name(), number);
        }
        if tables::header(name).is_some() || number(name).is_some() || name.is_empty() {
            return name.to_owned();
        }
        self.place = Place::Header;
        let label = self.label(Class::Unknown, SecretKind::Header, name);
        format!("{UNKNOWN_HEADER}{}", label.chars().filter(char::is_ascii_digit).collect::<String>())
    }

    fn header(&mut self, name: &str, value: &str, trust: Trust) -> String {
        self.place = Place::Header;
        match name.to_ascii_lowercase().as_str() {
            "cookie" => value.split(';').map(|cookie| self.cookie(cookie)).collect::<Vec<_>>().join(";"),
            "authorization" | "proxy-authorization" => self.authorization(value),
            "www-authenticate" | "proxy-authenticate" | "authentication-info" => self.challenge(value),
            "location" | "content-location" | "referer" | "referrer" | "origin" | ":path" | "access-control-allow-origin" => {
                self.header_address(value, trust)
            }
            "content-type" => self.content_type(value),
            "host" | ":authority" => self.host(value),
            "refresh" => self.refresh(value, trust),
            lower if tables::is_address_header(lower) => self.addresses(value),
            lower => self.listed_header(lower, value, trust),
        }
    }

    /// A header that is on the list, or not.
    fn listed_header(&mut self, name: &str, value: &str, trust: Trust) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        let shape = tables::header(name).and_then(Listed::shape);
        if let Some(clean) = shape.and_then(|shape| self.shaped(shape, value, trust)) {
            return clean;
        }
        match tables::secret(name).or_else(|| name.starts_with("x-ms-refreshtokencredential").then_some(SecretKind::SsoCredential)) {
            Some(kind) => self.token(kind, value).unwrap_or_else(|| self.credential(kind, value)),
            None => match tables::field(name).and_then(|known| known.person) {
                Some(kind) => self.person(kind, value),
                // An application's own header may quote a message of the service.
                None => self.telling_lines(value).map_or_else(|| self.unknown(value), |told| told.replace('\n', " ")),
            },
        }
    }

    /// Host and port.
    fn host(&mut self, value: &str) -> String {
        let (host, port) = value.rsplit_once(':').filter(|(_, port)| shape::is_number(port, 5)).unwrap_or((value, ""));
        let is_host = shape::is_domain(host)
            || personal::address_kind(host).is_some()
            || host.eq_ignore_ascii_case("localhost")
            || !host.contains('.') && shape::is_word(host);
        let kept = self.kept(value);
        match kept {
            Some(kept) => kept,
            None if is_host && (port.is_empty() || value.ends_with(port)) => self.host_labels(value),
            None => self.unknown(value),
        }
    }

    /// An address, relative to that of the request or not. `*` and `null` are what the protocol has for none.
    fn header_address(&mut self, value: &str, trust: Trust) -> String {
        match value.trim() {
            "*" | "null" => value.to_owned(),
            address => self.kept(address).unwrap_or_else(|| self.address(address, trust)),
        }
    }

    /// `0; url=https://...`.
    fn refresh(&mut self, value: &str, trust: Trust) -> String {
        let Some((seconds, target)) = value.split_once([';', ',']).filter(|(seconds, _)| shape::is_number(seconds.trim(), 5)) else {
            return self.kept(value).unwrap_or_else(|| self.unknown(value));
        };
        let target = target.trim();
        let address = target.get(..4).filter(|start| start.eq_ignore_ascii_case("url=")).and(target.get(4..)).unwrap_or(target);
        format!("{seconds}; url={}", self.address(address.trim_matches(['"', '\'']), trust))
    }

    /// The type of a body. Parameters that no one knows are left out, and what separates the parts of one is ours, as where it is written.
    pub(super) fn content_type(&mut self, value: &str) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        let mut parts = value.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        if !Shape::MediaType.fits(kind) {
            return self.unknown(value);
        }
        let mut clean = kind.to_owned();
        let is_multipart = kind.get(..10).is_some_and(|start| start.eq_ignore_ascii_case("multipart/"));
        for part in parts.filter(|part| Shape::MediaType.fits(&format!("a/b;{part}"))) {
            clean.push_str("; ");
            clean.push_str(part);
        }
        if is_multipart {
            format!("{clean}; boundary={BOUNDARY}")
        } else if clean.len() == value.len() {
            value.to_owned()
        } else {
            clean
        }
    }

    /// The scheme. All that follows it is a credential, but for the version of `PKeyAuth` and its like.
    fn authorization(&mut self, value: &str) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        let (scheme, credential) = value.trim().split_once([' ', '\t']).unwrap_or((value.trim(), ""));
        if !tables::is_scheme(scheme) {
            return self.token(SecretKind::Credential, value.trim()).unwrap_or_else(|| self.credential(SecretKind::Credential, value));
        }
        let credential = credential.trim();
        if let Some(kept) = self.kept(credential) {
            return format!("{scheme} {kept}").trim_end().to_owned();
        }
        if scheme.eq_ignore_ascii_case("basic") {
            self.learn_basic(credential);
        }
        let kind = if scheme.eq_ignore_ascii_case("bearer") { SecretKind::AccessToken } else { SecretKind::Credential };
        self.learn_parameters(credential);
        let clean = self.token(kind, credential).unwrap_or_else(|| self.credential(kind, credential));
        format!("{scheme} {clean}")
    }

    /// The user and the password inside of a credential: the same may stand elsewhere.
    fn learn_basic(&mut self, credential: &str) {
        let decoded = STANDARD.decode(credential.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some((user, password)) = decoded.as_deref().and_then(|text| text.split_once(':')).filter(|_| !self.settled) {
            let _ = (self.user(user), self.credential(SecretKind::Password, password));
        }
    }

    /// The values of `a="..", b=..`.
    fn learn_parameters(&mut self, credential: &str) {
        if self.settled || !credential.contains('=') {
            return;
        }
        for (name, value) in challenge_parts(credential).filter_map(|part| part.parameter) {
            let _ = self.named(name, value, Trust::Other, Holder::Parameter);
        }
    }

    /// `Bearer realm="", error="insufficient_claims", claims="..."`, several schemes one after the other, and `Negotiate <credential>`.
    fn challenge(&mut self, value: &str) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        if let Some((scheme, credential)) = value.trim().split_once(' ')
            && CHALLENGES.contains(&scheme.to_ascii_lowercase().as_str())
        {
            return format!("{scheme} {}", self.kept(credential).unwrap_or_else(|| self.credential(SecretKind::Credential, credential)));
        }
        let mut clean = String::new();
        for part in challenge_parts(value) {
            for word in part.before.split_inclusive([' ', ',', '\t']) {
                let bare = word.trim_matches([' ', ',', '\t']);
                let stays = bare.is_empty() || tables::is_scheme(bare) || self.kept(bare).is_some();
                clean.push_str(&if stays { word.to_owned() } else { word.replace(bare, &self.unknown(bare)) });
            }
            if let Some((name, value)) = part.parameter {
                let known = self.key(name);
                let cleaned = self.named(name, value, Trust::SignIn, Holder::Parameter);
                let _ = write!(clean, "{known}=\"{}\"", without_quotes(cleaned));
            }
        }
        clean
    }

    /// A list of addresses of machines.
    fn addresses(&mut self, value: &str) -> String {
        let one = |cleaner: &mut Self, part: &str| {
            let address = part.trim();
            match personal::address_kind(address) {
                Some(kind) => part.replace(address, &cleaner.label(Class::Personal, kind, address)),
                None if address.is_empty() => part.to_owned(),
                None => part.replace(address, &cleaner.kept(address).unwrap_or_else(|| cleaner.unknown(address))),
            }
        };
        value.split(',').map(|part| one(self, part)).collect::<Vec<_>>().join(",")
    }

    fn cookie(&mut self, cookie: &str) -> String {
        self.place = Place::Cookie;
        let Some((name, value)) = cookie.split_once('=') else {
            let bare = cookie.trim();
            let stays = bare.is_empty() || tables::is_cookie(bare) || self.kept(bare).is_some();
            return if stays { cookie.to_owned() } else { cookie.replace(bare, &self.credential(SecretKind::Cookie, bare)) };
        };
        let blanks = &name[..name.len() - name.trim_start().len()];
        let bare = name.trim();
        if value.trim().is_empty() && !bare.is_empty() && !tables::is_cookie(bare) && self.kept(bare).is_none() {
            // A cookie without a value may be a value without a name.
            return format!("{blanks}{}=", self.cookie_number_of(bare));
        }
        format!("{blanks}{}={}", self.cookie_name(name.trim()), self.cookie_value(name.trim(), value))
    }

    /// The first pair is the cookie; the rest says where and how long it holds.
    fn set_cookie(&mut self, cookie: &str) -> String {
        let mut parts = cookie.split(';');
        let mut clean = self.cookie(parts.next().unwrap_or_default());
        for attribute in parts {
            let (name, value) = attribute.split_once('=').unwrap_or((attribute, ""));
            let (bare, value) = (name.trim(), value.trim());
            let fits = match bare.to_ascii_lowercase().as_str() {
                "domain" => {
                    value.is_empty() || shape::is_domain(value.trim_start_matches('.')) || !value.contains('.') && shape::is_word(value)
                }
                "path" => true,
                "expires" => Shape::Time.fits(value),
                "max-age" => is_duration(value),
                "samesite" => ["lax", "strict", "none"].iter().any(|word| value.eq_ignore_ascii_case(word)),
                "priority" => ["low", "medium", "high"].iter().any(|word| value.eq_ignore_ascii_case(word)),
                _ => tables::is_cookie_attribute(bare) && value.is_empty(),
            };
            if fits && bare.eq_ignore_ascii_case("path") && !value.is_empty() {
                let part = |cleaner: &mut Self, part: &str| match part {
                    part if part.is_empty() || tables::is_segment(part) || cleaner.kept(part).is_some() => part.to_owned(),
                    part => cleaner.path_part(part),
                };
                let path: Vec<String> = value.split('/').map(|segment| part(self, segment)).collect();
                let _ = write!(clean, ";{name}={}", path.join("/"));
            } else if fits {
                clean.push(';');
                let is_domain = bare.eq_ignore_ascii_case("domain");
                let attribute = if is_domain { [name, "=", &self.host_labels(value)].concat() } else { self.masked(attribute) };
                clean.push_str(&attribute);
            }
        }
        clean
    }

    /// The name, with a number instead of what is new in every request.
    pub(super) fn cookie_name(&mut self, name: &str) -> String {
        if let Some((start, rest)) = cookies::split(name) {
            let is_number = rest.len() <= 6 && rest.bytes().all(|byte| byte.is_ascii_digit());
            return if is_number { name.to_owned() } else { format!("{start}{}", self.cookie_number(rest)) };
        }
        self.plain_cookie_name(name)
    }

    /// A name for what may be the value of a cookie.
    fn cookie_number_of(&mut self, value: &str) -> String {
        match value.strip_prefix(NAMELESS).filter(|number| shape::is_number(number, 6)) {
            Some(number) => {
                self.secrets.take(SecretKind::CookieName.name(), number.parse().unwrap_or_default());
                value.to_owned()
            }
            None => format!("{NAMELESS}{}", self.cookie_number(value)),
        }
    }

    fn cookie_number(&mut self, suffix: &str) -> String {
        let label = self.credential(SecretKind::CookieName, suffix);
        label.chars().filter(char::is_ascii_digit).collect()
    }

    /// The name of a cookie in a list of them; `*` stands for what is new in every request.
    pub(in crate::redact) fn cookie_name_of_report(&mut self, name: &str) -> String {
        match name.strip_suffix('*') {
            Some(start) => format!("{}*", self.plain_cookie_name(start)),
            None => self.plain_cookie_name(name),
        }
    }

    /// The name of a cookie stays unless a part of it may be a value: they tell loops apart, and which cookie is too large.
    fn plain_cookie_name(&mut self, name: &str) -> String {
        if tables::is_cookie(name) || self.kept(name).is_some() {
            return name.to_owned();
        }
        let mut clean = String::new();
        for part in name.split_inclusive(['.', '-', '_', ':', '|', '$']) {
            let bare = part.trim_end_matches(['.', '-', '_', ':', '|', '$']);
            let letters = bare.trim_end_matches(|letter: char| letter.is_ascii_digit());
            let is_name = letters.len() < LONGEST_LOWER || letters.bytes().any(|byte| byte.is_ascii_uppercase());
            let is_word = is_name
                && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
                && bare.len() <= LONGEST_PART
                && bare.len() - letters.len() <= 2;
            clean.push_str(&if is_word { part.to_owned() } else { part.replace(bare, &self.cookie_number(bare)) });
        }
        clean
    }

    pub(super) fn cookie_value(&mut self, name: &str, value: &str) -> String {
        let bare = value.trim().trim_matches('"');
        if let Some(kept) = self.kept(bare) {
            return kept;
        }
        if let Some(clean) = tables::harmless_cookie(name).filter(|shape| shape.fits(bare)).map(|_| self.masked(bare)) {
            return clean;
        }
        let is_sso = name.to_ascii_lowercase().starts_with("x-ms-refreshtokencredential");
        let kind = if is_sso { SecretKind::SsoCredential } else { SecretKind::Cookie };
        let decoded = form_decoded(bare);
        self.learn_inside(bare);
        let label = self.token(kind, bare).map(|token| token.replace(';', ",")).unwrap_or_else(|| self.credential(kind, bare));
        if kind == SecretKind::Cookie && decoded != bare && !self.settled {
            // The same value without its encoding may stand elsewhere.
            self.secrets.label(Class::Credential, kind, &decoded);
        }
        label
    }
}

/// How long a cookie is kept: whole minutes, or a few seconds.
fn is_duration(seconds: &str) -> bool {
    let number: Option<i64> = seconds.parse().ok().filter(|_| shape::is_number(seconds, 9));
    number.is_some_and(|number| number < 1000 || number % 60 == 0)
}

/// Letters of lower case of this length are no name that a program gives.
const LONGEST_LOWER: usize = 14;
/// A longer part of a cookie's name is no word.
const LONGEST_PART: usize = 24;

/// The cookies of a header. Some programs join several with line feeds, some with commas, which also are in dates.
fn set_cookies(value: &str) -> impl Iterator<Item = &str> {
    value.split('\n').flat_map(|line| {
        let mut starts = vec![0];
        for (comma, _) in line.match_indices(',') {
            let rest = line.get(comma + 1..).unwrap_or_default();
            let pair = rest.split([';', ',']).next().unwrap_or_default();
            let name = pair.split_once('=').map_or("", |(name, _)| name.trim());
            let of_name = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'(' | b')' | b'/' | b'<' | b'>' | b'@' | b'\\');
            let attribute = line.get(..comma).unwrap_or_default().rsplit(';').next().unwrap_or_default().trim_start();
            let in_date = attribute.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("expires=")) && attribute.len() <= 18;
            if !name.is_empty() && name.bytes().all(of_name) && !in_date {
                starts.push(comma + 1);
            }
        }
        starts.push(line.len() + 1);
        starts.windows(2).filter_map(|pair| line.get(pair[0]..pair[1] - 1)).map(str::trim_start).collect::<Vec<_>>()
    })
}

/// A piece of a challenge: what precedes a parameter, and the parameter.
struct ChallengePart<'a> {
    before: &'a str,
    parameter: Option<(&'a str, &'a str)>,
}

/// Takes a challenge apart: `Bearer realm="", error="..", Version=1.0`.
fn challenge_parts(value: &str) -> impl Iterator<Item = ChallengePart<'_>> {
    let mut rest = value;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let Some((before, after)) = rest.split_once('=') else {
            return Some(ChallengePart { before: std::mem::take(&mut rest), parameter: None });
        };
        let name_at = before.rfind([',', ' ', '\t']).map_or(0, |at| at + 1);
        let (before, name) = before.split_at(name_at);
        let after = after.trim_start();
        let (value, remaining) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_at(after.find([',', ' ', '\t']).unwrap_or(after.len())),
        };
        rest = remaining;
        Some(ChallengePart { before, parameter: Some((name.trim(), value)) })
    })
}

/// What is kept of a token has quotes, which would end a parameter early: then the placeholder stands alone.
fn without_quotes(clean: String) -> String {
    match clean.split_once(' ') {
        Some((label, _)) if clean.contains('"') && clean.starts_with('[') && placeholder::read(&format!("{label}]")).is_some() => {
            format!("{label}]")
        }
        _ if clean.contains('"') => clean.replace('"', "'"),
        _ => clean,
    }
}
