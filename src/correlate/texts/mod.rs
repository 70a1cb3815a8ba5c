//! Blocks of texts to the findings that they repeat: those of an attempt with their code and correlation ID. What no capture and no log shows is told
//! alone. Nothing that a capture or a log shows changes by it.

mod alone;
mod placed;

use std::collections::HashMap;

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::finding::{Finding, Role};
use crate::model::observation::ErrorSeen;
use crate::model::report::Report;
use crate::model::text::{Block, SystemSeen, TextRead};

use placed::{Placed, evidence, finding, origin};

/// Most blocks that are kept, of all texts together.
const MOST_BLOCKS: usize = 50_000;

/// Takes the blocks of texts.
#[derive(Debug, Default)]
pub struct Texts {
    read: Vec<TextRead>,
    blocks: Vec<Placed>,
}

/// A text that was read, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextTaken {
    /// The text.
    pub read: TextRead,
    /// How many of its blocks belong to attempts of captures and logs.
    pub joined: u64,
}

/// What became of the blocks.
#[derive(Debug, Default)]
pub struct Joined {
    /// Findings of attempts of captures and logs, by their positions: they are given to the attempts when they are explained, because their evidence
    /// is no exchange.
    pub beside: Vec<(usize, usize)>,
    /// The texts.
    pub texts: Vec<TextTaken>,
}

/// What makes two blocks one finding.
type Key = (Code, Option<Guid>, Option<Guid>);

fn key(error: &ErrorSeen) -> Key {
    (error.code.clone(), error.correlation_id.clone(), error.request_id.clone())
}

impl Texts {
    /// A text begins.
    pub fn begin(&mut self, source: &str) {
        self.read.push(TextRead { name: source.to_owned(), ..TextRead::default() });
    }

    /// Takes a block of the text that began last.
    pub fn take(&mut self, number: usize, block: Block) {
        let Some(text) = self.read.len().checked_sub(1) else { return };
        let Some(read) = self.read.get_mut(text) else { return };
        let time = block.errors.iter().find_map(|error| error.time).map(|time| time.at);
        read.blocks += 1;
        read.first = [read.first, time].into_iter().flatten().min();
        read.last = read.last.max(time);
        if self.blocks.len() < MOST_BLOCKS {
            self.blocks.push(Placed { text, number: u64::try_from(number).unwrap_or(u64::MAX), block });
        } else {
            read.left_out += 1;
        }
    }

    /// The text of this name ends.
    pub fn end(&mut self, source: &str, codes: Vec<SystemSeen>) {
        match self.read.last_mut().filter(|read| read.name == source && read.codes.is_empty()) {
            Some(read) => read.codes = codes,
            None if codes.is_empty() => {}
            None => self.read.push(TextRead { name: source.to_owned(), codes, ..TextRead::default() }),
        }
    }

    /// Gives the blocks to a report that is explained already: as evidence to findings, else as findings of their own. Without a capture what no log
    /// shows makes attempts.
    pub fn finish(mut self, report: &mut Report) -> Joined {
        let known = Known::of(report);
        let mut joined = vec![0; self.read.len()];
        let mut beside: HashMap<(usize, Code), usize> = HashMap::new();
        let (mut to_attempts, mut loose) = (Vec::new(), Vec::new());
        for placed in self.blocks {
            let Some(attempt) = placed.block.errors.last().and_then(|error| known.attempt(error)) else {
                loose.push(placed);
                continue;
            };
            if let Some(count) = joined.get_mut(placed.text) {
                *count += 1;
            }
            for error in &placed.block.errors {
                let evidence = evidence(&placed, &self.read);
                let at = known.finding(attempt, error).or_else(|| beside.get(&(attempt, error.code.clone())).copied());
                let Some(finding) = at.and_then(|at| report.findings.get_mut(at)) else {
                    let capture = report.attempts.get(attempt).map_or(0, |attempt| attempt.capture);
                    beside.insert((attempt, error.code.clone()), report.findings.len());
                    to_attempts.push((report.findings.len(), attempt));
                    report.findings.push(Finding { capture, role: Role::Informational, ..finding(error, evidence) });
                    continue;
                };
                finding.evidence.push(evidence);
            }
        }
        if report.captures.is_empty() {
            alone::add(loose, &mut self.read, report);
        } else {
            add_loose(loose, &self.read, report);
        }
        if report.origins().next().is_none() {
            report.texts.clone_from(&self.read);
        }
        let texts = self.read.into_iter().zip(joined).map(|(read, joined)| TextTaken { read, joined }).collect();
        Joined { beside: to_attempts, texts }
    }
}

/// The attempts and findings by their ids.
struct Known {
    by_request: HashMap<Guid, usize>,
    by_correlation: HashMap<Guid, usize>,
    /// The first attempt with a correlation ID that has the code.
    by_code: HashMap<(Guid, Code), usize>,
    findings: HashMap<(usize, Code), usize>,
}

impl Known {
    fn of(report: &Report) -> Self {
        let (mut by_request, mut by_correlation) = (HashMap::new(), HashMap::new());
        let (mut by_code, mut findings) = (HashMap::new(), HashMap::new());
        for (at, attempt) in report.attempts.iter().enumerate() {
            for id in &attempt.request_ids {
                by_request.entry(id.clone()).or_insert(at);
            }
            for id in &attempt.correlation_ids {
                by_correlation.entry(id.clone()).or_insert(at);
            }
            for finding in &attempt.findings {
                let Some(of) = report.findings.get(*finding) else { continue };
                findings.entry((at, of.code.clone())).or_insert(*finding);
                if let Some(id) = &of.correlation_id {
                    by_code.entry((id.clone(), of.code.clone())).or_insert(at);
                }
            }
        }
        Self { by_request, by_correlation, by_code, findings }
    }

    /// The attempt of an error: by its request ID, else by its correlation ID.
    fn attempt(&self, error: &ErrorSeen) -> Option<usize> {
        let by_request = error.request_id.as_ref().and_then(|id| self.by_request.get(id));
        let id = error.correlation_id.as_ref();
        let by_code = || self.by_code.get(&(id?.clone(), error.code.clone()));
        by_request.or_else(by_code).or_else(|| self.by_correlation.get(id?)).copied()
    }

    fn finding(&self, attempt: usize, error: &ErrorSeen) -> Option<usize> {
        self.findings.get(&(attempt, error.code.clone())).copied()
    }
}

/// Findings of no attempt, text by text.
fn add_loose(blocks: Vec<Placed>, read: &[TextRead], report: &mut Report) {
    let (mut places, mut known) = (HashMap::new(), HashMap::<(usize, Key), usize>::new());
    for placed in blocks {
        let capture = origin(placed.text, &mut places, read, report);
        for error in &placed.block.errors {
            let evidence = evidence(&placed, read);
            let at = *known.entry((placed.text, key(error))).or_insert(report.findings.len());
            match report.findings.get_mut(at) {
                Some(finding) => finding.evidence.push(evidence),
                None => report.findings.push(Finding { capture, role: Role::Informational, ..finding(error, evidence) }),
            }
        }
    }
}
