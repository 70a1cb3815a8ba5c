//! The sequence diagram: who asked whom, in order, with what was asked of the user on the way and where it ended.

use std::collections::BTreeSet;

use maud::{Markup, html};

use super::step::status;
use crate::entra::endpoints::Stage;
use crate::model::attempt::{Attempt, Interrupt, Step};
use crate::model::finding::Finding;
use crate::render::html::anchors::{attempt_id, step_id, step_of_cause};
use crate::render::html::labels;
use crate::render::words;

/// The column of times.
const MARGIN: usize = 104;
const WIDTH: usize = 1100;
const HEAD: usize = 58;
/// A step without what was asked at it.
const STEP: usize = 58;
/// What was asked at a step, and the mark of the end.
const LINE: usize = 34;
/// Roughly the width of a letter of the small type, and of the bold.
const LETTER: usize = 7;
const BOLD: usize = 8;

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lane {
    Client,
    Entra,
    IdentityProvider,
    Application,
}

impl Lane {
    /// Who answers at a stage.
    fn of(stage: Stage) -> Self {
        match stage {
            Stage::Federation | Stage::Msa => Self::IdentityProvider,
            Stage::Resource | Stage::RedirectToApp => Self::Application,
            _ => Self::Entra,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Entra => "Microsoft Entra ID",
            Self::IdentityProvider => "Identity provider",
            Self::Application => "Application",
        }
    }
}

/// Where things stand on the drawing.
struct Drawing<'a> {
    number: usize,
    attempt: &'a Attempt,
    cause: Option<(usize, &'a Finding)>,
    lanes: Vec<Lane>,
}

/// The diagram of an attempt.
pub(super) fn diagram(number: usize, attempt: &Attempt, root: Option<&Finding>) -> Markup {
    if attempt.steps.is_empty() {
        return html! {};
    }
    let lanes: BTreeSet<Lane> = attempt.steps.iter().map(|step| Lane::of(step.stage)).chain([Lane::Client]).collect();
    let cause = step_of_cause(attempt, root).zip(root);
    let drawing = Drawing { number, attempt, cause, lanes: lanes.into_iter().collect() };
    let title = format!("{}-sequence", attempt_id(number));
    html! {
        div .scroll tabindex="0" role="group" aria-label="Sequence diagram" { (drawing.svg(&title)) }
        p .note { "Each step links to its details. Times are from the client's clock, UTC." }
    }
}

impl Drawing<'_> {
    fn svg(&self, title: &str) -> Markup {
        let heights: Vec<usize> = (0..self.attempt.steps.len()).map(|at| self.height(at)).collect();
        let tops = heights.iter().scan(HEAD, |top, height| Some(std::mem::replace(top, *top + height)));
        let height = HEAD + heights.iter().sum::<usize>() + 12;
        html! {
            svg .sequence viewBox={ "0 0 " (WIDTH) " " (height) } width=(WIDTH) height=(height) role="group" aria-label="Sequence diagram" id=(title) {
                g aria-hidden="true" { @for lane in &self.lanes { (self.lane(*lane, height)) } }
                g role="list" aria-label="Steps in order" {
                    @for ((at, step), top) in self.attempt.steps.iter().enumerate().zip(tops) { (self.step(at, step, top)) }
                }
            }
        }
    }

    /// Lanes share the width evenly, the client at its left.
    fn place(&self, lane: Lane) -> usize {
        let at = self.lanes.iter().position(|known| *known == lane).unwrap_or(0);
        let first = MARGIN + 76;
        first + at * (WIDTH - 130 - first) / (self.lanes.len() - 1).max(1)
    }

    fn lane(&self, lane: Lane, height: usize) -> Markup {
        let x = self.place(lane);
        html! {
            line .lane x1=(x) y1="46" x2=(x) y2=(height) {}
            text .lane-name x=(x) y="20" text-anchor="middle" { (lane.name()) }
            text .lane-host x=(x) y="36" text-anchor="middle" { (self.hosts(lane)) }
        }
    }

    /// The hosts behind a lane: the first, and how many more.
    fn hosts(&self, lane: Lane) -> String {
        let answered = self.attempt.steps.iter().filter(|step| lane != Lane::Client && Lane::of(step.stage) == lane);
        let mut hosts: Vec<&str> = Vec::new();
        for step in answered {
            if !hosts.contains(&step.host.as_str()) {
                hosts.push(&step.host);
            }
        }
        match hosts.as_slice() {
            [] => "browser or program".to_owned(),
            [only] => shortened(only, 30),
            [first, others @ ..] => format!("{} +{}", shortened(first, 26), others.len()),
        }
    }

    fn asked(&self, step: &Step) -> impl Iterator<Item = &Interrupt> {
        self.attempt.interrupts.iter().filter(move |interrupt| interrupt.entry == step.entry)
    }

    fn is_cause(&self, at: usize) -> bool {
        self.cause.is_some_and(|(ended, _)| ended == at)
    }

    fn height(&self, at: usize) -> usize {
        let asked = self.attempt.steps.get(at).map_or(0, |step| self.asked(step).count());
        STEP + LINE * (asked + usize::from(self.is_cause(at)))
    }

    fn step(&self, at: usize, step: &Step, top: usize) -> Markup {
        let asked: Vec<&Interrupt> = self.asked(step).collect();
        let below = top + STEP;
        html! {
            g role="listitem" {
                a .arrow .ended[self.is_cause(at)] href={ "#" (step_id(self.number, at)) } {
                    rect .hit x="2" y=(top + 2) width=(WIDTH - 4) height=(self.height(at) - 4) rx="6" {}
                    text .time x="12" y=(top + 24) { (step.time.map(words::clock).unwrap_or_default()) }
                    text .entry x="12" y=(top + 42) { "entry " (step.entry) }
                    (self.there_and_back(step, top))
                    @for (line, interrupt) in asked.iter().enumerate() { (self.interrupt(interrupt, below + line * LINE)) }
                    @if let Some((_, finding)) = self.cause.filter(|_| self.is_cause(at)) { (self.end(finding, below + asked.len() * LINE)) }
                }
            }
        }
    }

    fn there_and_back(&self, step: &Step, top: usize) -> Markup {
        let (from, to) = (self.place(Lane::Client), self.place(Lane::of(step.stage)));
        let (there, back) = (top + 26, top + 48);
        let refused = step.status.is_none_or(|status| status >= 400);
        let answer = format!("{} {}", status(step), step.page.as_deref().unwrap_or_default());
        let room = (to - from - 20) / LETTER;
        html! {
            text .stage x=(from + 12) y=(there - 6) { (step.stage.label()) tspan .method dx="8" { (step.method) } }
            line .there x1=(from) y1=(there) x2=(to - 8) y2=(there) {}
            path .tip d={ "M" (to) " " (there) "l-10 -5v10z" } {}
            text .answer .refused[refused] x=(to - 12) y=(back - 6) text-anchor="end" { (shortened(answer.trim(), room)) }
            @if step.status.is_some() {
                line .back x1=(to) y1=(back) x2=(from + 8) y2=(back) {}
                path .tip d={ "M" (from) " " (back) "l10 -5v10z" } {}
            } @else {
                path .lost d={ "M" (to - 6) " " (back - 6) "l12 12m0 -12l-12 12" } {}
            }
        }
    }

    /// A six-sided box on the client's lane: what was asked, and whether it was passed.
    fn interrupt(&self, interrupt: &Interrupt, top: usize) -> Markup {
        let text = format!("{}: {}", labels::prompt(interrupt.kind), labels::passed(interrupt.satisfied).1);
        let (x, y, width) = (self.place(Lane::Client) - 12, top + 2, text.len() * BOLD + 14);
        html! {
            g .interrupt .open[interrupt.satisfied != Some(true)] {
                path d={ "M" (x) " " (y + 12) "l10 -12h" (width) "l10 12l-10 12h-" (width) "z" } {}
                text x=(x + 20) y=(y + 16) { (text) }
            }
        }
    }

    /// A filled box: where it ended, and on what.
    fn end(&self, finding: &Finding, top: usize) -> Markup {
        let text = format!("{}: {}", words::cause_label(self.attempt.outcome), finding.code);
        let (x, y, width) = (self.place(Lane::Client) - 12, top + 2, text.len() * BOLD + 52);
        html! {
            g .end {
                rect x=(x) y=(y) width=(width) height="24" rx="3" {}
                path d={ "M" (x + 10) " " (y + 8) "l8 8m0 -8l-8 8" } {}
                text x=(x + 28) y=(y + 16) { (text) }
            }
        }
    }
}

/// A text that fits a number of letters.
fn shortened(text: &str, letters: usize) -> String {
    if text.chars().count() <= letters {
        return text.to_owned();
    }
    text.chars().take(letters.saturating_sub(1)).chain(['\u{2026}']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_cut_at_letters() {
        assert_eq!(shortened("häuser", 6), "häuser");
        assert_eq!(shortened("häuser", 4), "häu\u{2026}");
        assert_eq!(shortened("häuser", 0), "\u{2026}");
    }
}
