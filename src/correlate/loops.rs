//! Redirect loops: an application that gets its response and asks again at once, over and over. Each round succeeds, and the user sees nothing
//! but a page that never comes.

use crate::entra::codes::Code;
use crate::model::attempt::{Attempt, Outcome};
use crate::model::finding::{Evidence, Finding, Role};
use crate::model::observation::Site;

/// Rounds from which on it is a loop and not a reload.
const ROUNDS: usize = 4;
/// Seconds between the beginnings of two rounds; a person takes longer.
const APART: i64 = 20;

/// Adds a finding for each loop to the last attempt of it.
pub(super) fn find(attempts: &mut [Attempt], findings: &mut Vec<Finding>) {
    let mut start = 0;
    for next in 1..=attempts.len() {
        let goes_on = attempts.get(next).is_some_and(|attempt| is_next_round(&attempts[next - 1], attempt));
        if goes_on {
            continue;
        }
        if next - start >= ROUNDS {
            add(attempts, start, next, findings);
        }
        start = next;
    }
}

/// Whether an attempt is the next round of a loop: the application got its response and asks again at once.
fn is_next_round(before: &Attempt, attempt: &Attempt) -> bool {
    let at_once = match (before.started, attempt.started) {
        (Some(before), Some(started)) => started.as_second() - before.as_second() <= APART,
        // Without times no one can tell a loop from a long day.
        _ => false,
    };
    let same = before.client_id.is_some() && before.client_id == attempt.client_id;
    before.outcome == Outcome::Succeeded && same && at_once && !before.silent && !attempt.silent && before.capture == attempt.capture
}

fn add(attempts: &mut [Attempt], start: usize, end: usize, findings: &mut Vec<Finding>) {
    let evidence = attempts[start..end].iter().filter_map(|attempt| attempt.steps.first());
    let evidence = evidence.map(|step| Evidence { entry: step.entry, site: Site::RequestUrl, field: "client_id", source: None }).collect();
    let rounds = end - start;
    let Some(last) = attempts.get_mut(end - 1) else { return };
    last.findings.push(findings.len());
    last.remarks.push(format!("The application asked {rounds} times in a row: a redirect loop."));
    findings.push(Finding {
        attempt: Some(end - 1),
        capture: last.capture,
        role: Role::Contributing,
        code: Code::named("redirect-loop"),
        name: None,
        message: None,
        oauth_error: None,
        suberror: None,
        detail: None,
        timestamp: last.last_answer.time.or(last.started),
        correlation_id: last.last_answer.correlation_id.clone().or_else(|| last.correlation_ids.first().cloned()),
        request_id: last.last_answer.request_id.clone(),
        evidence,
        is_service_time: false,
        checks: Vec::new(),
        guidance: None,
    });
}
