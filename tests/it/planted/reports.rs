//! No report, no comparison and no complaint shows what was planted.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use entrace::redact::Visibility;

use super::unpack::Member;
use super::{Capture, FIELD, Hidden, saz};
use crate::run::{self, Outcome, Scratch};
use crate::search::Search;
use crate::secrets;

const SHOW: &str = "--show-personal-data";

/// Leaks of a run on standard output and standard error.
fn leaks(place: &str, outcome: &Outcome, hidden: Hidden) -> Vec<String> {
    let member = |name: &str, text: &str| Member { name: name.to_owned(), bytes: text.as_bytes().to_vec() };
    FIELD.leaks(place, &[member("stdout", &outcome.stdout), member("stderr", &outcome.stderr)], hidden)
}

/// Whether a leak is of what only the customer's note says.
fn is_of_note(leak: &str) -> bool {
    leak.contains(", text comment") || leak.contains(", archive m.xml ui-comments")
}

fn written(scratch: &Scratch) -> Vec<PathBuf> {
    FIELD.captures.iter().map(|capture| scratch.file(&capture.file, &capture.bytes)).collect()
}

/// What only a note says has a test of its own.
fn nothing_leaked(mut leaks: Vec<String>, runs: usize) {
    leaks.retain(|leak| !is_of_note(leak));
    leaks.sort();
    leaks.dedup();
    eprintln!("looked for {} values in {runs} runs, on two streams each: {} leaks", FIELD.values.len(), leaks.len());
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}

/// The leaks of every report on every capture, and how many reports these were: made once for what was planted and for notes.
static REPORTS: LazyLock<(Vec<String>, usize)> = LazyLock::new(|| {
    let scratch = Scratch::new("no_report_shows_what_was_planted");
    let (mut table, mut runs) = (Vec::new(), 0);
    for path in written(&scratch) {
        for arguments in secrets::runs() {
            let outcome = run::on(&path, &arguments);
            assert!(matches!(outcome.status, Some(0 | 1)), "{} {arguments:?}: {outcome:?}", path.display());
            assert!(!outcome.stdout.is_empty(), "{} {arguments:?}", path.display());
            table.extend(leaks(&format!("{} {arguments:?}", name(&path)), &outcome, Hidden::SecretsAndPeople));
            runs += 1;
        }
    }
    (table, runs)
});

#[test]
fn no_report_shows_what_was_planted() {
    let (table, runs) = &*REPORTS;
    nothing_leaked(table.clone(), *runs);
}

/// Notes of the customer are shown. Addresses in them carry the same secrets as everywhere.
#[test]
fn no_report_shows_a_secret_of_a_note() {
    let (table, runs) = &*REPORTS;
    let table: Vec<&str> = table.iter().map(String::as_str).filter(|leak| is_of_note(leak)).collect();
    let noted = FIELD.values.iter().filter(|sown| sown.container.ends_with(" comment") || sown.container.ends_with("ui-comments")).count();
    eprintln!("looked for {noted} values of notes in {runs} runs: {} leaks", table.len());
    assert!(table.is_empty(), "\n{}", table.join("\n"));
}

#[test]
fn showing_personal_data_shows_no_planted_secret() {
    let scratch = Scratch::new("showing_personal_data_shows_no_planted_secret");
    let (mut table, mut runs) = (Vec::new(), 0);
    for path in written(&scratch) {
        for arguments in secrets::runs() {
            let outcome = run::on(&path, &[arguments.clone(), vec![SHOW.to_owned()]].concat());
            assert!(matches!(outcome.status, Some(0 | 1)), "{} {arguments:?}: {outcome:?}", path.display());
            table.extend(leaks(&format!("{} {arguments:?} {SHOW}", name(&path)), &outcome, Hidden::Secrets));
            runs += 1;
        }
    }
    nothing_leaked(table, runs);
}

fn name(path: &Path) -> &str {
    path.file_name().and_then(|name| name.to_str()).expect("a name of the test")
}

#[test]
fn no_comparison_shows_what_was_planted() {
    let scratch = Scratch::new("no_comparison_shows_what_was_planted");
    let paths = written(&scratch);
    let good = crate::scenario::samples::named("wrong-password-then-success.har").path();
    let (mut table, mut runs) = (Vec::new(), 0);
    for (good, bad) in [(&good, &paths[0]), (&good, &paths[2]), (&paths[1], &paths[2])] {
        for (format, personal) in [("text", false), ("markdown", false), ("html", false), ("json", false), ("json", true)] {
            let mut command = run::entrace();
            command.args(["compare", "--format", format]).args(personal.then_some(SHOW)).arg(good).arg(bad);
            let outcome = run::run(&mut command);
            assert_eq!(outcome.status, Some(0), "{outcome:?}");
            let hidden = if personal { Hidden::Secrets } else { Hidden::SecretsAndPeople };
            table.extend(leaks(&format!("compare {} {} {format}", name(good), name(bad)), &outcome, hidden));
            runs += 1;
        }
    }
    nothing_leaked(table, runs);
}

#[test]
fn no_exchange_that_is_shown_holds_what_was_planted() {
    let mut table = Vec::new();
    for capture in &FIELD.captures {
        for (personal_data, hidden) in [(false, Hidden::SecretsAndPeople), (true, Hidden::Secrets)] {
            let text = crate::show::everything(&capture.bytes, Visibility { personal_data });
            assert!(text.matches("\"schema_version\"").count() > 10, "{}: {text}", capture.file);
            let member = Member { name: format!("show, personal data {personal_data}"), bytes: text.into_bytes() };
            table.extend(FIELD.leaks(&capture.file, &[member], hidden));
        }
    }
    nothing_leaked(table, FIELD.captures.len() * 2);
}

/// A copy that ends somewhere, and one in which something is broken.
fn damaged(scratch: &Scratch, capture: &Capture) -> Vec<PathBuf> {
    let bytes = &capture.bytes;
    let cut = |part: usize| bytes[..bytes.len() / 16 * part].to_vec();
    let mut broken = bytes.clone();
    let middle = bytes.len() / 2;
    if capture.is_har() {
        // The first entry after the middle has no value for its method.
        let needle = b"\"method\": \"";
        let at = middle + bytes[middle..].windows(needle.len()).position(|window| window == needle).expect("half of the entries");
        broken[at + needle.len() - 1] = b'!';
    } else {
        broken[middle..middle + 40].fill(b'!');
    }
    let copies = [("cut-early", cut(3)), ("cut-in-the-middle", cut(8)), ("cut-late", cut(15)), ("broken", broken)];
    copies.into_iter().map(|(name, bytes)| scratch.file(&format!("{name}-{}", capture.file), bytes)).collect()
}

#[test]
fn no_complaint_about_a_damaged_capture_shows_what_was_planted() {
    let scratch = Scratch::new("no_complaint_about_a_damaged_capture");
    let (mut table, mut runs, mut complaints) = (Vec::new(), 0, 0);
    for capture in &FIELD.captures {
        for path in damaged(&scratch, capture) {
            for format in ["text", "json"] {
                let outcome = run::on(&path, &["--format", format, "--verbose"]);
                complaints += usize::from(outcome.status == Some(3));
                table.extend(leaks(name(&path), &outcome, Hidden::SecretsAndPeople));
                runs += 1;
            }
        }
    }
    assert!(complaints > 0, "nothing was wrong with any copy");
    nothing_leaked(table, runs);
}

#[test]
fn no_complaint_about_the_output_shows_what_was_planted() {
    let scratch = Scratch::new("no_complaint_about_the_output");
    let (mut table, mut runs) = (Vec::new(), 0);
    for path in written(&scratch) {
        for target in [scratch.path().join("no such folder").join("report.txt"), scratch.path().to_owned()] {
            let outcome = run::run(run::entrace().arg(&path).arg("-o").arg(&target));
            assert_eq!(outcome.status, Some(3), "{outcome:?}");
            table.extend(leaks(&format!("{} -o {}", name(&path), target.display()), &outcome, Hidden::SecretsAndPeople));
            runs += 1;
        }
    }
    nothing_leaked(table, runs);
}

#[test]
fn no_complaint_about_a_password_shows_it() {
    let scratch = Scratch::new("no_complaint_about_a_password_shows_it");
    let passwords = ["zq7kthepasswordofthearchive41", "zq7knotthepasswordbutclose42"];
    let locked = saz::build("locked", Some(passwords[0]));
    let archive = scratch.file("locked.saz", &locked.bytes);
    let wrong = scratch.file("wrong.txt", passwords[1]);
    let right = scratch.file("right.txt", passwords[0]);
    let (mut table, mut shown) = (Vec::new(), Vec::new());
    let of_archive = Search::new(locked.values.iter().map(|sown| sown.text.as_str()).filter(|text| text.len() >= 12));
    for (file, status) in [(&wrong, 3), (&scratch.path().join("none.txt"), 3), (&right, 1)] {
        let outcome = run::run(run::entrace().arg("--password-file").arg(file).arg(&archive));
        assert_eq!(outcome.status, Some(status), "{outcome:?}");
        let text = format!("{}\n{}", outcome.stdout, outcome.stderr);
        shown.extend(Search::new(passwords).find(text.as_bytes()).into_values());
        assert_eq!(outcome.stdout.is_empty(), status == 3, "{outcome:?}");
        table.extend(of_archive.find(outcome.stderr.as_bytes()).into_values().map(|needle| format!("{}: {needle}", name(file))));
    }
    assert!(shown.is_empty(), "{shown:?}");
    nothing_leaked(table, 3);
}

/// The name of a file holds what its owner wrote into it. What the user typed is repeated only where the user may need it: in complaints.
#[test]
fn no_report_shows_the_person_in_a_file_name() {
    let scratch = Scratch::new("no_report_shows_the_person_in_a_file_name");
    let person = "zq7kfilename5e1c";
    let path = scratch.file(&format!("sign-in of {person}@contoso.example.har"), &FIELD.captures[0].bytes);
    let search = Search::new([person]);
    for arguments in secrets::runs() {
        let outcome = run::on(&path, &arguments);
        for text in [&outcome.stdout, &outcome.stderr] {
            assert!(search.find(text.as_bytes()).is_empty(), "{arguments:?}");
        }
    }
}
