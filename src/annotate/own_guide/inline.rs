//! The text of one block: its words and code, the slots of a template, and its links. Everything else of Markdown and HTML is dropped.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::annotate::slots;
use crate::model::prose::{Piece, Prose};

/// A text with its slots open.
#[derive(Debug, Clone, Default)]
pub(super) struct Template(Vec<Part>);

/// A part of such a text.
#[derive(Debug, Clone)]
enum Part {
    Words(String),
    Code(String),
    /// By its name.
    Slot(String),
}

/// A link, with the slots of its title open. Its address has none.
#[derive(Debug, Clone)]
pub(super) struct OpenLink {
    /// What it is.
    pub title: Template,
    /// Where it is.
    pub url: String,
}

/// What stands for a slot, and around code, while the text is Markdown: a letter of no language, which no guide may carry along.
pub(super) const SLOT: char = '\u{e000}';
pub(super) const CODE: char = '\u{e001}';

impl Template {
    /// The text with what `fill` gives in its slots.
    pub(super) fn filled(&self, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> Prose {
        let pieces = self.0.iter().flat_map(|part| match part {
            Part::Words(text) => vec![Piece::Words(text.clone())],
            Part::Code(text) => vec![Piece::Code(text.clone())],
            Part::Slot(name) => slots::filled(fill(name)),
        });
        Prose(pieces.collect())
    }

    /// The guide's own words in it.
    pub(super) fn words(&self) -> String {
        let words = self.0.iter().filter_map(|part| match part {
            Part::Words(text) | Part::Code(text) => Some(text.as_str()),
            Part::Slot(_) => None,
        });
        words.collect()
    }

    /// Whether a slot of a template is in it.
    pub(super) fn has_slot(&self) -> bool {
        self.0.iter().any(|part| matches!(part, Part::Slot(_)))
    }

    /// Whether it is slots alone, and `fill` has nothing for any of them.
    pub(super) fn stays_empty(&self, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> bool {
        self.0.iter().all(|part| match part {
            Part::Slot(name) => fill(name).is_none(),
            Part::Words(text) => text.trim().is_empty(),
            Part::Code(_) => false,
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// With another text behind it.
    pub(super) fn and(mut self, between: &str, other: Self) -> Self {
        for part in std::iter::once(Part::Words(between.to_owned())).chain(other.0) {
            match (self.0.last_mut(), part) {
                (Some(Part::Words(words)), Part::Words(more)) => words.push_str(&more),
                (_, part) => self.0.push(part),
            }
        }
        self
    }

    /// Words that are code as a whole.
    pub(super) fn code(text: &str) -> Self {
        Self(vec![Part::Code(plain(text))])
    }
}

/// Reads the Markdown of one block. `slots` has the names of the slots, by their numbers.
pub(super) fn read(text: &str, slots: &[String]) -> (Template, Vec<OpenLink>) {
    let (mut shown, mut links) = (String::new(), Vec::new());
    let mut link: Option<(String, usize)> = None;
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((dest_url.trim().to_owned(), shown.len())),
            Event::End(TagEnd::Link) => {
                let Some((url, start)) = link.take() else { continue };
                let title = template(shown.get(start..).unwrap_or_default(), slots);
                // An address that is filled from the trace could carry anything anywhere.
                if url.starts_with("https://") && !url.contains(SLOT) && !title.is_empty() {
                    links.push(OpenLink { title, url: url.split_whitespace().collect() });
                }
            }
            Event::Text(text) => shown.push_str(&text),
            Event::Code(text) => shown.extend([&format!("{CODE}"), &*text, &format!("{CODE}")]),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item) => shown.push(' '),
            _ => {}
        }
    }
    (template(&shown, slots), links)
}

/// A text with its slots and its code, as they are marked in it.
fn template(text: &str, slots: &[String]) -> Template {
    let mut parts = Vec::new();
    for (at, text) in plain(text).split(CODE).enumerate() {
        let is_code = at % 2 == 1;
        for (at, text) in text.split(SLOT).enumerate() {
            let slot = if at % 2 == 1 { text.parse().ok().and_then(|number: usize| slots.get(number)) } else { None };
            match slot {
                Some(name) => parts.push(Part::Slot(name.clone())),
                None if text.is_empty() => {}
                None if is_code => parts.push(Part::Code(text.to_owned())),
                // Bold that a wrap or a space broke leaves its marks behind.
                None => parts.push(Part::Words(text.replace("**", ""))),
            }
        }
    }
    Template(parts)
}

/// One line of plain text: no control characters, so that it cannot steer a terminal.
fn plain(text: &str) -> String {
    let shown: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
