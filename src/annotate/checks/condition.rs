//! Conditions of bullets: `{device-code} ...` is for traces in which the check says yes, `{not device-code} ...` for those in which it says no. A question
//! mark behind the name, `{device-code?}`, makes it a hint: a yes supports the bullet, a no does not exclude it.

use crate::model::finding::CheckResult;

/// A bullet, with what it hangs on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::annotate) struct Bullet {
    /// What it hangs on; empty for what is always said.
    pub condition: Condition,
    /// What it says.
    pub text: String,
}

/// Terms that all have to be so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::annotate) struct Condition(pub Vec<Term>);

/// A check, as a condition takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::annotate) struct Term {
    /// The check's name.
    pub check: String,
    /// Whether its response is turned round.
    pub is_negated: bool,
    /// Whether a no does not count.
    pub is_hint: bool,
}

impl Bullet {
    /// Reads a bullet.
    pub(in crate::annotate) fn read(text: &str) -> Self {
        let braced = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
        match braced {
            Some((inside, said)) if !inside.is_empty() => {
                Self { condition: Condition(inside.split(',').map(Term::read).collect()), text: said.trim_start().to_owned() }
            }
            _ => Self { condition: Condition::default(), text: text.to_owned() },
        }
    }
}

impl Term {
    fn read(text: &str) -> Self {
        let text = text.trim();
        let (text, is_hint) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
        let (check, is_negated) = text.strip_prefix("not ").map_or((text, false), |check| (check, true));
        Self { check: check.trim().to_owned(), is_negated, is_hint }
    }

    fn decide(&self, result: CheckResult) -> CheckResult {
        let turned = match (self.is_negated, result) {
            (true, CheckResult::Yes) => CheckResult::No,
            (true, CheckResult::No) => CheckResult::Yes,
            (_, result) => result,
        };
        if self.is_hint && turned == CheckResult::No { CheckResult::Unseen } else { turned }
    }
}

impl Condition {
    /// How many checks say yes where a yes is wanted: what is not excluded is not supported for that.
    pub(in crate::annotate) fn support(&self, result: impl Fn(&str) -> CheckResult) -> usize {
        self.0.iter().filter(|term| !term.is_negated && result(&term.check) == CheckResult::Yes).count()
    }

    /// The terms that the trace cannot decide, and that have to be so.
    pub(in crate::annotate) fn open(&self, result: impl Fn(&str) -> CheckResult) -> impl Iterator<Item = &Term> {
        self.0.iter().filter(move |term| !term.is_hint && result(&term.check) == CheckResult::Unseen)
    }

    /// Whether the condition holds, by the results of the checks; `None` when there is no condition.
    pub(in crate::annotate) fn decide(&self, result: impl Fn(&str) -> CheckResult) -> Option<CheckResult> {
        let all: Vec<CheckResult> = self.0.iter().map(|term| term.decide(result(&term.check))).collect();
        if all.contains(&CheckResult::No) {
            return Some(CheckResult::No);
        }
        if all.contains(&CheckResult::Unseen) {
            return Some(CheckResult::Unseen);
        }
        (!all.is_empty()).then_some(CheckResult::Yes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_what_all_of_its_terms_come_to() {
        use CheckResult::{No, Unseen, Yes};
        let result = |name: &str| match name {
            "so" => Yes,
            "not-so" => No,
            _ => Unseen,
        };
        for (text, decided) in [
            ("{so} Text.", Some(Yes)),
            ("{not-so} Text.", Some(No)),
            ("{not not-so} Text.", Some(Yes)),
            ("{not-so?} Text.", Some(Unseen)),
            ("{not so?} Text.", Some(Unseen)),
            ("{so?} Text.", Some(Yes)),
            ("{so, not not-so} Text.", Some(Yes)),
            ("{so, hidden} Text.", Some(Unseen)),
            ("{hidden, not-so} Text.", Some(No)),
            ("Text.", None),
        ] {
            let bullet = Bullet::read(text);
            assert_eq!((bullet.text.as_str(), bullet.condition.decide(result)), ("Text.", decided), "{text}");
        }
        assert_eq!(Bullet::read("{} Text.").text, "{} Text.");
    }
}
