//! What users and scripts rely on at the binary's edge: exit statuses, streams, options.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::expect::{list, text};
use crate::run::{self, Outcome, Scratch};
use crate::scenario::samples::{self, PASSWORD, named};

/// No arguments but the file.
const NONE: &[&str] = &[];
const FAILED: &str = "locked-out.har";
const SUCCEEDED: &str = "wrong-password-then-success.har";

fn report(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", outcome.stdout, outcome.stderr))
}

fn outcomes(report: &Value) -> Vec<&str> {
    list(&report["attempts"]).iter().filter_map(|attempt| text(&attempt["outcome"])).collect()
}

#[test]
fn status_0_when_no_attempt_failed() {
    assert_eq!(run::on(&named(SUCCEEDED).path(), NONE).status, Some(0));
}

#[test]
fn status_1_when_an_attempt_failed_or_was_interrupted() {
    assert_eq!(run::on(&named(FAILED).path(), NONE).status, Some(1));
    assert_eq!(run::on(&named("mfa-registration-abandoned.har").path(), NONE).status, Some(1));
}

#[test]
fn exit_zero_hides_failures_and_nothing_else() {
    assert_eq!(run::on(&named(FAILED).path(), &["--exit-zero"]).status, Some(0));
    let scratch = Scratch::new("exit_zero_hides_failures_and_nothing_else");
    let picture = scratch.file("picture.png", b"\x89PNG\r\n\x1a\n");
    assert_eq!(run::on(&picture, &["--exit-zero"]).status, Some(3));
}

#[test]
fn status_2_on_usage_errors() {
    let path = named(SUCCEEDED).path();
    for arguments in [&["--no-such-option"][..], &["--format", "yaml"], &["--outcome", "sideways"], &["--color", "sometimes"]] {
        let outcome = run::on(&path, arguments);
        assert_eq!(outcome.status, Some(2), "{arguments:?}");
        assert!(outcome.stdout.is_empty(), "{arguments:?}");
        assert!(!outcome.stderr.is_empty(), "{arguments:?}");
    }
    assert_eq!(run::run(&mut run::entrace()).status, Some(2), "without arguments");
}

#[test]
fn status_3_when_a_named_file_is_no_capture() {
    let scratch = Scratch::new("status_3_when_a_named_file_is_no_capture");
    let files: &[(&str, &[u8])] = &[
        ("notes.docx", b"PK\x03\x04 not really"),
        ("letter.txt", b"Dear support,\nwe cannot sign in.\n"),
        ("empty.har", b""),
        ("settings.json", b"{\"theme\": \"dark\"}"),
    ];
    for (name, bytes) in files {
        let outcome = run::on(&scratch.file(name, bytes), NONE);
        assert_eq!(outcome.status, Some(3), "{name}");
        assert_eq!(outcome.stderr.trim_end().lines().count(), 1, "{name}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(name), "{name}: {}", outcome.stderr);
    }
}

#[test]
fn status_3_when_a_file_is_not_there() {
    let outcome = run::on(&samples::folder().join("no-such-file.har"), NONE);
    assert_eq!(outcome.status, Some(3));
    assert_eq!(outcome.stderr.trim_end().lines().count(), 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("no-such-file.har"), "{}", outcome.stderr);
}

#[test]
fn what_could_be_read_is_reported_and_3_wins_over_1() {
    let scratch = Scratch::new("what_could_be_read_is_reported");
    let foreign = scratch.file("letter.txt", "Dear support,\nwe cannot sign in.\n");
    let outcome = run::run(run::entrace().args(["--format", "json"]).arg(foreign).arg(named(FAILED).path()));
    assert_eq!(outcome.status, Some(3));
    assert_eq!(outcomes(&report(&outcome)), ["failed"]);
}

#[test]
fn several_files_are_one_report() {
    let outcome = run::run(run::entrace().args(["--format", "json"]).arg(named(SUCCEEDED).path()).arg(named(FAILED).path()));
    let report = report(&outcome);
    let names: Vec<_> = list(&report["captures"]).iter().filter_map(|capture| text(&capture["name"])).collect();
    assert_eq!(names, [SUCCEEDED, FAILED]);
    assert_eq!(outcomes(&report), ["succeeded", "failed"]);
    let captures: Vec<_> = list(&report["attempts"]).iter().map(|attempt| attempt["capture"].as_u64()).collect();
    assert_eq!(captures, [Some(0), Some(1)]);
    assert_eq!(outcome.status, Some(1));
}

#[test]
fn a_folder_is_walked() {
    let scratch = Scratch::new("a_folder_is_walked");
    scratch.file("case/first.har", named(SUCCEEDED).bytes());
    scratch.file("case/deeper/second.saz", named("federated-sign-in.saz").bytes());
    scratch.file("case/letter.txt", "Dear support,\nwe cannot sign in.\n");
    let outcome = run::on(&scratch.path().join("case"), &["--format", "json"]);
    assert_eq!(outcome.status, Some(0), "a foreign file inside a folder changes nothing: {}", outcome.stderr);
    assert_eq!(outcomes(&report(&outcome)), ["succeeded", "succeeded"]);
}

#[test]
fn a_folder_without_captures_cannot_be_read() {
    let scratch = Scratch::new("a_folder_without_captures_cannot_be_read");
    scratch.file("letter.txt", "Dear support,\nwe cannot sign in.\n");
    assert_eq!(run::on(scratch.path(), NONE).status, Some(3));
}

#[test]
fn members_of_an_archive_carry_its_name() {
    let report = run::report_on(&named("before-and-after.zip").path());
    let names: Vec<_> = list(&report["captures"]).iter().filter_map(|capture| text(&capture["name"])).collect();
    assert_eq!(names, ["before-and-after.zip/before.har", "before-and-after.zip/after.har"]);
}

#[test]
fn a_dash_is_standard_input() {
    for file in [FAILED, "mfa-denied.har.gz", "mfa-registration-blocked.saz", "consent-declined.txt"] {
        let outcome = run::run(run::entrace().args(["--format", "json", "-"]).write_stdin(named(file).bytes()));
        assert_eq!(outcome.status, Some(1), "{file}: {}", outcome.stderr);
        assert_eq!(outcomes(&report(&outcome)), ["failed"], "{file}");
    }
}

#[test]
fn a_protected_archive_needs_its_password() {
    let path = named("account-disabled.saz").path();
    let without = run::run(run::entrace().arg(&path).write_stdin(""));
    assert_eq!(without.status, Some(3));
    assert!(without.stderr.contains("account-disabled.saz"), "{}", without.stderr);
    assert!(without.stderr.contains("ENTRACE_PASSWORD") && without.stderr.contains("--password-file"), "{}", without.stderr);
    let wrong = run::run(run::entrace().arg(&path).env("ENTRACE_PASSWORD", "fabrikam-trace"));
    assert_eq!(wrong.status, Some(3));
    assert!(!wrong.stderr.contains("fabrikam-trace"), "{}", wrong.stderr);

    let scratch = Scratch::new("a_protected_archive_needs_its_password");
    let password = scratch.file("password", format!("{PASSWORD}\n"));
    let right = run::run(run::entrace().args(["--format", "json", "--password-file"]).arg(password).arg(&path));
    assert_eq!(outcomes(&report(&right)), ["failed"]);
}

#[test]
fn a_capture_without_sign_in_says_so_in_one_line() {
    let outcome = run::on(&named("no-sign-in.har").path(), NONE);
    assert_eq!(outcome.status, Some(0));
    let said: Vec<&str> = outcome.stdout.lines().filter(|line| line.to_lowercase().contains("no sign-in")).collect();
    assert_eq!(said.len(), 1, "{}", outcome.stdout);
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let paths = samples::all().into_iter().filter(|sample| !sample.is_protected() && sample.status < 3).map(|sample| sample.path());
    let mut child = Command::new(env!("CARGO_BIN_EXE_entrace-tested"))
        .args(["--format", "json"])
        .args(paths)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn colors_come_when_asked_for() {
    const ESCAPE: char = '\u{1b}';
    let path = named(FAILED).path();
    let colored = |command: &mut assert_cmd::Command| run::run(command).stdout.contains(ESCAPE);
    assert!(!colored(run::entrace().arg(&path)), "a pipe gets none");
    assert!(colored(run::entrace().arg(&path).args(["--color", "always"])), "unless asked for");
    assert!(colored(run::entrace().arg(&path).env("CLICOLOR_FORCE", "1")), "or forced");
    assert!(!colored(run::entrace().arg(&path).args(["--color", "never"]).env("CLICOLOR_FORCE", "1")), "the option wins");
    assert!(!colored(run::entrace().arg(&path).env("NO_COLOR", "1")), "NO_COLOR");
    for format in run::formats().iter().filter(|format| *format != "text") {
        assert!(!colored(run::entrace().arg(&path).args(["--color", "always", "--format", format])), "{format} has no colors");
    }
}

#[test]
fn a_report_can_go_to_a_file() {
    let scratch = Scratch::new("a_report_can_go_to_a_file");
    let path = named(FAILED).path();
    let target = scratch.path().join("report.json");
    let to_stdout = run::on(&path, &["--format", "json"]);
    let to_file = run::on(&path, &["--format", "json", "--output", target.to_str().unwrap()]);
    assert_eq!(to_file.status, Some(1));
    assert_eq!(to_file.stdout, "");
    assert_eq!(std::fs::read_to_string(target).unwrap(), to_stdout.stdout);

    let nowhere = run::on(&path, &["-o", scratch.path().join("no/such/folder/report.txt").to_str().unwrap()]);
    assert_eq!(nowhere.status, Some(3));
    assert!(nowhere.stderr.contains("report.txt"), "{}", nowhere.stderr);
}

#[test]
fn filters_leave_the_attempts_that_match() {
    let path = named("before-and-after.zip").path();
    let all = run::report_on(&path);
    let failed = &all["attempts"][0];
    let correlation_id = text(&failed["correlation_ids"][0]).unwrap();
    for (arguments, expected) in [
        (["--outcome", "succeeded"], &["succeeded"][..]),
        (["--outcome", "failed"], &["failed"]),
        (["--code", "50126"], &["failed"]),
        (["--code", "AADSTS50126"], &["failed"]),
        (["--code", "50053"], &[]),
        (["--correlation-id", correlation_id], &["failed"]),
        (["--correlation-id", &correlation_id.to_uppercase()], &["failed"]),
    ] {
        let outcome = run::on(&path, &[&arguments[..], &["--format", "json"]].concat());
        assert_eq!(outcomes(&report(&outcome)), expected, "{arguments:?}");
    }
    let both = run::on(&path, &["--outcome", "failed", "--outcome", "succeeded", "--format", "json"]);
    assert_eq!(outcomes(&report(&both)).len(), 2, "a filter can be repeated");
}

#[test]
fn the_version_is_told() {
    let outcome = run::run(run::entrace().arg("--version"));
    assert_eq!(outcome.status, Some(0));
    assert_eq!(outcome.stdout.trim_end(), format!("entrace {}", env!("CARGO_PKG_VERSION")));
}

#[test]
fn the_same_bytes_give_the_same_report() {
    let path = named("mfa-registration-blocked.saz").path();
    for format in &run::formats() {
        assert_eq!(run::on(&path, &["--format", format]).stdout, run::on(&path, &["--format", format]).stdout, "{format}");
    }
}

#[test]
fn references_inside_a_report_hold() {
    for sample in samples::all() {
        let report = run::report_on(&sample.path());
        let ids: Vec<_> = list(&report["findings"]).iter().map(|finding| &finding["id"]).collect();
        for attempt in list(&report["attempts"]) {
            assert!(attempt["root_cause"].is_null() || ids.contains(&&attempt["root_cause"]), "{}: root cause", sample.file);
            assert!(list(&attempt["findings"]).iter().all(|id| ids.contains(&id)), "{}: findings", sample.file);
        }
        for finding in list(&report["findings"]) {
            assert!(!list(&finding["evidence"]).is_empty(), "{}: a finding without evidence", sample.file);
        }
    }
}

#[test]
fn writing_to_a_full_disk_is_an_error() {
    let full = std::path::Path::new("/dev/full");
    let Ok(mut device) = std::fs::OpenOptions::new().write(true).open(full) else { return };
    assert!(device.write_all(b"x").is_err());
    let output = Command::new(env!("CARGO_BIN_EXE_entrace-tested"))
        .arg(named(FAILED).path())
        .stdout(device)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(!output.stderr.is_empty());
}

#[test]
fn attempts_are_numbered_in_each_capture_whatever_is_shown() {
    let sample = named("before-and-after.zip").path();
    let numbers = |arguments: &[&str]| -> Vec<(u64, u64, u64)> {
        let outcome = run::on(&sample, &[&["--format", "json", "--exit-zero"], arguments].concat());
        let report: Value = serde_json::from_str(&outcome.stdout).expect("a report");
        let number = |attempt: &Value, name: &str| attempt[name].as_u64().expect("a number");
        list(&report["attempts"])
            .iter()
            .map(|attempt| (number(attempt, "id"), number(attempt, "capture"), number(attempt, "number")))
            .collect()
    };
    let all = numbers(&[]);
    assert!(all.iter().map(|(id, ..)| *id).eq(1..=all.len() as u64), "{all:?}");
    for capture in 0..=1 {
        let of_capture: Vec<u64> = all.iter().filter(|(_, of, _)| *of == capture).map(|(_, _, number)| *number).collect();
        assert!(!of_capture.is_empty() && of_capture.iter().copied().eq(1..=of_capture.len() as u64), "{all:?}");
    }
    for (_, capture, number) in numbers(&["--outcome", "succeeded"]) {
        assert!(all.iter().any(|(_, of, known)| (*of, *known) == (capture, number)), "{capture} {number}");
    }
}

#[test]
fn a_folder_without_captures_says_so() {
    let scratch = Scratch::new("a_folder_without_captures_says_so");
    let (empty, foreign) = (scratch.path().join("empty"), scratch.path().join("foreign"));
    std::fs::create_dir_all(&empty).unwrap();
    scratch.file("foreign/notes.txt", "nothing that is a capture");
    scratch.file("empty/.hidden", "");
    let nothing = run::run(run::entrace().arg(&empty));
    assert_eq!((nothing.status, nothing.stdout.as_str()), (Some(3), ""));
    let note = format!("note: {}: the folder holds no files (hidden ones are not read)\n", empty.display());
    assert_eq!(nothing.stderr, format!("{note}error: nothing to explain: no capture was found\n"));
    let quiet = run::run(run::entrace().arg(&foreign).arg("-q"));
    assert_eq!((quiet.status, quiet.stderr.as_str()), (Some(3), "error: nothing to explain: no capture was found\n"));
    // Next to a capture it is worth a note.
    let beside = run::run(run::entrace().arg(&empty).arg(named(FAILED).path()).arg("--exit-zero"));
    assert_eq!((beside.status, beside.stderr.as_str()), (Some(0), note.as_str()));
    let compared = run::run(run::entrace().arg("compare").arg(&empty).arg(named(FAILED).path()));
    assert_eq!(compared.status, Some(3));
    assert!(compared.stderr.ends_with("empty: there is nothing to compare: no capture was found\n"), "{}", compared.stderr);
    let bundled = run::run(run::entrace().arg("bundle").arg(&empty).arg("-o").arg(scratch.path().join("case.zip")));
    assert_eq!(bundled.status, Some(3));
    assert!(bundled.stderr.starts_with(&note) && bundled.stderr.contains("nothing to bundle"), "{}", bundled.stderr);
}
