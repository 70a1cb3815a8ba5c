//! Formulas: signals with the values that they should have, and `all`, `any`, `not` of them. Typed by the table of signals: what is unknown there, or of
//! another type, is no formula.

use serde::Deserialize;
use serde::de::Error as _;
use toml::{Table, Value};

use super::case::{Case, Observed};
use super::decided::Decided;
use super::look::look;
use crate::annotate::wording;
use crate::entra::closed_set::ClosedSet;
use crate::entra::codes::Code;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::Cloud;
use crate::entra::interrupts::InterruptKind;
use crate::entra::pages;
use crate::entra::signals::{self, Signal, Values};
use crate::model::attempt::{Outcome, Protocol};
use crate::model::finding::CheckResult;
use crate::model::observation::Site;

/// Deeper than anyone writes.
const DEEPEST: usize = 8;

/// When a check is so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::annotate) enum Formula {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Is(&'static Signal, Test),
}

/// What a value should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::annotate) enum Test {
    OneOf(Vec<String>),
    Says(Vec<String>),
    Within(u64, u64),
}

/// Why something is no formula.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::annotate) enum FormulaError {
    #[error("there is no signal `{0}`; the manual's page on guides lists them")]
    UnknownSignal(String),
    #[error("`{signal}` is never `{value}`; it is {expected}")]
    UnknownValue { signal: &'static str, value: String, expected: String },
    #[error("`{0}` takes {1}")]
    WrongType(&'static str, String),
    #[error("`{0}` needs a formula below it")]
    Empty(String),
    #[error("it is nested too deeply")]
    TooDeep,
}

impl Formula {
    /// Whether it asks for a signal of this family.
    pub(in crate::annotate) fn asks(&self, family: &[&'static Signal]) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(|part| part.asks(family)),
            Self::Not(part) => part.asks(family),
            Self::Is(signal, _) => family.contains(signal),
        }
    }
}

impl<'de> Deserialize<'de> for Formula {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let table = Table::deserialize(deserializer)?;
        Self::read(&table, 0).map_err(D::Error::custom)
    }
}

impl Formula {
    fn read(table: &Table, depth: usize) -> Result<Self, FormulaError> {
        if depth > DEEPEST {
            return Err(FormulaError::TooDeep);
        }
        let mut parts = Vec::new();
        for (name, value) in table {
            parts.push(match name.as_str() {
                "all" => Self::All(below(name, value, depth)?),
                "any" => Self::Any(below(name, value, depth)?),
                "not" => {
                    let inner = value.as_table().ok_or_else(|| FormulaError::Empty(name.clone()))?;
                    Self::Not(Box::new(Self::read(inner, depth + 1)?))
                }
                _ => {
                    let signal = signals::named(name).ok_or_else(|| FormulaError::UnknownSignal(name.clone()))?;
                    Self::Is(signal, Test::read(signal, value)?)
                }
            });
        }
        match parts.len() {
            0 => Err(FormulaError::Empty("when".to_owned())),
            1 => parts.pop().ok_or(FormulaError::TooDeep),
            _ => Ok(Self::All(parts)),
        }
    }

    /// Whether the response is yes.
    pub(in crate::annotate) fn holds(&self, case: &Case<'_>) -> bool {
        self.decide(case).result == CheckResult::Yes
    }

    pub(super) fn decide(&self, case: &Case<'_>) -> Decided {
        match self {
            Self::All(parts) => Decided::joined(parts.iter().map(|part| part.decide(case)).collect(), CheckResult::No),
            Self::Any(parts) => Decided::joined(parts.iter().map(|part| part.decide(case)).collect(), CheckResult::Yes),
            Self::Not(part) => part.decide(case).not(),
            Self::Is(signal, test) => {
                let Some(seen) = look(case, signal) else { return Decided::unseen() };
                let mut fitting = seen.iter().filter(|observed| test.fits(observed)).peekable();
                let is_so = fitting.peek().is_some();
                // That something is nowhere is shown by no entry; another value of a field is.
                let is_of_field = matches!(signal.values, Values::Words(_) | Values::Number(_) | Values::Text | Values::Site);
                let entries = match is_so {
                    true => fitting.flat_map(|observed| observed.entries.iter().copied()).collect(),
                    false if is_of_field => seen.iter().flat_map(|observed| observed.entries.iter().copied()).collect(),
                    false => Vec::new(),
                };
                Decided::of(is_so, entries)
            }
        }
    }
}

fn below(name: &str, value: &Value, depth: usize) -> Result<Vec<Formula>, FormulaError> {
    let empty = || FormulaError::Empty(name.to_owned());
    let tables = value.as_array().ok_or_else(empty)?;
    let parts: Vec<Formula> =
        tables.iter().map(|part| Formula::read(part.as_table().ok_or_else(empty)?, depth + 1)).collect::<Result<_, _>>()?;
    if parts.is_empty() { Err(empty()) } else { Ok(parts) }
}

impl Test {
    fn read(signal: &'static Signal, value: &Value) -> Result<Self, FormulaError> {
        let expected = expected(signal.values);
        let wrong = || FormulaError::WrongType(signal.name, expected.clone());
        let texts = |value: &Value| -> Option<Vec<String>> {
            match value {
                Value::String(text) => Some(vec![text.clone()]),
                Value::Array(all) => all.iter().map(|text| text.as_str().map(str::to_owned)).collect(),
                _ => None,
            }
        };
        match signal.values {
            Values::Number(_) => {
                let number = |value: &Value| value.as_integer().and_then(|number| u64::try_from(number).ok());
                if let Some(exact) = number(value) {
                    return Ok(Self::Within(exact, exact));
                }
                let table = value.as_table().filter(|table| !table.is_empty()).ok_or_else(wrong)?;
                let known = table.keys().all(|key| matches!(key.as_str(), "at_least" | "at_most"));
                let bound = |name: &str, open: u64| table.get(name).map_or(Some(open), number);
                match (known, bound("at_least", 0), bound("at_most", u64::MAX)) {
                    (true, Some(least), Some(most)) if least <= most => Ok(Self::Within(least, most)),
                    _ => Err(wrong()),
                }
            }
            Values::Text => {
                if let Some(table) = value.as_table() {
                    let said = table.get("says").filter(|_| table.len() == 1).and_then(texts).ok_or_else(wrong)?;
                    // Only letters count.
                    let is_word = |text: &String| !wording::letters(text).is_empty();
                    return if !said.is_empty() && said.iter().all(is_word) { Ok(Self::Says(said)) } else { Err(wrong()) };
                }
                texts(value).filter(|texts| !texts.is_empty()).map(Self::OneOf).ok_or_else(wrong)
            }
            values => {
                let words = texts(value).filter(|words| !words.is_empty()).ok_or_else(wrong)?;
                match words.iter().find(|word| !is_value(values, word)) {
                    Some(word) => Err(FormulaError::UnknownValue { signal: signal.name, value: word.clone(), expected }),
                    None => Ok(Self::OneOf(words)),
                }
            }
        }
    }

    fn fits(&self, observed: &Observed<'_>) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| observed.value.is(word)),
            Self::Says(said) => said.iter().any(|words| observed.value.says(words)),
            Self::Within(least, most) => observed.value.number().is_some_and(|number| (*least..=*most).contains(&number)),
        }
    }
}

fn is_of<S: ClosedSet>(word: &str) -> bool {
    S::ALL.iter().any(|value| value.word() == word)
}

/// Whether a word is a value of its kind.
fn is_value(values: Values, word: &str) -> bool {
    match values {
        Values::Words(words) => words.contains(&word),
        Values::Code => Code::of_guide(word).is_listed() && Code::of_guide(word).to_string() == word,
        Values::Stage => is_of::<Stage>(word),
        Values::Page => pages::page(word).is_some(),
        Values::Interrupt => is_of::<InterruptKind>(word),
        Values::Protocol => is_of::<Protocol>(word),
        Values::Cloud => is_of::<Cloud>(word),
        Values::Outcome => is_of::<Outcome>(word),
        Values::Site => is_of::<Site>(word),
        Values::Number(_) | Values::Text => false,
    }
}

/// What a signal takes, in words.
pub(in crate::annotate) fn expected(values: Values) -> String {
    match values {
        Values::Words(words) => format!("one of {}, or a list of them", words.join(", ")),
        Values::Number(unit) => format!("a number ({unit}), or {{ at_least = N }}, {{ at_most = N }}"),
        Values::Code => "a code that is listed (AADSTS50126, mfa-denied), or a list of them".to_owned(),
        Values::Stage => "a stage as JSON names it (token, mfa_begin), or a list of them".to_owned(),
        Values::Page => "a page of the service (ConvergedTFA), or a list of them".to_owned(),
        Values::Interrupt => "a kind of interrupt as JSON names it (consent), or a list of them".to_owned(),
        Values::Protocol => "a protocol as JSON names it (saml2), or a list of them".to_owned(),
        Values::Cloud => "a cloud as JSON names it (public), or a list of them".to_owned(),
        Values::Outcome => "an outcome (succeeded, failed, interrupted, incomplete), or a list of them".to_owned(),
        Values::Site => "a site as JSON names it (token_response), or a list of them".to_owned(),
        Values::Text => "a text, a list of them, or { says = \"words\" }, of which only the letters count".to_owned(),
    }
}
