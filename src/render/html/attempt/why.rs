//! Why an attempt ended as it did: the code, what it means, the trace's own words, and where they stand.

use maud::{Markup, html};

use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::render::html::finding::{facts, guidance};
use crate::render::html::labels;
use crate::render::words;

pub(super) fn why(at: usize, attempt: &Attempt, root: Option<&Finding>) -> Markup {
    html! {
        @if let Some(root) = root {
            section .why {
                h3 { "Why" }
                p .cause { span .label { (words::cause_label(attempt.outcome)) } " " (facts::code(root)) }
                @if let Some(guidance) = &root.guidance { p .meaning { (guidance::prose(&guidance.meaning)) } }
                (facts::facts(root, Some((at, attempt))))
                @if let Some(guidance) = root.guidance.as_deref() { (guidance::causes(guidance)) }
                @if root.guidance.is_none() { p .note { (labels::NO_GUIDE) } }
            }
        }
    }
}
