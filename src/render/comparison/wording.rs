//! The words of a comparison: what may mislead, why an attempt was taken, what it reached.

use crate::model::attempt::{Attempt, Outcome};
use crate::model::comparison::{Choice, Compared, Comparison, Reached, Warning};
use crate::render::document::Line;
use crate::render::words;

/// The warnings, each as a sentence.
pub(super) fn warnings(comparison: &Comparison) -> impl Iterator<Item = (Warning, Line)> {
    comparison.warnings.iter().map(|warning| (*warning, sentence(*warning, &comparison.good.attempt, &comparison.bad.attempt)))
}

fn sentence(warning: Warning, good: &Attempt, bad: &Attempt) -> Line {
    let differ = |what: &str, name: &dyn Fn(&Attempt) -> Option<String>| {
        let line = Line::said(format!("The two sign-ins {what}: "));
        line.and_taken(name(good).unwrap_or_default()).and_said(" and ").and_taken(name(bad).unwrap_or_default()).and_said(".")
    };
    match warning {
        Warning::Application => differ("are to different applications", &words::application),
        Warning::User => differ("are of different users", &words::user_name),
        Warning::Tenant => differ("are in different tenants", &words::tenant),
        Warning::Cloud => differ("are in different clouds", &|attempt| attempt.cloud.map(|cloud| cloud.name().to_owned())),
        Warning::Swapped => Line::said("GOOD did not succeed and BAD did: they seem to be swapped."),
        Warning::BothFailed => Line::said("Neither sign-in succeeded, so not every difference is a cause."),
        Warning::BothSucceeded => Line::said("Both sign-ins succeeded, so there is no failure to explain."),
        Warning::Incomplete => {
            let which = match (good.outcome == Outcome::Incomplete, bad.outcome == Outcome::Incomplete) {
                (true, true) => "either sign-in",
                (true, false) => "GOOD",
                _ => "BAD",
            };
            Line::said(format!("The capture does not show how {which} ended."))
        }
    }
}

/// Why an attempt was taken; `None` when there was no choice.
pub(super) fn choice(compared: &Compared) -> Option<String> {
    let why = match compared.choice {
        Choice::Only => return None,
        Choice::Asked => return Some(format!("one of {} attempts, as asked for", compared.of)),
        Choice::LastOfApplication => "the last that succeeded with this application",
        Choice::LastSucceeded => "the last that succeeded, as none did with the application of BAD",
        Choice::LastFailed => "the last that did not succeed",
        Choice::Last => "the last",
    };
    Some(format!("one of {} attempts, {why} (--attempt takes another)", compared.of))
}

/// `authorize 200 ConvergedError`
pub(super) fn reached(reached: Option<&Reached>) -> String {
    let Some(Reached { stage, status, page }) = reached else { return "nothing more".to_owned() };
    let status = status.map_or_else(|| "no answer".to_owned(), |status| status.to_string());
    let page = page.as_deref().map(|page| format!(" {page}")).unwrap_or_default();
    format!("{} {status}{page}", stage.name())
}
