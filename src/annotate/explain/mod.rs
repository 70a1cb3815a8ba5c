//! Lookups without a capture: what someone pasted, and what is known of it.
//!
//! A question is one case, however many lines it has. It is taken as one code, name or word; else it is unwrapped, and the codes in it are found
//! by their forms ([`forms`], and [`system`] for those of Windows and of the network); without a code it is looked through for names of the wire ([`names`]), then for sentences of the sign-in pages
//! ([`sentences`]), and at last for the words of guides ([`text_search`]).

mod forms;
mod names;
mod sentences;
mod suggestions;
pub(super) mod system;
mod text_search;
mod unwrapped;

use std::cell::LazyCell;
use std::ops::Deref;

use super::catalog::{Catalog, Entry};
use super::vocabulary::{self, Word};
use crate::entra::codes::{Code, CodeKind};
use crate::entra::limits::MESSAGE;
use crate::entra::system_codes::{Family, SystemCode};
use crate::model::look_up::{AskedRow, LookUp, Match, Unknown, Unlisted};
use crate::model::sign_in_log::Row;
use forms::{Hit, Strength};
use names::Name;
use system::SystemHit;

/// Most codes that are looked up of one pasted text: no failure names that many.
const MOST_CODES: usize = 100;
/// A longer question is not a code, name or word, and is not repeated.
const LONGEST_WORD: usize = 100;
/// Most of a paste that is repeated where it is not known.
const LONGEST_SHOWN: usize = 300;

/// The guides, parsed when a question needs it, and once.
type Entries<'a> = &'a dyn Deref<Target = Vec<Entry>>;

/// Looks each question up.
#[must_use]
pub fn explain(questions: &[String], catalog: &Catalog) -> LookUp {
    let all = LazyCell::new(|| catalog.entries());
    let mut found = LookUp::default();
    for question in questions.iter().flat_map(|question| cases(question)) {
        answer(question, catalog, &all, &mut found);
    }
    found
}

/// Looks up the code of a row of a sign-in log; `None` for a success. What else the row says stands next to the response.
#[must_use]
pub fn explain_row(row: &Row, catalog: &Catalog) -> Option<LookUp> {
    let code = row.code()?.to_string();
    let reason = row.failure_reason.clone();
    let asked =
        AskedRow { reason: reason.clone(), request_id: row.request_id.clone(), correlation_id: row.correlation_id.clone(), time: row.time };
    let question = reason.map_or_else(|| code.clone(), |reason| format!("{code}: {reason}"));
    let mut found = explain(&[question], catalog);
    // A reason may name another code.
    found.matches.retain(|known| known.code == code);
    for known in &mut found.matches {
        known.input.clone_from(&code);
        known.row = Some(asked.clone());
    }
    Some(found)
}

/// What is asked: a list of codes, one a line, is a question a line; everything else is one case.
fn cases(question: &str) -> Vec<&str> {
    let question = question.trim();
    let lines = || question.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_list = question.contains('\n') && lines().all(|line| line.len() <= LONGEST_WORD && is_code(line));
    if !is_list {
        return vec![question];
    }
    let mut cases: Vec<&str> = Vec::new();
    for line in lines() {
        if cases.len() < MOST_CODES && !cases.contains(&line) {
            cases.push(line);
        }
    }
    cases
}

/// Whether a line is a code or a word and nothing else.
fn is_code(line: &str) -> bool {
    Code::read(line).is_some_and(|code| code.number().is_some_and(|number| number >= 10_000))
        || vocabulary::is_pasted(line)
        || system::alone(line).is_some()
}

fn answer(question: &str, catalog: &Catalog, all: Entries<'_>, found: &mut LookUp) {
    let whole = whole(question, catalog, all);
    if !whole.is_empty() {
        found.matches.extend(whole);
        return;
    }
    let plain = unwrapped::unwrapped(question);
    let mut answer = of_text(question, &plain, catalog);
    if answer.is_empty() && plain.contains('\n') {
        let joined = unwrapped::joined(&plain);
        answer = of_text(question, &joined, catalog);
    }
    if answer.matches.is_empty() && answer.unlisted.is_empty() {
        answer.matches = by_sentence(question, &plain, catalog);
    }
    if answer.is_empty() {
        answer.matches = by_text(question, &plain);
    }
    if !answer.unlisted.is_empty() {
        let did_you_mean = Vec::new();
        found.unknown.push(Unknown {
            input: with_text(question, &plain, &answer.unlisted),
            unlisted: codes_of(&answer.unlisted),
            did_you_mean,
        });
    } else if answer.matches.is_empty() {
        // Only a word can be misspelt, and every guide is parsed to say what was meant.
        let did_you_mean = if is_word(question) { suggestions::suggestions(question, all) } else { Vec::new() };
        found.unknown.push(Unknown { input: shown(question), unlisted: Vec::new(), did_you_mean });
    }
    found.matches.extend(answer.matches);
}

fn is_word(question: &str) -> bool {
    question.len() <= LONGEST_WORD && !question.contains(char::is_whitespace)
}

/// What is known of a paste, and the codes that no one lists.
#[derive(Default)]
struct Answer {
    matches: Vec<Match>,
    unlisted: Vec<Hit>,
}

impl Answer {
    fn is_empty(&self) -> bool {
        self.matches.is_empty() && self.unlisted.is_empty()
    }
}

/// The question as one code, name or word.
fn whole(question: &str, catalog: &Catalog, all: Entries<'_>) -> Vec<Match> {
    if question.is_empty() || question.len() > LONGEST_WORD {
        return Vec::new();
    }
    if let Some(code) = system::alone(question) {
        return vec![by_system(question, code, None)];
    }
    if question.bytes().all(|byte| byte.is_ascii_digit()) {
        let both = [format!("AADSTS{question}"), format!("AADB2C{question}")];
        let found: Vec<Match> = both.iter().filter_map(|code| by_code(question, code, None, catalog)).collect();
        if !found.is_empty() {
            return found;
        }
    } else if let Some(code) = Code::read(question) {
        return by_code(question, &code.to_string(), None, catalog).into_iter().collect();
    }
    let word = forms::hexadecimal(question);
    let of_words = || -> Vec<Match> { of_words(question, vocabulary::look_up(word.as_deref().unwrap_or(question))) };
    // No name and no word has a space in it, but for results of the account lookup.
    if question.contains(char::is_whitespace) || word.is_some() {
        return of_words();
    }
    let dashed = question.replace('_', "-");
    let named = |wanted: &str| -> Vec<Match> {
        let is_called = |entry: &&Entry| {
            entry.code.eq_ignore_ascii_case(wanted) || entry.name.as_deref().is_some_and(|name| name.eq_ignore_ascii_case(wanted))
        };
        all.iter().filter(is_called).map(|entry| of_entry(question, entry.clone())).collect()
    };
    // The wire writes `interaction_required`, a finding `interaction-required`.
    let ways = [named(question), of_words(), named(&dashed), of_words_dashed(question)];
    ways.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// The question as a word of the wire that a finding writes with hyphens.
fn of_words_dashed(question: &str) -> Vec<Match> {
    if question.contains('-') { of_words(question, vocabulary::look_up(&question.replace('-', "_"))) } else { Vec::new() }
}

/// What a text says: its codes, or else its names.
fn of_text(question: &str, text: &str, catalog: &Catalog) -> Answer {
    let system = system::codes(text, MOST_CODES);
    let mut hits = forms::codes(text, MOST_CODES);
    hits.retain(|hit| !system.iter().any(|other| other.place.end == hit.end));
    let is_known = |hit: &&Hit| hit.code.is_listed() || catalog.serves(&hit.code.to_string());
    let sure: Vec<&Hit> = hits.iter().filter(|hit| hit.strength > Strength::Word).collect();
    let listed: Vec<&Hit> = sure.iter().copied().filter(is_known).collect();
    let may_be_code = |hit: &Hit| hit.code.number().is_some_and(|number| number >= LEAST_CODE);
    let unlisted = |hit: &&Hit| !is_known(hit) && (hit.strength == Strength::Named || listed.is_empty() && may_be_code(hit));
    let mut answer = Answer { unlisted: sure.iter().copied().filter(unlisted).cloned().collect(), ..Answer::default() };
    let used = if sure.is_empty() {
        // A number that only a word calls an error is a code when it is listed, or when nothing else was pasted.
        let is_all =
            |hit: &&Hit| hits.len() == 1 && text.trim().len() <= hit.code.number().map_or(0, |number| number.to_string().len()) + SHORT;
        let weak: Vec<&Hit> = hits.iter().filter(is_known).collect();
        answer.unlisted.extend(hits.iter().filter(|hit| weak.is_empty() && is_all(hit)).cloned());
        weak
    } else {
        listed
    };
    answer.matches = by_hits(question, text, &used, catalog);
    let of_system = by_system_hits(question, &system, &used, &answer.matches);
    if answer.matches.is_empty() {
        // What the browser says more exactly is not said in general, too.
        let is_said = |name: &Name| {
            let is_general = matches!(name, Name::Code(Code::Named(code)) if OF_BROWSERS.contains(&code.as_str()));
            is_general && system.iter().any(|hit| hit.code.family == Family::Chromium)
        };
        let names = names::names(text).into_iter().filter(|name| !is_said(name));
        let of_names = names.flat_map(|name| by_name(question, &name, catalog)).collect::<Vec<_>>();
        answer.matches = of_system.into_iter().chain(of_names).collect();
    } else {
        answer.matches.extend(of_system);
    }
    answer
}

/// The findings that errors of a browser become, which its names are more exact than.
const OF_BROWSERS: &[&str] = &["connection-failed", "sign-in-page-blocked"];

/// How far from a code of Windows the code of the service may be that is the reason for it: dsregcmd has a dozen lines between.
const NEXT_TO: usize = 4096;

/// The matches of codes of Windows and of the network. What only repeats that the service refused has the guidance of the code next to it.
fn by_system_hits(question: &str, system: &[SystemHit], of_service: &[&Hit], matches: &[Match]) -> Vec<Match> {
    let of_hit = |hit: &SystemHit| {
        let distance = |other: &&&Hit| other.end.abs_diff(hit.place.start);
        let nearest = of_service.iter().min_by_key(distance).filter(|other| distance(other) <= NEXT_TO && hit.code.repeats_the_service());
        let reason = nearest.and_then(|reason| matches.iter().find(|found| found.code == reason.code.to_string()));
        by_system(&input(question, &Code::named(hit.code.code())), hit.code, reason)
    };
    system.iter().map(of_hit).collect()
}

fn by_system(question: &str, code: SystemCode, reason: Option<&Match>) -> Match {
    let (meaning, guidance) = vocabulary::of_system(code);
    Match {
        input: question.to_owned(),
        code: code.code(),
        number: code.unsigned().map(u64::from),
        name: code.name.map(str::to_owned),
        kind: code.kind(),
        meaning,
        guidance: reason.map_or(guidance, |reason| reason.guidance.clone()),
        is_text_match: false,
        system: Some(code),
        row: None,
    }
}

/// The least code that the service is known to have; Windows has errors of five digits below.
const LEAST_CODE: u64 = 16_000;

/// Letters next to a number that are all that was pasted.
const SHORT: usize = 16;

/// The matches of codes, each with the text behind it, which may choose the guide.
fn by_hits(question: &str, text: &str, hits: &[&Hit], catalog: &Catalog) -> Vec<Match> {
    let ends = hits.iter().skip(1).map(|hit| hit.end).chain([text.len()]);
    let message = |(hit, end): (&&Hit, usize)| {
        by_code(&input(question, &hit.code), &hit.code.to_string(), Some(message(text, hit.end, end)), catalog)
    };
    hits.iter().zip(ends).filter_map(message).collect()
}

/// The text behind a code, up to the next one.
fn message(text: &str, start: usize, end: usize) -> &str {
    let end = end.min(start.saturating_add(MESSAGE)).max(start);
    let end = (start..=end).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    text.get(start..end).unwrap_or_default()
}

/// What a match says was asked: a question of one line as it was, of a longer text only the code.
fn input(question: &str, code: &Code) -> String {
    if question.len() <= LONGEST_SHOWN && !question.contains('\n') { question.to_owned() } else { code.to_string() }
}

fn by_name(question: &str, name: &Name, catalog: &Catalog) -> Vec<Match> {
    match name {
        Name::Code(code) => by_code(&input(question, code), &code.to_string(), None, catalog).into_iter().collect(),
        Name::Word(word) => {
            let found = of_words(&input(question, &Code::named(word)), vocabulary::look_up(word));
            if found.is_empty() {
                by_code(&input(question, &Code::named(word)), &word.replace('_', "-"), None, catalog).into_iter().collect()
            } else {
                found
            }
        }
    }
}

fn by_sentence(question: &str, text: &str, catalog: &Catalog) -> Vec<Match> {
    let Some(code) = sentences::spoken_of(text) else { return Vec::new() };
    let input = input(question, &Code::of_guide(code));
    match by_code(&input, code, Some(text), catalog) {
        Some(found) => vec![found],
        None => of_words(&input, vocabulary::look_up(code)),
    }
}

/// What a match by the words of guides is called, so that no one takes it for what happened.
const TEXT_MATCH: &str = "text match, not a code";
/// Most codes of a guide that are named.
const MOST_NAMED: usize = 8;

fn by_text(question: &str, text: &str) -> Vec<Match> {
    let of_guide = |name| {
        let guidance = vocabulary::guidance(name)?;
        let codes = vocabulary::codes(name);
        let more = if codes.len() > MOST_NAMED { " and more" } else { "" };
        let codes = codes.get(..codes.len().min(MOST_NAMED)).unwrap_or_default().join(", ");
        Some(Match {
            input: shown(question),
            code: name.to_owned(),
            number: None,
            name: Some(TEXT_MATCH.to_owned()),
            kind: CodeKind::Informational,
            meaning: format!("The question names no code. The guide \"{}\" has the same words; it is for {codes}{more}.", guidance.title),
            guidance: Some(guidance),
            is_text_match: true,
            system: None,
            row: None,
        })
    };
    text_search::guides(text).into_iter().filter_map(of_guide).collect()
}

fn of_words(question: &str, words: Vec<Word>) -> Vec<Match> {
    let of_word = |word: Word| Match {
        input: question.to_owned(),
        code: word.text,
        number: None,
        name: Some(word.what.to_owned()),
        kind: word.kind,
        meaning: word.meaning,
        guidance: word.guidance,
        is_text_match: false,
        system: None,
        row: None,
    };
    words.into_iter().map(of_word).collect()
}

fn by_code(question: &str, code: &str, message: Option<&str>, catalog: &Catalog) -> Option<Match> {
    catalog.look_up_with(code, message).map(|entry| of_entry(question, entry))
}

/// What the catalog knows of a code, as the response to a question.
#[must_use]
pub fn of_entry(question: &str, entry: Entry) -> Match {
    Match {
        input: question.to_owned(),
        number: Code::read(&entry.code).and_then(|code| code.number()),
        code: entry.code,
        name: entry.name,
        kind: entry.kind,
        meaning: entry.meaning,
        guidance: entry.guidance,
        is_text_match: false,
        system: None,
        row: None,
    }
}

fn codes_of(unlisted: &[Hit]) -> Vec<Unlisted> {
    unlisted.iter().map(|hit| Unlisted { code: hit.code.to_string(), address: look_up_address(&hit.code) }).collect()
}

/// Where the service itself tells what a code means.
fn look_up_address(code: &Code) -> Option<String> {
    match code {
        Code::Entra(number) => Some(format!("https://login.microsoftonline.com/error?code={number}")),
        Code::B2c(_) => Some("https://learn.microsoft.com/azure/active-directory-b2c/error-codes".to_owned()),
        Code::Named(_) => None,
    }
}

/// An unlisted code with the text that came with it: the question, when that is short.
fn with_text(question: &str, text: &str, unlisted: &[Hit]) -> String {
    if question.len() <= LONGEST_SHOWN && !question.contains('\n') {
        return question.to_owned();
    }
    let Some(first) = unlisted.first() else { return shown(question) };
    let message = message(text, first.end, text.len()).trim_start_matches([':', ' ', '\n']);
    let end = ["\n", "Trace ID", "Correlation ID", "Timestamp", "\",", "',"].iter().filter_map(|mark| message.find(mark)).min();
    let message = shown(message.get(..end.unwrap_or(message.len())).unwrap_or_default());
    if message.is_empty() { first.code.to_string() } else { format!("{}: {message}", first.code) }
}

/// What is repeated of a question: of a long one its beginning.
fn shown(question: &str) -> String {
    let first = question.trim();
    let end = (0..=LONGEST_SHOWN.min(first.len())).rev().find(|end| first.is_char_boundary(*end)).unwrap_or(0);
    let beginning = first.get(..end).unwrap_or_default().trim_end();
    if beginning.len() < first.len() { format!("{beginning} ...") } else { beginning.to_owned() }
}
