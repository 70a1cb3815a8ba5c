//! People's own guides, the list of guides, and the linter.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Scratch, entrace, run};
use crate::scenario::samples;
use crate::scenario::verdicts;
use crate::scenario::verdicts::dialects::Dialect;

fn team() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/guides_of_a_team")
}

/// The guidance for a code in a sample's report, with the team's guides in force.
fn guidance(sample: &str, code: &str) -> Value {
    let path = samples::named(sample).path();
    let outcome = run(entrace().arg(path).args(["--format", "json", "--guidance"]).arg(team()));
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("{sample} shows no {code}"))["guidance"].clone()
}

#[test]
fn own_guides_win_and_are_named_as_the_source() {
    let locked = guidance("locked-out.har", "AADSTS50053");
    assert_eq!(locked["meaning"], "Our help desk sees this every Monday.");
    assert_eq!(locked["causes"][0], "An old password on the phone.");
    assert_eq!(locked["resolve"][1], "Remove the mail profile, then read this.");
    assert_eq!(locked["links"][0]["url"], "https://intranet.contoso.example/locked");
    assert!(locked["source"].as_str().unwrap().ends_with("guides_of_a_team/locked.md"));
    assert_eq!(guidance("locked-out.har", "AADSTS50126")["source"], "built-in");
    assert_eq!(guidance("mfa-passed-and-stayed-signed-in.har", "AADSTS50074")["title"], "MFA is asked for, as our policy says");
}

#[test]
fn a_template_is_keyed_by_its_article_and_filled_from_the_attempt() {
    let filled = guidance("mfa-registration-blocked.saz", "AADSTS53010");
    let meaning = filled["meaning"].as_str().unwrap();
    assert!(meaning.starts_with("The user user#1@contoso.example tried Contoso Travel"), "{meaning}");
    assert!(meaning.ends_with("Policies: (not in the trace; see the sign-in log)."), "{meaning}");
    assert_eq!(filled["resolve"][0], "Ask the user to come to the office.");
    assert!(filled["confirm"][0].as_str().unwrap().contains("Code: AADSTS53010"));
}

/// A story as a capture, in a folder of its own.
fn capture_of(title: &str, scratch: &Scratch) -> PathBuf {
    let story = verdicts::all().into_iter().find(|story| story.title == title).unwrap_or_else(|| panic!("no story {title}"));
    scratch.file(&format!("{title}.har"), Dialect::Firefox.write(&story).unwrap())
}

#[test]
fn the_message_chooses_the_guide_where_the_service_reused_a_number() {
    let scratch = Scratch::new("the_message_chooses_the_guide");
    for (title, code, guide) in [
        ("redeemed-with-wrong-secret-of-old", "AADSTS50012", "client-secret-rejected"),
        ("redeemed-across-origins", "AADSTS90023", "spa-platform-mismatch"),
        ("renewal-for-other-scopes", "AADSTS70000", "consent-missing"),
    ] {
        let outcome = run(entrace().arg(capture_of(title, &scratch)).args(["--format", "json"]));
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let finding = report["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == code).unwrap();
        assert_eq!(finding["guidance"]["guide"], guide, "{title}");
    }
}

#[test]
fn ones_own_guide_can_be_for_some_messages_of_a_code() {
    let scratch = Scratch::new("own_guide_for_some_messages");
    let row = |message: &str, meaning: &str| format!("[[codes]]\ncode = \"AADSTS50012\"\n{message}meaning = \"{meaning}\"\n");
    let front =
        |rows: &str| format!("+++\ntitle = \"Ours\"\nreviewed = \"2026-11-22\"\nwho_acts = [\"user\"]\n{rows}+++\n\n## Causes\n- x\n");
    scratch.file("guides/secret.md", front(&row("message = \"invalid client secret\"\n", "The vault was not told.")));
    let folder = scratch.path().join("guides");
    let meaning = |text: &str| {
        let outcome = run(entrace().args(["explain", "--format", "json", "--guidance"]).arg(&folder).arg(text));
        let found: Value = serde_json::from_str(&outcome.stdout).unwrap();
        found["matches"][0]["guidance"]["meaning"].as_str().unwrap().to_owned()
    };
    assert_eq!(meaning("AADSTS50012: Invalid client secret is provided."), "The vault was not told.");
    assert!(meaning("AADSTS50012: Client assertion contains an invalid signature.").starts_with("Trust in the signer failed"));
    assert!(meaning("50012").starts_with("Trust in the signer failed"));
}

#[test]
fn a_sign_in_cancelled_where_the_user_could_not_go_on_has_the_guidance_of_that_page() {
    let scratch = Scratch::new("cancelled_where_the_user_could_not_go_on");
    for (title, code, step) in [
        ("admin-consent-cancelled", Some("AADSTS90094"), "Cloud Application Administrator"),
        ("device-registration-cancelled", Some("AADSTS50129"), ""),
        ("wrong-password-then-cancelled", Some("AADSTS50126"), "reset"),
        ("consent-cancelled", None, ""),
        ("app-confirmation-cancelled", None, ""),
    ] {
        for format in ["text", "markdown"] {
            let shown = run(entrace().arg(capture_of(title, &scratch)).args(["--format", format])).stdout;
            let behind = shown.split_once("Cancelled on").map(|(_, behind)| behind);
            assert_eq!(behind.is_some(), code.is_some(), "{title}: {shown}");
            let says = |word: &str| behind.is_none_or(|behind| behind.contains(word));
            assert!(says(code.unwrap_or_default()) && says(step) && says("What to do about that"), "{title}: {shown}");
        }
    }
}

#[test]
fn every_format_shows_where_a_guide_is_from() {
    for format in ["text", "markdown", "json", "html"] {
        let path = samples::named("locked-out.har").path();
        let shown = run(entrace().arg(path).args(["--format", format, "--guidance"]).arg(team())).stdout;
        assert!(shown.contains("An old password on the phone.") && shown.contains("locked.md"), "{format}: {shown}");
    }
}

#[test]
fn the_source_is_named_where_the_finding_is_no_cause_too() {
    for format in ["text", "markdown", "json", "html"] {
        let path = samples::named("mfa-passed-and-stayed-signed-in.har").path();
        let shown = run(entrace().arg(path).args(["--format", format, "--guidance"]).arg(team())).stdout;
        assert!(shown.contains("structured.md"), "{format}: {shown}");
    }
}

#[test]
fn a_guide_cannot_hurt() {
    for format in ["text", "markdown", "json"] {
        let path = samples::named("mfa-registration-abandoned.har").path();
        let outcome = run(entrace().arg(path).args(["--color", "never", "--format", format, "--guidance"]).arg(team()));
        assert!(outcome.stdout.contains("careful"), "{format}: the guide is used");
        for harm in ["<script", "<img", "onerror", "\u{1b}", "evil.example"] {
            assert!(!outcome.stdout.contains(harm), "{format}: {harm}\n{}", outcome.stdout);
        }
    }
}

#[test]
fn a_file_without_a_code_is_a_note() {
    let path = samples::named("locked-out.har").path();
    let outcome = run(entrace().arg(path).arg("--guidance").arg(team()));
    assert_eq!(outcome.status, Some(1));
    assert!(
        outcome.stderr.lines().any(|line| line.starts_with("note: ") && line.contains("no-code.md") && line.contains("names no code")),
        "{}",
        outcome.stderr
    );
}

#[test]
fn the_list_has_every_code_with_a_sentence_and_says_where_there_is_no_guide() {
    let listed: Value = serde_json::from_str(&run(entrace().args(["guides", "list", "--format", "json"])).stdout).unwrap();
    let codes = listed.as_array().unwrap();
    let (guided, unguided): (Vec<&Value>, Vec<&Value>) = codes.iter().partition(|code| code["guide"].is_string());
    eprintln!("{} codes, {} with a guide, {} without", codes.len(), guided.len(), unguided.len());
    assert!(codes.len() > 500 && guided.len() > unguided.len() * 3);
    for code in codes {
        assert!(code["meaning"].as_str().unwrap().len() > 20, "{code}");
        assert!(["failure", "interrupt", "informational"].contains(&code["kind"].as_str().unwrap()), "{code}");
        assert_eq!(code["guide"].is_null(), code["source"].is_null(), "{code}");
    }
}

#[test]
fn the_linter_finds_faults_and_passes_what_is_good() {
    let good = run(entrace().args(["guides", "check"]));
    assert_eq!((good.status, good.stdout.as_str()), (Some(0), ""));
    let faults = run(entrace().args(["guides", "check"]).arg(team()));
    assert_eq!(faults.status, Some(1));
    let has = |file: &str, rule: &str| {
        faults.stdout.lines().any(|line| line.contains(&format!("{file}:")) && line.contains(&format!(": {rule}: ")))
    };
    assert!(
        has("no-code.md", "no-code") && has("template.txt", "code-not-named") && has("hostile.md", "interrupt-not-said"),
        "{}",
        faults.stdout
    );
    let json: Value = serde_json::from_str(&run(entrace().args(["guides", "check", "--format", "json"]).arg(team())).stdout).unwrap();
    assert!(
        json.as_array()
            .unwrap()
            .iter()
            .all(|problem| problem["file"].is_string() && problem["line"].is_u64() && problem["rule"].is_string())
    );
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let path = samples::named("locked-out.har").path();
    let outcome = run(entrace().arg(path).args(["--guidance", "no/such/folder"]));
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("no/such/folder"), "{}", outcome.stderr);
}
