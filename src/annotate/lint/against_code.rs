//! What a guide says against the codes that it is for. Each of these is a fault: the guide follows ours.
//!
//! Only what can be decided from the text and the code is: a step that the code itself refuses, a matter that plays no part in the code by what
//! our own guide for it says, a passage that names other codes only, and causes that the service does not have.

use std::sync::LazyLock;

use regex::Regex;

use super::file::GuideFile;
use crate::annotate::catalog::Catalog;
use crate::annotate::own_guide::{Passage, Place, codes_in, passages};
use crate::entra::codes::Code;
use crate::entra::pattern::pattern;
use crate::model::finding::Guidance;
use crate::model::look_up::Problem;

/// Codes of users who cannot have registered yet, or are kept from it.
const REGISTRATION: &[u64] = &[50072, 50079, 50203, 53004, 53010, 53011];
/// Codes that refuse the registration itself.
const REGISTRATION_REFUSED: &[u64] = &[53004, 53010, 53011];
/// Codes of passwords and accounts, in which multifactor authentication plays no part.
pub(super) const WITHOUT_MFA: &[u64] = &[50034, 50053, 50055, 50056, 50057, 50126, 50144];

/// The passages of a guide that is not written in the form of ours.
fn told(file: &GuideFile) -> Vec<Passage> {
    if file.has_front_matter() { Vec::new() } else { passages(&file.text) }
}

/// Whether a passage tells what to do or to check, or what has to be there before.
fn is_step(passage: &Passage) -> bool {
    passage.is_boilerplate || matches!(passage.place, Place::Step | Place::Prerequisite)
}

/// A prerequisite that the code denies.
pub(super) fn contradicting_prerequisite(file: &GuideFile) -> Vec<Problem> {
    static ALREADY: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:must|should|needs? to|has to) (?:already )?(?:have|be) (?:already )?(?:set up|registered|configured|enrolled)\b")
    });
    static IS_SO: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\balready (?:set up|registered|configured|enrolled)\b"));
    if !file.numbers().iter().any(|number| REGISTRATION.contains(number)) {
        return Vec::new();
    }
    let contradicts = |passage: &Passage| {
        is_step(passage)
            && !is_conditional(&passage.text)
            && (ALREADY.is_match(&passage.text) || passage.place == Place::Prerequisite && IS_SO.is_match(&passage.text))
    };
    let message = "a prerequisite that the code denies: the user of this code has no method yet, or is kept from registering one";
    told(file)
        .iter()
        .filter(|passage| contradicts(passage))
        .map(|passage| file.problem(passage.line, "contradicting-prerequisite", message))
        .collect()
}

fn is_conditional(text: &str) -> bool {
    let text = text.to_lowercase();
    ["if ", "when ", "whether ", "in case "].iter().any(|word| text.starts_with(word) || text.contains(&format!(" {word}")))
}

/// A step that the code refuses.
pub(super) fn contradicting_step(file: &GuideFile) -> Vec<Problem> {
    static REGISTER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:guide|walk|lead|help) (?:the user|users|them|him|her) (?:through|with|to)[^.]*(?:mfa|multi-?factor|registration|enrol)|\bensure that the user has (?:mfa|multi-?factor)|\b(?:should|must|needs? to|has to) (?:register|set up|enroll|complete)[^.]*(?:mfa|multi-?factor)|\b(?:instruct|ask|tell|have) (?:the user|users|them) (?:to )?(?:register|set up|enroll|complete)[^.]*(?:mfa|multi-?factor|registration|method)",
        )
    });
    /// What makes the step right: it is not meant yet, or not from here.
    static FIRST: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:after|once|until|then|trusted|networks?|locations?|places?|vpn|office|compliant|device|temporary access pass|tap|not|never|n't|cannot|before)\b",
        )
    });
    if !file.numbers().iter().any(|number| REGISTRATION_REFUSED.contains(number)) || file.text.contains("<properties") {
        return Vec::new();
    }
    let contradicts = |passage: &Passage| is_step(passage) && REGISTER.is_match(&passage.text) && !FIRST.is_match(&passage.text);
    let message = "tells the user to register, which is just what this code refuses; someone else has to act first";
    told(file)
        .iter()
        .filter(|passage| contradicts(passage))
        .map(|passage| file.problem(passage.line, "contradicting-step", message))
        .collect()
}

/// A matter that steps are about.
struct Matter {
    name: &'static str,
    /// What tells someone to do something about it.
    step: &'static LazyLock<Regex>,
    /// What a guide for a code in which it plays a part says.
    said: &'static LazyLock<Regex>,
    /// Codes in which it plays no part although a guide of ours mentions it.
    without: &'static [u64],
}

macro_rules! matter {
    ($name:literal, $step:literal, $said:literal, $without:expr) => {{
        static STEP: LazyLock<Regex> = LazyLock::new(|| pattern(concat!("(?i)", $step)));
        static SAID: LazyLock<Regex> = LazyLock::new(|| pattern(concat!("(?i)", $said)));
        Matter { name: $name, step: &STEP, said: &SAID, without: $without }
    }};
}

fn matters() -> [Matter; 6] {
    [
        matter!(
            "multifactor authentication",
            r"\b(?:ensure|verify|check|confirm|guide|walk|complete|finish|register|re-?register|set up|configure|enroll|enable|reset|must|should|instruct|adjust)\b[^.]*\b(?:mfa|multi-?factor|authenticator app|second factor)\b",
            r"\bmfa\b|multi-?factor|second factor|authentication method|security info|amr|mfa_",
            WITHOUT_MFA
        ),
        matter!(
            "the user's password",
            r"\b(?:reset|change|renew|re-?enter)\b[^.]{0,30}\b(?:user's |users' |their |his |her |the |a )password\b",
            r"password|credential|federat",
            &[]
        ),
        matter!(
            "a client secret or certificate",
            r"\b(?:create|add|rotate|renew|regenerate|upload|replace)\b[^.]{0,40}\b(?:client secret|app(?:lication)? secret|certificate)\b",
            r"secret|certificate|credential|assertion|signing|\bkeys?\b",
            &[]
        ),
        matter!(
            "consent",
            r"\bgrant\b[^.]{0,30}\bconsent\b",
            r"consent|permission|scope|service principal|enterprise app|not in the tenant|administrator",
            &[]
        ),
        matter!(
            "device enrollment",
            r"\b(?:enroll|register|join|re-?join)\b[^.]{0,30}\b(?:device|computer|laptop|phone)\b[^.]{0,40}\b(?:intune|entra|azure ad|domain|mdm)\b",
            r"device|complian|intune|primary refresh|conditional access",
            &[]
        ),
        matter!(
            "the redirect URI",
            r"\b(?:add|register|correct|update|change)\b[^.]{0,30}\b(?:redirect|reply) ur[il]s?\b",
            r"redirect|reply|app registration",
            &[]
        ),
    ]
}

/// Steps about a matter that plays no part in the code, by what our own guide says of it.
pub(super) fn other_matter(file: &GuideFile) -> Vec<Problem> {
    let codes = file.codes();
    let catalog = Catalog::default();
    let known: Vec<Known> = codes.iter().filter_map(|code| Known::of(code, &catalog)).collect();
    // A code that we have no guide for may be about anything.
    if known.is_empty() || known.len() < codes.len() {
        return Vec::new();
    }
    let passages: Vec<Passage> = told(file).into_iter().filter(is_step).collect();
    let mut problems = Vec::new();
    for matter in matters() {
        let plays_a_part = known.iter().any(|known| !matter.without.contains(&known.number) && matter.said.is_match(&known.said));
        let is_about = known.iter().any(|known| matter.said.is_match(&known.about));
        // What is in the guides of every code has to be about this one; what its author wrote for it only to do with it.
        let is_beside = |passage: &&Passage| if passage.is_boilerplate { !is_about } else { !plays_a_part };
        let beside = passages.iter().filter(is_beside).filter(|passage| matter.step.is_match(&passage.text) && !says_not(&passage.text));
        let message = format!("a step about {}, which plays no part in {}; say what ends the error", matter.name, codes.join(", "));
        problems.extend(beside.map(|passage| file.problem(passage.line, "other-matter", message.clone())));
    }
    problems
}

fn says_not(text: &str) -> bool {
    let text = text.to_lowercase();
    [" not ", "n't ", "never ", "no need", "instead of", "cannot"].iter().any(|word| text.contains(word)) || text.starts_with("do not")
}

/// What is known of a code.
struct Known {
    number: u64,
    /// What the code is about: its name, its meaning, and the title of our guide.
    about: String,
    /// That, and what else our guide says.
    said: String,
}

impl Known {
    fn of(code: &str, catalog: &Catalog) -> Option<Self> {
        let entry = catalog.look_up(code)?;
        // What is looked at in a trace plays no part for that.
        let Guidance { title, causes, resolve, escalate_with, .. } = entry.guidance?;
        let about = [entry.name.unwrap_or_default(), entry.meaning, title.to_string()].join("\n");
        let texts = [causes, resolve, escalate_with].concat();
        let said = texts.iter().fold(about.clone(), |said, text| said + "\n" + &text.to_string());
        Some(Self { number: Code::read(code)?.number()?, about, said })
    }
}

/// Passages that say which error they are about, and name other codes only.
pub(super) fn other_code(file: &GuideFile) -> Vec<Problem> {
    static OF_ANOTHER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)\b(?:differen|versus|vs|instead|not|unlike|related|follows?|before|after|then|earlier|also|see|or|becomes)\b")
    });
    let own = file.codes();
    if own.is_empty() {
        return Vec::new();
    }
    let is_other = |passage: &Passage| {
        let named = codes_in(&passage.text);
        passage.place == Place::Topic
            && !named.is_empty()
            && !named.iter().any(|code| own.contains(code))
            && !OF_ANOTHER.is_match(&passage.text)
    };
    let other = told(file).into_iter().filter(is_other);
    let message = |passage: &Passage| {
        format!(
            "it is about {}, and the guide is for {}; take it to a guide of its own",
            codes_in(&passage.text).join(", "),
            own.join(", ")
        )
    };
    other.map(|passage| file.problem(passage.line, "other-code", message(&passage))).collect()
}

/// Causes that guides copy from each other and that the service does not have.
pub(super) fn false_cause(file: &GuideFile) -> Vec<Problem> {
    static CAUSES: LazyLock<Vec<(Regex, &'static str)>> = LazyLock::new(|| {
        [
            (
                r"(?i)\bexpired (?:authentication|mfa) methods?\b|\b(?:authentication|mfa) methods? (?:may |might |can )?(?:have |has )?expired?\b",
                "registered methods do not expire",
            ),
            (r"(?i)\bservice principal (?:is )?misconfigur", "a service principal is no cause of a requirement to register for MFA"),
            (
                r"(?i)\boutdated mfa (?:settings|configurations?)\b|\bmfa settings (?:on|of|in) the application\b",
                "an application has no MFA settings that could be out of date",
            ),
        ]
        .map(|(text, truth)| (pattern(text), truth))
        .into()
    });
    let about_mfa = |number: &u64| REGISTRATION.contains(number) || [50074, 50076, 50078].contains(number);
    if !file.numbers().iter().any(about_mfa) {
        return Vec::new();
    }
    let causes: Vec<Passage> = told(file).into_iter().filter(|passage| passage.place == Place::Cause && !says_not(&passage.text)).collect();
    let truth = |passage: &Passage| CAUSES.iter().find(|(pattern, _)| pattern.is_match(&passage.text)).map(|(_, truth)| *truth);
    causes.iter().filter_map(|passage| Some(file.problem(passage.line, "false-cause", truth(passage)?))).collect()
}
