//! SAML 2.0 messages in forms and addresses: base64, in an address deflated before.

use std::io::{Read, Write};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::limits;
use super::token::from_base64;
use super::xml;

/// A message as it stood in a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The XML.
    pub text: String,
    /// Whether it was deflated.
    pub deflated: bool,
}

impl Message {
    /// Decodes the value of `SAMLRequest` or `SAMLResponse`.
    #[must_use]
    pub fn decode(value: &str) -> Option<Self> {
        let bytes = from_base64(value.trim_end_matches('='))?;
        if bytes.first() == Some(&b'<') {
            return Some(Self { text: String::from_utf8_lossy(&bytes).into_owned(), deflated: false });
        }
        let mut text = Vec::new();
        flate2::read::DeflateDecoder::new(bytes.as_slice()).take(limits::SAML).read_to_end(&mut text).ok()?;
        Some(Self { text: String::from_utf8_lossy(&text).into_owned(), deflated: true })
    }

    /// Whether the message ends a session or says that one has ended: no one is signed in by it.
    #[must_use]
    pub fn is_of_sign_out(&self) -> bool {
        xml::parse(self.text.trim_start_matches('\u{feff}').trim())
            .is_some_and(|document| matches!(document.root_element().tag_name().name(), "LogoutRequest" | "LogoutResponse"))
    }

    /// Encodes the message again, the way it was.
    #[must_use]
    pub fn encode(&self) -> String {
        if !self.deflated {
            return STANDARD.encode(&self.text);
        }
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        // Writing to memory does not fail.
        let _ = encoder.write_all(self.text.as_bytes());
        STANDARD.encode(encoder.finish().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_encoded_the_way_they_were() {
        for deflated in [false, true] {
            let message = Message { text: "<samlp:Response ID=\"_1\"/>".to_owned(), deflated };
            assert_eq!(Message::decode(&message.encode()), Some(message));
        }
    }
}
