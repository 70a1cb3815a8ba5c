//! An attempt that shows given signals, and nothing else.

use entrace::entra::closed_set::ClosedSet;
use entrace::entra::codes::Code;
use entrace::entra::endpoints::Stage;
use entrace::entra::hosts::Cloud;
use entrace::entra::interrupts::InterruptKind;
use entrace::entra::signals::{self, Signal, Values};
use entrace::model::attempt::{Attempt, Interrupt, Outcome, Step};
use entrace::model::finding::{Evidence, Finding, Role};
use entrace::model::observation::Site;
use entrace::model::observation::{Seen, SignalValue};
use entrace::model::report::Report;
use jiff::Timestamp;
use toml::{Table, Value};

/// The entry at which the code stands; what comes before and after it has others.
const OWN: u64 = 50;
const BEFORE: u64 = 10;
const AFTER: u64 = 90;
const CLIENT: &str = "11111111-2222-4333-8444-555555555555";

/// A report with one attempt that shows these signals, and the place of its finding.
pub(super) fn report(code: &str, shown: &Table) -> (Report, usize) {
    let mut attempt = empty(0);
    let mut own = finding(code, 0, OWN);
    let mut others = Vec::new();
    let mut around: Vec<(Attempt, Option<Finding>)> = Vec::new();
    for (name, value) in shown {
        let signal = signals::named(name).unwrap_or_else(|| panic!("no signal {name}"));
        let texts = texts(value);
        let number = value.as_integer().and_then(|number| u64::try_from(number).ok());
        let first = texts.first().copied().unwrap_or_default();
        match name.as_str() {
            "protocol" => attempt.protocol = word(first),
            "cloud" => attempt.cloud = Some(word::<Cloud>(first)),
            "outcome" => attempt.outcome = word(first),
            "silent" => attempt.silent = first == "yes",
            "user_domain" => {
                attempt.user.domain = Some("contoso.example".to_owned());
                attempt.tenant_domain = Some(if first == "as_asked" { "contoso.example" } else { "fabrikam.example" }.to_owned());
            }
            "code" => own.code = Code::of_guide(first),
            "code_before" => others.extend(texts.iter().map(|code| finding(code, 0, BEFORE))),
            "code_after" => others.extend(texts.iter().map(|code| finding(code, 0, AFTER))),
            "code_elsewhere" => around.extend(texts.iter().map(|code| (empty(1), Some(finding(code, 1, AFTER))))),
            "times" => own.evidence = (0..number.expect("a number")).map(|at| evidence(OWN + at, Site::PageConfig)).collect(),
            "times_in_capture" => around.extend((1..number.expect("a number")).map(|_| (empty(1), Some(finding(code, 1, AFTER))))),
            "stage_seen" => attempt.steps.extend(texts.iter().map(|stage| step(BEFORE, word(stage)))),
            "last_stage" => attempt.steps.extend(texts.iter().map(|stage| step(AFTER, word(stage)))),
            "page_shown" | "last_page" => {
                attempt.steps.extend(texts.iter().map(|page| Step { page: Some((*page).to_owned()), ..step(BEFORE, Stage::Other) }));
            }
            "interrupt_asked" => attempt.interrupts.extend(texts.iter().map(|kind| interrupt(word(kind), None))),
            "interrupt_passed" => attempt.interrupts.extend(texts.iter().map(|kind| interrupt(word(kind), Some(true)))),
            "later_success" | "earlier_success" => {
                attempt.client_id = Some(CLIENT.to_owned());
                if first == "yes" {
                    around.push((Attempt { client_id: Some(CLIENT.to_owned()), outcome: Outcome::Succeeded, ..empty(1) }, None));
                }
            }
            "client_attempts" => {
                let own_start = at(1000);
                attempt.client_id = Some(CLIENT.to_owned());
                attempt.started = Some(own_start);
                let other = || Attempt { client_id: Some(CLIENT.to_owned()), started: Some(at(990)), ..empty(1) };
                around.extend((1..number.expect("a number")).map(|_| (other(), None)));
            }
            "mfa_prompts" => attempt.steps.extend((0..number.expect("a number")).map(|_| step(BEFORE, Stage::MfaBegin))),
            "mfa_wait" => attempt.steps.extend(apart(Stage::MfaBegin, Stage::MfaEnd, number)),
            "redemption_delay" => attempt.steps.extend(apart(Stage::RedirectToApp, Stage::Token, number)),
            "message" => own.message = Some(first.to_owned()),
            "detail" => own.detail = Some(first.to_owned()),
            "oauth_error" => own.oauth_error = Some(first.to_owned()),
            "suberror" => own.suberror = Some(first.to_owned()),
            "mfa_result" if own.code.number().is_none() => own.name = Some(first.to_owned()),
            "mfa_result" => own.detail = Some(format!("result: {first}")),
            "missing_parameter" => own.detail = Some(format!("missing parameter: {}", texts.join(" or "))),
            "token_age" => {
                own.detail = Some(format!("issued on {}", at(0)));
                own.timestamp = Some(at(i64::try_from(number.expect("a number") * 86_400).expect("days")));
            }
            "site" => own.evidence = texts.iter().map(|site| evidence(OWN, word(site))).collect(),
            "stage" => attempt.steps.push(step(OWN, word(first))),
            "status" => attempt
                .steps
                .push(Step { status: number.map(|status| u16::try_from(status).expect("a status")), ..step(OWN, Stage::Other) }),
            "application_status" => {
                let status = number.map(|status| u16::try_from(status).expect("a status"));
                attempt.steps.push(Step { status, ..step(AFTER, Stage::RedirectToApp) });
            }
            // Where the request for it is.
            "delivered" if first == "nothing" => attempt.steps.push(step(0, Stage::Authorize)),
            _ => attempt.signals.extend(seen(signal, &texts, number)),
        }
    }
    attempt.steps.sort_by_key(|step| step.entry);
    build(attempt, own, others, around, shown.contains_key("earlier_success"))
}

/// The report, with what is around before or behind the attempt.
fn build(attempt: Attempt, own: Finding, others: Vec<Finding>, around: Vec<(Attempt, Option<Finding>)>, before: bool) -> (Report, usize) {
    let mut report = Report::default();
    let mut add = |mut attempt: Attempt, findings: Vec<Finding>| {
        let at = report.attempts.len();
        attempt.findings = (report.findings.len()..report.findings.len() + findings.len()).collect();
        report.findings.extend(findings.into_iter().map(|finding| Finding { attempt: Some(at), ..finding }));
        report.attempts.push(attempt);
        report.findings.len()
    };
    let (first, last) = if before { (around, Vec::new()) } else { (Vec::new(), around) };
    for (attempt, finding) in first {
        add(attempt, finding.into_iter().collect());
    }
    let end = add(attempt, others.into_iter().chain([own]).collect());
    for (attempt, finding) in last {
        add(attempt, finding.into_iter().collect());
    }
    (report, end - 1)
}

fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().map(|text| text.as_str().expect("a text")).collect(),
        _ => Vec::new(),
    }
}

fn word<S: ClosedSet>(word: &str) -> S {
    S::ALL.iter().copied().find(|value| value.word() == word).unwrap_or_else(|| panic!("no {} is called {word}", S::TITLE))
}

fn seen(signal: &'static Signal, texts: &[&str], number: Option<u64>) -> Vec<Seen> {
    let seen = |value| Seen { signal, value, entry: OWN };
    match signal.values {
        Values::Number(_) => vec![seen(SignalValue::Number(number.expect("a number")))],
        Values::Words(words) => {
            let known = |text: &&str| *words.iter().find(|word| *word == text).unwrap_or_else(|| panic!("{} is never {text}", signal.name));
            texts.iter().map(|text| seen(SignalValue::Word(known(text)))).collect()
        }
        _ => panic!("{} is not read of an exchange", signal.name),
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + second).expect("a time")
}

fn evidence(entry: u64, site: Site) -> Evidence {
    Evidence { entry, site, field: "field", source: None }
}

fn step(entry: u64, stage: Stage) -> Step {
    Step {
        entry,
        time: None,
        duration: None,
        stage,
        method: "GET".to_owned(),
        host: "login.microsoftonline.com".to_owned(),
        path: "/".to_owned(),
        status: None,
        page: None,
        parameters: Vec::new(),
    }
}

fn apart(from: Stage, to: Stage, seconds: Option<u64>) -> [Step; 2] {
    let seconds = i64::try_from(seconds.expect("a number")).expect("seconds");
    [Step { time: Some(at(0)), ..step(BEFORE, from) }, Step { time: Some(at(seconds)), ..step(OWN, to) }]
}

fn interrupt(kind: InterruptKind, satisfied: Option<bool>) -> Interrupt {
    Interrupt { kind, page: None, code: None, entry: BEFORE, target: None, satisfied }
}

fn finding(code: &str, attempt: usize, entry: u64) -> Finding {
    Finding {
        attempt: Some(attempt),
        capture: 0,
        role: Role::Cause,
        code: Code::of_guide(code),
        name: None,
        message: None,
        oauth_error: None,
        suberror: None,
        detail: None,
        timestamp: None,
        is_service_time: false,
        correlation_id: None,
        request_id: None,
        evidence: vec![evidence(entry, Site::PageConfig)],
        checks: Vec::new(),
        guidance: None,
    }
}

fn empty(number: usize) -> Attempt {
    Attempt { outcome: Outcome::Failed, ..Attempt::unknown(number + 1, 0) }
}
