//! Guides of one's own that ask the trace: what their checks decide, with ours and in their place, and what becomes of one that cannot be read.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::run::{Scratch, entrace, run};
use crate::scenario::samples;

/// A guide for 50053 with three checks: the sample answers the first with yes and the second with no, and shows nothing of the third.
const CHECKS: &str = r#"
[[checks]]
name = "wrong-before"
says = "a wrong password came first"
when = { code_before = "AADSTS50126" }

[[checks]]
name = "no-page"
says = "the application sent the password itself"
when = { stage = "token", grant = "password" }

[[checks]]
name = "told-to-wait"
says = "the service said how long to wait"
when = { retry_after = "sent" }
"#;

const BODY: &str = "
## Causes
- {no-page} A Contoso script has the old password.
- {told-to-wait} The Contoso gateway throttles.
- A colleague shares the account.
- {wrong-before} The Contoso client sent the old password.
- {no-page?} A Contoso service may do so.

## Resolve
- {no-page} Script owner: change the script.
- {not no-page} Contoso help desk: call the user.
- {told-to-wait} Network team: look at the gateway.

## Escalate with
- {wrong-before} The Contoso client's log.
";

fn guide(extends: &str, row: &str, checks: &str, body: &str) -> String {
    format!(
        "+++\ntitle = \"Contoso's lockout\"\nreviewed = \"2026-11-28\"\nwho_acts = [\"Contoso help desk\"]\n{extends}\n[[codes]]\ncode = \"AADSTS50053\"\nmeaning = \"Contoso locks early.\"\n{row}\n{checks}+++\n{body}"
    )
}

fn folder(scratch: &Scratch, text: &str) -> PathBuf {
    scratch.file("own/lockout.md", text);
    scratch.path().join("own")
}

fn report(folder: Option<&Path>) -> Value {
    let mut command = entrace();
    command.arg(samples::named("locked-out.har").path()).args(["--format", "json"]);
    folder.map(|folder| command.arg("--guidance").arg(folder));
    serde_json::from_str(&run(&mut command).stdout).unwrap()
}

fn guidance(report: &Value) -> Value {
    report["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "AADSTS50053").unwrap()["guidance"].clone()
}

fn text(folder: &Path, arguments: &[&str]) -> String {
    let outcome = run(entrace().arg(samples::named("locked-out.har").path()).args(arguments).arg("--guidance").arg(folder));
    outcome.stdout.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn list<'a>(of: &'a Value, name: &str) -> Vec<&'a str> {
    of[name].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

#[test]
fn a_guide_that_extends_ours_has_its_checks_decided_before_ours() {
    let scratch = Scratch::new("own_checks_extend");
    let folder = folder(&scratch, &guide("extends = \"built-in\"", "", CHECKS, BODY));
    let checked = run(entrace().args(["guides", "check"]).arg(&folder));
    assert_eq!((checked.status, checked.stdout.as_str()), (Some(0), ""));
    let (own, ours) = (guidance(&report(Some(&folder))), guidance(&report(None)));
    let results: Vec<(&str, &str)> = own["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| (check["name"].as_str().unwrap(), check["result"].as_str().unwrap()))
        .collect();
    assert_eq!(results[..3], [("wrong-before", "yes"), ("no-page", "no"), ("told-to-wait", "unseen")]);
    assert_eq!(own["checks"][0]["entries"], json!([2]));
    assert_eq!(own["checks"].as_array().unwrap()[3..], ours["checks"].as_array().unwrap()[..], "ours are decided, too");
    let (supported, ruled_out, causes) = (list(&own, "supported"), list(&own, "ruled_out"), list(&own, "causes"));
    assert_eq!(supported[0], "The Contoso client sent the old password.");
    assert_eq!(supported[1..], list(&ours, "supported")[..]);
    assert_eq!(ruled_out[0], "A Contoso script has the old password.");
    assert_eq!(ruled_out[1..], list(&ours, "ruled_out")[..]);
    assert_eq!(causes[..supported.len()], supported[..]);
    let open = &causes[supported.len()..];
    assert_eq!(open[..3], ["The Contoso gateway throttles.", "A colleague shares the account.", "A Contoso service may do so."]);
    let resolve = list(&own, "resolve");
    assert_eq!(
        resolve[..2],
        ["Contoso help desk: call the user.", "Network team: if the service said how long to wait: look at the gateway."]
    );
    assert_eq!(resolve[2..], list(&ours, "resolve")[..]);
    assert_eq!((own["title"].as_str(), own["faulty"].as_str()), (Some("Contoso's lockout"), None));
    assert_eq!(own["who_acts"][0], "Contoso help desk");
}

#[test]
fn text_shows_what_the_checks_of_a_guide_decide() {
    let scratch = Scratch::new("own_checks_text");
    let folder = folder(&scratch, &guide("extends = \"built-in\"", "", CHECKS, BODY));
    let full = text(&folder, &["--full"]);
    for said in [
        "yes a wrong password came first (entry 2)",
        "no the application sent the password itself",
        "Ruled out by this trace - A Contoso script has the old password.",
        "Contoso help desk: call the user.",
        "lockout.md",
    ] {
        assert!(full.contains(said), "{said}: {full}");
    }
    assert!(!full.contains("change the script"), "a step of a cause that is ruled out: {full}");
    let short = text(&folder, &[]);
    assert!(short.contains("The Contoso client sent the old password.") && short.contains("yes a wrong password came first"), "{short}");
    assert!(!short.contains("A Contoso script") && !short.contains("change the script"), "{short}");
}

#[test]
fn a_guide_without_extends_replaces_ours_with_its_checks() {
    let scratch = Scratch::new("own_checks_replace");
    let folder = folder(&scratch, &guide("", "", CHECKS, BODY));
    let own = guidance(&report(Some(&folder)));
    assert_eq!(own["checks"].as_array().unwrap().len(), 3);
    assert_eq!(list(&own, "supported"), ["The Contoso client sent the old password."]);
    assert_eq!(list(&own, "ruled_out"), ["A Contoso script has the old password."]);
    assert_eq!(list(&own, "escalate_with"), ["The Contoso client's log."]);
    let shown = text(&folder, &["--full"]);
    assert!(!shown.contains("passwordreset.microsoftonline.com"), "a step of ours: {shown}");
}

#[test]
fn a_guide_with_an_unknown_signal_stands_behind_ours_and_its_line_is_told() {
    let scratch = Scratch::new("own_checks_unknown_signal");
    let wrong = CHECKS.replace("retry_after", "retry_before");
    let written = guide("extends = \"built-in\"", "", &wrong, BODY);
    let folder = folder(&scratch, &written);
    let line = written.lines().position(|line| line.contains("retry_before")).unwrap() + 1;
    let checked = run(entrace().args(["guides", "check"]).arg(&folder));
    assert_eq!(checked.status, Some(1));
    let told = format!("lockout.md:{line}: front-matter: ");
    let told = checked.stdout.lines().find(|found| found.contains(&told)).unwrap_or_else(|| panic!("{told}: {}", checked.stdout));
    assert!(told.contains("there is no signal `retry_before`"), "{told}");
    assert!(checked.stderr.contains("1 fault (front-matter)"), "{}", checked.stderr);
    let (found, ours) = (guidance(&report(Some(&folder))), guidance(&report(None)));
    assert_eq!((&found["source"], &found["faulty"]["faults"]), (&json!("built-in"), &json!(1)));
    assert_eq!((&found["checks"], &found["causes"]), (&ours["checks"], &ours["causes"]));
    assert_eq!(found["faulty"]["resolve"][0], "Script owner: change the script.", "conditions that nobody can read are left out");
    let shown = text(&folder, &["--full"]);
    assert!(shown.contains("faulty: 1 fault") && !shown.contains("{no-page}") && !shown.contains("+++"), "{shown}");
}

#[test]
fn the_headline_of_a_guide_is_the_first_line_unless_the_guide_is_faulty() {
    let scratch = Scratch::new("own_headline");
    let rows = "headline = \"Contoso locked the account in {sign-in}\"\n";
    let fitting = "[[headlines]]\nwhen = { code_before = \"AADSTS50126\" }\nsays = \"{application} met a Contoso lockout\"\n";
    let other = fitting.replace("50126", "50072");
    let verdict = |text: &str| report(Some(&folder(&scratch, text)))["attempts"][0]["verdict"].as_str().unwrap().to_owned();
    let ours = report(None)["attempts"][0]["verdict"].as_str().unwrap().to_owned();
    assert_eq!(verdict(&guide("", rows, CHECKS, BODY)), "Contoso locked the account in the sign-in to Contoso Orders (AADSTS50053).");
    assert_eq!(verdict(&guide("", &format!("{rows}{fitting}"), CHECKS, BODY)), "Contoso Orders met a Contoso lockout (AADSTS50053).");
    assert!(verdict(&guide("", &format!("{rows}{other}"), CHECKS, BODY)).starts_with("Contoso locked the account"));
    assert_eq!(verdict(&guide("", "", CHECKS, BODY)), ours);
    let failed = format!("{BODY}\n- Steps could not be generated due to an error.\n");
    assert_eq!(verdict(&guide("", rows, CHECKS, &failed)), ours);
    // A report masks it as it masks the other words of the guide.
    let named = rows.replace("the account", "ada.lovelace@contoso.example");
    let masked = verdict(&guide("", &named, CHECKS, BODY));
    assert!(!masked.contains("ada.lovelace"), "{masked}");
}
