//! Look-ups without a capture: what somebody pasted, taken apart into codes and words of the wire, and what is known of each.

use std::cell::LazyCell;
use std::ops::Deref;

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::catalog::{Catalog, Entry};
use super::own_guide::codes_in;
use super::vocabulary;
use crate::entra::codes::Code;
use crate::entra::json;
use crate::entra::limits::MESSAGE;
use crate::model::look_up::{LookUp, Match, Unknown};

/// Most codes that are looked up of one pasted text: no failure names so many.
const MOST_CODES: usize = 200;
/// Longer questions are no misspelt words.
const LONGEST_WORD: usize = 100;
/// Most suggestions for something that is not known.
const MOST_SUGGESTIONS: usize = 5;

/// Looks each question up.
#[must_use]
pub fn explain(questions: &[String], catalog: &Catalog) -> LookUp {
    let mut found = LookUp::default();
    // Every guide is parsed for this, so it is done when a question needs it, and once.
    let all = LazyCell::new(|| catalog.entries());
    for question in questions {
        let question = question.trim();
        let matches = matches(question, catalog, &all);
        if matches.is_empty() {
            found.unknown.push(Unknown { input: shown(question).to_owned(), did_you_mean: suggestions(question, &all) });
        }
        found.matches.extend(matches);
    }
    found
}

fn matches(question: &str, catalog: &Catalog, all: &dyn Deref<Target = Vec<Entry>>) -> Vec<Match> {
    let whole = whole(question, catalog, all);
    if !whole.is_empty() {
        return whole;
    }
    let mut codes = Vec::new();
    in_text(question, &mut codes, 3);
    codes.dedup();
    codes.iter().flat_map(|code| by_code(shown(question), code, catalog)).collect()
}

/// What is said of a question: of a long text its beginning.
fn shown(question: &str) -> &str {
    (0..=MESSAGE.min(question.len())).rev().find_map(|end| question.get(..end)).unwrap_or_default()
}

/// The question as one code, name or word.
fn whole(question: &str, catalog: &Catalog, all: &dyn Deref<Target = Vec<Entry>>) -> Vec<Match> {
    if !question.is_empty() && question.bytes().all(|byte| byte.is_ascii_digit()) {
        let both = [format!("AADSTS{question}"), format!("AADB2C{question}")];
        return both.iter().flat_map(|code| by_code(question, code, catalog)).collect();
    }
    if let Some(code) = Code::read(question) {
        return by_code(question, &code.to_string(), catalog);
    }
    if question.contains(char::is_whitespace) {
        // No name and no word has a space in it, but for results of the account look-up.
        return of_words(question);
    }
    if question.len() > LONGEST_WORD {
        return Vec::new();
    }
    let named = all.iter().filter(|entry| {
        entry.code.eq_ignore_ascii_case(question) || entry.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(question))
    });
    let named: Vec<Match> = named.map(|entry| of_entry(question, entry.clone())).collect();
    if !named.is_empty() {
        return named;
    }
    of_words(question)
}

/// The question as a word of the wire.
fn of_words(question: &str) -> Vec<Match> {
    let words = vocabulary::look_up(question).into_iter();
    let of_word = |word: vocabulary::Word| Match {
        input: question.to_owned(),
        code: word.text,
        number: None,
        name: Some(word.what.to_owned()),
        kind: word.kind,
        meaning: word.meaning,
        guidance: word.guidance,
    };
    words.map(of_word).collect()
}

fn by_code(question: &str, code: &str, catalog: &Catalog) -> Vec<Match> {
    catalog.look_up(code).map(|entry| of_entry(question, entry)).into_iter().collect()
}

/// What the catalog knows of a code, as the answer to a question.
#[must_use]
pub fn of_entry(question: &str, entry: Entry) -> Match {
    Match {
        input: question.to_owned(),
        number: Code::read(&entry.code).and_then(|code| code.number()),
        code: entry.code,
        name: entry.name,
        kind: entry.kind,
        meaning: entry.meaning,
        guidance: entry.guidance,
    }
}

/// The codes in a pasted text: in full, as members of JSON, as the parameter of an error address, also percent-encoded.
fn in_text(text: &str, codes: &mut Vec<String>, depth: usize) {
    if depth == 0 || codes.len() >= MOST_CODES {
        return;
    }
    if let Ok(json @ (Value::Object(_) | Value::Array(_))) = json::parse(text) {
        in_json(&json, codes, depth);
    }
    if let Ok(url) = url::Url::parse(text) {
        for (name, value) in url.query_pairs() {
            if matches!(&*name, "code" | "errorCode" | "error_code") {
                add(Code::read(&value), codes);
            } else {
                in_text(&value, codes, depth - 1);
            }
        }
    }
    for code in codes_in(text) {
        add(Code::read(&code), codes);
    }
    if codes.is_empty() && text.contains('%') {
        in_text(&percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy(), codes, depth - 1);
    }
}

fn in_json(json: &Value, codes: &mut Vec<String>, depth: usize) {
    let members = match json {
        Value::Object(members) => members.iter().map(|(name, value)| (name.as_str(), value)).collect::<Vec<_>>(),
        Value::Array(items) => items.iter().map(|value| ("", value)).collect(),
        _ => return,
    };
    for (name, value) in members {
        match value {
            Value::String(text) if is_code_field(name) => add(Code::read(text), codes),
            Value::Number(number) if is_code_field(name) => add(Code::read(&number.to_string()), codes),
            Value::Array(items) if name == "error_codes" => {
                for item in items {
                    add(Code::read(item.to_string().trim_matches('"')), codes);
                }
            }
            Value::String(text) => in_text(text, codes, depth.saturating_sub(1)),
            other => in_json(other, codes, depth.saturating_sub(1)),
        }
    }
}

fn is_code_field(name: &str) -> bool {
    matches!(name, "sErrorCode" | "iErrorCode" | "ErrCode" | "errorCode" | "error_code")
}

fn add(code: Option<Code>, codes: &mut Vec<String>) {
    let code = code.filter(|_| codes.len() < MOST_CODES).map(|code| code.to_string());
    if let Some(code) = code.filter(|code| !codes.contains(code)) {
        codes.push(code);
    }
}

/// Known codes, names and words that differ by one letter or digit. Numbers are compared as whole numbers: 50133 is not a part of 500133.
fn suggestions(question: &str, entries: &[Entry]) -> Vec<String> {
    if question.len() > LONGEST_WORD {
        return Vec::new();
    }
    let wanted = question.to_ascii_lowercase();
    let digits = wanted.trim_start_matches("aadsts").trim_start_matches("aadb2c").to_owned();
    let codes = entries.iter().filter(|entry| {
        let number = Code::read(&entry.code).and_then(|code| code.number()).map(|number| number.to_string());
        number.is_some_and(|number| is_near(&number, &digits))
    });
    let mut near: Vec<String> = codes.map(|entry| entry.code.clone()).collect();
    let names = entries.iter().filter_map(|entry| entry.name.clone()).chain(vocabulary::words());
    near.extend(names.filter(|name| is_near(&name.to_ascii_lowercase(), &wanted)));
    near.dedup();
    near.truncate(MOST_SUGGESTIONS);
    near
}

/// Whether two words differ by at most one letter changed, added, left out, or exchanged with its neighbor.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest_equal = |a: usize, b: usize| one.get(a..).is_some() && one.get(a..) == other.get(b..);
    let swapped = one.get(start..start + 2).is_some_and(|pair| other.get(start..start + 2) == Some(&[pair[1], pair[0]]));
    rest_equal(start + 1, start + 1)
        || rest_equal(start + 1, start)
        || rest_equal(start, start + 1)
        || (swapped && rest_equal(start + 2, start + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_one_change_away() {
        assert!(is_near("50126", "50127") && is_near("50126", "5012") && is_near("50126", "501226") && is_near("50126", "51026"));
        assert!(!is_near("50126", "50199") && !is_near("50133", "5"));
    }
}
