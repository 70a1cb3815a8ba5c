//! Rows of sign-in logs to the attempts that they belong to: by request ID, else by correlation ID and time, else not.

pub mod alone;
mod row_signals;

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};

use crate::entra::codes::Code;
use crate::entra::guid::Guid;
use crate::model::attempt::Attempt;
use crate::model::capture::{Note, NoteKind};
use crate::model::finding::Finding;
use crate::model::observation::Seen;
use crate::model::report::Report;
use crate::model::sign_in_log::{Joined, MatchedBy, Policy, Row};

/// How far from the attempt the time of a row with its correlation ID may be.
const NEAR: SignedDuration = SignedDuration::from_mins(5);
/// Most rows that one attempt is given by its correlation ID: a loop of a program leaves thousands. Twice as many by request IDs, which
/// settle more.
const MOST_ROWS: usize = 200;
/// Most memory for the rows that one attempt is given by its correlation ID; twice as much by request IDs.
const ROOM: usize = 2 << 20;
/// Most memory for the rows of all attempts.
const ROOM_OF_ALL: usize = 32 << 20;

/// An attempt that a correlation ID leads to.
#[derive(Debug, Clone, Copy)]
struct Span {
    attempt: usize,
    started: Option<Timestamp>,
    ended: Option<Timestamp>,
}

/// Joins rows as they are read; only those that belong to an attempt are kept.
#[derive(Debug, Default)]
pub struct Join {
    by_request: HashMap<Guid, usize>,
    by_correlation: HashMap<Guid, Vec<Span>>,
    joined: HashMap<usize, Rows>,
    /// Memory that the rows of all attempts take.
    taken: usize,
    unmatched: BTreeMap<String, u64>,
    /// Rows that belong to an attempt which has as many as it is given.
    left_out: u64,
}

/// The rows of an attempt, and the memory that they take.
#[derive(Debug, Default)]
struct Rows {
    rows: Vec<Joined>,
    taken: usize,
}

impl Join {
    /// Of the attempts of a report.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let mut join = Self::default();
        for (at, attempt) in report.attempts.iter().enumerate() {
            for id in &attempt.request_ids {
                join.by_request.entry(id.clone()).or_insert(at);
            }
            for id in &attempt.correlation_ids {
                let span = Span { attempt: at, started: attempt.started, ended: attempt.ended };
                join.by_correlation.entry(id.clone()).or_default().push(span);
            }
        }
        join
    }

    /// Takes a row of the log of this name.
    pub fn take(&mut self, row: Row, source: &str) {
        let Some((attempt, matched_by)) = self.place(&row) else {
            match self.unmatched.get_mut(source) {
                Some(count) => *count += 1,
                None => drop(self.unmatched.insert(source.to_owned(), 1)),
            }
            return;
        };
        let own = self.joined.entry(attempt).or_default();
        // The same row may be in two exports.
        if own.rows.iter().any(|other| other.row.request_id.is_some() && other.row == row) {
            return;
        }
        let share = if matched_by == MatchedBy::RequestId { 2 } else { 1 };
        let takes = memory(&row);
        if own.rows.len() >= MOST_ROWS * share || own.taken + takes > ROOM * share || self.taken + takes > ROOM_OF_ALL {
            self.left_out += 1;
            return;
        }
        own.taken += takes;
        self.taken += takes;
        own.rows.push(Joined { matched_by, row, source: source.to_owned(), user_label: None });
    }

    /// How many rows were left out since this was asked before, because their attempts have as many as they are given.
    pub fn take_left_out(&mut self) -> u64 {
        std::mem::take(&mut self.left_out)
    }

    fn place(&self, row: &Row) -> Option<(usize, MatchedBy)> {
        if let Some(at) = row.request_id.as_ref().and_then(|id| self.by_request.get(id)) {
            return Some((*at, MatchedBy::RequestId));
        }
        let time = row.time?;
        let spans = self.by_correlation.get(row.correlation_id.as_ref()?)?;
        let is_near = |span: &&Span| {
            let first = span.started.and_then(|started| started.checked_sub(NEAR).ok());
            let last = span.ended.and_then(|ended| ended.checked_add(NEAR).ok());
            first.zip(last).is_some_and(|(first, last)| first <= time && time <= last)
        };
        spans.iter().find(is_near).map(|span| (span.attempt, MatchedBy::CorrelationId))
    }

    /// Gives the rows to the attempts, and says what fits none and what differs.
    pub fn finish(self, report: &mut Report) {
        for (at, Rows { mut rows, .. }) in self.joined {
            rows.sort_by(|one, other| (one.row.time, &one.row.request_id).cmp(&(other.row.time, &other.row.request_id)));
            let signals = report.attempts.get(at).map(|attempt| signals(attempt, &rows, &report.findings)).unwrap_or_default();
            if let Some(attempt) = report.attempts.get_mut(at) {
                attempt.sign_in_log = rows;
                attempt.signals.extend(signals);
            }
        }
        let differing = differing(report);
        for (capture, note) in differing {
            if let Some(capture) = report.captures.get_mut(capture) {
                capture.notes.push(note);
            }
        }
        let Some(first) = report.captures.first_mut() else { return };
        for (source, rows) in self.unmatched {
            let (are, belong) = if rows == 1 { ("row", "belongs") } else { ("rows", "belong") };
            let message = format!("{rows} {are} of the sign-in log {source} {belong} to no sign-in of the captures.");
            first.notes.push(Note { rows: Some(rows), ..Note::on_capture(NoteKind::SignInLogUnmatched, message) });
        }
    }
}

/// About how much memory a row takes.
fn memory(row: &Row) -> usize {
    // What a text takes in addition to its letters.
    const TEXT: usize = 48;
    let Row {
        failure_reason, application, resource, user, display_name, ip, other_addresses, policies, device, mfa, risk, location, ..
    } = row;
    let texts = [
        failure_reason,
        &application.id,
        &application.name,
        &resource.id,
        &resource.name,
        user,
        display_name,
        ip,
        &row.authentication_protocol,
    ]
    .into_iter()
    .chain([&device.id, &device.name, &device.trust_type, &device.os, &device.browser, &mfa.method, &mfa.result])
    .chain([&risk.level, &risk.state, &risk.detail, &location.country])
    .chain(policies.iter().flat_map(|policy| [&policy.id, &policy.name]))
    .flatten();
    let listed = policies.iter().flat_map(|policy| [&policy.grant_controls, &policy.session_controls, &policy.conditions_not_satisfied]);
    let listed = listed.chain([other_addresses, &location.named]).flatten();
    let texts = texts.chain(listed).map(|text| text.len() + TEXT).sum::<usize>();
    size_of::<Joined>() + policies.len() * size_of::<Policy>() + texts
}

/// What the rows say, each at the entry of its request: what a row says of another request counts for nothing.
fn signals(attempt: &Attempt, rows: &[Joined], findings: &[Finding]) -> Vec<Seen> {
    let own = || attempt.findings.iter().filter_map(|at| findings.get(*at));
    let entry = |joined: &Joined| {
        let is_of_row = |finding: &&Finding| Some(&finding.code) == joined.row.code().as_ref();
        let has_id = |finding: &&Finding| finding.request_id.is_some() && finding.request_id == joined.row.request_id;
        let finding = own().find(|finding| has_id(finding) && is_of_row(finding)).or_else(|| own().find(is_of_row));
        finding.or_else(|| own().find(has_id)).and_then(|finding| finding.evidence.first()).map(|evidence| evidence.entry)
    };
    rows.iter().flat_map(|joined| entry(joined).map_or_else(Vec::new, |entry| row_signals::of(joined, entry))).collect()
}

/// Notes on rows whose code is not the one that the trace shows for the same request ID, each with its capture.
fn differing(report: &Report) -> Vec<(usize, Note)> {
    let mut notes = Vec::new();
    for attempt in &report.attempts {
        let shown = |id: &Guid| {
            let findings = attempt.findings.iter().filter_map(|at| report.findings.get(*at));
            findings.filter(|finding| finding.request_id.as_ref() == Some(id)).map(|finding| finding.code.clone()).collect::<Vec<Code>>()
        };
        for joined in attempt.sign_in_log.iter().filter(|joined| joined.matched_by == MatchedBy::RequestId) {
            let Some(id) = &joined.row.request_id else { continue };
            let (codes, own) = (shown(id), joined.row.code());
            let numbered: Vec<String> = codes.iter().filter(|code| code.number().is_some()).map(ToString::to_string).collect();
            if !numbered.is_empty() && own.as_ref().is_none_or(|own| !codes.contains(own)) {
                let own = own.map_or_else(|| "a success".to_owned(), |code| code.to_string());
                let message = format!("The sign-in log has {own} for the request {id}, and the trace shows {}.", numbered.join(" and "));
                notes.push((attempt.capture, Note::on_capture(NoteKind::SignInLogDiffers, message)));
            }
        }
    }
    notes
}
