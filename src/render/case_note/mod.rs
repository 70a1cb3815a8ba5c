//! The case note: verdict first, then cause and evidence, who acts and what to do, the ids to paste, the steps, what limits the answer.

mod attempts;
mod filter;
mod left_behind;
pub(super) mod look_next;
mod summary;

use crate::model::attempt::{Attempt, Outcome};
use crate::model::capture::Capture;
use crate::model::finding::{Finding, Guidance, GuideLink};
use crate::model::prose::Prose;
use crate::model::report::Report;
use crate::render::document::{Block, Line, Row, Span, Tone};
use crate::render::{Style, words};

/// Writes the case note on a report.
pub(in crate::render) fn write(report: &Report, style: Style) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut rows = Vec::new();
    for (at, capture) in report.captures.iter().enumerate() {
        let attempts: Vec<&Attempt> = report.attempts.iter().filter(|attempt| attempt.capture == at).collect();
        let unattached: Vec<&Finding> =
            report.findings.iter().filter(|finding| finding.capture == at && finding.attempt.is_none()).collect();
        if attempts.is_empty() && report.filtered.is_some() {
            continue;
        }
        if attempts.is_empty() && unattached.is_empty() {
            blocks.extend(nothing(capture));
            continue;
        }
        if style.brief {
            rows.extend(attempts.iter().map(|attempt| brief(attempt, capture, report)));
            rows.extend(unattached.iter().map(|finding| brief_unattached(finding, capture)));
            continue;
        }
        blocks.extend(capture_heading(capture, &attempts, report));
        for attempt in &attempts {
            blocks.extend(attempt_note(attempt, report, style));
        }
        blocks.extend(unattached_note(&unattached, style));
        blocks.extend(limits(capture));
    }
    if !rows.is_empty() {
        blocks.insert(0, Block::Rows(rows));
    }
    blocks.extend(summary::summary(report));
    if let Some(line) = filter::line(report) {
        blocks.insert(0, line);
    }
    blocks
}

/// One line for a capture without sign-in traffic, and what may explain that.
fn nothing(capture: &Capture) -> Vec<Block> {
    let mut blocks = vec![Block::Paragraph(Line::taken(words::nothing(capture)))];
    blocks.extend(limits(capture));
    blocks
}

fn capture_heading(capture: &Capture, attempts: &[&Attempt], report: &Report) -> Vec<Block> {
    let between = |line: Line, fact: Line| line.and_said("; ").and(fact);
    let facts = words::capture_facts(capture).into_iter().reduce(between).unwrap_or_default();
    let mut blocks = vec![Block::Heading(1, Line::taken(&capture.name)), Block::Paragraph(facts)];
    blocks.extend(attempts::table(attempts, report));
    blocks
}

fn brief(attempt: &Attempt, capture: &Capture, report: &Report) -> Row {
    let cause = attempt.root_cause.and_then(|at| report.findings.get(at));
    let code = cause.map_or_else(|| "-".to_owned(), |finding| finding.code.to_string());
    let time = cause.and_then(|finding| finding.timestamp).or(attempt.started).map_or_else(|| "-".to_owned(), words::time);
    let correlation = cause.and_then(|finding| finding.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let correlation = correlation.map_or("-", |id| id.as_str());
    let application = words::application(attempt).unwrap_or_else(|| "-".to_owned());
    let cells = [
        Line::taken(&capture.name).and_said(format!(" #{}", attempt.number)),
        Line::taken(code),
        Line::said(time),
        Line::said(correlation),
        Line::taken(application),
    ];
    Row { tone: words::tone(attempt.outcome), word: attempt.outcome.name().to_uppercase(), cells: cells.into() }
}

/// One line for a finding that nothing ties to an attempt.
fn brief_unattached(finding: &Finding, capture: &Capture) -> Row {
    let time = finding.timestamp.map_or_else(|| "-".to_owned(), words::time);
    let correlation = finding.correlation_id.as_ref().map_or("-", |id| id.as_str());
    let outside = Line::said("outside any sign-in of this capture");
    let name = Line::taken(&capture.name).and_said(" -");
    let cells = [name, Line::taken(finding.code.to_string()), Line::said(time), Line::said(correlation), outside];
    Row { tone: Tone::Unknown, word: "SEEN".to_owned(), cells: cells.into() }
}

fn attempt_note(attempt: &Attempt, report: &Report, style: Style) -> Vec<Block> {
    let root = attempt.root_cause.and_then(|at| report.findings.get(at));
    let mut blocks = vec![Block::Headline {
        tone: words::tone(attempt.outcome),
        word: attempt.outcome.name().to_uppercase(),
        text: Line::said(format!("attempt {}: ", attempt.number)).and_taken(&attempt.verdict),
    }];
    if let Some(root) = root {
        blocks.extend(finding_note(words::cause_label(attempt.outcome), root));
        blocks.extend(root.guidance.as_ref().map_or_else(Vec::new, |guidance| guidance_note(guidance, style.verbose)));
        if root.guidance.is_none() {
            blocks.push(Block::Labelled("Guidance".to_owned(), Line::said(words::NO_GUIDANCE)));
        }
        blocks.extend(left_behind::note(attempt, root, report));
    }
    blocks.push(Block::Pairs(words::ESCALATION.to_owned(), words::identifiers(attempt, root)));
    if attempt.outcome != Outcome::Succeeded || style.verbose {
        blocks.extend(look_next::listings(attempt, root));
    }
    blocks.extend(interrupts(attempt));
    blocks.extend(other_findings(attempt, report, style));
    blocks.push(steps(attempt));
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
    blocks.push(Block::Labelled("Evidence".to_owned(), Line::said(words::evidence(&finding.evidence))));
    blocks
}

/// What to do, in full; `verbose` adds links and the guide's name.
pub(in crate::render) fn guidance_note(guidance: &Guidance, verbose: bool) -> Vec<Block> {
    let mut blocks: Vec<Block> =
        words::who_acts(guidance).map(|actors| Block::Labelled("Who acts".to_owned(), Line::taken(actors))).into_iter().collect();
    if guidance.is_own() {
        blocks.push(own_guide("Guide", guidance));
    }
    blocks.extend(lists(guidance, "", verbose));
    if verbose && !guidance.is_own() {
        blocks.push(Block::Labelled("Guide".to_owned(), Line::said(format!("{} ({})", guidance.guide, guidance.source.name()))));
    }
    if let Some(behind) = &guidance.behind {
        blocks.push(own_guide("Your guide", behind));
        blocks.extend(lists(behind, " (your guide)", verbose));
    }
    blocks
}

/// A guide of somebody's own: its title, where it is from, and what is wrong with it.
fn own_guide(label: &str, guidance: &Guidance) -> Block {
    let (source, more) = words::origin(guidance);
    let title = Line::of(&guidance.title, guidance);
    Block::Labelled(label.to_owned(), title.and_said(" (from ").and_taken(source).and_said(more + ")"))
}

/// The lists of a guide; `whose` is behind their labels.
fn lists(guidance: &Guidance, whose: &str, verbose: bool) -> Vec<Block> {
    let filled = words::guidance_lists(guidance).into_iter().filter(|(_, bullets)| !bullets.is_empty());
    let of_list = |bullets: &[Prose]| bullets.iter().map(|bullet| Line::of(bullet, guidance)).collect();
    let mut blocks: Vec<Block> = filled.map(|(label, bullets)| Block::Bullets(format!("{label}{whose}"), of_list(bullets))).collect();
    if verbose && !guidance.links.is_empty() {
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

fn other_findings(attempt: &Attempt, report: &Report, style: Style) -> Vec<Block> {
    let others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause).filter_map(|at| report.findings.get(*at));
    let others: Vec<&Finding> = others.collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Bullets(words::OTHERS.to_owned(), others.iter().map(|finding| one_line(finding)).collect())];
    if style.verbose {
        for finding in others {
            blocks.extend(finding_note("Also", finding));
        }
    }
    blocks
}

/// `AADSTS50058 UserInformationNotProvided, an interrupt: meaning (evidence)`
pub(in crate::render) fn one_line(finding: &Finding) -> Line {
    let mut line = Line::taken(words::code_and_name(finding)).and_said(format!(", {}", words::role(finding.role)));
    if let Some(guidance) = &finding.guidance {
        line = line.and_said(": ").and(Line::of(&guidance.meaning, guidance));
    }
    line = line.and_said(format!(" ({}", words::evidence(&finding.evidence)));
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
            Line::said(step.stage.name()),
            Line::said(step.status.map_or_else(|| "-".to_owned(), |status| status.to_string())),
            Line::taken(format!("{} {}{}", step.method, step.host, step.path)),
            Line::taken(step.page.clone().unwrap_or_default()),
        ]
    });
    Block::Table { title: "Steps".to_owned(), header: vec!["entry", "time", "stage", "status", "request", "page"], rows: rows.collect() }
}

fn unattached_note(findings: &[&Finding], style: Style) -> Vec<Block> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(2, Line::said(words::OUTSIDE))];
    for finding in findings {
        blocks.extend(finding_note("Seen", finding));
        blocks.push(Block::Pairs(words::ESCALATION.to_owned(), words::finding_identifiers(finding)));
        blocks.extend(finding.guidance.as_ref().map_or_else(Vec::new, |guidance| guidance_note(guidance, style.verbose)));
    }
    blocks
}

fn limits(capture: &Capture) -> Option<Block> {
    let notes: Vec<Line> = capture.notes.iter().map(|note| Line::taken(words::note(note))).collect();
    (!notes.is_empty()).then(|| Block::Bullets(words::LIMITS.to_owned(), notes))
}
