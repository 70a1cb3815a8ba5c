//! A guide's text, taken apart: its description, its sections by what they are about, and its links.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::headings::{Topic, topic};
use super::inline::{self, CODE, OpenLink, SLOT, Template};
use super::keys::without_properties;
use super::left_out;
use super::lines::{self, Block, Kind, ends_sentence};
use crate::annotate::slots;
use crate::annotate::wording::capitalized;
use crate::entra::pattern::pattern;
use crate::model::finding::LeftOut;

/// A guide's text, taken apart.
#[derive(Debug, Clone, Default)]
pub(super) struct Outline {
    /// Its title.
    pub title: Template,
    /// What it says that happened.
    pub description: Vec<Template>,
    /// Its paragraphs and steps, by what they are about.
    entries: Vec<(Topic, Template)>,
    /// Its links.
    pub links: Vec<OpenLink>,
    /// What says nothing and is left out, by its line.
    pub left_out: Vec<(usize, LeftOut)>,
}

/// A longer title is a description.
pub(super) const LONGEST_TITLE: usize = 120;
/// A step with sub-steps is one text up to this many letters.
const LONGEST_STEP: usize = 520;
/// A label is no longer.
const LONGEST_LABEL: usize = 80;
/// Fewer words are repeated by chance.
const FEWEST_REPEATED: usize = 6;

/// A run of entries under one heading.
struct Section<'a> {
    /// `None` when its heading does not say it.
    topic: Option<Topic>,
    /// Whether no heading stands above it but the title.
    leads: bool,
    entries: Vec<Entry<'a>>,
}

/// A paragraph or an item.
struct Entry<'a> {
    block: &'a Block,
    text: String,
}

/// An entry with the entries below it.
struct Step<'a> {
    head: Entry<'a>,
    below: Vec<Entry<'a>>,
}

impl Outline {
    pub(super) fn read(text: &str) -> Self {
        let (text, slots) = prepared(text);
        let blocks = lines::blocks(&text);
        let mut outline = Self::default();
        let (title, body) = titled(&blocks);
        let mut title_words = HashSet::new();
        if let Some(title) = title {
            // The service's name of a code is next to the code already.
            static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\W*AAD\w+\W+)[A-Z][A-Za-z0-9]*[a-z][A-Z][A-Za-z0-9]*\s+[-–]\s+"));
            let text = NAME.replace(&title.text, "$1");
            // A whole description as the title: its first sentence is one.
            let sentence = if text.len() > LONGEST_TITLE { text.split_inclusive(". ").next().unwrap_or(&text).trim_end() } else { &text };
            outline.title = inline::read(sentence, &slots).0;
            title_words = words(&title.text).into_iter().collect();
        }
        let mut sections = sections(body);
        for section in &mut sections {
            section.leave_out(&title_words, &mut outline.left_out);
        }
        let has_steps = sections.iter().any(|section| section.topic == Some(Topic::Resolve) && !section.entries.is_empty());
        for section in sections {
            outline.add(section, has_steps, &slots);
        }
        let mut known = HashSet::new();
        outline.links.retain(|link| known.insert(link.url.clone()));
        outline
    }

    /// The texts about something.
    pub(super) fn about(&self, topic: Topic) -> impl Iterator<Item = &Template> {
        self.entries.iter().filter(move |(of, _)| *of == topic).map(|(_, text)| text)
    }

    /// Whether nothing is next to the title and what is left out.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.description.is_empty()
    }

    fn add(&mut self, section: Section<'_>, has_steps: bool, slots: &[String]) {
        let Section { topic, leads, entries } = section;
        if topic == Some(Topic::Links) {
            for entry in entries {
                self.links_of(&entry.text, slots);
            }
            return;
        }
        let steps = steps(entries);
        let imperative = steps.iter().filter(|step| is_imperative(&step.head.text)).count();
        let default = if imperative * 2 >= steps.len() && imperative > 0 { Topic::Resolve } else { Topic::Notes };
        for step in steps {
            let is_item = matches!(step.head.block.kind, Kind::Item { .. });
            let topic = match topic {
                Some(topic) => topic,
                None if leads && !is_item && self.description.is_empty() => Topic::Meaning,
                None if leads && says_why(&step.head.text) => Topic::Causes,
                None if leads => {
                    if has_steps && !is_item {
                        Topic::Notes
                    } else {
                        Topic::Resolve
                    }
                }
                None => default,
            };
            for text in self.texts(step, slots) {
                match topic {
                    Topic::Meaning => self.description.push(text),
                    Topic::Prerequisites => self.entries.push((Topic::Confirm, text)),
                    topic => self.entries.push((topic, text)),
                }
            }
        }
    }

    /// A step with what is below it: one text, or several when that would be too long.
    fn texts(&mut self, step: Step<'_>, slots: &[String]) -> Vec<Template> {
        let Step { head, below } = step;
        let length = head.text.len() + below.iter().map(|entry| entry.text.len()).sum::<usize>();
        let is_label = head.text.len() <= LONGEST_LABEL && (head.text.ends_with([':', '*']) || !ends_sentence(&head.text));
        let joined = if length <= LONGEST_STEP { below.len() } else { usize::from(is_label) };
        let mut texts: Vec<Template> = Vec::new();
        let mut before = String::new();
        for (at, entry) in std::iter::once(head).chain(below).enumerate() {
            let text = if entry.block.kind == Kind::Code { Template::code(&entry.text) } else { self.inline(&entry.text, slots) };
            if text.is_empty() {
                continue;
            }
            let is_joined = at <= joined;
            let between = if ends_sentence(&before) {
                " "
            } else if at == 1 {
                ": "
            } else {
                "; "
            };
            match texts.pop() {
                Some(above) if is_joined => texts.push(above.and(between, text)),
                above => {
                    texts.extend(above);
                    texts.push(text);
                }
            }
            before = entry.text;
        }
        texts
    }

    fn inline(&mut self, text: &str, slots: &[String]) -> Template {
        let (text, links) = inline::read(text, slots);
        self.links.extend(links);
        text
    }

    /// The links of an entry of further reading: an address alone is one.
    fn links_of(&mut self, text: &str, slots: &[String]) {
        let bare = text.split_whitespace().find(|word| word.starts_with("https://"));
        let count = self.links.len();
        let _ = self.inline(text, slots);
        if let Some(url) = bare.filter(|url| self.links.len() == count && !url.contains(SLOT)) {
            let title =
                text.split(url).next().map(|title| title.trim().trim_end_matches([':', '-', '–', ' '])).filter(|title| !title.is_empty());
            let title = self.inline(title.unwrap_or(url), slots);
            self.links.push(OpenLink { title, url: url.trim_end_matches(['.', ',', ')', '>']).to_owned() });
        }
    }
}

impl Section<'_> {
    /// Leaves out what says nothing.
    fn leave_out(&mut self, title: &HashSet<String>, left_out: &mut Vec<(usize, LeftOut)>) {
        let mut kept: Vec<Entry<'_>> = Vec::new();
        // A label whose text is left out goes with it.
        let mut label = false;
        for mut entry in std::mem::take(&mut self.entries) {
            let line = entry.block.line;
            let is_opening = self.topic == Some(Topic::Meaning) || self.leads;
            let is_introduction = left_out::of_sentence(&entry.text) == Some(LeftOut::Introduction);
            if (is_opening || is_introduction) && repeats(&entry.text, title) {
                left_out.push((line, LeftOut::Introduction));
                continue;
            }
            let (text, found) = left_out::without(&entry.text);
            let is_prerequisite = self.topic == Some(Topic::Prerequisites) && is_bare_access(&entry.text);
            let found = if found.is_empty() && is_prerequisite { vec![LeftOut::Prerequisite] } else { found };
            let is_gone = text.is_empty() || is_prerequisite;
            if found.contains(&LeftOut::EmptyStep) {
                while kept.last().is_some_and(|above| matches!(above.block.kind, Kind::Item { .. }) && left_out::is_navigation(&above.text))
                {
                    left_out.extend(kept.pop().map(|above| (above.block.line, LeftOut::EmptyStep)));
                }
            }
            left_out.extend(found.into_iter().map(|kind| (line, kind)));
            if is_gone {
                if label && kept.last().is_some_and(|above| is_label(&above.text)) {
                    kept.pop();
                }
                label = false;
                continue;
            }
            label = is_label(&text);
            entry.text = text;
            kept.push(entry);
        }
        self.entries = kept;
    }
}

/// A passage of a guide, for the linter.
#[derive(Debug, Clone)]
pub(in crate::annotate) struct Passage {
    /// The line that it begins in, from one.
    pub line: usize,
    /// Where it stands.
    pub place: Place,
    /// Its words, without line breaks.
    pub text: String,
    /// Whether reports leave it out.
    pub is_boilerplate: bool,
}

/// Where a passage stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::annotate) enum Place {
    /// It says what the guide, or a part of it, is about.
    Topic,
    /// Among causes.
    Cause,
    /// Among what has to be there before.
    Prerequisite,
    /// Among what to do and to check.
    Step,
    /// Anywhere else.
    Elsewhere,
}

/// The passages of a text below its title, what reports leave out included.
pub(in crate::annotate) fn passages(text: &str) -> Vec<Passage> {
    static ABOUT: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)^\W*(?:error )?code\s*:|\berror code\b|\bguide (?:for|to)\b|\b(?:resolving|fixing) AAD"));
    let (text, _) = prepared(text);
    let blocks = lines::blocks(&text);
    let (_, body) = titled(&blocks);
    let is_about = |block: &Block| {
        let opens = matches!(block.kind, Kind::Heading(_)) || block.kind == Kind::Paragraph && block.text.to_lowercase().contains("code:");
        let phrase = matches!(left_out::of_sentence(&block.text), Some(LeftOut::Introduction | LeftOut::ClosingPhrase));
        opens && ABOUT.is_match(&block.text) || phrase
    };
    let topics = body.iter().filter(|block| is_about(block));
    let mut passages: Vec<Passage> =
        topics.map(|block| Passage { line: block.line, place: Place::Topic, text: plain(&block.text), is_boilerplate: false }).collect();
    for section in sections(body) {
        let place = match section.topic {
            Some(Topic::Causes) => Place::Cause,
            Some(Topic::Prerequisites) => Place::Prerequisite,
            Some(Topic::Resolve | Topic::Confirm) => Place::Step,
            _ => Place::Elsewhere,
        };
        passages.extend(section.entries.into_iter().map(|entry| {
            let place = if place == Place::Elsewhere && is_imperative(&entry.text) { Place::Step } else { place };
            let is_boilerplate = left_out::of_sentence(&entry.text).is_some();
            Passage { line: entry.block.line, place, text: plain(&entry.text), is_boilerplate }
        }));
    }
    passages
}

/// The text without what no reader sees, and the names of its slots. Lines stay where they are.
fn prepared(text: &str) -> (String, Vec<String>) {
    static HIDDEN: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?is)<!--.*?(?:-->|\z)|<script\b.*?(?:</script\s*>|\z)|<style\b.*?(?:</style\s*>|\z)"));
    let body = without_properties(text);
    let above = text[..text.len() - body.len()].matches('\n').count();
    let text = "\n".repeat(above) + &body.replace([SLOT, CODE], " ");
    let mut names = Vec::new();
    let text = slots::replace(&text, |name| {
        names.push(name.to_owned());
        format!("{SLOT}{}{SLOT}", names.len() - 1)
    });
    let text = HIDDEN.replace_all(&text, |hidden: &Captures<'_>| "\n".repeat(hidden[0].matches('\n').count()));
    (text.into_owned(), names)
}

/// The title, and what is below it.
fn titled(blocks: &[Block]) -> (Option<&Block>, &[Block]) {
    let at = blocks.iter().position(|block| block.kind == Kind::Heading(1)).unwrap_or(0);
    (blocks.get(at), blocks.get(at + 1..).unwrap_or_default())
}

/// The sections of a text. Lines in bold and labels that say what they are about are headings too.
fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut sections = vec![Section { topic: None, leads: true, entries: Vec::new() }];
    // The last heading that says what it is about, and its level.
    let mut above: Option<(Topic, usize)> = None;
    let mut level = 1;
    for (at, block) in blocks.iter().enumerate() {
        let (of, text) = match block.kind {
            Kind::Heading(of) => {
                level = of;
                (Some((plain(&block.text), of)), String::new())
            }
            Kind::Paragraph => labelled(&block.text, blocks.get(at + 1), level + 1),
            Kind::Item { .. } | Kind::Code => (None, block.text.clone()),
        };
        if let Some((heading, of)) = of {
            let own = topic(&heading);
            if let Some(topic) = own {
                above = Some((topic, of));
            }
            let is_step = heading.to_lowercase().starts_with("step ");
            let inherited = above.filter(|(_, level)| of > *level || is_step).map(|(topic, _)| topic);
            sections.push(Section { topic: own.or(inherited).or(is_step.then_some(Topic::Resolve)), leads: false, entries: Vec::new() });
        }
        if let Some(section) = sections.last_mut().filter(|_| !text.is_empty()) {
            section.entries.push(Entry { block, text });
        }
    }
    sections
}

/// A paragraph as a heading, with its level, and what of it is text.
fn labelled(text: &str, below: Option<&Block>, level: usize) -> (Option<(String, usize)>, String) {
    static CODE_LABEL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\W*(?:error )?code\s*:\W*\S+\s*"));
    if lines::is_bold_label(text) && !CODE_LABEL.is_match(text) {
        return (Some((plain(text), level)), String::new());
    }
    let without_code = CODE_LABEL.replace(text, "");
    let bare = if without_code.len() < text.len() { without_code.replace("**", "") } else { text.to_owned() };
    let known = |heading: &str| heading.split_whitespace().count() <= 6 && topic(heading).is_some();
    if let Some((heading, rest)) = lines::label(&bare).filter(|(heading, _)| known(heading)) {
        let is_heading = !rest.is_empty() || below.is_some_and(|below| !matches!(below.kind, Kind::Heading(_)));
        if is_heading {
            return (Some((heading.to_owned(), level)), capitalized(rest));
        }
    }
    let shouts = bare.chars().any(char::is_alphabetic) && !bare.chars().any(char::is_lowercase);
    if shouts && known(&bare) {
        return (Some((bare, level)), String::new());
    }
    (None, bare)
}

/// Entries with those that stand below them in a list.
fn steps(entries: Vec<Entry<'_>>) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for entry in entries {
        match steps.last_mut() {
            Some(step) if is_below(&step.head, step.below.first(), &entry) => step.below.push(entry),
            _ => steps.push(Step { head: entry, below: Vec::new() }),
        }
    }
    steps
}

/// Whether an entry stands below another one, `first` being the first that does.
fn is_below(head: &Entry<'_>, first: Option<&Entry<'_>>, entry: &Entry<'_>) -> bool {
    match (head.block.kind, entry.block.kind) {
        (_, Kind::Code) => true,
        (Kind::Item { indent: above, numbered }, Kind::Item { indent, numbered: too }) => {
            // Bullets below a number, at the same column.
            let other_marks = numbered && !too && (is_label(&head.text) || first.is_some_and(|first| is_at(first, above)));
            indent > above + 1 || other_marks && indent + 1 >= above
        }
        (Kind::Paragraph, Kind::Item { .. }) if head.text.ends_with(':') => first.is_none_or(|first| at(first) <= at(entry)),
        _ => false,
    }
}

fn at(entry: &Entry<'_>) -> usize {
    if let Kind::Item { indent, .. } = entry.block.kind { indent } else { 0 }
}

fn is_at(entry: &Entry<'_>, indent: usize) -> bool {
    at(entry).abs_diff(indent) <= 1
}

/// Whether a text only names what comes below it.
fn is_label(text: &str) -> bool {
    let text = text.trim_end_matches(['*', '_', ' ']);
    text.ends_with(':') && text.len() <= LONGEST_LABEL
}

/// Whether a prerequisite is only that someone may do what the guide says.
fn is_bare_access(text: &str) -> bool {
    let text = text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    text.len() <= 120
        && says(&["access", "privileges", "permissions", "rights", "administrator account"])
        && says(&["portal", "admin", "tenant", "azure"])
}

/// Whether a text says why something happens.
fn says_why(text: &str) -> bool {
    const OPENINGS: &[&str] = &[
        "this can happen",
        "this happens",
        "this may happen",
        "this usually",
        "this occurs",
        "this can occur",
        "this error occurs",
        "this error happens",
        "this is caused",
        "the cause",
        "the reason",
        "the usual cause",
        "the most common cause",
        "usually",
    ];
    let text = plain(text).to_lowercase();
    OPENINGS.iter().any(|opening| text.starts_with(opening))
}

/// Whether a text tells someone to do something.
fn is_imperative(text: &str) -> bool {
    const VERBS: &[&str] = &[
        "add",
        "adjust",
        "allow",
        "ask",
        "assign",
        "call",
        "change",
        "check",
        "choose",
        "clear",
        "click",
        "close",
        "compare",
        "complete",
        "configure",
        "confirm",
        "connect",
        "contact",
        "copy",
        "create",
        "delete",
        "disable",
        "do",
        "enable",
        "enroll",
        "ensure",
        "export",
        "find",
        "follow",
        "get",
        "give",
        "go",
        "grant",
        "guide",
        "have",
        "install",
        "instruct",
        "issue",
        "join",
        "let",
        "log",
        "look",
        "make",
        "move",
        "navigate",
        "open",
        "press",
        "put",
        "re-register",
        "read",
        "recreate",
        "register",
        "remove",
        "renew",
        "repeat",
        "replace",
        "request",
        "reset",
        "restart",
        "review",
        "revoke",
        "rotate",
        "run",
        "search",
        "select",
        "send",
        "set",
        "sign",
        "start",
        "stop",
        "switch",
        "tell",
        "test",
        "try",
        "turn",
        "unblock",
        "unlock",
        "update",
        "upload",
        "use",
        "verify",
        "wait",
    ];
    let text = plain(text).to_lowercase();
    let word = text.split(|letter: char| !letter.is_alphabetic() && letter != '-').find(|word| !word.is_empty());
    word.is_some_and(|word| VERBS.binary_search(&word).is_ok())
}

/// Whether a text is the title again.
fn repeats(text: &str, title: &HashSet<String>) -> bool {
    let words = words(text);
    let repeated = words.iter().filter(|word| title.contains(*word)).count();
    words.len() >= FEWEST_REPEATED && repeated * 10 >= words.len() * 7
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2);
    words.map(str::to_lowercase).collect()
}

fn plain(text: &str) -> String {
    text.replace(['*', '_', '`'], "").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(text: &str, topic: Topic) -> Vec<String> {
        Outline::read(text).about(topic).map(Template::words).collect()
    }

    #[test]
    fn steps_are_one_text_with_what_is_below_them() {
        let text = "# AADSTS50126\n\n## Steps\n1. **Ask the user:**\n   - for the phone\n   - for the PC\n2. Reset it:\n- Open Users.\n- Press Reset.\n3. Wait.\n";
        assert_eq!(about(text, Topic::Resolve), ["Ask the user: for the phone; for the PC", "Reset it: Open Users. Press Reset.", "Wait."]);
        let long = format!("# AADSTS50126\n\n## Steps\n1. **Do:**\n   - {}.\n   - {}.\n", "a ".repeat(150), "b ".repeat(150));
        assert_eq!(about(&long, Topic::Resolve).len(), 2);
    }

    #[test]
    fn labels_and_bold_lines_are_headings() {
        let text = "# AADSTS50126\n\n**Possible causes:**\n- caps lock\n\nRESOLUTION\n\nReset it.\n\nEscalation: send the log.\nOwner notes:\n- none\n";
        assert_eq!(about(text, Topic::Causes), ["caps lock"]);
        assert_eq!(about(text, Topic::Resolve), ["Reset it."]);
        assert_eq!(about(text, Topic::EscalateWith), ["Send the log."]);
        assert_eq!(about(text, Topic::Notes), ["none"]);
    }

    #[test]
    fn headings_that_say_nothing_belong_where_they_stand() {
        let text =
            "# AADSTS50126\n\n## Causes\n\n### Contoso VPN\n- a\n\n## Contoso portal\n- Open it.\n\n## Contoso history\n\nIt was so.\n";
        assert_eq!(about(text, Topic::Causes), ["a"]);
        assert_eq!(about(text, Topic::Resolve), ["Open it."]);
        assert_eq!(about(text, Topic::Notes), ["It was so."]);
    }

    #[test]
    fn what_says_nothing_is_left_out_and_counted() {
        let text = "# AADSTS50126: wrong password of a user\n\n## Introduction\n\nThis guide will help resolve issues related to wrong\n\npassword of a user..\n\n## Steps\n\n1. Log in to the Azure AD portal.\n2. Select the affected user.\n3. Perform necessary actions as described for the error.\n4. Reset it.\n5. **Contact Support:**    * If the issue persists, contact\n\n   Microsoft support.\n";
        let outline = Outline::read(text);
        assert_eq!(about(text, Topic::Resolve), ["Reset it."]);
        assert!(outline.description.is_empty());
        let mut kinds: Vec<LeftOut> = outline.left_out.iter().map(|(_, kind)| *kind).collect();
        kinds.dedup();
        assert_eq!(kinds, [LeftOut::Introduction, LeftOut::EmptyStep, LeftOut::ClosingPhrase]);
    }
}
