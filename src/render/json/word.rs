//! Words of closed sets in JSON: written as texts, and listed in the schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

use crate::entra::closed_set::ClosedSet;
use crate::model::finding::{Actor, WhoActs};

/// A value of a closed set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct Word<T>(pub(in crate::render) T);

impl<T: ClosedSet> Serialize for Word<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.word())
    }
}

impl<T: ClosedSet> JsonSchema for Word<T> {
    fn schema_name() -> Cow<'static, str> {
        T::TITLE.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of(words::<T>())
    }
}

/// A value of a closed set, or `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::render) struct WordOrUnknown<T>(pub(in crate::render) Option<T>);

const UNKNOWN: &str = "unknown";

impl<T: ClosedSet> Serialize for WordOrUnknown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.map_or(UNKNOWN, T::word))
    }
}

impl<T: ClosedSet> JsonSchema for WordOrUnknown<T> {
    fn schema_name() -> Cow<'static, str> {
        T::TITLE.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        one_of(words::<T>().chain([UNKNOWN]))
    }
}

/// Who acts: an actor of ours, or the words of someone's own guide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::render) struct ActorWord(pub(in crate::render) WhoActs);

impl Serialize for ActorWord {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.text())
    }
}

impl JsonSchema for ActorWord {
    fn schema_name() -> Cow<'static, str> {
        Actor::TITLE.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "The built-in guides name those that are listed. A guide of one's own may name others.",
            "anyOf": [one_of(words::<Actor>()), {"type": "string"}]
        })
    }
}

fn words<T: ClosedSet>() -> impl Iterator<Item = &'static str> {
    T::ALL.iter().map(|value| value.word())
}

fn one_of(words: impl Iterator<Item = &'static str>) -> Schema {
    let words: Vec<&str> = words.collect();
    json_schema!({"type": "string", "enum": words})
}

/// A value as text.
pub(super) fn text<T: ToString>(value: Option<T>) -> Option<String> {
    value.map(|value| value.to_string())
}

/// Values as texts.
pub(super) fn texts<T: ToString>(values: &[T]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}
