//! What is read as a log, and from where: by option, in folders and archives, in every encoding.

use std::ffi::OsStr;

use serde_json::{Value, json};

use super::export::Envelope;
use super::{
    BLOCKED, CODE, EXPORTS, blocked, capture, counted, export_text, exported, joined_with, matches, report, row, rows, with_arguments,
};
use crate::readers::{self, Lock, gzip};
use crate::run::{Outcome, Scratch};

fn as_json(inputs: &[&dyn AsRef<OsStr>]) -> Outcome {
    let json: [&dyn AsRef<OsStr>; 2] = [&"--format", &"json"];
    with_arguments(&[inputs, &json].concat())
}

#[test]
fn logs_are_found_in_folders_and_archives() {
    let har = std::fs::read(capture()).expect("the capture");
    for export in EXPORTS {
        let scratch = Scratch::new("logs_are_found_in_folders_and_archives");
        let log = std::fs::read(exported(export)).expect("an export");
        scratch.file("case/trace.har", &har);
        // The content tells, whatever the name is.
        scratch.file("case/below/readme.md", &log);
        let zip = scratch.file("case.zip", readers::zip(Lock::Open, &[("logs/a.txt", &log), ("trace.har", &har)]));
        let inner = readers::zip(Lock::Aes, &[("log.dat", &log)]);
        let nested = scratch.file("nested.zip", readers::zip(Lock::Open, &[("inner.zip", &inner), ("trace.har", &har)]));
        let packed = scratch.file("log.gz", gzip(&log));
        let (folder, trace) = (scratch.path().join("case"), scratch.path().join("case/trace.har"));
        let inputs: [(Vec<&dyn AsRef<OsStr>>, &str); 5] = [
            (vec![&folder], "readme.md"),
            (vec![&zip], "case.zip/logs/a.txt"),
            (vec![&nested], "nested.zip/inner.zip/log.dat"),
            // Named like a capture, it is a log as well.
            (vec![&packed, &trace], "log.gz"),
            (vec![&zip, &"--quiet"], "case.zip/logs/a.txt"),
        ];
        for (arguments, source) in inputs {
            let outcome = crate::run::run(
                crate::run::entrace()
                    .args(arguments.iter().map(AsRef::as_ref))
                    .args(["--format", "json"])
                    .env("ENTRACE_PASSWORD", crate::scenario::samples::PASSWORD),
            );
            assert_eq!(outcome.status, Some(1), "{export} {source}: {}", outcome.stderr);
            let report = report(&outcome);
            assert_eq!((rows(&report).len(), counted(&report)), (4, vec![3]), "{export} {source}");
            assert_eq!(report["captures"].as_array().map(Vec::len), Some(1), "a log is no capture: {export}");
            let told = rows(&report)[0]["source"].as_str().expect("a source");
            assert!(told.ends_with(source), "{export}: {told} instead of {source}");
        }
    }
}

#[test]
fn a_row_in_two_logs_is_there_once() {
    let scratch = Scratch::new("a_row_in_two_logs_is_there_once");
    scratch.file("case/trace.har", std::fs::read(capture()).expect("the capture"));
    let log = scratch.file("case/log.json", std::fs::read(exported(EXPORTS[0])).expect("an export"));
    let folder = scratch.path().join("case");
    for inputs in [
        vec![folder.as_os_str(), OsStr::new("--sign-in-log"), log.as_os_str()],
        vec![folder.as_os_str(), OsStr::new("--sign-in-log"), exported("graph-beta-page.json").as_os_str()],
        vec![folder.as_os_str(), log.as_os_str()],
    ] {
        let inputs: Vec<&dyn AsRef<OsStr>> = inputs.iter().map(|input| input as &dyn AsRef<OsStr>).collect();
        let outcome = as_json(&inputs);
        assert_eq!((outcome.status, rows(&report(&outcome)).len()), (Some(1), 4), "{outcome:?}");
    }
    // One file under two names is read once: its rows are not counted twice.
    let outcome = as_json(&[&folder, &"--sign-in-log", &log]);
    assert_eq!(counted(&report(&outcome)), [3], "{}", outcome.stderr);
}

#[test]
fn what_is_no_log_is_unreadable_and_the_capture_is_reported() {
    let scratch = Scratch::new("what_is_no_log_is_unreadable_and_the_capture_is_reported");
    let har = std::fs::read(capture()).expect("the capture");
    let steps = r#"[{"requestId":"f9321b0a-4762-4cfd-bb9f-6e842318eb89","authenticationMethod":"Password","succeeded":true}]"#;
    let audit = r#"[{"id":"Directory_1","category":"UserManagement","activityDisplayName":"Add user","initiatedBy":{}}]"#;
    for (name, bytes, words) in [
        ("empty.json", Vec::new(), "empty"),
        ("letter.txt", b"Dear support,\n".to_vec(), ""),
        ("trace.har", har.clone(), "not a sign-in log"),
        ("steps.json", steps.as_bytes().to_vec(), "authentication details"),
        ("audit.json", audit.as_bytes().to_vec(), "without sign-ins"),
        ("list.csv", b"id,username,status\n1,lena,active\n".to_vec(), ""),
        ("trace.zip", readers::zip(Lock::Open, &[("trace.har", &har)]), "not a sign-in log"),
        ("picture.png", b"\x89PNG\r\n".to_vec(), "PNG"),
    ] {
        let log = scratch.file(name, bytes);
        let outcome = as_json(&[&capture(), &"--sign-in-log", &log]);
        assert_eq!((outcome.status, outcome.stderr.lines().count()), (Some(3), 1), "{name}: {outcome:?}");
        assert!(outcome.stderr.contains(words) && outcome.stderr.contains(name), "{name}: {}", outcome.stderr);
        let report = report(&outcome);
        assert_eq!(rows(&report).len(), 0, "{name}");
        assert!(with_arguments(&[&capture(), &"--sign-in-log", &log]).stdout.contains(CODE), "{name}");
    }
    let outcome = as_json(&[&capture(), &"--sign-in-log", &scratch.path().join("nowhere.json")]);
    assert_eq!(outcome.status, Some(3), "{outcome:?}");
    assert_eq!(rows(&report(&outcome)).len(), 0);
    // A good one is joined whatever is next to it.
    let bad = scratch.file("bad.json", "{}");
    let outcome = as_json(&[&capture(), &"--sign-in-log", &bad, &"--sign-in-log", &exported(EXPORTS[0])]);
    assert_eq!((outcome.status, rows(&report(&outcome)).len()), (Some(3), 4), "{outcome:?}");
}

#[test]
fn a_log_without_sign_ins_is_no_fault() {
    let scratch = Scratch::new("a_log_without_sign_ins_is_no_fault");
    for text in [
        r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#auditLogs/signIns","value":[]}"#,
        "Date (UTC),Request ID,Correlation ID,Status,Sign-in error code,Conditional Access\r\n",
    ] {
        let report = joined_with(&scratch.file("log", text));
        assert_eq!((rows(&report).len(), counted(&report).len()), (0, 0), "{text}");
    }
}

#[test]
fn every_encoding_is_read() {
    let scratch = Scratch::new("every_encoding_is_read");
    for export in EXPORTS {
        let text = export_text(export);
        let marked = format!("\u{feff}{text}");
        for bytes in [
            text.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            text.replace("\r\n", "\n").replace('\n', "\r\n").into_bytes(),
        ] {
            let report = joined_with(&scratch.file(export, bytes));
            assert_eq!((rows(&report).len(), counted(&report)), (4, vec![3]), "{export}");
        }
    }
}

#[test]
fn every_envelope_gives_the_same_row() {
    let scratch = Scratch::new("every_envelope_gives_the_same_row");
    let more = json!({
        "status": {"errorCode": 53003, "failureReason": "Access has been blocked, \"so\" to speak."},
        "csvStatus": "Failure",
        "csvAccess": "Failure",
        "csvLocation": "Husby, Schleswig-Holstein, DE",
        "conditionalAccessStatus": "failure",
        "location": {"city": "Husby", "state": "Schleswig-Holstein", "countryOrRegion": "DE"},
        "deviceDetail": {"deviceId": "31e2633b-e159-489b-a978-913e3b50caa7", "isCompliant": true, "isManaged": false, "trustType": "Azure AD joined", "operatingSystem": "Windows10", "browser": "Edge 137.0.0"},
        "authenticationProtocol": "oAuth2",
        "incomingTokenType": "none",
        "authenticationRequirement": "multiFactorAuthentication",
        "mfaDetail": {"authMethod": "Mobile app notification", "result": "MFA completed in Azure AD"},
        "authenticationDetails": [
            {"authenticationMethod": "Password", "authenticationStepRequirement": "Primary authentication", "authenticationStepResultDetail": "Correct password"},
            {"authenticationMethod": "Mobile app notification", "authenticationStepRequirement": "Multifactor authentication", "authenticationStepResultDetail": "MFA completed in Azure AD"},
        ],
        "appliedConditionalAccessPolicies": [
            {"id": "6e273faf-ee52-49de-98ff-89c389b153b7", "displayName": "CA210 Office networks only", "enforcedGrantControls": ["Block"], "enforcedSessionControls": [], "result": "failure", "conditionsSatisfied": 3, "conditionsNotSatisfied": 8},
        ],
        "networkLocationDetails": [{"networkType": "namedNetwork", "networkNames": ["Head office"]}],
        "riskLevelDuringSignIn": "none",
    });
    let mut first: Option<Value> = None;
    for envelope in Envelope::ALL {
        let report = joined_with(&scratch.file("log", envelope.write(&[blocked(&more)])));
        assert_eq!(matches(&report), [(BLOCKED, 53003, "request_id")], "{envelope:?}");
        let mut row = rows(&report)[0].clone();
        assert_eq!(row["application"]["client_id"], super::APPLICATION, "{envelope:?}");
        assert_eq!(row["resource"]["id"], "00000003-0000-0000-c000-000000000000", "{envelope:?}");
        if envelope.has_policies() {
            let policy = &row["conditional_access"]["policies"][0];
            assert_eq!((&policy["result"], &policy["conditions_not_satisfied"]), (&json!("failure"), &json!(["location"])), "{envelope:?}");
            assert_eq!(row["location"]["named"], json!(["Head office"]), "{envelope:?}");
        } else {
            assert_eq!(row["conditional_access"], json!({"status": "failure", "policies": []}));
        }
        row["conditional_access"]["policies"] = json!(null);
        row["location"]["named"] = json!(null);
        row["risk"] = json!(null);
        let expected = first.get_or_insert_with(|| row.clone());
        assert_eq!(&row, expected, "{envelope:?}");
    }
    let row = first.expect("a row");
    assert_eq!(row["failure_reason"], "Access has been blocked, \"so\" to speak.");
    assert_eq!(row["mfa"], json!({"required": true, "method": "Mobile app notification", "result": "MFA completed in Azure AD"}));
    assert_eq!(row["location"]["country"], "DE");
}

#[test]
fn columns_count_by_their_names() {
    let scratch = Scratch::new("columns_count_by_their_names");
    for (header, line) in [
        // A name that stands twice: the first that holds something.
        (
            "Request ID,Correlation ID,Sign-in error code,Status,Date (UTC),Conditional Access,Request ID",
            "{id},,53003,Failure,2026-06-04T07:41:47Z,Failure,11111111-2222-4333-8444-555555555555",
        ),
        ("Request ID,Request ID,Status,Sign-in error code,Date (UTC),Conditional Access", ",{id},Failure,53003,,Failure"),
        // Spaces, other cases, quotes and semicolons.
        (" Request ID ; Sign-in Error Code ;STATUS;\"Conditional  Access\";Application ID ", "{id} ;53003;Failure; Failure;\"a\""),
        ("\"Request ID\"\t\"Sign-in error code\"\t\"Status\"\t\"Conditional Access\"", "\"{id}\"\t\"53003\"\t\"Failure\"\t\"Failure\""),
        // What a spreadsheet was kept from taking for a formula.
        ("Request ID,Sign-in error code,Status,Conditional Access,User", "{id},53003,Failure,Failure,'=cmd"),
        ("Some,Request ID,Columns,Sign-in error code,Nobody,Status,Knows,Conditional Access", "1,{id},2,53003,3,Failure,4,Failure"),
    ] {
        let log = scratch.file("log.csv", format!("{header}\r\n{}\r\n", line.replace("{id}", BLOCKED)));
        let report = joined_with(&log);
        assert_eq!(matches(&report), [(BLOCKED, 53003, "request_id")], "{header}");
        assert_eq!(rows(&report)[0]["conditional_access"]["status"], "failure", "{header}");
    }
}

#[test]
fn what_limits_a_log_is_told_and_is_no_fault() {
    let scratch = Scratch::new("what_limits_a_log_is_told_and_is_no_fault");
    let whole = Envelope::PortalJson.write(&[blocked(&json!({})), row(super::LATER, "", "2026-06-04T07:41:47Z", 0, &json!({}))]);
    let more =
        Envelope::GraphPage.write(&[blocked(&json!({}))]).replacen('{', "{\"@odata.nextLink\":\"https://graph.microsoft.com/x\",", 1);
    for (text, words) in [
        (whole[..whole.len() - 40].to_owned(), "cut off"),
        (more, "one page of several"),
        (whole.replacen('[', "[{\"a\" 1},", 1), "could not be read"),
    ] {
        let log = scratch.file("log.json", text);
        let outcome = as_json(&[&capture(), &"--sign-in-log", &log]);
        assert_eq!((outcome.status, rows(&report(&outcome)).len()), (Some(1), 1), "{words}: {outcome:?}");
        assert!(outcome.stderr.contains(words) && outcome.stderr.contains("log.json"), "{words}: {}", outcome.stderr);
        assert_eq!(as_json(&[&capture(), &"--sign-in-log", &log, &"--quiet"]).stderr, "", "{words}");
    }
}
