//! People's own guides: Markdown as support teams write it. The code may be in the heading, in front matter, or nowhere, when the text is
//! a template that a diagnostic service fills; headings may be any.
//!
//! Lines are joined to sentences ([`lines`]), headings sorted by what they say ([`headings`]), and what says nothing is left out ([`left_out`]).
//! Only the text is taken. Markup, HTML and scripts in it are dropped, so that a guide cannot hurt anyone who reads the report. The slots of a
//! template are filled after its Markdown was parsed, so that what is put into them is text whatever it looks like.

mod headings;
mod inline;
mod keys;
mod left_out;
mod lines;
mod outline;
mod unread;

use super::checks::{Case, Check};
use super::guide::Guide;
use crate::model::attempt::Headline;
use crate::model::finding::{Checked, Guidance, GuideLink, LeftOut, Material, Source};
use crate::model::prose::{Piece, Prose};
use headings::Topic;
pub(super) use keys::KeyedBy;
pub(super) use keys::{article_id, codes_in, first_heading};
use outline::{LONGEST_TITLE, Outline};
pub(super) use outline::{Passage, Place, passages};
use unread::Unread;

/// A guide of one's own.
#[derive(Debug, Clone)]
pub struct OwnGuide {
    /// Where it is from, as it is shown.
    pub source: String,
    /// The codes that it serves.
    pub codes: Vec<String>,
    /// How it was tied to its codes: the more explicit, the sooner it is taken.
    pub(super) keyed_by: KeyedBy,
    /// How many faults the linter finds in it.
    pub faults: usize,
    /// What its text says, slots open.
    outline: Outline,
    /// The guide, when it is written in the form of the built-in ones.
    structured: Option<Guide>,
}

/// What the built-in guides say of a code.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ours<'a> {
    /// What it means.
    pub meaning: &'a str,
    /// The title of the guide that serves it.
    pub title: Option<&'a Prose>,
}

/// What a guide is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The code.
    pub code: &'a str,
    /// The message that it came with.
    pub message: Option<&'a str>,
    /// What a trace says to the guide's checks, where there is one.
    pub checked: Option<&'a [Checked]>,
}

/// Why a text is not a guide of one's own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OwnGuideError {
    /// It names no code.
    #[error("it names no code: put one into the first heading (# AADSTS50126: ...) or into front matter")]
    NoCode,
    /// It has no text next to the heading.
    #[error("it says nothing besides its heading")]
    Empty,
}

impl OwnGuide {
    /// Reads a guide. `source` is what the report names as where it comes from.
    pub fn parse(source: &str, text: &str) -> Result<Self, OwnGuideError> {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let structured = Guide::parse(&text).ok();
        if structured.is_none()
            && let Some(Unread { codes, text }) = Unread::read(&text)
        {
            let outline = Outline::read(&text);
            return Ok(Self { source: source.to_owned(), codes, keyed_by: KeyedBy::FrontMatter, faults: 0, outline, structured });
        }
        let (codes, keyed_by) = keys::keys(&text, structured.as_ref()).ok_or(OwnGuideError::NoCode)?;
        let outline = if structured.is_some() { Outline::default() } else { Outline::read(&text) };
        if structured.is_none() && outline.is_empty() && outline.left_out.is_empty() {
            return Err(OwnGuideError::Empty);
        }
        Ok(Self { source: source.to_owned(), codes, keyed_by, faults: 0, outline, structured })
    }

    /// The same guide, with what the linter found in it: a guide with faults follows the built-in one.
    #[must_use]
    pub fn with_faults(self, faults: usize) -> Self {
        Self { faults, ..self }
    }

    /// How well the guide fits a code that came with this message, `None` when it does not serve it.
    pub(super) fn fit(&self, code: &str, message: Option<&str>) -> Option<usize> {
        match &self.structured {
            Some(guide) => guide.entry(code, message)?.fit(message),
            None => self.codes.iter().any(|served| served == code).then_some(0),
        }
    }

    /// The words of the messages for which alone the guide serves a code; `None` when it serves it whatever the message.
    pub(super) fn words_of(&self, code: &str) -> Option<String> {
        let rows = self.structured.iter().flat_map(|guide| &guide.front.codes).filter(|row| row.code == code);
        rows.min_by_key(|row| row.message.is_some()).and_then(|row| row.message.clone())
    }

    /// The words of messages that the guide has rows of a code for.
    pub(super) fn messages_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a str> {
        let rows = self.structured.iter().flat_map(|guide| &guide.front.codes).filter(move |row| row.code == code);
        rows.filter_map(|row| row.message.as_deref())
    }

    /// The guide's name: that of its file.
    pub(super) fn name(&self) -> &str {
        let name = self.source.rsplit(['/', '\\']).next().unwrap_or(&self.source);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether the guide only adds to ours.
    pub(super) fn extends(&self) -> bool {
        self.structured.as_ref().is_some_and(Guide::extends)
    }

    /// What the guide asks of a trace about a code.
    pub(super) fn checks_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Check> {
        self.structured.iter().flat_map(move |guide| guide.checks_of(code))
    }

    /// What happened in an attempt that ended on the code, where the guide says it.
    pub(super) fn headline(&self, asked: &Asked<'_>, case: &Case<'_>) -> Option<Headline> {
        let guide = self.structured.as_ref()?;
        guide.headline(guide.entry(asked.code, asked.message)?, case, true)
    }

    /// The guidance that is asked for. `fill` gives the value of a template's slot.
    pub(super) fn guidance(&self, asked: &Asked<'_>, ours: Option<Ours<'_>>, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> Guidance {
        let Asked { code, message, checked } = *asked;
        let name = self.name();
        let source = Source::Own(self.source.clone());
        if let Some((guide, entry)) = self.structured.as_ref().and_then(|guide| Some((guide, guide.entry(code, message)?))) {
            return Guidance { faults: self.faults, ..guide.guidance(name, entry, source, checked) };
        }
        let outline = &self.outline;
        let about = |topic: Topic| {
            outline.about(topic).filter(|text| !text.stays_empty(fill)).map(|text| text.filled(fill)).collect::<Vec<Prose>>()
        };
        let (meaning, described) = self.meaning(ours, fill);
        Guidance {
            guide: name.to_owned(),
            title: self.title(code, ours, fill),
            meaning,
            who_acts: Vec::new(),
            causes: about(Topic::Causes),
            supported: 0,
            ruled_out: Vec::new(),
            confirm: about(Topic::Confirm),
            not_in_trace: Vec::new(),
            resolve: about(Topic::Resolve),
            escalate_with: about(Topic::EscalateWith),
            notes: described.into_iter().chain(about(Topic::Notes)).collect(),
            links: outline.links.iter().map(|link| GuideLink { title: link.title.filled(fill), url: link.url.clone() }).collect(),
            source,
            faults: self.faults,
            left_out: outline.left_out.iter().map(|(_, kind)| *kind).collect(),
            material: Material::default(),
            behind: None,
        }
    }

    /// What the code means, and what else the guide says of what happened. A template says it of this sign-in; else our words are the ones that
    /// were checked.
    fn meaning(&self, ours: Option<Ours<'_>>, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> (Prose, Vec<Prose>) {
        let mut described = self.outline.description.iter().map(|text| text.filled(fill));
        let is_filled = self.keyed_by == KeyedBy::Article || self.outline.description.first().is_some_and(inline::Template::has_slot);
        let meaning = match ours {
            Some(ours) if !is_filled => Some(Prose::marked(ours.meaning)),
            ours => described.next().or_else(|| ours.map(|ours| Prose::marked(ours.meaning))),
        };
        (meaning.unwrap_or_else(|| self.outline.title.filled(fill)), described.collect())
    }

    /// Its title; instead of a title that is a whole description ours, or the code.
    fn title(&self, code: &str, ours: Option<Ours<'_>>, fill: &dyn Fn(&str) -> Option<Vec<Piece>>) -> Prose {
        if self.outline.title.words().len() <= LONGEST_TITLE {
            return self.outline.title.filled(fill);
        }
        ours.and_then(|ours| ours.title).cloned().unwrap_or_else(|| Prose::words(code))
    }
}

/// What a report leaves out of a text, by its lines.
pub(super) fn left_out_of(text: &str) -> Vec<(usize, LeftOut)> {
    Outline::read(text).left_out
}

/// Whether nothing of a text is left.
pub(super) fn says_nothing(text: &str) -> bool {
    Outline::read(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::prose::SlotField;

    const ASKED: Asked<'static> = Asked { code: "AADSTS50126", message: None, checked: None };

    fn guidance(text: &str) -> Guidance {
        OwnGuide::parse("team/guide.md", text).unwrap_or_else(|error| panic!("{error}")).guidance(&ASKED, None, &|_| None)
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
        let guidance = OwnGuide::parse("x.md", &text).unwrap().guidance(&ASKED, None, &fill);
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
