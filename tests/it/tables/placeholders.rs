//! What others put instead of a value that they took out, on its own and as a capture is searched for it.

use entrace::entra::placeholders::{IN_TEXTS, is_foreign, stands_for_a_value};
use serde_json::json;

use super::{har, rows};
use crate::run::{Scratch, report_on};

#[test]
fn every_placeholder_is_told_from_a_value() {
    for [text, is_one] in rows::<2>(include_str!("placeholders.tsv")) {
        assert_eq!(is_foreign(text), is_one == "yes", "{text}");
        // What entrace takes out itself is not a value either.
        assert_eq!(stands_for_a_value(text), is_one == "yes" || text == "[code#1]", "{text}");
    }
}

#[test]
fn a_capture_that_holds_one_of_these_is_noted_as_sanitized() {
    let marks = ["[redacted]", "[code redacted]", "%5BREDACTED%5D", "***SANITIZED***", "!!!sanitized!!!"];
    // A word alone is one where a value stands: a whole text, a member, a parameter.
    let words = ["Sanitized", "REDACTED"];
    let values =
        |word: &str| [word.to_owned(), format!("{{\"access_token\":\"{word}\"}}"), format!("a={word}&b=1"), format!("b=1&a={word}")];
    let bodies: Vec<String> =
        marks.iter().map(|mark| format!("<html><body>{mark}</body></html>")).chain(words.into_iter().flat_map(values)).collect();
    for mark in IN_TEXTS {
        let is_in = |body: &String| json!(body).to_string().to_ascii_lowercase().contains(&mark.to_ascii_lowercase());
        assert!(bodies.iter().any(is_in), "{mark} is in no capture of this test");
    }
    let scratch = Scratch::new("a_capture_that_holds_one_of_these_is_noted_as_sanitized");
    let noted = |text: &str| {
        let url = "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=11111111-2222-4333-8444-555555555555&response_type=code";
        let exchanges = [(url.to_owned(), json!({"mimeType": "text/html", "text": text}))];
        let report = report_on(&scratch.file("case.har", har(&exchanges)));
        let notes = report["captures"][0]["notes"].as_array().unwrap().iter();
        notes.filter_map(|note| note["message"].as_str()).any(|message| message.contains("replaced by placeholders"))
    };
    for body in bodies {
        assert!(noted(&body), "{body}");
    }
    assert!(!noted("nothing was taken out") && !noted("[token]") && !noted("the page was sanitized and redacted"));
}
