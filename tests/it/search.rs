//! Looks for planted values in whatever came out: as they are, and in the encodings in which a trace repeats them.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{Cursor, Read as _};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use base64::Engine;
use base64::alphabet::{self, Alphabet};
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::bufread::DeflateDecoder;
use percent_encoding::percent_decode_str;
use regex::Regex;

/// Finds any of many values.
pub(crate) struct Search {
    finder: AhoCorasick,
    /// For each needle the text and the position of its value.
    needles: Vec<(String, usize)>,
}

/// Values that were found, by position, each with the needle that gave it away.
pub(crate) type Found = BTreeMap<usize, String>;

/// How often something encoded is looked for inside what was decoded.
const NESTED: usize = 2;

impl Search {
    /// A search for these values.
    pub(crate) fn new<'v>(values: impl IntoIterator<Item = &'v str>) -> Self {
        let values = values.into_iter().enumerate();
        let needles: Vec<(String, usize)> =
            values.flat_map(|(at, value)| needles(value).into_iter().map(move |needle| (needle, at))).collect();
        let finder = AhoCorasick::new(needles.iter().map(|(needle, _)| needle)).expect("a search of this size can be built");
        Self { finder, needles }
    }

    /// The values in a text, in all its readings, in what is base64 in them, and in what is base64 or deflated in that.
    pub(crate) fn find(&self, bytes: &[u8]) -> Found {
        let mut found = Found::new();
        each_reading(bytes, &mut |text| self.look(text, &mut found));
        found
    }

    /// The values in a text as it is.
    pub(crate) fn look(&self, bytes: &[u8], found: &mut Found) {
        for hit in self.finder.find_overlapping_iter(bytes) {
            let (needle, at) = &self.needles[hit.pattern().as_usize()];
            found.entry(*at).or_insert_with(|| needle.clone());
        }
    }
}

/// Gives a text, all its readings, what is base64 in them, and what is base64 or deflated in that.
pub(crate) fn each_reading(bytes: &[u8], look: &mut dyn FnMut(&[u8])) {
    let text = String::from_utf8_lossy(bytes);
    // A text is one of its readings.
    if matches!(text, Cow::Owned(_)) {
        look(bytes);
    }
    read(&text, NESTED, &mut HashSet::new(), look);
}

fn read(text: &str, nested: usize, seen: &mut HashSet<String>, look: &mut dyn FnMut(&[u8])) {
    for reading in readings(text) {
        look(reading.as_bytes());
        if nested > 0 {
            for bytes in base64_decoded(&reading, seen) {
                let texts = texts(&bytes);
                if texts.first().is_none_or(|text| text.as_bytes() != bytes) {
                    look(&bytes);
                }
                for text in texts {
                    read(&text, nested - 1, seen, look);
                }
            }
        }
    }
}

/// What to look for: the value, and the part of base64 that gives it away wherever it is in a longer text.
pub(crate) fn needles(value: &str) -> BTreeSet<String> {
    let inside = |engine| (0..3).map(move |offset| base64_inside(engine, value, offset));
    inside(&STANDARD_NO_PAD).chain(inside(&URL_SAFE_NO_PAD)).chain([value.to_owned()]).collect()
}

/// The part of a longer text's base64 that this value alone decides, when it begins `offset` bytes after a boundary.
fn base64_inside(engine: &impl Engine, value: &str, offset: usize) -> String {
    let encoded = engine.encode([&vec![b'.'; offset], value.as_bytes()].concat());
    let first = (offset * 8).div_ceil(6);
    let last = (offset + value.len()) * 8 / 6;
    encoded[first..last].to_owned()
}

/// A text as it is, and with percent-encoding, JSON's and HTML's escapes undone, one after the other up to twice.
pub(crate) fn readings(text: &str) -> BTreeSet<String> {
    let mut readings = BTreeSet::from([text.to_owned()]);
    let mut latest = vec![text.to_owned()];
    for _ in 0..2 {
        let decoded: Vec<String> = latest.iter().flat_map(|text| decoded(text)).collect();
        latest = decoded.into_iter().filter(|text| readings.insert(text.clone())).collect();
    }
    readings
}

/// What the decoders make of a text; nothing of those that find nothing to undo.
fn decoded(text: &str) -> Vec<String> {
    type Decoder = fn(&str) -> String;
    // In a form without a plus there is nothing else to undo.
    const DECODERS: [(&[char], Decoder); 4] =
        [(&['%'], percent_decoded), (&['%', '+'], form_decoded), (&['\\'], json_unescaped), (&['&'], html_unescaped)];
    let has_escapes = |escapes: &[char]| escapes.iter().all(|escape| text.contains(*escape));
    DECODERS.into_iter().filter(|(escapes, _)| has_escapes(escapes)).map(|(_, decode)| decode(text)).collect()
}

fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn form_decoded(text: &str) -> String {
    percent_decoded(&text.replace('+', " "))
}

fn json_unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        unescaped.push_str(before);
        let digits = match escape.bytes().next() {
            Some(b'u') => escape.get(1..5),
            Some(b'x') => escape.get(1..3),
            _ => None,
        };
        let character = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        let plain = || escape.chars().next().map(|letter| if matches!(letter, 'n' | 'r' | 't') { '\n' } else { letter });
        unescaped.extend(character.or_else(plain));
        let length = match character {
            Some(_) => 1 + digits.map_or(0, str::len),
            None => escape.chars().next().map_or(0, char::len_utf8),
        };
        rest = &escape[length..];
    }
    unescaped + rest
}

fn html_unescaped(text: &str) -> String {
    const NAMED: &[(&str, char)] = &[("lt", '<'), ("gt", '>'), ("quot", '"'), ("apos", '\''), ("amp", '&')];
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        unescaped.push_str(before);
        let name = entity.bytes().take(10).position(|byte| byte == b';').map_or("", |end| &entity[..end]);
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        });
        let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, character)| *character);
        let character = number.and_then(char::from_u32).or(named);
        unescaped.push(character.unwrap_or('&'));
        rest = &entity[if character.is_some() { name.len() + 1 } else { 0 }..];
    }
    unescaped + rest
}

/// Shorter runs of letters are words.
const SHORTEST_RUN: usize = 16;
/// Shorter text in decoded bytes is chance.
const SHORTEST_TEXT: usize = 12;

/// Base64 whose last letter may be cut.
const fn cut(alphabet: &Alphabet) -> GeneralPurpose {
    let config = GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true);
    GeneralPurpose::new(alphabet, config.with_decode_padding_mode(DecodePaddingMode::Indifferent))
}

/// Runs of the letters of base64, with what decodes them.
static ENGINES: LazyLock<[(Regex, GeneralPurpose); 2]> = LazyLock::new(|| {
    let runs = |marks: &str| Regex::new(&format!("[A-Za-z0-9{marks}]{{{SHORTEST_RUN},}}")).expect("a pattern");
    [(runs("+/"), cut(&alphabet::STANDARD)), (runs("_-"), cut(&alphabet::URL_SAFE))]
});

/// What the runs that look like base64 decode to, at every alignment: what precedes a value may be of the same letters.
fn base64_decoded(text: &str, seen: &mut HashSet<String>) -> Vec<Vec<u8>> {
    let mut decoded = Vec::new();
    for (runs, engine) in &*ENGINES {
        for run in runs.find_iter(text).map(|run| run.as_str()) {
            if !seen.insert(run.to_owned()) {
                continue;
            }
            for offset in 0..4 {
                let aligned = &run[offset..];
                // A single letter at the end is of no byte.
                let whole = if aligned.len() % 4 == 1 { aligned.len() - 1 } else { aligned.len() };
                decoded.extend(engine.decode(&aligned[..whole]));
            }
        }
    }
    decoded
}

/// What is text in decoded bytes, which may begin with the remains of something else, or all of which may be deflated.
fn texts(bytes: &[u8]) -> Vec<String> {
    let chunks = bytes.utf8_chunks().map(|chunk| chunk.valid().to_owned()).filter(|text| text.len() >= SHORTEST_TEXT);
    chunks.chain(inflated(bytes)).collect()
}

/// SAML messages are deflated before they are encoded.
fn inflated(bytes: &[u8]) -> Option<String> {
    thread_local! {
        // A decoder is large, and there are many bytes to be tried.
        static DECODER: RefCell<DeflateDecoder<Cursor<Vec<u8>>>> = RefCell::new(DeflateDecoder::new(Cursor::default()));
    }
    // Three is no kind of block.
    if bytes.first().is_none_or(|first| first & 0b110 == 0b110) {
        return None;
    }
    let mut text = String::new();
    DECODER.with_borrow_mut(|decoder| {
        decoder.reset(Cursor::new(bytes.to_vec()));
        decoder.take(1 << 20).read_to_string(&mut text).ok()
    })?;
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::DeflateEncoder;

    use super::*;
    use crate::scenario::pages::html_escaped;

    const VALUE: &str = "nine\"Walnut<Stairs>&'42+ \u{f6}";

    fn is_found(text: &str) -> bool {
        Search::new(["some other value", VALUE]).find(text.as_bytes()).into_keys().eq([1])
    }

    #[test]
    fn a_value_is_found_in_every_encoding() {
        let texts = [
            VALUE.to_owned(),
            "password=nine%22Walnut%3CStairs%3E%26%2742%2B+%C3%B6&".to_owned(),
            "password=nine%22Walnut%3cStairs%3e%26%2742%2b%20%c3%b6".to_owned(),
            "wreply=%3Fpassword%3Dnine%2522Walnut%253CStairs%253E%2526%252742%252B%2520%25C3%25B6".to_owned(),
            serde_json::json!({ "password": VALUE }).to_string(),
            serde_json::json!({ "body": serde_json::json!({ "password": VALUE }).to_string() }).to_string(),
            r#"{"p":"nine\"Walnut\u003cStairs\u003e\u0026\u002742\u002b ö"}"#.to_owned(),
            r#"p = "nine\x22Walnut\x3cStairs\x3e\x26\x2742\x2b ö""#.to_owned(),
            format!("<input value=\"{}\">", html_escaped(VALUE)),
            "<input value='nine&#34;Walnut&#60;Stairs&#62;&#38;&apos;42&#x2B; &#xF6;'>".to_owned(),
        ];
        for text in texts {
            assert!(is_found(&text), "{text}");
        }
    }

    #[test]
    fn a_value_is_found_in_base64_at_every_alignment() {
        for prefix in ["", "a", "ab", "abc", "path/", "eyJ0eXAiOiJKV1QifQ."] {
            for inside in [VALUE.to_owned(), html_escaped(VALUE), serde_json::json!({ "p": VALUE }).to_string()] {
                for before in ["", ".", "..", "..."] {
                    let plain = format!("{before}{inside} and what follows");
                    let once = STANDARD_NO_PAD.encode(&plain);
                    assert!(is_found(&format!("{prefix}{once}")), "{prefix} {plain}");
                    assert!(is_found(&format!("{prefix}{}", URL_SAFE_NO_PAD.encode(&plain))), "{prefix} {plain}");
                    assert!(is_found(&format!("{prefix}{}", URL_SAFE_NO_PAD.encode(once))), "{prefix} {plain}, twice");
                }
            }
        }
    }

    #[test]
    fn a_value_is_found_in_a_deflated_message() {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(format!("<NameID>{}</NameID>", html_escaped(VALUE)).as_bytes()).unwrap();
        let message = STANDARD_NO_PAD.encode(encoder.finish().unwrap());
        assert!(is_found(&format!("SAMLRequest={}", message.replace('+', "%2B").replace('/', "%2F"))));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        assert!(!is_found("nine Walnut Stairs, bmluZVdhbG51dFN0YWlycw"));
    }
}
