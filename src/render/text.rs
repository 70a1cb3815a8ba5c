//! Text: the case note on a terminal.

use std::borrow::Cow;

use owo_colors::{OwoColorize, Style};

use super::document::{Block, Group, Line, Mark, Row, Span, Tone};
use super::{Screen, steers};

/// A longer cell makes its line longer, and not all others.
const WIDEST_COLUMN: usize = 200;
/// Columns of the label before a labeled line.
const LABEL: usize = 12;

/// Renders blocks as text.
pub(super) fn render(blocks: &[Block], screen: Screen) -> String {
    let mut out = String::new();
    for (at, block) in blocks.iter().enumerate() {
        let apart = matches!(
            block,
            Block::Heading(..)
                | Block::Headline { .. }
                | Block::Bullets(..)
                | Block::Pairs(..)
                | Block::Listings(..)
                | Block::Actions(..)
                | Block::Marks(..)
                | Block::Course { .. }
                | Block::Table { .. }
        );
        if at > 0 && apart {
            out.push('\n');
        }
        write(block, screen, &mut out);
    }
    out
}

fn write(block: &Block, screen: Screen, out: &mut String) {
    let wrap = |text: &Line, first: usize, indent: usize| wrap(text, screen, first, indent);
    let bold = |text: &str| screen.paint(text, Style::new().bold());
    match block {
        Block::Heading(_, text) => line(out, &bold(&clean(&text.to_string()))),
        Block::Headline { tone, word, text } => {
            let wrapped = wrap(text, word.len() + 2, 2);
            line(out, &format!("{}  {wrapped}", screen.paint(word, tone.in_color())));
        }
        Block::Last { tone, word, text } => line(out, &format!("{}  {}", screen.paint(word, tone.in_color()), shown(text))),
        Block::Rows(rows) => in_columns(rows, screen, out),
        Block::Paragraph(text) => line(out, &wrap(text, 0, 0)),
        Block::Labelled(label, text) => {
            let text = wrap(text, LABEL, LABEL);
            let gap = if label.len() < LABEL { "" } else { "  " };
            line(out, &format!("{}{gap}{text}", bold(&format!("{label:<LABEL$}"))));
        }
        Block::Bullets(label, bullets) => {
            line(out, &bold(label));
            for bullet in bullets {
                line(out, &format!("  - {}", wrap(bullet, 4, 4)));
            }
        }
        Block::Pairs(label, pairs) => {
            line(out, &bold(label));
            let width = pairs.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
            for (name, value) in pairs {
                let indent = width + 4;
                let value = fill(&clean(value), screen.width, indent, indent);
                line(out, format!("  {name:<width$}  {value}").trim_end());
            }
        }
        Block::Listings(label, listings) => {
            line(out, &bold(label));
            for (name, text) in listings {
                line(out, &format!("  {}", clean(&name.to_string())));
                for row in text.split('\n') {
                    line(out, &format!("    {}", clean(row)));
                }
            }
        }
        Block::Actions(label, groups) => {
            line(out, &bold(label));
            for Group { actor, steps } in groups {
                actions(actor, steps, screen, out);
            }
        }
        Block::Marks(label, marks) => {
            line(out, &bold(label));
            for (mark, text) in marks {
                let word = format!("{:<3}", mark.word());
                line(out, &format!("  {}  {}", screen.paint(&word, mark.in_color()), wrap(text, 7, 7)));
            }
        }
        Block::Course { title, rows } => {
            line(out, &bold(&fill(&shown(title), screen.width, 0, 2)));
            in_rows(out, screen, &[], rows);
        }
        Block::Table { title, header, rows } => {
            line(out, &bold(title));
            in_rows(out, screen, header, rows);
        }
    }
}

/// One line an attempt, in columns; the last column is as long as it is.
fn in_columns(rows: &[Row], screen: Screen, out: &mut String) {
    let rows: Vec<(&Row, Vec<String>)> = rows.iter().map(|row| (row, row.cells.iter().map(shown).collect())).collect();
    let width = |column: usize| {
        rows.iter().filter_map(|(_, cells)| cells.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0).min(WIDEST_COLUMN)
    };
    let columns = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    for (row, cells) in &rows {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        line(out, &format!("{}  {}", screen.paint(&format!("{:<11}", row.word), row.tone.in_color()), padded.join("  ").trim_end()));
    }
}

/// What one actor does: one step next to the name, several below it.
fn actions(actor: &Line, steps: &[Line], screen: Screen, out: &mut String) {
    let name = shown(actor);
    match steps {
        [step] if name.is_empty() => line(out, &format!("  - {}", wrap(step, screen, 4, 4))),
        [step] => {
            let text = wrap(&actor.clone().and_said(": ").and(step.clone()), screen, 4, 4);
            let text =
                text.strip_prefix(&name).map_or_else(|| text.clone(), |rest| format!("{}{rest}", screen.paint(&name, Style::new().bold())));
            line(out, &format!("  - {text}"));
        }
        steps => {
            if !name.is_empty() {
                line(out, &format!("  - {}", screen.paint(&name, Style::new().bold())));
            }
            for (at, step) in steps.iter().enumerate() {
                let number = format!("{}. ", at + 1);
                line(out, &format!("    {number}{}", wrap(step, screen, 4 + number.len(), 4 + number.len())));
            }
        }
    }
}

/// Rows in columns below a header, if there is one. The last column is wrapped where it would not fit.
fn in_rows(out: &mut String, screen: Screen, header: &[&str], rows: &[Vec<Line>]) {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(shown).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0).max(header.len());
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
        cells.chain(header.get(column).map(|name| name.len())).max().unwrap_or(0).min(WIDEST_COLUMN)
    };
    let mut widths: Vec<usize> = (0..columns).map(width).collect();
    // The last column is as long as it is.
    widths.pop();
    let before: usize = 2 + widths.iter().map(|width| width + 2).sum::<usize>();
    let in_line = |cells: Vec<&str>| {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| padded(cell, *width)).collect();
        let last = cells.get(widths.len()).copied().unwrap_or_default();
        let last = if before * 2 > screen.width { last.to_owned() } else { fill(last, screen.width, before, before) };
        format!("  {}", padded.into_iter().chain([last]).collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    };
    if !header.is_empty() {
        line(out, &screen.paint(&in_line(header.to_vec()), Style::new().dimmed()));
    }
    for row in &rows {
        line(out, &in_line(row.iter().map(AsRef::as_ref).collect()));
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// Wraps a text whose first line begins after some columns and whose other lines are indented.
fn wrap(text: &Line, screen: Screen, first: usize, indent: usize) -> String {
    let shown = shown(text);
    if shown.is_ascii() && first + shown.len() <= screen.width && !screen.links {
        return shown.trim().to_owned();
    }
    let wrapped = fill(&shown, screen.width, first, indent).trim_start().to_owned();
    if screen.links { linked(&wrapped, text) } else { wrapped }
}

/// A line as it is shown.
fn shown(text: &Line) -> String {
    clean(&text.to_string()).into_owned()
}

/// Breaks lines between words; a word that is too long stays whole. The first line begins at a column, the others are indented.
#[must_use]
pub fn fill(text: &str, width: usize, first: usize, indent: usize) -> String {
    let mut filled = String::with_capacity(text.len() + text.len() / 8);
    let mut column = first;
    let begin_line = |filled: &mut String| {
        filled.truncate(filled.trim_end_matches(' ').len());
        filled.push('\n');
        filled.extend(std::iter::repeat_n(' ', indent));
        indent
    };
    for (word_number, word) in text.split(' ').enumerate() {
        let columns = columns(word);
        if word_number > 0 && column + 1 + columns > width {
            column = begin_line(&mut filled);
        } else if word_number > 0 {
            filled.push(' ');
            column += 1;
        }
        filled.push_str(word);
        column += columns;
    }
    filled
}

/// How wide a word is: letters of East Asia take two columns.
fn columns(word: &str) -> usize {
    const FIRST_WIDE: char = '\u{1100}';
    if word.is_ascii() { word.len() } else { word.chars().map(|letter| if letter < FIRST_WIDE { 1 } else { 2 }).sum() }
}

/// Makes the addresses that may be followed clickable (OSC 8): links, and what our own words name.
fn linked(text: &str, of: &Line) -> String {
    let may_be_followed = |address: &str| {
        of.0.iter().any(|span| match span {
            Span::Link(url) => url == address,
            Span::Said(text) | Span::Code(text) | Span::Label(text) => text.contains(address),
            Span::Taken(_) => false,
        })
    };
    let word = |word: &str| {
        let address = word.trim_end_matches(['.', ',', ')', ';', ':']);
        let is_address = address.starts_with("https://") && address.is_ascii() && may_be_followed(address);
        if is_address { format!("\x1b]8;;{address}\x1b\\{address}\x1b]8;;\x1b\\{}", &word[address.len()..]) } else { word.to_owned() }
    };
    text.split_inclusive([' ', '\n'])
        .map(|piece| {
            let end = piece.trim_end_matches([' ', '\n']).len();
            word(&piece[..end]) + &piece[end..]
        })
        .collect()
}

/// A cell with spaces behind it.
fn padded(cell: &str, width: usize) -> String {
    let missing = width.saturating_sub(cell.chars().count());
    format!("{cell}{}", " ".repeat(missing))
}

/// A text of the trace must not steer the terminal.
fn clean(text: &str) -> Cow<'_, str> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if is_plain { Cow::Borrowed(text) } else { Cow::Owned(text.replace(steers, " ")) }
}

impl Screen {
    fn paint(self, text: &str, style: Style) -> String {
        if self.colors { text.style(style).to_string() } else { text.to_owned() }
    }
}

impl Mark {
    fn in_color(self) -> Style {
        match self {
            Self::Yes => Style::new().bold(),
            Self::No => Style::new(),
            Self::Unseen => Style::new().dimmed(),
        }
    }
}

impl Tone {
    fn in_color(self) -> Style {
        let style = Style::new().bold();
        match self {
            Self::Good => style.green(),
            Self::Bad => style.red(),
            Self::Waiting => style.yellow(),
            Self::Unknown => style.cyan(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(columns: usize) -> String {
        let text = "Users and groups are assigned to the application, see https://learn.microsoft.com/entra and ask again.";
        let bullets = Block::Bullets("What to do".to_owned(), vec![Line::said(text)]);
        anstream::adapter::strip_str(&render(&[bullets], Screen::terminal(columns))).to_string()
    }

    #[test]
    fn lines_fit_the_terminal_as_far_as_words_do() {
        for columns in [20, 40, 80, 200] {
            let longest = shown(columns).lines().map(|line| line.chars().count()).max().unwrap_or(0);
            assert!(longest <= columns.max("  - https://learn.microsoft.com/entra".len()), "{columns}: {longest}");
        }
        assert_eq!(shown(40).lines().count(), 5);
    }

    #[test]
    fn addresses_can_be_clicked_on_a_terminal_only() {
        let block = [Block::Paragraph(Line::said("see https://learn.microsoft.com/entra."))];
        let taken = [Block::Paragraph(Line::taken("see https://learn.microsoft.com/entra."))];
        assert!(!render(&taken, Screen::terminal(80)).contains('\x1b'));
        assert!(!render(&block, Screen::default()).contains('\x1b'));
        let link = "\x1b]8;;https://learn.microsoft.com/entra\x1b\\https://learn.microsoft.com/entra\x1b]8;;\x1b\\.";
        assert!(render(&block, Screen::terminal(80)).contains(link));
    }
}
