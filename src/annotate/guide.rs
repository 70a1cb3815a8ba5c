//! A guide: TOML front matter between `+++` lines, then four sections of bullets.

use serde::Deserialize;

use super::{of_code, wording};
use crate::model::finding::{Guidance, GuideLink, Source, WhoActs};
use crate::model::prose::Prose;

/// A guide, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guide {
    /// What the front matter says.
    pub front: FrontMatter,
    /// Causes, most frequent first.
    pub causes: Vec<String>,
    /// What in the trace confirms them.
    pub confirm: Vec<String>,
    /// Who does what, where.
    pub resolve: Vec<String>,
    /// What to attach.
    pub escalate_with: Vec<String>,
}

/// The front matter of a guide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontMatter {
    /// The remedy in a few words.
    pub title: String,
    /// When the guide was last held against Microsoft's documentation, `YYYY-MM-DD`.
    pub reviewed: String,
    /// Who acts, in the order in which they act.
    pub who_acts: Vec<String>,
    /// The codes it serves.
    pub codes: Vec<CodeEntry>,
    /// Further reading.
    #[serde(default)]
    pub links: Vec<Link>,
}

/// A code that a guide serves.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeEntry {
    /// `AADSTS50126`, or the name of a finding without a number.
    pub code: String,
    /// Words of the service's message: where it reused a number, this row is for messages that say them, and no other.
    pub message: Option<String>,
    /// The service's name. Guides of one's own may state it; what is said of a code comes from the table of codes.
    name: Option<String>,
    /// Failure, interrupt or informational, in the same way.
    kind: Option<String>,
    /// What happened, in one sentence.
    pub meaning: String,
}

impl CodeEntry {
    /// How well the row fits a message; the longer the words that are in it, the better. `None` when it is for other messages.
    pub(super) fn fit(&self, message: Option<&str>) -> Option<usize> {
        match &self.message {
            None => Some(0),
            Some(words) => message.filter(|message| wording::says(message, words)).map(|_| words.len()),
        }
    }
}

/// Further reading.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// Why a text is no guide.
#[derive(Debug, thiserror::Error)]
pub(super) enum GuideError {
    /// The front matter's lines are missing.
    #[error("no front matter: a guide begins with a line `+++`, TOML, and another line `+++`")]
    NoFrontMatter,
    /// The front matter is no TOML of the expected shape.
    #[error("front matter: {0}")]
    FrontMatter(#[from] toml::de::Error),
}

impl Guide {
    /// Parses a guide.
    pub(super) fn parse(text: &str) -> Result<Self, GuideError> {
        let rest = text.strip_prefix("+++\n").ok_or(GuideError::NoFrontMatter)?;
        let (front, body) = rest.split_once("\n+++\n").ok_or(GuideError::NoFrontMatter)?;
        Ok(Self {
            front: toml::from_str(front)?,
            causes: section(body, "Causes"),
            confirm: section(body, "Confirm"),
            resolve: section(body, "Resolve"),
            escalate_with: section(body, "Escalate with"),
        })
    }

    /// What the front matter says of a code that came with this message: a row for these words before the row for any.
    pub(super) fn entry(&self, code: &str, message: Option<&str>) -> Option<&CodeEntry> {
        let rows = self.front.codes.iter().filter(|entry| entry.code == code);
        rows.filter_map(|entry| Some((entry.fit(message)?, entry))).max_by_key(|(fit, _)| *fit).map(|(_, entry)| entry)
    }

    /// The guidance for one of the codes that the guide serves.
    #[must_use]
    pub(super) fn guidance(&self, name: &str, entry: &CodeEntry, source: Source) -> Guidance {
        let link = |link: &Link| GuideLink { title: Prose::marked(&link.title), url: link.url.clone() };
        let served: Vec<&str> = self.front.codes.iter().map(|entry| &*entry.code).collect();
        let marked = |texts: &[String]| of_code::bullets(texts, &entry.code, &served).iter().map(|text| Prose::marked(text)).collect();
        Guidance {
            guide: name.to_owned(),
            title: Prose::marked(&self.front.title),
            meaning: Prose::marked(&entry.meaning),
            who_acts: self.front.who_acts.iter().cloned().map(WhoActs::read).collect(),
            causes: marked(&self.causes),
            confirm: marked(&self.confirm),
            resolve: marked(&self.resolve),
            escalate_with: marked(&self.escalate_with),
            links: self.front.links.iter().map(link).collect(),
            notes: Vec::new(),
            source,
            faults: 0,
            left_out: Vec::new(),
            behind: None,
        }
    }
}

/// The bullets of a section, each on one line.
fn section(body: &str, heading: &str) -> Vec<String> {
    let mut bullets: Vec<String> = Vec::new();
    let lines = body.lines().skip_while(|line| line.strip_prefix("## ").map(str::trim) != Some(heading)).skip(1);
    for line in lines.take_while(|line| !line.starts_with("## ")) {
        let text = line.trim();
        match (text.strip_prefix("- "), bullets.last_mut()) {
            (Some(bullet), _) => bullets.push(bullet.to_owned()),
            (None, Some(last)) if !text.is_empty() => {
                last.push(' ');
                last.push_str(text);
            }
            _ => {}
        }
    }
    bullets
}
