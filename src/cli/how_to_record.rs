//! The manual's page on recording a sign-in, as text for a terminal: what `entrace record` prints, and its help.

use std::fmt::Write;
use std::mem::take;

use clap::Command;
use owo_colors::OwoColorize;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::color::Color;
use crate::render;

const PAGE: &str = include_str!("../manual/record.md");

/// Makes the page the help of its command.
pub(super) fn with_page_as_help(command: Command) -> Command {
    command.override_help(page())
}

/// The page, in lines that fit the terminal.
pub(super) fn page() -> String {
    layout(PAGE, Color::Auto.screen().width)
}

/// Markdown as text. What is bold or code in it is plain: a reader of a terminal needs neither.
fn layout(markdown: &str, width: usize) -> String {
    let mut out = String::new();
    let mut block = String::new();
    let mut number = None;
    let mut marker = String::new();
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Paragraph | Tag::CodeBlock(_)) => begin_block(&mut out),
            Event::Start(Tag::List(first)) => {
                begin_block(&mut out);
                number = first;
            }
            Event::Start(Tag::Item) => {
                marker = number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
                number = number.map(|number| number + 1);
            }
            Event::Text(text) | Event::Code(text) => block.push_str(&text),
            Event::SoftBreak => block.push(' '),
            Event::End(TagEnd::Heading(_)) => {
                let _ = writeln!(out, "{}", take(&mut block).bold());
            }
            Event::End(TagEnd::CodeBlock) => take(&mut block).lines().for_each(|line| {
                let _ = writeln!(out, "    {line}");
            }),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => wrap(&take(&mut block), &take(&mut marker), width, &mut out),
            _ => {}
        }
    }
    out
}

fn begin_block(out: &mut String) {
    if !out.is_empty() {
        out.push('\n');
    }
}

/// Lays a text out. Its first line begins with the marker, and the others below the first word.
fn wrap(text: &str, marker: &str, width: usize, out: &mut String) {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(out, "{marker}{}", render::fill(&words, width, marker.len(), marker.len()));
}

#[cfg(test)]
mod tests {
    use super::layout;

    #[test]
    fn lines_fit_the_terminal_and_items_stand_below_their_markers() {
        let text =
            layout("Press **F12**\nand `run` it.\n\n1. Open the page of the app.\n2. Sign in.\n\n```console\n$ entrace a.har\n```\n", 16);
        assert_eq!(text, "Press F12 and\nrun it.\n\n1. Open the page\n   of the app.\n2. Sign in.\n\n    $ entrace a.har\n");
    }
}
