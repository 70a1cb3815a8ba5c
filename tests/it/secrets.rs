//! Nothing that the stories plant shows in any report: not raw, and not in the encodings in which a trace repeats it.

use std::collections::BTreeSet;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::run::{self, Outcome};
use crate::scenario::pages::html_escaped;
use crate::scenario::samples::{self, Sample};
use crate::scenario::story::Exchange;
use crate::scenario::truth::{Planted, Sensitivity};

/// What every sample is run with. Each is looked at on standard output and standard error.
const RUNS: &[&[&str]] = &[
    &["--format", "text"],
    &["--format", "text", "--verbose"],
    &["--format", "text", "--brief"],
    &["--format", "markdown"],
    &["--format", "markdown", "--verbose"],
    &["--format", "html"],
    &["--format", "json"],
    &["--format", "json", "--verbose"],
    &["--format", "jsonl"],
    &["--format", "csv"],
];

/// The value as traces and reports write it.
fn encodings(value: &str) -> BTreeSet<String> {
    let percent = utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    let form: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    let json = serde_json::to_string(value).unwrap();
    let script = json.replace('&', "\\u0026").replace('\'', "\\u0027").replace('<', "\\u003c").replace('>', "\\u003e").replace('+', "\\u002b");
    let mut encodings = BTreeSet::from([
        value.to_owned(),
        percent.to_ascii_lowercase(),
        utf8_percent_encode(&percent, NON_ALPHANUMERIC).to_string(),
        utf8_percent_encode(&form, NON_ALPHANUMERIC).to_string(),
        percent,
        form,
        json.trim_matches('"').to_owned(),
        script.trim_matches('"').to_owned(),
        html_escaped(value),
    ]);
    for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
        encodings.extend((0..3).map(|offset| base64_inside(engine, value, offset)));
    }
    encodings
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
    wanted.map(|planted| (planted.clone(), encodings(&planted.value))).collect()
}

fn leaks(outcome: &Outcome, values: &[Wanted]) -> Vec<String> {
    let mut leaks = Vec::new();
    for (place, text) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
        for (planted, encodings) in values {
            leaks.extend(
                encodings
                    .iter()
                    .filter(|encoding| text.contains(*encoding))
                    .map(|encoding| format!("{place}: {} as {encoding:?}", planted.name)),
            );
        }
    }
    leaks
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
        let sent: String = story.exchanges.iter().map(Exchange::everything).collect();
        for planted in story.planted {
            if encodings(&planted.value).iter().any(|encoding| sent.contains(encoding)) {
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
    for sample in samples::all() {
        let values = [planted(&sample, Sensitivity::Secret), planted(&sample, Sensitivity::Personal)].concat();
        looked_for += values.len();
        for arguments in RUNS {
            let outcome = run::on(&sample.path(), arguments);
            assert_eq!(outcome.status, Some(sample.status), "{} {arguments:?}: {}", sample.file, outcome.stderr);
            table.extend(leaks(&outcome, &values).into_iter().map(|leak| format!("{:38} {arguments:?} {leak}", sample.file)));
        }
    }
    eprintln!("looked for {looked_for} values in {} kinds of report", RUNS.len());
    assert!(table.is_empty(), "\n{}", table.join("\n"));
}

#[test]
fn showing_personal_data_shows_user_names_and_no_secret() {
    let (mut table, mut looked_for, mut shown) = (Vec::new(), 0, 0);
    for sample in samples::all() {
        let secrets = planted(&sample, Sensitivity::Secret);
        let people = planted(&sample, Sensitivity::Personal);
        looked_for += secrets.len();
        for arguments in RUNS {
            let outcome = run::on(&sample.path(), &[arguments, &["--show-personal-data"][..]].concat());
            table.extend(leaks(&outcome, &secrets).into_iter().map(|leak| format!("{:38} {arguments:?} {leak}", sample.file)));
            let names = people.iter().filter(|(planted, _)| planted.name == "upn");
            shown += names.filter(|(planted, _)| outcome.stdout.contains(&planted.value)).count();
        }
    }
    eprintln!("looked for {looked_for} secrets; user names were shown {shown} times");
    assert!(table.is_empty(), "\n{}", table.join("\n"));
    assert!(shown > 0, "no user name was shown");
}
