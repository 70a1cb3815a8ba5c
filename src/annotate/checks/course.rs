//! What came before and after, how often, how long.

use jiff::Timestamp;

use super::case::{Case, Observed, Value, exchanges, user};
use crate::entra::endpoints::Stage;
use crate::entra::signals::Signal;
use crate::entra::signals::application::{APPLICATION_STATUS, DELIVERED};
use crate::entra::signals::course::{
    ALL, CLIENT_ATTEMPTS, CODE_AFTER, CODE_BEFORE, CODE_ELSEWHERE, EARLIER_SUCCESS, INTERRUPT_ASKED, INTERRUPT_PASSED, LAST_PAGE,
    LAST_STAGE, LATER_SUCCESS, MFA_PROMPTS, MFA_WAIT, OUTCOME, PAGE_SHOWN, REDEMPTION_DELAY, SILENT, STAGE_SEEN, TIMES, TIMES_IN_CAPTURE,
};
use crate::entra::signals::request::{CLOUD, PROTOCOL};
use crate::entra::signals::user::USER_DOMAIN;
use crate::model::attempt::{Attempt, Interrupt, Protocol, Step};
use crate::model::finding::Finding;
use crate::model::observation::SignalValue;

/// How far back attempts of one application count as being in one go.
const IN_ONE_GO: i64 = 300;

type Look<'a> = Option<Vec<Observed<'a>>>;

/// The signals of other families that an attempt as a whole shows.
const BESIDE: &[&Signal] = &[PROTOCOL, CLOUD, USER_DOMAIN, DELIVERED, APPLICATION_STATUS];

/// What a signal of the attempt is; the outer `None` for signals of other families.
pub(super) fn look<'a>(case: &Case<'a>, signal: &'static Signal) -> Option<Look<'a>> {
    let is_of_attempt = ALL.contains(&signal) || BESIDE.contains(&signal);
    is_of_attempt.then(|| {
        let (at, attempt) = case.attempt?;
        let seen = of_attempt(case, at, attempt, signal);
        if case.holds_no_exchanges() { seen.and_then(|seen| in_log(signal, seen)) } else { seen }
    })
}

/// What of it the rows of a log, or the blocks of a text, establish: they are those of many people, they hold no exchanges, and what is not among them may have been.
fn in_log<'a>(signal: &'static Signal, seen: Vec<Observed<'a>>) -> Look<'a> {
    let is_whole = [OUTCOME, PROTOCOL, USER_DOMAIN].contains(&signal);
    let is_shown = [CODE_BEFORE, CODE_AFTER, INTERRUPT_ASKED, INTERRUPT_PASSED].contains(&signal) && !seen.is_empty();
    let is_later = signal == LATER_SUCCESS && seen.iter().any(|seen| seen.value.is("yes"));
    (is_whole || is_shown || is_later).then_some(seen)
}

fn of_attempt<'a>(case: &Case<'a>, at: usize, attempt: &'a Attempt, signal: &'static Signal) -> Look<'a> {
    let steps = || attempt.steps.iter();
    match signal {
        signal if signal == OUTCOME => Some(word(attempt.outcome.name())),
        signal if signal == SILENT => Some(word(yes_or_no(attempt.silent))),
        signal if signal == PROTOCOL => (attempt.protocol != Protocol::Unknown).then(|| word(attempt.protocol.name())),
        signal if signal == CLOUD => attempt.cloud.map(|cloud| word(cloud.name())),
        signal if signal == USER_DOMAIN => user_domain(attempt),
        signal if signal == CODE_BEFORE && case.holds_no_exchanges() => {
            Some(codes(case, attempt, |own, other| other.timestamp < own.timestamp))
        }
        signal if signal == CODE_AFTER && case.holds_no_exchanges() => {
            Some(codes(case, attempt, |own, other| other.timestamp > own.timestamp))
        }
        signal if signal == CODE_BEFORE => Some(codes(case, attempt, |own, other| first(other) < last(own))),
        signal if signal == CODE_AFTER => Some(codes(case, attempt, |own, other| last(other) > first(own))),
        signal if signal == CODE_ELSEWHERE => codes_elsewhere(case, at),
        signal if signal == TIMES => Some(vec![Observed { value: Value::Number(exchanges(case.finding)), entries: entries(case.finding) }]),
        signal if signal == TIMES_IN_CAPTURE => {
            Some(number(case.courses.codes.get(&case.finding.capture)?.get(&case.finding.code)?.exchanges))
        }
        signal if signal == STAGE_SEEN => Some(steps().map(|step| of_step(step, step.stage.name())).collect()),
        signal if signal == LAST_STAGE => {
            let last = steps().rev().find(|step| step.stage.is_step());
            Some(last.map(|step| of_step(step, step.stage.name())).into_iter().collect())
        }
        signal if signal == PAGE_SHOWN => Some(steps().filter_map(|step| Some(of_step(step, step.page.as_deref()?))).collect()),
        signal if signal == LAST_PAGE => steps().rev().find_map(|step| Some(vec![of_step(step, step.page.as_deref()?)])),
        signal if signal == INTERRUPT_ASKED => Some(attempt.interrupts.iter().map(of_interrupt).collect()),
        signal if signal == INTERRUPT_PASSED => {
            let passed = attempt.interrupts.iter().filter(|interrupt| interrupt.satisfied == Some(true));
            Some(passed.map(of_interrupt).collect())
        }
        signal if signal == LATER_SUCCESS => later_success(case, at, attempt),
        signal if signal == EARLIER_SUCCESS => {
            let of_client = case.courses.clients.get(&(attempt.capture, attempt.client_id.clone()?))?;
            Some(word(yes_or_no(of_client.first_success.is_some_and(|first| first < at))))
        }
        signal if signal == CLIENT_ATTEMPTS => client_attempts(case, attempt),
        signal if signal == MFA_PROMPTS => {
            let begun: Vec<u64> = steps().filter(|step| step.stage == Stage::MfaBegin).map(|step| step.entry).collect();
            Some(vec![Observed { value: Value::Number(u64::try_from(begun.len()).ok()?), entries: begun }])
        }
        signal if signal == MFA_WAIT => between(attempt, Stage::MfaBegin, Stage::MfaEnd),
        signal if signal == REDEMPTION_DELAY => between(attempt, Stage::RedirectToApp, Stage::Token),
        signal if signal == DELIVERED => delivered(attempt),
        signal if signal == APPLICATION_STATUS => {
            let answers = steps().filter(|step| step.stage == Stage::RedirectToApp);
            let status = |step: &Step| Some(Observed { value: Value::Number(u64::from(step.status?)), entries: vec![step.entry] });
            let seen: Vec<Observed<'_>> = answers.filter_map(status).collect();
            (!seen.is_empty()).then_some(seen)
        }
        _ => None,
    }
}

fn yes_or_no(is_so: bool) -> &'static str {
    if is_so { "yes" } else { "no" }
}

fn word(word: &str) -> Vec<Observed<'_>> {
    vec![Observed { value: Value::word(word), entries: Vec::new() }]
}

fn number<'a>(number: u64) -> Vec<Observed<'a>> {
    vec![Observed { value: Value::Number(number), entries: Vec::new() }]
}

fn of_step<'a>(step: &Step, word: &'a str) -> Observed<'a> {
    Observed { value: Value::word(word), entries: vec![step.entry] }
}

fn of_interrupt<'a>(interrupt: &Interrupt) -> Observed<'a> {
    Observed { value: Value::word(interrupt.kind.name()), entries: vec![interrupt.entry] }
}

fn entries(finding: &Finding) -> Vec<u64> {
    finding.evidence.iter().map(|evidence| evidence.entry).collect()
}

fn first(finding: &Finding) -> Option<u64> {
    finding.evidence.first().map(|evidence| evidence.entry)
}

fn last(finding: &Finding) -> Option<u64> {
    finding.evidence.last().map(|evidence| evidence.entry)
}

/// The codes of the same attempt that stand as they should to this one.
fn codes<'a>(case: &Case<'a>, attempt: &Attempt, fits: fn(&Finding, &Finding) -> bool) -> Vec<Observed<'a>> {
    let others = attempt.findings.iter().filter_map(|at| case.report.findings.get(*at));
    let fitting = others.filter(|other| other.code != case.finding.code && fits(case.finding, other));
    fitting.map(|other| Observed { value: Value::word(other.code.to_string()), entries: entries(other) }).collect()
}

fn codes_elsewhere<'a>(case: &Case<'a>, at: usize) -> Look<'a> {
    let attempt = case.report.attempts.get(at)?;
    let own = |code: &crate::entra::codes::Code| {
        attempt.findings.iter().filter_map(|at| case.report.findings.get(*at)).filter(|finding| finding.code == *code).count()
    };
    let Some(codes) = case.courses.codes.get(&attempt.capture) else { return Some(Vec::new()) };
    let elsewhere = codes.iter().filter(|(code, shown)| shown.attempts > own(code));
    Some(elsewhere.map(|(code, _)| Observed { value: Value::word(code.to_string()), entries: Vec::new() }).collect())
}

/// Whether the same application succeeded later, and for no one else.
fn later_success<'a>(case: &Case<'a>, at: usize, attempt: &'a Attempt) -> Look<'a> {
    let of_client = case.courses.clients.get(&(attempt.capture, attempt.client_id.clone()?))?;
    let own = user(attempt);
    let last = match own {
        // A log is that of many people.
        None if case.holds_no_exchanges() => return None,
        Some(_) if case.holds_no_exchanges() => of_client.last_success.get(&own).copied(),
        None => of_client.last_of_any,
        Some(_) => of_client.last_success.get(&own).max(of_client.last_success.get(&None)).copied(),
    };
    let later = last.filter(|last| *last > at);
    let entries = later.and_then(|later| case.report.attempts.get(later)?.steps.last()).map(|step| step.entry);
    Some(vec![Observed { value: Value::word(yes_or_no(later.is_some())), entries: entries.into_iter().collect() }])
}

fn client_attempts<'a>(case: &Case<'a>, attempt: &'a Attempt) -> Look<'a> {
    let of_client = case.courses.clients.get(&(attempt.capture, attempt.client_id.clone()?))?;
    let started = attempt.started?;
    let since = Timestamp::from_second(started.as_second().checked_sub(IN_ONE_GO)?).ok()?;
    let before = of_client.starts.partition_point(|start| *start < since);
    let until = of_client.starts.partition_point(|start| *start <= started);
    Some(number(u64::try_from(until.saturating_sub(before)).ok()?))
}

/// Seconds from the last step of one stage to the last of another.
fn between<'a>(attempt: &Attempt, from: Stage, to: Stage) -> Look<'a> {
    let last = |stage: Stage| attempt.steps.iter().rev().find(|step| step.stage == stage);
    let (from, to) = (last(from)?, last(to)?);
    let seconds = to.time?.as_second().checked_sub(from.time?.as_second())?;
    Some(vec![Observed { value: Value::Number(u64::try_from(seconds).ok()?), entries: vec![from.entry, to.entry] }])
}

/// The domain of the user against the tenant that was asked for by one.
fn user_domain<'a>(attempt: &Attempt) -> Look<'a> {
    let (user, asked) = (attempt.user.domain.as_deref()?, attempt.tenant_domain.as_deref()?);
    // Every tenant has such a domain next to those of its users.
    if asked.contains(".onmicrosoft.") && !user.eq_ignore_ascii_case(asked) {
        return None;
    }
    Some(word(if user.eq_ignore_ascii_case(asked) { "as_asked" } else { "other" }))
}

/// What was handed to the client; nothing only where the attempt shows the request for it.
fn delivered<'a>(attempt: &Attempt) -> Look<'a> {
    let words = attempt.signals.iter().filter(|seen| seen.signal == DELIVERED).filter_map(|seen| match seen.value {
        SignalValue::Word(word) => Some(Observed { value: Value::word(word), entries: vec![seen.entry] }),
        SignalValue::Number(_) => None,
    });
    let words: Vec<Observed<'a>> = words.collect();
    let asks = |step: &Step| {
        matches!(step.stage, Stage::Authorize | Stage::SamlRequest | Stage::WsFedRequest | Stage::DeviceCodeRequest | Stage::Msa)
    };
    if !words.is_empty() {
        return Some(words);
    }
    attempt.steps.iter().any(asks).then(|| vec![Observed { value: Value::word("nothing"), entries: Vec::new() }])
}
