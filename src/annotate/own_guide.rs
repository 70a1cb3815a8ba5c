//! People's own guides: Markdown as support teams write it. The code may stand in the heading, in front matter, or nowhere, when the text is
//! a template that a diagnostic service fills; headings may be any.
//!
//! Only the text is taken. Markup, HTML and scripts in it are dropped, so that a guide cannot hurt whoever reads the report. The slots of a
//! template are filled after its Markdown was parsed, so that what is put into them is text whatever it looks like.

use std::collections::HashSet;
use std::sync::LazyLock;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::guide::Guide;
use super::{slots, templates};
use crate::entra::codes::Code;
use crate::entra::pattern::pattern;
use crate::model::finding::{Guidance, GuideLink, Source};
use crate::model::prose::{Piece, Prose};

/// A guide of one's own.
#[derive(Debug, Clone)]
pub struct OwnGuide {
    /// Where it is from, as it is shown.
    pub source: String,
    /// The codes that it serves.
    pub codes: Vec<String>,
    /// How it was tied to its codes: the more explicit, the sooner it is taken.
    pub keyed_by: KeyedBy,
    /// What its text says, slots open.
    outline: Outline,
    /// The guide, when it is written in the form of the built-in ones.
    structured: Option<Guide>,
}

/// How a guide says which codes it serves, most explicit first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyedBy {
    /// Front matter, as in the built-in guides.
    FrontMatter,
    /// The first heading.
    Heading,
    /// The article id of a template.
    Article,
}

/// Why a text is no guide of one's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnGuideError {
    /// It names no code.
    #[error("it names no code: put one into the first heading (# AADSTS50126: ...) or into front matter")]
    NoCode,
    /// It has no text beside the heading.
    #[error("it says nothing beside its heading")]
    Empty,
}

impl OwnGuide {
    /// Reads a guide. `source` is what the report names as where it comes from.
    pub fn parse(source: &str, text: &str) -> Result<Self, OwnGuideError> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let structured = Guide::parse(&text).ok();
        let (codes, keyed_by) = keys(&text, structured.as_ref()).ok_or(OwnGuideError::NoCode)?;
        let outline = if structured.is_some() { Outline::default() } else { Outline::read(&text) };
        if structured.is_none() && outline.sections.iter().all(|section| section.items.is_empty()) {
            return Err(OwnGuideError::Empty);
        }
        Ok(Self { source: source.to_owned(), codes, keyed_by, outline, structured })
    }

    /// How well the guide fits a code that came with this message, `None` when it does not serve it.
    pub(super) fn fit(&self, code: &str, message: Option<&str>) -> Option<usize> {
        match &self.structured {
            Some(guide) => guide.entry(code, message)?.fit(message),
            None => self.codes.iter().any(|served| served == code).then_some(0),
        }
    }

    /// The guidance for a code that came with this message. `fill` gives the value of a template's slot.
    pub(super) fn guidance(&self, code: &str, message: Option<&str>, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> Guidance {
        let name = self.source.rsplit('/').next().unwrap_or(&self.source);
        let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        if let Some((guide, entry)) = self.structured.as_ref().and_then(|guide| Some((guide, guide.entry(code, message)?))) {
            return guide.guidance(name, entry, Source::Own(self.source.clone()));
        }
        let outline = &self.outline;
        let of_kind = |kind: Kind| outline.of_kind(kind).map(|text| text.filled(fill)).collect::<Vec<Prose>>();
        Guidance {
            guide: name.to_owned(),
            meaning: outline.of_kind(Kind::Meaning).next().unwrap_or(&outline.title).filled(fill),
            title: outline.title.filled(fill),
            who_acts: Vec::new(),
            causes: of_kind(Kind::Causes),
            confirm: of_kind(Kind::Confirm),
            resolve: of_kind(Kind::Resolve),
            escalate_with: of_kind(Kind::EscalateWith),
            links: outline.links.iter().map(|link| GuideLink { title: link.title.filled(fill), url: link.url.clone() }).collect(),
            source: Source::Own(self.source.clone()),
        }
    }
}

/// The codes of a text, and what ties it to them.
fn keys(text: &str, structured: Option<&Guide>) -> Option<(Vec<String>, KeyedBy)> {
    if let Some(guide) = structured {
        return Some((guide.front.codes.iter().map(|entry| entry.code.clone()).collect(), KeyedBy::FrontMatter));
    }
    let heading = first_heading(text).map(codes_in).unwrap_or_default();
    if !heading.is_empty() {
        return Some((heading, KeyedBy::Heading));
    }
    let article = templates::codes(article_id(text)?)?;
    Some((article.iter().map(|number| Code::Entra(*number).to_string()).collect(), KeyedBy::Article))
}

/// The first heading of the first level.
pub(super) fn first_heading(text: &str) -> Option<&str> {
    text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim)
}

/// The codes that a text names in full.
pub(super) fn codes_in(text: &str) -> Vec<String> {
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:AAD(?:STS|B2C)\d{4,10}|\bMSIS\d{3,5}\b)"));
    let found = PATTERN.find_iter(text);
    let mut known = HashSet::new();
    found.filter_map(|found| Code::read(found.as_str())).filter(|code| known.insert(code.clone())).map(|code| code.to_string()).collect()
}

/// `articleId` of a `<properties ...>` block.
pub(super) fn article_id(text: &str) -> Option<&str> {
    let block = text.trim_start().strip_prefix("<properties")?;
    let block = &block[..block.find("/>").or_else(|| block.find('>'))?];
    let value = block.split("articleId=").nth(1)?;
    value.strip_prefix('"')?.split('"').next()
}

/// What a section of a guide is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Meaning,
    Causes,
    Confirm,
    Resolve,
    EscalateWith,
    Links,
}

/// A text with its slots open.
#[derive(Debug, Clone, Default)]
struct Template(Vec<Part>);

/// A part of such a text.
#[derive(Debug, Clone)]
enum Part {
    Words(String),
    Code(String),
    /// By its name.
    Slot(String),
}

impl Template {
    /// The text with what `fill` gives in its slots.
    fn filled(&self, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> Prose {
        let pieces = self.0.iter().flat_map(|part| match part {
            Part::Words(text) => vec![Piece::Words(text.clone())],
            Part::Code(text) => vec![Piece::Code(text.clone())],
            Part::Slot(name) => slots::filled(fill(name)),
        });
        Prose(pieces.collect())
    }

    /// The guide's own words in it.
    fn words(&self) -> String {
        let words = self.0.iter().filter_map(|part| if let Part::Slot(_) = part { None } else { Some(part.text()) });
        words.collect()
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Part {
    fn text(&self) -> &str {
        match self {
            Self::Words(text) | Self::Code(text) | Self::Slot(text) => text,
        }
    }
}

/// A section: a heading and its paragraphs and items, as plain text.
#[derive(Debug, Clone)]
struct Section {
    kind: Kind,
    items: Vec<Template>,
}

/// A guide's text, taken apart.
#[derive(Debug, Clone, Default)]
struct Outline {
    title: Template,
    sections: Vec<Section>,
    links: Vec<OpenLink>,
}

/// A link, with the slots of its title open. Its address has none.
#[derive(Debug, Clone)]
struct OpenLink {
    title: Template,
    url: String,
}

/// What stands for a slot, and around code, while the text is Markdown: a letter of no language, which no guide may bring along.
const SLOT: char = '\u{e000}';
const CODE: char = '\u{e001}';

impl Outline {
    fn read(text: &str) -> Self {
        let text = without_properties(text).replace([SLOT, CODE], " ");
        let mut slots = Vec::new();
        let text = slots::replace(&text, |name| {
            slots.push(name.to_owned());
            format!("{SLOT}{}{SLOT}", slots.len() - 1)
        });
        let mut reading = Reading { slots, outline: Self::default(), text: String::new(), heading: None, link: None, hidden: false };
        for event in Parser::new_ext(&text, Options::empty()) {
            reading.take(event);
        }
        reading.outline.finish()
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Template> {
        self.sections.iter().filter(move |section| section.kind == kind).flat_map(|section| &section.items)
    }

    /// The first paragraph says what happened; what follows it before any heading of use says what to do.
    fn finish(mut self) -> Self {
        let mut rest = Vec::new();
        let mut first = true;
        for section in self.sections.iter_mut().filter(|section| section.kind == Kind::Meaning) {
            let kept = usize::from(std::mem::take(&mut first)).min(section.items.len());
            rest.extend(section.items.split_off(kept));
        }
        if !rest.is_empty() {
            self.sections.insert(0, Section { kind: Kind::Resolve, items: rest });
        }
        self
    }
}

/// What is known while a text is read.
struct Reading {
    /// The names of the slots, by their numbers.
    slots: Vec<String>,
    outline: Outline,
    text: String,
    heading: Option<HeadingLevel>,
    link: Option<(String, usize)>,
    hidden: bool,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.flush();
                self.heading = Some(level);
            }
            Event::End(TagEnd::Heading(_)) => self.head(),
            Event::Start(Tag::Item | Tag::Paragraph | Tag::CodeBlock(_))
            | Event::End(TagEnd::Item | TagEnd::Paragraph | TagEnd::CodeBlock) => self.flush(),
            Event::Start(Tag::Link { dest_url, .. }) => self.link = Some((dest_url.trim().to_owned(), self.text.len())),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Start(Tag::HtmlBlock) => self.hidden = true,
            Event::End(TagEnd::HtmlBlock) => self.hidden = false,
            Event::Text(text) if !self.hidden => self.text.push_str(&text),
            Event::Code(text) if !self.hidden => self.text.extend([&format!("{CODE}"), &*text, &format!("{CODE}")]),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            _ => {}
        }
    }

    /// A heading ends: it is the title, or it begins a section.
    fn head(&mut self) {
        let level = self.heading.take();
        let text = std::mem::take(&mut self.text);
        let heading = self.template(&text);
        if level == Some(HeadingLevel::H1) && self.outline.title.is_empty() {
            self.outline.title = heading;
            return;
        }
        let kind = kind_of(&heading.words()).unwrap_or_else(|| self.outline.sections.last().map_or(Kind::Resolve, |section| section.kind));
        self.outline.sections.push(Section { kind, items: Vec::new() });
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        let text = self.template(&text);
        if text.is_empty() || self.heading.is_some() {
            return;
        }
        if self.outline.sections.is_empty() {
            self.outline.sections.push(Section { kind: Kind::Meaning, items: Vec::new() });
        }
        if let Some(section) = self.outline.sections.last_mut() {
            section.items.push(text);
        }
    }

    fn end_link(&mut self) {
        let Some((url, start)) = self.link.take() else { return };
        let title = self.template(self.text.get(start..).unwrap_or_default());
        // An address that is filled from the trace could carry anything anywhere.
        if url.starts_with("https://") && !url.contains(SLOT) && !title.is_empty() {
            self.outline.links.push(OpenLink { title, url: url.split_whitespace().collect() });
        }
    }

    /// A text with its slots and its code, as they are marked in it.
    fn template(&self, text: &str) -> Template {
        let mut parts = Vec::new();
        for (at, text) in plain(text).split(CODE).enumerate() {
            let is_code = at % 2 == 1;
            for (at, text) in text.split(SLOT).enumerate() {
                let slot = if at % 2 == 1 { text.parse().ok().and_then(|number: usize| self.slots.get(number)) } else { None };
                match slot {
                    Some(name) => parts.push(Part::Slot(name.clone())),
                    None if text.is_empty() => {}
                    None if is_code => parts.push(Part::Code(text.to_owned())),
                    None => parts.push(Part::Words(text.to_owned())),
                }
            }
        }
        Template(parts)
    }
}

/// What a section is about, by its heading; `None` for a heading that only parts what came before.
fn kind_of(heading: &str) -> Option<Kind> {
    const WORDS: &[(&str, Kind)] = &[
        ("document", Kind::Links),
        ("reference", Kind::Links),
        ("read more", Kind::Links),
        ("cause", Kind::Causes),
        ("why", Kind::Causes),
        ("confirm", Kind::Confirm),
        ("diagnos", Kind::Confirm),
        ("prerequisite", Kind::Confirm),
        ("sign-in details", Kind::Confirm),
        ("authentication details", Kind::Confirm),
        ("escalat", Kind::EscalateWith),
        ("attach", Kind::EscalateWith),
        ("introduction", Kind::Meaning),
        ("description", Kind::Meaning),
        ("meaning", Kind::Meaning),
        ("resol", Kind::Resolve),
        ("steps", Kind::Resolve),
        ("troubleshoot", Kind::Resolve),
        ("action", Kind::Resolve),
        ("fix", Kind::Resolve),
        ("additional", Kind::Resolve),
    ];
    let heading = heading.to_lowercase();
    WORDS.iter().find(|(word, _)| heading.contains(word)).map(|(_, kind)| *kind)
}

/// One line of plain text: no control characters, so that it cannot steer a terminal.
fn plain(text: &str) -> String {
    let shown: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_properties(text: &str) -> &str {
    let start = text.trim_start();
    if !start.starts_with("<properties") {
        return text;
    }
    start.find("/>").map_or(text, |end| &start[end + 2..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::prose::SlotField;

    fn guidance(text: &str) -> Guidance {
        OwnGuide::parse("team/guide.md", text).unwrap_or_else(|error| panic!("{error}")).guidance("AADSTS50126", None, &|_| None)
    }

    #[test]
    fn headings_of_any_kind_are_sorted_into_sections() {
        let guidance = guidance(
            "# AADSTS50126: wrong password\n\nText.\n\n## Common causes\n- caps lock\n- *old* password\n\n## Steps to resolve\n1. Reset it.\n\n## What to attach\n- the log row\n",
        );
        let shown = |texts: &[Prose]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(guidance.meaning.to_string(), "Text.");
        assert_eq!(shown(&guidance.causes), ["caps lock", "old password"]);
        assert_eq!(shown(&guidance.resolve), ["Reset it."]);
        assert_eq!(shown(&guidance.escalate_with), ["the log row"]);
        assert_eq!((guidance.guide.as_str(), guidance.source.name()), ("guide", "team/guide.md"));
    }

    #[test]
    fn markup_scripts_and_terminal_escapes_do_not_come_through() {
        let guidance = guidance(
            "# AADSTS50126\n\n<script>alert(1)</script>\n\nPress \u{1b}[31mhere <img src=x onerror=alert(1)> [now](javascript:alert(1)).\n",
        );
        let all = format!("{guidance:?}");
        assert!(!all.contains('\u{1b}') && !all.contains("alert(1)") && !all.contains("<img"), "{all}");
    }

    #[test]
    fn what_stands_in_a_slot_is_text_and_nothing_else() {
        let slot = |name: &str| format!("<!--${name}-->[{name}]<!--/${name}-->");
        let (message, user) = (slot("message"), slot("userName"));
        let text = format!(
            "# AADSTS50126: {message}\n\n{message}\n\n## Steps\n\n- do **{message}** with `x {user} y`\n- [ask {user}](https://a.example/?u={user}) and [read](https://a.example/fixed)\n"
        );
        let value = "\n\n## Causes\n\n- x [a](https://evil.example) <!--$userName-->[userName]<!--/$userName--> ` **b**";
        let fill = |name: &str| (name == "message").then(|| vec![Piece::Value(SlotField::Message, value.to_owned())]);
        let guidance = OwnGuide::parse("x.md", &text).unwrap().guidance("AADSTS50126", None, &fill);
        let message = || Piece::Value(SlotField::Message, value.to_owned());
        let words = |text: &str| Piece::Words(text.to_owned());
        let missing = || words("(not in the trace; see the sign-in log)");
        assert_eq!(guidance.title.0, [words("AADSTS50126: "), message()]);
        assert_eq!(guidance.meaning.0, [message()]);
        assert_eq!(guidance.resolve.len(), 2);
        let code = |text: &str| Piece::Code(text.to_owned());
        assert_eq!(guidance.resolve[0].0, [words("do "), message(), words(" with "), code("x "), missing(), code(" y")]);
        assert_eq!(guidance.resolve[1].0, [words("ask "), missing(), words(" and read")]);
        let links: Vec<&str> = guidance.links.iter().map(|link| link.url.as_str()).collect();
        assert_eq!(links, ["https://a.example/fixed"]);
        assert!(guidance.causes.is_empty());
    }

    #[test]
    fn a_text_without_a_code_is_no_guide() {
        assert_eq!(OwnGuide::parse("x.md", "# Passwords\n\nText.\n").err(), Some(OwnGuideError::NoCode));
        assert_eq!(OwnGuide::parse("x.md", "# AADSTS50126\n").err(), Some(OwnGuideError::Empty));
    }
}
