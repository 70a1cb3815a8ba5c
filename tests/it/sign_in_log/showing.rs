//! What every format makes of the rows: the policy that refused is named, and JSON, lines and CSV keep their shape.

use serde_json::{Value, json};

use super::export::Envelope;
use super::{BLOCKED, CODE, EXPORTS, LATER, REFUSING, SHOW, blocked, capture, exported, joined_with, report, rows, with_arguments};
use crate::run::{Outcome, Scratch};
use crate::schema::Validator;

fn shown(export: &str, arguments: &[&str]) -> Outcome {
    let log = exported(export);
    let (har, option) = (capture(), "--sign-in-log");
    let mut all: Vec<&dyn AsRef<std::ffi::OsStr>> = vec![&har, &option, &log];
    all.extend(arguments.iter().map(|argument| argument as &dyn AsRef<std::ffi::OsStr>));
    let outcome = with_arguments(&all);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""), "{export} {arguments:?}");
    outcome
}

/// Text whose lines were broken to fit, without the marks of Markdown and HTML.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn people_are_told_which_policy_refused() {
    for export in EXPORTS {
        for arguments in [
            &["--format", "text"][..],
            &["--format", "text", "--full"],
            &["--format", "markdown"],
            &["--format", "markdown", "--full"],
            &["--format", "html"],
        ] {
            let text = flat(&shown(export, arguments).stdout);
            assert!(text.contains(CODE), "{export} {arguments:?}");
            if *export == "InteractiveSignIns_2026-06-01_2026-06-08.csv" {
                // Its rows have no policies, and it is not said that there were none.
                assert!(text.contains("the export does not name the policy"), "{export} {arguments:?}: {text}");
                assert!(!text.contains(REFUSING), "{export} {arguments:?}");
                continue;
            }
            assert!(text.contains(REFUSING), "{export} {arguments:?}: {text}");
            // What stopped nothing is not named as what did; report-only is said to be that.
            for other in ["CA300 HR system", "CA001 Legacy block", "CA100 MFA for all"] {
                assert!(!text.contains(other), "{export} {arguments:?}: {other}");
            }
            for (at, _) in text.match_indices("CA900 Compliance pilot") {
                let begin = (at.saturating_sub(120)..=at).find(|begin| text.is_char_boundary(*begin)).expect("a boundary");
                let around: String = text[begin..].chars().take(300).collect();
                assert!(around.contains("Report-only") && around.contains("not enforced"), "{export} {arguments:?}: {around}");
            }
        }
    }
}

#[test]
fn all_policies_are_in_json_with_what_each_came_to() {
    for export in EXPORTS.iter().filter(|export| !export.starts_with("InteractiveSignIns") || !export.contains(".csv")) {
        let report = joined_with(&exported(export));
        for row in rows(&report).iter().filter(|row| row["error_code"] == 53003) {
            let access = &row["conditional_access"];
            let policies: Vec<(&str, &str)> = access["policies"]
                .as_array()
                .expect("policies")
                .iter()
                .map(|policy| (policy["name"].as_str().expect("a name"), policy["result"].as_str().expect("a result")))
                .collect();
            let expected = [
                ("CA100 MFA for all", "success"),
                (REFUSING, "failure"),
                ("CA900 Compliance pilot", "report_only_failure"),
                ("CA300 HR system", "not_applied"),
                ("CA001 Legacy block", "not_enabled"),
            ];
            assert_eq!((policies.as_slice(), &access["status"]), (&expected[..], &json!("failure")), "{export}");
        }
    }
}

#[test]
fn a_policy_that_is_report_only_refused_nothing() {
    let scratch = Scratch::new("a_policy_that_is_report_only_refused_nothing");
    let policies =
        json!([{"id": "1", "displayName": "Pilot of compliance", "result": "reportOnlyFailure", "enforcedGrantControls": ["Block"]}]);
    let row = blocked(&json!({"appliedConditionalAccessPolicies": policies, "conditionalAccessStatus": "success"}));
    let log = scratch.file("log.json", Envelope::GraphPage.write(&[row]));
    for format in ["text", "markdown"] {
        let outcome = with_arguments(&[&capture(), &"--sign-in-log", &log, &"--format", &format, &"--full"]);
        let text = flat(&outcome.stdout);
        assert!(text.contains("Report-only"), "{text}");
        assert!(!text.contains("Pilot of compliance refused") && !text.contains("Pilot of compliance (Block) refused"), "{text}");
    }
}

#[test]
fn reports_with_rows_fit_the_schema() {
    let (whole, lines) = (Validator::new(&[]), Validator::new(&["--lines"]));
    let without = with_arguments(&[&capture(), &"--format", &"csv"]).stdout;
    let mut seen = 0;
    for export in EXPORTS {
        for show in [&[][..], &[SHOW]] {
            let with = |format: &'static str| shown(export, &[&["--format", format], show].concat()).stdout;
            let report: Value = serde_json::from_str(&with("json")).expect("JSON");
            assert_eq!(whole.error(&report), None, "{export}");
            for line in with("jsonl").lines() {
                assert_eq!(lines.error(&serde_json::from_str(line).expect("a line is JSON")), None, "{export}");
                seen += 1;
            }
            let csv = with("csv");
            assert_eq!(csv.lines().next(), without.lines().next(), "{export}: the columns");
            assert_eq!(csv.lines().count(), without.lines().count(), "{export}: a line for each attempt");
        }
    }
    assert!(seen >= EXPORTS.len() * 2, "{seen} lines");
}

#[test]
fn names_of_people_are_shown_when_asked_for() {
    const USER: &str = "lena.hartwig@contoso.example";
    for export in EXPORTS {
        for (arguments, is_shown) in [(&["--format", "json"][..], false), (&["--format", "json", SHOW], true)] {
            let outcome = shown(export, arguments);
            let report = report(&outcome);
            let users: Vec<&str> = rows(&report).iter().map(|row| row["user"].as_str().expect("a user")).collect();
            let label = report["attempts"][0]["user"]["label"].as_str().unwrap_or("user#1@contoso.example");
            assert!(users.iter().all(|user| *user == if is_shown { USER } else { label }), "{export}: {users:?}, {label}");
            let addresses: Vec<&str> = rows(&report).iter().map(|row| row["ip"].as_str().expect("an address")).collect();
            let expected = if is_shown { "203.0.113.77" } else { "[public-ipv4#" };
            assert!(addresses.iter().all(|address| address.starts_with(expected)), "{export}: {addresses:?}");
            // No one is shown where he lives, or what his phone is called.
            for never in ["Husby", "Phone of Lena", "NB-LENA-03", "54.76", "Pallarés"] {
                assert!(!outcome.stdout.contains(never), "{export} {arguments:?}: {never}");
            }
        }
    }
}

#[test]
fn filters_and_the_brief_report_work_as_before() {
    for export in EXPORTS {
        let brief = shown(export, &["--brief"]).stdout;
        assert_eq!(brief.lines().count(), 1, "{export}: {brief}");
        assert!(brief.contains(CODE), "{export}: {brief}");
        let outcome = with_arguments(&[&capture(), &"--sign-in-log", &exported(export), &"--code", &"53003", &"--format", &"json"]);
        assert_eq!(rows(&report(&outcome)).len(), 4, "{export}");
        let outcome = with_arguments(&[&capture(), &"--sign-in-log", &exported(export), &"--outcome", &"succeeded"]);
        assert_eq!(outcome.status, Some(0), "{export}: {outcome:?}");
    }
}

#[test]
fn ids_of_rows_are_there_to_look_them_up() {
    for export in EXPORTS {
        let text = shown(export, &["--format", "json"]).stdout;
        for id in [BLOCKED, LATER, super::CORRELATION, super::APPLICATION, "31e2633b-e159-489b-a978-913e3b50caa7"] {
            assert!(text.contains(id), "{export}: {id}");
        }
    }
}
