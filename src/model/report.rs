//! The report: everything a renderer may need, before redaction.

use super::attempt::Attempt;
use super::capture::Capture;
use super::finding::Finding;

/// Captures, attempts and findings of one run.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// The captures in the order in which they were read.
    pub captures: Vec<Capture>,
    /// The attempts, capture by capture in order of time.
    pub attempts: Vec<Attempt>,
    /// The findings, attempt by attempt; those that nothing ties to an attempt come last in their capture.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Adds another report behind this one; what it counts by position is moved on.
    pub fn append(&mut self, other: Self) {
        let (captures, attempts, findings) = (self.captures.len(), self.attempts.len(), self.findings.len());
        self.captures.extend(other.captures);
        for mut attempt in other.attempts {
            attempt.capture += captures;
            attempt.root_cause = attempt.root_cause.map(|at| at + findings);
            attempt.findings.iter_mut().for_each(|at| *at += findings);
            self.attempts.push(attempt);
        }
        for mut finding in other.findings {
            finding.capture += captures;
            finding.attempt = finding.attempt.map(|at| at + attempts);
            self.findings.push(finding);
        }
    }

    /// Keeps the attempts whose position is true in `keep`, with their findings; findings of no attempt go.
    pub fn keep_attempts(&mut self, keep: &[bool]) {
        let kept = |at: &usize| keep.get(*at).copied().unwrap_or(false);
        let mut moved = vec![None; self.findings.len()];
        let mut findings = Vec::new();
        for (at, finding) in std::mem::take(&mut self.findings).into_iter().enumerate() {
            if finding.attempt.as_ref().is_some_and(kept) {
                moved[at] = Some(findings.len());
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
                attempts.push(attempt);
            }
        }
        self.attempts = attempts;
        self.findings = findings;
    }
}
