//! Texts without a capture: blocks put together to attempts, one a correlation ID, each of which ends on its last block.

use std::collections::HashMap;

use super::placed::{Placed, evidence, finding, origin};
use crate::correlate::interrupts::Interrupts;
use crate::correlate::verdict;
use crate::entra::applications;
use crate::entra::codes::{Code, CodeKind};
use crate::entra::guid::Guid;
use crate::model::attempt::{Answer, Attempt, Outcome};
use crate::model::finding::{Finding, Role};
use crate::model::observation::{ErrorSeen, Named};
use crate::model::report::Report;
use crate::model::text::TextRead;

/// Most attempts of all texts together; what happened last is asked for most.
const MOST_ATTEMPTS: usize = 10_000;

/// Adds the attempts that the blocks make.
pub(super) fn add(blocks: Vec<Placed>, read: &mut [TextRead], report: &mut Report) {
    let mut groups: Vec<Vec<Placed>> = Vec::new();
    let mut known: HashMap<Guid, usize> = HashMap::new();
    for placed in blocks {
        let Some(error) = placed.block.errors.last() else { continue };
        // A block without a correlation ID is one response.
        let Some(id) = error.correlation_id.clone().or_else(|| error.request_id.clone()) else { continue };
        let at = *known.entry(id).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(placed),
            None => groups.push(vec![placed]),
        }
    }
    for group in &mut groups {
        if group.iter().all(|placed| time(placed).is_some()) {
            group.sort_by_key(time);
        }
    }
    let is_timed = groups.iter().all(|group| group.first().is_some_and(|placed| time(placed).is_some()));
    groups.sort_by_key(|group| group.first().map(|placed| (placed.text, time(placed).filter(|_| is_timed))));
    let too_many = groups.len().saturating_sub(MOST_ATTEMPTS);
    for placed in groups.drain(..too_many).flatten() {
        if let Some(text) = read.get_mut(placed.text) {
            text.left_out += 1;
        }
    }
    let (mut places, mut numbers) = (HashMap::new(), HashMap::<usize, usize>::new());
    for group in groups {
        let Some(text) = group.first().map(|placed| placed.text) else { continue };
        let capture = origin(text, &mut places, read, report);
        let number = numbers.entry(text).or_default();
        *number += 1;
        attempt(&group, *number, capture, read, report);
    }
}

fn time(placed: &Placed) -> Option<jiff::Timestamp> {
    placed.block.errors.iter().find_map(|error| error.time).map(|time| time.at)
}

fn attempt(blocks: &[Placed], number: usize, capture: usize, read: &[TextRead], report: &mut Report) {
    let Some(last) = blocks.last().and_then(|placed| placed.block.errors.last()) else { return };
    let (at, first) = (report.attempts.len(), report.findings.len());
    let mut findings = findings(blocks, read);
    let outcome = if last.code.kind() == CodeKind::Interrupt { Outcome::Interrupted } else { Outcome::Failed };
    let root = findings.iter().position(|finding| finding.code == last.code);
    for (place, finding) in findings.iter_mut().enumerate() {
        (finding.attempt, finding.capture) = (Some(at), capture);
        if Some(place) == root && outcome == Outcome::Failed {
            finding.role = Role::Cause;
        }
    }
    let mut told = described(blocks, last, number, capture);
    told.outcome = outcome;
    told.root_cause = root.map(|place| first + place);
    told.findings = (first..first + findings.len()).collect();
    let mut interrupts = Interrupts::default();
    for placed in blocks {
        for code in placed.block.errors.iter().map(|error| &error.code).filter(|code| code.kind() == CodeKind::Interrupt) {
            if let Some(kind) = code.asks() {
                interrupts.ask(kind, None, Some(code), placed.number, None);
            }
        }
    }
    match (outcome, last.code.asks()) {
        (Outcome::Interrupted, Some(kind)) => interrupts.abandoned(kind),
        _ => interrupts.failed(&last.code),
    }
    told.interrupts = interrupts.finish();
    told.verdict = verdict::of_text(&told, &last.code);
    report.attempts.push(told);
    report.findings.append(&mut findings);
}

/// What the blocks show, a finding a code; of a code that comes again the last response counts.
fn findings(blocks: &[Placed], read: &[TextRead]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut places: HashMap<Code, usize> = HashMap::new();
    for placed in blocks {
        for error in &placed.block.errors {
            let shown = finding(error, evidence(placed, read));
            let place = *places.entry(error.code.clone()).or_insert(findings.len());
            match findings.get_mut(place) {
                Some(known) => {
                    let mut evidence = std::mem::take(&mut known.evidence);
                    evidence.extend_from_slice(&shown.evidence);
                    *known = Finding { evidence, ..shown };
                }
                None => findings.push(shown),
            }
        }
    }
    findings
}

/// What the blocks say of a sign-in.
fn described(blocks: &[Placed], last: &ErrorSeen, number: usize, capture: usize) -> Attempt {
    let mut named = Named::default();
    blocks.iter().rev().for_each(|placed| named.add_missing(placed.block.named.clone()));
    let ids = |pick: fn(&ErrorSeen) -> Option<&Guid>| {
        let mut ids: Vec<Guid> = Vec::new();
        let all = blocks.iter().flat_map(|placed| &placed.block.errors).filter_map(pick);
        all.for_each(|id| ids.extend((ids.last() != Some(id)).then(|| id.clone())));
        ids
    };
    Attempt {
        started: blocks.iter().filter_map(time).min(),
        ended: blocks.iter().filter_map(time).max(),
        tenant_id: named.tenant_id,
        tenant_domain: named.tenant_domain,
        application: named.application.or_else(|| named.client_id.as_deref().and_then(applications::name).map(str::to_owned)),
        resource_name: named.resource.as_deref().and_then(applications::resource_name).map(str::to_owned),
        client_id: named.client_id,
        resource_id: named.resource,
        correlation_ids: ids(|error| error.correlation_id.as_ref()),
        request_ids: ids(|error| error.request_id.as_ref()),
        last_answer: Answer {
            correlation_id: last.correlation_id.clone(),
            request_id: last.request_id.clone(),
            time: last.time.map(|time| time.at),
            is_service_time: true,
        },
        ..Attempt::unknown(number, capture)
    }
}
