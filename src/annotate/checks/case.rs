//! The case that a check is decided by: a finding in its attempt, and what stands around that in the capture. What many checks ask for is looked up
//! once: all of it grows as the report does.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use crate::annotate::wording;
use crate::entra::codes::Code;
use crate::model::attempt::{Attempt, Outcome};
use crate::model::finding::Finding;
use crate::model::report::{Origin, Report};

/// A value that the trace shows, with entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observed<'a> {
    pub value: Value<'a>,
    pub entries: Vec<u64>,
}

/// A value, as a test compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Word(Cow<'a, str>),
    Number(u64),
}

impl<'a> Value<'a> {
    pub(super) fn word(word: impl Into<Cow<'a, str>>) -> Self {
        Self::Word(word.into())
    }

    pub(super) fn is(&self, word: &str) -> bool {
        matches!(self, Self::Word(own) if own.eq_ignore_ascii_case(word))
    }

    pub(super) fn says(&self, words: &str) -> bool {
        matches!(self, Self::Word(own) if wording::says(own, words))
    }

    pub(super) fn number(&self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Word(_) => None,
        }
    }
}

/// A finding in its attempt.
pub(in crate::annotate) struct Case<'a> {
    pub(super) report: &'a Report,
    pub(super) courses: &'a Courses,
    pub(super) finding: &'a Finding,
    pub(super) attempt: Option<(usize, &'a Attempt)>,
}

impl<'a> Case<'a> {
    pub(in crate::annotate) fn new(report: &'a Report, courses: &'a Courses, finding: &'a Finding) -> Self {
        let attempt = finding.attempt.and_then(|at| Some((at, report.attempts.get(at)?)));
        Self { report, courses, finding, attempt }
    }

    pub(in crate::annotate) fn finding(&self) -> &'a Finding {
        self.finding
    }

    /// Whether the attempt was read from a log or a text, which hold no exchanges.
    pub(super) fn holds_no_exchanges(&self) -> bool {
        let is_of_text = |attempt: &Attempt| matches!(self.report.origin(attempt.capture), Some(Origin::Text(_)));
        self.attempt().is_some_and(|attempt| attempt.is_of_log() || is_of_text(attempt))
    }

    pub(in crate::annotate) fn attempt(&self) -> Option<&'a Attempt> {
        self.attempt.map(|(_, attempt)| attempt)
    }
}

/// What stands around the attempts of a report: codes of captures, attempts of applications.
#[derive(Debug, Default)]
pub(in crate::annotate) struct Courses {
    /// How many attempts and exchanges show each code of a capture.
    pub(super) codes: HashMap<usize, BTreeMap<Code, Shown>>,
    /// The attempts of each application in a capture.
    pub(super) clients: HashMap<(usize, String), OfClient>,
}

/// How often a code is shown in a capture.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub attempts: usize,
    pub exchanges: u64,
}

/// The attempts of one application in one capture.
#[derive(Debug, Default)]
pub(super) struct OfClient {
    /// When each began, in order.
    pub starts: Vec<Timestamp>,
    /// The first that succeeded, by position in the report.
    pub first_success: Option<usize>,
    /// The last that succeeded, by user; `None` for attempts that name no user.
    pub last_success: HashMap<Option<String>, usize>,
    /// The last that succeeded, no matter whose it was.
    pub last_of_any: Option<usize>,
}

impl Courses {
    pub(in crate::annotate) fn of(report: &Report) -> Self {
        let mut courses = Self::default();
        for finding in &report.findings {
            let shown = courses.codes.entry(finding.capture).or_default().entry(finding.code.clone()).or_default();
            shown.attempts += usize::from(finding.attempt.is_some());
            shown.exchanges += exchanges(finding);
        }
        for (at, attempt) in report.attempts.iter().enumerate() {
            let Some(client) = attempt.client_id.clone() else { continue };
            let of_client = courses.clients.entry((attempt.capture, client)).or_default();
            of_client.starts.extend(attempt.started);
            if attempt.outcome == Outcome::Succeeded {
                of_client.first_success.get_or_insert(at);
                of_client.last_success.insert(user(attempt), at);
                of_client.last_of_any = Some(at);
            }
        }
        for of_client in courses.clients.values_mut() {
            of_client.starts.sort_unstable();
        }
        courses
    }
}

/// The user of an attempt, as users are compared.
pub(super) fn user(attempt: &Attempt) -> Option<String> {
    attempt.user.name.as_ref().map(|name| name.to_lowercase())
}

/// How many exchanges show a finding.
pub(super) fn exchanges(finding: &Finding) -> u64 {
    let mut entries: Vec<u64> = finding.evidence.iter().map(|evidence| evidence.entry).collect();
    entries.dedup();
    u64::try_from(entries.len()).unwrap_or(u64::MAX)
}
