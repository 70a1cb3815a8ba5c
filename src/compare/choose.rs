//! Which two attempts are compared: those that were asked for, else the last that failed and the last that succeeded with its application.

use crate::model::attempt::{Attempt, Outcome};
use crate::model::comparison::{Choice, Compared, NotCompared, Side, Sides, Wanted};
use crate::model::report::Report;

/// The good attempt and the bad one.
pub(super) fn both(report: &Report, sides: &Sides) -> Result<(Compared, Compared), NotCompared> {
    let bad_ones = Pool::new(report, |capture| sides.first_bad.is_none_or(|first| capture >= first));
    let good_ones = Pool::new(report, |capture| sides.first_bad.is_none_or(|first| capture < first));
    let asked_good = sides.good.as_ref().map(|wanted| good_ones.asked(wanted, Side::Good)).transpose()?;
    let is_free = |at: usize| sides.first_bad.is_some() || asked_good.as_ref().is_none_or(|good| good.number != at);
    let bad = match &sides.bad {
        Some(wanted) => bad_ones.asked(wanted, Side::Bad)?,
        None => bad_ones.bad(&is_free).ok_or(NotCompared::NoAttempt(Side::Bad))?,
    };
    let is_free = |at: usize| sides.first_bad.is_some() || at != bad.number;
    let good = asked_good.or_else(|| good_ones.good(&is_free, &bad.attempt)).ok_or(NotCompared::NoAttempt(Side::Good))?;
    Ok((good, bad))
}

/// The attempts among which one is chosen.
struct Pool<'r> {
    report: &'r Report,
    attempts: Vec<(usize, &'r Attempt)>,
}

impl<'r> Pool<'r> {
    fn new(report: &'r Report, of_capture: impl Fn(usize) -> bool) -> Self {
        let attempts = report.attempts.iter().enumerate().filter(|(_, attempt)| of_capture(attempt.capture));
        Self { report, attempts: attempts.collect() }
    }

    /// The last that failed and stayed so; else the last that failed, else the last.
    fn bad(&self, is_free: &dyn Fn(usize) -> bool) -> Option<Compared> {
        let failed = |attempt: &Attempt| matches!(attempt.outcome, Outcome::Failed | Outcome::Interrupted);
        self.last(is_free, Choice::LastFailed, |attempt| failed(attempt) && !attempt.made_good)
            .or_else(|| self.last(is_free, Choice::LastFailed, failed))
            .or_else(|| self.last(is_free, Choice::Last, |_| true))
    }

    /// The last that succeeded with the application of the other; else the last that succeeded, else the last.
    fn good(&self, is_free: &dyn Fn(usize) -> bool, bad: &Attempt) -> Option<Compared> {
        let succeeded = |attempt: &Attempt| attempt.outcome == Outcome::Succeeded;
        self.last(is_free, Choice::LastOfApplication, |attempt| succeeded(attempt) && attempt.client_id == bad.client_id)
            .or_else(|| self.last(is_free, Choice::LastSucceeded, succeeded))
            .or_else(|| self.last(is_free, Choice::Last, |_| true))
    }

    fn last(&self, is_free: &dyn Fn(usize) -> bool, choice: Choice, fits: impl Fn(&Attempt) -> bool) -> Option<Compared> {
        let (at, attempt) = self.attempts.iter().rfind(|(at, attempt)| is_free(*at) && fits(attempt))?;
        let choice = if self.attempts.len() == 1 { Choice::Only } else { choice };
        Some(self.compared(*at, attempt, choice))
    }

    fn asked(&self, wanted: &Wanted, side: Side) -> Result<Compared, NotCompared> {
        if self.attempts.is_empty() {
            return Err(NotCompared::NoAttempt(side));
        }
        let is_of = |attempt: &Attempt| wanted.capture.as_deref().is_none_or(|capture| is_called(self.name(attempt), capture));
        let in_captures: Vec<&(usize, &Attempt)> = self.attempts.iter().filter(|(_, attempt)| is_of(attempt)).collect();
        let largest = in_captures.iter().map(|(_, attempt)| attempt.number).max().unwrap_or(0);
        let mut found = in_captures.into_iter().filter(|(_, attempt)| attempt.number == wanted.number);
        match (found.next(), found.next()) {
            (Some((at, attempt)), None) => Ok(self.compared(*at, attempt, Choice::Asked)),
            (None, _) => Err(NotCompared::NotThere(side, largest)),
            (Some(_), Some(_)) => Err(NotCompared::InSeveral(side)),
        }
    }

    fn name(&self, attempt: &Attempt) -> &str {
        self.report.origin_name(attempt.capture)
    }

    fn compared(&self, at: usize, attempt: &Attempt, choice: Choice) -> Compared {
        let capture = self.name(attempt).to_owned();
        Compared { capture, number: at, attempt: attempt.clone(), choice, of: self.attempts.len() }
    }
}

/// Whether people mean a capture: by its name, or by the end of it behind a slash.
fn is_called(name: &str, wanted: &str) -> bool {
    name == wanted || name.strip_suffix(wanted).is_some_and(|before| before.ends_with('/'))
}
