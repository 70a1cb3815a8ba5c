//! Tokens: header and claims of a JWT, read and not verified, also from what a sanitized capture keeps of one.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::Value;

use super::json;

/// Base64 of either alphabet once `-` and `_` are turned into `+` and `/`, with or without padding.
pub const LENIENT_BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent).with_decode_allow_trailing_bits(true),
);

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Algorithm, key, type.
    pub header: Value,
    /// The claims; `null` when they are encrypted.
    pub claims: Value,
}

impl Token {
    /// Reads a JWT (three parts, or two without a signature) or a JWE (five).
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (first, rest) = text.trim().split_once('.')?;
        let header = object(first)?;
        let claims = match rest.split('.').count() {
            1 | 2 => object(rest.split('.').next()?)?,
            4 if header.get("enc").is_some() => Value::Null,
            _ => return None,
        };
        Some(Self { header, claims })
    }

    /// Reads what a placeholder keeps of a token: `[id-token#1 {"alg":"RS256"} {"aud":"..."}]`.
    #[must_use]
    pub fn of_placeholder(text: &str) -> Option<Self> {
        let (_, numbered) = text.trim().strip_prefix('[')?.strip_suffix(']')?.split_once('#')?;
        let (_, kept) = numbered.split_once(' ')?;
        let [header, claims] = json::first(kept, 3).ok()?.try_into().ok()?;
        Some(Self { header, claims })
    }
}

/// Decodes base64 of either alphabet, padded or not, broken over lines or not.
#[must_use]
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut compact = Vec::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'-' => compact.push(b'+'),
            b'_' => compact.push(b'/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'+' | b'/' | b'=' => compact.push(byte),
            _ if byte.is_ascii_whitespace() => {}
            // Most of what is tried is an ordinary text.
            _ => return None,
        }
    }
    LENIENT_BASE64.decode(compact).ok()
}

fn object(part: &str) -> Option<Value> {
    // In base64 a brace begins with an `e`; spaces before it with one of the others. Most of what is tried begins otherwise.
    part.trim_start().starts_with(['e', 'I', 'C', 'D']).then_some(())?;
    json::parse_bytes(&from_base64(part)?).ok().filter(Value::is_object)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_and_what_is_kept_of_them_read_alike() {
        let token = Token::read("eyJhbGciOiJSUzI1NiJ9.eyJhdWQiOiJ4In0.c2ln");
        assert_eq!(token, Token::of_placeholder(r#"[id-token#1 {"alg":"RS256"} {"aud":"x"}]"#));
        assert_eq!(token.map(|token| token.claims["aud"] == "x"), Some(true));
        assert_eq!(Token::read("login.microsoftonline.com"), None);
        assert_eq!(Token::of_placeholder("[id-token#1]"), None);
    }
}
