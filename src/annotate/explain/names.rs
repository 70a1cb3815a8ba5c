//! Words of the wire in a paste: what stands there when no code does, or next to one that no one lists.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use memchr::memmem;

use super::forms::hexadecimal;
use crate::annotate::vocabulary;
use crate::entra::codes::Code;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Name {
    /// A code, by one of its names, or a finding without a number.
    Code(Code),
    /// A word, as it is in the vocabulary.
    Word(String),
}

/// Most words that a paste is answered with.
const MOST: usize = 10;

/// The words of a text, in order, each once.
pub(super) fn names(text: &str) -> Vec<Name> {
    if let Some((_, code)) = CONDITIONS.iter().find(|(holds, _)| holds(text)) {
        return vec![Name::Code(Code::named(*code))];
    }
    let mut known = HashSet::new();
    let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-')));
    words.filter_map(name).filter(|name| known.insert(name.clone())).take(MOST).collect()
}

/// What a text as a whole is: how the parts that say it are written, and the finding without a number that it is.
const CONDITIONS: &[(Condition, &str)] = &[
    (is_cancel, "user-cancelled"),
    (is_challenge, "claims-challenge"),
    (is_saml_status, "saml-status"),
    (is_blocked, "sign-in-page-blocked"),
    (is_network_error, "connection-failed"),
];

type Condition = fn(&str) -> bool;

/// `error=access_denied&error_subcode=cancel`, or what client libraries call it.
fn is_cancel(text: &str) -> bool {
    const BY_LIBRARIES: &[&str] = &["user_cancelled", "user_canceled", "authentication_canceled", "authentication_cancelled"];
    let says = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    let subcodes = text.match_indices("error_subcode").filter_map(|(at, label)| text.get(at + label.len()..));
    let mut values = subcodes.map(|rest| rest.trim_start_matches(|letter: char| !letter.is_ascii_alphanumeric()));
    values.any(|value| value.starts_with("cancel")) || BY_LIBRARIES.iter().any(|word| says(word))
}

/// A `WWW-Authenticate` header that asks for claims, or what such a challenge asks for.
fn is_challenge(text: &str) -> bool {
    let says = |word: &str| memmem::find(text.as_bytes(), word.as_bytes()).is_some();
    says("insufficient_claims") || (says("\"access_token\"") && says("\"essential\"") && !says("\"id_token\""))
}

/// A status of a SAML response that is none of success.
fn is_saml_status(text: &str) -> bool {
    let statuses = text.match_indices("urn:oasis:names:tc:SAML:2.0:status:").filter_map(|(at, prefix)| text.get(at + prefix.len()..));
    let mut statuses = statuses.peekable();
    statuses.peek().is_some() && !statuses.any(|status| status.starts_with("Success"))
}

/// What a browser says when an extension or a policy of its own keeps a request back.
fn is_blocked(text: &str) -> bool {
    ["ERR_BLOCKED_BY_CLIENT", "ERR_BLOCKED_BY_ADMINISTRATOR"].iter().any(|word| memmem::find(text.as_bytes(), word.as_bytes()).is_some())
}

/// A browser's word for a connection that did not come about.
fn is_network_error(text: &str) -> bool {
    let behind = |start: &'static str| text.match_indices(start).filter_map(move |(at, _)| text.get(at + start.len()..));
    let of_chromium = behind("net::ERR_").any(|rest| rest.starts_with(|letter: char| letter.is_ascii_uppercase()));
    let families = ["CONNECTION_", "NAME_", "CERT_", "SSL_", "TUNNEL_", "PROXY_", "INTERNET_", "ADDRESS_", "NETWORK_", "DNS_", "TIMED_OUT"];
    let by_family = behind("ERR_").any(|rest| families.iter().any(|family| rest.starts_with(family)));
    let of_firefox = ["NET_", "UNKNOWN_HOST", "PROXY_", "CONNECTION_"];
    of_chromium || by_family || behind("NS_ERROR_").any(|rest| of_firefox.iter().any(|family| rest.starts_with(family)))
}

/// What a word is. Plain words are none: a text has `consent` and `mfa` for many reasons.
fn name(word: &str) -> Option<Name> {
    const LENGTHS: std::ops::RangeInclusive<usize> = 5..=80;
    let word = word.trim_matches('-');
    let inner = word.get(1..)?;
    let is_made_up = inner.contains(['_', '-']) || inner.bytes().any(|byte| byte.is_ascii_uppercase()) || word.starts_with(['0', '8']);
    if !LENGTHS.contains(&word.len()) || !is_made_up {
        return None;
    }
    if let Some(result) = hexadecimal(word) {
        return vocabulary::is_pasted(&result).then_some(Name::Word(result));
    }
    NAMES.get(word.to_ascii_lowercase().as_str()).cloned()
}

/// Every name that is recognized in a text, lower case.
static NAMES: LazyLock<HashMap<String, Name>> = LazyLock::new(|| {
    let codes = Code::names().map(|(name, code)| (name.to_ascii_lowercase(), Name::Code(code)));
    let words = vocabulary::pasted_words().map(|word| (word.to_ascii_lowercase(), Name::Word(word.to_owned())));
    codes.chain(words).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_words_of_their_own() {
        let words = |text: &str| -> Vec<String> {
            let shown = |name| match name {
                Name::Code(code) => code.to_string(),
                Name::Word(word) => word,
            };
            names(text).into_iter().map(shown).collect()
        };
        assert_eq!(words("error=invalid_grant&suberror=message_only"), ["invalid_grant", "message_only"]);
        assert_eq!(words("{'error': 'slow_down'} slow_down"), ["slow_down"]);
        assert_eq!(words("error 0x80048823 in PhoneAppDenied"), ["0x80048823", "PhoneAppDenied"]);
        assert_eq!(words("sErrorCode:'80041012'"), ["0x80041012"]);
        assert_eq!(words("Status: InvalidUserNameOrPassword"), ["AADSTS50126"]);
        assert_eq!(words("?error=access_denied&error_subcode=cancel"), ["user-cancelled"]);
        assert_eq!(words("MsalClientException: authentication_canceled"), ["user-cancelled"]);
        assert_eq!(words(r#"claims={"access_token":{"acrs":{"essential":true,"value":"c1"}}}"#), ["claims-challenge"]);
        assert_eq!(words("urn:oasis:names:tc:SAML:2.0:status:Responder"), ["saml-status"]);
        for text in ["consent for mfa", "my_invalid_grant_handler()", "urn:oasis:names:tc:SAML:2.0:status:Success", "", "-"] {
            assert_eq!(words(text), [""; 0], "{text}");
        }
    }
}
