//! What the trace shows of a signal, wherever it stands: in the response, in the course of the attempt, in what was read of exchanges.

use super::case::{Case, Observed, Value};
use super::{answer, course};
use crate::entra::signals::Signal;
use crate::model::observation::SignalValue;

/// The values of a signal; `None` when it cannot be seen.
pub(super) fn look<'a>(case: &Case<'a>, signal: &'static Signal) -> Option<Vec<Observed<'a>>> {
    answer::look(case, signal).or_else(|| course::look(case, signal)).unwrap_or_else(|| seen(case, signal))
}

/// What was read of an exchange. Where the exchange of the finding itself shows it, no other counts.
fn seen<'a>(case: &Case<'a>, signal: &'static Signal) -> Option<Vec<Observed<'a>>> {
    let (_, attempt) = case.attempt?;
    let of_signal = || attempt.signals.iter().filter(|seen| seen.signal == signal);
    let has_own = of_signal().any(|seen| case.finding.is_shown_by(seen.entry));
    let counted = of_signal().filter(|seen| !has_own || case.finding.is_shown_by(seen.entry));
    let value = |word: SignalValue| match word {
        SignalValue::Word(word) => Value::word(word),
        SignalValue::Number(number) => Value::Number(number),
    };
    let seen: Vec<Observed<'a>> = counted.map(|seen| Observed { value: value(seen.value), entries: vec![seen.entry] }).collect();
    (!seen.is_empty()).then_some(seen)
}
