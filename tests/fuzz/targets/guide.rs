//! Guides of a team's own: any Markdown, with front matter, a heading or a template's properties before it, in the report on the planted
//! failure, in lookups, and before the linter.
#![no_main]

use std::sync::LazyLock;

use entrace::annotate::catalog::Catalog;
use entrace::annotate::lint::{self, GuideFile};
use entrace::annotate::{self, OwnGuide};
use entrace::model::report::Report;
use entrace::redact::Secrets;
use libfuzzer_sys::fuzz_target;
use shared::{Capture, Input, inspect, render};

/// What precedes the text, so that it serves the planted failure.
const BEFORE: [&str; 4] = [
    "",
    "# AADSTS50126: the password is wrong\n\n",
    "+++\ntitle = \"Ours\"\nreviewed = \"2026-11-01\"\nwho_acts = [\"user\"]\n[[codes]]\ncode = \"AADSTS50126\"\nkind = \"failure\"\nmeaning = \"Ours.\"\n+++\n",
    "<properties articleId=\"active-directory-dxp-signin-aad-bad-cred\"/>\n",
];

static PLANTED: LazyLock<(Report, Secrets)> = LazyLock::new(|| {
    let capture = Capture::of(Input::new(&[Capture::DUMP]));
    inspect(&capture, &Catalog::default()).expect("the planted exchange is a capture")
});

fuzz_target!(|bytes: &[u8]| {
    let mut input = Input::new(bytes);
    let before = BEFORE[usize::from(input.choice(4))];
    let text = format!("{before}{}", input.text());
    let _ = lint::check(&[GuideFile { name: "team/guide.md".to_owned(), text: text.clone() }]);
    let Ok(guide) = OwnGuide::parse("team/guide.md", &text) else { return };
    let codes = guide.codes.clone();
    let catalog = Catalog::new(vec![guide]);
    for code in &codes {
        assert!(catalog.look_up(code).is_some_and(|entry| entry.guidance.is_some()), "{code}: {text}");
    }
    let (mut report, secrets) = PLANTED.clone();
    annotate::annotate(&mut report, &catalog);
    render(&report, &secrets, false, true);
});
