//! Filters hide attempts and change nothing of what is said of those that are shown.

use std::path::Path;

use serde_json::Value;

use crate::run::{self, Outcome, entrace, run};
use crate::scenario::samples::{self, PASSWORD};

/// Runs on samples that show two users.
fn on(arguments: &[&str]) -> Outcome {
    let files = ["locked-out.har", "before-and-after.zip", "wrong-tenant-account.har", "silent-renewal-then-sign-in.har"];
    let paths = files.map(|file| samples::named(file).path());
    run(entrace().args(paths).args(arguments).args(["--exit-zero"]).env("ENTRACE_PASSWORD", PASSWORD))
}

fn json(arguments: &[&str]) -> Value {
    let outcome = on(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {}", outcome.stderr))
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

#[test]
fn what_is_said_of_an_attempt_is_the_same_with_and_without_a_filter() {
    let all = json(&[]);
    let users: Vec<&Value> = list(&all["attempts"]).iter().map(|attempt| &attempt["user"]["label"]).collect();
    assert!(users.iter().any(|label| **label != *users[0]), "the samples show one user only: {users:?}");
    for filter in [&["--outcome", "succeeded"][..], &["--outcome", "failed"], &["--code", "50126"], &["--code", "AADSTS50020"]] {
        let shown = json(filter);
        let (attempts, findings) = (list(&shown["attempts"]), list(&shown["findings"]));
        assert!(!attempts.is_empty() && attempts.len() < list(&all["attempts"]).len(), "{filter:?}");
        assert!(attempts.iter().all(|attempt| list(&all["attempts"]).contains(attempt)), "{filter:?}: {attempts:#?}");
        assert!(findings.iter().all(|finding| list(&all["findings"]).contains(finding)), "{filter:?}");
        assert_eq!(shown["captures"], all["captures"]);
    }
    for format in ["csv", "jsonl"] {
        let lines = |arguments: &[&str]| on(&[arguments, &["--format", format]].concat()).stdout;
        let (all, shown) = (lines(&[]), lines(&["--outcome", "succeeded"]));
        assert!(shown.lines().count() < all.lines().count());
        assert!(shown.lines().all(|line| all.lines().any(|other| other == line)), "{format}");
    }
    let brief = |arguments: &[&str]| on(&[arguments, &["--brief", "--format", "markdown"]].concat()).stdout;
    let all = brief(&[]);
    assert!(brief(&["--outcome", "failed"]).lines().filter(|line| line.starts_with('-')).all(|line| all.contains(line)));
}

#[test]
fn one_line_tells_how_many_fit() {
    let text = on(&["--outcome", "succeeded", "--code", "50126", "--code", "50058"]);
    assert_eq!(text.stderr, "");
    let of = list(&json(&[])["attempts"]).len();
    let told = format!("2 of {of} attempts fit the filter: outcome succeeded; code 50126 or 50058");
    assert!(text.stdout.starts_with(&format!("{told}.\n")), "{}", text.stdout);
    assert!(!text.stdout.contains("locked-out.har"), "a capture of which nothing is shown: {}", text.stdout);
    for format in ["json", "jsonl", "csv", "html"] {
        let outcome = on(&["--outcome", "succeeded", "--code", "50126", "--code", "50058", "--format", format]);
        assert_eq!(outcome.stderr, format!("note: {told}\n"), "{format}");
    }
}

#[test]
fn a_filter_that_fits_nothing_says_so() {
    let path = samples::named("locked-out.har").path();
    for format in run::formats() {
        let outcome = run::on(&path, &["--code", "aadsts50020", "--format", &format]);
        assert_eq!(outcome.status, Some(0), "{format}");
        let told = "note: none of 1 attempts fits the filter: code AADSTS50020; codes in these attempts: AADSTS50053, AADSTS50058";
        assert!(outcome.stderr.starts_with(told), "{format}: {}", outcome.stderr);
        assert!(format == "html" || !outcome.stdout.contains("no sign-in"), "{format}: {}", outcome.stdout);
    }
    let nothing = run::on(&samples::named("no-sign-in.har").path(), &["--outcome", "failed"]);
    assert_eq!((nothing.status, nothing.stderr.as_str()), (Some(0), "note: there is no attempt to filter\n"));
    assert!(nothing.stdout.contains("no sign-in"), "{}", nothing.stdout);
    assert_eq!(run::on(&path, &["--code", "50020", "-q"]).stderr, "");
}

#[test]
fn a_value_that_can_never_fit_is_wrong_usage() {
    for (option, value, told) in [
        ("--code", "foo", "no such code can exist"),
        ("--code", "AADSTS", "no such code can exist"),
        ("--code", "12", "no such code can exist"),
        ("--code", "", "no such code can exist"),
        ("--correlation-id", "52adf1d7", "a correlation ID is a GUID"),
    ] {
        let outcome = run(entrace().arg(Path::new("missing.har")).args([option, value]));
        assert_eq!(outcome.status, Some(2), "{value}: {}", outcome.stderr);
        assert!(outcome.stderr.lines().next().is_some_and(|line| line.contains(told)), "{value}: {}", outcome.stderr);
    }
    for value in ["AADB2C90118", "msis7042", "IdsLocked", "mfa-denied", "invalid_grant", " 50053 "] {
        let outcome = run::on(&samples::named("locked-out.har").path(), &["--code", value, "--exit-zero"]);
        assert_eq!(outcome.status, Some(0), "{value}: {}", outcome.stderr);
    }
}
