//! The rest, folded away: other causes and codes, notes, further reading, and the guide's origin.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::model::finding::{Finding, Guidance};
use crate::model::prose::Prose;
use crate::render::html::anchors::attempt_id;
use crate::render::html::finding::{facts, guidance, other};
use crate::render::html::labels;
use crate::render::html::view::View;

pub(super) fn more(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let guide = view.cause(attempt).and_then(|root| root.guidance.as_deref());
    let others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause);
    let others: Vec<(usize, &Finding)> = others.filter_map(|at| Some((*at, view.report.findings.get(*at)?))).collect();
    html! {
        @if !others.is_empty() {
            details .fold .wide id={ (attempt_id(at)) "-others" } {
                summary { h3 { (labels::OTHERS) } " " @for (_, finding) in &others { span .chip { (finding.code) } " " } }
                @for (position, finding) in &others { (other::other(*position, finding, (at, attempt))) }
            }
        }
        details .fold .wide .more {
            summary { h3 { "More" } " " span .note { @if guide.is_some() { "other causes, notes, further reading, IDs" } @else { "IDs" } } }
            @if let Some(guide) = guide { (of_guide(guide)) }
            (ids(attempt))
        }
    }
}

/// Causes, notes and further reading of a guide, and where it is from.
pub(in crate::render::html) fn of_guide(guide: &Guidance) -> Markup {
    html! {
        div .columns {
            @for (label, texts) in guidance::other_causes(guide) { (list(label, texts)) }
            (list("Notes", &guide.notes))
            @if let Some(behind) = &guide.behind {
                (list("Likely causes (your guide)", &behind.causes))
                (list("Notes (your guide)", &behind.notes))
                (list("Also attach (your guide)", &behind.escalate_with))
            }
            (guidance::reading(guide))
        }
        (guidance::origin(guide))
        @if let Some(behind) = &guide.behind { (guidance::reading(behind)) (guidance::origin(behind)) }
    }
}

fn list(label: &str, texts: &[Prose]) -> Markup {
    html! {
        @if !texts.is_empty() {
            div { h4 { (label) } ul { @for text in texts { li { (guidance::prose(text)) } } } }
        }
    }
}

/// All ids of the attempt, and where its response goes.
fn ids(attempt: &Attempt) -> Markup {
    let all = |ids: &[crate::entra::guid::Guid]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    let lists = [
        ("Redirect URI", attempt.redirect_uri.iter().cloned().collect()),
        ("Correlation IDs", all(&attempt.correlation_ids)),
        ("Request IDs", all(&attempt.request_ids)),
        ("Session IDs", all(&attempt.session_ids)),
    ];
    html! { dl .facts-list { @for (name, values) in lists { @if !values.is_empty() { (facts::fact(name, &html! { @for value in values { span .id { (value) } " " } })) } } } }
}
