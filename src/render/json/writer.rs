//! JSON as text: what steers is in it as an escape, so that the value is whole and the text harmless.

use serde::Serialize;

use crate::render::steers;

/// A document over many lines.
#[must_use]
pub fn pretty(document: &impl Serialize) -> String {
    // Strings, numbers and lists only: nothing of ours can fail to become JSON.
    escaped(serde_json::to_string_pretty(document).unwrap_or_default()) + "\n"
}

/// A document on one line.
pub(in crate::render) fn line(document: &impl Serialize) -> String {
    escaped(serde_json::to_string(document).unwrap_or_default()) + "\n"
}

/// JSON with escapes in the place of all that steers. Such characters are in strings only, but for the ends of lines between values.
fn escaped(json: String) -> String {
    let is_raw = |letter: char| letter != '\n' && steers(letter);
    if !json.contains(is_raw) {
        return json;
    }
    let mut escaped = String::with_capacity(json.len() + json.len() / 8);
    for letter in json.chars() {
        if is_raw(letter) {
            escaped.extend(letter.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")));
        } else {
            escaped.push(letter);
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_is_escaped_and_stays_what_it_is() {
        let all: String = ('\0'..=char::MAX).filter(|letter| steers(*letter)).chain("a\"\\\n\u{e4}".chars()).collect();
        for text in [pretty(&[&all]), line(&[&all])] {
            assert!(!text.contains(|letter| letter != '\n' && steers(letter)));
            assert_eq!(serde_json::from_str::<Vec<String>>(&text).unwrap(), std::slice::from_ref(&all));
        }
        assert_eq!(line(&"\u{202e}\u{7f}\u{e0041}"), "\"\\u202e\\u007f\\udb40\\udc41\"\n");
    }
}
