//! The catalog: what is known of a code, and which guide serves it. Guides are parsed only when they are looked up.

use std::hash::BuildHasher;
use std::rc::Rc;
use std::sync::LazyLock;

use foldhash::fast::FixedState;
use memchr::memmem;
use serde::Deserialize;

use super::checks::Case;
use super::guide::{CodeEntry, Guide};
use super::guides::GUIDES;
use super::own_guide::{Asked, Ours, OwnGuide};
use super::slots;
use crate::entra::codes::{Code, CodeKind};
use crate::model::attempt::Headline;
use crate::model::finding::{Checked, Guidance, Material, Source};
use crate::model::prose::Prose;

/// Codes for which no honest remedy is known, family by family.
const UNGUIDED: &[&str] = &[
    include_str!("codes/applications.toml"),
    include_str!("codes/b2c.toml"),
    include_str!("codes/federation.toml"),
    include_str!("codes/service.toml"),
    include_str!("codes/sign-in.toml"),
];

/// What the catalog knows of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: String,
    /// The service's name.
    pub name: Option<String>,
    /// What it says on its own.
    pub kind: CodeKind,
    /// What happened, in one sentence.
    pub meaning: String,
    /// What to do; `None` when no honest remedy is known.
    pub guidance: Option<Guidance>,
}

/// The guides in force: the built-in ones and people's own, which win unless the linter finds faults in them.
#[derive(Debug, Clone, Default)]
pub struct Catalog {
    own: Vec<OwnGuide>,
}

impl Catalog {
    /// The built-in guides with guides of one's own before them, or behind them when they have faults. Among those without faults the more
    /// explicit win, then the one named first.
    #[must_use]
    pub fn new(mut own: Vec<OwnGuide>) -> Self {
        own.sort_by_key(|guide| (guide.faults > 0, guide.keyed_by, guide.codes.len()));
        Self { own }
    }

    /// What the catalog knows of a code, `None` when it knows nothing.
    #[must_use]
    pub fn look_up(&self, code: &str) -> Option<Entry> {
        self.look_up_with(code, None).or_else(|| self.look_up_with(code, Some(&self.words_of(code)?)))
    }

    /// The words of the messages for which alone a guide of one's own serves a code.
    fn words_of(&self, code: &str) -> Option<String> {
        self.own.iter().find_map(|guide| guide.words_of(code))
    }

    /// The words of messages that guides of one's own choose by, for a code.
    pub(super) fn messages_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        self.own.iter().flat_map(move |guide| guide.messages_of(code))
    }

    /// What the catalog knows of a code that came with this message.
    #[must_use]
    pub fn look_up_with(&self, code: &str, message: Option<&str>) -> Option<Entry> {
        let known = known(code, message);
        let Some(own) = self.own_guide(code, message) else { return known };
        let asked = Asked { code, message, checked: None };
        let guidance = own.guidance(&asked, known.as_ref().map(Entry::ours), &|_| None);
        let known = known.unwrap_or_else(|| Entry {
            code: code.to_owned(),
            name: None,
            kind: CodeKind::Failure,
            meaning: guidance.meaning.to_string(),
            guidance: None,
        });
        let own = Own { guidance, extends: own.extends(), headline: None };
        Some(Entry { guidance: Some(own.placed(known.guidance.as_ref(), Material::Trace).guidance), ..known })
    }

    /// Whether a guide of one's own serves a code.
    #[must_use]
    pub fn serves(&self, code: &str) -> bool {
        self.own.iter().any(|guide| guide.codes.iter().any(|served| served == code))
    }

    /// The guidance for a finding, when people's own guides serve its code, with what the trace says to its checks; slots of a template are filled from
    /// the finding's attempt.
    pub(super) fn own_guidance(&self, ours: Option<Ours<'_>>, case: &Case<'_>) -> Option<(Vec<Checked>, Own)> {
        let (finding, attempt) = (case.finding(), case.attempt());
        let (code, message) = (finding.code.to_string(), finding.message.as_deref());
        let own = self.own_guide(&code, message)?;
        let checks: Vec<Checked> = own.checks_of(&code).map(|check| check.decide(case)).collect();
        let asked = Asked { code: &code, message, checked: Some(&checks) };
        let guidance = own.guidance(&asked, ours, &|slot| slots::value(slot, attempt, finding));
        let headline = own.headline(&asked, case).filter(|_| own.faults == 0);
        Some((checks, Own { guidance, extends: own.extends(), headline }))
    }

    /// Every code that the catalog knows, sorted by family and number.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let parsed = GUIDES.iter().filter_map(|(name, text)| Guide::parse(text).ok().map(|guide| (*name, guide)));
        let mut entries: Vec<Entry> = parsed.flat_map(|(name, guide)| guided(name, &guide)).collect();
        entries.extend(all_unguided().map(entry));
        let own = self.own.iter().flat_map(|guide| &guide.codes);
        for found in own.filter_map(|code| self.look_up(code)) {
            entries.retain(|entry| entry.code != found.code);
            entries.push(found);
        }
        entries.sort_by_cached_key(|entry| (family(&entry.code), number(&entry.code), entry.code.clone()));
        entries
    }

    /// One's own guide for a code: the one whose words the message says, or else the first for any message.
    pub(super) fn own_guide(&self, code: &str, message: Option<&str>) -> Option<&OwnGuide> {
        let serving = self.own.iter().filter_map(|guide| Some((guide.fit(code, message)?, guide)));
        // The last of several maxima would win.
        serving.rev().max_by_key(|(fit, guide)| (guide.faults == 0, *fit)).map(|(_, guide)| guide)
    }
}

impl Entry {
    /// What is known of the code, for a guide of one's own.
    fn ours(&self) -> Ours<'_> {
        Ours { meaning: &self.meaning, title: self.guidance.as_ref().map(|guidance| &guidance.title) }
    }
}

/// The guidance of one's own guide, before it stands with ours.
pub(super) struct Own {
    guidance: Guidance,
    /// Whether it only adds to ours.
    extends: bool,
    /// What happened in the attempt, where the guide says it and has no faults.
    pub headline: Option<Headline>,
}

/// What is in the report of one's own guide and ours.
pub(super) struct Placed {
    pub guidance: Guidance,
    /// Whether the checks of ours count.
    pub is_ours_too: bool,
}

impl Own {
    /// A guide of one's own before ours, or behind it when it has faults, or with it when it extends it.
    pub(super) fn placed(self, ours: Option<&Guidance>, material: Material) -> Placed {
        let own = Guidance { material, ..self.guidance };
        match ours {
            Some(ours) if own.faults > 0 => {
                Placed { guidance: Guidance { behind: Some(Box::new(own)), ..ours.clone() }, is_ours_too: true }
            }
            Some(ours) if self.extends => Placed { guidance: extended(own, ours), is_ours_too: true },
            _ => Placed { guidance: own, is_ours_too: false },
        }
    }
}

/// One's own words first, ours behind them.
fn extended(own: Guidance, ours: &Guidance) -> Guidance {
    let joined = |own: Vec<Prose>, ours: &[Prose]| own.into_iter().chain(ours.iter().cloned()).collect::<Vec<Prose>>();
    let ((own_supported, own_open), (our_supported, our_open)) = (own.causes_by_support(), ours.causes_by_support());
    let supported = joined(own_supported.to_vec(), our_supported);
    let mut who_acts = own.who_acts.clone();
    who_acts.extend(ours.who_acts.iter().filter(|actor| !own.who_acts.contains(actor)).cloned());
    Guidance {
        who_acts,
        supported: supported.len(),
        causes: joined(joined(supported, own_open), our_open),
        ruled_out: joined(own.ruled_out, &ours.ruled_out),
        confirm: joined(own.confirm, &ours.confirm),
        not_in_trace: joined(own.not_in_trace, &ours.not_in_trace),
        resolve: joined(own.resolve, &ours.resolve),
        escalate_with: joined(own.escalate_with, &ours.escalate_with),
        links: own.links.into_iter().chain(ours.links.iter().cloned()).collect(),
        ..own
    }
}

/// The order of families in lists: AADSTS, AADB2C, findings without a number.
fn family(code: &str) -> u8 {
    match () {
        () if code.starts_with("AADSTS") => 0,
        () if code.starts_with("AADB2C") => 1,
        () => 2,
    }
}

fn number(code: &str) -> u64 {
    code.get(6..).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// What comes with the program about a code that came with this message.
fn known(code: &str, message: Option<&str>) -> Option<Entry> {
    let rows = rows(code);
    fitting(&rows, message, |row| &row.entry).and_then(|at| rows.into_iter().nth(at)).map(Row::known)
}

/// Of the rows of a code the one that fits a message best, by its place.
pub(super) fn fitting<T>(rows: &[T], message: Option<&str>, entry: fn(&T) -> &CodeEntry) -> Option<usize> {
    let fits = rows.iter().enumerate().filter_map(|(at, row)| Some((entry(row).fit(message)?, at)));
    fits.max_by_key(|(fit, _)| *fit).map(|(_, at)| at)
}

/// A row of a code, with the guide that it is in, if it is in one.
pub(super) struct Row {
    /// The row.
    pub entry: CodeEntry,
    /// The guide, by name.
    pub guide: Option<(&'static str, Rc<Guide>)>,
}

impl Row {
    /// The service's name of the code.
    pub(super) fn name(&self) -> Option<String> {
        Code::of_guide(&self.entry.code).documented_name().map(str::to_owned)
    }

    fn known(self) -> Entry {
        let guidance = self.guide.as_ref().map(|(name, guide)| guide.guidance(name, &self.entry, Source::BuiltIn, None));
        Entry { guidance, ..entry(self.entry) }
    }
}

/// Which guides have a line for which codes in their front matter, by the hash of the code: no others have to be parsed. Codes come before checks in the
/// front matter of a guide, and every run makes this, so that nothing behind them is looked at, and numbers are sorted instead of texts.
static SERVING: LazyLock<Vec<(u64, usize)>> = LazyLock::new(|| {
    let (line, checks) = (memmem::Finder::new("\ncode = \""), memmem::Finder::new("\n[[checks]]"));
    let mut serving = Vec::with_capacity(GUIDES.len() * 8);
    for (at, (_, text)) in GUIDES.iter().enumerate() {
        let codes = checks.find(text.as_bytes()).and_then(|end| text.get(..end)).unwrap_or(text);
        let begins = line.find_iter(codes.as_bytes()).map(|line_at| line_at + line.needle().len());
        serving.extend(begins.filter_map(|code| Some((hashed(text.get(code..)?.split_once('"')?.0), at))));
    }
    serving.sort_unstable();
    serving.dedup();
    serving
});

fn hashed(code: &str) -> u64 {
    FixedState::default().hash_one(code)
}

/// The guides that serve a code, and hardly ever another one.
fn serving(code: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let code = hashed(code);
    let from = SERVING.partition_point(|(served, _)| *served < code);
    let served = SERVING.get(from..).unwrap_or_default().iter().take_while(move |(served, _)| *served == code);
    served.filter_map(|(_, at)| GUIDES.get(*at).copied())
}

/// Every row of a code, of the guides that serve it or of the list of codes without a guide.
pub(super) fn rows(code: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (name, text) in serving(code) {
        let Ok(guide) = Guide::parse(text).map(Rc::new) else { continue };
        let served = guide.front.codes.iter().filter(|served| served.code == code);
        rows.extend(served.map(|served| Row { entry: served.clone(), guide: Some((name, Rc::clone(&guide))) }));
    }
    rows.extend(unguided(code).map(|entry| Row { entry, guide: None }));
    rows
}

/// The codes that a built-in guide serves, whatever the message.
fn guided(name: &str, guide: &Guide) -> Vec<Entry> {
    let with_guidance =
        |served: &CodeEntry| Entry { guidance: Some(guide.guidance(name, served, Source::BuiltIn, None)), ..entry(served.clone()) };
    guide.front.codes.iter().filter(|served| served.message.is_none()).map(with_guidance).collect()
}

#[derive(Deserialize)]
struct Family {
    codes: Vec<CodeEntry>,
}

fn all_unguided() -> impl Iterator<Item = CodeEntry> {
    UNGUIDED.iter().filter_map(|text| toml::from_str::<Family>(text).ok()).flat_map(|family| family.codes)
}

fn unguided(code: &str) -> Option<CodeEntry> {
    let quoted = format!("\"{code}\"");
    let quoted = memmem::Finder::new(&quoted);
    let texts = UNGUIDED.iter().filter(|text| quoted.find(text.as_bytes()).is_some());
    let mut codes = texts.filter_map(|text| toml::from_str::<Family>(text).ok()).flat_map(|family| family.codes);
    codes.find(|entry| entry.code == code)
}

/// What is known of a code: the table of codes has name and kind, the guide or the list has the meaning.
fn entry(served: CodeEntry) -> Entry {
    let code = Code::of_guide(&served.code);
    let name = code.documented_name().map(str::to_owned);
    Entry { code: served.code, name, kind: code.kind(), meaning: served.meaning, guidance: None }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::entra::interrupts::InterruptKind;
    use crate::entra::pages;
    use crate::entra::pattern::pattern;
    use crate::model::finding::Actor;

    #[test]
    fn a_code_that_a_guide_serves_stands_on_a_line_of_its_own() {
        for (name, guide) in guides() {
            for served in &guide.front.codes {
                assert!(serving(&served.code).any(|(of, _)| of == name), "{name}: {}", served.code);
            }
        }
    }

    fn guides() -> Vec<(&'static str, Guide)> {
        GUIDES.iter().map(|(name, text)| (*name, Guide::parse(text).unwrap_or_else(|error| panic!("{name}: {error}")))).collect()
    }

    #[test]
    fn every_guide_is_whole() {
        for (name, guide) in guides() {
            for (section, bullets) in [("Causes", &guide.causes), ("Resolve", &guide.resolve), ("Escalate with", &guide.escalate_with)] {
                assert!(!bullets.is_empty(), "{name}: section {section} is empty");
            }
            assert!(!guide.confirm.is_empty() || !guide.checks().is_empty(), "{name}: nothing confirms it");
            assert!(!guide.front.codes.is_empty(), "{name}: serves no code");
            assert!(!guide.front.who_acts.is_empty(), "{name}: nobody acts");
            assert!(
                guide.front.who_acts.iter().all(|actor| Actor::ALL.iter().any(|known| known.name() == actor)),
                "{name}: {:?}",
                guide.front.who_acts
            );
            assert!(guide.front.links.iter().all(|link| link.url.starts_with("https://")), "{name}: a link is not https");
            assert!(guide.front.reviewed.parse::<jiff::civil::Date>().is_ok(), "{name}: reviewed is no date");
        }
    }

    #[test]
    fn every_code_is_served_once_and_of_one_kind() {
        let mut seen = BTreeSet::new();
        let listed: BTreeSet<Code> = Code::listed().collect();
        let families = UNGUIDED.iter().map(|text| ("codes/", toml::from_str::<Family>(text).expect("a family of codes parses").codes));
        for (name, codes) in guides().into_iter().map(|(name, guide)| (name, guide.front.codes)).chain(families) {
            for served in &codes {
                assert!(seen.insert((served.code.clone(), served.message.clone())), "{name}: {} is served twice", served.code);
                assert!(listed.contains(&Code::of_guide(&served.code)), "{name}: the table of codes has no row for {}", served.code);
                assert_eq!(Code::of_guide(&served.code).to_string(), served.code, "{name}: not as codes are written");
            }
        }
        let for_some: Vec<_> = seen.iter().filter(|(_, message)| message.is_some()).collect();
        assert!(for_some.len() >= 5, "{for_some:?}");
        for (code, message) in for_some {
            assert!(seen.contains(&(code.clone(), None)), "{code}: no row for messages that do not say {message:?}");
        }
    }

    #[test]
    fn name_and_kind_of_a_code_stand_in_the_table_of_codes_alone() {
        for (name, text) in GUIDES.iter().copied().chain(UNGUIDED.iter().map(|text| ("codes/", *text))) {
            let front = text.split("\n+++\n").next().unwrap_or(text).trim_start_matches("+++\n");
            let front: toml::Table = front.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
            let rows = front["codes"].as_array().expect("rows of codes");
            assert!(rows.iter().all(|row| row.get("kind").is_none() && row.get("name").is_none()), "{name}");
        }
    }

    /// Numbers in guides that are no codes of the service: events of agents, seconds of a day, an error of a Microsoft account.
    const NO_CODES: &[u64] = &[31001, 31003, 31006, 31007, 31008, 31034, 32002, 86400, 80041012];

    #[test]
    fn codes_pages_and_interrupts_that_guides_name_are_those_of_the_tables() {
        let number = pattern(r"(?:^|[^\w./-])(AADSTS|AADB2C)?(\d{5,8})(?:[^\w/-]|$)");
        let page = pattern(r"\b(?:Converged\w+|DeviceAuth\w+)\b");
        let interrupt = pattern(r"\binterrupts? `?([a-z]+_[a-z_]+|mfa|consent)\b");
        let listed: BTreeSet<Code> = Code::listed().collect();
        assert!(interrupt.is_match("the interrupt `mfa` is not passed"), "what guides may name is not found");
        let mut named = [0; 2];
        for (name, text) in GUIDES {
            let body = text.split_once("\n+++\n").map_or("", |(_, body)| body);
            for found in body.split_whitespace().filter_map(|word| number.captures(word)) {
                let digits: u64 = found[2].parse().expect("digits");
                let is_known = |code: Code| listed.contains(&code);
                let known = match found.get(1).map(|prefix| prefix.as_str()) {
                    Some("AADSTS") => is_known(Code::Entra(digits)),
                    Some(_) => is_known(Code::B2c(digits)),
                    None => is_known(Code::Entra(digits)) || is_known(Code::B2c(digits)) || NO_CODES.contains(&digits),
                };
                assert!(known, "{name}: no table has a row for {digits}");
                named[0] += 1;
            }
            for found in page.find_iter(body) {
                assert!(pages::page(found.as_str()).is_some(), "{name}: the table of pages has no row for {}", found.as_str());
                named[1] += 1;
            }
            for found in interrupt.captures_iter(&body.replace('\n', " ")) {
                assert!(InterruptKind::named(&found[1]).is_some(), "{name}: {} is no interrupt", &found[1]);
            }
        }
        assert!(named[0] > 300 && named[1] > 2, "{named:?}: what guides name is not found");
    }

    #[test]
    fn the_list_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../src/annotate/guides");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|file| file.ok()?.file_name().to_str()?.strip_suffix(".md").map(str::to_owned))
            .collect();
        let listed: BTreeSet<String> = GUIDES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(files, listed);
    }
}
