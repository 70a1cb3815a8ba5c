//! Why a comparison may mislead: the two are of different things, or did not end as their names say.

use crate::model::attempt::{Attempt, Outcome};
use crate::model::comparison::Warning;

/// Everything that a reader has to know before the differences.
pub(super) fn warnings(good: &Attempt, bad: &Attempt) -> Vec<Warning> {
    let differ = [
        (Warning::Application, differ(good, bad, |it| it.client_id.as_deref(), |it| it.application.as_deref())),
        (Warning::User, differ(good, bad, |it| it.user.label.as_deref(), |it| it.user.object_id.as_ref())),
        (Warning::Tenant, differ(good, bad, |it| it.tenant_id.as_ref(), |it| it.tenant_domain.as_deref())),
        (Warning::Cloud, differ(good, bad, |it| it.cloud, |_| None::<()>)),
    ];
    let differ = differ.into_iter().filter(|(_, differs)| *differs).map(|(warning, _)| warning);
    of_outcomes(good.outcome, bad.outcome).into_iter().chain(differ).collect()
}

/// Whether two are of different things: by what tells best where both have it, else by the other where both have that.
fn differ<'a, I: PartialEq, N: PartialEq>(
    good: &'a Attempt,
    bad: &'a Attempt,
    best: impl Fn(&'a Attempt) -> Option<I>,
    other: impl Fn(&'a Attempt) -> Option<N>,
) -> bool {
    match (best(good), best(bad), other(good), other(bad)) {
        (Some(good), Some(bad), ..) => good != bad,
        (.., Some(good), Some(bad)) => good != bad,
        _ => false,
    }
}

fn of_outcomes(good: Outcome, bad: Outcome) -> Option<Warning> {
    match (good, bad) {
        (Outcome::Succeeded, Outcome::Succeeded) => Some(Warning::BothSucceeded),
        (Outcome::Incomplete, _) | (_, Outcome::Incomplete) => Some(Warning::Incomplete),
        (Outcome::Succeeded, _) => None,
        (_, Outcome::Succeeded) => Some(Warning::Swapped),
        _ => Some(Warning::BothFailed),
    }
}
