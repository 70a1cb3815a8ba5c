//! SAML 2.0 messages: found in forms and addresses, decoded from base64 and, in an address, from deflate.

use std::io::Read;

use base64::Engine;

use super::links::LENIENT_BASE64;

/// Most text that a SAML message may unpack to, in bytes.
const LARGEST: u64 = 4 << 20;

/// Decodes the value of `SAMLRequest` or `SAMLResponse`.
pub(super) fn decode(value: &str) -> Option<String> {
    let compact: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    let bytes = LENIENT_BASE64.decode(compact.replace('-', "+").replace('_', "/").trim_end_matches('=')).ok()?;
    if bytes.first() == Some(&b'<') {
        return Some(String::from_utf8_lossy(&bytes).into_owned());
    }
    let mut text = Vec::new();
    flate2::read::DeflateDecoder::new(bytes.as_slice()).take(LARGEST).read_to_end(&mut text).ok()?;
    Some(String::from_utf8_lossy(&text).into_owned())
}
