//! What the captures cannot show, at the end: open for one capture, folded away for several.

use maud::{Markup, html};

use crate::model::capture::{Capture, Note};
use crate::render::html::labels;
use crate::render::html::view::View;
use crate::render::words;

/// The notes on the captures.
pub(in crate::render::html) fn limits(view: &View) -> Markup {
    let noted: Vec<(&Capture, Vec<&Note>)> = of_captures(view).collect();
    let count: usize = noted.iter().map(|(_, notes)| notes.len()).sum();
    html! {
        @if !noted.is_empty() {
            details #limits .fold .card open[!view.has_several_captures()] {
                summary {
                    h2 { (labels::LIMITS) }
                    @if view.has_several_captures() {
                        " " span .note { (labels::count(count, "note", "notes")) " on " (labels::count(noted.len(), "capture", "captures")) }
                    }
                }
                @for (capture, notes) in noted {
                    @if view.has_several_captures() { h3 { (capture.name) } }
                    ul { @for note in notes { li { (words::note(note)) } } }
                }
            }
        }
    }
}

/// Whether there is any note to show.
pub(super) fn has_limits(view: &View) -> bool {
    of_captures(view).next().is_some()
}

/// The captures with notes that are next to no step.
fn of_captures<'v>(view: &'v View) -> impl Iterator<Item = (&'v Capture, Vec<&'v Note>)> {
    let captures = view.report.captures.iter().enumerate();
    let noted = captures.map(|(at, capture)| (capture, capture.notes.iter().filter(|note| !view.is_beside_a_step(at, note)).collect()));
    noted.filter(|(_, notes): &(_, Vec<_>)| !notes.is_empty())
}
