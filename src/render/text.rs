//! Text: the case note on a terminal.

use owo_colors::OwoColorize;
use textwrap::{Options, WordSplitter};

use super::document::{Block, Tone};

/// Columns of a line.
const WIDTH: usize = 110;
/// Columns of the label before a labelled line.
const LABEL: usize = 12;

/// Renders blocks as text with colour codes.
pub(super) fn render(blocks: &[Block]) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        let apart = matches!(
            block,
            Block::Heading(..) | Block::Headline { .. } | Block::Bullets(..) | Block::Pairs(..) | Block::Listings(..) | Block::Table { .. }
        );
        if at > 0 && apart {
            out.push('\n');
        }
        write(block, &mut out);
    }
    out
}

fn write(block: &Block, out: &mut String) {
    match block {
        Block::Heading(_, text) => line(out, &clean(text).bold().to_string()),
        Block::Headline { tone, word, text } => {
            let wrapped = wrap(&clean(text), word.len() + 2, 2);
            line(out, &format!("{}  {wrapped}", coloured(*tone, word)));
        }
        Block::Row { tone, word, text } => line(out, &format!("{}  {}", coloured(*tone, &format!("{word:<11}")), clean(text))),
        Block::Paragraph(text) => line(out, &wrap(&clean(text), 0, 0)),
        Block::Labelled(label, text) => {
            let text = wrap(&clean(text), LABEL, LABEL);
            let gap = if label.len() < LABEL { "" } else { "  " };
            line(out, &format!("{}{gap}{text}", format!("{label:<LABEL$}").bold()));
        }
        Block::Bullets(label, bullets) => {
            line(out, &label.bold().to_string());
            for bullet in bullets {
                line(out, &format!("  - {}", wrap(&clean(bullet), 4, 4)));
            }
        }
        Block::Pairs(label, pairs) => {
            line(out, &label.bold().to_string());
            let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, value) in pairs {
                line(out, &format!("  {name:<width$}  {}", clean(value)));
            }
        }
        Block::Listings(label, listings) => {
            line(out, &label.bold().to_string());
            for (name, text) in listings {
                line(out, &format!("  {name}"));
                for row in text.lines() {
                    line(out, &format!("    {}", clean(row)));
                }
            }
        }
        Block::Table { title, header, rows } => table(out, title, header, rows),
    }
}

fn table(out: &mut String, title: &str, header: &[&str], rows: &[Vec<String>]) {
    line(out, &title.bold().to_string());
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| clean(cell)).collect()).collect();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(header.get(column).map(|name| name.len())).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let padded = |cells: Vec<&str>| {
        let cells = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        format!("  {}", cells.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    line(out, &padded(header.to_vec()).dimmed().to_string());
    for row in &rows {
        line(out, &padded(row.iter().map(String::as_str).collect()));
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Wraps a text whose first line begins after some columns and whose other lines are indented.
fn wrap(text: &str, first: usize, indent: usize) -> String {
    let (skipped, spaces) = (" ".repeat(first), " ".repeat(indent));
    let options = Options::new(WIDTH)
        .initial_indent(&skipped)
        .subsequent_indent(&spaces)
        .break_words(false)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(text, options).trim_start().to_owned()
}

/// A text of the trace must not steer the terminal: control characters are shown as spaces.
fn clean(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

fn coloured(tone: Tone, word: &str) -> String {
    match tone {
        Tone::Good => word.green().bold().to_string(),
        Tone::Bad => word.red().bold().to_string(),
        Tone::Waiting => word.yellow().bold().to_string(),
        Tone::Unknown => word.cyan().bold().to_string(),
    }
}
