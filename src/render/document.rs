//! A document as blocks, for the formats that differ only in markup.

/// How a word of the document is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tone {
    Good,
    Bad,
    Waiting,
    Unknown,
}

/// One line of a list of attempts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) tone: Tone,
    pub(super) word: String,
    pub(super) cells: Vec<String>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading of a level from 1.
    Heading(u8, String),
    /// A heading that begins with a coloured word.
    Headline { tone: Tone, word: String, text: String },
    /// A list of attempts, one line each: in columns, and never wrapped, so that they can be cut out of it.
    Rows(Vec<Row>),
    /// A paragraph.
    Paragraph(String),
    /// A labelled line: label, text.
    Labelled(String, String),
    /// Bullets under a label.
    Bullets(String, Vec<String>),
    /// Names and values, to be copied as a block.
    Pairs(String, Vec<(String, String)>),
    /// Texts to be copied as they are, each under a label.
    Listings(String, Vec<(String, String)>),
    /// Rows of a table with a header.
    Table { title: String, header: Vec<&'static str>, rows: Vec<Vec<String>> },
}
