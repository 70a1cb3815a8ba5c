//! What holds for any bytes: no run breaks, a good entry is found whatever is next to it, and a cut costs only what follows it.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use entrace::annotate::catalog::Catalog;
use entrace::inspection::Inspection;
use entrace::model::finding::Finding;
use entrace::read::{Input, Options, ReadError};
use entrace::redact::{self, Visibility};
use entrace::render::{self, Format, Style};
use proptest::prelude::*;
use regex::Regex;
use serde_json::{Value, json};

use super::make::{CODE, answered, asked, beside, changed, dump, entry, good, good_har, har, page, saz, zip};
use crate::readers::{gzip, hostile};
use crate::run::{Scratch, entrace};
use crate::sanitize::sanitized;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::default);
/// What is below a space and ends no line.
static STEERING: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[\x00-\x09\x0b\x0c\x0e-\x1f]").expect("a pattern"));

/// The entries that show the good entry's code.
fn found(bytes: &[u8]) -> Result<BTreeSet<u64>, ReadError> {
    let mut inspection = Inspection::new();
    inspection.read("case", Input::File(&bytes), &Options::new(&|_| None))?;
    let (report, secrets) = inspection.finish(&CATALOG);
    let of_code = |finding: &&Finding| finding.code.to_string() == CODE;
    let entries = report.findings.iter().filter(of_code).flat_map(|finding| &finding.evidence).map(|evidence| evidence.entry).collect();
    let redacted = redact::redact(report, &secrets, Visibility::default());
    for format in [Format::Text, Format::Markdown, Format::Json, Format::JsonLines, Format::Csv, Format::Html] {
        let shown = render::render(&redacted, Style { format, full: true, ..Style::default() }).expect("no secret is in it");
        // What has no escape sequence has none to take off, which takes longest of all.
        let plain = if shown.contains('\u{1b}') { anstream::adapter::strip_str(&shown).to_string() } else { shown };
        assert!(!STEERING.is_match(&plain) && (format != Format::Text || !plain.contains('\u{202e}')), "{format:?}");
    }
    Ok(entries)
}

/// Any JSON, with what fields of captures hold in it.
fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "\\PC{0,20}",
        any::<String>(),
        proptest::sample::select(vec![
            "AADSTS50058: x",
            "50126",
            "https://login.live.com/oauth20.srf?code=1&state=2",
            "https://[::1",
            "data:,x",
            "%",
            "eyJ0.e30.x",
            "gzip",
            "base64",
            "<Response/>",
            "<script>$Config={\"sErrorCode\":1};</script>",
            "2026-03-02T09:00:00Z",
            "9999-12-31T23:59:59Z",
            "\u{202e}\u{1b}[31m",
            "-1",
            "{\"error\":{}}",
        ])
        .prop_map(str::to_owned),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let name = proptest::sample::select(vec!["name", "value", "text", "url", "params", "mimeType", "encoding", "error", "x"]);
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(name.prop_map(str::to_owned), inner, 0..4).prop_map(|members| json!(members)),
        ]
    })
}

const PLACES: &[&str] = &[
    "/request",
    "/response",
    "/startedDateTime",
    "/time",
    "/comment",
    "/_error",
    "/pageref",
    "/_initiator",
    "/timings",
    "/serverIPAddress",
    "/request/method",
    "/request/url",
    "/request/headers",
    "/request/cookies",
    "/request/queryString",
    "/request/postData",
    "/request/bodySize",
    "/response/status",
    "/response/statusText",
    "/response/headers",
    "/response/content",
    "/response/redirectURL",
    "/response/_error",
    "/response/content/text",
    "/response/content/encoding",
    "/response/content/mimeType",
    "/response/content/size",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_field_may_hold_anything(place in proptest::sample::select(PLACES), value in any_json(), on_page: bool) {
        let bad = changed(if on_page { page("<html>") } else { entry() }, place, value);
        let har = beside(&[bad]);
        prop_assert!(found(har.as_bytes()).is_ok_and(|entries| entries.contains(&1)));
        prop_assert!(String::from_utf8_lossy(&sanitized(har.as_bytes())).contains(CODE));
    }

    #[test]
    fn a_good_entry_is_found_whatever_stands_beside_it(
        before in proptest::collection::vec(any_json(), 0..4),
        after in proptest::collection::vec(any_json(), 0..4),
        noise in hostile(),
    ) {
        let entries = [before.iter().map(Value::to_string).collect(), vec![good()], after.iter().map(Value::to_string).collect()].concat();
        let at = before.len() as u64;
        prop_assert!(found(har(&entries).as_bytes()).is_ok_and(|entries| entries.contains(&at)), "HAR");
        let member: Vec<u8> = noise.clone();
        let in_saz = saz(&[("raw/1_c.txt", &member), ("raw/2_s.txt", &member), ("raw/9_m.xml", &member), ("raw/3_c.txt", b""), ("entrace.json", &member)]);
        prop_assert!(found(&in_saz).is_ok_and(|entries| entries.contains(&9)), "SAZ");
        let in_zip = zip(&[("a", &member), ("case.har", good_har().as_bytes()), ("b.gz", &gzip(&member))]);
        prop_assert!(found(&in_zip).is_ok_and(|entries| entries.contains(&0)), "zip");
        let behind = [dump().as_bytes(), &noise].concat();
        prop_assert!(found(&behind).is_ok_and(|entries| entries.contains(&0)), "dump");
    }
}

proptest! {
    // Each case is a few runs of the binary.
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_with_a_status_of_ours(bytes in hostile(), packed: bool) {
        let scratch = Scratch::new("any_bytes_end_with_a_status_of_ours");
        let file = scratch.file("any", if packed { gzip(&bytes) } else { bytes });
        let output = scratch.path().join("out");
        let commands: [&[&str]; 3] = [&["--format", "html"], &["sanitize", "-o", output.to_str().unwrap()], &["bundle", "-o", output.to_str().unwrap()]];
        for command in commands {
            let outcome = crate::run::run(entrace().args(command).arg(&file).timeout(std::time::Duration::from_mins(5)));
            prop_assert!(matches!(outcome.status, Some(0 | 1 | 3)), "{command:?} {:?} {}", outcome.status, outcome.stderr);
            prop_assert!(!outcome.stderr.contains("please report this"), "{command:?} {}", outcome.stderr);
        }
    }
}

#[test]
fn a_cut_in_utf_16_costs_only_what_stands_behind_it() {
    let (one, two) = (good_har(), har(&[good(), good()]));
    let utf16: Vec<u8> = two.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let first = 2 * (one.len() - 3);
    for cut in (first..utf16.len()).step_by(29) {
        assert!(found(&utf16[..cut]).is_ok_and(|entries| entries.contains(&0)), "UTF-16, cut at {cut}");
    }
}

#[test]
fn a_cut_in_a_dump_costs_only_what_stands_behind_it() {
    let dump = dump().repeat(3);
    let session = dump.len() / 3;
    let answer_ends = asked().len() + 4 + answered().len();
    for cut in (1..dump.len()).step_by(17) {
        let complete = (0..3).filter(|entry| *entry * session + answer_ends <= cut);
        let kept = found(&dump.as_bytes()[..cut]).unwrap_or_default();
        for entry in complete {
            assert!(kept.contains(&(entry as u64)), "dump, cut at {cut}: {kept:?}");
        }
    }
}

#[test]
fn a_cut_session_of_a_saz_costs_no_other() {
    let (asked, answered) = (asked(), answered());
    for cut in (0..answered.len()).step_by(37) {
        let archive = saz(&[
            ("raw/1_c.txt", &asked.as_bytes()[..cut.min(asked.len())]),
            ("raw/1_s.txt", &answered.as_bytes()[..cut]),
            ("raw/9_m.xml", &answered.as_bytes()[..cut]),
        ]);
        assert!(found(&archive).is_ok_and(|entries| entries.contains(&9)), "SAZ, cut at {cut}");
    }
}
