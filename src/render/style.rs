//! How a report is to look: its format, and what it is shown on.

/// An output format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Format {
    /// A case note for a terminal.
    #[default]
    Text,
    /// The same case note, to be pasted.
    Markdown,
    /// JSON, version 1.
    Json,
    /// One attempt a line, as JSON.
    JsonLines,
    /// One attempt a line, for spreadsheets.
    Csv,
    /// A page for a browser, in one file.
    Html,
}

/// An output format of the commands that answer a question and write no report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// For a terminal.
    Text(Screen),
    /// To be pasted.
    Markdown,
    /// For programs.
    Json,
}

/// How to render a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    /// The format.
    pub format: Format,
    /// One line an attempt.
    pub brief: bool,
    /// Everything that is known, guidance of every finding included.
    pub full: bool,
    /// What text is shown on.
    pub screen: Screen,
}

/// What text is shown on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// Columns of a line.
    pub width: usize,
    /// Whether addresses can be clicked.
    pub links: bool,
    /// Whether there are colors.
    pub colors: bool,
}

impl Screen {
    /// Longer lines are hard to read.
    const WIDEST: usize = 100;
    /// In less no word fits next to its label.
    const NARROWEST: usize = 32;

    /// A terminal of that many columns.
    #[must_use]
    pub fn terminal(columns: usize) -> Self {
        Self { width: columns.clamp(Self::NARROWEST, Self::WIDEST), links: true, colors: true }
    }
}

impl Default for Screen {
    /// A file or a pipe.
    fn default() -> Self {
        Self { width: Self::WIDEST, links: false, colors: false }
    }
}
