//! People's own guides, the list of guides, and the linter.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Scratch, entrace, run};
use crate::scenario::samples;
use crate::scenario::verdicts;
use crate::scenario::verdicts::dialects::Dialect;

fn team() -> PathBuf {
    crate::run::root().join("tests/it/guides_of_a_team")
}

/// The guidance for a code in a sample's report, with the team's guides in force.
fn guidance(sample: &str, code: &str) -> Value {
    guidance_of(Some(&team()), sample, code)
}

fn guidance_of(folder: Option<&Path>, sample: &str, code: &str) -> Value {
    let path = samples::named(sample).path();
    let mut command = entrace();
    command.arg(path).args(["--format", "json"]);
    folder.map(|folder| command.arg("--guidance").arg(folder));
    let outcome = run(&mut command);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().find(|finding| finding["code"] == code).unwrap_or_else(|| panic!("{sample} shows no {code}"))["guidance"].clone()
}

#[test]
fn own_guides_win_and_are_named_as_the_source() {
    let locked = guidance("locked-out.har", "AADSTS50053");
    let ours = guidance_of(None, "locked-out.har", "AADSTS50053");
    assert_eq!((&locked["meaning"], &ours["source"]), (&ours["meaning"], &Value::from("built-in")));
    assert_eq!(locked["notes"][0], "Our help desk sees this every Monday.");
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
    assert!(meaning("AADSTS50012: Client assertion contains an invalid signature.").starts_with("The signer is not trusted"));
    assert!(meaning("50012").starts_with("The signer is not trusted"));
}

#[test]
fn a_sign_in_cancelled_where_the_user_could_not_go_on_has_the_guidance_of_that_page() {
    let scratch = Scratch::new("cancelled_where_the_user_could_not_go_on");
    for (title, code, step) in [
        ("admin-consent-cancelled", Some("AADSTS90094"), "Cloud Application Administrator"),
        ("device-registration-cancelled", Some("AADSTS50129"), ""),
        ("wrong-password-then-cancelled", Some("AADSTS50126"), "forgotten password"),
        ("consent-cancelled", None, ""),
        ("app-confirmation-cancelled", None, ""),
    ] {
        for format in ["text", "markdown"] {
            let shown = run(entrace().arg(capture_of(title, &scratch)).args(["--format", format])).stdout;
            let behind = shown.split_once("Canceled on").map(|(_, behind)| behind);
            assert_eq!(behind.is_some(), code.is_some(), "{title}: {shown}");
            let says = |word: &str| behind.is_none_or(|behind| behind.contains(word));
            assert!(says(code.unwrap_or_default()) && says(step) && says("What to do"), "{title}: {shown}");
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
        let shown = run(entrace().arg(path).args(["--full", "--format", format, "--guidance"]).arg(team())).stdout;
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

/// What a report says of a guide: from its name, or in a template from the meaning, to the block for the ticket. What our guides say may change.
fn told(shown: &str) -> &str {
    let start =
        ["\nYour guide", "\nMeaning     The user ", "\nGuide"].iter().find_map(|start| shown.find(start)).expect("the guide is named");
    shown[start..].split("\nFor the escalation").next().unwrap_or_default().trim_start()
}

#[test]
fn guides_of_every_make_read_as_if_a_person_had_written_the_report() {
    for (sample, guide) in [
        ("redirect-uri-mismatch.har", "generated-wrapped"),
        ("client-secret-expired.har", "generated-boilerplate"),
        ("conditional-access-block.har", "template-policy"),
        ("password-expired.har", "nested-lists"),
    ] {
        let shown = run(entrace().arg(samples::named(sample).path()).current_dir(crate::run::root()).args([
            "--format",
            "text",
            "--guidance",
            "tests/it/guides_of_a_team",
        ]));
        insta::assert_snapshot!(format!("own_guide@{guide}"), told(&shown.stdout));
    }
    let shown = run(entrace().current_dir(crate::run::root()).args(["explain", "50034", "--guidance", "tests/it/guides_of_a_team"]));
    insta::assert_snapshot!("own_guide@runbook", told(&shown.stdout));
}

/// A guide for a redirect address, with these steps.
fn guide_with(scratch: &Scratch, name: &str, text: &str) -> PathBuf {
    scratch.file(&format!("{name}/guide.txt"), text);
    scratch.path().join(name)
}

#[test]
fn a_faulty_guide_stands_behind_ours_and_a_clean_one_before_it() {
    let scratch = Scratch::new("which_guide_goes_first");
    let head = "# AADSTS50011: the address\n\n## Resolution\n\n1. Ask the owner for the\n\n   right address.\n";
    let clean = guide_with(&scratch, "clean", head);
    let failed = guide_with(&scratch, "failed", &format!("{head}\n## Steps\n\nSteps could not be generated due to an error.\n"));
    let beside = guide_with(&scratch, "beside", &format!("{head}2. Guide the user through the MFA setup.\n"));
    let of = |folder: &Path| guidance_of(Some(folder), "redirect-uri-mismatch.har", "AADSTS50011");
    let first = of(&clean);
    assert!(first["source"].as_str().unwrap().ends_with("guide.txt") && first["faulty"].is_null() && first["faults"].is_null());
    assert_eq!(first["resolve"], serde_json::json!(["Ask the owner for the right address."]));
    for folder in [&failed, &beside] {
        let ours = of(folder);
        assert_eq!((&ours["source"], &ours["faulty"]["faults"]), (&Value::from("built-in"), &Value::from(1)), "{folder:?}");
        assert_eq!(ours["faulty"]["resolve"][0], "Ask the owner for the right address.");
        for format in ["text", "markdown", "html"] {
            let path = samples::named("redirect-uri-mismatch.har").path();
            let shown = run(entrace().arg(path).args(["--format", format, "--guidance"]).arg(folder)).stdout;
            let shown = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            let (ours, own) = (shown.find("ecide first whether the address"), shown.find("Ask the owner for the right address."));
            assert!(ours.is_some() && ours < own, "{format}: {shown}");
            assert!(shown.contains("faulty: 1 fault") && !shown.contains("could not be generated"), "{format}: {shown}");
        }
        let listed: Value =
            serde_json::from_str(&run(entrace().args(["guides", "list", "--format", "json", "--guidance"]).arg(folder)).stdout).unwrap();
        let row = listed.as_array().unwrap().iter().find(|row| row["code"] == "AADSTS50011").unwrap();
        assert_eq!(row["source"], "built-in");
        assert!(row["faulty"].as_str().unwrap().ends_with("guide.txt"), "{row}");
        let explained: Value =
            serde_json::from_str(&run(entrace().args(["explain", "50011", "--format", "json", "--guidance"]).arg(folder)).stdout).unwrap();
        assert_eq!(explained["matches"][0]["guidance"]["source"], "built-in");
    }
    let both = run(entrace()
        .arg(samples::named("redirect-uri-mismatch.har").path())
        .args(["--guidance"])
        .arg(&failed)
        .arg("--guidance")
        .arg(&clean));
    assert!(both.stdout.contains("clean") && !both.stdout.contains("faulty"), "a clean guide goes before a faulty one: {}", both.stdout);
}

#[test]
fn a_faulty_guide_is_all_there_is_for_a_code_without_one_of_ours() {
    let scratch = Scratch::new("no_guide_of_ours");
    let text =
        "# AADSTS99999999: not known here\n\nIt is odd.\n\n## Steps\n- Ask the owner.\n\nSteps could not be generated due to an error.\n";
    let folder = guide_with(&scratch, "alone", text);
    let shown = run(entrace().args(["explain", "AADSTS99999999", "--guidance"]).arg(&folder)).stdout;
    // Lines break where the path of the guide makes them.
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("It is odd.") && words.contains("Ask the owner.") && words.contains("faulty: 1 fault"), "{shown}");
}

#[test]
fn line_ends_tabs_and_marks_of_bullets_make_no_difference() {
    let scratch = Scratch::new("line_ends_and_bullets");
    let text = |mark: &str| {
        format!(
            "# AADSTS50011: the address\n\n## Possible causes\n\n{mark} The application was\n\n  moved.\n{mark} **A slash:** it ends\n  with one.\n\n## Resolution\n\n{mark} Add it.\n"
        )
    };
    let first = guide_with(&scratch, "first", &text("-"));
    let of = |folder: &Path| {
        let found = guidance_of(Some(folder), "redirect-uri-mismatch.har", "AADSTS50011");
        (found["causes"].clone(), found["resolve"].clone())
    };
    assert_eq!(of(&first).0, serde_json::json!(["The application was moved.", "A slash: it ends with one."]));
    for (at, mark) in ["*", "+", "•", "1.", "1)", "-\t", "\u{2022}\t"].into_iter().enumerate() {
        let folder = guide_with(&scratch, &format!("marks-{at}"), &text(mark));
        assert_eq!(of(&folder), of(&first), "{mark}");
    }
    let windows = format!("\u{feff}{}", text("-").replace('\n', "\r\n"));
    assert_eq!(of(&guide_with(&scratch, "windows", &windows)), of(&first));
}

#[test]
fn the_linter_tells_which_guides_are_faulty_and_what_is_left_out() {
    let checked = run(entrace().args(["guides", "check"]).arg(team()));
    for rule in ["failed-section", "other-matter", "nothing-left", "left-out"] {
        assert!(checked.stdout.contains(&format!(": {rule}: ")), "{rule}: {}", checked.stdout);
    }
    let faulty: Vec<&str> = checked.stderr.lines().filter(|line| line.contains("takes precedence")).collect();
    assert_eq!(faulty.len(), 2, "{}", checked.stderr);
    assert!(faulty.iter().all(|line| line.contains("generated-")), "{faulty:?}");
}

#[test]
fn a_folder_that_is_not_there_is_said() {
    let path = samples::named("locked-out.har").path();
    let outcome = run(entrace().arg(path).args(["--guidance", "no/such/folder"]));
    assert_eq!(outcome.status, Some(3));
    assert!(outcome.stderr.contains("no/such/folder"), "{}", outcome.stderr);
}
