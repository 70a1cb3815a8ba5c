//! What codes of Windows and of the network mean, behind the attempts.

use maud::{Markup, html};

use crate::render::case_note::system_codes;
use crate::render::html::view::View;

/// The codes.
pub(in crate::render::html) fn system_codes(view: &View) -> Markup {
    let codes = &view.report.system_codes;
    html! {
        @if !codes.is_empty() {
            section #system-codes .card aria-labelledby="system-codes-title" {
                h2 #system-codes-title { (system_codes::CODES) }
                ul { @for code in codes { li { (system_codes::line(code)) } } }
            }
        }
    }
}
