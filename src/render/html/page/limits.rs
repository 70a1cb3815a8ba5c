//! What the captures cannot show, at the end: open for one capture, folded away for several.

use maud::{Markup, html};

use crate::model::capture::Capture;
use crate::render::html::labels;
use crate::render::html::view::View;
use crate::render::words;

/// The notes on the captures.
pub(in crate::render::html) fn limits(view: &View) -> Markup {
    let noted: Vec<&Capture> = view.report.captures.iter().filter(|capture| !capture.notes.is_empty()).collect();
    let count: usize = noted.iter().map(|capture| capture.notes.len()).sum();
    html! {
        @if !noted.is_empty() {
            details #limits .fold .card open[!view.has_several_captures()] {
                summary {
                    h2 { (labels::LIMITS) }
                    @if view.has_several_captures() {
                        " " span .note { (labels::count(count, "note", "notes")) " on " (labels::count(noted.len(), "capture", "captures")) }
                    }
                }
                @for capture in noted {
                    @if view.has_several_captures() { h3 { (capture.name) } }
                    ul { @for note in &capture.notes { li { (words::note(note)) } } }
                }
            }
        }
    }
}
