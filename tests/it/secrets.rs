//! Nothing that the stories plant shows in any report: not raw, and not in the encodings in which a trace repeats it.

use std::collections::BTreeSet;

use entrace::redact::Visibility;

use crate::rendered;
use crate::run::{self, Outcome};
use crate::scenario::samples::{self, Sample};
use crate::scenario::story::Exchange;
use crate::scenario::truth::{Planted, Sensitivity};
use crate::search::Search;

/// What every sample is run with: every format that the binary knows, in a few words and in many. Each is looked at on standard output
/// and standard error.
pub(crate) fn runs() -> Vec<Vec<String>> {
    let formats = run::formats();
    let with = |more: &[&str]| {
        let more: Vec<String> = more.iter().map(|argument| (*argument).to_owned()).collect();
        formats.iter().map(move |format| [vec!["--format".to_owned(), format.clone()], more.clone()].concat()).collect::<Vec<_>>()
    };
    [with(&[]), with(&["--verbose"]), vec![vec!["--brief".to_owned()]]].concat()
}

const SHOW: &str = "--show-personal-data";

/// What each of these runs gives, with more arguments: the first by the binary, which says the same on standard error for all, and the others
/// from one reading.
fn outcomes<'r>(sample: &Sample, runs: &'r [Vec<String>], more: &[&str]) -> impl Iterator<Item = (&'r Vec<String>, Outcome)> {
    let bytes = std::fs::read(sample.path()).expect("a sample");
    let report = rendered::inspected(sample.file, &bytes, Visibility { personal_data: more.contains(&SHOW) });
    let (first, others) = runs.split_first().expect("a run");
    let more = more.iter().map(|argument| (*argument).to_owned()).collect();
    let outcome = run::on(&sample.path(), &[first.clone(), more].concat());
    let status = outcome.status;
    let shown = move |arguments| Outcome { status, stdout: rendered::shown(&report, arguments), stderr: String::new() };
    std::iter::once((first, outcome)).chain(others.iter().map(move |arguments| (arguments, shown(arguments))))
}

/// Every value of a sample, once.
fn planted(sample: &Sample, sensitivity: Sensitivity) -> Vec<Planted> {
    let all: BTreeSet<&Planted> = sample.stories.iter().flat_map(|story| &story.planted).collect();
    all.into_iter().filter(|planted| planted.sensitivity == sensitivity).cloned().collect()
}

fn search(values: &[Planted]) -> Search {
    Search::new(values.iter().map(|planted| planted.value.as_str()))
}

fn leaks(outcome: &Outcome, values: &[Planted], search: &Search) -> Vec<String> {
    let places = [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)];
    let found = places.into_iter().flat_map(|(place, text)| search.find(text.as_bytes()).into_iter().map(move |found| (place, found)));
    found.map(|(place, (at, needle))| format!("{place}: {} as {needle:?}", values[at].name)).collect()
}

#[test]
fn the_stories_plant_enough() {
    let samples = samples::all();
    let secrets = samples.iter().flat_map(|sample| planted(sample, Sensitivity::Secret));
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
        let everything = story.exchanges.iter().map(Exchange::everything).collect::<String>();
        let search = search(&story.planted);
        found.extend(search.find(everything.as_bytes()).into_keys().map(|at| story.planted[at].name.clone()));
        kinds.extend(story.planted.into_iter().map(|planted| planted.name));
    }
    assert_eq!(found, kinds);
}

#[test]
fn no_report_shows_a_secret_or_a_person() {
    let (mut table, mut looked_for) = (Vec::new(), 0);
    let runs = runs();
    for sample in samples::all() {
        let values = [planted(&sample, Sensitivity::Secret), planted(&sample, Sensitivity::Personal)].concat();
        let search = search(&values);
        looked_for += values.len();
        for (arguments, outcome) in outcomes(&sample, &runs, &[]) {
            assert_eq!(outcome.status, Some(sample.status), "{} {arguments:?}: {}", sample.file, outcome.stderr);
            table.extend(leaks(&outcome, &values, &search).into_iter().map(|leak| format!("{:38} {arguments:?} {leak}", sample.file)));
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
        let search = search(&secrets);
        looked_for += secrets.len();
        for (arguments, outcome) in outcomes(&sample, &runs, &[SHOW]) {
            table.extend(leaks(&outcome, &secrets, &search).into_iter().map(|leak| format!("{:38} {arguments:?} {leak}", sample.file)));
            let names = people.iter().filter(|planted| planted.name == "upn");
            shown += names.filter(|planted| outcome.stdout.contains(&planted.value)).count();
        }
    }
    eprintln!("looked for {looked_for} secrets; user names were shown {shown} times");
    assert!(table.is_empty(), "\n{}", table.join("\n"));
    assert!(shown > 0, "no user name was shown");
}
