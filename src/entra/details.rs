//! Words that the service's messages put into a detail: parameters that are missing, authentication methods that do not match. Whoever writes a detail
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

/// Words of authentication methods, as SAML's contexts and the service's messages have them.
const METHODS: &[&str] = &[
    "fido",
    "integrated",
    "internetprotocol",
    "internetprotocolpassword",
    "kerberos",
    "multifactor",
    "password",
    "passwordprotectedtransport",
    "protectedtransport",
    "smartcard",
    "smartcardpki",
    "tlsclient",
    "unspecified",
    "windows",
    "windowshello",
    "windowsintegrated",
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
        let is_listed = [PARAMETERS, METHODS, OWN].iter().any(|list| list.contains(&lower.as_str()));
        let is_time = word.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b':' | b'.' | b'T' | b'Z' | b'/'));
        is_listed || is_time || super::mfa::MfaResult::of(word) != super::mfa::MfaResult::Failed
    };
    detail.split([' ', ',', ';']).map(|word| word.trim_matches(':')).filter(|word| !word.is_empty()).all(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_listed_words_are_known() {
        for detail in [
            "missing parameter: client_id",
            "used: X509, MultiFactor; requested: Password",
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
