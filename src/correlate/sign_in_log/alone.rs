//! Sign-in logs without a capture: their rows put together to attempts, which end on what the log says.
//!
//! A log is gone through twice. First [`Alone::survey`] notes the correlation IDs under which something failed or was interrupted; then
//! [`Alone::take`] keeps the rows with these, and of the many others only the count.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::row_signals;
use crate::correlate::interrupts::Interrupts;
use crate::correlate::verdict;
use crate::entra::applications;
use crate::entra::codes::{Code, CodeKind};
use crate::entra::guid::Guid;
use crate::model::attempt::{Answer, Attempt, Outcome, Protocol, User};
use crate::model::finding::{Evidence, Finding, Role};
use crate::model::observation::Site;
use crate::model::report::Report;
use crate::model::sign_in_log::{Joined, LogRead, MatchedBy, Row, RowOutcome};

/// Most attempts of one log.
const MOST_ATTEMPTS: usize = 10_000;
/// Most rows that failed or were interrupted, in all logs together.
const MOST_KEPT: usize = 50_000;
/// Most rows of one kind that are kept of one correlation ID: a loop of a program leaves thousands.
const MOST_ROWS: usize = 200;
/// How long after an interrupt a failure is that of the same sign-in.
const SOON: SignedDuration = SignedDuration::from_mins(10);
/// How long a sign-in may take that ends in success: registering a method takes its time, and a client may use its correlation ID again the next day.
const LONGEST: SignedDuration = SignedDuration::from_hours(1);

/// Takes the rows of logs, and makes attempts of them.
#[derive(Debug, Default)]
pub struct Alone {
    logs: Vec<LogRead>,
    /// The log that is being read, by its name.
    open: HashMap<String, usize>,
    /// The correlation IDs under which something failed or was interrupted, with the rows that were kept.
    groups: HashMap<Guid, Group>,
    /// How many of them each log has, by its name.
    begun: HashMap<String, usize>,
    kept: Vec<Kept>,
    /// How many of the kept rows did not succeed.
    bad: usize,
}

/// How much was kept of a correlation ID.
#[derive(Debug, Default)]
struct Group {
    bad: usize,
    successes: usize,
}

/// A row that may be of an attempt.
#[derive(Debug)]
struct Kept {
    log: usize,
    number: u64,
    row: Row,
}

/// What a row means for its attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Means {
    Interrupt,
    Failure,
    Success,
}

/// What a row means; `None` where it failed and nothing says of what. The export's own word for it is not asked for: it calls some failures
/// interrupted, and some interrupts failures.
fn means(row: &Row) -> Option<Means> {
    match row.code().map(|code| code.kind()) {
        Some(CodeKind::Interrupt) => Some(Means::Interrupt),
        Some(CodeKind::Failure | CodeKind::Informational) => Some(Means::Failure),
        None => (row.outcome() == RowOutcome::Success).then_some(Means::Success),
    }
}

impl Kept {
    fn means(&self) -> Option<Means> {
        means(&self.row)
    }

    /// Whether it is the same event as another one, in the same export or in another one.
    fn is_same(&self, other: &Self) -> bool {
        let Row { request_id, time, error_code, .. } = &self.row;
        let row = &other.row;
        request_id.is_some() && (request_id, time, error_code) == (&row.request_id, &row.time, &row.error_code)
    }
}

impl Alone {
    /// Looks at a row before it is taken.
    pub fn survey(&mut self, row: &Row, source: &str) {
        let Some(id) = row.correlation_id.as_ref().filter(|_| matches!(means(row), Some(Means::Interrupt | Means::Failure))) else {
            return;
        };
        if self.groups.contains_key(id) {
            return;
        }
        let begun = self.begun.entry(source.to_owned()).or_default();
        if *begun < MOST_ATTEMPTS {
            *begun += 1;
            self.groups.insert(id.clone(), Group::default());
        }
    }

    /// Takes a row of the log of this name.
    pub fn take(&mut self, row: Row, number: usize, source: &str) {
        let log = self.open(source);
        let group = row.correlation_id.as_ref().and_then(|id| self.groups.get_mut(id));
        let has_id = row.correlation_id.is_some();
        let Some(read) = self.logs.get_mut(log) else { return };
        read.rows += 1;
        read.first = [read.first, row.time].into_iter().flatten().min();
        read.last = read.last.max(row.time);
        match (means(&row), group) {
            (None, _) => read.without_code += 1,
            (Some(Means::Success), Some(group)) if group.successes < MOST_ROWS => {
                group.successes += 1;
                self.keep(log, number, row);
            }
            (Some(Means::Success), _) => read.lone_successes += 1,
            (Some(Means::Interrupt | Means::Failure), Some(group)) if self.bad < MOST_KEPT && group.bad < MOST_ROWS => {
                group.bad += 1;
                self.bad += 1;
                self.keep(log, number, row);
            }
            (Some(Means::Interrupt | Means::Failure), None) if self.bad < MOST_KEPT && !has_id => {
                self.bad += 1;
                self.keep(log, number, row);
            }
            (Some(Means::Interrupt | Means::Failure), _) => read.left_out += 1,
        }
    }

    fn keep(&mut self, log: usize, number: usize, row: Row) {
        self.kept.push(Kept { log, number: u64::try_from(number).unwrap_or(u64::MAX), row });
    }

    /// The log of this name that is being read.
    fn open(&mut self, source: &str) -> usize {
        if let Some(at) = self.open.get(source) {
            return *at;
        }
        self.logs.push(LogRead { name: source.to_owned(), ..LogRead::default() });
        let at = self.logs.len() - 1;
        self.open.insert(source.to_owned(), at);
        at
    }

    /// The log of this name ends; another one may have the same name.
    pub fn end(&mut self, source: &str) {
        self.open(source);
        self.open.remove(source);
    }

    /// Gives the attempts to a report that has no captures.
    pub fn finish(mut self, report: &mut Report) {
        let before = report.captures.len() + report.logs.len();
        let kept = std::mem::take(&mut self.kept);
        let mut sign_ins = Vec::new();
        let logs = &mut self.logs;
        let groups = grouped(kept, |again| {
            if let Some(log) = logs.get_mut(again.log) {
                log.repeated += 1;
            }
        });
        for group in groups {
            for sign_in in split(group) {
                if sign_in.iter().all(|kept| kept.means() == Some(Means::Success)) {
                    for kept in &sign_in {
                        self.count(kept);
                    }
                } else {
                    sign_ins.push(sign_in);
                }
            }
        }
        let place = |sign_in: &Vec<Kept>| sign_in.last().map(|last| (last.log, last.row.time, last.number));
        sign_ins.sort_by_key(place);
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        for of_log in sign_ins.chunk_by_mut(|one, next| one.last().map(|kept| kept.log) == next.last().map(|kept| kept.log)) {
            // What happened last is asked for most.
            let too_many = of_log.len().saturating_sub(MOST_ATTEMPTS);
            of_log.iter_mut().take(too_many).flat_map(std::mem::take).for_each(|kept| self.count(&kept));
        }
        for sign_in in sign_ins {
            let Some(log) = sign_in.last().map(|last| last.log) else { continue };
            let number = numbers.entry(log).or_default();
            *number += 1;
            self.add(sign_in, *number, before + log, report);
        }
        report.logs.append(&mut self.logs);
    }

    /// Counts a row that is of no attempt.
    fn count(&mut self, kept: &Kept) {
        let Some(log) = self.logs.get_mut(kept.log) else { return };
        match kept.means() {
            Some(Means::Success) => log.lone_successes += 1,
            _ => log.left_out += 1,
        }
    }

    /// Adds the attempt that the rows of one sign-in make.
    fn add(&self, rows: Vec<Kept>, number: usize, origin: usize, report: &mut Report) {
        let name = |kept: &Kept| self.logs.get(kept.log).map(|log| log.name.clone()).unwrap_or_default();
        let (attempt, first) = (report.attempts.len(), report.findings.len());
        let mut findings = findings(&rows, name);
        let ended_on = rows.last().filter(|last| last.means() != Some(Means::Success)).and_then(|last| last.row.code());
        let root = findings.iter().position(|finding| ended_on.as_ref() == Some(&finding.code));
        let outcome = match rows.last().and_then(Kept::means) {
            Some(Means::Success) => Outcome::Succeeded,
            Some(Means::Interrupt) => Outcome::Interrupted,
            Some(Means::Failure) | None => Outcome::Failed,
        };
        for (at, finding) in findings.iter_mut().enumerate() {
            (finding.attempt, finding.capture) = (Some(attempt), origin);
            if Some(at) == root && outcome == Outcome::Failed {
                finding.role = Role::Cause;
            }
        }
        let mut described = described(&rows, number, origin);
        described.outcome = outcome;
        described.root_cause = root.map(|at| first + at);
        described.findings = (first..first + findings.len()).collect();
        let mut interrupts = Interrupts::default();
        for kept in rows.iter().filter(|kept| kept.means() == Some(Means::Interrupt)) {
            let code = kept.row.code();
            if let Some(kind) = code.as_ref().and_then(Code::asks) {
                interrupts.ask(kind, None, code.as_ref(), kept.number, None);
            }
        }
        let waiting = ended_on.as_ref().and_then(Code::asks);
        match (outcome, &ended_on, waiting) {
            (Outcome::Succeeded, ..) => interrupts.delivered(),
            (Outcome::Interrupted, _, Some(kind)) => interrupts.abandoned(kind),
            (_, Some(code), _) => interrupts.failed(code),
            _ => {}
        }
        described.interrupts = interrupts.finish();
        described.verdict = verdict::of_log(&described, ended_on.as_ref());
        for kept in rows {
            let source = name(&kept);
            let joined = Joined { matched_by: MatchedBy::RequestId, row: kept.row, source, user_label: None };
            described.signals.extend(row_signals::of(&joined, kept.number));
            described.sign_in_log.push(joined);
        }
        report.attempts.push(described);
        report.findings.append(&mut findings);
    }
}

/// The rows by correlation ID, each event once and in order of time; a row without an ID, or without a time, is alone. `again` hears of the events that
/// come again.
fn grouped(kept: Vec<Kept>, mut again: impl FnMut(&Kept)) -> Vec<Vec<Kept>> {
    let mut groups: Vec<Vec<Kept>> = Vec::new();
    let mut places: HashMap<Guid, usize> = HashMap::new();
    for kept in kept {
        let Some(id) = kept.row.correlation_id.clone().filter(|_| kept.row.time.is_some()) else {
            groups.push(vec![kept]);
            continue;
        };
        let place = *places.entry(id).or_insert(groups.len());
        let Some(group) = groups.get_mut(place) else {
            groups.push(vec![kept]);
            continue;
        };
        match group.iter_mut().find(|other| other.is_same(&kept)) {
            // One export has more of an event than another.
            Some(other) if other.row.policies.len() < kept.row.policies.len() => again(&std::mem::replace(other, kept)),
            Some(_) => again(&kept),
            None => group.push(kept),
        }
    }
    for group in &mut groups {
        // Of one second, what asks comes before what answers.
        group.sort_by_key(|kept| (kept.row.time, kept.means(), kept.number));
    }
    groups
}

/// Takes the rows of one correlation ID apart into sign-ins. One that succeeded began with all that went before; else each failure ends one.
fn split(rows: Vec<Kept>) -> Vec<Vec<Kept>> {
    let mut runs: Vec<Vec<Kept>> = Vec::new();
    for kept in rows {
        let continues = |run: &Vec<Kept>| {
            let is_again = |last: &Kept| last.means() == Some(Means::Success) && kept.means() != Some(Means::Success);
            run.last().is_some_and(|last| is_within(last, &kept, LONGEST) && !is_again(last))
        };
        match runs.last_mut().filter(|run| continues(run)) {
            Some(run) => run.push(kept),
            None => runs.push(vec![kept]),
        }
    }
    runs.into_iter()
        .flat_map(|run| if run.last().and_then(Kept::means) == Some(Means::Success) { vec![run] } else { by_failure(run) })
        .collect()
}

/// A failure ends a sign-in, and so does a long time after an interrupt.
fn by_failure(rows: Vec<Kept>) -> Vec<Vec<Kept>> {
    let mut sign_ins: Vec<Vec<Kept>> = Vec::new();
    for kept in rows {
        let continues =
            |sign_in: &Vec<Kept>| sign_in.last().is_some_and(|last| last.means() == Some(Means::Interrupt) && is_within(last, &kept, SOON));
        match sign_ins.last_mut().filter(|sign_in| continues(sign_in)) {
            Some(sign_in) => sign_in.push(kept),
            None => sign_ins.push(vec![kept]),
        }
    }
    sign_ins
}

fn is_within(one: &Kept, next: &Kept, time: SignedDuration) -> bool {
    one.row.time.zip(next.row.time).is_some_and(|(one, next)| next.duration_since(one) <= time)
}

/// What the rows of a sign-in show, a finding a code.
fn findings(rows: &[Kept], name: impl Fn(&Kept) -> String) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for kept in rows {
        let Some(code) = kept.row.code() else { continue };
        let row = &kept.row;
        let evidence = Evidence { entry: kept.number, site: Site::SignInLog, field: "status.errorCode", source: Some(name(kept)) };
        let mut shown = match findings.iter().position(|finding| finding.code == code) {
            Some(at) => findings.remove(at),
            None => of_code(code),
        };
        shown.message = row.failure_reason.clone().or(shown.message);
        shown.timestamp = row.time;
        shown.correlation_id.clone_from(&row.correlation_id);
        shown.request_id.clone_from(&row.request_id);
        shown.evidence.push(evidence);
        findings.push(shown);
    }
    for finding in &mut findings {
        finding.evidence.sort_by(|one, other| (one.entry, &one.source).cmp(&(other.entry, &other.source)));
    }
    findings
}

/// A finding of a code, of which nothing more is known.
pub(in crate::correlate) fn of_code(code: Code) -> Finding {
    Finding {
        attempt: None,
        capture: 0,
        role: match code.kind() {
            CodeKind::Interrupt => Role::Interrupt,
            CodeKind::Failure => Role::Contributing,
            CodeKind::Informational => Role::Informational,
        },
        code,
        name: None,
        message: None,
        oauth_error: None,
        suberror: None,
        detail: None,
        timestamp: None,
        is_service_time: true,
        correlation_id: None,
        request_id: None,
        evidence: Vec::new(),
        checks: Vec::new(),
        guidance: None,
    }
}

/// What the rows say of a sign-in; the last one counts where they differ in who.
fn described(rows: &[Kept], number: usize, origin: usize) -> Attempt {
    let last = |pick: fn(&Row) -> Option<String>| rows.iter().rev().find_map(|kept| pick(&kept.row));
    let guid = |pick: fn(&Row) -> Option<Guid>| rows.iter().rev().find_map(|kept| pick(&kept.row));
    let time = |pick: fn(&Row) -> Option<Timestamp>| rows.iter().filter_map(move |kept| pick(&kept.row));
    let name = last(|row| row.user.clone());
    let client_id = last(|row| row.application.id.clone());
    let resource_id = last(|row| row.resource.id.clone());
    let application = last(|row| row.application.name.clone());
    let resource_name = last(|row| row.resource.name.clone());
    let protocol = rows.iter().filter_map(|kept| kept.row.authentication_protocol.as_deref()).map(protocol);
    let ids = |pick: fn(&Row) -> Option<Guid>| {
        let mut ids: Vec<Guid> = rows.iter().filter_map(|kept| pick(&kept.row)).collect();
        ids.dedup();
        ids
    };
    Attempt {
        protocol: protocol.into_iter().find(|protocol| *protocol != Protocol::Unknown).unwrap_or(Protocol::Unknown),
        started: time(|row| row.time).min(),
        ended: time(|row| row.time).max(),
        tenant_id: guid(|row| row.tenant_id.clone()),
        application: application.or_else(|| client_id.as_deref().and_then(applications::name).map(str::to_owned)),
        resource_name: resource_name.or_else(|| resource_id.as_deref().and_then(applications::resource_name).map(str::to_owned)),
        client_id,
        resource_id,
        user: User {
            label: None,
            object_id: guid(|row| row.user_id.clone()),
            domain: name.as_deref().and_then(|name| name.rsplit_once('@')).map(|(_, domain)| domain.to_ascii_lowercase()),
            name,
        },
        correlation_ids: ids(|row| row.correlation_id.clone()),
        request_ids: ids(|row| row.request_id.clone()),
        last_answer: rows.last().map_or_else(Answer::default, |kept| Answer {
            correlation_id: kept.row.correlation_id.clone(),
            request_id: kept.row.request_id.clone(),
            time: kept.row.time,
            is_service_time: true,
        }),
        ..Attempt::unknown(number, origin)
    }
}

/// The protocol in the service's word.
fn protocol(word: &str) -> Protocol {
    match word.to_ascii_lowercase().as_str() {
        "oauth2" => Protocol::OAuth2,
        "ropc" => Protocol::Ropc,
        "wsfederation" => Protocol::WsFed,
        "saml20" => Protocol::Saml2,
        "devicecode" => Protocol::DeviceCode,
        "nativeauth" => Protocol::NativeAuth,
        _ => Protocol::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of a log: minutes after noon, the correlation ID by its last digit, the code.
    fn row(minute: i32, id: u8, code: u64) -> Row {
        let at = SignedDuration::from_mins(i64::from(minute));
        Row {
            request_id: Guid::parse(&format!("3bbaf6b5-48b9-4977-b2c7-{:06}{code:06}", minute + 1)),
            correlation_id: Guid::parse(&format!("39a2533c-3064-4bd5-8ae0-859bb7fb7f9{id}")),
            time: "2026-06-04T12:00:00Z".parse::<Timestamp>().ok().and_then(|noon| noon.checked_add(at).ok()),
            error_code: code,
            ..Row::default()
        }
    }

    fn report(rows: &[Row]) -> Report {
        let mut alone = Alone::default();
        for row in rows {
            alone.survey(row, "log.json");
        }
        for (at, row) in rows.iter().enumerate() {
            alone.take(row.clone(), at, "log.json");
        }
        alone.end("log.json");
        let mut report = Report::default();
        alone.finish(&mut report);
        report
    }

    /// Each attempt: how it ended, on what, and the roles of its findings.
    fn told(rows: &[Row]) -> Vec<String> {
        let report = report(rows);
        let told = |attempt: &Attempt| {
            let findings = attempt.findings.iter().map(|at| &report.findings[*at]);
            let findings: Vec<String> = findings.map(|finding| format!("{} {}", finding.code, finding.role.name())).collect();
            let root = report.root_of(attempt).map_or_else(|| "-".to_owned(), |root| root.code.to_string());
            format!("{} {root}: {}", attempt.outcome.name(), findings.join(", "))
        };
        report.attempts.iter().map(told).collect()
    }

    #[test]
    fn each_failure_is_an_attempt() {
        assert_eq!(
            told(&[row(2, 1, 53003), row(0, 1, 50126), row(1, 2, 50126)]),
            ["failed AADSTS50126: AADSTS50126 cause", "failed AADSTS50126: AADSTS50126 cause", "failed AADSTS53003: AADSTS53003 cause"]
        );
    }

    #[test]
    fn a_failure_soon_after_an_interrupt_is_of_the_same_attempt() {
        assert_eq!(told(&[row(10, 1, 53003), row(0, 1, 50074)]), ["failed AADSTS53003: AADSTS50074 interrupt, AADSTS53003 cause"]);
        assert_eq!(told(&[row(11, 1, 53003), row(0, 1, 50074)]).len(), 2);
        assert_eq!(told(&[row(1, 1, 53003), row(0, 2, 50074)]).len(), 2);
    }

    #[test]
    fn what_ends_in_success_is_one_attempt() {
        let rows = [row(0, 1, 50126), row(1, 1, 50074), row(2, 1, 50140), row(3, 1, 0), row(3, 1, 0)];
        let expected = ["succeeded -: AADSTS50126 contributing, AADSTS50074 interrupt, AADSTS50140 interrupt"];
        assert_eq!(told(&rows), expected);
        let backwards: Vec<Row> = rows.iter().rev().cloned().collect();
        assert_eq!(told(&backwards), expected);
        let report = report(&rows);
        assert_eq!(
            (report.attempts[0].sign_in_log.len(), report.logs[0].rows, report.logs[0].repeated, report.logs[0].lone_successes),
            (4, 5, 1, 0)
        );
        assert!(report.attempts[0].interrupts.iter().all(|interrupt| interrupt.satisfied == Some(true)));
    }

    #[test]
    fn a_success_is_of_no_attempt_before_or_long_after_it() {
        let rows = [row(0, 1, 0), row(41, 1, 50126), row(300, 1, 0), row(5, 2, 0)];
        assert_eq!(told(&rows), ["failed AADSTS50126: AADSTS50126 cause"]);
        let report = report(&rows);
        assert_eq!((report.logs[0].rows, report.logs[0].lone_successes), (4, 3));
        assert_eq!(report.attempts[0].sign_in_log.len(), 1);
    }

    #[test]
    fn interrupts_are_no_failures() {
        for code in [50074, 50140, 16000, 50072, 50076, 50058] {
            assert_eq!(told(&[row(0, 1, code)]), [format!("interrupted AADSTS{code}: AADSTS{code} interrupt")]);
        }
        let named = Row { status: Some(RowOutcome::Failure), ..row(0, 1, 50074) };
        assert_eq!(told(&[named])[0].split(' ').next(), Some("interrupted"));
        let named = Row { status: Some(RowOutcome::Interrupted), ..row(0, 1, 53003) };
        assert_eq!(told(&[named])[0].split(' ').next(), Some("failed"));
    }

    #[test]
    fn rows_without_ids_or_times_are_each_alone() {
        let bare = Row { correlation_id: None, request_id: None, ..row(0, 1, 50126) };
        let timeless = Row { time: None, ..row(0, 1, 50126) };
        let rows = [bare.clone(), bare, timeless.clone(), Row { error_code: 0, ..timeless }, row(1, 1, 0)];
        assert_eq!(told(&rows).len(), 3);
        assert_eq!(report(&rows).logs[0].lone_successes, 2);
        let without_code = Row { status: Some(RowOutcome::Failure), ..row(0, 1, 0) };
        assert_eq!(report(&[without_code]).logs[0].without_code, 1);
    }

    #[test]
    fn the_evidence_is_the_row() {
        let report = report(&[row(9, 2, 0), row(1, 1, 50126)]);
        let finding = &report.findings[0];
        let evidence = Evidence { entry: 1, site: Site::SignInLog, field: "status.errorCode", source: Some("log.json".to_owned()) };
        assert_eq!(finding.evidence, [evidence]);
        assert_eq!((finding.attempt, finding.capture), (Some(0), 0));
        assert_eq!(report.attempts[0].sign_in_log[0].matched_by, MatchedBy::RequestId);
        assert!(report.attempts[0].steps.is_empty() && !report.attempts[0].signals.is_empty());
        assert_eq!(report.origin_name(report.attempts[0].capture), "log.json");
    }

    #[test]
    fn there_are_not_more_attempts_than_can_be_told() {
        let mut rows: Vec<Row> = (0..10_400).map(|minute| Row { correlation_id: None, ..row(minute, 1, 50126) }).collect();
        rows.extend((0..300).map(|second| row(second, 7, 50126)));
        let report = report(&rows);
        assert_eq!(report.attempts.len(), MOST_ATTEMPTS);
        assert_eq!(report.logs[0].left_out, 700);
        assert_eq!(report.logs[0].rows, 10_700);
        assert!(report.attempts.iter().enumerate().all(|(at, attempt)| attempt.number == at + 1));
    }
}
