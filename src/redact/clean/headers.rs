//! Headers and cookies: names stay, they diagnose loops and blocked cookies; values go by name.

use super::{Class, Cleaner, Holder, Place, Trust};
use crate::model::message::Headers;
use crate::redact::{names, personal};

/// Beginnings of names of cookies that end in what is new in every request.
const NUMBERED_COOKIES: &[&str] =
    &["esctx-", "OpenIdConnect.nonce.", ".AspNetCore.OpenIdConnect.Nonce.", ".AspNetCore.Correlation.", "msal.interaction.", "nonce."];

/// Schemes whose credential is one word.
const CHALLENGES: &[&str] = &["negotiate", "ntlm", "kerberos"];

impl Cleaner {
    pub(super) fn headers(&mut self, headers: &Headers, trust: Trust) -> Headers {
        headers.iter().map(|(name, value)| (name.to_owned(), self.header(name, value, trust))).collect()
    }

    fn header(&mut self, name: &str, value: &str, trust: Trust) -> String {
        self.place = Place::Header;
        if self.is_learnt((name, value, trust)) {
            return String::new();
        }
        match name.to_ascii_lowercase().as_str() {
            "cookie" => value.split(';').map(|cookie| self.cookie(cookie)).collect::<Vec<_>>().join(";"),
            "set-cookie" => value.split('\n').map(|cookie| self.set_cookie(cookie)).collect::<Vec<_>>().join("\n"),
            "authorization" | "proxy-authorization" => self.authorization(value),
            "www-authenticate" | "proxy-authenticate" | "authentication-info" => self.challenge(value),
            "location" | "content-location" | "referer" | "referrer" | "origin" | "x-ms-urls" | ":path" => self.address(value, trust),
            "refresh" | "link" => self.plain(value),
            lower if names::of_header(lower).is_some() => self.secret_header(lower, value),
            lower if names::is_address_header(lower) => self.addresses(value),
            lower if names::of_person(lower).is_some() || names::of_field(lower).is_some() => {
                self.named(name, value, trust, Holder::Parameter)
            }
            lower if names::is_plain_header(lower) => self.masked(value),
            lower if trust == Trust::SignIn || names::is_of_protocol(lower) => self.text(value, Trust::SignIn),
            _ => self.guarded(value),
        }
    }

    fn secret_header(&mut self, name: &str, value: &str) -> String {
        let kind = names::of_header(name).unwrap_or("credential");
        self.kept(value).or_else(|| self.token(kind, value)).unwrap_or_else(|| self.credential(kind, value))
    }

    /// Scheme and credential; of `PKeyAuth` and its like each parameter by name.
    fn authorization(&mut self, value: &str) -> String {
        if let Some(kept) = self.kept(value) {
            return kept;
        }
        let Some((scheme, credential)) = value.trim().split_once(' ') else { return self.credential("credential", value) };
        let credential = credential.trim();
        if let Some(kept) = self.kept(credential) {
            return format!("{scheme} {kept}");
        }
        if credential.contains("=\"") {
            return self.challenge(value);
        }
        let kind = if scheme.eq_ignore_ascii_case("bearer") { "access-token" } else { "credential" };
        let clean = self.token(kind, credential).unwrap_or_else(|| self.credential(kind, credential));
        format!("{scheme} {clean}")
    }

    /// `Bearer realm="", error="insufficient_claims", claims="..."`, several schemes one after the other, and `Negotiate <credential>`.
    fn challenge(&mut self, value: &str) -> String {
        if let Some((scheme, credential)) = value.trim().split_once(' ')
            && CHALLENGES.contains(&scheme.to_ascii_lowercase().as_str())
        {
            return format!("{scheme} {}", self.kept(credential).unwrap_or_else(|| self.credential("credential", credential)));
        }
        let mut clean = String::new();
        let mut rest = value;
        while let Some((before, after)) = rest.split_once("=\"") {
            let (quoted, after) = after.split_once('"').unwrap_or((after, ""));
            let name = before.rsplit([',', ' ', '\t']).next().unwrap_or("");
            clean.push_str(&self.masked(before));
            clean.push_str("=\"");
            clean.push_str(&without_quotes(self.named(name, quoted, Trust::SignIn, Holder::Parameter)));
            clean.push('"');
            rest = after;
        }
        clean + &self.plain(rest)
    }

    /// A list of addresses of machines.
    fn addresses(&mut self, value: &str) -> String {
        let one = |cleaner: &mut Self, part: &str| {
            let address = part.trim();
            match personal::address_kind(address) {
                Some(kind) => part.replace(address, &cleaner.label(Class::Personal, kind, address)),
                None => cleaner.plain(part),
            }
        };
        value.split(',').map(|part| one(self, part)).collect::<Vec<_>>().join(",")
    }

    fn cookie(&mut self, cookie: &str) -> String {
        self.place = Place::Cookie;
        let Some((name, value)) = cookie.split_once('=') else { return self.plain(cookie) };
        let blanks = &name[..name.len() - name.trim_start().len()];
        format!("{blanks}{}={}", self.cookie_name(name.trim()), self.cookie_value(name.trim(), value))
    }

    /// The first pair is the cookie; the rest says where and how long it holds.
    fn set_cookie(&mut self, cookie: &str) -> String {
        match cookie.split_once(';') {
            Some((cookie, attributes)) => format!("{};{}", self.cookie(cookie), self.masked(attributes)),
            None => self.cookie(cookie),
        }
    }

    /// The name, with a number in place of what is new in every request.
    pub(super) fn cookie_name(&mut self, name: &str) -> String {
        for prefix in NUMBERED_COOKIES {
            let Some(suffix) = name.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &name[prefix.len()..])
            else {
                continue;
            };
            let is_number = suffix.len() <= 6 && suffix.bytes().all(|byte| byte.is_ascii_digit());
            return if is_number { name.to_owned() } else { format!("{}{}", &name[..prefix.len()], self.cookie_number(suffix)) };
        }
        self.key(name)
    }

    fn cookie_number(&mut self, suffix: &str) -> String {
        let label = self.credential("cookie-name", suffix);
        label.chars().filter(char::is_ascii_digit).collect()
    }

    pub(super) fn cookie_value(&mut self, name: &str, value: &str) -> String {
        let bare = value.trim().trim_matches('"');
        if names::is_harmless_cookie(name) {
            return self.masked(value);
        }
        if let Some(kept) = self.kept(bare) {
            return kept;
        }
        let kind = if names::of_header(name).is_some() { "sso-credential" } else { "cookie" };
        let decoded = super::address::form_decoded(bare);
        if decoded.split_whitespace().next().is_some_and(super::address::is_address) {
            // Where to go on afterwards, as the addresses of requests say too: taken out here, and left there but for its parameters.
            let _ = self.text(&decoded, Trust::Other);
            return self.label(Class::Unknown, kind, bare);
        }
        if kind == "cookie" && decoded != bare {
            // The same value without its encoding may stand elsewhere.
            self.secrets.label(Class::Credential, kind, &decoded);
        }
        self.token(kind, bare).map(|token| token.replace(';', ",")).unwrap_or_else(|| self.credential(kind, bare))
    }
}

/// What is kept of a token has quotes, which would end a parameter early: then the placeholder stands alone.
fn without_quotes(clean: String) -> String {
    match clean.split_once(' ') {
        Some((label, _)) if clean.contains('"') && clean.starts_with('[') => format!("{label}]"),
        _ if clean.contains('"') => clean.replace('"', "'"),
        _ => clean,
    }
}
