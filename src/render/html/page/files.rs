//! What each file of a case was taken for, behind the attempts, folded away.

use maud::{Markup, html};

use crate::render::case_note::files;
use crate::render::html::view::View;

/// The files.
pub(in crate::render::html) fn files(view: &View) -> Markup {
    let lines = files::lines(view.report);
    html! {
        @if !lines.is_empty() {
            details #files .fold .card {
                summary { h2 { (files::FILES) } }
                ul { @for line in lines { li { (line) } } }
            }
        }
    }
}
