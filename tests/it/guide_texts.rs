//! `guides show` and `guides new`: guides as they are written, and the beginning of one's own.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::run::{Outcome, Scratch, entrace, run, told};
use crate::scenario::samples;

fn built_in(name: &str) -> String {
    let path = crate::run::root().join("src/annotate/guides").join(format!("{name}.md"));
    fs::read_to_string(path).expect("a built-in guide")
}

fn show(code: &str, arguments: &[&str]) -> Outcome {
    run(entrace().args(["guides", "show", code]).args(arguments))
}

fn shown_as_json(code: &str, folder: Option<&Path>) -> Value {
    let mut command = entrace();
    command.args(["guides", "show", code, "--format", "json"]);
    folder.map(|folder| command.arg("--guidance").arg(folder));
    let outcome = run(&mut command);
    assert_eq!(outcome.status, Some(0), "{}", outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

fn new(code: &str) -> String {
    let outcome = run(entrace().args(["guides", "new", code]));
    assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{code}");
    outcome.stdout
}

/// A folder with the beginning of a guide for each code.
fn begun(scratch: &Scratch, codes: &[&str]) -> PathBuf {
    for code in codes {
        scratch.file(&format!("own/{code}.md"), new(code));
    }
    scratch.path().join("own")
}

#[test]
fn the_guide_of_a_code_is_shown_as_it_is_written_however_the_code_is_spelled() {
    for (code, guide) in [
        ("50126", "wrong-password"),
        ("AADSTS50126", "wrong-password"),
        ("aadsts50126", "wrong-password"),
        ("InvalidUserNameOrPassword", "wrong-password"),
        ("AADB2C90118", "b2c-forgot-password"),
        ("mfa-denied", "mfa-denied"),
        ("mfa_denied", "mfa-denied"),
        ("MSIS7065", "federation-server-path"),
    ] {
        for format in ["text", "markdown"] {
            let outcome = show(code, &["--format", format]);
            assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(0), ""), "{code}");
            assert_eq!(outcome.stdout, built_in(guide), "{code}: {format}");
        }
    }
    let found = shown_as_json("50126", None);
    let expected = serde_json::json!({
        "schema_version": 1,
        "guides": [{
            "code": "AADSTS50126", "messages": [], "guide": "wrong-password", "source": "built-in",
            "extends": [], "replaces": [], "faulty": null, "text": built_in("wrong-password"),
        }],
        "without_guide": [],
    });
    assert_eq!(found, expected);
}

#[test]
fn several_guides_for_a_code_are_all_shown_each_with_its_name() {
    let found = shown_as_json("50012", None);
    let guides: Vec<(&Value, &Value)> =
        found["guides"].as_array().unwrap().iter().map(|guide| (&guide["guide"], &guide["messages"])).collect();
    let messages = serde_json::json!(["Invalid client secret"]);
    assert_eq!(guides[0], (&Value::from("assertion-rejected"), &serde_json::json!([])));
    assert!(guides.contains(&(&Value::from("client-secret-rejected"), &messages)), "{guides:?}");
    let text = show("50012", &[]).stdout;
    let expected = format!(
        "<!-- assertion-rejected: AADSTS50012 -->\n{}\n<!-- client-secret-rejected: AADSTS50012, when the message says \"Invalid client secret\" -->\n{}",
        built_in("assertion-rejected"),
        built_in("client-secret-rejected")
    );
    assert_eq!(text, expected);
}

#[test]
fn a_number_that_two_families_share_shows_the_guides_of_both() {
    let listed: Value = serde_json::from_str(&run(entrace().args(["guides", "list", "--format", "json"])).stdout).unwrap();
    let with_guide: Vec<&str> =
        listed.as_array().unwrap().iter().filter(|row| row["guide"].is_string()).filter_map(|row| row["code"].as_str()).collect();
    let both = |code: &&str| code.strip_prefix("AADB2C").is_some_and(|number| with_guide.contains(&format!("AADSTS{number}").as_str()));
    let shared = with_guide.iter().copied().find(both).expect("a number of two families");
    let number = shared.trim_start_matches("AADB2C");
    let found = shown_as_json(number, None);
    let codes: Vec<&str> = found["guides"].as_array().unwrap().iter().filter_map(|guide| guide["code"].as_str()).collect();
    assert!(codes.contains(&shared) && codes.contains(&format!("AADSTS{number}").as_str()), "{codes:?}");
}

#[test]
fn what_cannot_be_a_code_is_wrong_usage_and_a_code_without_a_guide_is_said() {
    for command in ["show", "new"] {
        let outcome = run(entrace().args(["guides", command, "walnut"]));
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(2), ""));
        assert!(outcome.stderr.contains("no such code can exist"), "{}", outcome.stderr);
    }
    for (code, named) in [("50171", "no guide serves AADSTS50171;"), ("99999", "no guide serves AADSTS99999 or AADB2C99999;")] {
        let outcome = show(code, &[]);
        assert_eq!((outcome.status, outcome.stdout.as_str()), (Some(0), ""));
        assert!(outcome.stderr.starts_with(&format!("note: {named}")) && outcome.stderr.lines().count() == 1, "{}", outcome.stderr);
    }
    assert_eq!(shown_as_json("50171", None)["without_guide"], serde_json::json!(["AADSTS50171"]));
}

#[test]
fn ones_own_guide_is_shown_when_it_wins_and_standard_error_says_how_it_stands() {
    let scratch = Scratch::new("own_guide_is_shown");
    let text = |extends: &str, when: &str| {
        format!(
            "+++\ntitle = \"Ours\"\nreviewed = \"2026-11-28\"\nwho_acts = [\"user\"]\n{extends}\n[[codes]]\ncode = \"AADSTS50126\"\nmeaning = \"M.\"\n\n[[checks]]\nname = \"c\"\nsays = \"it is so\"\nwhen = {when}\n+++\n\n## Causes\n- {{c}} X.\n"
        )
    };
    let good = "{ silent = \"yes\" }";
    for (name, text, says, ours) in [
        ("extends", text("extends = \"built-in\"", good), "serves AADSTS50126 and extends the built-in guide wrong-password", false),
        ("replaces", text("", good), "serves AADSTS50126 instead of the built-in guide wrong-password", false),
        ("faulty", text("", "{ walnut = \"yes\" }"), "follows the built-in guide wrong-password for AADSTS50126, as it has 1 fault", true),
    ] {
        let path = scratch.file(&format!("{name}/guide.md"), &text);
        let folder = path.parent().unwrap();
        let outcome = run(entrace().args(["guides", "show", "50126", "--guidance"]).arg(folder));
        let file = told(&path);
        assert_eq!(outcome.stderr, format!("note: {file}: {says}\n"), "{name}");
        assert_eq!(outcome.stdout, if ours { built_in("wrong-password") } else { text }, "{name}");
        let found = &shown_as_json("50126", Some(folder))["guides"][0];
        assert_eq!(found["source"], if ours { "built-in" } else { &*file }, "{name}");
        let names = |there: bool| if there { serde_json::json!(["wrong-password"]) } else { serde_json::json!([]) };
        assert_eq!((&found["extends"], &found["replaces"]), (&names(name == "extends"), &names(name == "replaces")), "{name}");
        assert_eq!(found["faulty"], if ours { Value::from(file) } else { Value::Null }, "{name}");
    }
}

#[test]
fn what_a_guide_of_ones_own_holds_does_not_steer_a_terminal() {
    let scratch = Scratch::new("own_guide_steers");
    scratch.file("own/guide.md", "\u{feff}# AADSTS50126: ours\r\n\r\n## Causes\r\n-\tpress \u{1b}[31mhere\u{202e}\r\n");
    let outcome = run(entrace().args(["guides", "show", "50126", "--guidance"]).arg(scratch.path().join("own")));
    assert_eq!(outcome.stdout, "# AADSTS50126: ours\n\n## Causes\n-\tpress  [31mhere \n");
}

#[test]
fn a_beginning_passes_the_linter_but_for_what_is_to_be_written() {
    let scratch = Scratch::new("a_beginning_passes_the_linter");
    let codes = ["50126", "AADSTS50053", "50012", "AADB2C90118", "mfa-denied", "MSIS7065", "50171", "AADSTS99999999"];
    let folder = begun(&scratch, &codes);
    let checked = run(entrace().args(["guides", "check", "--format", "json"]).arg(&folder));
    assert_eq!((checked.status, checked.stderr.as_str()), (Some(1), ""), "none has a fault");
    let problems: Value = serde_json::from_str(&checked.stdout).unwrap();
    let other: Vec<&Value> = problems.as_array().unwrap().iter().filter(|problem| problem["rule"] != "to-write").collect();
    assert!(other.iter().all(|problem| problem["rule"] == "unknown-code") && other.len() == 1, "{other:?}");
    for code in codes {
        let path = folder.join(format!("{code}.md"));
        let text = fs::read_to_string(&path).unwrap();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| line.contains("TODO:")) {
            let is_told = |problem: &Value| problem["file"] == told(&path) && problem["line"] == at + 1;
            assert!(problems.as_array().unwrap().iter().any(is_told), "{code}: {line}");
        }
        // Written, it passes.
        fs::write(&path, text.replace("TODO:", "").replace("AADSTS99999999", "AADSTS50029")).unwrap();
    }
    let once = folder.join("50126.md");
    let checked = run(entrace().args(["guides", "check"]).arg(&once));
    assert_eq!((checked.status, checked.stdout.as_str()), (Some(0), ""));
}

#[test]
fn a_beginning_works_as_a_guide() {
    let scratch = Scratch::new("a_beginning_works");
    let folder = begun(&scratch, &["50053", "53003", "AADSTS50126"]);
    for (sample, named, ours) in
        [("locked-out.har", "50053", "account-locked"), ("conditional-access-block.har", "53003", "blocked-by-conditional-access")]
    {
        let code = format!("AADSTS{named}");
        let report = |own: bool| -> Value {
            let mut command = entrace();
            command.arg(samples::named(sample).path()).args(["--format", "json"]);
            if own {
                command.arg("--guidance").arg(&folder);
            }
            serde_json::from_str(&run(&mut command).stdout).unwrap()
        };
        let (with, without) = (report(true), report(false));
        let guidance = |report: &Value| {
            report["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == code.as_str()).unwrap()["guidance"].clone()
        };
        let (own, ours_alone) = (guidance(&with), guidance(&without));
        assert_eq!(ours_alone["guide"], ours);
        assert!(own["source"] == told(&folder.join(format!("{named}.md"))) && own["faults"].is_null(), "{own}");
        assert_eq!((&own["title"], &own["meaning"]), (&ours_alone["title"], &ours_alone["meaning"]));
        assert_eq!(own["checks"][0]["name"], "tried-often");
        assert_eq!(own["checks"].as_array().unwrap().len(), ours_alone["checks"].as_array().unwrap().len() + 1);
        assert!(own["resolve"][0].as_str().unwrap().starts_with("TODO:"), "{own}");
        assert_eq!(with["attempts"][0]["verdict"], without["attempts"][0]["verdict"], "what happened is still said");
    }
}

#[test]
fn a_beginning_knows_every_message_that_decides() {
    let text = new("50012");
    assert_eq!(text.matches("[[codes]]").count(), 2, "{text}");
    assert!(text.contains("message = \"Invalid client secret\"\n"), "{text}");
    assert!(!new("50171").contains("extends"), "there is nothing to extend");
}

#[test]
fn a_beginning_goes_to_a_file_that_is_not_there_yet() {
    let scratch = Scratch::new("a_beginning_goes_to_a_file");
    let path = scratch.path().join("guide.md");
    let write = || run(entrace().args(["guides", "new", "50126", "-o"]).arg(&path));
    let first = write();
    assert_eq!((first.status, first.stdout.as_str()), (Some(0), ""), "{}", first.stderr);
    assert!(first.stderr.starts_with("note: ") && first.stderr.contains("entrace guides check"), "{}", first.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), new("50126"));
    fs::write(&path, "mine").unwrap();
    let second = write();
    assert_eq!(second.status, Some(3));
    assert!(second.stderr.contains("is there already"), "{}", second.stderr);
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}
