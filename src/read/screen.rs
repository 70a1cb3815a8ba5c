//! The screen: tells in one cheap look whether an exchange can hold a fact at all. It may let too much through, never too little.

use aho_corasick::{AhoCorasick, MatchKind};

use crate::entra::hosts;
use crate::model::message::Address;

/// Texts of which at least one stands in every exchange that can hold a fact and is not on a sign-in host.
///
/// JSON may write any character as `\uXXXX`, so the four letters of `AADSTS` and `AADB2C` stand here in that form too; base64 bodies
/// show a text in one of three alignments.
const NEEDLES: &[&str] = &[
    "AADSTS",
    "AADB2C",
    "\\u0041",
    "\\u0044",
    "\\u0053",
    "\\u0054",
    // AADSTS and AADB2C in base64, three alignments each.
    "QUFEU1RT",
    "FBRFNUU",
    "BQURTVF",
    "QUFEQjJD",
    "FBREIyQ",
    "BQURCMk",
    // Addresses and answers of the service.
    "login.microsoft",
    "login.windows",
    "login.live.com",
    "sts.windows",
    "microsoftonline",
    "b2clogin",
    "ciamlogin",
    "error_description",
    "insufficient_claims",
    "authorization_uri",
    "x-ms-clitelem",
    "SAMLRe",
    "wresult",
    "wsignin1.0",
    "id_token",
    "session_state",
    "x-ms-ests-server",
];

/// A screen, built once and used for every exchange.
#[derive(Debug)]
pub(super) struct Screen {
    needles: Option<AhoCorasick>,
    /// Length of the longest needle.
    longest: usize,
}

/// Bytes that are folded to lower case and searched at a time: few enough to stay in the fastest cache.
const PIECE: usize = 8 << 10;

impl Screen {
    /// Builds the screen.
    #[must_use]
    pub(super) fn new() -> Self {
        let needles: Vec<String> = NEEDLES.iter().map(|needle| needle.to_ascii_lowercase()).collect();
        let longest = needles.iter().map(String::len).max().unwrap_or(0);
        // A set of short literals cannot exceed the automaton's limits; if it ever did, everything would pass. Searching without regard
        // to case would rule out the vectorised search, and so would the standard kind of match.
        let needles = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(needles).ok();
        Self { needles, longest }
    }

    /// Whether an exchange with this request address can hold a fact because of where it goes.
    #[must_use]
    pub(super) fn address(address: &Address) -> bool {
        hosts::class(address.host(), address.path()).is_sign_in() || has_protocol_parameter(address)
    }

    /// Whether these bytes hold a text that a fact needs.
    #[must_use]
    pub(super) fn bytes(&self, bytes: &[u8]) -> bool {
        let Some(needles) = &self.needles else { return true };
        let mut folded = Vec::with_capacity(PIECE.min(bytes.len()));
        let mut rest = bytes;
        while !rest.is_empty() {
            let piece = rest.get(..PIECE).unwrap_or(rest);
            folded.clear();
            folded.extend_from_slice(piece);
            folded.make_ascii_lowercase();
            if needles.is_match(&folded) {
                return true;
            }
            // Pieces overlap, so that no needle is cut in two.
            let step = if piece.len() < rest.len() { PIECE - self.longest } else { piece.len() };
            rest = rest.get(step..).unwrap_or_default();
        }
        false
    }

    /// Whether a body of this media type can hold a fact. Scripts, styles, pictures, fonts and sound cannot: the sign-in page's
    /// script bundles are full of codes that never happened.
    #[must_use]
    pub(super) fn media(media_type: &str) -> bool {
        let media_type = media_type.to_ascii_lowercase();
        !(media_type.starts_with("image/")
            || media_type.starts_with("font/")
            || media_type.starts_with("audio/")
            || media_type.starts_with("video/")
            || media_type.contains("javascript")
            || media_type.contains("ecmascript")
            || media_type == "text/css"
            || media_type.contains("font")
            || media_type == "application/wasm")
    }
}

impl Default for Screen {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether an address carries an answer of a sign-in protocol, wherever it goes: an error, a code, a token, a SAML message.
fn has_protocol_parameter(address: &Address) -> bool {
    const ANSWERS: &[&str] = &["error", "code", "id_token", "access_token", "SAMLRequest", "SAMLResponse", "wresult", "wa", "client_id"];
    let (query, fragment) = (address.query(), address.fragment());
    ANSWERS.iter().any(|name| query.has(name) || fragment.has(name))
}
