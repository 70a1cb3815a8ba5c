//! The mask: finds collected secrets in a text in all encodings in which they may stand there, and what has the shape of a token.

use std::collections::HashMap;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use regex::Regex;

use super::secrets::Secrets;
use crate::entra::guid::Guid;

/// Of long secrets the beginning is looked for; what follows it is masked with it.
const LONGEST_PATTERN: usize = 48;

/// Finds secrets in texts.
pub(super) struct Mask {
    finder: Option<AhoCorasick>,
    /// For each pattern the secret it is of, and the whole of the secret in that encoding.
    patterns: Vec<(usize, String)>,
    labels: Vec<String>,
}

impl Mask {
    /// A mask for these secrets.
    pub(super) fn new(secrets: &Secrets) -> Self {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut labels = Vec::new();
        let mut patterns = Vec::new();
        for (at, (kind, value)) in secrets.iter().enumerate() {
            let number = numbers.entry(kind).or_default();
            *number += 1;
            labels.push(format!("[{kind}#{number}]"));
            patterns.extend(encodings(value).into_iter().map(|text| (at, text)));
        }
        let starts = patterns.iter().map(|(_, text)| start(text));
        let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(starts).ok();
        Self { finder: finder.filter(|_| !patterns.is_empty()), patterns, labels }
    }

    /// The text with secrets and what looks like tokens replaced by placeholders.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut rest = 0;
        while let Some((secret, begin, end)) = self.next(text, rest) {
            masked.push_str(&text[rest..begin]);
            masked.push_str(&self.labels[secret]);
            rest = end;
        }
        masked.push_str(&text[rest..]);
        mask_shapes(&masked)
    }

    /// How often each secret stands in a text.
    pub(super) fn count(&self, text: &str) -> HashMap<usize, usize> {
        let mut counts = HashMap::new();
        let mut rest = 0;
        while let Some((secret, _, end)) = self.next(text, rest) {
            *counts.entry(secret).or_default() += 1;
            rest = end;
        }
        counts
    }

    /// The next secret at or after a position, with where it begins and ends.
    fn next(&self, text: &str, from: usize) -> Option<(usize, usize, usize)> {
        let found = self.finder.as_ref()?.find(text.get(from..)?)?;
        let (secret, whole) = self.patterns.get(found.pattern().as_usize())?;
        let begin = from + found.start();
        let shared = text[begin..].bytes().zip(whole.bytes()).take_while(|(a, b)| a == b).count();
        let mut end = begin + shared;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        Some((*secret, begin, end.max(from + found.end())))
    }
}

fn start(text: &str) -> &str {
    let mut end = text.len().min(LONGEST_PATTERN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A value in the encodings in which it may stand in a report.
fn encodings(value: &str) -> Vec<String> {
    let once = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    let form: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let json = serde_json::to_string(value).unwrap_or_default();
    let html = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let script = json.trim_matches('"').replace('/', "\\/").replace('&', "\\u0026");
    let mut encodings = vec![
        value.to_owned(),
        utf8_percent_encode(&once, NON_ALPHANUMERIC).to_string(),
        once.to_ascii_lowercase(),
        once,
        form,
        json.trim_matches('"').to_owned(),
        script,
        html,
        STANDARD.encode(value),
        STANDARD_NO_PAD.encode(value),
        URL_SAFE_NO_PAD.encode(value),
    ];
    encodings.sort();
    encodings.dedup();
    encodings
}

fn mask_shapes(text: &str) -> String {
    static TOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)+").ok());
    static OPAQUE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[A-Za-z0-9_\-.~]{60,}").ok());
    let mut text = text.to_owned();
    for (shape, label) in [(&TOKEN, "[token]"), (&OPAQUE, "[opaque value]")] {
        if let Some(shape) = shape.as_ref().filter(|shape| shape.is_match(&text)) {
            text = shape.replace_all(&text, label).into_owned();
        }
    }
    text
}

/// Finished output without the placeholders that stand for secrets, in whatever markup: `[password#1]` is not the password `password`.
pub(super) fn without_placeholders(output: &str) -> String {
    static PLACEHOLDER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\\?\[[a-z-]+\\?#\d+\\?\]").ok());
    PLACEHOLDER.as_ref().map_or_else(|| output.to_owned(), |placeholder| placeholder.replace_all(output, " ").into_owned())
}

/// A path without the parts that may be a link which lets one in: long, with letters and digits, and no GUID.
pub(super) fn shorten_path(path: &str) -> String {
    let part = |part: &str| {
        let letters = part.bytes().any(|byte| byte.is_ascii_alphabetic());
        let digits = part.bytes().any(|byte| byte.is_ascii_digit());
        if part.len() >= 20 && letters && digits && Guid::parse(part).is_none() { "[part]".to_owned() } else { part.to_owned() }
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::exchange::{Exchange, Request};
    use crate::model::message::{Address, Body};

    fn secrets(form: &str) -> Secrets {
        let request = Request {
            method: "POST".to_owned(),
            address: Address::parse("https://login.microsoftonline.com/common/login"),
            body: Body::Text(form.to_owned()),
            ..Request::default()
        };
        let mut secrets = Secrets::default();
        secrets.collect(&Exchange { request, ..Exchange::default() });
        secrets
    }

    #[test]
    fn a_secret_is_masked_in_every_encoding() {
        let mask = Mask::new(&secrets("login=a%40contoso.example&passwd=Sp%26ring%2F2024%3C"));
        for text in [
            "Sp&ring/2024<",
            "Sp%26ring%2F2024%3C",
            "Sp%2526ring%252F2024%253C",
            "Sp\\u0026ring\\/2024<",
            "Sp&amp;ring/2024&lt;",
            "U3AmcmluZy8yMDI0PA==",
        ] {
            assert_eq!(mask.apply(&format!("it was {text}.")).replace("==", ""), "it was [password#1].", "{text}");
        }
    }

    #[test]
    fn tokens_are_known_by_their_shape() {
        let mask = Mask::new(&Secrets::default());
        assert_eq!(mask.apply("got eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJ4In0.sig here"), "got [token] here");
        assert_eq!(shorten_path("/invite/3f9aK20dkqpz77aQm1xTTe/accept"), "/invite/[part]/accept");
    }

    #[test]
    fn short_values_and_ids_are_not_looked_for() {
        assert!(secrets("otc=12345&state=home&code=0f2e6d5c-1111-4222-8333-444455556666").is_empty());
    }
}
