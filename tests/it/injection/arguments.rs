//! Arguments are repeated to who typed them, and steer nothing then.

use entrace::render::steers;

use crate::run;

const STEERING: &str = "x\u{1b}[31m\u{202e}\u{9b}2J\u{200f}\u{e0041}\u{7f}\u{2029}\nerror: y";

#[test]
fn usage_errors_repeat_arguments_harmlessly() {
    let (option, equals) = (format!("--{STEERING}"), format!("--threads={STEERING}"));
    for arguments in [
        vec!["--format", STEERING, "a.har"],
        vec![option.as_str(), "a.har"],
        vec!["a.har", "--threads", STEERING],
        vec!["sanitize", "a.har", STEERING, "-o", "b.har"],
        vec!["completions", STEERING],
        vec!["a.har", "--outcome", STEERING],
        vec!["a.har", equals.as_str()],
        vec!["guides", STEERING],
    ] {
        let outcome = run::run(run::entrace().args(&arguments));
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(outcome.stderr.starts_with("error: ") && outcome.stderr.contains('y'), "{}", outcome.stderr);
        assert_eq!(outcome.stderr.lines().filter(|line| line.starts_with("error: ")).count(), 1, "{}", outcome.stderr);
        assert_eq!(outcome.stderr.chars().find(|letter| *letter != '\n' && steers(*letter)), None, "{:?}", outcome.stderr);
    }
}

#[test]
fn questions_are_repeated_harmlessly() {
    let question = format!("{STEERING}` ![x](http://evil.example) <b>");
    for format in ["text", "markdown", "json"] {
        let outcome = run::run(run::entrace().args(["explain", "--format", format, &question]));
        for text in [&outcome.stdout, &outcome.stderr] {
            assert_eq!(text.chars().find(|letter| *letter != '\n' && steers(*letter)), None, "{format}: {text:?}");
        }
        assert!(outcome.stdout.contains("evil.example"), "{}", outcome.stdout);
    }
}

#[test]
fn what_is_missing_is_named_harmlessly() {
    let outcome = run::run(run::entrace().args([STEERING, "--guidance", STEERING]));
    assert_eq!(outcome.status, Some(3));
    assert_eq!(outcome.stderr.chars().find(|letter| *letter != '\n' && steers(*letter)), None, "{:?}", outcome.stderr);
}
