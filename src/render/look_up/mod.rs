//! Output of the commands that work without a capture: lookups, the list of guides, and what the linter found.

mod guide_texts;

use serde::Serialize;

pub use guide_texts::{beside, guide_texts};

use crate::entra::guid::Guid;
use crate::entra::system_codes::SystemCode;
use crate::model::finding::Guidance;
use crate::model::look_up::{AskedRow, LookUp, Match, Problem, Unknown, Unlisted};
use crate::render::case_note;
use crate::render::document::{Block, Line, Span};
use crate::render::json::writer;
use crate::render::json::{GuidanceDocument, SCHEMA_VERSION};
use crate::render::steering::plain;
use crate::render::words;
use crate::render::{AnswerFormat, markdown, text};

#[derive(Serialize)]
struct LookUpDocument<'a> {
    schema_version: u32,
    matches: Vec<MatchDocument<'a>>,
    unknown: Vec<&'a str>,
    unlisted: Vec<UnlistedDocument<'a>>,
    did_you_mean: Vec<SuggestionDocument<'a>>,
}

#[derive(Serialize)]
struct MatchDocument<'a> {
    input: &'a str,
    code: &'a str,
    number: Option<u64>,
    name: Option<&'a str>,
    kind: &'a str,
    meaning: &'a str,
    guidance: Option<GuidanceDocument>,
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<SystemDocument>,
    /// The row of a sign-in log that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    sign_in_log: Option<RowDocument<'a>>,
}

/// A code of Windows or of the network, as programs print it.
#[derive(Serialize)]
struct SystemDocument {
    family: &'static str,
    hex: Option<String>,
    unsigned: Option<u32>,
    signed: i64,
    documentation: &'static str,
}

#[derive(Serialize)]
struct RowDocument<'a> {
    request_id: Option<&'a str>,
    correlation_id: Option<&'a str>,
    time: Option<String>,
    failure_reason: Option<&'a str>,
}

#[derive(Serialize)]
struct UnlistedDocument<'a> {
    code: &'a str,
    look_up: Option<&'a str>,
}

#[derive(Serialize)]
struct SuggestionDocument<'a> {
    input: &'a str,
    codes: &'a [String],
}

#[derive(Serialize)]
struct CodeDocument<'a> {
    code: &'a str,
    number: Option<u64>,
    name: Option<&'a str>,
    kind: &'a str,
    meaning: &'a str,
    guide: Option<&'a str>,
    source: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    faulty: Option<&'a str>,
}

#[derive(Serialize)]
struct ProblemDocument<'a> {
    file: &'a str,
    line: usize,
    rule: &'a str,
    message: &'a str,
}

/// Renders what was looked up.
#[must_use]
pub fn look_up(found: &LookUp, format: AnswerFormat) -> String {
    if format == AnswerFormat::Json {
        let suggested = found.unknown.iter().filter(|unknown| !unknown.did_you_mean.is_empty());
        return writer::pretty(&LookUpDocument {
            schema_version: SCHEMA_VERSION,
            matches: found.matches.iter().map(match_document).collect(),
            unknown: found.unknown.iter().map(|unknown| unknown.input.as_str()).collect(),
            unlisted: found.unknown.iter().flat_map(|unknown| &unknown.unlisted).map(unlisted_document).collect(),
            did_you_mean: suggested.map(|unknown| SuggestionDocument { input: &unknown.input, codes: &unknown.did_you_mean }).collect(),
        });
    }
    let noted = found.matches.iter().enumerate().flat_map(|(at, one)| match_note(one, found.matches.get(..at).unwrap_or_default()));
    let mut blocks: Vec<Block> = noted.collect();
    blocks.extend(found.unknown.iter().map(unknown_note));
    as_text(&blocks, format)
}

fn match_document(found: &Match) -> MatchDocument<'_> {
    MatchDocument {
        input: &found.input,
        code: &found.code,
        number: found.number,
        name: found.name.as_deref(),
        kind: found.kind.name(),
        meaning: &found.meaning,
        guidance: found.guidance.as_ref().map(|guidance| GuidanceDocument::of(guidance, &[])),
        system: found.system.map(system_document),
        sign_in_log: found.row.as_ref().map(row_document),
    }
}

fn system_document(code: SystemCode) -> SystemDocument {
    SystemDocument {
        family: code.family.name(),
        hex: code.hexadecimal(),
        unsigned: code.unsigned(),
        signed: code.signed(),
        documentation: code.family.documentation(),
    }
}

fn row_document(row: &AskedRow) -> RowDocument<'_> {
    RowDocument {
        request_id: row.request_id.as_ref().map(Guid::as_str),
        correlation_id: row.correlation_id.as_ref().map(Guid::as_str),
        time: row.time.map(|time| time.to_string()),
        failure_reason: row.reason.as_deref(),
    }
}

/// What a row of a sign-in log says next to its code.
fn row_note(row: &AskedRow) -> Vec<Block> {
    let reason = row.reason.as_ref().map(|reason| Block::Labelled("Log reason".to_owned(), Line::taken(reason)));
    let pairs = [
        ("Correlation ID", row.correlation_id.as_ref().map(ToString::to_string)),
        ("Request ID", row.request_id.as_ref().map(ToString::to_string)),
        ("Time (UTC)", row.time.map(words::time)),
    ];
    let pairs: Vec<(String, String)> = pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let ticket = (!pairs.is_empty()).then(|| Block::Pairs(words::TICKET.to_owned(), pairs));
    reason.into_iter().chain(ticket).collect()
}

fn unlisted_document(unlisted: &Unlisted) -> UnlistedDocument<'_> {
    UnlistedDocument { code: &unlisted.code, look_up: unlisted.address.as_deref() }
}

/// A match as a note; a code of Windows or of the network does not repeat a guide that a match before has.
fn match_note(found: &Match, before: &[Match]) -> Vec<Block> {
    let name = found.name.as_deref().filter(|name| *name != found.code).map(|name| format!(" {name}")).unwrap_or_default();
    let own = found.guidance.as_ref().filter(|guidance| guidance.is_own());
    let meaning = own.map_or_else(|| Line::marked(&found.meaning), |_| Line::taken(&found.meaning));
    let mut blocks = vec![Block::Heading(1, Line::taken(format!("{}{name} ({})", found.code, found.kind.name())))];
    blocks.extend(found.system.map(numbers));
    blocks.push(Block::Labelled("Meaning".to_owned(), meaning));
    blocks.extend(found.row.as_ref().map_or_else(Vec::new, row_note));
    let guide = |found: &Match| found.guidance.as_ref().map(|guidance| guidance.guide.clone());
    let with_guide = found.guidance.as_ref().filter(|_| found.system.is_some()).zip(before.iter().find(|one| guide(one) == guide(found)));
    match &found.guidance {
        _ if let Some((guidance, first)) = with_guide => {
            let line = Line::taken(&guidance.guide).and_said(", as for ").and_taken(&first.code).and_said(" above.");
            blocks.push(Block::Labelled("Guide".to_owned(), line));
        }
        // What happened is not known, so nothing is to be done yet.
        Some(guidance) if found.is_text_match => {
            blocks.extend(words::who_acts(guidance).map(|actors| Block::Labelled("Who acts".to_owned(), Line::taken(actors))));
        }
        Some(guidance) => blocks.extend(case_note::guidance_note(guidance)),
        None => blocks.push(Block::Labelled("Guidance".to_owned(), Line::said("none; no honest remedy is known."))),
    }
    if let Some(code) = found.system {
        let address = Line(vec![Span::Link(code.family.documentation().to_owned())]);
        blocks.push(Block::Labelled("Source".to_owned(), Line::said(code.family.name()).and_said(": ").and(address)));
    }
    blocks
}

/// A code of Windows or of the network as programs print it.
fn numbers(code: SystemCode) -> Block {
    let signed = code.signed();
    let line = match code.unsigned() {
        Some(number) if i64::from(number) != signed => format!("{number}, or {signed} with a sign"),
        _ => signed.to_string(),
    };
    Block::Labelled("Decimal".to_owned(), Line::said(line))
}

fn unknown_note(unknown: &Unknown) -> Block {
    let suggestion = match unknown.did_you_mean.as_slice() {
        [] => String::new(),
        near => format!(" Did you mean {}?", near.join(", ")),
    };
    let mut line = Line::said("\"").and_taken(&unknown.input).and_said("\" is not known.").and_taken(suggestion);
    for unlisted in &unknown.unlisted {
        line = line.and_said(" ").and_taken(&unlisted.code).and_said(" is not listed here");
        line = match &unlisted.address {
            Some(address) => line.and_said("; look it up at ").and(Line(vec![Span::Link(address.clone())])),
            None => line.and_said("."),
        };
    }
    Block::Paragraph(line)
}

/// Renders the list of codes with the guides that serve them.
#[must_use]
pub fn codes(codes: &[Match], format: AnswerFormat) -> String {
    if format == AnswerFormat::Json {
        let document = |code: &Match| {
            serde_json::to_value(CodeDocument {
                code: &code.code,
                number: code.number,
                name: code.name.as_deref(),
                kind: code.kind.name(),
                meaning: &code.meaning,
                guide: code.guidance.as_ref().map(|guidance| guidance.guide.as_str()),
                source: code.guidance.as_ref().map(|guidance| guidance.source.name()),
                faulty: code.guidance.as_ref().and_then(faulty).map(|own| own.source.name()),
            })
            .unwrap_or_default()
        };
        return writer::pretty(&codes.iter().map(document).collect::<Vec<_>>());
    }
    let row = |code: &Match| {
        let guide = code.guidance.as_ref();
        let shown = |text: Option<&str>| text.map_or_else(|| Line::said("-"), Line::taken);
        vec![
            Line::taken(&code.code),
            Line::taken(code.kind.name()),
            shown(guide.map(|guidance| guidance.guide.as_str())),
            guide.map_or_else(|| Line::said("-"), source),
            Line::taken(code.name.as_deref().unwrap_or_default()),
        ]
    };
    let guided = codes.iter().filter(|code| code.guidance.is_some()).count();
    let title = format!("{} codes, {guided} with a guide", codes.len());
    let header = vec!["code", "kind", "guide", "source", "name"];
    as_text(&[Block::Table { title, header, rows: codes.iter().map(row).collect() }], format)
}

/// Where a guide is from, and which one of one's own follows it.
fn source(guidance: &Guidance) -> Line {
    let line = Line::taken(guidance.source.name());
    match faulty(guidance) {
        Some(own) if guidance.is_own() => line.and_said(format!(" (faulty: {})", own.faults)),
        Some(own) => line.and_said("; faulty: ").and_taken(own.source.name()),
        None => line,
    }
}

/// The guide of one's own that has faults.
fn faulty(guidance: &Guidance) -> Option<&Guidance> {
    guidance.behind.as_deref().or_else(|| (guidance.faults > 0).then_some(guidance))
}

/// Renders what the linter found: in text one line a problem, as compilers print them.
#[must_use]
pub fn problems(problems: &[Problem], format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Json => {
            let document = |problem: &Problem| {
                let Problem { file, line, rule, message } = problem;
                serde_json::to_value(ProblemDocument { file, line: *line, rule, message }).unwrap_or_default()
            };
            writer::pretty(&problems.iter().map(document).collect::<Vec<_>>())
        }
        AnswerFormat::Text(_) => {
            let line = |problem: &Problem| format!("{}:{}: {}: {}", problem.file, problem.line, problem.rule, problem.message);
            problems.iter().map(|problem| plain(&line(problem)) + "\n").collect()
        }
        AnswerFormat::Markdown => {
            let row = |problem: &Problem| {
                vec![
                    Line::taken(&problem.file),
                    Line::said(problem.line.to_string()),
                    Line::said(problem.rule),
                    Line::taken(&problem.message),
                ]
            };
            let title = format!("{} problems", problems.len());
            markdown::render(&[Block::Table {
                title,
                header: vec!["file", "line", "rule", "message"],
                rows: problems.iter().map(row).collect(),
            }])
        }
    }
}

fn as_text(blocks: &[Block], format: AnswerFormat) -> String {
    match format {
        AnswerFormat::Text(screen) => text::render(blocks, screen),
        AnswerFormat::Markdown | AnswerFormat::Json => markdown::render(blocks),
    }
}
