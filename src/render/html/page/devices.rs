//! What outputs of `dsregcmd /status` say, behind the attempts: open for one device, folded away for several.

use maud::{Markup, html};

use crate::render::case_note::devices::facts;
use crate::render::html::view::View;

/// The devices.
pub(in crate::render::html) fn devices(view: &View) -> Markup {
    let devices = &view.report.devices;
    html! {
        @if !devices.is_empty() {
            details #devices .fold .card open[devices.len() == 1] {
                summary {
                    @if devices.len() == 1 { h2 { "Device" } } @else { h2 { "Devices" } " " span .note { (devices.len()) } }
                }
                @for device in devices {
                    div .row-of-log {
                        @for (label, line) in facts(device, view.report) { p { (label) ": " (line) } }
                        p .note { (device.source) }
                    }
                }
            }
        }
    }
}
