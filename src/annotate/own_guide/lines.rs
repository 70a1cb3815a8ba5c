//! The lines of a guide, joined to what its author wrote: headings, paragraphs and list items.
//!
//! Guides go through editors, wikis and generators that wrap lines, some with an empty line between two halves of a sentence. So a line is not
//! taken for a paragraph: it continues with the text before it when that text stops in the middle of a sentence.

use std::sync::LazyLock;

use regex::Regex;

use crate::entra::pattern::pattern;

/// A block of a guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The line that it begins in, from one.
    pub line: usize,
    /// What it is.
    pub kind: Kind,
    /// Its text: Markdown without line breaks.
    pub text: String,
    /// The length of its last line.
    last: usize,
    /// Whether nothing continues with it: the row of a table.
    closed: bool,
}

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A heading of a level.
    Heading(usize),
    /// A list item: how far it is indented, and whether it is numbered.
    Item {
        /// Columns before its marker.
        indent: usize,
        /// Whether the marker is a number or a letter.
        numbered: bool,
    },
    /// A paragraph.
    Paragraph,
    /// A line of code.
    Code,
}

/// The columns of a tab.
const TAB: &str = "    ";
/// Files with longer lines are not wrapped.
const WIDEST_WRAP: usize = 120;
/// Shorter lines were not wrapped.
const SHORTEST_WRAP: usize = 45;
/// No block grows over this: a mark that is never closed would take in everything.
const LONGEST: usize = 2000;

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let text = text.replace('\t', TAB).replace('\u{a0}', " ");
    let mut reading = Reading { blocks: Vec::new(), width: width(&text), blank: true, fence: None };
    for (at, line) in text.lines().enumerate() {
        reading.take(at + 1, line);
    }
    reading.blocks
}

/// Where the lines of a text are wrapped, when they are.
fn width(text: &str) -> Option<usize> {
    let wrapped = text.lines().filter(|line| !line.starts_with(['#', '|', '<']) && !line.contains("](")).map(str::trim_end);
    let widest = wrapped.map(|line| line.chars().count()).max()?;
    (SHORTEST_WRAP..=WIDEST_WRAP).contains(&widest).then_some(widest)
}

struct Reading {
    blocks: Vec<Block>,
    width: Option<usize>,
    /// Whether the line before was empty.
    blank: bool,
    /// The marks that end the code that is open.
    fence: Option<&'static str>,
}

impl Reading {
    fn take(&mut self, at: usize, line: &str) {
        let line = line.trim_end();
        let text = line.trim_start();
        if let Some(fence) = self.fence {
            if text.starts_with(fence) {
                self.fence = None;
            } else if !text.is_empty() {
                self.push(at, Kind::Code, text, line);
            }
            self.blank = true;
            return;
        }
        let is_quoted = text.starts_with('>');
        let text = text.trim_start_matches(['>', ' ']);
        if text.is_empty() || text.starts_with("[!") && text.ends_with(']') {
            self.blank = true;
            return;
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| text.starts_with(fence)) {
            self.fence = Some(fence);
            return;
        }
        let indent = if is_quoted { 0 } else { line.len().saturating_sub(text.len()) };
        if is_rule(text) {
            self.underline(text);
        } else if let Some((level, heading)) = heading(text) {
            self.push(at, Kind::Heading(level), heading, line);
        } else if text.starts_with('|') {
            self.row(at, indent, text, line);
        } else if let Some((numbered, rest)) = marker(text) {
            self.item(at, Kind::Item { indent, numbered }, rest, line);
        } else if self.goes_on(text, indent) {
            self.join(at, text, line);
        } else {
            // A paragraph that is indented below an item belongs to the item.
            let item = self.blocks.last().map(|block| block.kind);
            let kind = match item {
                Some(Kind::Item { indent: above, .. }) if indent > above => Kind::Item { indent: above + 2, numbered: false },
                _ => Kind::Paragraph,
            };
            self.item(at, kind, text, line);
        }
        self.blank = false;
    }

    fn push(&mut self, at: usize, kind: Kind, text: &str, line: &str) {
        let last = line.chars().count();
        self.blocks.push(Block { line: at, kind, text: text.to_owned(), last, closed: false });
    }

    /// A text that may hold the marker of a list inside it: `1. **Review:**    * Check ...`.
    fn item(&mut self, at: usize, kind: Kind, text: &str, line: &str) {
        // A longer label is none. That in a pattern would take a hundred times as long to compile.
        const LONGEST: usize = 120;
        static INSIDE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(.+?:[*_]*)\s{2,}(?:[*•+-]|\d{1,2}[.)])\s+(\S.*)$"));
        let is_short = |label: &str| label.trim_end_matches(['*', '_']).chars().count() <= LONGEST + 1;
        let Some(parts) = INSIDE.captures(text).filter(|parts| is_short(&parts[1])) else { return self.push(at, kind, text, line) };
        self.push(at, kind, &parts[1], line);
        let below = if let Kind::Item { indent, .. } = kind { indent + 2 } else { 0 };
        self.push(at, Kind::Item { indent: below, numbered: false }, &parts[2], line);
    }

    /// A row of a table is an item.
    fn row(&mut self, at: usize, indent: usize, text: &str, line: &str) {
        let cells = text.trim_matches('|').split('|').map(str::trim).filter(|cell| !cell.is_empty());
        let cells: Vec<&str> = cells.collect();
        if cells.iter().any(|cell| cell.chars().any(|letter| !matches!(letter, '-' | ':'))) {
            self.push(at, Kind::Item { indent, numbered: false }, &cells.join(": "), line);
            if let Some(row) = self.blocks.last_mut() {
                row.closed = true;
            }
        } else if self.blocks.last().is_some_and(|head| head.line + 1 == at && matches!(head.kind, Kind::Item { .. })) {
            // The names of the columns.
            self.blocks.pop();
        }
    }

    fn join(&mut self, at: usize, text: &str, line: &str) {
        let Some(block) = self.blocks.last_mut() else { return };
        // The address of a link has no spaces.
        if !block.text.is_empty() && !is_in_address(&block.text) {
            block.text.push(' ');
        }
        let (kind, start, length) = (block.kind, block.line, line.chars().count());
        block.text.push_str(text);
        block.last = length;
        let whole = std::mem::take(&mut block.text);
        self.blocks.pop();
        self.item(start.min(at), kind, &whole, line);
    }

    /// A rule below the one line of a paragraph makes it a heading.
    fn underline(&mut self, text: &str) {
        if let Some(above) = self.blocks.last_mut().filter(|block| !self.blank && block.kind == Kind::Paragraph) {
            above.kind = Kind::Heading(if text.starts_with('=') { 1 } else { 2 });
        }
        self.blank = true;
    }

    /// Whether a line continues with the text before it.
    fn goes_on(&self, text: &str, indent: usize) -> bool {
        let Some(block) = self.blocks.last() else { return false };
        let before = block.text.as_str();
        if before.len() > LONGEST || block.kind == Kind::Code || block.closed {
            return false;
        }
        let is_wrapped = self.is_full(block.last, text);
        let lower = text.trim_start_matches(['*', '_', '"', '(', '`', '\'', '“']).starts_with(|letter: char| letter.is_lowercase());
        if let Kind::Heading(_) = block.kind {
            return lower && block.last >= SHORTEST_WRAP && !ends_sentence(before) && (is_wrapped || self.width.is_none());
        }
        if before.is_empty() || is_open(before) {
            return true;
        }
        let ended = ends_sentence(before);
        if !ended && is_open_in_sentence(before) {
            return true;
        }
        if !self.blank {
            // A label begins something new, and so does a sentence whose author broke a line that had room.
            let is_label = is_bold_label(before) || ended && (is_bold_label(text) || label(text).is_some());
            let had_room = ended && !lower && !is_wrapped && self.had_room(block.last, text);
            // Lines of their own: a wrapped one would not be that short.
            let is_indented = matches!(block.kind, Kind::Item { indent: above, .. } if indent > above);
            let stands_alone = !is_indented
                && block.last < SHORTEST_WRAP
                && text.starts_with(|letter: char| letter.is_uppercase())
                && before.chars().count() <= block.last
                && self.had_room(block.last, text)
                && !cannot_end(before);
            return !(is_label || had_room || stands_alone);
        }
        if ended {
            return lower && !before.ends_with([':', '!', '?']);
        }
        let is_word = text.starts_with(|letter: char| letter.is_alphanumeric() || "*_[`\"".contains(letter));
        lower || is_wrapped || cannot_end(before) || !is_word
    }

    /// Whether the first word of a line had no room on the line before.
    fn is_full(&self, last: usize, text: &str) -> bool {
        let word = text.split(' ').next().map_or(0, |word| word.chars().count());
        self.width.is_some_and(|width| last >= SHORTEST_WRAP && last + 1 + word + 2 >= width)
    }

    /// Whether there was a lot of room on the line before.
    fn had_room(&self, last: usize, text: &str) -> bool {
        let word = text.split(' ').next().map_or(0, |word| word.chars().count());
        last + word + 25 < self.width.unwrap_or(WIDEST_WRAP)
    }
}

fn heading(text: &str) -> Option<(usize, &str)> {
    let rest = text.trim_start_matches('#');
    let level = text.len() - rest.len();
    let is_heading = (1..=6).contains(&level) && (rest.starts_with(' ') || rest.starts_with("AAD"));
    is_heading.then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

/// The text behind the marker of a list item, and whether the marker is a number.
fn marker(text: &str) -> Option<(bool, &str)> {
    static BULLET: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[-*+•◦▪‣●○·–](?:\s+(?:\[[ xX]\]\s+)?(.*))?$"));
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:\(?\d{1,3}[.)]|\(?[a-z]\)|(?:[a-z]|[ivx]{2,4})\.|(?:\*\*)?(?i:step) \d{1,2}\s?[:.)–-](?:\*\*)?)\s+(.*)$")
    });
    if let Some(found) = BULLET.captures(text) {
        return Some((false, found.get(1).map_or("", |rest| rest.as_str())));
    }
    let is_bare = text.len() <= 4 && text.ends_with(['.', ')']) && text.starts_with(|letter: char| letter.is_ascii_digit());
    NUMBER.captures(text).and_then(|found| found.get(1)).map(|rest| (true, rest.as_str())).or_else(|| is_bare.then_some((true, "")))
}

fn is_rule(text: &str) -> bool {
    let mut letters = text.chars().filter(|letter| *letter != ' ');
    let first = letters.next();
    matches!(first, Some('-' | '*' | '_' | '=')) && text.len() >= 3 && letters.all(|letter| Some(letter) == first)
}

/// Whether a text ends where a sentence may end.
pub(super) fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end().trim_end_matches(['*', '_', '"', '\'', ')', ']', '`', '”', '’']);
    let abbreviated = ["e.g.", "i.e.", "vs.", "etc.)", "incl.", "approx."].iter().any(|end| text.to_lowercase().ends_with(end));
    !abbreviated && text.ends_with(['.', '!', '?', ':', '…', ';'])
}

/// Whether the last word of a text asks for another one.
fn cannot_end(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "a",
        "an",
        "the",
        "of",
        "to",
        "in",
        "for",
        "and",
        "or",
        "with",
        "from",
        "by",
        "at",
        "on",
        "is",
        "are",
        "was",
        "be",
        "been",
        "that",
        "which",
        "as",
        "if",
        "via",
        "not",
        "their",
        "your",
        "its",
        "this",
        "these",
        "when",
        "because",
        "into",
        "has",
        "have",
        "must",
        "should",
        "can",
        "may",
        "will",
        "azure",
        "microsoft",
        "entra",
        "conditional",
        "than",
        "under",
        "between",
        "using",
        "no",
        "any",
        "all",
        "such",
    ];
    let text = text.trim_end();
    let word = text.rsplit(' ').next().unwrap_or_default().to_lowercase();
    text.ends_with([',', '-', '/', '(', '&', '>', '+', '–']) || WORDS.contains(&word.trim_start_matches(['*', '(', '"']))
}

/// Whether bold text, code or a link is open at the end of a text.
fn is_open(text: &str) -> bool {
    let odd = |mark: &str| text.matches(mark).count() % 2 == 1;
    odd("**") || odd("`") || is_in_address(text) || text.matches('[').count() > text.matches(']').count()
}

fn is_in_address(text: &str) -> bool {
    text.rfind("](").is_some_and(|start| !text[start..].contains(')'))
}

/// Whether a quote or a bracket is open.
fn is_open_in_sentence(text: &str) -> bool {
    text.matches('"').count() % 2 == 1
        || text.matches('(').count() > text.matches(')').count()
        || text.matches('“').count() > text.matches('”').count()
}

/// Whether a text is one bold label and nothing else: `**Symptoms:**`.
pub(super) fn is_bold_label(text: &str) -> bool {
    let inner = text.trim().trim_end_matches(':').strip_prefix("**").and_then(|text| text.strip_suffix("**"));
    inner.is_some_and(|inner| !inner.contains("**") && inner.split_whitespace().count() <= 14)
}

/// A label at the start of a text, and what is behind it: `Cause: an old password`, `**Cause:** an old password`.
pub(super) fn label(text: &str) -> Option<(&str, &str)> {
    // A longer label is none. That in a pattern would take a hundred times as long to compile.
    const LONGEST: usize = 51;
    static LABEL: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(?:\*\*|__)?([A-Z][\w /&'-]{2,}?)(?:\*\*|__)?\s?:(?:\*\*|__)?(?:\s+(.*))?$"));
    let found = LABEL.captures(text).filter(|found| found[1].chars().count() <= LONGEST)?;
    Some((found.get(1)?.as_str(), found.get(2).map_or("", |rest| rest.as_str())))
}

#[cfg(test)]
mod tests {
    use super::Kind::{Code, Heading, Paragraph};
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        blocks(text).into_iter().map(|block| block.text).collect()
    }

    #[test]
    fn a_sentence_is_joined_over_empty_lines() {
        assert_eq!(
            texts("Ask the user to\n\nsign out and\nin again.\n\nThen look."),
            ["Ask the user to sign out and in again.", "Then look."]
        );
        assert_eq!(
            texts("* Open the Azure\n\n  Portal, and read the\n\n  log.\n* Next"),
            ["Open the Azure Portal, and read the log.", "Next"]
        );
        assert_eq!(texts("Reset the password\n\nUnlock the account"), ["Reset the password", "Unlock the account"]);
        assert_eq!(texts("See e.g.\n\nthe log."), ["See e.g. the log."]);
    }

    #[test]
    fn marks_that_are_open_go_on() {
        assert_eq!(texts("**Error:** **What it\n\nSays here.** Then"), ["**Error:** **What it Says here.** Then"]);
        assert_eq!(texts("Read [the\n\nGuide](https://a.example/b/\nc)."), ["Read [the Guide](https://a.example/b/c)."]);
        assert_eq!(texts("It says (at\n\nTimes) this."), ["It says (at Times) this."]);
    }

    #[test]
    fn a_word_that_had_no_room_goes_on_even_with_a_capital() {
        let wrapped = "1. Ask the owner of the application to look at the sign-in in the\n\n   Sign-in logs and to say what the policy was that refused the user\n   there.\n";
        assert_eq!(texts(wrapped).len(), 1);
    }

    #[test]
    fn markers_of_every_kind_begin_an_item() {
        for mark in ["-", "*", "+", "•", "1.", "2)", "(3)", "a)", "-\t", "1.\t"] {
            let blocks = blocks(&format!("Text.\n\n{mark} one two\n{mark} three"));
            assert_eq!(blocks.len(), 3, "{mark}: {blocks:?}");
            assert!(blocks[1..].iter().all(|block| matches!(block.kind, Kind::Item { .. })), "{mark}");
        }
        assert_eq!(texts("1. **Review:**    * Check the\npolicy.\n   * Change it."), ["**Review:**", "Check the policy.", "Change it."]);
        assert_eq!(texts("-\n  one"), ["one"]);
    }

    #[test]
    fn lines_of_their_own_tables_and_quotes_are_told_apart() {
        assert_eq!(texts("Reset the password\nUnlock the account"), ["Reset the password", "Unlock the account"]);
        assert_eq!(texts("1. Open Sign-in logs > Authentication\n   Details")[0], "Open Sign-in logs > Authentication Details");
        assert_eq!(texts("Open the settings of\nEntra"), ["Open the settings of Entra"]);
        assert_eq!(texts("Step 1: Ask.\n**Step 2:** Look.\n  ii. Do."), ["Ask.", "Look.", "Do."]);
        assert_eq!(texts("| a | b |\n|---|:-:|\n| c | d |\n\n> e\n> f"), ["c: d", "e f"]);
    }

    #[test]
    fn headings_rules_and_code_are_told_apart() {
        let kinds: Vec<Kind> =
            blocks("# A\nText\n---\n\nmore\n\n---\n\n```\n# x\n\ny\n```\nT").into_iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Heading(1), Heading(2), Paragraph, Code, Code, Paragraph]);
    }
}
