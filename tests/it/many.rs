//! Many captures at once: read in parallel, told in the order in which they were named, and summed up.

use crate::run::{self, Outcome, Scratch};
use crate::scenario::samples::PASSWORD;

fn on(arguments: &[&str]) -> Outcome {
    let root = run::root();
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
    assert!(lines[0].contains("bad.har: a HAR that is cut off") && lines[1].contains("missing.har: file not found"), "{lines:?}");
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
    assert!(markdown.contains("\n## In all: 3 attempts in 3 captures\n"), "{markdown}");
    let hidden = on(&[&files[..], &["--brief", "--outcome", "failed"]].concat()).stdout;
    assert!(hidden.contains("In all: 2 attempts in 2 captures\n2 failed; "), "{hidden}");
}

/// The rows below a title, without what is between the columns.
fn rows(text: &str, title: &str) -> Vec<String> {
    let lines = text.lines().skip_while(|line| *line != title).skip(2).take_while(|line| !line.is_empty());
    lines.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_application_that_fails_most_comes_first() {
    let outcome = on(&["samples", "--brief", "-q"]);
    let applications = rows(&outcome.stdout, "Applications, those that fail most first");
    assert!(
        applications[0].contains("Contoso Orders (7b9d3f61-") && applications[1].contains("Contoso Travel (0f4a2c7d-"),
        "{applications:#?}"
    );
    assert!(applications.iter().any(|row| row == "1 1 0 0 0 not in the capture 1 AADSTS50126"), "{applications:#?}");
    let causes = rows(&outcome.stdout, "Causes");
    assert_eq!(causes.len(), 21, "{causes:#?}");
    assert!(causes[20].ends_with(" all others"), "{causes:#?}");
    let counted: usize = causes.iter().map(|row| row.split(' ').next().expect("a count").parse::<usize>().expect("a number")).sum();
    let attempts: usize = applications.iter().map(|row| row.split(' ').next().expect("a count").parse::<usize>().expect("a number")).sum();
    let succeeded = outcome.stdout.lines().filter(|line| line.starts_with("SUCCEEDED ")).count();
    assert_eq!(counted + succeeded, attempts);
    assert!(outcome.stdout.contains(&format!("In all: {attempts} attempts in ")), "{}", outcome.stdout);
    let words = outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains(&format!("(1 of them followed by a success), 1 incomplete, {succeeded} succeeded; 2026-03-02 ")), "{words}");
}

#[test]
fn an_application_known_by_name_here_and_by_id_there_counts_once() {
    let files = ["samples/silent-refresh-needs-mfa.har", "samples/silent-renewal-then-sign-in.har", "samples/locked-out.har"];
    let outcome = on(&[&files[..], &["--brief"]].concat());
    assert!(outcome.stdout.lines().any(|line| line.starts_with("INTERRUPTED") && line.ends_with("  c6e1b8d4-73f0-4e2a-8b59-1d0f7a3c5e96")));
    assert_eq!(
        rows(&outcome.stdout, "Applications, those that fail most first"),
        [
            "3 0 2 0 1 Contoso Planner (c6e1b8d4-73f0-4e2a-8b59-1d0f7a3c5e96) 1 AADSTS50076",
            "1 1 0 0 0 Contoso Orders (7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273) 1 AADSTS50053",
        ]
    );
}

#[test]
fn attempts_of_one_capture_have_codes_and_dates_when_days_differ() {
    let scratch = Scratch::new("attempts_of_one_capture_have_codes_and_dates_when_days_differ");
    let root = run::root();
    let text = std::fs::read_to_string(root.join("samples/silent-renewal-then-sign-in.har")).expect("a sample");
    let same = run::on(&scratch.file("same.har", &text), &["--exit-zero", "--full"]).stdout;
    let row = "1 interrupted AADSTS50058 14:33:21.704 c6e1b8d4-73f0-4e2a-8b59-1d0f7a3c5e96 user#1";
    assert_eq!(rows(&same, "2 attempts")[0], row, "{same}");
    let other = text.replace("2026-03-02T14:33:21", "2026-03-01T14:33:21");
    let other = run::on(&scratch.file("other.har", other), &["--exit-zero", "--full"]).stdout;
    let rows = rows(&other, "2 attempts");
    assert!(rows[0].contains(" 2026-03-01 14:33:21Z ") && rows[1].contains(" 2026-03-02 14:33:24Z "), "{rows:#?}");
}
