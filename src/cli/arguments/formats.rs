//! Output formats: those of each kind of command, and what the ending of a file's name says when none is given.

use std::path::Path;

use clap::ValueEnum;

use crate::cli::color::Color;
use crate::render::{AnswerFormat, ComparisonFormat, ExchangeFormat, Format, Screen};

/// A format that the ending of a file's name may tell.
pub(in crate::cli) trait OfEnding: ValueEnum + Default {
    /// The format of a file whose name ends so; an ending in lower case.
    fn of_ending(ending: &str) -> Option<Self>;

    /// The format that was asked for; else that of the file's name, else the one for a terminal.
    fn chosen(asked: Option<Self>, file: Option<&Path>) -> Self {
        let ending = || file?.extension()?.to_str().map(str::to_ascii_lowercase);
        asked.or_else(|| Self::of_ending(&ending()?)).unwrap_or_default()
    }
}

/// Output formats of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum OutputFormat {
    /// A case note for a terminal
    #[default]
    Text,
    /// The same case note, to be pasted into a ticket
    Markdown,
    /// One document for programs; see `entrace schema`
    Json,
    /// One attempt per line, as JSON, for databases
    Jsonl,
    /// One attempt per line, for spreadsheets
    Csv,
    /// A page for a browser: one file that loads nothing
    Html,
}

impl OutputFormat {
    pub(in crate::cli) fn rendered(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Json => Format::Json,
            Self::Jsonl => Format::JsonLines,
            Self::Csv => Format::Csv,
            Self::Html => Format::Html,
        }
    }
}

impl OfEnding for OutputFormat {
    fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "jsonl" | "ndjson" => Some(Self::Jsonl),
            "csv" => Some(Self::Csv),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

/// Output formats of a comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum CompareFormat {
    /// For a terminal
    #[default]
    Text,
    /// To be pasted into a ticket
    Markdown,
    /// For programs
    Json,
    /// A page for a browser: one file that loads nothing
    Html,
}

impl CompareFormat {
    pub(in crate::cli) fn rendered(self, screen: Screen) -> ComparisonFormat {
        match self {
            Self::Text => ComparisonFormat::Text(screen),
            Self::Markdown => ComparisonFormat::Markdown,
            Self::Json => ComparisonFormat::Json,
            Self::Html => ComparisonFormat::Html,
        }
    }
}

impl OfEnding for CompareFormat {
    fn of_ending(ending: &str) -> Option<Self> {
        match ending {
            "md" | "markdown" => Some(Self::Markdown),
            "json" => Some(Self::Json),
            "html" | "htm" => Some(Self::Html),
            _ => None,
        }
    }
}

/// Output formats of the commands that answer a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum QuestionFormat {
    /// For a terminal
    #[default]
    Text,
    /// To be pasted into a ticket
    Markdown,
    /// For programs
    Json,
}

impl QuestionFormat {
    pub(in crate::cli) fn rendered(self, color: Color) -> AnswerFormat {
        match self {
            Self::Text => AnswerFormat::Text(color.screen()),
            Self::Markdown => AnswerFormat::Markdown,
            Self::Json => AnswerFormat::Json,
        }
    }
}

/// Output formats of an exchange.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ShowFormat {
    /// For a terminal
    #[default]
    Text,
    /// For programs
    Json,
}

impl ShowFormat {
    pub(in crate::cli) fn rendered(self, color: Color) -> ExchangeFormat {
        match self {
            Self::Text => ExchangeFormat::Text(color.screen()),
            Self::Json => ExchangeFormat::Json,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_the_file_decides_unless_a_format_is_given() {
        let chosen = |asked, file: &str| OutputFormat::chosen(asked, Some(Path::new(file)));
        for (file, format) in [
            ("r.html", OutputFormat::Html),
            ("R.HTM", OutputFormat::Html),
            ("a.b/r.md", OutputFormat::Markdown),
            ("r.json", OutputFormat::Json),
            ("r.jsonl", OutputFormat::Jsonl),
            ("r.csv", OutputFormat::Csv),
            ("r.txt", OutputFormat::Text),
            ("r", OutputFormat::Text),
            ("/dev/stdout", OutputFormat::Text),
        ] {
            assert_eq!(chosen(None, file), format, "{file}");
        }
        assert_eq!(chosen(Some(OutputFormat::Text), "r.html"), OutputFormat::Text);
        assert_eq!(CompareFormat::chosen(None, Some(Path::new("r.csv"))), CompareFormat::Text);
        assert_eq!(OutputFormat::chosen(None, None), OutputFormat::Text);
    }
}
