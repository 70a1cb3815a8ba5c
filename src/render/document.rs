//! A document as blocks, for the formats that differ only in markup.

use std::fmt;

use crate::model::finding::Guidance;
use crate::model::prose::{Piece, Prose};

/// How a word of the document is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Waiting,
    Unknown,
}

/// A text in spans that say whose words they are: what is markup in a format is decided by them, and by no letter of the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line(pub(super) Vec<Span>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span {
    /// Our own words.
    Said(String),
    /// What is typed or read as it stands.
    Code(String),
    /// What a page shows: a menu, a tab, a button.
    Label(String),
    /// Words of the trace, of a file's name, of someone's own guide, of an argument.
    Taken(String),
    /// An address that may be followed.
    Link(String),
}

impl Line {
    /// Our own words.
    pub(super) fn said(text: impl Into<String>) -> Self {
        Self(vec![Span::Said(text.into())])
    }

    /// Words that are not ours.
    pub(super) fn taken(text: impl Into<String>) -> Self {
        Self(vec![Span::Taken(text.into())])
    }

    /// A text of a guide. The words of a guide of someone's own are not ours.
    pub(super) fn of(prose: &Prose, guidance: &Guidance) -> Self {
        let span = |piece: &Piece| match piece {
            Piece::Words(text) | Piece::Label(text) if guidance.is_own() => Span::Taken(text.clone()),
            Piece::Words(text) => Span::Said(text.clone()),
            Piece::Code(text) => Span::Code(text.clone()),
            Piece::Label(text) => Span::Label(text.clone()),
            Piece::Value(_, text) => Span::Taken(text.clone()),
        };
        Self(prose.0.iter().map(span).collect())
    }

    /// A text of ours, in which backticks in pairs mark code, and two asterisks in pairs labels.
    pub(super) fn marked(text: &str) -> Self {
        let span = |piece: Piece| match piece {
            Piece::Words(text) | Piece::Value(_, text) => Span::Said(text),
            Piece::Code(text) => Span::Code(text),
            Piece::Label(text) => Span::Label(text),
        };
        Self(Prose::marked(text).0.into_iter().map(span).collect())
    }

    /// With our own words behind it.
    pub(super) fn and_said(self, text: impl Into<String>) -> Self {
        self.and(Self::said(text))
    }

    /// With words behind it that are not ours.
    pub(super) fn and_taken(self, text: impl Into<String>) -> Self {
        self.and(Self::taken(text))
    }

    /// With another text behind it.
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// As plain text; code is in backticks, labels as they are.
impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|span| match span {
            Span::Code(text) => write!(f, "`{text}`"),
            Span::Said(text) | Span::Label(text) | Span::Taken(text) | Span::Link(text) => f.write_str(text),
        })
    }
}

/// One line of a list of attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) tone: Tone,
    pub(super) word: String,
    pub(super) cells: Vec<Line>,
}

/// The steps of one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// Who; empty when no one is named.
    pub(super) actor: Line,
    pub(super) steps: Vec<Line>,
}

/// What the trace says to a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Yes,
    No,
    Unseen,
}

impl Mark {
    /// As it is written.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unseen => "?",
        }
    }
}

/// A part of a document. Titles and labels are ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading of a level from 1.
    Heading(u8, Line),
    /// A heading that begins with a colored word.
    Headline { tone: Tone, word: String, text: Line },
    /// The last line of a report: a colored word and what it is about, on one line.
    Last { tone: Tone, word: String, text: Line },
    /// A list of attempts, one line each: in columns, and never wrapped, so that they can be cut out of it.
    Rows(Vec<Row>),
    /// A paragraph.
    Paragraph(Line),
    /// A labeled line: label, text.
    Labelled(String, Line),
    /// Bullets under a label.
    Bullets(String, Vec<Line>),
    /// Names and values, to be copied as a block.
    Pairs(String, Vec<(String, String)>),
    /// Texts to be copied as they are, each under a label.
    Listings(String, Vec<(Line, String)>),
    /// Steps under a label, by who takes them.
    Actions(String, Vec<Group>),
    /// Checks under a label, each with its mark.
    Marks(String, Vec<(Mark, Line)>),
    /// The steps of a sign-in: entry, time, duration, status, what.
    Course { title: Line, rows: Vec<Vec<Line>> },
    /// Rows of a table with a header.
    Table { title: String, header: Vec<&'static str>, rows: Vec<Vec<Line>> },
}
