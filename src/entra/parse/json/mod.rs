//! JSON within limits: values are counted while they are built, so that a small text cannot take all memory.
//!
//! Whatever makes a [`Value`] of a part of a capture does it here.

pub mod repair;
pub(super) mod script;

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::de::Read;
use serde_json::{Deserializer, Map, Number, Value};

use crate::entra::limits::{JSON_DEPTH, JSON_MEMORY};

/// Why a text gave no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// It is no JSON.
    Invalid,
    /// It has too many values, or they are nested too deeply.
    TooMuch,
}

/// Parses a text that is one value. The last of several members with one name wins.
pub fn parse(text: &str) -> Result<Value, Refused> {
    whole(Deserializer::from_str(text))
}

/// Parses bytes that are one value.
pub fn parse_bytes(bytes: &[u8]) -> Result<Value, Refused> {
    whole(Deserializer::from_slice(bytes))
}

/// Parses the values that stand one behind the other at the beginning of a text: at most that many, whatever follows them.
pub fn first(text: &str, most: usize) -> Result<Vec<Value>, Refused> {
    let budget = Budget::default();
    let mut json = Deserializer::from_str(text);
    let mut values = Vec::new();
    while values.len() < most && json.end().is_err() {
        values.push(budget.build(&mut json)?);
    }
    Ok(values)
}

/// Whether bytes that are parsed into types of their own are within the limits; those types know how deep they are.
pub fn check(bytes: &[u8]) -> Result<(), Refused> {
    if is_short(bytes) { Ok(()) } else { count(bytes) }
}

/// A whole number, also one that is written as a text.
#[must_use]
pub fn whole_number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

/// Whether a text is too much, without building anything of it.
#[must_use]
pub fn is_too_much(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_flat = || memchr::memchr2_iter(b'[', b'{', bytes).nth(JSON_DEPTH).is_none();
    !(is_short(bytes) && is_flat()) && count(bytes) == Err(Refused::TooMuch)
}

/// Nothing so short can be too much, unless it is too deep.
#[must_use]
pub fn is_short(bytes: &[u8]) -> bool {
    bytes.len() < JSON_MEMORY / MOST_A_BYTE
}

fn count(bytes: &[u8]) -> Result<(), Refused> {
    let budget = Budget::default();
    let counted = Seed { budget: &budget, depth: JSON_DEPTH, counts_only: true }.deserialize(&mut Deserializer::from_slice(bytes));
    counted.map(|_| ()).map_err(|_| budget.why())
}

fn whole<'de, R: Read<'de>>(mut json: Deserializer<R>) -> Result<Value, Refused> {
    let budget = Budget::default();
    let value = budget.build(&mut json)?;
    json.end().map(|()| value).map_err(|_| Refused::Invalid)
}

/// Memory of a value in a list: lists grow by doubling.
const VALUE: usize = 2 * size_of::<Value>();
/// The least that memory is asked for at a time, its own books included.
const LEAST: usize = 32;
/// Memory of an object's first members: they come in blocks of eleven.
const BLOCK: usize = 11 * (size_of::<String>() + size_of::<Value>()) + LEAST;
/// Memory of each further member: blocks are half full.
const MEMBER: usize = BLOCK / 6;
/// Most memory that one byte of text may come to, generously: `{"":0}` and its comma take `VALUE + BLOCK`.
const MOST_A_BYTE: usize = (VALUE + BLOCK + LEAST) / 6;

/// What is left of the memory that a text may take.
struct Budget {
    left: Cell<usize>,
    exceeded: Cell<bool>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: Cell::new(JSON_MEMORY), exceeded: Cell::new(false) }
    }
}

impl Budget {
    fn build<'de, R: Read<'de>>(&self, json: &mut Deserializer<R>) -> Result<Value, Refused> {
        Seed { budget: self, depth: JSON_DEPTH, counts_only: false }.deserialize(json).map_err(|_| self.why())
    }

    fn why(&self) -> Refused {
        if self.exceeded.get() { Refused::TooMuch } else { Refused::Invalid }
    }

    fn spend<E: serde::de::Error>(&self, bytes: usize) -> Result<(), E> {
        match self.left.get().checked_sub(bytes) {
            Some(left) => self.left.set(left),
            None => return Err(self.exceed()),
        }
        Ok(())
    }

    fn exceed<E: serde::de::Error>(&self) -> E {
        self.exceeded.set(true);
        E::custom("too much")
    }
}

/// Builds a value, that many levels deep at most.
#[derive(Clone, Copy)]
struct Seed<'a> {
    budget: &'a Budget,
    depth: usize,
    /// Whether strings and containers are left empty.
    counts_only: bool,
}

impl Seed<'_> {
    fn below<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(self.budget.exceed()),
        }
    }

    fn string<E: serde::de::Error>(self, text: impl Into<String> + AsRef<str>) -> Result<Value, E> {
        if !text.as_ref().is_empty() {
            self.budget.spend(LEAST)?;
        }
        Ok(Value::String(if self.counts_only { String::new() } else { text.into() }))
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Value, E> {
        self.string(text)
    }

    fn visit_string<E: serde::de::Error>(self, text: String) -> Result<Value, E> {
        self.string(text)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut items = Vec::new();
        let mut is_first = true;
        while let Some(item) = list.next_element_seed(below)? {
            // The first four places come at once.
            self.budget.spend(if is_first { 4 * size_of::<Value>() + LEAST } else { VALUE })?;
            is_first = false;
            if !self.counts_only {
                items.push(item);
            }
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut members = Map::new();
        let mut is_first = true;
        while let Some(name) = object.next_key::<String>()? {
            let letters = if name.is_empty() { 0 } else { LEAST };
            self.budget.spend(letters + if is_first { BLOCK } else { MEMBER })?;
            is_first = false;
            let value = object.next_value_seed(below)?;
            if !self.counts_only {
                members.insert(name, value);
            }
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts of sixteen mebibytes that would take gigabytes.
    fn hostile() -> impl Iterator<Item = String> {
        let pieces = ["{}", "{\"\":0}", "[[]]", "[0]", "0", "\"a\"", "{\"a\":{\"b\":[]}}", "{\"\":0,\"a\":1}", "null", "[[[[[[0]]]]]]"];
        pieces.into_iter().map(|piece| format!("[{}0]", format!("{piece},").repeat((16 << 20) / (piece.len() + 1))))
    }

    #[test]
    fn what_takes_all_memory_is_refused() {
        for text in hostile() {
            assert_eq!(parse(&text), Err(Refused::TooMuch), "{}", &text[..20]);
            assert_eq!(parse_bytes(text.as_bytes()), Err(Refused::TooMuch));
            assert_eq!(check(text.as_bytes()), Err(Refused::TooMuch));
            assert_eq!(first(&text, 1), Err(Refused::TooMuch));
        }
        for open in ["[", "{\"a\":"] {
            assert_eq!(parse(&open.repeat(JSON_DEPTH + 1)), Err(Refused::TooMuch));
            assert_eq!(parse(&open.repeat(1_000_000)), Err(Refused::TooMuch));
            assert_eq!(parse(&open.repeat(JSON_DEPTH)), Err(Refused::Invalid));
        }
        assert!(parse(&format!("{}{}", "[".repeat(JSON_DEPTH), "]".repeat(JSON_DEPTH))).is_ok());
    }

    #[test]
    fn nothing_short_is_too_much() {
        for text in hostile() {
            let short = &text[..JSON_MEMORY / MOST_A_BYTE - 1];
            assert_ne!(parse(short), Err(Refused::TooMuch), "{}", &text[..20]);
        }
    }

    #[test]
    fn large_bodies_as_services_write_them_are_read() {
        let token = format!(r#"{{"access_token":"{}","expires_in":3599}}"#, "eyJ".repeat(5 << 20));
        let header = r#"{"name":"x-ms-request-id","value":"0f2e6d5c-1111-4222-8333-444455556666"}"#;
        let headers = [header; 12].join(",");
        let entry = format!(
            r#"{{"request":{{"method":"GET","url":"https://app.contoso.example/","headers":[{headers}]}},"response":{{"status":200,"headers":[{headers}],"content":{{"size":9000,"text":"{}"}}}}}}"#,
            "x".repeat(9000)
        );
        let har = format!(r#"{{"log":{{"entries":[{}]}}}}"#, vec![entry.as_str(); (16 << 20) / entry.len()].join(","));
        for text in [token, har] {
            assert!(parse(&text).is_ok() && check(text.as_bytes()).is_ok(), "{}", &text[..40]);
        }
    }

    #[test]
    fn values_one_behind_the_other_are_read_as_far_as_wanted() {
        assert_eq!(first(r#"{"a":1} {"b":2}"#, 3).map(|values| values.len()), Ok(2));
        assert_eq!(first(r#" {"a":1};window.x={"#, 1).map(|values| values.len()), Ok(1));
        assert_eq!(first("{a:1}", 1), Err(Refused::Invalid));
    }

    fn json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            ".*".prop_map(Value::from)
        ];
        leaf.prop_recursive(4, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map(".{0,3}", inner, 0..8).prop_map(|members| members.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #[test]
        fn within_the_limits_nothing_differs(value in json(), noise in "[\\[\\]{}\",:0-9a-z \\\\-]{0,40}") {
            let text = value.to_string();
            prop_assert_eq!(parse(&text).ok(), serde_json::from_str::<Value>(&text).ok());
            prop_assert_eq!(parse_bytes(text.as_bytes()).ok(), Some(serde_json::from_str::<Value>(&text)?));
            prop_assert_eq!(parse(&noise).ok(), serde_json::from_str::<Value>(&noise).ok());
            prop_assert_eq!(check(text.as_bytes()), Ok(()));
        }
    }
}
