//! Every story in every dialect: what entrace says of it, next to what is true.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::expect::{self, list, text};
use crate::run::{self, Scratch};
use crate::scenario::samples;
use crate::scenario::story::Story;
use crate::scenario::truth::{Attempt, Cause};
use crate::scenario::verdicts;
use crate::scenario::verdicts::dialects::Dialect;
use crate::scenario::verdicts::mixtures;

/// Samples whose truth is that of their damaged file, not of their story.
const TRUE_OF_THE_FILE_ONLY: &[&str] = &["cut-off"];

/// Stories with a step that neither a hop nor an id ties to the rest: of two at once no one can say whose it is.
const TIED_BY_TIME_ONLY: &[&str] = &[
    "device-registered",
    "device-code-entered-here",
    "adfs-assertion-redeemed",
    "adfs-assertion-refused",
    "extension-blocks-scripts",
    "filter-blocks-scripts",
    "one-script-is-missing",
    "redemption-told-two-pages-behind",
    "script-comes-late",
    "scripts-are-not-found",
    "scripts-come-from-elsewhere",
];

/// Findings that only the client's clock can tell: a dump of text has none.
const TOLD_BY_THE_CLOCK: &[&str] = &["redirect-loop"];

/// What is said of a failure whose code stood in a body that is missing.
const TOLD_WITHOUT_BODIES: &[&str] = &["application-error"];

/// The sites of the contract.
const SITES: &[&str] = &[
    "token_response",
    "authorize_redirect",
    "request_url",
    "form_post_page",
    "form_post_request",
    "page_config",
    "page_text",
    "mfa_response",
    "credential_type",
    "saml_response",
    "ws_trust_fault",
    "ws_fed_result",
    "client_telemetry_header",
    "www_authenticate",
    "request_parameter",
    "response_header",
    "json_body",
    "text",
];

/// The kinds of interrupts of the contract, and whether one can be passed and not passed.
const KINDS: &[(&str, bool, bool)] = &[
    ("credentials", true, true),
    ("account_picker", true, true),
    ("mfa", true, true),
    ("mfa_registration", true, true),
    ("mfa_registration_blocked", false, true),
    ("keep_me_signed_in", true, true),
    ("app_confirmation", true, true),
    ("consent", true, true),
    ("admin_consent", true, true),
    ("password_change", true, true),
    ("password_reset_registration", true, true),
    ("device_authentication", true, true),
    ("device_registration", true, true),
    ("device_compliance", false, true),
    ("conditional_access_block", false, true),
    ("risk_block", false, true),
    ("terms_of_use", true, true),
    ("external_challenge", true, true),
    ("browser_sso", true, true),
    ("seamless_sso", true, true),
    ("federation", true, true),
    ("device_code", true, true),
    ("broker", false, true),
    ("legal_age", true, true),
    ("attribute_collection", false, true),
    ("cloud_redirect", true, false),
    ("error_page", true, true),
    ("unrecognised", true, true),
];

fn stories() -> Vec<Story> {
    let of_samples = samples::all().into_iter().flat_map(|sample| sample.stories);
    let of_samples = of_samples.filter(|story| !TRUE_OF_THE_FILE_ONLY.contains(&story.title));
    of_samples.chain(verdicts::all()).collect()
}

/// What a report says otherwise than the truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fault {
    /// A cause that the truth does not name.
    FalseCause,
    /// A cause that the report does not name.
    MissedCause,
    /// Everything else.
    Other,
}

/// What a report says of one capture.
#[derive(Debug, Default)]
struct Told<'r> {
    attempts: Vec<&'r Value>,
    findings: Vec<&'r Value>,
}

impl<'r> Told<'r> {
    /// The parts of a report, by the name of the capture.
    fn by_capture(report: &'r Value) -> BTreeMap<&'r str, Self> {
        let names: Vec<&str> = list(&report["captures"]).iter().filter_map(|capture| text(&capture["name"])).collect();
        let mut told: BTreeMap<&str, Self> = names.iter().map(|name| (*name, Self::default())).collect();
        let name = |part: &Value| part["capture"].as_u64().and_then(|at| names.get(usize::try_from(at).ok()?)).copied();
        for attempt in list(&report["attempts"]) {
            told.get_mut(name(attempt).expect("an attempt has a capture")).expect("the name is known").attempts.push(attempt);
        }
        for finding in list(&report["findings"]) {
            told.get_mut(name(finding).expect("a finding has a capture")).expect("the name is known").findings.push(finding);
        }
        told
    }

    fn finding(&self, id: &Value) -> Option<&'r Value> {
        self.findings.iter().copied().find(|finding| !id.is_null() && finding["id"] == *id)
    }

    fn root_cause(&self, attempt: &Value) -> Option<&'r Value> {
        self.finding(&attempt["root_cause"])
    }

    fn code(&self, id: &Value) -> &'r str {
        self.finding(id).and_then(|finding| text(&finding["code"])).unwrap_or("none")
    }

    fn loose(&self) -> Vec<&'r Value> {
        self.findings.iter().copied().filter(|finding| finding["attempt"].is_null()).collect()
    }

    /// Every difference from the truth.
    fn differences(&self, story: &Story, dialect: Dialect) -> BTreeSet<(Fault, String)> {
        let loses_bodies = dialect.loses_bodies(story);
        let mut differences = self.causes(story, loses_bodies);
        if !dialect.keeps_attempts_together() {
            return differences;
        }
        let mut differ = |what: String| differences.insert((Fault::Other, what));
        let expected = &story.truth.attempts;
        if self.attempts.len() != expected.len() {
            let told: Vec<_> = self.attempts.iter().map(|attempt| text(&attempt["outcome"]).unwrap_or("?")).collect();
            let expected: Vec<_> = expected.iter().map(|attempt| attempt.outcome).collect();
            differ(format!("attempts: {told:?}, should be {expected:?}"));
            return differences;
        }
        for (attempt, expected) in self.attempts.iter().zip(expected) {
            for what in if loses_bodies { self.less(attempt, expected) } else { self.attempt(attempt, expected, dialect) } {
                differ(what);
            }
        }
        if !loses_bodies {
            let told: Vec<_> = self.loose().iter().map(|finding| text(&finding["code"]).unwrap_or("?")).collect();
            let expected: Vec<_> = story.truth.loose.iter().map(|cause| cause.code).collect();
            if told != expected {
                differ(format!("findings of no attempt: {told:?}, should be {expected:?}"));
            }
        }
        differences
    }

    /// Causes that only the report or only the truth names.
    fn causes(&self, story: &Story, loses_bodies: bool) -> BTreeSet<(Fault, String)> {
        let of_failed = |attempt: &&Attempt| attempt.outcome == "failed";
        let mut missed: Vec<&str> =
            story.truth.attempts.iter().filter(of_failed).filter_map(|attempt| attempt.cause.as_ref()).map(|cause| cause.code).collect();
        let mut differences = BTreeSet::new();
        for told in self.findings.iter().filter(|finding| finding["role"] == "cause").filter_map(|finding| text(&finding["code"])) {
            match missed.iter().position(|code| *code == told) {
                Some(at) => {
                    missed.remove(at);
                }
                None if loses_bodies && TOLD_WITHOUT_BODIES.contains(&told) && !missed.is_empty() => {}
                None => {
                    differences.insert((Fault::FalseCause, format!("false cause: {told}")));
                }
            }
        }
        if !loses_bodies {
            differences.extend(missed.iter().map(|code| (Fault::MissedCause, format!("missed cause: {code}"))));
        }
        differences
    }

    fn attempt(&self, attempt: &Value, expected: &Attempt, dialect: Dialect) -> Vec<String> {
        let mut differences = Vec::new();
        let outcome = text(&attempt["outcome"]).unwrap_or("?");
        if outcome != expected.outcome {
            differences.push(format!("outcome: {outcome}, should be {}", expected.outcome));
        }
        let protocol = text(&attempt["protocol"]).unwrap_or("?");
        if !expected.protocol.is_empty() && protocol != expected.protocol {
            differences.push(format!("protocol: {protocol}, should be {}", expected.protocol));
        }
        match (self.root_cause(attempt), &expected.cause) {
            (Some(found), Some(cause)) => differences.extend(expect::cause(found, cause)),
            (None, None) => {}
            (found, cause) => {
                let found = found.and_then(|found| text(&found["code"]));
                differences.push(format!("root cause: {found:?}, should be {:?}", cause.as_ref().map(|cause| cause.code)));
            }
        }
        differences.extend(self.others(attempt, expected, dialect));
        differences.extend(interrupts(attempt, expected));
        differences
    }

    /// Findings besides the cause.
    fn others(&self, attempt: &Value, expected: &Attempt, dialect: Dialect) -> Option<String> {
        let can_be_told = |code: &&str| dialect.has_clock() || !TOLD_BY_THE_CLOCK.contains(code);
        let known: BTreeSet<&str> = expected.others.as_ref()?.iter().copied().filter(can_be_told).collect();
        let cause = expected.cause.as_ref().map(|cause| cause.code);
        let is_other = |code: &&str| Some(*code) != cause && !expected.open.contains(code);
        let told: BTreeSet<&str> = list(&attempt["findings"]).iter().map(|id| self.code(id)).filter(is_other).collect();
        (told != known).then(|| format!("other findings: {told:?}, should be {known:?}"))
    }

    /// Of a capture without all bodies less may be told, but nothing that is not true.
    fn less(&self, attempt: &Value, expected: &Attempt) -> Vec<String> {
        let mut differences = Vec::new();
        let outcome = text(&attempt["outcome"]).unwrap_or("?");
        let open = ["incomplete", "interrupted"];
        if outcome != expected.outcome && !open.contains(&outcome) {
            differences.push(format!("outcome without bodies: {outcome}, should be {} or open", expected.outcome));
        }
        if let Some(known) = &expected.others {
            let is_known = |code: &str| known.contains(&code) || expected.open.contains(&code);
            let cause = expected.cause.as_ref().map(|cause| cause.code);
            let told = list(&attempt["findings"]).iter().map(|id| self.code(id));
            differences.extend(told.filter(|code| !is_known(code) && Some(*code) != cause).map(|code| format!("untrue finding: {code}")));
        }
        let (told, known) = (last_words(attempt), expected.interrupts.iter().flatten());
        let known: BTreeMap<&str, bool> = known.filter_map(|(kind, satisfied)| Some((*kind, (*satisfied)?))).collect();
        let untrue = told.iter().filter(|(kind, satisfied)| {
            let differs = |satisfied: bool| known.get(kind).is_some_and(|known| *known != satisfied);
            !expected.open.contains(kind) && satisfied.is_some_and(differs)
        });
        differences.extend(untrue.map(|interrupt| format!("untrue interrupt: {interrupt:?}")));
        differences
    }
}

/// Each kind once, in the order of first appearance, with the last word on it.
fn last_words(attempt: &Value) -> Vec<(&str, Option<bool>)> {
    let mut told: Vec<(&str, Option<bool>)> = Vec::new();
    for interrupt in list(&attempt["interrupts"]) {
        let kind = text(&interrupt["kind"]).unwrap_or_default();
        let satisfied = interrupt["satisfied"].as_bool();
        match told.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, last)) => *last = satisfied,
            None => told.push((kind, satisfied)),
        }
    }
    told
}

/// What was asked on the way, and whether it was answered.
fn interrupts(attempt: &Value, expected: &Attempt) -> Option<String> {
    let wanted = expected.interrupts.as_ref()?;
    // The samples' truths do not list every kind.
    let lists_all = expected.others.is_some();
    let is_listed = |kind: &str| !expected.open.contains(&kind) && (lists_all || wanted.iter().any(|(known, _)| *known == kind));
    let told: Vec<_> = last_words(attempt).into_iter().filter(|(kind, _)| is_listed(kind)).collect();
    let wanted: Vec<_> = wanted.iter().copied().filter(|(kind, _)| is_listed(kind)).collect();
    (told != wanted).then(|| format!("interrupts: {told:?}, should be {wanted:?}"))
}

/// Stories in one dialect, by a few runs of the binary: the differences by the title.
fn run_in<'s>(dialect: Dialect, stories: &'s [(String, Story)], scratch: &Scratch) -> BTreeMap<&'s str, BTreeSet<(Fault, String)>> {
    /// Windows takes 32,767 letters for all arguments.
    const MOST_FILES: usize = 100;
    let file = |title: &str| format!("{title}.{}", dialect.extension());
    let path = |title: &str| format!("{dialect:?}/{}", file(title));
    let written = stories.iter().filter_map(|(title, story)| Some((title, story, scratch.file(&path(title), dialect.write(story)?))));
    let written: Vec<_> = written.collect();
    let of_some = |written: &[(&'s String, &'s Story, PathBuf)]| {
        let outcome = run::run(run::entrace().args(["--format", "json"]).args(written.iter().map(|(_, _, path)| path)));
        let report: Value =
            serde_json::from_str(&outcome.stdout).unwrap_or_else(|error| panic!("{dialect:?}: {error}; {}", outcome.stderr));
        let told = Told::by_capture(&report);
        let differences = |title: &str, story: &Story| match told.get(&*file(title)) {
            Some(told) => told.differences(story, dialect),
            None => BTreeSet::from([(Fault::Other, "no report".to_owned())]),
        };
        written.iter().map(|(title, story, _)| (title.as_str(), differences(title, story))).collect::<Vec<_>>()
    };
    written.chunks(MOST_FILES).flat_map(of_some).collect()
}

/// Runs stories in dialects, prints what differs from the truth, and fails if anything does.
fn check(test: &str, stories: &[(String, Story)], dialects: &[Dialect]) {
    let scratch = Scratch::new(test);
    let runs: Vec<_> = dialects.iter().map(|dialect| (*dialect, run_in(*dialect, stories, &scratch))).collect();
    let mut table = String::new();
    let mut counts: BTreeMap<Fault, usize> = BTreeMap::new();
    let (mut captures, mut faulty) = (0, 0);
    for (title, _) in stories {
        let mut ran = 0;
        let mut differences: BTreeMap<&(Fault, String), Vec<Dialect>> = BTreeMap::new();
        for (dialect, differing) in runs.iter().filter_map(|(dialect, run)| Some((*dialect, run.get(title.as_str())?))) {
            ran += 1;
            for difference in differing {
                *counts.entry(difference.0).or_default() += 1;
                differences.entry(difference).or_default().push(dialect);
            }
        }
        captures += ran;
        faulty += usize::from(!differences.is_empty());
        if differences.is_empty() {
            let _ = writeln!(table, "{title:38} {ran} ok");
        }
        for ((_, what), dialects) in differences {
            let in_which = if dialects.len() == ran { "all".to_owned() } else { format!("{dialects:?}") };
            let _ = writeln!(table, "{title:38} {ran} {what}  {in_which}");
        }
    }
    let count = |fault| counts.get(&fault).copied().unwrap_or_default();
    let _ = writeln!(
        table,
        "{} stories, {captures} captures; {faulty} stories differ; {} false causes, {} missed causes, {} other differences",
        stories.len(),
        count(Fault::FalseCause),
        count(Fault::MissedCause),
        count(Fault::Other),
    );
    eprintln!("{table}");
    assert!(faulty == 0, "{test}: {faulty} stories differ from the truth; see the table above");
}

#[test]
fn every_story_in_every_dialect() {
    let stories: Vec<_> = stories().into_iter().map(|story| (story.title.to_owned(), story)).collect();
    check("every_story_in_every_dialect", &stories, Dialect::ALL);
}

#[test]
fn noise_changes_no_verdict() {
    let stories: Vec<_> = stories().iter().map(|story| (story.title.to_owned(), mixtures::among_noise(story))).collect();
    check("noise_changes_no_verdict", &stories, &[Dialect::Firefox]);
}

#[test]
fn the_order_of_entries_changes_no_verdict() {
    let stories: Vec<_> = stories().iter().map(|story| (story.title.to_owned(), mixtures::reversed(story))).collect();
    check("the_order_of_entries_changes_no_verdict", &stories, &[Dialect::Firefox, Dialect::Saz]);
}

/// Every story with the one that stands this far behind it in the list.
fn pairs(apart: usize, is_suited: fn(&Story) -> bool, mix: fn(&Story, &Story) -> Story) -> Vec<(String, Story)> {
    let stories: Vec<_> = stories().into_iter().filter(is_suited).collect();
    let pair = |(at, first): (usize, &Story)| {
        let second = &stories[(at + apart) % stories.len()];
        (format!("{} + {}", first.title, second.title), mix(first, second))
    };
    stories.iter().enumerate().map(pair).collect()
}

/// Whether the story shows how each of its attempts begins: only then can no one take it for the rest of another.
fn shows_its_beginning(story: &Story) -> bool {
    let attempts = &story.truth.attempts;
    !attempts.is_empty() && attempts.iter().all(|attempt| !matches!(attempt.protocol, "unknown" | ""))
}

#[test]
fn one_story_after_the_other() {
    let pairs = pairs(41, shows_its_beginning, mixtures::one_after_the_other);
    check("one_story_after_the_other", &pairs, &[Dialect::Firefox]);
}

#[test]
fn two_stories_at_once() {
    let is_suited =
        |story: &Story| shows_its_beginning(story) && mixtures::is_one_attempt(story) && !TIED_BY_TIME_ONLY.contains(&story.title);
    let pairs: Vec<_> = [7, 17, 53].into_iter().flat_map(|apart| pairs(apart, is_suited, mixtures::at_once)).collect();
    check("two_stories_at_once", &pairs, &[Dialect::Firefox]);
}

#[test]
fn stories_have_names_of_their_own() {
    let mut titles = BTreeSet::new();
    let twice: Vec<_> = stories().iter().map(|story| story.title).filter(|title| !titles.insert(*title)).collect();
    assert!(twice.is_empty(), "{twice:?}");
    assert!(titles.len() >= 90, "{}", titles.len());
}

#[test]
fn stories_cover_the_contract() {
    let stories = stories();
    let causes = |story: &Story| -> Vec<Cause> {
        let of_attempts = story.truth.attempts.iter().filter_map(|attempt| attempt.cause.clone());
        of_attempts.chain(story.truth.loose.iter().cloned()).collect()
    };
    let sites: BTreeSet<&str> = stories.iter().flat_map(causes).map(|cause| cause.site).collect();
    let missing: Vec<_> = SITES.iter().filter(|site| !sites.contains(**site)).collect();
    assert!(missing.is_empty(), "no evidence at {missing:?}");

    let attempts = stories.iter().flat_map(|story| &story.truth.attempts);
    let asked: BTreeSet<(&str, Option<bool>)> = attempts.flat_map(|attempt| attempt.interrupts.iter().flatten()).copied().collect();
    let missing: Vec<_> = KINDS
        .iter()
        .flat_map(|(kind, passed, refused)| [(*kind, true, *passed), (*kind, false, *refused)])
        .filter(|(kind, satisfied, possible)| *possible && !asked.contains(&(*kind, Some(*satisfied))))
        .collect();
    assert!(missing.is_empty(), "no interrupt {missing:?}");
}
