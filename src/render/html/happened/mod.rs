//! What happened in an attempt: what was asked of the user, the steps, and the drawings of them, which fold away.

mod prompts;
mod sequence;
mod step;
mod waterfall;

use maud::{Markup, html};

use super::anchors::{attempt_id, step_id};
use super::labels;
use super::view::View;
use crate::model::attempt::Attempt;

pub(super) fn happened(at: usize, attempt: &Attempt, view: &View) -> Markup {
    let root = view.cause(attempt);
    html! {
        section .happened .wide {
            h3 {
                "What happened" " " span .note {
                    @if attempt.is_of_log() { (labels::count(attempt.sign_in_log.len(), "row", "rows")) " of the sign-in log" }
                    @else if attempt.is_of_text() { "by the messages of the text" }
                    @else { (labels::count(attempt.steps.len(), "request", "requests")) }
                }
            }
            (prompts::prompts(at, attempt))
            ol .steps { @for (position, step) in attempt.steps.iter().enumerate() { li { (step::step(&step_id(at, position), step, attempt, view)) } } }
            @if !attempt.steps.is_empty() {
                details .fold id={ (attempt_id(at)) "-drawing" } {
                    summary { "Diagram and waterfall" }
                    (sequence::diagram(at, attempt, root))
                    (waterfall::waterfall(at, attempt, root))
                }
            }
        }
    }
}
