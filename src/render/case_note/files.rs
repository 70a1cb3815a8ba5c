//! What each file of a case was taken for, once, behind the reports: one line a kind, and a line for each reason for which a file cannot be used.

use crate::model::capture::{CaseFile, TakenFor};
use crate::model::report::Report;
use crate::render::document::{Block, Line};
use crate::render::words;

/// Over the list.
pub(in crate::render) const FILES: &str = "What was read";
/// More files of a kind are counted.
const MOST_NAMED: usize = 3;

/// The list; nothing where captures were read and nothing else.
pub(super) fn overview(report: &Report) -> Option<Block> {
    let lines = lines(report);
    (!lines.is_empty()).then(|| Block::Bullets(FILES.to_owned(), lines))
}

/// A line a kind of file.
pub(in crate::render) fn lines(report: &Report) -> Vec<Line> {
    if report.files.is_empty() {
        return Vec::new();
    }
    let captures: Vec<(&str, String)> =
        report.captures.iter().map(|capture| (&*capture.name, words::exchanges(capture.exchanges))).collect();
    let of = |facts: fn(&CaseFile) -> Option<String>| -> Vec<(&str, String)> {
        report.files.iter().filter_map(|file| Some((&*file.name, facts(file)?))).collect()
    };
    let logs = of(|file| match &file.taken_for {
        TakenFor::SignInLog { rows, joined } => Some(format!("{}, {joined} joined to sign-ins", words::rows(*rows))),
        _ => None,
    });
    let devices = of(|file| (file.taken_for == TakenFor::Device).then(String::new));
    let texts = of(|file| match &file.taken_for {
        TakenFor::Text { messages, joined } => Some(format!("{} of the service, {joined} joined to sign-ins", words::messages(*messages))),
        _ => None,
    });
    let kinds = [("capture", "captures", captures), ("sign-in log", "sign-in logs", logs), ("device output", "device outputs", devices)];
    let kinds = kinds.into_iter().chain([("text", "texts", texts)]);
    let mut lines: Vec<Line> = kinds.filter_map(|(one, many, files)| of_kind(one, many, &files)).collect();
    lines.extend(unused(&report.files));
    lines
}

fn of_kind(one: &str, many: &str, files: &[(&str, String)]) -> Option<Line> {
    let told = |(name, facts): &(&str, String)| {
        let facts = if facts.is_empty() { String::new() } else { format!(" ({facts})") };
        Line::taken(*name).and_said(facts)
    };
    match files {
        [] => None,
        [only] => Some(Line::said(format!("{one}: ")).and(told(only))),
        few if few.len() <= MOST_NAMED => {
            let told = few.iter().map(told).reduce(|line, more| line.and_said(", ").and(more))?;
            Some(Line::said(format!("{many}: ")).and(told))
        }
        _ => Some(Line::said(format!("{many}: {}", files.len()))),
    }
}

/// The files that cannot be used, by why.
fn unused(files: &[CaseFile]) -> Vec<Line> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for file in files {
        let TakenFor::Nothing(why) = &file.taken_for else { continue };
        match reasons.iter_mut().find(|(reason, _)| reason == why) {
            Some((_, names)) => names.push(&file.name),
            None => reasons.push((why, vec![&file.name])),
        }
    }
    let line = |(why, names): (&str, Vec<&str>)| {
        let shown = names.iter().take(MOST_NAMED).map(|name| Line::taken(*name)).reduce(|line, more| line.and_said(", ").and(more));
        let more = names.len().saturating_sub(MOST_NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        Line::said("not used: ").and(shown.unwrap_or_default()).and_said(more).and_said(": ").and_taken(why)
    };
    reasons.into_iter().map(line).collect()
}
