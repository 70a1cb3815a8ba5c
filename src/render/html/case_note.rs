//! The case note of one attempt, or of one finding, as the text that is pasted into a ticket.

use maud::{Markup, html};

use super::view::View;
use crate::model::attempt::Attempt;
use crate::model::capture::Capture;
use crate::model::finding::Finding;
use crate::model::report::{Origin, Report};
use crate::render::{Screen, Style, case_note, text as plain_text};

/// The case note of an attempt.
pub(super) fn of_attempt(attempt: &Attempt, view: &View) -> String {
    let positions = || attempt.findings.iter().copied().filter(|at| *at < view.report.findings.len());
    let findings = positions().filter_map(|at| view.report.findings.get(at));
    let findings = findings.map(|finding| Finding { attempt: Some(0), capture: 0, ..finding.clone() }).collect();
    let only = Attempt {
        capture: 0,
        root_cause: attempt.root_cause.and_then(|root| positions().position(|at| at == root)),
        findings: (0..positions().count()).collect(),
        ..attempt.clone()
    };
    let entries: Vec<u64> = attempt.steps.iter().map(|step| step.entry).collect();
    written(&Report { attempts: vec![only], findings, ..origin(attempt.capture, &entries, view) }, view)
}

/// The case note of a finding that nothing ties to an attempt.
pub(super) fn of_finding(finding: &Finding, view: &View) -> String {
    let entries: Vec<u64> = finding.shown().iter().map(|shown| shown.entry).collect();
    let only = Finding { attempt: None, capture: 0, ..finding.clone() };
    written(&Report { findings: vec![only], ..origin(finding.capture, &entries, view) }, view)
}

/// The button that copies it.
pub(super) fn button(id: &str) -> Markup {
    html! { button .copy .main .scripted type="button" data-copy=(id) data-what="Case note" { "Copy case note" } }
}

/// The text that the button copies.
pub(super) fn text(id: &str, note: &str) -> Markup {
    html! { pre .note-text id=(id) { (note) } }
}

/// The text, folded away.
pub(super) fn folded(id: &str, note: &str) -> Markup {
    html! {
        details .fold .wide {
            summary { h3 { "Case note as text" } }
            (text(id, note))
        }
    }
}

/// A report on nothing but the capture, with the notes that are about these entries or about all of it, or on the log.
fn origin(at: usize, entries: &[u64], view: &View) -> Report {
    let capture = |capture: &Capture| {
        let notes = capture.notes.iter().filter(|note| note.entries.is_empty() || note.entries.iter().any(|entry| entries.contains(entry)));
        Capture { notes: notes.cloned().collect(), ..capture.clone() }
    };
    match view.report.origin(at) {
        Some(Origin::Capture(of)) => Report { captures: vec![capture(of)], ..Report::default() },
        Some(Origin::Log(log)) => Report { logs: vec![log.clone()], ..Report::default() },
        Some(Origin::Text(text)) => Report { texts: vec![text.clone()], ..Report::default() },
        None => Report::default(),
    }
}

fn written(report: &Report, view: &View) -> String {
    let style = Style { brief: false, ..view.style };
    plain_text::render(&case_note::write(report, style), Screen::default()).trim_end().to_owned()
}
