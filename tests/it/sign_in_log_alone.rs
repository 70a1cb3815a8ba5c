//! Sign-in logs without a capture: what the binary makes of them.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::run::{Scratch, entrace, formats, on, report_on, run};

/// What the five exports hold of people and their machines.
const PERSONAL: &[&str] = &[
    "Lena",
    "lena.hartwig",
    "Hartwig",
    "Jorge",
    "jorge.pallares",
    "Pallar",
    "203.0.113.77",
    "192.0.2.14",
    "NB-LENA-03",
    "Husby",
    "Schleswig",
];

fn folder() -> PathBuf {
    crate::run::root().join("tests/it/sign_in_logs")
}

fn export(name: &str) -> PathBuf {
    folder().join(name)
}

fn exports() -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert_eq!(files.len(), 5);
    files
}

/// One row, as the portal writes it: minutes after noon, the last digit of the correlation ID, the code.
fn row(minute: u32, id: u32, code: u32) -> Value {
    json!({
        "id": format!("3bbaf6b5-48b9-4977-b2c7-{minute:06}{code:06}"),
        "correlationId": format!("39a2533c-3064-4bd5-8ae0-859bb7fb7f9{id}"),
        "createdDateTime": format!("2026-06-04T12:{minute:02}:00Z"),
        "userPrincipalName": "kim.lang@contoso.example",
        "userDisplayName": "Kim Lang",
        "appId": "ece2d734-a023-4865-9b0d-759a8931d25b",
        "appDisplayName": "Contoso Travel",
        "clientAppUsed": "Browser",
        "conditionalAccessStatus": "notApplied",
        "ipAddress": "203.0.113.99",
        "status": {"errorCode": code, "failureReason": if code == 0 { "Other." } else { "A reason." }},
    })
}

fn log(scratch: &Scratch, rows: &[Value]) -> PathBuf {
    scratch.file("log.json", Value::from(rows.to_vec()).to_string())
}

/// Each attempt: how it ended, and its findings with their roles.
fn told(report: &Value) -> Vec<String> {
    let findings = report["findings"].as_array().unwrap();
    let of = |attempt: &Value| {
        let own = findings.iter().filter(|finding| finding["attempt"] == attempt["id"]);
        let own: Vec<String> = own.map(|finding| format!("{} {}", finding["number"], finding["role"].as_str().unwrap())).collect();
        format!("{}: {}", attempt["outcome"].as_str().unwrap(), own.join(", "))
    };
    report["attempts"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn a_log_reads_like_this() {
    let outcome = on(&export("graph-beta-page.json"), &[] as &[&str]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn every_export_gives_the_same_attempts() {
    for path in exports() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let report = report_on(&path);
        assert_eq!(report["captures"], json!([]), "{name}");
        let log = &report["sign_in_logs"][0];
        assert_eq!((log["name"].as_str(), &log["rows"], &log["lone_successes"]), (Some(name), &json!(7), &json!(2)));
        assert_eq!(
            told(&report),
            ["failed: 50126 cause", "failed: 50126 cause", "failed: 50074 interrupt, 53003 cause", "failed: 53003 cause"],
            "{name}"
        );
        let attempt = &report["attempts"][2];
        assert_eq!(attempt["capture"], Value::Null);
        assert_eq!(attempt["steps"], json!([]));
        assert_eq!(attempt["started"], "2026-06-04T07:41:36Z");
        assert_eq!(attempt["ended"], "2026-06-04T07:41:47Z");
        assert_eq!(attempt["tenant"]["id"], "7a360851-03d1-4fe3-bfb9-cbd1fcde50d4", "{name}");
        assert_eq!(attempt["user"]["object_id"], "114f1b8e-5b95-4a1b-8755-85068f6b8092", "{name}");
        assert_eq!((&attempt["user"]["label"], &attempt["user"]["name"]), (&json!("user#1"), &Value::Null));
        assert_eq!(attempt["application"]["name"], "Contoso Travel");
        assert_eq!(attempt["resource"]["name"], "Microsoft Graph");
        assert_eq!(
            attempt["protocol"],
            if path.extension().is_some_and(|end| end == "csv") && name.starts_with('I') { "unknown" } else { "oauth2" }
        );
        let rows = attempt["sign_in_log"].as_array().unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.iter().all(|row| row["matched_by"] == "request_id" && row["source"] == name));
        let cause = report["findings"].as_array().unwrap().iter().find(|finding| finding["id"] == attempt["root_cause"]).unwrap();
        let evidence = json!([{"entry": 1, "site": "sign_in_log", "field": "status.errorCode", "source": name}]);
        assert_eq!((&cause["evidence"], &cause["request_id"]), (&evidence, &json!("3bbaf6b5-48b9-4977-b2c7-12b13ba1448b")));
        assert_eq!(cause["guidance"]["guide"], "blocked-by-conditional-access");
    }
}

#[test]
fn nothing_of_people_shows() {
    let mut runs: Vec<Vec<String>> = formats().into_iter().map(|format| vec!["--format".to_owned(), format]).collect();
    runs.extend([vec!["--full".to_owned()], vec!["--brief".to_owned()], vec!["--full".to_owned(), "--format=markdown".to_owned()]]);
    for arguments in runs {
        let outcome = run(entrace().args(&arguments).args(exports()));
        assert_eq!(outcome.status, Some(1), "{arguments:?}: {}", outcome.stderr);
        for of_person in PERSONAL {
            assert!(!outcome.stdout.contains(of_person) && !outcome.stderr.contains(of_person), "{arguments:?}: {of_person}");
        }
        assert!(outcome.stdout.contains("AADSTS53003"), "{arguments:?}");
    }
    for path in exports() {
        let outcome = on(&path, &["--full"]);
        assert!(PERSONAL.iter().all(|of_person| !outcome.stdout.contains(of_person)), "{}", path.display());
    }
}

#[test]
fn a_page_names_the_log_and_its_rows() {
    let page = on(&export("PT1H.json"), &["--format", "html"]).stdout;
    assert!(page.contains("<h1>PT1H.json</h1>"));
    assert!(page.contains("sign-in log of 7 rows, 2 successes without an attempt"));
    assert!(page.contains("CA210 Office networks only"));
    let page = run(entrace().args(["--format", "html"]).args(exports())).stdout;
    assert!(page.contains("5 sign-in logs"));
}

#[test]
fn a_folder_of_logs_tells_each_row_once() {
    let report = report_on(&folder());
    assert_eq!(report["attempts"].as_array().unwrap().len(), 4);
    assert_eq!(report["sign_in_logs"].as_array().unwrap().len(), 5);
    let whole: u64 = report["sign_in_logs"].as_array().unwrap().iter().map(|log| log["repeated"].as_u64().unwrap()).sum();
    assert_eq!(whole, 4 * 6);
}

#[test]
fn one_success_makes_one_attempt() {
    let scratch = Scratch::new("one_success_makes_one_attempt");
    let rows = [row(9, 2, 0), row(3, 1, 0), row(2, 1, 50140), row(1, 1, 50074), row(0, 1, 50126)];
    let path = log(&scratch, &rows);
    let outcome = on(&path, &[] as &[&str]);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stdout);
    assert!(outcome.stdout.starts_with("SUCCEEDED  "), "{}", outcome.stdout);
    assert!(outcome.stdout.contains("sign-in log of 5 rows, 1 success without an attempt"), "{}", outcome.stdout);
    let report = report_on(&path);
    assert_eq!(told(&report), ["succeeded: 50126 contributing, 50074 interrupt, 50140 interrupt"]);
    assert_eq!(report["attempts"][0]["sign_in_log"].as_array().unwrap().len(), 4);
    assert_eq!(report["attempts"][0]["root_cause"], Value::Null);
}

#[test]
fn interrupts_are_no_failures() {
    let scratch = Scratch::new("interrupts_are_no_failures");
    let rows: Vec<Value> = [50074, 50140, 16000, 50072].into_iter().zip(1..).map(|(code, id)| row(id, id, code)).collect();
    let path = log(&scratch, &rows);
    let report = report_on(&path);
    assert!(report["attempts"].as_array().unwrap().iter().all(|attempt| attempt["outcome"] == "interrupted"), "{:?}", told(&report));
    assert!(report["findings"].as_array().unwrap().iter().all(|finding| finding["role"] == "interrupt"));
    assert_eq!(on(&path, &["--brief"]).status, Some(1));
    assert!(on(&path, &["--outcome", "failed"]).stderr.contains("none of 4 attempts fits the filter"));
}

#[test]
fn successes_alone_are_counted_and_nothing_failed() {
    let scratch = Scratch::new("successes_alone_are_counted");
    let path = log(&scratch, &[row(0, 1, 0), row(1, 2, 0), row(2, 2, 0)]);
    for format in formats() {
        assert_eq!(on(&path, &["--format", &format]).status, Some(0), "{format}");
    }
    let outcome = on(&path, &[] as &[&str]);
    assert_eq!(outcome.stdout.trim(), "log.json: nothing to explain in a sign-in log of 3 rows, 3 successes without an attempt.");
}

#[test]
fn a_log_next_to_a_capture_makes_no_attempts() {
    let scratch = Scratch::new("a_log_next_to_a_capture");
    scratch.file("empty.har", r#"{"log": {"entries": []}}"#);
    let path = log(&scratch, &[row(0, 1, 50126)]);
    assert_eq!(report_on(scratch.path())["attempts"], json!([]));
    assert_eq!(report_on(&path)["attempts"].as_array().unwrap().len(), 1);
}

#[test]
fn more_rows_than_can_be_told_are_counted() {
    let scratch = Scratch::new("more_rows_than_can_be_told");
    let rows: Vec<Value> = (0..10_050)
        .map(|at| {
            let mut row = row(at % 60, 1, 50126);
            row["id"] = json!(format!("3bbaf6b5-48b9-4977-b2c7-{at:012}"));
            row["correlationId"] = json!(format!("39a2533c-3064-4bd5-8ae0-{at:012}"));
            row
        })
        .collect();
    let report = report_on(&log(&scratch, &rows));
    assert_eq!(report["attempts"].as_array().unwrap().len(), 10_000);
    assert_eq!(report["sign_in_logs"][0]["left_out"], 50);
}

#[test]
fn a_pasted_row_is_explained() {
    let rows: Value =
        serde_json::from_str(std::fs::read_to_string(export("graph-beta-page.json")).unwrap().trim_start_matches('\u{feff}')).unwrap();
    let of_json = rows["value"][1].to_string();
    let csv = std::fs::read_to_string(export("InteractiveSignIns_2026-06-01_2026-06-08.csv")).unwrap();
    let of_csv: Vec<&str> = csv.lines().enumerate().filter(|(at, _)| matches!(at, 0 | 2)).map(|(_, line)| line).collect();
    for paste in [of_json, of_csv.join("\n")] {
        let ask = |arguments: &[&str]| run(entrace().arg("explain").arg(&paste).args(arguments));
        let found: Value = serde_json::from_str(&ask(&["--format", "json"]).stdout).unwrap();
        let matches = found["matches"].as_array().unwrap();
        assert_eq!(matches.len(), 1, "{matches:?}");
        assert_eq!(matches[0]["code"], "AADSTS53003");
        let row = &matches[0]["sign_in_log"];
        assert_eq!(row["request_id"], "3bbaf6b5-48b9-4977-b2c7-12b13ba1448b");
        assert_eq!(row["correlation_id"], "39a2533c-3064-4bd5-8ae0-859bb7fb7f94");
        assert!(row["failure_reason"].as_str().unwrap().starts_with("Access has been blocked by Conditional Access"));
        let text = ask(&[]).stdout;
        assert!(text.contains("3bbaf6b5-48b9-4977-b2c7-12b13ba1448b") && text.contains("Log reason"), "{text}");
        assert!(PERSONAL.iter().all(|of_person| !text.contains(of_person)), "{text}");
    }
}
