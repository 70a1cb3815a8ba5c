//! What the parts of the page share: the report, and what is decided once for all of it.

use std::collections::{BTreeSet, HashMap, HashSet};

use jiff::Timestamp;

use super::labels;
use super::overview::applications::Applications;
use crate::model::attempt::Attempt;
use crate::model::capture::{Note, NoteKind};
use crate::model::finding::Finding;
use crate::model::report::{Origin, Report};
use crate::render::{Style, words};

/// With more attempts each is its case note as text: a browser takes long to open a page with more elements.
pub(super) const MOST_IN_FULL: usize = 500;

/// The report and how it is shown.
pub(super) struct View<'r> {
    pub(super) report: &'r Report,
    pub(super) style: Style,
    pub(super) applications: Applications,
    /// Whether attempts, and findings outside of them, are shown with all their parts.
    pub(super) in_full: bool,
    /// Whether times need their date.
    dated: bool,
    /// Whether any attempt failed, and was not made good.
    any_bad: bool,
    /// What the customer wrote, by capture and entry.
    comments: HashMap<(usize, u64), Vec<&'r Note>>,
    /// The entries that are steps, by capture.
    steps: HashSet<(usize, u64)>,
}

impl<'r> View<'r> {
    pub(super) fn new(report: &'r Report, style: Style) -> Self {
        let days: BTreeSet<String> = report.attempts.iter().filter_map(|attempt| attempt.started).map(day).collect();
        let loose = report.findings.iter().filter(|finding| finding.attempt.is_none()).count();
        Self {
            report,
            style,
            applications: Applications::of(report),
            in_full: report.attempts.len() + loose <= MOST_IN_FULL,
            dated: days.len() > 1,
            any_bad: report.attempts.iter().any(Attempt::is_bad),
            comments: comments(report),
            steps: report.attempts.iter().flat_map(|attempt| attempt.steps.iter().map(|step| (attempt.capture, step.entry))).collect(),
        }
    }

    /// Whether names of captures are needed to tell attempts apart.
    pub(super) fn has_several_captures(&self) -> bool {
        self.report.origins().count() > 1
    }

    /// The name of the capture, or log, where there are several.
    pub(super) fn capture_of(&self, capture: usize) -> Option<&'r str> {
        self.report.origin(capture).filter(|_| self.has_several_captures()).map(Origin::name)
    }

    /// `1 capture`, `3 sign-in logs`
    pub(super) fn count_of_captures(&self) -> String {
        let (one, many) = self.report.kind_of_origins();
        labels::count(self.report.origins().count(), one, many)
    }

    /// `Attempt 2`, `case.har, attempt 2`
    pub(super) fn name_of(&self, attempt: &Attempt) -> String {
        match self.capture_of(attempt.capture) {
            Some(name) => format!("{name}, attempt {}", attempt.number),
            None => format!("Attempt {}", attempt.number),
        }
    }

    /// The finding that an attempt ended on.
    pub(super) fn cause(&self, attempt: &Attempt) -> Option<&'r Finding> {
        self.report.root_of(attempt)
    }

    /// The attempt that the reader is here for: the last that failed and was not made good, else the last.
    pub(super) fn lead(&self) -> Option<(usize, &'r Attempt)> {
        let numbered = || self.report.attempts.iter().enumerate().rev();
        numbered().find(|(_, attempt)| attempt.is_bad()).or_else(|| numbered().next())
    }

    /// Whether an attempt is on paper: those that failed, and all where none did.
    pub(super) fn is_on_paper(&self, attempt: &Attempt) -> bool {
        attempt.is_bad() || !self.any_bad
    }

    /// A time in a list of attempts, with its date where days differ.
    pub(super) fn moment(&self, time: Timestamp) -> String {
        let text = words::time(time);
        let text = text.trim_end_matches('Z');
        if self.dated { text.to_owned() } else { text.split(' ').nth(1).unwrap_or(text).to_owned() }
    }

    /// The findings that nothing ties to an attempt, with their positions.
    pub(super) fn loose(&self) -> Vec<(usize, &'r Finding)> {
        self.report.findings.iter().enumerate().filter(|(_, finding)| finding.attempt.is_none()).collect()
    }

    /// What the customer wrote on an entry of a capture.
    pub(super) fn comments(&self, capture: usize, entry: u64) -> impl Iterator<Item = &'r Note> {
        self.comments.get(&(capture, entry)).into_iter().flatten().copied()
    }

    /// Whether a note on a capture is next to the step that it is about.
    pub(super) fn is_beside_a_step(&self, capture: usize, note: &Note) -> bool {
        let is_step = |entries: &[u64]| matches!(entries, [entry] if self.steps.contains(&(capture, *entry)));
        note.kind == NoteKind::Comment && self.in_full && is_step(&note.entries)
    }

    /// Whether a capture gave nothing to report on.
    pub(super) fn is_empty(&self, capture: usize) -> bool {
        let attempts = self.report.attempts.iter().any(|attempt| attempt.capture == capture);
        !attempts && !self.report.findings.iter().any(|finding| finding.capture == capture && finding.attempt.is_none())
    }
}

fn comments(report: &Report) -> HashMap<(usize, u64), Vec<&Note>> {
    let mut comments: HashMap<(usize, u64), Vec<&Note>> = HashMap::new();
    for (at, capture) in report.captures.iter().enumerate() {
        for note in capture.notes.iter().filter(|note| note.kind == NoteKind::Comment) {
            if let [entry] = note.entries.as_slice() {
                comments.entry((at, *entry)).or_default().push(note);
            }
        }
    }
    comments
}

fn day(time: Timestamp) -> String {
    time.to_string().split('T').next().unwrap_or_default().to_owned()
}
