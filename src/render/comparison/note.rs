//! A comparison as a note: which two, what to beware of, where they first differ, and in what.

use super::wording::{choice, reached, warnings};
use crate::model::comparison::{Compared, Comparison, Difference};
use crate::render::document::{Block, Line, Tone};
use crate::render::{case_note, verdict, words};

/// The blocks of the note.
pub(super) fn blocks(comparison: &Comparison) -> Vec<Block> {
    let mut blocks = headline("GOOD", Tone::Good, &comparison.good, comparison);
    blocks.extend(headline("BAD", Tone::Bad, &comparison.bad, comparison));
    let lines: Vec<Line> = warnings(comparison).map(|(_, message)| message).collect();
    if !lines.is_empty() {
        blocks.push(Block::Bullets("Warning".to_owned(), lines));
    }
    blocks.push(match &comparison.first_divergence {
        Some(parts) => Block::Pairs(
            "First difference".to_owned(),
            vec![
                ("stage".to_owned(), parts.stage.name().to_owned()),
                ("good".to_owned(), reached(parts.good.as_ref())),
                ("bad".to_owned(), reached(parts.bad.as_ref())),
            ],
        ),
        None => Block::Paragraph(Line::said("Both go through the same stages, with the same pages and responses.")),
    });
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "(not there)".to_owned());
    let listing = |difference: &Difference| {
        let values = format!("good  {}\nbad   {}", shown(&difference.good), shown(&difference.bad));
        (Line::said(format!("{} ", difference.stage.name())).and_taken(&difference.parameter), values)
    };
    if comparison.differences.is_empty() {
        blocks.push(Block::Labelled("Request parameters".to_owned(), Line::said("none differs that can make a difference.")));
    } else {
        let listings = comparison.differences.iter().map(listing).collect();
        blocks.push(Block::Listings("Request parameters".to_owned(), listings));
    }
    let only: Vec<Line> = comparison
        .findings
        .iter()
        .filter(|(at, _)| comparison.only_in_bad.contains(at))
        .map(|(_, finding)| case_note::one_line(finding))
        .collect();
    if !only.is_empty() {
        blocks.push(Block::Bullets("Codes only in BAD".to_owned(), only));
    }
    let names: Vec<&str> = comparison.interrupts_only_in_bad.iter().map(|kind| kind.name()).collect();
    if !names.is_empty() {
        blocks.push(Block::Labelled("Prompts only in BAD".to_owned(), Line::said(names.join(", "))));
    }
    blocks
}

/// Which attempt it is, how it ended, and why it was taken.
fn headline(word: &str, tone: Tone, compared: &Compared, comparison: &Comparison) -> Vec<Block> {
    let attempt = &compared.attempt;
    let text = Line::taken(&compared.capture)
        .and_said(format!(" attempt {}: ", attempt.number))
        .and_taken(verdict::of(attempt, comparison.root_of(compared)));
    let facts = [attempt.started.map(|time| Line::said(words::time(time))), words::user_name(attempt).map(Line::taken)];
    let facts = facts.into_iter().flatten().chain(choice(compared).map(Line::said));
    let facts = facts.reduce(|line, fact| line.and_said("; ").and(fact));
    let headline = Block::Headline { tone, word: word.to_owned(), text };
    [Some(headline), facts.map(Block::Paragraph)].into_iter().flatten().collect()
}
