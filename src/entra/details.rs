//! Words that the service's messages put into a detail: parameters that are missing, authentication methods that do not match. Anyone who writes a detail
//! into a sentence may do so when it consists of these.

/// Parameters of the protocols that a message may say are missing.
const PARAMETERS: &[&str] = &[
    "assertion",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_verifier",
    "device_code",
    "grant_type",
    "nonce",
    "password",
    "redirect_uri",
    "refresh_token",
    "request",
    "requested_token_use",
    "resource",
    "response_mode",
    "response_type",
    "samlrequest",
    "samlresponse",
    "scope",
    "state",
    "token",
    "username",
];

/// What the words of authentication methods are made of, as SAML's contexts and the service's messages have them: `X509Device`, `MultiFactor`.
const METHODS: &[&str] = &[
    "access",
    "app",
    "auth",
    "authentication",
    "authenticator",
    "business",
    "card",
    "certificate",
    "client",
    "code",
    "device",
    "email",
    "external",
    "factor",
    "fido",
    "for",
    "hardware",
    "hello",
    "integrated",
    "internet",
    "kerberos",
    "key",
    "managed",
    "mobile",
    "multi",
    "one",
    "otp",
    "pass",
    "passcode",
    "passkey",
    "password",
    "phone",
    "pki",
    "protected",
    "protocol",
    "single",
    "smart",
    "sms",
    "software",
    "temporary",
    "time",
    "tls",
    "token",
    "transport",
    "unregistered",
    "unspecified",
    "voice",
    "windows",
    "x509",
];

/// Words that a detail itself is made of.
const OWN: &[&str] =
    &["missing", "parameter", "or", "used", "requested", "issued", "on", "expired", "inactive", "for", "allowed", "lifetime", "result"];

/// Whether a detail holds nothing but words of these lists, results of a multifactor challenge, times and numbers.
#[must_use]
pub fn is_known(detail: &str) -> bool {
    let known = |word: &str| {
        let lower = word.to_ascii_lowercase();
        let is_listed = [PARAMETERS, OWN].iter().any(|list| list.contains(&lower.as_str())) || is_method(&lower);
        let is_time = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'.' | b'T' | b'Z' | b'/'));
        is_listed || is_time || super::mfa::MfaResult::of(word) != super::mfa::MfaResult::Failed
    };
    detail.split([' ', ',', ';']).map(|word| word.trim_matches(':')).filter(|word| !word.is_empty()).all(known)
}

/// Whether a word is put together of words of methods.
fn is_method(mut word: &str) -> bool {
    /// No method has a longer name.
    const MOST: usize = 6;
    for _ in 0..MOST {
        let longest = METHODS.iter().filter_map(|part| word.strip_prefix(part)).min_by_key(|rest| rest.len());
        match longest {
            Some("") => return true,
            Some(rest) => word = rest,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_words_are_known() {
        for detail in [
            "missing parameter: client_id",
            "used: X509, MultiFactor, X509Device; requested: PasswordProtectedTransport",
            "issued on 2026-03-02T08:00:00Z",
            "result: PhoneAppDenied",
        ] {
            assert!(is_known(detail), "{detail}");
        }
        for detail in ["missing parameter: walnut", "used: Walnut; requested: Password", "Quince 7"] {
            assert!(!is_known(detail), "{detail}");
        }
    }
}
