//! The waterfall: when each exchange of an attempt began. A trace's report holds beginnings only, so nothing here is as long as an exchange took.

use jiff::Timestamp;
use maud::{Markup, html};

use crate::model::attempt::{Attempt, Step};
use crate::model::finding::Finding;
use crate::render::html::anchors::{attempt_id, step_id, step_of_cause};
use crate::render::words;

/// A table of the steps with marks on one axis of time.
pub(super) fn waterfall(number: usize, attempt: &Attempt, root: Option<&Finding>) -> Markup {
    let title = format!("{}-times", attempt_id(number));
    let Some(axis) = Axis::of(attempt) else { return html! {} };
    let ended = step_of_cause(attempt, root);
    html! {
        div {
            h4 id=(title) { "Waterfall" }
            p .note { "When each request began, by the client's clock. The line runs to the start of the next request, not to the end of this one." }
            div .scroll tabindex="0" role="group" aria-labelledby=(title) {
                table .waterfall {
                    caption .visually-hidden { "Start of each request" }
                    thead {
                        tr {
                            th scope="col" { "Entry" }
                            th scope="col" { "Stage" }
                            th scope="col" { "Started" }
                            th scope="col" { "Offset" }
                            th .axis scope="col" { span { "0 s" } span { (seconds(axis.length / 2)) } span { (seconds(axis.length)) } }
                        }
                    }
                    tbody {
                        @for (at, step) in attempt.steps.iter().enumerate() {
                            @if let Some(time) = step.time { (row(&step_id(number, at), step, time, axis, next(attempt, time), ended == Some(at))) }
                        }
                    }
                }
            }
        }
    }
}

/// From the first beginning to the last, in milliseconds.
#[derive(Debug, Clone, Copy)]
struct Axis {
    first: Timestamp,
    length: i64,
}

impl Axis {
    /// None when no more than one step has a time.
    fn of(attempt: &Attempt) -> Option<Self> {
        let times = || attempt.steps.iter().filter_map(|step| step.time);
        let (first, last) = (times().min()?, times().max()?);
        (times().count() > 1).then(|| Self { first, length: last.as_millisecond().saturating_sub(first.as_millisecond()).max(1) })
    }

    fn after(self, time: Timestamp) -> i64 {
        time.as_millisecond().saturating_sub(self.first.as_millisecond())
    }

    /// Where a time stands, in percent of the width that leaves room for a mark at its end.
    fn place(self, time: Timestamp) -> String {
        #[expect(clippy::cast_precision_loss, reason = "a place on a screen")]
        let share = self.after(time) as f64 / self.length as f64;
        format!("{:.2}%", share * 98.0 + 1.0)
    }
}

/// The next beginning after a time, in whichever order the capture has them.
fn next(attempt: &Attempt, time: Timestamp) -> Option<Timestamp> {
    attempt.steps.iter().filter_map(|step| step.time).filter(|other| *other > time).min()
}

fn row(id: &str, step: &Step, time: Timestamp, axis: Axis, next: Option<Timestamp>, ended: bool) -> Markup {
    html! {
        tr .ended[ended] {
            td { a href={ "#" (id) } { (step.entry) } }
            th scope="row" { (step.stage.label()) }
            td { (words::clock(time)) }
            td .number { (seconds(axis.after(time))) }
            td .axis {
                svg .marks width="100%" height="18" aria-hidden="true" focusable="false" {
                    line .rule x1="1%" y1="9" x2="99%" y2="9" {}
                    @if let Some(next) = next { line .gap x1=(axis.place(time)) y1="9" x2=(axis.place(next)) y2="9" {} }
                    circle cx=(axis.place(time)) cy="9" r=(if ended { "6" } else { "4.5" }) {}
                }
            }
        }
    }
}

/// `0.412 s`, `2 min 4.1 s`
fn seconds(milliseconds: i64) -> String {
    let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000);
    match minutes {
        0 => format!("{}.{:03} s", rest / 1000, rest % 1000),
        _ => format!("{minutes} min {}.{} s", rest / 1000, rest % 1000 / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_like_this() {
        assert_eq!(seconds(0), "0.000 s");
        assert_eq!(seconds(412), "0.412 s");
        assert_eq!(seconds(124_190), "2 min 4.1 s");
    }

    #[test]
    fn the_axis_runs_from_the_first_to_the_last() {
        let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
        let axis = Axis { first: at(1000), length: 2000 };
        assert_eq!([at(1000), at(2000), at(3000)].map(|time| axis.place(time)), ["1.00%", "50.00%", "99.00%"]);
    }
}
