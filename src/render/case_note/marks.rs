//! Checks with their marks.

use crate::model::finding::{CheckResult, Checked, Finding};
use crate::render::document::{Line, Mark};
use crate::render::words;

/// One check with its mark and its entries. The words of a guide of someone's own are not ours.
pub(super) fn mark(checked: &Checked, finding: &Finding, is_own: bool) -> (Mark, Line) {
    let mark = match checked.result {
        CheckResult::Yes => Mark::Yes,
        CheckResult::No => Mark::No,
        CheckResult::Unseen => Mark::Unseen,
    };
    let says = checked.says.to_string();
    let said = if is_own { Line::taken(says) } else { Line::marked(&says) };
    (mark, said.and_said(words::entries(finding, &checked.entries)))
}
