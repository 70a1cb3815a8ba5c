//! Texts that hold messages of the service, next to captures and without any: what the binary makes of them.

mod sanitizing;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::run::{Outcome, Scratch, entrace, formats, report_on, run, zipped};
use crate::scenario::samples;

/// The ids of the failure of the sample.
const CORRELATION: &str = "52adf1d7-4018-4d2a-8dbc-537c20d13219";
const SAMPLE: &str = "locked-out.har";

/// What stands around the messages and in them, and must be in no report.
const PLANTED: &[&str] = &[
    "ottoline",
    "Ottoline Quince",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvdHRvbGluZSJ9.c2lnbmF0dXJl",
    "hunter2-quince",
    "QUINCE-0417",
    "203.0.113.77",
    "0.AXoAquince",
];

fn capture() -> PathBuf {
    samples::folder().join(SAMPLE)
}

/// The id of a request, by its last digits.
fn request(last: u64) -> String {
    format!("11111111-aaaa-4bbb-8ccc-{last:012}")
}

/// A correlation ID.
fn correlation(last: u64) -> String {
    format!("22222222-aaaa-4bbb-8ccc-{last:012}")
}

/// A message as the service writes it, its parts on one line or on four.
fn message(code: u32, says: &str, request: &str, correlation: &str, separator: &str) -> String {
    let parts = [
        format!("AADSTS{code}: {says}"),
        format!("Trace ID: {request}"),
        format!("Correlation ID: {correlation}"),
        "Timestamp: 2026-03-02 09:02:58Z".to_owned(),
    ];
    parts.join(separator)
}

const MFA: &str = "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor \
                   authentication to access '797f4846-ba00-4fd7-ba43-dac1f8f63013'.";

fn mfa(separator: &str) -> String {
    message(50076, MFA, &request(1), &correlation(1), separator)
}

/// What programs make of one message.
fn outputs() -> Vec<(&'static str, Vec<u8>)> {
    let answer = json!({
        "error": "interaction_required",
        "error_description": mfa("\r\n"),
        "error_codes": [50076],
        "timestamp": "2026-03-02 09:02:58Z",
        "trace_id": request(1),
        "correlation_id": correlation(1),
        "suberror": "basic_action",
    });
    let older = json!({
        "error": "interaction_required",
        "error_description": format!("AADSTS50076: {MFA}"),
        "error_codes": [50076],
        "timestamp": "2026-03-02 09:02:58Z",
        "trace_id": request(1),
        "correlation_id": correlation(1),
    });
    let stamped = mfa("\n").lines().map(|line| format!("2026-03-02T09:03:01.1234567Z {line}\n")).collect::<Vec<_>>().concat();
    let utf16 = |text: &str| [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect::<Vec<u8>>();
    let address: String = url::form_urlencoded::byte_serialize(mfa("\r\n").as_bytes()).collect();
    let repr = format!("{{'error': 'interaction_required', 'error_description': \"{}\", 'trace_id': '{}'}}", mfa("\\r\\n"), request(1));
    vec![
        ("az.log", format!("ERROR: {}\nTo re-authenticate, please run:\naz login --scope x\n", mfa(" ")).into_bytes()),
        ("colors.log", format!("\x1b[31mERROR: \x1b[1mAADSTS50076\x1b[0m{}\x1b[0m\n", mfa(" ").trim_start_matches("AADSTS50076")).into_bytes()),
        ("ci.log", format!("2026-03-02T09:03:00Z ##[section]Starting\n{stamped}2026-03-02T09:03:02Z ##[error]failed\n").into_bytes()),
        ("terraform.txt", format!("│ Error: building client: {}\n│\n│   with provider\n", mfa(" ")).into_bytes()),
        ("kubelogin.err", format!("Error: failed to get token: {answer}\n").into_bytes()),
        ("answer.json", answer.to_string().into_bytes()),
        ("older.json", older.to_string().into_bytes()),
        ("pretty.json", serde_json::to_vec_pretty(&answer).unwrap()),
        ("lines.jsonl", format!("{}\n{}\n", json!({"level": "info", "log": "begins"}), json!({"level": "error", "log": format!("failed: {answer}")})).into_bytes()),
        ("msal.log", format!("(False) MSAL 4.61.3.0 MSAL.CoreCLR .NET 8.0.5 [2026-03-02 09:02:58Z] Exception type: Microsoft.Identity.Client.MsalUiRequiredException\n{}\n", mfa("\r\n")).into_bytes()),
        ("python.log", format!("ERROR:msal.token:{repr}\n").into_bytes()),
        ("console.log", format!("main.js:1 Redirected to https://app.example/#error=interaction_required&error_description={address}&state=x\n").into_bytes()),
        ("powershell.txt", utf16(&format!("Connect-MgGraph : {}\r\nAt line:1 char:1\r\n", mfa("\r\n")))),
        ("quoted.eml.txt", format!("> {}\n", mfa("\n> ")).into_bytes()),
        ("doubled.txt", mfa("\r\r\n").into_bytes()),
    ]
}

fn on(paths: &[&Path], arguments: &[&str]) -> Outcome {
    run(entrace().args(arguments).args(paths))
}

fn json_on(paths: &[&Path]) -> Value {
    let outcome = on(paths, &["--format", "json"]);
    serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{error}: {outcome:?}"))
}

fn evidence(entry: u64, source: &str) -> Value {
    json!({"entry": entry, "site": "text", "field": null, "source": source})
}

#[test]
fn a_text_reads_like_this() {
    let scratch = Scratch::new("a_text_reads_like_this");
    let secret = "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, \
                  for a secret added to app '33333333-aaaa-4bbb-8ccc-000000000003'.";
    let text = message(7_000_215, secret, &request(4), &correlation(4), "\n");
    let path = scratch.file("deploy.log", format!("{}\n\n{text}\n", mfa(" ")));
    let outcome = on(&[&path], &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn what_programs_write_is_read_the_same() {
    let scratch = Scratch::new("what_programs_write_is_read_the_same");
    for (name, bytes) in outputs() {
        let path = scratch.file(name, bytes);
        let report = report_on(&path);
        assert_eq!((&report["captures"], report["attempts"].as_array().unwrap().len()), (&json!([]), 1), "{name}");
        let (attempt, finding) = (&report["attempts"][0], &report["findings"][0]);
        assert_eq!((&attempt["outcome"], &attempt["capture"]), (&json!("interrupted"), &Value::Null), "{name}");
        assert_eq!(attempt["root_cause"], finding["id"], "{name}");
        assert_eq!((&finding["code"], &finding["role"]), (&json!("AADSTS50076"), &json!("interrupt")), "{name}");
        assert_eq!(finding["message"], format!("AADSTS50076: {MFA}"), "{name}");
        assert_eq!(finding["timestamp"], "2026-03-02T09:02:58Z", "{name}");
        assert_eq!(finding["evidence"], json!([evidence(0, name)]), "{name}");
        assert_eq!((&finding["request_id"], &finding["correlation_id"]), (&json!(request(1)), &json!(correlation(1))), "{name}");
        assert_eq!(attempt["resource"]["id"], "797f4846-ba00-4fd7-ba43-dac1f8f63013", "{name}");
        assert_eq!(finding["guidance"]["guide"], "mfa-required", "{name}");
        if ["kubelogin.err", "answer.json", "pretty.json", "lines.jsonl"].contains(&name) {
            assert_eq!((&finding["oauth_error"], &finding["suberror"]), (&json!("interaction_required"), &json!("basic_action")), "{name}");
        }
    }
}

#[test]
fn a_code_that_is_only_mentioned_is_no_finding() {
    let scratch = Scratch::new("a_code_that_is_only_mentioned_is_no_finding");
    let far = format!("AADSTS50076: seen.\n{}Trace ID: {}\n", "and then nothing\n".repeat(1000), request(1));
    for (name, text) in [
        ("notes.txt", "We saw AADSTS50076 again. See AADSTS50011: reply address.\n".to_owned()),
        ("ids.txt", format!("Trace ID: {}\nCorrelation ID: {}\n", request(1), correlation(1))),
        ("before.txt", format!("Trace ID: {} of AADSTS50076: it failed.\n", request(1))),
        ("parted.txt", format!("AADSTS50076: it failed.\n\nTrace ID: {}\n", request(1))),
        ("far.txt", far),
        ("short.txt", "AADSTS50076: it failed. Trace ID: 11111111-aaaa-4bbb-8ccc-0000000".to_owned()),
    ] {
        let path = scratch.file(name, text);
        let outcome = on(&[&path], &[]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(3), ""), "{name}");
        assert!(outcome.stderr.contains("no HTTP traffic") && outcome.stderr.lines().count() == 1, "{name}: {}", outcome.stderr);
        let beside = on(&[&capture(), &path], &["--format", "json"]);
        assert_eq!(beside.status, Some(3), "{name}: what is named has to be of use");
    }
}

#[test]
fn the_same_message_is_one_finding_with_each_evidence() {
    let scratch = Scratch::new("the_same_message_is_one_finding_with_each_evidence");
    let other = message(50126, "Error validating credentials.", &request(2), &correlation(2), " ");
    let path = scratch.file("msal.log", [mfa(" "), mfa("\n"), other.clone(), mfa("\r\n"), other].join("\n"));
    let report = report_on(&path);
    let of = |at: usize| (report["findings"][at]["number"].clone(), report["findings"][at]["evidence"].clone());
    assert_eq!(of(0), (json!(50076), json!([evidence(0, "msal.log"), evidence(1, "msal.log"), evidence(3, "msal.log")])));
    assert_eq!(of(1), (json!(50126), json!([evidence(2, "msal.log"), evidence(4, "msal.log")])));
    assert_eq!((&report["attempts"][1]["outcome"], report["findings"].as_array().unwrap().len()), (&json!("failed"), 2));
}

#[test]
fn next_to_a_capture_nothing_of_it_changes() {
    let scratch = Scratch::new("next_to_a_capture_nothing_of_it_changes");
    let alone = json_on(&[&capture()]);
    let cause =
        alone["findings"].as_array().unwrap().iter().position(|finding| finding["id"] == alone["attempts"][0]["root_cause"]).unwrap();
    let code = u32::try_from(alone["findings"][cause]["number"].as_u64().unwrap()).unwrap();
    let same = message(code, "The account is locked.", &request(9), CORRELATION, " ");
    let beside = message(50076, MFA, &request(9), &CORRELATION.to_uppercase(), " ");
    let path = scratch.file("msal.log", format!("{same}\n{beside}\n{}\n", mfa(" ")));
    let both = json_on(&[&path, &capture()]);
    assert_eq!(both["captures"], alone["captures"]);
    let mut attempt = both["attempts"][0].clone();
    let own = alone["attempts"][0]["findings"].as_array().unwrap().len();
    let beside = attempt["findings"].as_array_mut().unwrap().split_off(own);
    assert_eq!((&attempt, beside.len()), (&alone["attempts"][0], 1));
    assert_eq!(both["attempts"].as_array().unwrap().len(), alone["attempts"].as_array().unwrap().len());
    let findings = both["findings"].as_array().unwrap();
    let mut own = alone["findings"].clone();
    own[cause]["evidence"].as_array_mut().unwrap().push(evidence(0, "msal.log"));
    assert_eq!(Value::from(findings[..own.as_array().unwrap().len()].to_vec()), own);
    let told: Vec<_> = findings[own.as_array().unwrap().len()..]
        .iter()
        .map(|finding| ["number", "role", "attempt", "capture", "evidence"].map(|name| finding[name].clone()))
        .collect();
    let informational = json!("informational");
    assert_eq!(
        told,
        [
            [json!(50076), informational.clone(), json!(1), json!(0), json!([evidence(1, "msal.log")])],
            // It is of no capture.
            [json!(50076), informational, Value::Null, Value::Null, json!([evidence(2, "msal.log")])],
        ]
    );
    for format in formats() {
        let status = |paths: &[&Path]| on(paths, &["--format", &format]).status;
        assert_eq!(status(&[&capture(), &path]), status(&[&capture()]), "{format}");
    }
    let fine = samples::folder().join("wrong-password-then-success.har");
    assert_eq!(on(&[&fine, &path], &[]).status, on(&[&fine], &[]).status);
}

#[test]
fn a_text_and_a_log_are_joined() {
    let scratch = Scratch::new("a_text_and_a_log_are_joined");
    let row = |last: u64, code: u32| {
        json!({
            "id": request(last), "correlationId": correlation(last), "createdDateTime": "2026-03-02T09:02:58Z", "appDisplayName": "Orders",
            "userPrincipalName": "kim.lang@contoso.example", "clientAppUsed": "Browser", "conditionalAccessStatus": "notApplied",
            "ipAddress": "203.0.113.99", "appId": "ece2d734-a023-4865-9b0d-759a8931d25b",
            "status": {"errorCode": code, "failureReason": "A reason."},
        })
    };
    let log = scratch.file("log.json", json!([row(1, 50076), row(2, 50126)]).to_string());
    let other = message(53003, "Access has been blocked.", &request(3), &correlation(3), " ");
    let text = scratch.file("msal.log", format!("{}\n{other}\n", mfa(" ")));
    let report = json_on(&[&text, &log]);
    let outcomes: Vec<_> = report["attempts"].as_array().unwrap().iter().map(|attempt| attempt["outcome"].as_str().unwrap()).collect();
    assert_eq!(outcomes, ["interrupted", "failed", "failed"]);
    let evidences: Vec<_> =
        report["findings"].as_array().unwrap().iter().map(|finding| finding["evidence"].as_array().unwrap().len()).collect();
    assert_eq!(evidences, [2, 1, 1]);
    assert_eq!(report["findings"][0]["evidence"][1], evidence(0, "msal.log"));
    assert_eq!(report["findings"][2]["evidence"][0], evidence(1, "msal.log"));
}

#[test]
fn nothing_around_a_message_and_no_name_in_it_shows() {
    let scratch = Scratch::new("nothing_around_a_message_and_no_name_in_it_shows");
    let says = "User account 'ottoline.quince@walnutcorp.example' from identity provider 'live.com' does not exist in \
                tenant 'Contoso'. Address 203.0.113.77.";
    let text = [
        "C:\\Users\\ottoline\\app> login --password hunter2-quince --user ottoline.quince@walnutcorp.example",
        "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJvdHRvbGluZSJ9.c2lnbmF0dXJl",
        "{\"refresh_token\":\"0.AXoAquince\",\"name\":\"Ottoline Quince\"}",
        &message(50020, says, &request(1), &correlation(1), "\n"),
        "{\"password\":\"hunter2-quince\",\"ip\":\"203.0.113.77\",\"device\":\"QUINCE-0417\"}",
    ];
    let path = scratch.file("ottoline.log", text.join("\n"));
    for format in formats() {
        for (paths, full) in [(vec![&path], ""), (vec![&path], "--full"), (vec![&path, &capture()], "--full")] {
            let outcome = run(entrace().args(["--format", &format]).args((!full.is_empty()).then_some(full)).args(&paths));
            assert_eq!(outcome.status, Some(1), "{format}: {}", outcome.stderr);
            // The user named the file.
            let shown = outcome.stdout.replace("ottoline.log", "");
            for planted in PLANTED {
                assert!(!shown.contains(planted), "{format} {full}: {planted} in {shown}");
            }
            assert!(format == "csv" || format == "jsonl" || shown.contains("AADSTS50020"), "{format}: {shown}");
        }
    }
}

#[test]
fn codes_of_clients_are_explained() {
    let scratch = Scratch::new("codes_of_clients_are_explained");
    let broker = format!("{} Status: Response_Status.Status_InteractionRequired, Error code: 3399614476, Tag: 557973645\n", mfa(" "));
    let private = "(pii). Status: Response_Status.Status_InteractionRequired, Error code: 3399614476, Tag: 557973645\n".repeat(2);
    let path = scratch.file("az.log", broker);
    let report = report_on(&path);
    let code = &report["system_codes"][0];
    assert_eq!((&code["code"], &code["number"], &code["times"]), (&json!("0xcaa2000c"), &json!(3_399_614_476_u32), &json!(1)));
    let path = scratch.file("private.log", private);
    let outcome = on(&[&path], &[]);
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""));
    insta::assert_snapshot!(outcome.stdout);
}

#[test]
fn a_folder_says_what_each_file_was_taken_for() {
    let scratch = Scratch::new("a_folder_says_what_each_file_was_taken_for");
    let log = crate::run::root().join("tests/it/sign_in_logs/graph-beta-page.json");
    let har = std::fs::read(capture()).unwrap();
    let files: [(&str, Vec<u8>); 6] = [
        ("case.har", har),
        ("log.json", std::fs::read(log).unwrap()),
        ("msal.log", mfa("\n").into_bytes()),
        ("notes.txt", b"Hello, it does not work: AADSTS50076.\n".to_vec()),
        ("shot.png", b"\x89PNG\r\n\x1a\n".to_vec()),
        ("wire.pcap", b"\xD4\xC3\xB2\xA1\x02\x00".to_vec()),
    ];
    for (name, bytes) in &files {
        scratch.file(&format!("case/{name}"), bytes);
    }
    let folder = scratch.path().join("case");
    let outcome = on(&[&folder], &[]);
    assert_eq!(outcome.status, Some(1));
    let (_, overview) = outcome.stdout.split_once("\nWhat was read\n").unwrap_or_else(|| panic!("{}", outcome.stdout));
    insta::assert_snapshot!(overview);
    let members: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let archive = scratch.file("case.zip", zipped(&members));
    let taken =
        |report: &Value| -> Vec<Value> { report["files"].as_array().unwrap().iter().map(|file| file["taken_for"].clone()).collect() };
    let expected = ["capture", "sign_in_log", "text", "nothing", "nothing", "nothing"];
    assert_eq!(taken(&json_on(&[&folder])), expected);
    assert_eq!(taken(&json_on(&[&archive])), expected);
    assert!(on(&[&folder], &["--format", "html"]).stdout.contains("What was read"));
    assert!(on(&[&folder], &["--format", "markdown"]).stdout.contains("What was read"));
    // What is named one by one is known to who named it.
    let named = json_on(&[&capture(), &folder.join("msal.log")]);
    assert_eq!(named["files"], Value::Null);
    assert_eq!(json_on(&[&folder.join("msal.log")])["files"], Value::Null);
}

#[test]
fn hostile_texts_are_read_in_bounds() {
    /// Far more than any takes, also on a busy machine.
    const LONG: Duration = Duration::from_mins(2);
    let scratch = Scratch::new("hostile_texts_are_read_in_bounds");
    let line = format!("{}{}", "x".repeat(64 << 20), mfa(" "));
    let many: String = (0..20_000).map(|last| message(50126, "No.", &request(last), &correlation(last), " ") + "\n").collect();
    let ids = format!("{} {}", mfa(" "), format!("Trace ID: {} ", request(1)).repeat(200_000));
    for (name, text, attempts) in [
        ("line.log", line, 1),
        ("many.log", many, 10_000),
        ("ids.log", ids, 1),
        ("codes.log", format!("{}{}", "AADSTS50076: ".repeat(500_000), mfa("\n")), 1),
        ("deep.log", format!("{}{}", "{\"a\":".repeat(200_000), mfa(" ")), 1),
        ("labels.log", format!("{}\n{}", "Trace ID: Correlation ID: Timestamp: ".repeat(100_000), mfa(" ")), 1),
        ("percent.log", format!("{}{}", "AADSTS50076: Trace ID%3A%3A%3A".repeat(100_000), mfa("\n")), 1),
    ] {
        let path = scratch.file(name, text);
        let begun = Instant::now();
        let outcome = on(&[&path], &["--format", "jsonl"]);
        assert!(begun.elapsed() < LONG, "{name}: {:?}", begun.elapsed());
        assert_eq!((outcome.status, outcome.stdout.lines().count()), (Some(1), attempts), "{name}: {}", outcome.stderr);
    }
    let nul = scratch.file("zeros.log", [b"\0\0\0\0".as_slice(), mfa(" ").as_bytes()].concat());
    assert_eq!(on(&[&nul], &[]).status, Some(3));
}
