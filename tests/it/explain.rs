//! `entrace explain`: every form of question, in every format.

use serde_json::Value;

use crate::run::{entrace, run};

/// Code, name, kind and guide of what was found; then what is not known.
fn ask(questions: &[&str]) -> String {
    let outcome = run(entrace().arg("explain").args(questions).args(["--format", "json"]));
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(found["schema_version"], 1);
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let mut lines = Vec::new();
    for hit in found["matches"].as_array().unwrap() {
        let number = hit["number"].as_u64().map_or("-".to_owned(), |number| number.to_string());
        lines.push([text(&hit["code"]), number, text(&hit["name"]), text(&hit["kind"]), text(&hit["guidance"]["guide"])].join(" | "));
    }
    lines.extend(found["unknown"].as_array().unwrap().iter().map(|unknown| format!("unknown: {}", text(unknown))));
    lines.extend(found["did_you_mean"].as_array().unwrap().iter().map(|near| format!("did you mean: {}", near["codes"])));
    lines.join("\n")
}

#[test]
fn codes_in_every_spelling() {
    insta::assert_snapshot!(ask(&["50053", "AADSTS50053", "aadsts50053", "AADB2C90118", "IdsLocked", "mfa-denied"]));
}

#[test]
fn a_number_of_two_families_gives_both() {
    insta::assert_snapshot!(ask(&["90092"]));
}

#[test]
fn pasted_messages() {
    insta::assert_snapshot!(ask(&[
        "AADSTS70002: Error validating credentials.AADSTS70008: The provided access grant is expired.Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001",
        "error_description=AADSTS900144%3a+The+request+body+must+contain",
        r#"{"error":"interaction_required","error_codes":[50076],"error_description":"AADSTS50076: MFA"}"#,
        "https://login.microsoftonline.com/error?code=50058",
        "https://app.contoso.example/cb?error=access_denied&error_description=AADSTS65004%3a+declined",
    ]));
}

#[test]
fn words_of_the_wire() {
    insta::assert_snapshot!(ask(&["ConvergedTFA", "mfa_registration", "basic_action", "0x80048821", "PhoneAppDenied", "xms_caeerror"]));
}

#[test]
fn headers_of_the_service() {
    insta::assert_snapshot!(ask(&["x-ms-clitelem", "client-request-id"]));
}

#[test]
fn what_is_not_known_is_said_and_near_misses_are_suggested() {
    insta::assert_snapshot!(ask(&["5O053", "50054321", "IdsLockd", "50152", "500133"]));
}

#[test]
fn the_text_reads_like_a_case_note() {
    let text = run(entrace().args(["explain", "AADSTS50140", "nonsense"])).stdout;
    insta::assert_snapshot!(text);
    let markdown = run(entrace().args(["explain", "AADSTS50140", "--format", "markdown"])).stdout;
    insta::assert_snapshot!("the_markdown_reads_like_a_case_note", markdown);
}

#[test]
fn a_text_of_any_length_is_answered() {
    let codes: Vec<String> = (0..200_000).map(|number| format!("AADSTS{}", 50_000 + number)).collect();
    let escaped = format!("%{}41", "25".repeat(200_000));
    let nested = format!("{}\"AADSTS50126\"{}", "{\"a\":".repeat(90), "}".repeat(90));
    for (text, answer) in
        [(codes.join(" "), "AADSTS50053"), ("x".repeat(10 << 20), "is not known"), (escaped, "is not known"), (nested, "AADSTS50126")]
    {
        // How long it takes is the benchmark's to tell; this is a run that hangs.
        let outcome = run(entrace().args(["explain", "-"]).timeout(std::time::Duration::from_mins(2)).write_stdin(text));
        assert!(
            outcome.status == Some(0) && outcome.stdout.contains(answer),
            "{answer}: {:?} {}",
            outcome.status,
            outcome.stdout.chars().take(300).collect::<String>()
        );
    }
}
