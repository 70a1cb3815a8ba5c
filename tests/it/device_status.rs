//! Outputs of `dsregcmd /status` next to captures: recognized by what is in them, tied to the sign-in that they are about, and without names.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Outcome, Scratch, entrace, formats, run, zipped};
use crate::scenario::samples;

/// The correlation ID of the sign-in of the sample.
const CORRELATION_ID: &str = "52adf1d7-4018-4d2a-8dbc-537c20d13219";
const SAMPLE: &str = "locked-out.har";

/// What must be in no report.
const PLANTED: &[&str] = &[
    "QUINCE-0417",
    "walnutcorp",
    "ottoline",
    "D293213EF327483560EED8410CAE36BB67208179",
    "13e68a58-5e5b-4a8e-8b6f-a20a24110e3b",
    "7f1c2b3a-8d4e-4f5a-9b6c-0d1e2f3a4b5c",
];

/// An output as Windows writes it, with invented values.
fn output(account: &str) -> String {
    let frame = format!("+{}+", "-".repeat(70));
    let title = |title: &str| format!("\n{frame}\n| {title:<69}|\n{frame}\n\n");
    let line = |(key, value): &(&str, &str)| format!("{key:>26} : {value}\n");
    let fields = |fields: &[(&str, &str)]| fields.iter().map(line).collect::<Vec<_>>().concat();
    [
        title("Device State"),
        fields(&[
            ("AzureAdJoined", "YES"),
            ("EnterpriseJoined", "NO"),
            ("DomainJoined", "YES"),
            ("DomainName", "WALNUTCORP"),
            ("Device Name", "QUINCE-0417.walnutcorp.example"),
        ]),
        title("Device Details"),
        fields(&[
            ("DeviceId", "e92325d0-7ac4-4714-88a1-94ae875d5245"),
            ("Thumbprint", "D293213EF327483560EED8410CAE36BB67208179"),
            ("KeyContainerId", "13e68a58-5e5b-4a8e-8b6f-a20a24110e3b"),
        ]),
        title("User State"),
        fields(&[("NgcSet", "YES"), ("NgcKeyId", "{7F1C2B3A-8D4E-4F5A-9B6C-0D1E2F3A4B5C}"), ("WorkplaceJoined", "NO")]),
        title("SSO State"),
        fields(&[
            ("AzureAdPrt", "NO"),
            ("AzureAdPrtUpdateTime", "2026-03-02 03:15:26.000 UTC"),
            ("AcquirePrtDiagnostics", "PRESENT"),
            ("Previous Prt Attempt", "2026-03-02 09:02:58.789 UTC"),
            ("Attempt Status", "0xc000006d"),
            ("User Identity", "ottoline@walnutcorp.example"),
            ("Correlation ID", CORRELATION_ID),
            ("HTTP status", "400"),
            ("Server Error Code", "invalid_grant"),
            ("Server Error Description", "AADSTS50053: The account of ottoline@walnutcorp.example\nis locked."),
            ("EnterprisePrt", "NO"),
        ]),
        title("Diagnostic Data"),
        fields(&[("Executing Account Name", account), ("KeySignTest", "PASSED")]),
    ]
    .concat()
}

fn of_user() -> String {
    output("WALNUTCORP\\ottoline, ottoline@walnutcorp.example")
}

fn capture() -> PathBuf {
    samples::folder().join(SAMPLE)
}

fn on(paths: &[&Path], arguments: &[&str]) -> Outcome {
    run(entrace().args(arguments).args(paths))
}

fn report(paths: &[&Path]) -> Value {
    let outcome = on(paths, &["--format", "json"]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    serde_json::from_str(&outcome.stdout).expect("the report is JSON")
}

fn expected(source: &str) -> Value {
    json!({
        "joined": true,
        "trust": "entra_hybrid_joined",
        "device_id": "e92325d0-7ac4-4714-88a1-94ae875d5245",
        "prt": false,
        "prt_attempt_status": "0xc000006d",
        "server_error_code": "AADSTS50053",
        "correlation_id": CORRELATION_ID,
        "matched_attempt": 1,
        "source": source,
    })
}

#[test]
fn an_output_is_found_in_files_folders_and_archives_in_every_encoding() {
    let scratch = Scratch::new("an_output_is_found_in_files_folders_and_archives_in_every_encoding");
    let har = std::fs::read(capture()).unwrap();
    let alone = report(&[&capture()]);
    assert_eq!(alone["devices"], json!([]));
    let utf16 = of_user().replace('\n', "\r\n").encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    let mut with_mark = vec![0xFF, 0xFE];
    with_mark.extend(&utf16);
    let bare: String = of_user().lines().map(str::trim).filter(|line| !line.starts_with(['+', '|'])).collect::<Vec<_>>().join("\n");
    for (name, bytes) in [
        ("status.txt", of_user().into_bytes()),
        ("windows.log", with_mark),
        ("no-mark", utf16),
        ("pasted.md", bare.replace(" : ", ": ").into_bytes()),
        ("mark.txt", [b"\xEF\xBB\xBF".to_vec(), of_user().into_bytes()].concat()),
    ] {
        let file = scratch.file(&format!("{name}-folder/{name}"), &bytes);
        let both = report(&[&capture(), &file]);
        assert_eq!(both["devices"], json!([expected(name)]), "{name}");
        // Nothing else changes.
        for part in ["captures", "attempts", "findings"] {
            assert_eq!(both[part], alone[part], "{name}: {part}");
        }
        scratch.file(&format!("{name}-folder/{SAMPLE}"), &har);
        let folder = scratch.path().join(format!("{name}-folder"));
        let source = report(&[&folder])["devices"][0]["source"].clone();
        assert!(source.as_str().is_some_and(|source| source.ends_with(name)), "{source}");
        let archive = scratch.file(&format!("{name}.zip"), zipped(&[(name, &bytes), ("a.har", &har)]));
        assert_eq!(report(&[&archive])["devices"], json!([expected(&format!("{name}.zip/{name}"))]), "{name}");
        let beside = scratch.file(&format!("{name}-beside.zip"), zipped(&[(name, &bytes)]));
        assert_eq!(report(&[&beside, &capture()])["devices"][0]["matched_attempt"], 1, "{name}");
    }
}

#[test]
fn texts_and_pages_say_what_it_means() {
    let scratch = Scratch::new("texts_and_pages_say_what_it_means");
    let file = scratch.file("status.txt", of_user());
    let said = [
        "Microsoft Entra hybrid joined",
        "e92325d0-7ac4-4714-88a1-94ae875d5245",
        "no, last updated 2026-03-02 03:15:26Z",
        "2026-03-02 09:02:58Z, AADSTS50053, status 0xc000006d",
        "attempt 1 of ",
    ];
    for arguments in [&[][..], &["--full"], &["--format", "markdown"], &["--format", "html"]] {
        let outcome = on(&[&capture(), &file], arguments);
        assert_eq!(outcome.status, Some(1), "{arguments:?}");
        for said in said {
            assert!(outcome.stdout.replace('`', "").contains(said), "{arguments:?}: {said}: {}", outcome.stdout);
        }
    }
    let text = on(&[&capture(), &file], &[]).stdout;
    assert!(text.lines().count() <= 47, "{text}");
    assert!(text.trim_end().lines().last().unwrap().starts_with("FAILED"), "{text}");
    assert_eq!(on(&[&capture(), &file], &["--brief"]).stdout, on(&[&capture()], &["--brief"]).stdout);
}

#[test]
fn names_and_keys_are_in_no_report() {
    let scratch = Scratch::new("names_and_keys_are_in_no_report");
    // People name files after machines.
    let file = scratch.file("dsregcmd QUINCE-0417.txt", of_user());
    let system = scratch.file("system.txt", output("WALNUTCORP\\QUINCE-0417$, QUINCE-0417$@walnutcorp.example"));
    for format in formats() {
        for arguments in [&[][..], &["--full"]] {
            let outcome = run(entrace().args(arguments).args(["--format", &format]).args([&capture(), &file, &system]));
            assert_eq!(outcome.status, Some(1), "{format}");
            let text = outcome.stdout.to_lowercase();
            for planted in PLANTED {
                assert!(!text.contains(&planted.to_lowercase()), "{format}: {planted}: {}", outcome.stdout);
            }
        }
    }
}

#[test]
fn as_system_the_token_is_unknown() {
    let scratch = Scratch::new("as_system_the_token_is_unknown");
    let file = scratch.file("status.txt", output("NT AUTHORITY\\SYSTEM"));
    let report = report(&[&capture(), &file]);
    assert_eq!(report["devices"][0]["prt"], Value::Null);
    let notes = report["captures"][0]["notes"].as_array().unwrap();
    let note = notes.iter().find(|note| note["kind"] == "device_of_system").unwrap();
    assert!(note["message"].as_str().unwrap().contains("run it as the user who signs in"), "{note}");
    let text = on(&[&capture(), &file], &[]).stdout;
    assert!(text.contains("unknown: dsregcmd ran as SYSTEM"), "{text}");
}

#[test]
fn what_no_capture_shows_is_matched_with_none() {
    let scratch = Scratch::new("what_no_capture_shows_is_matched_with_none");
    let other = "63648321-fc5c-46eb-996e-ed1f3ba7740f";
    let file = scratch.file("status.txt", of_user().replace(CORRELATION_ID, other));
    let device = report(&[&capture(), &file])["devices"][0].clone();
    assert_eq!((&device["correlation_id"], &device["matched_attempt"]), (&json!(other), &Value::Null));
    let text = on(&[&capture(), &file], &[]).stdout;
    assert!(text.contains(other), "{text}");
}

#[test]
fn numbers_are_those_of_the_whole_report() {
    let scratch = Scratch::new("numbers_are_those_of_the_whole_report");
    let file = scratch.file("status.txt", of_user());
    let first = samples::folder().join("wrong-password-then-success.har");
    let report: Value =
        serde_json::from_str(&on(&[&first, &file, &capture()], &["--format", "json", "--outcome", "failed"]).stdout).unwrap();
    let attempts = report["attempts"].as_array().unwrap();
    let of_id = attempts.iter().find(|attempt| attempt["correlation_ids"][0] == CORRELATION_ID).unwrap();
    assert_eq!(report["devices"][0]["matched_attempt"], of_id["id"]);
    assert_ne!(of_id["id"], 1);
}

#[test]
fn alone_it_is_no_capture_and_says_so() {
    let scratch = Scratch::new("alone_it_is_no_capture_and_says_so");
    let file = scratch.file("folder/status.txt", of_user());
    let archive = scratch.file("status.zip", zipped(&[("status.txt", of_user().as_bytes())]));
    let what = "the output of dsregcmd /status and no capture; give it together with the capture";
    for path in [&file, &archive] {
        let outcome = on(&[path], &[]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(3), ""));
        assert_eq!(outcome.stderr.lines().collect::<Vec<_>>(), [format!("error: {}: {what}", path.display())]);
    }
    let outcome = on(&[&scratch.path().join("folder")], &[]);
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains(what), "{}", outcome.stderr);
    // It is no sign-in log either.
    let outcome = run(entrace().arg(capture()).arg("--sign-in-log").arg(&file));
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("not a sign-in log"), "{}", outcome.stderr);
}

/// Sanitizes an output.
fn sanitized(scratch: &Scratch, text: &str) -> String {
    let (file, clean) = (scratch.file("dsregcmd.txt", text), scratch.path().join("clean.txt"));
    let outcome = run(entrace().arg("sanitize").arg(&file).arg("-o").arg(&clean).arg("-q"));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{text}");
    std::fs::read_to_string(&clean).expect("a text")
}

#[test]
fn an_output_is_written_line_by_line_without_names() {
    let scratch = Scratch::new("an_output_is_written_line_by_line_without_names");
    let told = format!("Hello, this is Bram Quince:\n\n{}\nRegards from: Bram\nNewSetting : Quincewood\n", of_user());
    let clean = sanitized(&scratch, &told);
    insta::assert_snapshot!("sanitized_output", clean.replace("\r\n", "\n"));
    assert_eq!(clean.lines().count(), clean.matches("\r\n").count());
    for name in ["QUINCE", "ottoline", "Bram", "Quincewood", "WALNUTCORP"] {
        assert!(!clean.contains(name), "{name}: {clean}");
    }
    assert_eq!(sanitized(&scratch, &clean), clean);
}

/// What is said of the device stays the same, also where values are cut, framed or quoted, and of a machine's own account.
#[test]
fn an_output_without_names_tells_the_same() {
    let scratch = Scratch::new("an_output_without_names_tells_the_same");
    let framed = of_user().lines().map(|line| format!("| {} |\n", line.trim_matches(['|', ' ']))).collect::<Vec<_>>().concat();
    let quoted = of_user().lines().map(|line| format!("> {line}\n")).collect::<Vec<_>>().concat();
    let cut = of_user().replace("e92325d0-7ac4-", "e92325d0-7ac4-\n").replace("invalid_grant", "invalid_\n  grant");
    for text in [
        of_user(),
        framed,
        quoted,
        cut,
        output("WALNUTCORP\\QUINCE-0417$, QUINCE-0417$@walnutcorp.example"),
        output("NT-AUTORITÄT\\SYSTEM"),
        format!("{}\n{}", of_user(), output("NT AUTHORITY\\SYSTEM")),
    ] {
        let file = scratch.file("same.txt", &text);
        let raw = report(&[&capture(), &file]);
        let clean = scratch.file("same.txt", sanitized(&scratch, &text));
        assert_eq!(report(&[&capture(), &clean])["devices"], raw["devices"], "{text}\n{}", sanitized(&scratch, &text));
        assert!(!sanitized(&scratch, &text).contains("QUINCE"), "{}", sanitized(&scratch, &text));
        let again = sanitized(&scratch, &sanitized(&scratch, &text));
        assert_eq!(again, sanitized(&scratch, &text));
    }
}
