//! Nothing that the stories plant shows in any report: not raw, and not in the encodings in which a trace repeats it.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::percent_decode_str;

use crate::run::{self, Outcome};
use crate::scenario::pages::html_escaped;
use crate::scenario::samples::{self, Sample};
use crate::scenario::story::Exchange;
use crate::scenario::truth::{Planted, Sensitivity};

/// What every sample is run with: every format that the binary knows, in a few words and in many. Each is looked at on standard output
/// and standard error.
fn runs() -> Vec<Vec<String>> {
    let formats = run::formats();
    let with = |more: &[&str]| {
        let more: Vec<String> = more.iter().map(|argument| (*argument).to_owned()).collect();
        formats.iter().map(move |format| [vec!["--format".to_owned(), format.clone()], more.clone()].concat()).collect::<Vec<_>>()
    };
    [with(&[]), with(&["--verbose"]), vec![vec!["--brief".to_owned()]]].concat()
}

/// What to look for: the value, and the part of base64 that gives it away wherever it stands in a longer text.
fn needles(value: &str) -> BTreeSet<String> {
    let inside = |engine| (0..3).map(move |offset| base64_inside(engine, value, offset));
    inside(&STANDARD_NO_PAD).chain(inside(&URL_SAFE_NO_PAD)).chain([value.to_owned()]).collect()
}

/// A text as it is, and with percent-encoding, JSON's and HTML's escapes undone, one after the other up to twice.
fn readings(text: &str) -> BTreeSet<String> {
    let mut readings = BTreeSet::from([text.to_owned()]);
    for _ in 0..2 {
        let decoded: Vec<String> = readings.iter().flat_map(|text| DECODERS.iter().map(|decode| decode(text))).collect();
        readings.extend(decoded);
    }
    readings
}

const DECODERS: [fn(&str) -> String; 4] = [percent_decoded, form_decoded, json_unescaped, html_unescaped];

fn percent_decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn form_decoded(text: &str) -> String {
    if text.contains('%') { percent_decoded(&text.replace('+', " ")) } else { text.to_owned() }
}

fn json_unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        unescaped.push_str(before);
        let number = escape.get(1..5).filter(|_| escape.starts_with('u')).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let character = number.and_then(char::from_u32);
        unescaped.extend(character.or_else(|| escape.chars().next()));
        let length = if character.is_some() { 5 } else { escape.chars().next().map_or(0, char::len_utf8) };
        rest = &escape[length..];
    }
    unescaped + rest
}

fn html_unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&#x27;", "'"), ("&#43;", "+"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

/// The part of a longer text's base64 that this value alone decides, when it begins `offset` bytes after a boundary.
fn base64_inside(engine: &impl Engine, value: &str, offset: usize) -> String {
    let encoded = engine.encode([&vec![b'.'; offset], value.as_bytes()].concat());
    let first = (offset * 8).div_ceil(6);
    let last = (offset + value.len()) * 8 / 6;
    encoded[first..last].to_owned()
}

/// A planted value with the texts to look for.
type Wanted = (Planted, BTreeSet<String>);

/// Every value of a sample, once.
fn planted(sample: &Sample, sensitivity: Sensitivity) -> Vec<Wanted> {
    let all: BTreeSet<&Planted> = sample.stories.iter().flat_map(|story| &story.planted).collect();
    let wanted = all.into_iter().filter(|planted| planted.sensitivity == sensitivity);
    wanted.map(|planted| (planted.clone(), needles(&planted.value))).collect()
}

fn leaks(outcome: &Outcome, values: &[Wanted]) -> Vec<String> {
    let mut leaks = Vec::new();
    for (place, text) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        let readings = readings(text);
        for (planted, needles) in values {
            let found = needles.iter().find(|needle| readings.iter().any(|reading| reading.contains(*needle)));
            leaks.extend(found.map(|needle| format!("{place}: {} as {needle:?}", planted.name)));
        }
    }
    leaks
}

/// The search itself: a value that a report repeats in any of these ways is found.
#[test]
fn a_value_is_found_in_every_encoding() {
    let value = "nine\"Walnut<Stairs>&'42+ \u{f6}";
    let texts = [
        value.to_owned(),
        "password=nine%22Walnut%3CStairs%3E%26%2742%2B+%C3%B6&".to_owned(),
        "password=nine%22Walnut%3cStairs%3e%26%2742%2b%20%c3%b6".to_owned(),
        "wreply=%3Fpassword%3Dnine%2522Walnut%253CStairs%253E%2526%252742%252B%2520%25C3%25B6".to_owned(),
        serde_json::json!({ "password": value }).to_string(),
        r#"{"p":"nine\"Walnut\u003cStairs\u003e\u0026\u002742\u002b ö"}"#.to_owned(),
        format!("<input value=\"{}\">", html_escaped(value)),
        STANDARD_NO_PAD.encode(format!("a{value}b")),
        URL_SAFE_NO_PAD.encode(format!("ab{value}")),
        STANDARD_NO_PAD.encode(format!("{{\"password\":\"{value}\"}}")),
    ];
    for text in texts {
        let outcome = Outcome { status: None, stdout: text, stderr: String::new() };
        let planted = Planted { sensitivity: Sensitivity::Secret, name: "password".to_owned(), value: value.to_owned() };
        assert_eq!(leaks(&outcome, &[(planted, needles(value))]).len(), 1, "{}", outcome.stdout);
    }
}

#[test]
fn the_stories_plant_enough() {
    let samples = samples::all();
    let secrets = samples.iter().flat_map(|sample| planted(sample, Sensitivity::Secret)).map(|(planted, _)| planted);
    let secrets: BTreeSet<Planted> = secrets.collect();
    let kinds: BTreeSet<&str> = secrets.iter().map(|planted| planted.name.as_str()).collect();
    assert!(secrets.len() >= 40, "{} values", secrets.len());
    assert!(kinds.len() >= 30, "{} kinds: {kinds:?}", kinds.len());
    assert!(secrets.iter().all(|planted| planted.value.len() >= 6), "a value of fewer than six characters is found by chance");
}

/// Looking for what is nowhere proves nothing.
#[test]
fn every_kind_of_secret_is_in_a_story() {
    let (mut kinds, mut found) = (BTreeSet::new(), BTreeSet::new());
    for story in samples::all().into_iter().flat_map(|sample| sample.stories) {
        let readings = readings(&story.exchanges.iter().map(Exchange::everything).collect::<String>());
        for planted in story.planted {
            if needles(&planted.value).iter().any(|needle| readings.iter().any(|reading| reading.contains(needle))) {
                found.insert(planted.name.clone());
            }
            kinds.insert(planted.name);
        }
    }
    assert_eq!(found, kinds);
}

#[test]
fn no_report_shows_a_secret_or_a_person() {
    let (mut table, mut looked_for) = (Vec::new(), 0);
    let runs = runs();
    for sample in samples::all() {
        let values = [planted(&sample, Sensitivity::Secret), planted(&sample, Sensitivity::Personal)].concat();
        looked_for += values.len();
        for arguments in &runs {
            let outcome = run::on(&sample.path(), arguments);
            assert_eq!(outcome.status, Some(sample.status), "{} {arguments:?}: {}", sample.file, outcome.stderr);
            table.extend(leaks(&outcome, &values).into_iter().map(|leak| format!("{:38} {arguments:?} {leak}", sample.file)));
        }
    }
    eprintln!("looked for {looked_for} values in {} kinds of report", runs.len());
    assert!(table.is_empty(), "\n{}", table.join("\n"));
}

#[test]
fn showing_personal_data_shows_user_names_and_no_secret() {
    let (mut table, mut looked_for, mut shown) = (Vec::new(), 0, 0);
    let runs = runs();
    for sample in samples::all() {
        let secrets = planted(&sample, Sensitivity::Secret);
        let people = planted(&sample, Sensitivity::Personal);
        looked_for += secrets.len();
        for arguments in &runs {
            let outcome = run::on(&sample.path(), &[arguments.clone(), vec!["--show-personal-data".to_owned()]].concat());
            table.extend(leaks(&outcome, &secrets).into_iter().map(|leak| format!("{:38} {arguments:?} {leak}", sample.file)));
            let names = people.iter().filter(|(planted, _)| planted.name == "upn");
            shown += names.filter(|(planted, _)| outcome.stdout.contains(&planted.value)).count();
        }
    }
    eprintln!("looked for {looked_for} secrets; user names were shown {shown} times");
    assert!(table.is_empty(), "\n{}", table.join("\n"));
    assert!(shown > 0, "no user name was shown");
}
