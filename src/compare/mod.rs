//! Two attempts side by side: aligned by stage, with the first place at which they part and the parameters that differ.

mod choose;
mod warnings;

use crate::entra::endpoints::Stage;
use crate::entra::interrupts::InterruptKind;
use crate::entra::pages;
use crate::model::attempt::{Attempt, Step};
use crate::model::comparison::{Comparison, Difference, Divergence, NotCompared, Reached, Sides};
use crate::model::report::Report;

/// Compares a sign-in that works with one that does not.
pub fn compare(report: &Report, sides: &Sides) -> Result<Comparison, NotCompared> {
    let (good, bad) = choose::both(report, sides)?;
    let (good_stages, bad_stages) = (stages(&good.attempt), stages(&bad.attempt));
    let findings = || bad.attempt.findings.iter().filter_map(|at| Some((*at, report.findings.get(*at)?.clone())));
    let of_good_code = |code| good.attempt.findings.iter().filter_map(|at| report.findings.get(*at)).any(|finding| finding.code == code);
    Ok(Comparison {
        first_divergence: first_divergence(&good_stages, &bad_stages),
        differences: differences(&good_stages, &bad_stages),
        only_in_bad: findings().filter(|(_, finding)| !of_good_code(finding.code.clone())).map(|(at, _)| at).collect(),
        interrupts_only_in_bad: interrupts_only_in_bad(&good.attempt, &bad.attempt),
        findings: findings().collect(),
        warnings: warnings::warnings(&good.attempt, &bad.attempt),
        good,
        bad,
    })
}

/// The steps that move a sign-in on; repeated polls count once.
fn stages(attempt: &Attempt) -> Vec<&Step> {
    let mut stages: Vec<&Step> = attempt.steps.iter().filter(|step| step.stage.is_step()).collect();
    stages.dedup_by(|next, previous| next.stage == previous.stage && next.stage == Stage::MfaEnd);
    stages
}

fn first_divergence(good: &[&Step], bad: &[&Step]) -> Option<Divergence> {
    let longest = good.len().max(bad.len());
    (0..longest).find_map(|at| {
        let (good, bad) = (good.get(at), bad.get(at));
        if matches!((good, bad), (Some(good), Some(bad)) if are_alike(good, bad)) {
            return None;
        }
        let stage = bad.or(good)?.stage;
        let reached = |step: &&Step| Reached { stage: step.stage, status: step.status, page: step.page.clone() };
        Some(Divergence { stage, good: good.map(reached), bad: bad.map(reached) })
    })
}

/// Whether two steps did the same. A page that one capture does not have supports nothing, unless the other shows that it ended there.
fn are_alike(good: &Step, bad: &Step) -> bool {
    let ends = |page: &str| pages::page(page).is_some_and(|page| page.ends);
    let pages = match (&good.page, &bad.page) {
        (None, Some(page)) | (Some(page), None) => !ends(page),
        (good, bad) => good == bad,
    };
    good.stage == bad.stage && pages && class(good) == class(bad)
}

/// Answer, redirect, or error.
fn class(step: &Step) -> Option<u16> {
    step.status.map(|status| status / 100)
}

/// The parameters that differ between requests of the same stage, the first with the first, the second with the second.
fn differences(good: &[&Step], bad: &[&Step]) -> Vec<Difference> {
    let mut differences = Vec::new();
    let mut taken = vec![false; good.len()];
    for step in bad {
        let partner = good.iter().enumerate().position(|(at, other)| !taken[at] && other.stage == step.stage);
        let Some(partner) = partner else { continue };
        taken[partner] = true;
        differences.extend(between(good[partner], step));
    }
    // What differs in the same way at every stage (a host, a client's version) is told once.
    let mut told: Vec<Difference> = Vec::new();
    for difference in differences {
        let again =
            |known: &Difference| known.parameter == difference.parameter && known.good == difference.good && known.bad == difference.bad;
        if !told.iter().any(again) {
            told.push(difference);
        }
    }
    told
}

fn between(good: &Step, bad: &Step) -> Vec<Difference> {
    let value = |step: &Step, name: &str| step.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone());
    let mut names: Vec<&str> = bad.parameters.iter().map(|(name, _)| name.as_str()).collect();
    names.extend(good.parameters.iter().map(|(name, _)| name.as_str()).filter(|name| value(bad, name).is_none()));
    let stage = bad.stage;
    let difference = |name: &str| {
        let (good, bad) = (value(good, name), value(bad, name));
        let differs = good != bad;
        differs.then(|| Difference { stage, parameter: name.to_owned(), good, bad })
    };
    let mut differences: Vec<Difference> = names.into_iter().filter_map(difference).collect();
    // The tenant and the endpoint's version are in the path.
    if good.path != bad.path {
        differences.push(Difference { stage, parameter: "path".to_owned(), good: Some(good.path.clone()), bad: Some(bad.path.clone()) });
    }
    differences
}

fn interrupts_only_in_bad(good: &Attempt, bad: &Attempt) -> Vec<InterruptKind> {
    let met = |kind| good.interrupts.iter().any(|interrupt| interrupt.kind == kind);
    let mut only: Vec<InterruptKind> =
        bad.interrupts.iter().filter(|interrupt| !met(interrupt.kind)).map(|interrupt| interrupt.kind).collect();
    only.dedup();
    only
}
