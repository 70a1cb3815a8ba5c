//! Color: when it is used, and what standard output is shown on.

use std::io::{self, IsTerminal};

use anstream::{AutoStream, ColorChoice};
use clap::ValueEnum;

use crate::render::Screen;

/// When to use color.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

impl Color {
    /// What this comes to on standard output.
    pub(super) fn choice(self) -> ColorChoice {
        match self {
            Self::Auto => AutoStream::choice(&io::stdout()),
            Self::Always => ColorChoice::Always,
            Self::Never => ColorChoice::Never,
        }
    }

    /// What standard output is shown on.
    pub(super) fn screen(self) -> Screen {
        let screen = match terminal_size::terminal_size() {
            Some((columns, _)) if io::stdout().is_terminal() => Screen::terminal(usize::from(columns.0)),
            _ => {
                // Anyone who pipes a report may say how wide it should be.
                let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
                columns.map_or_else(Screen::default, |columns| Screen { links: false, colors: false, ..Screen::terminal(columns) })
            }
        };
        Screen { colors: self.choice() != ColorChoice::Never, ..screen }
    }
}
