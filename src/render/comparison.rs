//! Two attempts side by side, as a case note or as JSON.

use serde::Serialize;

use super::document::{Block, Line, Tone};
use crate::entra::endpoints::Stage;
use crate::entra::interrupts::InterruptKind;
use crate::model::comparison::{Compared, Comparison, Difference, Reached};
use crate::model::finding::Finding;
use crate::redact::Leak;
use crate::redact::Redacted;
use crate::render::case_note;
use crate::render::json::word::Word;
use crate::render::json::writer;
use crate::render::json::{AttemptDocument, FindingDocument, SCHEMA_VERSION, finding_id};
use crate::render::verdict;
use crate::render::{AnswerFormat, markdown, text};

#[derive(Serialize)]
struct ComparisonDocument<'a> {
    schema_version: u32,
    good: AttemptDocument<usize, String>,
    bad: AttemptDocument<usize, String>,
    first_divergence: Option<DivergenceDocument>,
    differences: Vec<DifferenceDocument<'a>>,
    findings: Vec<FindingDocument>,
    only_in_bad: Vec<String>,
    interrupts_only_in_bad: Vec<Word<InterruptKind>>,
}

#[derive(Serialize)]
struct DivergenceDocument {
    stage: Word<Stage>,
    good: String,
    bad: String,
}

#[derive(Serialize)]
struct DifferenceDocument<'a> {
    stage: Word<Stage>,
    parameter: &'a str,
    good: Option<&'a str>,
    bad: Option<&'a str>,
}

impl<'a> DifferenceDocument<'a> {
    fn of(difference: &'a Difference) -> Self {
        Self {
            stage: Word(difference.stage),
            parameter: &difference.parameter,
            good: difference.good.as_deref(),
            bad: difference.bad.as_deref(),
        }
    }
}

/// Renders a comparison, and takes a last look for secrets at it.
pub fn comparison(comparison: &Redacted<Comparison>, format: AnswerFormat) -> Result<String, Leak> {
    comparison.written(|comparison, _| match format {
        AnswerFormat::Json => json(comparison),
        AnswerFormat::Text(screen) => text::render(&note(comparison), screen),
        AnswerFormat::Markdown => markdown::render(&note(comparison)),
    })
}

/// `authorize 200 ConvergedError`
fn reached(reached: Option<&Reached>) -> String {
    let Some(Reached { stage, status, page }) = reached else { return "nothing more".to_owned() };
    let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let page = page.as_deref().map(|page| format!(" {page}")).unwrap_or_default();
    format!("{} {status}{page}", stage.name())
}

/// The finding that a compared attempt ended on.
fn root<'a>(compared: &Compared, comparison: &'a Comparison) -> Option<&'a Finding> {
    let at = compared.attempt.root_cause?;
    comparison.findings.iter().find(|(known, _)| *known == at).map(|(_, finding)| finding)
}

fn of_compared(compared: &Compared, comparison: &Comparison) -> AttemptDocument<usize, String> {
    let attempt = &compared.attempt;
    let findings = attempt.findings.iter().copied().map(finding_id).collect();
    AttemptDocument::of(compared.number, attempt, root(compared, comparison), attempt.capture, findings)
}

fn json(comparison: &Comparison) -> String {
    let divergence = comparison.first_divergence.as_ref();
    let document = ComparisonDocument {
        schema_version: SCHEMA_VERSION,
        good: of_compared(&comparison.good, comparison),
        bad: of_compared(&comparison.bad, comparison),
        first_divergence: divergence.map(|parts| DivergenceDocument {
            stage: Word(parts.stage),
            good: reached(parts.good.as_ref()),
            bad: reached(parts.bad.as_ref()),
        }),
        differences: comparison.differences.iter().map(DifferenceDocument::of).collect(),
        findings: comparison.findings.iter().map(|(at, finding)| FindingDocument::of(*at, finding)).collect(),
        only_in_bad: comparison.only_in_bad.iter().copied().map(finding_id).collect(),
        interrupts_only_in_bad: comparison.interrupts_only_in_bad.iter().copied().map(Word).collect(),
    };
    writer::pretty(&document)
}

fn note(comparison: &Comparison) -> Vec<Block> {
    let mut blocks =
        vec![headline("GOOD", Tone::Good, &comparison.good, comparison), headline("BAD", Tone::Bad, &comparison.bad, comparison)];
    blocks.push(match &comparison.first_divergence {
        Some(parts) => Block::Pairs(
            "They part at".to_owned(),
            vec![
                ("stage".to_owned(), parts.stage.name().to_owned()),
                ("good".to_owned(), reached(parts.good.as_ref())),
                ("bad".to_owned(), reached(parts.bad.as_ref())),
            ],
        ),
        None => Block::Paragraph(Line::said("They go through the same stages with the same pages and answers.")),
    });
    let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "(not there)".to_owned());
    let listing = |difference: &Difference| {
        let values = format!("good  {}\nbad   {}", shown(&difference.good), shown(&difference.bad));
        (Line::said(format!("{} ", difference.stage.name())).and_taken(&difference.parameter), values)
    };
    if comparison.differences.is_empty() {
        blocks.push(Block::Labelled("Requests".to_owned(), Line::said("no parameter that may make a difference differs.")));
    } else {
        let listings = comparison.differences.iter().map(listing).collect();
        blocks.push(Block::Listings("What differs in the requests".to_owned(), listings));
    }
    let only: Vec<Line> = comparison
        .findings
        .iter()
        .filter(|(at, _)| comparison.only_in_bad.contains(at))
        .map(|(_, finding)| case_note::one_line(finding))
        .collect();
    if !only.is_empty() {
        blocks.push(Block::Bullets("Only in the bad sign-in".to_owned(), only));
    }
    let names: Vec<&str> = comparison.interrupts_only_in_bad.iter().map(|kind| kind.name()).collect();
    if !names.is_empty() {
        blocks.push(Block::Labelled("Asked only there".to_owned(), Line::said(names.join(", "))));
    }
    blocks
}

fn headline(word: &str, tone: Tone, compared: &Compared, comparison: &Comparison) -> Block {
    let said = verdict::of(&compared.attempt, root(compared, comparison));
    let text = Line::taken(&compared.capture).and_said(format!(" attempt {}: ", compared.number + 1)).and_taken(said);
    Block::Headline { tone, word: word.to_owned(), text }
}
