//! Wildcards in the names of inputs, as cmd.exe and PowerShell hand them through, and other shells when they are quoted.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Outcome, Scratch, entrace, run};
use crate::scenario::samples::named;

/// A folder with captures.
fn captures(test: &str) -> Scratch {
    let scratch = Scratch::new(test);
    let (failed, good) = (named("locked-out.har").bytes(), named("wrong-password-then-success.har").bytes());
    for name in ["b.har", "a1.har", "a22.har", "[old]/c.har", "[old]/below/d.har", ".hidden.har"] {
        scratch.file(name, if name == "b.har" { &good } else { &failed });
    }
    scratch.file("letter.txt", "Dear support,\n");
    scratch
}

fn inside(scratch: &Scratch, arguments: &[&str]) -> Outcome {
    run(entrace().current_dir(scratch.path()).args(arguments))
}

/// The captures in a report, as it names them.
fn names(outcome: &Outcome) -> Vec<String> {
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {}", outcome.stderr));
    report["captures"].as_array().unwrap().iter().map(|capture| capture["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_pattern_stands_for_the_files_that_fit() {
    let scratch = captures("a_pattern_stands_for_the_files_that_fit");
    let rows: &[(&[&str], &[&str])] = &[
        (&["*.har"], &["a1.har", "a22.har", "b.har"]),
        (&["a?.har"], &["a1.har"]),
        (&["./a*.har", "b.har"], &["a1.har", "a22.har", "b.har"]),
        (&["[old]/*.har"], &["c.har"]),
        (&["*/*.har"], &["c.har"]),
        (&["*/below/?.har"], &["d.har"]),
        // What fits may be a folder.
        (&["[old]/be*"], &["below/d.har"]),
        (&[".h*.har"], &[".hidden.har"]),
    ];
    for (patterns, expected) in rows {
        let outcome = inside(&scratch, &[patterns, &["--format", "json"][..]].concat());
        assert_eq!((names(&outcome), outcome.stderr.as_str()), (expected.iter().map(ToString::to_string).collect(), ""), "{patterns:?}");
    }
    let absolute = scratch.path().join("*.har");
    assert_eq!(names(&inside(&scratch, &[absolute.to_str().unwrap(), "--format", "json"])).len(), 3);
}

/// Exactly what it says when the shell has expanded them.
#[test]
fn a_pattern_says_what_the_names_say() {
    let scratch = captures("a_pattern_says_what_the_names_say");
    for (pattern, names) in [("*", &["[old]", "a1.har", "a22.har", "b.har", "letter.txt"][..]), ("*.har", &["a1.har", "a22.har", "b.har"])]
    {
        let (expanded, named) = (inside(&scratch, &[pattern]), inside(&scratch, names));
        assert_eq!((expanded.status, expanded.stdout, expanded.stderr), (named.status, named.stdout, named.stderr), "{pattern}");
    }
}

#[test]
fn a_pattern_that_nothing_fits_is_told_in_one_line() {
    const SAID: &str = "no file fits; check the path and what is around the wildcards\n";
    let scratch = captures("a_pattern_that_nothing_fits");
    for pattern in ["*.saz", "a??? .har", "nowhere/*.har", "letter.txt?", "**/[!a].har"] {
        for command in [&[][..], &["show", pattern, "1"], &["sanitize", "-o", "out.har"], &["bundle", "-q", "-o", "case.zip"]] {
            let command: Vec<&str> = if command.first() == Some(&"show") { command.to_vec() } else { [command, &[pattern]].concat() };
            let outcome = inside(&scratch, &command);
            let first = outcome.stderr.split_inclusive('\n').next().unwrap_or_default();
            assert_eq!((outcome.status, first), (Some(3), format!("error: {pattern}: {SAID}").as_str()), "{command:?}");
            assert!(outcome.stdout.is_empty(), "{command:?}");
        }
    }
    // The others are still read.
    let outcome = inside(&scratch, &["*.saz", "b.har", "--brief"]);
    assert_eq!((outcome.status, outcome.stdout.lines().count(), outcome.stderr.lines().count()), (Some(3), 1, 1), "{}", outcome.stderr);
}

#[test]
fn one_file_is_one_file() {
    let scratch = captures("one_file_is_one_file");
    for command in [&["show", "a*.har", "0"][..], &["sanitize", "a*.har", "-o", "out.har"], &["compare", "a*.har", "b.har"]] {
        let outcome = inside(&scratch, command);
        assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(2), "error: a*.har: 2 files fit, and one is needed; give its name\n"));
    }
    for command in [&["show", "b*.har", "0"][..], &["sanitize", "b*.har", "-qo", "out.har"], &["compare", "b*", "a1*"]] {
        let outcome = inside(&scratch, command);
        assert_eq!(outcome.status, Some(0), "{command:?}: {}", outcome.stderr);
    }
    assert!(scratch.path().join("out.har").is_file());
}

#[test]
fn what_fits_is_an_input_that_nothing_is_written_over() {
    let scratch = captures("what_fits_is_an_input");
    let before = std::fs::read(scratch.path().join("b.har")).unwrap();
    let outcome = inside(&scratch, &["?.har", "-o", "b.har"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(3), "error: b.har: this is the input; give another name with -o\n"));
    assert_eq!(std::fs::read(scratch.path().join("b.har")).unwrap(), before);
}

/// Logs and guides are inputs, what `explain` looks up is none.
#[test]
fn every_argument_that_names_inputs_may_have_wildcards() {
    let scratch = captures("every_argument_that_names_inputs");
    scratch.file("guides-of-us/AADSTS50053.md", "# AADSTS50053\n\n## Resolve\n\n- Ask the night shift.\n");
    scratch.file("log-1.json", "no log");
    let outcome = inside(&scratch, &["a1.har", "--full", "--guidance", "guides-*", "--sign-in-log", "log-?.json"]);
    assert!(outcome.stdout.contains("Ask the night shift."), "{}", outcome.stdout);
    assert!(outcome.stderr.contains("log-1.json: "), "{}", outcome.stderr);
    let outcome = inside(&scratch, &["guides", "check", "guides-*"]);
    assert!(outcome.stdout.contains("AADSTS50053.md"), "{}{}", outcome.stdout, outcome.stderr);
    let outcome = inside(&scratch, &["explain", "AADSTS50053: what? *"]);
    assert!(outcome.status == Some(0) && outcome.stdout.contains("AADSTS50053"), "{}", outcome.stderr);
}

/// No file of Windows is called so.
#[cfg(unix)]
#[test]
fn a_file_that_is_called_like_a_pattern_is_meant_itself() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let scratch = captures("a_file_that_is_called_like_a_pattern");
    scratch.file("a*.har", named("locked-out.har").bytes());
    assert_eq!(names(&inside(&scratch, &["a*.har", "--format", "json"])), ["a*.har"]);
    // A name that is no Unicode fits as well.
    std::fs::write(scratch.path().join(OsStr::from_bytes(b"x\xff.har")), named("locked-out.har").bytes()).unwrap();
    assert_eq!(names(&inside(&scratch, &["x*.har", "--format", "json"])), ["x\u{fffd}.har"]);
}

/// Brackets are no wildcards.
#[test]
fn names_with_brackets_are_names() {
    let scratch = Scratch::new("names_with_brackets_are_names");
    let files: Vec<PathBuf> = ["[1].har", "case [new]/{a,b}.har"].map(|name| scratch.file(name, named("locked-out.har").bytes())).into();
    for file in &files {
        let name = file.strip_prefix(scratch.path()).unwrap();
        let outcome = inside(&scratch, &[name.to_str().unwrap(), "--format", "json"]);
        assert_eq!(names(&outcome), [Path::new(name).file_name().unwrap().to_str().unwrap()]);
    }
    assert_eq!(names(&inside(&scratch, &["case [new]/*.har", "--format", "json"])), ["{a,b}.har"]);
}
