//! `bundle` packs reports and sanitized captures for a case; nothing in it shows what was planted.

use std::path::PathBuf;

use super::unpack::{self, Member};
use super::{FIELD, Hidden};
use crate::run::{self, Scratch};

#[test]
fn no_member_of_a_bundle_holds_what_was_planted() {
    let scratch = Scratch::new("no_member_of_a_bundle_holds_what_was_planted");
    let files: Vec<PathBuf> = FIELD.captures.iter().map(|capture| scratch.file(&capture.file, &capture.bytes)).collect();
    let case = scratch.path().join("case.zip");
    let outcome = run::run(run::entrace().arg("bundle").args(&files).arg("-o").arg(&case));
    assert!(matches!(outcome.status, Some(0 | 1)), "{outcome:?}");
    let mut members = unpack::members("case.zip", &std::fs::read(&case).expect("the bundle"));
    for wanted in ["report.md", "report.json", "manifest.json"] {
        assert!(members.iter().any(|member| member.name.ends_with(wanted)), "{wanted} is not in the bundle");
    }
    let ends = |end: &str| members.iter().filter(|member| member.name.ends_with(end)).count();
    assert_eq!((ends(".har"), ends(".saz, comment")), (2, 1), "the captures are in the bundle");
    members.push(Member { name: "stdout".to_owned(), bytes: outcome.stdout.into_bytes() });
    members.push(Member { name: "stderr".to_owned(), bytes: outcome.stderr.into_bytes() });
    let leaks = FIELD.leaks("", &members, Hidden::SecretsAndPeople);
    eprintln!("looked for {} values in {} members: {} leaks", FIELD.values.len(), members.len(), leaks.len());
    assert!(leaks.is_empty(), "\n{}", leaks.join("\n"));
}
