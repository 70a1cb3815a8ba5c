//! The full report on an attempt: everything that is known, guidance of every finding included.

use super::{left_behind, log_rows, look_next, marks};
use crate::model::attempt::Attempt;
use crate::model::finding::{Finding, Guidance, GuideLink};
use crate::model::prose::Prose;
use crate::model::report::{Origin, Report};
use crate::render::document::{Block, Line, Span};
use crate::render::{client, verdict, words};

/// The note on an attempt.
pub(super) fn note(attempt: &Attempt, report: &Report) -> Vec<Block> {
    let root = report.root_of(attempt);
    let mut blocks = vec![Block::Headline {
        tone: words::tone(attempt.outcome),
        word: attempt.outcome.name().to_uppercase(),
        text: Line::said(format!("attempt {}: ", attempt.number)).and_taken(verdict::of(attempt, root)),
    }];
    blocks.extend(client::client(attempt).map(|client| Block::Labelled("Client".to_owned(), Line::said(client))));
    if let Some(root) = root {
        blocks.extend(finding_note(words::cause_label(attempt.outcome), root));
        blocks.extend(checks(root));
        blocks.extend(root.guidance.as_ref().map_or_else(Vec::new, |guidance| guidance_note(guidance)));
        if root.guidance.is_none() {
            blocks.push(Block::Labelled("Guidance".to_owned(), Line::said(words::NO_GUIDANCE)));
        }
        blocks.extend(left_behind::note(attempt, root, report));
    }
    blocks.push(Block::Pairs(words::TICKET.to_owned(), words::identifiers(attempt, root)));
    blocks.extend(log_rows::table(attempt));
    blocks.extend(look_next::listings(attempt, root));
    blocks.extend(interrupts(attempt));
    blocks.extend(other_findings(attempt, report));
    blocks.extend((!attempt.steps.is_empty()).then(|| steps(attempt)));
    blocks
}

fn finding_note(label: &str, finding: &Finding) -> Vec<Block> {
    let mut blocks = vec![Block::Labelled(label.to_owned(), Line::taken(words::code_and_name(finding)))];
    if let Some(guidance) = &finding.guidance {
        blocks.push(Block::Labelled("Meaning".to_owned(), Line::of(&guidance.meaning, guidance)));
    }
    if let Some(message) = &finding.message {
        blocks.push(Block::Labelled("Message".to_owned(), Line::taken(message)));
    }
    if let Some(detail) = &finding.detail {
        blocks.push(Block::Labelled("Detail".to_owned(), Line::taken(detail)));
    }
    blocks.extend(words::protocol_error(finding).map(|error| Block::Labelled("Error".to_owned(), Line::taken(error))));
    blocks.push(Block::Labelled("Evidence".to_owned(), words::evidence(&finding.evidence)));
    blocks
}

/// What the trace was asked, and what it said.
fn checks(finding: &Finding) -> Option<Block> {
    let is_own = finding.guidance.as_ref().is_some_and(|guidance| guidance.is_own());
    let told = finding.checks.iter().filter(|checked| checked.is_told());
    let marks = told.map(|checked| marks::mark(checked, finding, is_own)).collect::<Vec<_>>();
    (!marks.is_empty()).then(|| Block::Marks(words::checked_label(finding).to_owned(), marks))
}

/// What to do, with links and the guide's name.
pub(in crate::render) fn guidance_note(guidance: &Guidance) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        words::who_acts(guidance).map(|actors| Block::Labelled("Who acts".to_owned(), Line::taken(actors))).into_iter().collect();
    if guidance.is_own() {
        blocks.push(own_guide("Guide", guidance));
    }
    blocks.extend(lists(guidance, ""));
    if !guidance.is_own() {
        blocks.push(Block::Labelled("Guide".to_owned(), Line::said(format!("{} ({})", guidance.guide, guidance.source.name()))));
    }
    if let Some(behind) = &guidance.behind {
        blocks.push(own_guide("Your guide", behind));
        blocks.extend(lists(behind, " (your guide)"));
    }
    blocks
}

/// A guide of someone's own: its title, where it is from, and what is wrong with it.
pub(super) fn own_guide(label: &str, guidance: &Guidance) -> Block {
    let (source, more) = words::origin(guidance);
    let title = Line::of(&guidance.title, guidance);
    Block::Labelled(label.to_owned(), title.and_said(" (from ").and_taken(source).and_said(more + ")"))
}

/// The lists of a guide; `whose` is behind their labels.
fn lists(guidance: &Guidance, whose: &str) -> Vec<Block> {
    let filled = words::guidance_lists(guidance).into_iter().filter(|(_, bullets)| !bullets.is_empty());
    let of_list = |bullets: &[Prose]| bullets.iter().map(|bullet| Line::of(bullet, guidance)).collect();
    let mut blocks: Vec<Block> = filled.map(|(label, bullets)| Block::Bullets(format!("{label}{whose}"), of_list(bullets))).collect();
    if !guidance.links.is_empty() {
        let link = |link: &GuideLink| {
            let address = Line(vec![Span::Link(link.url.clone())]);
            // An address that is its own title stands there once.
            if link.title.to_string() == link.url { address } else { Line::of(&link.title, guidance).and_said(": ").and(address) }
        };
        blocks.push(Block::Bullets(format!("Read on{whose}"), guidance.links.iter().map(link).collect()));
    }
    blocks
}

fn interrupts(attempt: &Attempt) -> Option<Block> {
    let rows = attempt.interrupts.iter().map(|interrupt| {
        vec![
            Line::said(interrupt.entry.to_string()),
            Line::said(interrupt.kind.name()),
            Line::said(words::satisfied(interrupt.satisfied)),
            Line::taken(interrupt.code.as_ref().map(ToString::to_string).unwrap_or_default()),
            Line::taken(words::page_and_target(interrupt)),
        ]
    });
    let rows: Vec<Vec<Line>> = rows.collect();
    let header = vec!["entry", "interrupt", "outcome", "code", "page"];
    (!rows.is_empty()).then(|| Block::Table { title: words::ASKED.to_owned(), header, rows })
}

fn other_findings(attempt: &Attempt, report: &Report) -> Vec<Block> {
    let others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause).filter_map(|at| report.findings.get(*at));
    let others: Vec<&Finding> = others.collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Bullets(words::OTHERS.to_owned(), others.iter().map(|finding| one_line(finding)).collect())];
    for finding in others {
        blocks.extend(finding_note("Also", finding));
    }
    blocks
}

/// `AADSTS50058 UserInformationNotProvided, an interrupt: meaning (evidence)`
pub(in crate::render) fn one_line(finding: &Finding) -> Line {
    let mut line = Line::taken(words::code_and_name(finding)).and_said(format!(", {}", words::role(finding.role)));
    if let Some(guidance) = &finding.guidance {
        line = line.and_said(": ").and(Line::of(&guidance.meaning, guidance));
    }
    line = line.and_said(" (").and(words::evidence(&finding.evidence));
    if let Some(guidance) = finding.guidance.as_ref().filter(|guidance| guidance.is_own()) {
        line = line.and_said("; guide from ").and_taken(guidance.source.name());
    }
    if let Some(behind) = finding.guidance.as_ref().and_then(|guidance| guidance.behind.as_ref()) {
        let (source, _) = words::origin(behind);
        line = line.and_said("; your guide is faulty: ").and_taken(source);
    }
    line.and_said(")")
}

fn steps(attempt: &Attempt) -> Block {
    let rows = attempt.steps.iter().map(|step| {
        vec![
            Line::said(step.entry.to_string()),
            Line::said(step.time.map(words::clock).unwrap_or_default()),
            Line::said(step.duration.map(|duration| format!("{duration} ms")).unwrap_or_default()),
            Line::said(step.stage.label()),
            Line::said(step.status.map_or_else(|| "-".to_owned(), |status| status.to_string())),
            Line::taken(format!("{} {}{}", step.method, step.host, step.path)),
            Line::taken(step.page.clone().unwrap_or_default()),
        ]
    });
    Block::Table {
        title: "Steps".to_owned(),
        header: vec!["entry", "time", "took", "stage", "status", "request", "page"],
        rows: rows.collect(),
    }
}

/// The note on findings that nothing ties to an attempt.
pub(super) fn unattached(findings: &[&Finding]) -> Vec<Block> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(2, Line::said(words::OUTSIDE))];
    for finding in findings {
        blocks.extend(finding_note("Seen", finding));
        blocks.push(Block::Pairs(words::TICKET.to_owned(), words::finding_identifiers(finding)));
        blocks.extend(finding.guidance.as_ref().map_or_else(Vec::new, |guidance| guidance_note(guidance)));
    }
    blocks
}

/// What limits the response.
pub(super) fn limits(origin: Origin<'_>) -> Option<Block> {
    let notes: Vec<Line> = origin.notes().iter().map(|note| Line::taken(words::note(note))).collect();
    (!notes.is_empty()).then(|| Block::Bullets(words::LIMITS.to_owned(), notes))
}
