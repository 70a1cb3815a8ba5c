//! Many captures at once: read in parallel, told in the order in which they were named, and summed up.

use std::path::Path;

use crate::run::{self, Outcome, Scratch};
use crate::scenario::samples::PASSWORD;

fn on(arguments: &[&str]) -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    run::run(run::entrace().current_dir(root).args(arguments).env("ENTRACE_PASSWORD", PASSWORD))
}

#[test]
fn several_threads_say_what_one_says() {
    for format in run::formats() {
        let told = |threads: &str| on(&["samples", "--format", &format, "--threads", threads]);
        let (one, four) = (told("1"), told("4"));
        assert!(one.stdout == four.stdout, "{format}");
        assert_eq!((one.stderr, one.status), (four.stderr, four.status), "{format}");
    }
}

#[test]
fn a_bad_file_does_not_stop_the_rest() {
    let scratch = Scratch::new("many_with_a_bad_one");
    let bad = scratch.file("bad.har", "{\"log\": {\"entries\": [");
    let bad = bad.to_str().expect("a path");
    let outcome = on(&["samples/locked-out.har", bad, "missing.har", "samples/consent-declined.txt", "--brief", "--threads", "3"]);
    assert_eq!(outcome.status, Some(3));
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{}", outcome.stderr);
    assert!(lines[0].contains("bad.har: a HAR that is cut off") && lines[1].contains("missing.har: there is no such file"), "{lines:?}");
    let rows: Vec<&str> = outcome.stdout.lines().collect();
    assert!(rows[0].contains("locked-out.har #1") && rows[1].contains("consent-declined.txt #1"), "{rows:?}");
}

#[test]
fn more_than_two_captures_are_summed_up() {
    let files = ["samples/locked-out.har", "samples/mfa-registration-blocked.saz", "samples/wrong-password-then-success.har"];
    let outcome = on(&[&files[..], &["--brief"]].concat());
    insta::assert_snapshot!(outcome.stdout);
    assert!(!on(&files[..2]).stdout.contains("In all"));
    let markdown = on(&[&files[..], &["--format", "markdown"]].concat()).stdout;
    assert!(markdown.contains("**In all: 3 attempts in 3 captures**"), "{markdown}");
}
