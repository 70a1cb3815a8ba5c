//! The case note: verdict first, then cause and evidence, who acts and what to do, the ids to paste, the steps, what limits the answer.

use super::document::{Block, Tone};
use super::{Style, look_next, words};
use crate::model::attempt::{Attempt, Outcome};
use crate::model::capture::{Capture, NoteKind};
use crate::model::finding::{Finding, Guidance};
use crate::model::report::Report;

/// Writes the case note on a report.
pub(super) fn write(report: &Report, style: Style) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (at, capture) in report.captures.iter().enumerate() {
        let attempts: Vec<(usize, &Attempt)> = report.attempts.iter().enumerate().filter(|(_, attempt)| attempt.capture == at).collect();
        let unattached: Vec<&Finding> =
            report.findings.iter().filter(|finding| finding.capture == at && finding.attempt.is_none()).collect();
        if attempts.is_empty() && unattached.is_empty() {
            blocks.extend(nothing(capture));
            continue;
        }
        if style.brief {
            blocks.extend(attempts.iter().map(|(id, attempt)| brief(*id, attempt, capture, report)));
            blocks.extend(unattached.iter().map(|finding| brief_unattached(finding, capture)));
            continue;
        }
        blocks.extend(capture_heading(capture, &attempts));
        for (id, attempt) in &attempts {
            blocks.extend(attempt_note(*id, attempt, report, style));
        }
        blocks.extend(unattached_note(&unattached, style));
        blocks.extend(limits(capture));
    }
    blocks
}

/// One line for a capture without sign-in traffic, and what may explain that.
fn nothing(capture: &Capture) -> Vec<Block> {
    let what = if capture.sign_in_exchanges == 0 { "no sign-in traffic" } else { "sign-in hosts, but no sign-in" };
    let line = format!("{}: {what} in {}.", capture.name, words::exchanges(capture.exchanges));
    let mut blocks = vec![Block::Paragraph(line)];
    blocks.extend(limits(capture));
    blocks
}

fn capture_heading(capture: &Capture, attempts: &[(usize, &Attempt)]) -> Vec<Block> {
    let mut facts = vec![format!("{}, {} of sign-in", words::exchanges(capture.exchanges), capture.sign_in_exchanges)];
    facts.extend(capture.producer.clone());
    if let (Some(first), Some(last)) = (capture.first, capture.last) {
        facts.push(format!("{} to {}", words::time(first), words::time(last)));
    }
    let mut blocks = vec![Block::Heading(1, capture.name.clone()), Block::Paragraph(facts.join("; "))];
    if attempts.len() > 1 {
        let rows = attempts.iter().map(|(id, attempt)| {
            vec![
                (id + 1).to_string(),
                attempt.outcome.name().to_owned(),
                attempt.started.map(words::clock).unwrap_or_default(),
                words::application(attempt).unwrap_or_default(),
                attempt.user.label.clone().unwrap_or_default(),
            ]
        });
        blocks.push(Block::Table {
            title: format!("{} attempts", attempts.len()),
            header: vec!["attempt", "outcome", "started", "application", "user"],
            rows: rows.collect(),
        });
    }
    blocks
}

fn brief(id: usize, attempt: &Attempt, capture: &Capture, report: &Report) -> Block {
    let cause = attempt.root_cause.and_then(|at| report.findings.get(at));
    let code = cause.map_or_else(|| "-".to_owned(), |finding| finding.code.to_string());
    let time = cause.and_then(|finding| finding.timestamp).or(attempt.started).map_or_else(|| "-".to_owned(), words::time);
    let correlation = cause.and_then(|finding| finding.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let correlation = correlation.map_or("-", |id| id.as_str());
    let application = words::application(attempt).unwrap_or_else(|| "-".to_owned());
    Block::Row {
        tone: words::tone(attempt.outcome),
        word: attempt.outcome.name().to_uppercase(),
        text: format!("{} #{}  {code}  {time}  {correlation}  {application}", capture.name, id + 1),
    }
}

/// One line for a finding that nothing ties to an attempt.
fn brief_unattached(finding: &Finding, capture: &Capture) -> Block {
    let time = finding.timestamp.map_or_else(|| "-".to_owned(), words::time);
    let correlation = finding.correlation_id.as_ref().map_or("-", |id| id.as_str());
    let text = format!("{} -  {}  {time}  {correlation}  outside any sign-in of this capture", capture.name, finding.code);
    Block::Row { tone: Tone::Unknown, word: "SEEN".to_owned(), text }
}

fn attempt_note(id: usize, attempt: &Attempt, report: &Report, style: Style) -> Vec<Block> {
    let root = attempt.root_cause.and_then(|at| report.findings.get(at));
    let mut blocks = vec![Block::Headline {
        tone: words::tone(attempt.outcome),
        word: attempt.outcome.name().to_uppercase(),
        text: format!("attempt {}: {}", id + 1, attempt.verdict),
    }];
    if let Some(root) = root {
        let label = if attempt.outcome == Outcome::Failed { "Cause" } else { "Stopped at" };
        blocks.extend(finding_note(label, root));
        blocks.extend(root.guidance.as_ref().map_or_else(Vec::new, |guidance| guidance_note(guidance, style.verbose)));
        if root.guidance.is_none() {
            blocks.push(Block::Labelled("Guidance".to_owned(), "none for this code; nothing is made up.".to_owned()));
        }
    }
    blocks.push(Block::Pairs("For the escalation".to_owned(), identifiers(attempt, root)));
    if attempt.outcome != Outcome::Succeeded || style.verbose {
        blocks.extend(look_next::listings(attempt, root));
    }
    blocks.extend(interrupts(attempt));
    blocks.extend(other_findings(attempt, report, style));
    blocks.push(steps(attempt));
    blocks
}

fn finding_note(label: &str, finding: &Finding) -> Vec<Block> {
    let name = finding.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    let mut blocks = vec![Block::Labelled(label.to_owned(), format!("{}{name}", finding.code))];
    if let Some(guidance) = &finding.guidance {
        blocks.push(Block::Labelled("Meaning".to_owned(), guidance.meaning.clone()));
    }
    if let Some(message) = &finding.message {
        blocks.push(Block::Labelled("Message".to_owned(), message.clone()));
    }
    let protocol: Vec<&str> = [finding.oauth_error.as_deref(), finding.suberror.as_deref()].into_iter().flatten().collect();
    if !protocol.is_empty() {
        blocks.push(Block::Labelled("Error".to_owned(), protocol.join(" / ")));
    }
    blocks.push(Block::Labelled("Evidence".to_owned(), words::evidence(&finding.evidence)));
    blocks
}

/// What to do, in full; `verbose` adds links and the guide's name.
pub(super) fn guidance_note(guidance: &Guidance, verbose: bool) -> Vec<Block> {
    let actors: Vec<String> = guidance.who_acts.iter().map(|actor| words::actor(actor)).collect();
    let mut blocks = Vec::new();
    if !actors.is_empty() {
        blocks.push(Block::Labelled("Who acts".to_owned(), actors.join(", then ")));
    }
    if guidance.is_own() {
        blocks.push(Block::Labelled("Guide".to_owned(), format!("{} (from {})", guidance.title, guidance.source)));
    }
    let lists = [
        ("What to do", &guidance.resolve),
        ("Likely causes", &guidance.causes),
        ("Confirm in this trace", &guidance.confirm),
        ("Attach to an escalation", &guidance.escalate_with),
    ];
    let filled = lists.into_iter().filter(|(_, bullets)| !bullets.is_empty());
    blocks.extend(filled.map(|(label, bullets)| Block::Bullets(label.to_owned(), bullets.clone())));
    if verbose {
        let links: Vec<String> = guidance.links.iter().map(|link| format!("{}: {}", link.title, link.url)).collect();
        if !links.is_empty() {
            blocks.push(Block::Bullets("Read on".to_owned(), links));
        }
        if !guidance.is_own() {
            blocks.push(Block::Labelled("Guide".to_owned(), format!("{} ({})", guidance.guide, guidance.source)));
        }
    }
    blocks
}

/// What Microsoft's forms ask for. What the capture does not hold is named, so that the customer is asked once.
fn identifiers(attempt: &Attempt, root: Option<&Finding>) -> Vec<(String, String)> {
    let missing = || "not in the capture".to_owned();
    let correlation = root.and_then(|finding| finding.correlation_id.as_ref()).or(attempt.correlation_ids.first());
    let request = root.and_then(|finding| finding.request_id.as_ref()).or(attempt.request_ids.last());
    let time = root.and_then(|finding| finding.timestamp).or(attempt.ended);
    let tenant = attempt.tenant_id.as_ref().map(ToString::to_string).or_else(|| attempt.tenant_domain.clone());
    let pair = |name: &str, value: Option<String>| (name.to_owned(), value.unwrap_or_else(missing));
    let mut pairs = Vec::new();
    if let Some(root) = root {
        pairs.push(("Code".to_owned(), root.code.to_string()));
    }
    pairs.push(pair("Correlation ID", correlation.map(ToString::to_string)));
    pairs.push(pair("Request ID", request.map(ToString::to_string)));
    pairs.push(pair("Time (UTC)", time.map(words::time)));
    pairs.push(pair("Tenant", tenant));
    pairs.push(pair("Application", words::application(attempt)));
    pairs.push(pair("Resource", words::resource(attempt)));
    pairs.push(pair("User", words::user(attempt)));
    pairs
}

fn interrupts(attempt: &Attempt) -> Option<Block> {
    let rows = attempt.interrupts.iter().map(|interrupt| {
        let page = interrupt.page.clone().unwrap_or_default();
        let target = interrupt.target.clone().map(|target| format!(" -> {target}")).unwrap_or_default();
        vec![
            interrupt.entry.to_string(),
            interrupt.kind.name().to_owned(),
            words::satisfied(interrupt.satisfied).to_owned(),
            interrupt.code.as_ref().map(ToString::to_string).unwrap_or_default(),
            format!("{page}{target}"),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let header = vec!["entry", "interrupt", "outcome", "code", "page"];
    (!rows.is_empty()).then(|| Block::Table { title: "Asked on the way".to_owned(), header, rows })
}

fn other_findings(attempt: &Attempt, report: &Report, style: Style) -> Vec<Block> {
    let others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause).filter_map(|at| report.findings.get(*at));
    let others: Vec<&Finding> = others.collect();
    if others.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Bullets("Also seen, not the cause".to_owned(), others.iter().map(|finding| one_line(finding)).collect())];
    if style.verbose {
        for finding in others {
            blocks.extend(finding_note("Also", finding));
        }
    }
    blocks
}

/// `AADSTS50058 UserInformationNotProvided, an interrupt: meaning (evidence)`
pub(super) fn one_line(finding: &Finding) -> String {
    let name = finding.name.as_deref().map(|name| format!(" {name}")).unwrap_or_default();
    let meaning = finding.guidance.as_ref().map(|guidance| format!(": {}", guidance.meaning)).unwrap_or_default();
    let own = finding.guidance.as_ref().filter(|guidance| guidance.is_own());
    let source = own.map(|guidance| format!("; guide from {}", guidance.source)).unwrap_or_default();
    format!("{}{name}, {}{meaning} ({}{source})", finding.code, words::role(finding.role), words::evidence(&finding.evidence))
}

fn steps(attempt: &Attempt) -> Block {
    let rows = attempt.steps.iter().map(|step| {
        vec![
            step.entry.to_string(),
            step.time.map(words::clock).unwrap_or_default(),
            step.stage.name().to_owned(),
            step.status.map_or_else(|| "-".to_owned(), |status| status.to_string()),
            format!("{} {}{}", step.method, step.host, step.path),
            step.page.clone().unwrap_or_default(),
        ]
    });
    Block::Table { title: "Steps".to_owned(), header: vec!["entry", "time", "stage", "status", "request", "page"], rows: rows.collect() }
}

fn unattached_note(findings: &[&Finding], style: Style) -> Vec<Block> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(2, "Seen outside any sign-in of this capture".to_owned())];
    for finding in findings {
        blocks.extend(finding_note("Seen", finding));
        let pairs = [
            ("Correlation ID", finding.correlation_id.as_ref().map(ToString::to_string)),
            ("Request ID", finding.request_id.as_ref().map(ToString::to_string)),
            ("Time (UTC)", finding.timestamp.map(words::time)),
        ];
        let known = pairs.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        blocks.push(Block::Pairs("For the escalation".to_owned(), known));
        blocks.extend(finding.guidance.as_ref().map_or_else(Vec::new, |guidance| guidance_note(guidance, style.verbose)));
    }
    blocks
}

fn limits(capture: &Capture) -> Option<Block> {
    let note = |note: &crate::model::capture::Note| {
        let entries: Vec<String> = note.entries.iter().take(12).map(ToString::to_string).collect();
        let more = if note.entries.len() > entries.len() { ", ..." } else { "" };
        match (entries.len(), note.kind) {
            (0, _) => note.message.clone(),
            (1, _) => format!("{} (entry {})", note.message, entries[0]),
            (_, NoteKind::NotDecrypted) => format!("{} ({} tunnels)", note.message, note.entries.len()),
            _ => format!("{} (entries {}{more})", note.message, entries.join(", ")),
        }
    };
    let notes: Vec<String> = capture.notes.iter().map(note).collect();
    (!notes.is_empty()).then(|| Block::Bullets("What limits this answer".to_owned(), notes))
}
