//! A finding of an attempt that is not its cause, to be opened.

use maud::{Markup, html};

use super::{facts, guidance};
use crate::model::attempt::Attempt;
use crate::model::finding::{Finding, Role};
use crate::render::words;

pub(in crate::render::html) fn other(at: usize, finding: &Finding, attempt: (usize, &Attempt)) -> Markup {
    html! {
        details .finding id={ "finding-" (at + 1) } {
            summary { (facts::code(finding)) " " span .note { (role(finding.role)) } }
            div .inside {
                @if let Some(guide) = &finding.guidance { p { (guidance::prose(&guide.meaning)) } }
                (facts::facts(finding, Some(attempt)))
                @if let Some(guide) = &finding.guidance {
                    @for (label, texts) in words::guidance_lists(guide) {
                        @if !texts.is_empty() {
                            p .label { (label) }
                            ul { @for text in texts { li { (guidance::prose(text)) } } }
                        }
                    }
                    @if guide.is_own() { (guidance::origin(guide)) }
                    @if let Some(behind) = &guide.behind { (guidance::origin(behind)) }
                }
            }
        }
    }
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Cause => "cause",
        Role::Interrupt => "prompt",
        Role::Contributing => "contributing error",
        Role::Informational => "for information",
    }
}
