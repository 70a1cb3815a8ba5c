//! Captures with what was planted in them, all that the commands make of them, and the search for the one in the other.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entrace::redact::Visibility;
use regex::Regex;
use serde_json::Value as Json;

use super::exchange::{Exchange, Format};
use super::values::Value;
pub(super) use crate::planted::unpack::members;
use crate::planted::unpack::{Member as Output, contents};
use crate::rendered;
use crate::run::{self, Outcome, Scratch};
use crate::search::{Found, Search, each_reading, readings};

/// Who may see a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// No one.
    Credential,
    /// Who asks for personal data.
    Personal,
}

/// A value in its place.
#[derive(Debug, Clone)]
pub(super) struct Plant {
    pub(super) kind: &'static str,
    pub(super) place: String,
    pub(super) value: Value,
    pub(super) sort: Sort,
    /// The position of its exchange; none for what stands outside of all.
    pub(super) entry: Option<usize>,
    /// What stands there in the sanitized capture, one way a line: `{}` is a placeholder.
    pub(super) after: Option<String>,
    /// A text that may not be left in the entry, for values that are too short to be looked for everywhere.
    pub(super) gone: Option<String>,
}

/// A capture with its values.
pub(super) struct Capture {
    pub(super) format: Format,
    pub(super) exchanges: Vec<Exchange>,
    pub(super) bytes: Vec<u8>,
    pub(super) plants: Vec<Plant>,
}

impl Capture {
    /// The capture with these of its exchanges only.
    fn only(&self, kept: &[usize]) -> Self {
        let exchanges: Vec<Exchange> = kept.iter().map(|at| self.exchanges[*at].clone()).collect();
        let moved = |plant: &Plant| {
            let entry = Some(kept.binary_search(&plant.entry?).ok()?);
            Some(Plant { entry, ..plant.clone() })
        };
        let plants = self.plants.iter().filter_map(moved).collect();
        Self { format: self.format, bytes: self.format.write(&exchanges), exchanges, plants }
    }

    fn planted_in(&self, entry: usize) -> impl Iterator<Item = &Plant> {
        self.plants.iter().filter(move |plant| plant.entry == Some(entry))
    }
}

/// Captures that are looked at together.
pub(super) struct Field {
    pub(super) stem: &'static str,
    pub(super) captures: Vec<Capture>,
    /// Needles with the capture and the plant that they are of.
    owners: Vec<(usize, usize)>,
    search: Search,
    /// Numbers of few digits, which are looked for as whole words.
    numbers: HashMap<Vec<u8>, (usize, usize)>,
    /// Lines and tags of outputs without a leak, each with how many sorts were hidden from its reader: reports say most things in several formats.
    clean: Mutex<HashSet<(usize, Vec<u8>)>>,
}

/// A value that was found where it may not be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Leak {
    kind: String,
    place: String,
    value: String,
    output: String,
}

/// The longest number that is looked for as a word.
const LONGEST_WORD: usize = 9;
/// Shorter values are found by chance.
const SHORTEST: usize = 6;

impl Field {
    pub(super) fn new(stem: &'static str, captures: Vec<Capture>) -> Self {
        let (mut owners, mut needles, mut numbers) = (Vec::new(), Vec::new(), HashMap::new());
        for (at, capture) in captures.iter().enumerate() {
            for (number, plant) in capture.plants.iter().enumerate() {
                for part in plant.value.parts.iter().filter(|part| part.len() >= SHORTEST) {
                    if part.len() <= LONGEST_WORD && part.bytes().all(|letter| letter.is_ascii_digit()) {
                        numbers.insert(part.clone().into_bytes(), (at, number));
                    } else {
                        needles.push(part.clone());
                        owners.push((at, number));
                    }
                }
            }
        }
        let search = Search::new(needles.iter().map(String::as_str));
        Self { stem, captures, owners, search, numbers, clean: Mutex::default() }
    }

    pub(super) fn values(&self) -> usize {
        self.captures.iter().map(|capture| capture.plants.len()).sum()
    }

    /// Which plants, by capture and position, are in a text.
    pub(super) fn found(&self, bytes: &[u8]) -> BTreeSet<(usize, usize)> {
        let (mut needles, mut found) = (Found::new(), BTreeSet::new());
        // All of it is text, however little it is.
        found.extend(words(bytes).filter_map(|word| self.numbers.get(word)));
        each_reading(bytes, &mut |text| {
            self.search.look(text, &mut needles);
            if !self.numbers.is_empty() && is_text(text) {
                found.extend(words(text).filter_map(|word| self.numbers.get(word)));
            }
        });
        found.extend(needles.into_keys().map(|needle| self.owners[needle]));
        found
    }

    /// The leaks in what came out.
    pub(super) fn leaks(&self, outputs: &[Output], hidden: &[Sort]) -> BTreeSet<Leak> {
        let mut leaks = BTreeSet::new();
        for output in outputs {
            let clean = |piece: &[u8]| (hidden.len(), piece.to_vec());
            let pieces = {
                let known = self.clean.lock().expect("no test has failed while it looked");
                let mut pieces = pieces(&output.bytes);
                pieces.retain(|piece| !known.contains(&clean(piece)));
                pieces
            };
            let found = self.found(&pieces.concat()).into_iter().chain(self.found(output.name.as_bytes()));
            let plants = found.map(|(at, number)| &self.captures[at].plants[number]).filter(|plant| hidden.contains(&plant.sort));
            let of_output: Vec<Leak> = plants.map(|plant| plant.leak(&output.name)).collect();
            if of_output.is_empty() {
                let mut known = self.clean.lock().expect("no test has failed while it looked");
                known.extend(pieces.into_iter().map(clean));
            }
            leaks.extend(of_output);
        }
        leaks
    }

    pub(super) fn files(&self, scratch: &Scratch) -> Vec<PathBuf> {
        let written = |capture: &Capture| scratch.file(&format!("raw/{}", capture.format.file(self.stem)), &capture.bytes);
        self.captures.iter().map(written).collect()
    }
}

impl Plant {
    pub(super) fn leak(&self, output: &str) -> Leak {
        let output = output.to_owned();
        Leak { kind: self.kind.to_owned(), place: self.place.clone(), value: self.value.text.clone(), output }
    }
}

/// Runs of digits with nothing of a word next to them. What follows a percent sign is of an encoding.
fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    static DIGITS: LazyLock<regex::bytes::Regex> =
        LazyLock::new(|| regex::bytes::Regex::new(&format!("[0-9]{{{SHORTEST},}}")).expect("a pattern"));
    let is_alone = |run: &regex::bytes::Match<'_>| {
        let before = text[..run.start()].last().is_none_or(|letter| !letter.is_ascii_alphanumeric() && *letter != b'%');
        before && text.get(run.end()).is_none_or(|letter| !letter.is_ascii_alphanumeric())
    };
    DIGITS.find_iter(text).filter(|run| run.len() <= LONGEST_WORD).filter(move |run| is_alone(run)).map(|run| run.as_bytes())
}

/// Whether it is no chance that there are digits in a text: what happens to be decodable is short, and no document.
fn is_text(bytes: &[u8]) -> bool {
    const LONG: usize = 4096;
    let is_document =
        || bytes.starts_with(b"{") || bytes.starts_with(b"[") || bytes.starts_with(b"<") || bytes.contains(&b'=') || bytes.contains(&b':');
    bytes.len() > LONG || is_document() && bytes.iter().all(|letter| matches!(letter, b'\n' | b'\r' | b' '..=b'~'))
}

/// The lines and tags of a text, each once: reports say most things over and over.
fn pieces(bytes: &[u8]) -> Vec<&[u8]> {
    let mut seen = HashSet::new();
    let pieces = bytes.split_inclusive(|letter| matches!(letter, b'\n' | b'>'));
    pieces.filter(|piece| seen.insert(*piece)).collect()
}

/// One text of all members: what is looked for is said by what is found.
fn joined(name: &str, bytes: &[u8]) -> Output {
    let all = members(name, bytes);
    let mut joined = Vec::new();
    for member in all {
        joined.extend_from_slice(member.name.as_bytes());
        joined.push(b'\n');
        joined.extend_from_slice(&member.bytes);
        joined.push(b'\n');
        for content in contents(&member.bytes) {
            joined.extend_from_slice(content.as_bytes());
            joined.push(b'\n');
        }
    }
    Output { name: name.to_owned(), bytes: joined }
}

/// A member as text, with what is base64 in a HAR in plain.
pub(super) fn readable(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for content in contents(bytes) {
        text.push('\n');
        text.push_str(&content);
    }
    text
}

fn entries(har: &[u8]) -> Vec<Json> {
    let har: Json = if har.starts_with(b"{") { serde_json::from_slice(har).unwrap_or_default() } else { Json::Null };
    har["log"]["entries"].as_array().cloned().unwrap_or_default()
}

fn streams(name: &str, outcome: &Outcome) -> [Output; 2] {
    [("", &outcome.stdout), (", stderr", &outcome.stderr)]
        .map(|(stream, text)| Output { name: format!("{name}{stream}"), bytes: text.clone().into_bytes() })
}

/// A sanitized capture, with what was said while it was written.
pub(super) struct Sanitized {
    pub(super) path: PathBuf,
    pub(super) bytes: Vec<u8>,
    pub(super) outcome: Outcome,
}

pub(super) fn sanitize(raw: &Path, clean: &Path) -> Sanitized {
    let _ = std::fs::create_dir_all(clean.parent().expect("a folder"));
    let outcome = run::run(run::entrace().arg("sanitize").arg(raw).arg("-o").arg(clean));
    let bytes = std::fs::read(clean).unwrap_or_default();
    Sanitized { path: clean.to_owned(), bytes, outcome }
}

/// What was asked of a field, and what came of it.
#[derive(Debug, Default)]
pub(super) struct Judgement {
    pub(super) leaks: BTreeSet<Leak>,
    /// Runs that did not end as they should.
    pub(super) broken: Vec<String>,
    pub(super) runs: usize,
}

impl Judgement {
    fn ends(&mut self, name: &str, outcome: &Outcome, wanted: &[i32]) {
        self.runs += 1;
        if !outcome.status.is_some_and(|status| wanted.contains(&status)) {
            let first = outcome.stderr.lines().next().unwrap_or_default();
            self.broken.push(format!("{name}: status {:?}: {first}", outcome.status));
        }
    }

    fn and(mut self, other: Self) -> Self {
        self.leaks.extend(other.leaks);
        self.broken.extend(other.broken);
        self.runs += other.runs;
        self
    }

    /// Prints the leaks by kind, and fails if there are any.
    pub(super) fn assert(&self, title: &str, values: usize) {
        eprintln!("{title}: looked for {values} values in {} runs: {} leaks", self.runs, self.leaks.len());
        eprint!("{}", table(title, &self.leaks));
        for line in &self.broken {
            eprintln!("{title}: BROKEN {line}");
        }
        let kinds: BTreeSet<&str> = self.leaks.iter().map(|leak| leak.kind.as_str()).collect();
        assert!(
            self.broken.is_empty() && self.leaks.is_empty(),
            "{title}: {} leaks of the kinds {kinds:#?}; {:#?}",
            self.leaks.len(),
            self.broken
        );
    }
}

/// The leaks by kind: for each place its value, and where it was found.
fn table(title: &str, leaks: &BTreeSet<Leak>) -> String {
    use std::fmt::Write as _;
    let mut kinds: BTreeMap<&str, BTreeMap<&str, BTreeSet<&str>>> = BTreeMap::new();
    let mut values: BTreeMap<&str, &str> = BTreeMap::new();
    for leak in leaks {
        kinds.entry(&leak.kind).or_default().entry(&leak.place).or_default().insert(&leak.output);
        values.insert(&leak.place, &leak.value);
    }
    let mut text = String::new();
    for (kind, places) in kinds {
        let _ = writeln!(text, "{title} | {kind} | {} places", places.len());
        for (place, outputs) in places {
            let outputs: Vec<&str> = outputs.into_iter().collect();
            let value: String = values[place].chars().take(60).collect();
            let _ = writeln!(text, "    {place} | {value} | {}", outputs.join(", "));
        }
    }
    text
}

/// What every report is asked for: each format in a few words and in many, and the shortest.
pub(super) fn reports() -> Vec<Vec<String>> {
    let formats = run::formats();
    let of = |format: &String, more: &[&str]| {
        [vec!["--format".to_owned(), format.clone()], more.iter().map(|argument| (*argument).to_owned()).collect()].concat()
    };
    let plain = formats.iter().map(|format| of(format, &[]));
    let verbose = formats.iter().filter(|format| ["text", "json"].contains(&format.as_str())).map(|format| of(format, &["--verbose"]));
    plain.chain(verbose).chain([vec!["--brief".to_owned()]]).collect()
}

const EVERYBODY: &[Sort] = &[Sort::Credential, Sort::Personal];
const SHOW: &str = "--show-personal-data";

/// Nothing of a field is in its sanitized captures; and what should stand there stands there.
pub(super) fn sanitized_captures(field: &Field, scratch: &Scratch) -> Judgement {
    let mut judgement = Judgement::default();
    for (path, capture) in field.files(scratch).iter().zip(&field.captures) {
        let file = capture.format.file(field.stem);
        let name = format!("sanitized {:?}", capture.format).to_lowercase();
        let target = scratch.path().join("clean").join(&file);
        let mut clean = sanitize(path, &target);
        judgement.ends(&name, &clean.outcome, &[0]);
        let rest;
        let mut capture = capture;
        if clean.outcome.status == Some(4) {
            let all: Vec<usize> = (0..capture.exchanges.len()).collect();
            let mut refused = BTreeSet::new();
            find_refused(capture, &all, scratch, &mut refused);
            let of_refused = refused.iter().flat_map(|entry| capture.planted_in(*entry));
            judgement.leaks.extend(of_refused.map(|plant| plant.leak(&format!("{name} is refused with status 4"))));
            let kept: Vec<usize> = all.into_iter().filter(|entry| !refused.contains(entry)).collect();
            rest = capture.only(&kept);
            capture = &rest;
            clean = sanitize(&scratch.file(&format!("rest/{file}"), &capture.bytes), &target);
            judgement.ends(&format!("{name}, without what was refused"), &clean.outcome, &[0]);
        }
        if clean.bytes.is_empty() {
            judgement.broken.push(format!("{name}: nothing was written"));
            continue;
        }
        let outputs = [vec![joined(&name, &clean.bytes)], streams("receipt", &clean.outcome).into()].concat();
        judgement.leaks.extend(field.leaks(&outputs, EVERYBODY));
        if capture.format == Format::Har {
            judgement.leaks.extend(wrong_places(capture, &clean.bytes));
        }
        let again = sanitize(&clean.path, &scratch.path().join("again").join(&file));
        judgement.ends(&format!("{name} twice"), &again.outcome, &[0]);
        if again.bytes != clean.bytes {
            judgement.broken.push(format!("{name}: sanitizing twice changes something"));
            judgement.leaks.extend(changed(capture, &clean.bytes, &again.bytes));
        }
    }
    judgement
}

/// How many entries are found before looking for more is given up.
const MOST_REFUSED: usize = 24;

/// The single entries for which a capture is refused.
fn find_refused(capture: &Capture, among: &[usize], scratch: &Scratch, refused: &mut BTreeSet<usize>) {
    if among.is_empty() || refused.len() >= MOST_REFUSED {
        return;
    }
    let part = capture.only(among);
    let raw = scratch.file(&capture.format.file("part"), &part.bytes);
    if sanitize(&raw, &scratch.path().join(capture.format.file("clean-part"))).outcome.status != Some(4) {
        return;
    }
    if let [entry] = among {
        refused.insert(*entry);
        return;
    }
    let (left, right) = among.split_at(among.len() / 2);
    find_refused(capture, left, scratch, refused);
    find_refused(capture, right, scratch, refused);
}

/// Entries of a HAR that sanitizing again changes, with how.
fn changed(capture: &Capture, once: &[u8], twice: &[u8]) -> BTreeSet<Leak> {
    let pairs = entries(once).into_iter().zip(entries(twice)).enumerate().filter(|(_, (once, twice))| once != twice);
    let change = pairs.flat_map(|(entry, (once, twice))| {
        let difference: String = difference(&once, &twice).chars().take(200).collect();
        let leaks: Vec<Leak> = capture.planted_in(entry).map(|plant| plant.leak(&format!("sanitized twice: {difference}"))).collect();
        leaks
    });
    change.collect()
}

/// Where two values differ first.
pub(super) fn difference(one: &Json, other: &Json) -> String {
    match (one, other) {
        (Json::Object(left), Json::Object(right)) => {
            let name = left.keys().chain(right.keys()).find(|name| left.get(*name) != right.get(*name));
            name.map_or_else(String::new, |name| format!("{name}/{}", difference(&one[name], &other[name])))
        }
        (Json::Array(left), Json::Array(right)) => {
            let at = left.iter().zip(right).position(|(left, right)| left != right);
            let of_items = at.map_or_else(String::new, |at| format!("{at}/{}", difference(&one[at], &other[at])));
            if left.len() == right.len() { of_items } else { format!("({} became {}) {of_items}", left.len(), right.len()) }
        }
        _ => format!("{one} became {other}"),
    }
}

/// Sanitizes, asks for two reports and packs a bundle: for tests that do so over and over.
pub(super) fn quickly(field: &Field, scratch: &Scratch) -> Judgement {
    let mut judgement = Judgement::default();
    let paths = field.files(scratch);
    for (path, capture) in paths.iter().zip(&field.captures) {
        let name = format!("sanitized {:?}", capture.format).to_lowercase();
        let clean = sanitize(path, &scratch.path().join("clean").join(capture.format.file(field.stem)));
        judgement.ends(&name, &clean.outcome, &[0]);
        let outputs = [vec![joined(&name, &clean.bytes)], streams("receipt", &clean.outcome).into()].concat();
        judgement.leaks.extend(field.leaks(&outputs, EVERYBODY));
        for arguments in [&["--format", "json"][..], &["--verbose"]] {
            let name = format!("report {}", arguments.join(" "));
            let outcome = run::on(path, arguments);
            judgement.ends(&name, &outcome, &[0, 1]);
            judgement.leaks.extend(field.leaks(&streams(&name, &outcome), EVERYBODY));
        }
    }
    bundle(field, &paths, scratch, &mut judgement);
    judgement
}

/// Plants that left nothing of what should be in their place, or too much.
fn wrong_places(capture: &Capture, clean: &[u8]) -> BTreeSet<Leak> {
    let (mut wrong, mut patterns) = (BTreeSet::new(), HashMap::new());
    let mut is_there = |text: &str, texts: &BTreeSet<String>| {
        let pattern: &Regex = patterns.entry(text.to_owned()).or_insert_with(|| pattern(text));
        texts.iter().any(|text| pattern.is_match(text))
    };
    let entries = entries(clean);
    for plant in &capture.plants {
        let Some(position) = plant.entry else { continue };
        if plant.after.is_none() && plant.gone.is_none() {
            continue;
        }
        let clean = entries.get(position).unwrap_or(&Json::Null);
        let texts = readings(&entry_text(clean));
        // A body may go as a whole, and a name that no one knows with its value.
        let is_gone = is_without_body(&capture.exchanges[position], clean);
        if let Some(after) = &plant.after
            && !is_gone
            && !after.split('\n').any(|after| is_there(after, &texts))
        {
            wrong.insert(plant.leak(&format!("sanitized har has no {after}")));
        }
        if let Some(gone) = &plant.gone
            && is_there(gone, &texts)
        {
            wrong.insert(plant.leak(&format!("sanitized har still has {gone}")));
        }
    }
    wrong
}

/// Whether a body that was in an exchange is not in its entry any more.
fn is_without_body(exchange: &Exchange, entry: &Json) -> bool {
    let is_there = |text: &Json| text.as_str().is_some_and(|text| !text.is_empty());
    let sent = &entry["request"]["postData"];
    let sent = is_there(&sent["text"]) || sent["params"].as_array().is_some_and(|params| !params.is_empty());
    !exchange.body.is_empty() && !sent || exchange.answer.len() > 2 && !is_there(&entry["response"]["content"]["text"])
}

/// An entry as text, with what is base64 in it in plain.
fn entry_text(entry: &Json) -> String {
    let mut text = entry.to_string();
    let content = &entry["response"]["content"];
    if content["encoding"] == "base64"
        && let Some(encoded) = content["text"].as_str()
        && let Ok(bytes) = STANDARD.decode(encoded)
    {
        text.push('\n');
        text.push_str(&String::from_utf8_lossy(&bytes));
    }
    text
}

/// `{}` stands for a placeholder or a pseudonym; spaces for any white space or none.
fn pattern(text: &str) -> Regex {
    let escaped = regex::escape(text).replace(r"\{\}", r"(?:\[[A-Za-z][^\]]{0,200}\]|user#\d)").replace(' ', r"\s*");
    Regex::new(&escaped).expect("a pattern")
}

/// Nothing of a field is in any report, comparison or bundle. What is asked of one capture waits for no other.
pub(super) fn reports_and_bundle(field: &Field, scratch: &Scratch) -> Judgement {
    let paths = field.files(scratch);
    let mut judgement = std::thread::scope(|scope| {
        let asked: Vec<_> = paths.iter().map(|path| scope.spawn(|| reports_and_comparisons(field, path))).collect();
        let judged = asked.into_iter().map(|asked| asked.join().expect("it was looked at"));
        judged.reduce(Judgement::and).unwrap_or_default()
    });
    bundle(field, &paths, scratch, &mut judgement);
    judgement
}

/// The binary makes the first report, and the first with personal data. What it reads, and what it says on standard error, is the same for all
/// others: they are rendered from one reading.
fn reports_and_comparisons(field: &Field, path: &Path) -> Judgement {
    let mut judgement = Judgement::default();
    let good = crate::scenario::samples::named("wrong-password-then-success.har").path();
    let bytes = std::fs::read(path).expect("the capture");
    let with_people: Vec<Vec<String>> =
        ["text", "json", "html"].map(|format| ["--format", format, "--verbose"].map(str::to_owned).to_vec()).into();
    for (personal_data, all, hidden) in [(false, reports(), EVERYBODY), (true, with_people, &[Sort::Credential][..])] {
        let name = |arguments: &[String]| {
            let show = if personal_data { SHOW } else { "" };
            format!("report {} {show}", arguments.join(" ").replace("--format ", "")).trim_end().to_owned()
        };
        let (first, others) = all.split_first().expect("a report");
        let show = personal_data.then(|| SHOW.to_owned());
        let outcome = run::on(path, &[first.clone(), show.into_iter().collect()].concat());
        judgement.ends(&name(first), &outcome, &[0, 1]);
        judgement.leaks.extend(field.leaks(&streams(&name(first), &outcome), hidden));
        let report = rendered::inspected(field.stem, &bytes, Visibility { personal_data });
        for arguments in others {
            let output = Output { name: name(arguments), bytes: rendered::shown(&report, arguments).into_bytes() };
            judgement.runs += 1;
            judgement.leaks.extend(field.leaks(&[output], hidden));
        }
    }
    for format in ["text", "json"] {
        let name = format!("comparison {format}");
        let outcome = run::run(run::entrace().args(["compare", "--format", format]).arg(&good).arg(path));
        judgement.ends(&name, &outcome, &[0]);
        judgement.leaks.extend(field.leaks(&streams(&name, &outcome), EVERYBODY));
    }
    let bytes = std::fs::read(path).unwrap_or_default();
    for (personal_data, sorts) in [(false, EVERYBODY), (true, &[Sort::Credential][..])] {
        let text = crate::show::everything(&bytes, Visibility { personal_data });
        judgement.leaks.extend(field.leaks(&[Output { name: format!("show {personal_data}"), bytes: text.into_bytes() }], sorts));
    }
    judgement
}

fn bundle(field: &Field, paths: &[PathBuf], scratch: &Scratch, judgement: &mut Judgement) {
    let case = scratch.path().join("case.zip");
    let outcome = run::run(run::entrace().arg("bundle").args(paths).arg("-o").arg(&case));
    judgement.ends("bundle", &outcome, &[0]);
    let bytes = std::fs::read(&case).unwrap_or_default();
    let mut outputs = streams("bundle", &outcome).to_vec();
    for member in members("bundle", &bytes) {
        // Members of the captures in it are many, and looked at together.
        let name = member.name.split('/').take(2).collect::<Vec<_>>().join("/");
        match outputs.iter_mut().find(|output| output.name == name) {
            Some(output) => output.bytes.extend([b"\n", &member.bytes[..]].concat()),
            None => outputs.push(Output { name, bytes: member.bytes }),
        }
    }
    judgement.leaks.extend(field.leaks(&outputs, EVERYBODY));
}

/// What is nowhere in the raw captures would prove nothing by being nowhere in what is written.
pub(super) fn missing(field: &Field) -> Vec<String> {
    let mut missing = Vec::new();
    for (at, capture) in field.captures.iter().enumerate() {
        let found = field.found(&pieces(&joined("raw", &capture.bytes).bytes).concat());
        for (number, plant) in capture.plants.iter().enumerate() {
            let is_sought = plant.value.parts.iter().any(|part| part.len() >= SHORTEST);
            if is_sought && !found.contains(&(at, number)) {
                missing.push(format!("{:?}: {} | {} | {}", capture.format, plant.kind, plant.place, plant.value.text));
            }
        }
    }
    missing
}

/// A capture of these exchanges.
pub(super) fn capture(format: Format, exchanges: Vec<Exchange>, plants: Vec<Plant>) -> Capture {
    Capture { format, bytes: format.write(&exchanges), exchanges, plants }
}
