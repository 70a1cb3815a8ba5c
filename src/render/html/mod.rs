//! HTML: the report as one file for a browser. It loads nothing, and reads without its script.
//!
//! Everything of the trace and of guides goes through the escaping of `html!`; only our own style and script are put in as they are.

mod anchors;
mod attempt;
mod badge;
mod case_note;
mod finding;
mod happened;
mod labels;
mod outside;
mod overview;
mod page;
mod view;

use maud::html;

use super::{Style, steers};
use crate::model::report::Report;
use view::View;

/// Renders a report. One line per attempt is what its overview is; `brief` changes nothing. `personal_data` tells whether names and addresses of
/// people were left in it.
pub(super) fn render(report: &Report, style: Style, personal_data: bool) -> String {
    let view = View::new(report, style);
    let main = html! {
        (overview::overview(&view))
        (attempt::attempts(&view))
        (outside::outside(&view))
        (page::devices(&view))
        (page::system_codes(&view))
        (page::captures(&view))
        (page::limits(&view))
        (page::files(&view))
    };
    plain(&page::page(&view, personal_data, &main).into_string())
}

/// A text of the trace must not steer the reader's eye.
fn plain(page: &str) -> String {
    page.replace(|letter: char| letter != '\n' && steers(letter), " ")
}
