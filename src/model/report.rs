//! The report: everything a renderer may need, before redaction.

use std::borrow::Cow;

use super::attempt::Attempt;
use super::attempt::sign_in_log::LogRead;
use super::capture::{Capture, CaseFile, Note};
use super::device::{Device, Matched};
use super::finding::Finding;
use super::text::{SystemMeaning, TextRead};

/// Captures, attempts and findings of one run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The captures in the order in which they were read.
    pub captures: Vec<Capture>,
    /// The sign-in logs that were read because there is no capture.
    pub logs: Vec<LogRead>,
    /// The texts that show what no capture and no log does.
    pub texts: Vec<TextRead>,
    /// The attempts, capture by capture in order of time.
    pub attempts: Vec<Attempt>,
    /// The findings, attempt by attempt; those that nothing ties to an attempt come last in their capture.
    pub findings: Vec<Finding>,
    /// What outputs of `dsregcmd /status` next to the captures say.
    pub devices: Vec<Device>,
    /// What codes of Windows and of the network mean that stand as errors in texts, device outputs and captures.
    pub system_codes: Vec<SystemMeaning>,
    /// The files of a folder or archive next to the captures; empty where files were named one by one.
    pub files: Vec<CaseFile>,
    /// What a filter left of the whole; `None` when this is the whole.
    pub filtered: Option<Filtered>,
}

/// What a filter left: where it was in the whole, so that numbers and ids stay what they are without the filter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filtered {
    /// What fits, in words of ours.
    pub filter: String,
    /// How many attempts there are without the filter.
    pub of: usize,
    /// The position in the whole of each attempt that was left.
    attempts: Vec<usize>,
    /// The position in the whole of each finding that was left.
    findings: Vec<usize>,
}

/// What attempts were read from.
#[derive(Debug, Clone, Copy)]
pub enum Origin<'r> {
    /// A capture.
    Capture(&'r Capture),
    /// A sign-in log, which has no exchanges.
    Log(&'r LogRead),
    /// A text, which has none either.
    Text(&'r TextRead),
}

impl<'r> Origin<'r> {
    /// The name of the file.
    #[must_use]
    pub fn name(self) -> &'r str {
        match self {
            Self::Capture(capture) => &capture.name,
            Self::Log(log) => &log.name,
            Self::Text(text) => &text.name,
        }
    }

    /// The notes on a capture.
    #[must_use]
    pub fn notes(self) -> &'r [Note] {
        match self {
            Self::Capture(capture) => &capture.notes,
            Self::Log(_) | Self::Text(_) => &[],
        }
    }
}

impl Report {
    /// What attempts were read from: the captures, then the logs, then the texts.
    pub fn origins(&self) -> impl Iterator<Item = Origin<'_>> {
        self.captures.iter().map(Origin::Capture).chain(self.logs.iter().map(Origin::Log)).chain(self.texts.iter().map(Origin::Text))
    }

    /// What one of them, and several, are called.
    #[must_use]
    pub fn kind_of_origins(&self) -> (&'static str, &'static str) {
        match (self.logs.is_empty(), self.texts.is_empty()) {
            (true, true) => ("capture", "captures"),
            (false, true) => ("sign-in log", "sign-in logs"),
            (_, false) => ("file", "files"),
        }
    }

    /// What is at a position that attempts and findings have.
    #[must_use]
    pub fn origin(&self, at: usize) -> Option<Origin<'_>> {
        let logs = self.captures.len();
        let texts = logs + self.logs.len();
        let log = || self.logs.get(at.checked_sub(logs)?).map(Origin::Log);
        let text = || self.texts.get(at.checked_sub(texts)?).map(Origin::Text);
        self.captures.get(at).map(Origin::Capture).or_else(log).or_else(text)
    }

    /// The name of what is at a position; empty when there is nothing.
    #[must_use]
    pub fn origin_name(&self, at: usize) -> &str {
        self.origin(at).map_or("", Origin::name)
    }

    /// A position that attempts and findings have, where it is a capture's.
    #[must_use]
    pub fn capture_at(&self, at: usize) -> Option<usize> {
        (at < self.captures.len()).then_some(at)
    }

    /// The finding that an attempt of this report ended on.
    #[must_use]
    pub fn root_of(&self, attempt: &Attempt) -> Option<&Finding> {
        attempt.root_cause.and_then(|at| self.findings.get(at))
    }

    /// Adds another report behind this one; what it counts by position is moved on.
    pub fn append(&mut self, other: Self) {
        let (captures, attempts, findings) = (self.captures.len(), self.attempts.len(), self.findings.len());
        // The captures of both precede the logs of both, and these the texts of both.
        let ends = |report: &Self| (report.captures.len(), report.captures.len() + report.logs.len());
        let ((logs, texts), (other_logs, other_texts)) = (ends(self), ends(&other));
        let all = texts + self.texts.len();
        let before = |at: usize, logs: usize, texts: usize, of: (usize, usize, usize)| match at {
            _ if at < logs => of.0,
            _ if at < texts => of.1,
            _ => of.2,
        };
        let moved = |at: usize| at + before(at, other_logs, other_texts, (logs, texts, all));
        let own = self.attempts.iter_mut().map(|attempt| &mut attempt.capture);
        let own = own.chain(self.findings.iter_mut().map(|finding| &mut finding.capture));
        own.for_each(|at| *at += before(*at, logs, texts, (0, other_logs, other_texts)));
        self.captures.extend(other.captures);
        self.logs.extend(other.logs);
        self.texts.extend(other.texts);
        for mut attempt in other.attempts {
            attempt.capture = moved(attempt.capture);
            attempt.root_cause = attempt.root_cause.map(|at| at + findings);
            attempt.findings.iter_mut().for_each(|at| *at += findings);
            self.attempts.push(attempt);
        }
        for mut finding in other.findings {
            finding.capture = moved(finding.capture);
            finding.attempt = finding.attempt.map(|at| at + attempts);
            self.findings.push(finding);
        }
        self.files.extend(other.files);
        self.system_codes.extend(other.system_codes);
        for mut device in other.devices {
            let moved = |of: Matched| Matched { attempt: of.attempt + attempts, capture: of.capture + captures, ..of };
            device.matched = device.matched.map(moved);
            self.devices.push(device);
        }
    }

    /// Keeps the attempts whose position is true in `keep`, with their findings; findings of no attempt go. `filter` says what fits, in words.
    pub fn keep_attempts(&mut self, keep: &[bool], filter: String) {
        let kept = |at: &usize| keep.get(*at).copied().unwrap_or(false);
        let mut filtered = Filtered { filter, of: self.attempts.len(), attempts: Vec::new(), findings: Vec::new() };
        let mut moved = vec![None; self.findings.len()];
        let mut findings = Vec::new();
        for (at, finding) in std::mem::take(&mut self.findings).into_iter().enumerate() {
            if finding.attempt.as_ref().is_some_and(kept) {
                moved[at] = Some(findings.len());
                filtered.findings.push(at);
                findings.push(finding);
            }
        }
        let mut attempts = Vec::new();
        for (at, mut attempt) in std::mem::take(&mut self.attempts).into_iter().enumerate() {
            if kept(&at) {
                let position = |finding: usize| moved.get(finding).copied().flatten();
                attempt.root_cause = attempt.root_cause.and_then(position);
                attempt.findings = attempt.findings.into_iter().filter_map(position).collect();
                for finding in &attempt.findings {
                    findings[*finding].attempt = Some(attempts.len());
                }
                filtered.attempts.push(at);
                attempts.push(attempt);
            }
        }
        self.attempts = attempts;
        self.findings = findings;
        self.filtered = Some(filtered);
    }

    /// The attempts as the whole report counts them: each with its position there, and so are its findings.
    pub fn attempts_in_whole(&self) -> impl Iterator<Item = (usize, Cow<'_, Attempt>)> {
        self.attempts.iter().enumerate().map(|(at, attempt)| match &self.filtered {
            None => (at, Cow::Borrowed(attempt)),
            Some(filtered) => {
                let place = |at: usize| place(&filtered.findings, at);
                let findings = attempt.findings.iter().copied().map(place).collect();
                let attempt = Attempt { root_cause: attempt.root_cause.map(place), findings, ..attempt.clone() };
                (self::place(&filtered.attempts, at), Cow::Owned(attempt))
            }
        })
    }

    /// The findings as the whole report counts them: each with its position there, and so is its attempt.
    pub fn findings_in_whole(&self) -> impl Iterator<Item = (usize, Cow<'_, Finding>)> {
        self.findings.iter().enumerate().map(|(at, finding)| match &self.filtered {
            None => (at, Cow::Borrowed(finding)),
            Some(filtered) => {
                let attempt = finding.attempt.map(|at| place(&filtered.attempts, at));
                (place(&filtered.findings, at), Cow::Owned(Finding { attempt, ..finding.clone() }))
            }
        })
    }
}

/// The position in the whole.
fn place(places: &[usize], at: usize) -> usize {
    places.get(at).copied().unwrap_or(at)
}
