//! Requests and responses in the form in which browsers write them, parsed without a tree of values: texts are borrowed from the file until an
//! exchange is made of them.
//!
//! What is not of this form to the letter (a name that is not listed here, twice the same name, another type, deeper lists, broken text) is none
//! of it: `entry` takes the long way for it. Both give the same exchange.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::entra::json;

/// See the module.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::read) struct Request<'a> {
    #[serde(borrow)]
    pub(in crate::read) method: Cow<'a, str>,
    #[serde(borrow)]
    pub(in crate::read) url: Cow<'a, str>,
    #[serde(borrow)]
    pub(in crate::read) headers: Vec<Pair<'a>>,
    #[serde(default)]
    pub(in crate::read) query_string: Flat,
    #[serde(borrow)]
    pub(in crate::read) post_data: Option<Post<'a>>,
    pub(in crate::read) body_size: Option<i64>,
    #[serde(rename = "httpVersion")]
    _version: Option<Text>,
    #[serde(rename = "cookies")]
    _cookies: Option<Flat>,
    #[serde(rename = "headersSize")]
    _headers_size: Option<i64>,
}

/// The body of a request.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::read) struct Post<'a> {
    #[serde(borrow, default)]
    pub(in crate::read) mime_type: Cow<'a, str>,
    /// Where it is empty, parameters may be listed in its place.
    #[serde(borrow)]
    pub(in crate::read) text: Cow<'a, str>,
    #[serde(rename = "params")]
    _params: Option<Flat>,
}

/// See the module.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::read) struct Response<'a> {
    pub(in crate::read) status: i64,
    #[serde(borrow, default)]
    pub(in crate::read) status_text: Cow<'a, str>,
    #[serde(borrow)]
    pub(in crate::read) headers: Vec<Pair<'a>>,
    #[serde(borrow)]
    pub(in crate::read) content: Content<'a>,
    #[serde(rename = "redirectURL", borrow, default)]
    pub(in crate::read) redirect_url: Cow<'a, str>,
    pub(in crate::read) body_size: Option<i64>,
    #[serde(rename = "_error", borrow, default)]
    pub(in crate::read) error: Option<Cow<'a, str>>,
    #[serde(rename = "httpVersion")]
    _version: Option<Text>,
    #[serde(rename = "cookies")]
    _cookies: Option<Flat>,
    #[serde(rename = "headersSize")]
    _headers_size: Option<i64>,
    #[serde(rename = "_transferSize")]
    _transfer_size: Option<i64>,
    #[serde(rename = "_fetchedViaServiceWorker")]
    _by_worker: Option<bool>,
}

/// The body of a response.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::read) struct Content<'a> {
    pub(in crate::read) size: Option<i64>,
    pub(in crate::read) compression: Option<i64>,
    #[serde(borrow, default)]
    pub(in crate::read) mime_type: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(in crate::read) text: Cow<'a, str>,
    #[serde(borrow, default)]
    pub(in crate::read) encoding: Cow<'a, str>,
}

/// A header.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::read) struct Pair<'a> {
    #[serde(borrow)]
    pub(in crate::read) name: Cow<'a, str>,
    #[serde(borrow)]
    pub(in crate::read) value: Cow<'a, str>,
}

/// Parses what is of the form, and is too short to be too much.
pub(in crate::read) fn parse<'a, T: Deserialize<'a>>(raw: &'a [u8]) -> Option<T> {
    if json::is_short(raw) { serde_json::from_str(std::str::from_utf8(raw).ok()?).ok() } else { None }
}

/// A list of objects whose members hold nothing deeper: cookies, parameters. Of interest is whether there are any.
#[derive(Default)]
pub(in crate::read) struct Flat {
    pub(in crate::read) any: bool,
}

/// A text, a number, `true`, `false` or `null` that is of no interest.
struct Scalar;

/// The same, a text.
struct Text;

/// An object of such members.
struct Item;

/// What is allowed where something is passed over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Allowed {
    Text,
    Scalar,
    Item,
    List,
}

impl<'de> Visitor<'de> for Allowed {
    /// Whether there was something in it.
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("what browsers write here")
    }

    fn visit_str<E: Error>(self, _text: &str) -> Result<bool, E> {
        self.scalar(true)
    }

    fn visit_bool<E: Error>(self, _value: bool) -> Result<bool, E> {
        self.scalar(false)
    }

    fn visit_i64<E: Error>(self, _value: i64) -> Result<bool, E> {
        self.scalar(false)
    }

    fn visit_u64<E: Error>(self, _value: u64) -> Result<bool, E> {
        self.scalar(false)
    }

    fn visit_f64<E: Error>(self, _value: f64) -> Result<bool, E> {
        self.scalar(false)
    }

    fn visit_unit<E: Error>(self) -> Result<bool, E> {
        self.scalar(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<bool, A::Error> {
        if self != Self::Item {
            return Err(A::Error::custom("an object"));
        }
        let mut any = false;
        while object.next_entry::<Text, Scalar>()?.is_some() {
            any = true;
        }
        Ok(any)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        if self != Self::List {
            return Err(A::Error::custom("a list"));
        }
        let mut any = false;
        while list.next_element::<Item>()?.is_some() {
            any = true;
        }
        Ok(any)
    }
}

impl Allowed {
    fn scalar<E: Error>(self, is_text: bool) -> Result<bool, E> {
        if self == Self::Scalar || is_text && self == Self::Text { Ok(true) } else { Err(E::custom("a value")) }
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Allowed::Scalar).map(|_| Self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Allowed::Text).map(|_| Self)
    }
}

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Allowed::Item).map(|_| Self)
    }
}

impl<'de> Deserialize<'de> for Flat {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Allowed::List).map(|any| Self { any })
    }
}
