//! The short report on an attempt: what happened, why, what to do, what the trace was asked, what goes into the ticket, and how it went. Whatever is
//! not decided here is in the full one.

use std::sync::Arc;

use super::full::own_guide;
use super::{devices, left_behind, log_rows, look_next, marks, system_codes};
use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::signals::device::DEVICE_TOKEN;
use crate::model::attempt::{Attempt, Outcome, Step};
use crate::model::capture::{Capture, NoteKind};
use crate::model::finding::{CheckResult, Finding, Guidance, Role};
use crate::model::observation::{Seen, SignalValue};
use crate::model::prose::Prose;
use crate::model::report::{Origin, Report};
use crate::render::document::{Block, Group, Line, Mark};
use crate::render::{Screen, actors, client, text, verdict, words};

/// How much of each part is shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Most {
    steps: usize,
    causes: usize,
    not_in_trace: usize,
    unseen: usize,
    checks: usize,
    rows: usize,
    attached: usize,
    message: usize,
}

/// A part of the report.
type Part = fn(&mut Most) -> &mut usize;

/// What is shortened, down to what, in this order.
const SHORTENED: &[(Part, usize)] = &[
    (|most| &mut most.rows, 5),
    (|most| &mut most.unseen, 1),
    (|most| &mut most.attached, 1),
    (|most| &mut most.steps, 5),
    (|most| &mut most.checks, 5),
    (|most| &mut most.causes, 2),
    (|most| &mut most.not_in_trace, 1),
    (|most| &mut most.steps, 4),
    (|most| &mut most.checks, 4),
    (|most| &mut most.message, 0),
    (|most| &mut most.checks, 3),
    (|most| &mut most.unseen, 0),
    (|most| &mut most.steps, 3),
    (|most| &mut most.rows, 3),
    (|most| &mut most.causes, 1),
    (|most| &mut most.not_in_trace, 0),
    (|most| &mut most.checks, 2),
    (|most| &mut most.steps, 2),
    (|most| &mut most.rows, 2),
    (|most| &mut most.attached, 0),
];

impl Most {
    pub(super) const ALL: Self = Self { steps: 6, causes: 3, not_in_trace: 2, unseen: 2, checks: 6, rows: 8, attached: 2, message: 1 };

    /// A little less; `None` when nothing is left to be shortened.
    fn less(mut self) -> Option<Self> {
        let (part, _) = SHORTENED.iter().find(|(part, down_to)| *part(&mut self) > *down_to)?;
        *part(&mut self) -= 1;
        Some(self)
    }
}

/// The lines that a report on one attempt should have, at the columns that most terminals have.
const LINES: usize = 45;
const COLUMNS: usize = 100;

/// The report on the one attempt of a capture that is told, cut to what fits a screen with what follows it.
pub(super) fn alone(attempt: &Attempt, origin: Origin<'_>, report: &Report, behind: &[Block]) -> Vec<Block> {
    let around: Vec<Block> =
        behind.iter().cloned().chain(devices::in_short(report)).chain(system_codes::in_short(report)).chain(more(report)).collect();
    let lines = |blocks: &[Block]| text::render(blocks, Screen { width: COLUMNS, ..Screen::default() }).lines().count();
    let room = LINES.saturating_sub(lines(&around) + 1);
    let shorter: Vec<Most> = std::iter::successors(Some(Most::ALL), |most| most.less()).collect();
    // What is shortened has fewer lines or as many, so that not all have to be tried. What does not fit at all is as short as can be.
    let first = shorter.partition_point(|most| lines(&note(attempt, origin, report, *most)) > room);
    let most = shorter.get(first).or(shorter.last()).copied().unwrap_or(Most::ALL);
    note(attempt, origin, report, most)
}

/// The report on one of several attempts.
pub(super) fn one_of_several(attempt: &Attempt, origin: Origin<'_>, report: &Report) -> Vec<Block> {
    note(attempt, origin, report, Most::ALL)
}

fn note(attempt: &Attempt, origin: Origin<'_>, report: &Report, most: Most) -> Vec<Block> {
    let root = report.root_of(attempt);
    let beside = root.and_then(|root| left_behind::finding(attempt, root, report));
    let mut blocks = vec![Block::Headline {
        tone: words::tone(attempt.outcome),
        word: attempt.outcome.name().to_uppercase(),
        text: Line::taken(verdict::of(attempt, root)),
    }];
    blocks.extend(who(attempt, root, report));
    blocks.extend(root.map_or_else(Vec::new, |root| why(root, beside, most)));
    blocks.extend(log_rows::in_short(attempt, root));
    let also = also(attempt, report);
    blocks.extend(on_the_way(attempt, also, report));
    if let Some(also) = also {
        blocks.push(Block::Labelled("Also".to_owned(), Line::taken(words::code_and_name(also))));
        blocks.extend(why(also, None, most));
        blocks.extend(what_to_do(also, None, most));
        blocks.extend(checked(also, most));
    }
    blocks.extend(root.map_or_else(Vec::new, |root| what_to_do(root, beside, most)));
    blocks.extend(root.and_then(|root| checked(root, most)));
    blocks.push(ticket(attempt, root, most));
    blocks.extend(look_next::in_short(attempt, root).filter(|_| attempt.outcome != Outcome::Succeeded));
    blocks.extend(course(attempt, root, origin, most));
    blocks
}

/// Who, when, with what.
fn who(attempt: &Attempt, root: Option<&Finding>, report: &Report) -> Option<Block> {
    let several = report.attempts.iter().filter(|other| other.capture == attempt.capture).count() > 1;
    let mut facts = Vec::new();
    facts.extend(several.then(|| Line::said(format!("attempt {}", attempt.number))));
    facts.extend(words::user_name(attempt).map(Line::taken));
    let time = root.and_then(|root| root.timestamp).or(attempt.last_answer.time).or(attempt.started);
    facts.extend(time.map(|time| Line::said(format!("{} UTC", words::time(time).trim_end_matches('Z')))));
    facts.extend(client::client(attempt).map(Line::said));
    let joined = facts.into_iter().reduce(|line, fact| line.and_said(", ").and(fact))?;
    Some(Block::Labelled("Who".to_owned(), joined))
}

/// What the code means, which causes the trace supports or leaves open, and where it stands.
fn why(root: &Finding, beside: Option<&Finding>, most: Most) -> Vec<Block> {
    /// Where a code stands more often the full report tells.
    const EVIDENCE: usize = 3;
    let mut blocks = Vec::new();
    let guidance = root.guidance.as_deref();
    let message = |text: String| Block::Labelled("Message".to_owned(), Line::taken(text));
    if let Some(guidance) = guidance {
        blocks.push(Block::Labelled("Why".to_owned(), Line::of(&guidance.meaning, guidance)));
        // A claims request is no sentence.
        let is_prose = |message: &&str| message.contains(' ') && !message.starts_with('{');
        blocks.extend(root.message.as_deref().filter(|_| most.message > 0).filter(is_prose).map(beginning).map(message));
    } else {
        blocks.extend(root.message.clone().map(message));
        blocks.push(Block::Labelled("Guidance".to_owned(), Line::said(words::NO_GUIDANCE)));
    }
    let beside_guidance = beside.and_then(|beside| Some((beside, beside.guidance.as_deref()?)));
    if let Some((beside, guidance)) = beside_guidance {
        let line = Line::taken(words::code_and_name(beside)).and_said(": ").and(Line::of(&guidance.meaning, guidance));
        blocks.push(Block::Labelled("Canceled on".to_owned(), line));
    }
    if let Some(guidance) = guidance {
        let (supported, open) = guidance.causes_by_support();
        let places = if beside.is_some() { 0 } else { most.causes };
        let supported = supported.iter().take(places).map(|cause| ("Supported", cause));
        // Support for one cause excludes no other.
        let left = places.saturating_sub(supported.len());
        let open = open.iter().take(left).map(|cause| ("Possible", cause));
        blocks.extend(supported.chain(open).map(|(label, cause)| Block::Labelled(label.to_owned(), Line::of(cause, guidance))));
    }
    blocks.extend(root.detail.as_ref().map(|detail| Block::Labelled("Detail".to_owned(), Line::taken(detail))));
    let shown = root.evidence.get(..EVIDENCE).unwrap_or(&root.evidence);
    blocks.push(Block::Labelled("Evidence".to_owned(), words::evidence(shown)));
    if let Some(guidance) = guidance.filter(|guidance| !guidance.not_in_trace.is_empty()) {
        let lines = guidance.not_in_trace.iter().take(most.not_in_trace).map(|text| Line::of(text, guidance));
        let joined = lines.reduce(|line, more| line.and_said(" ").and(more));
        blocks.extend(joined.map(|line| Block::Labelled("Not shown".to_owned(), line)));
    }
    blocks
}

/// The first sentences of a message, as far as two lines hold them.
fn beginning(message: &str) -> String {
    const LONGEST: usize = 170;
    let end = message.char_indices().nth(LONGEST).map_or(message.len(), |(at, _)| at);
    let Some(cut) = message.get(..end).filter(|cut| cut.len() < message.len()) else { return message.to_owned() };
    match cut.rfind(". ") {
        Some(at) => cut.get(..=at).unwrap_or(cut).to_owned(),
        None => format!("{}...", cut.rsplit_once(' ').map_or(cut, |(words, _)| words)),
    }
}

/// What is wrong although the service did its part: the application goes round in a circle, or redeems a code twice.
fn also<'a>(attempt: &Attempt, report: &'a Report) -> Option<&'a Finding> {
    let is_of_application = |finding: &&Finding| finding.code == Code::named("redirect-loop") || finding.code == Code::Entra(54005);
    let mut findings = attempt.findings.iter().filter_map(|at| report.findings.get(*at));
    findings.find(is_of_application).filter(|_| attempt.outcome == Outcome::Succeeded)
}

/// Failures that were overcome, and what led up to the end.
fn on_the_way(attempt: &Attempt, also: Option<&Finding>, report: &Report) -> Option<Block> {
    /// More codes help no one at a glance.
    const MOST: usize = 4;
    let others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause).filter_map(|at| report.findings.get(*at));
    let is_told = |finding: &&Finding| finding.role == Role::Contributing && also.is_none_or(|also| also.code != finding.code);
    let others: Vec<&Finding> = others.filter(is_told).collect();
    let told = |finding: &&Finding| {
        let entries = finding.evidence.first().map(|evidence| format!(" ({})", words::place(evidence))).unwrap_or_default();
        Line::taken(words::code_and_name(finding)).and_said(entries)
    };
    let line = others.iter().take(MOST).map(told).reduce(|line, more| line.and_said(", ").and(more))?;
    let more = if others.len() > MOST { format!(", and {} more", others.len() - MOST) } else { String::new() };
    Some(Block::Labelled("On the way".to_owned(), line.and_said(more)))
}

/// The steps, grouped by who takes them.
fn what_to_do(root: &Finding, beside: Option<&Finding>, most: Most) -> Vec<Block> {
    let of = |finding: &Finding| finding.guidance.as_ref().map(|guidance| (guidance.resolve.clone(), Arc::clone(guidance)));
    let guides: Vec<_> = beside.and_then(of).into_iter().chain(of(root)).collect();
    let mut blocks = Vec::new();
    if let Some(own) = root.guidance.as_ref().filter(|guidance| guidance.is_own()) {
        blocks.push(own_guide("Guide", own));
    }
    let steps: Vec<(&Prose, &Guidance)> =
        guides.iter().flat_map(|(steps, guidance)| steps.iter().map(|step| (step, &**guidance))).collect();
    let mut groups: Vec<Group> = Vec::new();
    for (step, guidance) in steps.iter().take(most.steps) {
        let (actor, step) = actors::by_actor(step, guidance.is_own());
        let actor = if guidance.is_own() { Line::taken(actor) } else { Line::said(actor) };
        let step = Line::of(&step, guidance);
        match groups.iter_mut().find(|group| group.actor == actor) {
            Some(group) => group.steps.push(step),
            None => groups.push(Group { actor, steps: vec![step] }),
        }
    }
    if !groups.is_empty() {
        let left = steps.len().saturating_sub(most.steps);
        let label = match left {
            0 => "What to do".to_owned(),
            1 => "What to do (one more step with --full)".to_owned(),
            more => format!("What to do ({more} more steps with --full)"),
        };
        blocks.push(Block::Actions(label, groups));
    }
    if let Some(own) = root.guidance.as_ref().filter(|guidance| guidance.is_own() && !guidance.notes.is_empty()) {
        blocks.push(Block::Bullets("Notes".to_owned(), own.notes.iter().map(|note| Line::of(note, own)).collect()));
    }
    if let Some(behind) = root.guidance.as_ref().and_then(|guidance| guidance.behind.as_deref()) {
        blocks.push(own_guide("Your guide", behind));
        let steps: Vec<Line> = behind.resolve.iter().map(|step| Line::of(step, behind)).collect();
        if !steps.is_empty() {
            blocks.push(Block::Bullets("What to do (your guide)".to_owned(), steps));
        }
    }
    blocks
}

/// What the trace was asked: what is so, what is not, and what it cannot show.
pub(super) fn checked(root: &Finding, most: Most) -> Option<Block> {
    let is_own = root.guidance.as_ref().is_some_and(|guidance| guidance.is_own());
    let of = |result: CheckResult| root.checks.iter().filter(move |checked| checked.result == result && checked.is_told());
    let decided = of(CheckResult::Yes).chain(of(CheckResult::No)).take(most.checks);
    let marks: Vec<(Mark, Line)> =
        decided.chain(of(CheckResult::Unseen).take(most.unseen)).map(|checked| marks::mark(checked, root, is_own)).collect();
    (!marks.is_empty()).then(|| Block::Marks(words::checked_label(root).to_owned(), marks))
}

fn ticket(attempt: &Attempt, root: Option<&Finding>, most: Most) -> Block {
    let mut pairs = words::identifiers(attempt, root);
    let guidance = root.and_then(|root| root.guidance.as_ref());
    let texts = guidance.into_iter().flat_map(|guidance| guidance.escalate_with.iter().take(most.attached));
    let texts: Vec<String> = texts.map(|text| text.to_string().replace('`', "")).collect();
    if !texts.is_empty() {
        pairs.push(("Attach".to_owned(), texts.join(" ")));
    }
    Block::Pairs(words::TICKET.to_owned(), pairs)
}

/// How it went, in the words of the stages; the exchange that decided it is marked.
fn course(attempt: &Attempt, root: Option<&Finding>, origin: Origin<'_>, most: Most) -> Option<Block> {
    let capture = match origin {
        Origin::Capture(capture) => capture,
        Origin::Log(log) => return Some(log_rows::course(attempt, log, most.rows)),
        Origin::Text(_) => return None,
    };
    let is_marked = |step: &Step| root.is_some_and(|root| root.is_shown_by(step.entry));
    let last_marked = attempt.steps.iter().rev().find(|step| is_marked(step)).map(|step| step.entry);
    let is_kept = |step: &&Step| step.stage.is_step() || matches!(step.stage, Stage::Resource | Stage::SeamlessSso) || is_marked(step);
    let steps: Vec<&Step> = attempt.steps.iter().filter(is_kept).collect();
    let decisive = steps.iter().rposition(|step| last_marked == Some(step.entry));
    let rows = shortened(&steps, decisive, most.rows).into_iter().map(|shown| match shown {
        Shown::Left(count) => {
            vec![Line::said("..."), Line::default(), Line::default(), Line::default(), Line::said(format!("{count} more"))]
        }
        Shown::Step(step) => {
            let code = root.filter(|_| last_marked == Some(step.entry)).map(|root| format!(" ({})", root.code)).unwrap_or_default();
            vec![
                Line::said(step.entry.to_string()),
                Line::said(step.time.map(words::clock).unwrap_or_default()),
                Line::said(step.duration.map(|duration| format!("{duration} ms")).unwrap_or_default()),
                Line::said(step.status.map_or_else(|| "-".to_owned(), |status| status.to_string())),
                what(step, attempt, capture).and_taken(code),
            ]
        }
    });
    let facts = [Line::taken(&capture.name), Line::said(words::requests(capture.exchanges))];
    let facts = facts.into_iter().chain(capture.producer.as_ref().map(Line::taken));
    let title = facts.reduce(|line, fact| line.and_said(", ").and(fact)).unwrap_or_default();
    Some(Block::Course { title: Line::said("What happened (").and(title).and_said(")"), rows: rows.collect() })
}

/// A row of the course.
enum Shown<'a> {
    Step(&'a Step),
    /// This many are left out.
    Left(usize),
}

/// The first step and the last ones, with the decisive one among them; how many are left out stands between.
fn shortened<'a>(steps: &[&'a Step], decisive: Option<usize>, most: usize) -> Vec<Shown<'a>> {
    let all = |steps: &[&'a Step]| steps.iter().map(|step| Shown::Step(step)).collect::<Vec<_>>();
    if steps.len() <= most {
        return all(steps);
    }
    let end = decisive.map_or(steps.len(), |at| (at + 2).min(steps.len()));
    let first = 1;
    let last = most.saturating_sub(first + 1).max(1);
    let start = end.saturating_sub(last).max(first);
    let mut shown = all(steps.get(..first).unwrap_or_default());
    if start > first {
        shown.push(Shown::Left(start - first));
    }
    shown.extend(all(steps.get(start..end).unwrap_or_default()));
    if end < steps.len() {
        shown.push(Shown::Left(steps.len() - end));
    }
    shown
}

/// What a step is: its stage, the page, where it went beyond the service, and what the customer wrote on it.
fn what(step: &Step, attempt: &Attempt, capture: &Capture) -> Line {
    let mut line = Line::said(step.stage.label());
    let is_with_token = |seen: &Seen| seen.entry == step.entry && seen.signal == DEVICE_TOKEN && seen.value == SignalValue::Word("sent");
    if attempt.signals.iter().any(is_with_token) {
        line = line.and_said(", with the device's token");
    }
    if let Some(page) = &step.page {
        line = line.and_said(": ").and_taken(page);
    }
    if step.stage.is_elsewhere() {
        line = line.and_said(" ").and_taken(&step.host);
    }
    let note = capture.notes.iter().find(|note| note.kind == NoteKind::Comment && note.entries.contains(&step.entry));
    match note.and_then(|note| note.message.split_once(": ")) {
        Some((_, said)) => line.and_said("; note: ").and_taken(said),
        None => line,
    }
}

/// What limits the response; what the customer wrote is next to the steps.
pub(super) fn limits(origin: Origin<'_>) -> Option<Block> {
    /// More is in the full report.
    const MOST: usize = 3;
    let told = origin.notes().iter().filter(|note| note.kind != NoteKind::Comment);
    let notes: Vec<Line> = told.take(MOST).map(|note| Line::taken(words::note(note))).collect();
    (!notes.is_empty()).then(|| Block::Bullets(words::LIMITS.to_owned(), notes))
}

/// The note on findings that nothing ties to an attempt.
pub(super) fn unattached(findings: &[&Finding]) -> Vec<Block> {
    if findings.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::Heading(2, Line::said(words::OUTSIDE))];
    for finding in findings {
        blocks.push(Block::Labelled("Seen".to_owned(), Line::taken(words::code_and_name(finding))));
        blocks.extend(why(finding, None, Most::ALL));
        blocks.extend(what_to_do(finding, None, Most::ALL));
        blocks.extend(checked(finding, Most::ALL));
        blocks.push(Block::Pairs(words::TICKET.to_owned(), words::finding_identifiers(finding)));
    }
    blocks
}

/// What else there is, and the verdict again: on a terminal the last line is what one sees.
pub(super) fn more(report: &Report) -> Vec<Block> {
    let said = "More: --full (every cause and finding, log queries, links), --format html -o report.html";
    let mut blocks = vec![Block::Paragraph(Line::default()), Block::Paragraph(Line::said(said))];
    if let [only] = report.attempts.as_slice() {
        let root = report.root_of(only);
        let word = only.outcome.name().to_uppercase();
        let text = Line::taken(verdict::in_short(only, root));
        blocks.push(Block::Last { tone: words::tone(only.outcome), word, text });
    }
    blocks
}
