//! The fields of one row, whatever envelope it came in: names without regard to case, objects and lists also where they are JSON inside a text.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde_json::{Map, Value};

use crate::entra::json;

/// Reads the members of an object.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) &'a Map<String, Value>);

/// What the service puts where it takes out what another tenant may not see.
const REMOVED: &str = "{PII Removed";

impl<'a> Fields<'a> {
    /// A member by its name in any case; `None` when it holds nothing.
    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        let Self(map) = self;
        let any_case = || map.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        let value = map.get(name).or_else(any_case)?;
        let is_empty = value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty());
        (!is_empty).then_some(value)
    }

    /// A member as text. An empty one is none, and so is one that the service took out.
    pub(super) fn text(self, name: &str) -> Option<String> {
        text(self.get(name)?)
    }

    /// The first of several members that has a text.
    pub(super) fn first_text(self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.text(name))
    }

    /// A member that is an object, or a text that holds one.
    pub(super) fn object(self, name: &str) -> Option<Cow<'a, Map<String, Value>>> {
        match self.get(name)? {
            Value::Object(map) => Some(Cow::Borrowed(map)),
            Value::String(text) if text.trim_start().starts_with('{') => match json::parse(text).ok()? {
                Value::Object(map) => Some(Cow::Owned(map)),
                _ => None,
            },
            _ => None,
        }
    }

    /// A member that is a list, or a text that holds one. Empty when it is neither.
    pub(super) fn list(self, name: &str) -> Cow<'a, [Value]> {
        match self.get(name) {
            Some(Value::Array(items)) => Cow::Borrowed(items),
            Some(Value::String(text)) if text.trim_start().starts_with('[') => match json::parse(text) {
                Ok(Value::Array(items)) => Cow::Owned(items),
                _ => Cow::default(),
            },
            _ => Cow::default(),
        }
    }

    /// A member that is a list of words: an array, or a text with commas.
    pub(super) fn words(self, name: &str) -> Vec<String> {
        match self.get(name) {
            Some(Value::String(text)) if !text.trim_start().starts_with('[') => separated(text),
            _ => self.list(name).iter().filter_map(text).collect(),
        }
    }

    /// A member that is yes or no, in any of the ways in which exports write it.
    pub(super) fn flag(self, name: &str) -> Option<bool> {
        match self.get(name)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
                "true" | "yes" => Some(true),
                "false" | "no" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A member that is a whole number, or a text that holds one, also behind the prefix of a code.
    pub(super) fn number(self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Value::Number(number) => number.as_u64(),
            Value::String(text) => text.trim().trim_start_matches("AADSTS").parse().ok(),
            _ => None,
        }
    }

    /// A member that is a time.
    pub(super) fn time(self, name: &str) -> Option<Timestamp> {
        time(self.get(name)?.as_str()?)
    }
}

/// The words of a text with commas.
pub(super) fn separated(text: &str) -> Vec<String> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn text(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => Cow::Borrowed(text.trim()),
        Value::Number(number) => Cow::Owned(number.to_string()),
        _ => return None,
    };
    (!text.is_empty() && !text.starts_with(REMOVED)).then(|| text.into_owned())
}

/// A word without what only its spelling adds: `Not Applied` and `notApplied` are `notapplied`.
pub(super) fn squeezed(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// A word of the service in `snake_case`.
pub(super) fn snake(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    let mut is_after_word = false;
    for letter in text.trim().chars() {
        let is_gap = letter == '_' || letter == '-' || letter.is_whitespace();
        if is_after_word && (is_gap || letter.is_uppercase()) && !out.ends_with('_') {
            out.push('_');
        }
        if !is_gap {
            out.extend(letter.to_lowercase());
        }
        is_after_word = letter.is_lowercase() || letter.is_ascii_digit();
    }
    out
}

/// A time as exports write it. What has no offset is UTC: no export has the times of a place.
pub(super) fn time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let in_utc = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|time| time.timestamp());
    let with_offset = || text.parse::<Timestamp>().ok();
    let without_offset = || text.parse::<DateTime>().ok().and_then(in_utc);
    let time = with_offset().or_else(without_offset).or_else(|| american(text).and_then(in_utc)).or_else(|| since_1970(text))?;
    // The year 1 means never.
    (time.as_second() > 0).then_some(time)
}

/// `9/19/2023, 1:42:37.848 PM`: the month comes first.
fn american(text: &str) -> Option<DateTime> {
    let (date, time) = text.split_once([',', ' '])?;
    let mut date = date.split('/');
    let (month, day, year) = (date.next()?.parse().ok()?, date.next()?.parse().ok()?, date.next()?.parse().ok()?);
    let (clock, half) = time.trim().split_once([' ', '\u{202f}']).map_or((time.trim(), ""), |(clock, half)| (clock, half.trim()));
    let mut clock = clock.split(':');
    let hour: i8 = clock.next()?.parse().ok()?;
    let hour = match half.to_ascii_uppercase().as_str() {
        "" => hour,
        "AM" => hour % 12,
        "PM" => hour % 12 + 12,
        _ => return None,
    };
    let minute = clock.next()?.parse().ok()?;
    let (second, fraction) = clock.next().map_or(("0", ""), |second| second.split_once('.').unwrap_or((second, "")));
    let nanoseconds = format!("{fraction:0<9}").get(..9)?.parse().ok()?;
    let time = Time::new(hour, minute, second.parse().ok()?, nanoseconds).ok()?;
    Some(Date::new(year, month, day).ok()?.to_datetime(time))
}

/// `/Date(1780558977000)/`, as Windows PowerShell writes a time into JSON.
fn since_1970(text: &str) -> Option<Timestamp> {
    let milliseconds = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    Timestamp::from_millisecond(milliseconds.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn times_of_every_export_are_read() {
        for text in [
            "2026-06-04T07:42:57Z",
            "2026-06-04T07:42:57.0000000+00:00",
            "2026-06-04T09:42:57+02:00",
            "2026-06-04T07:42:57",
            "2026-06-04 07:42:57.000",
            "6/4/2026, 7:42:57.000 AM",
            "6/4/2026, 7:42:57 AM",
            "6/4/2026 7:42:57 AM",
            "06/04/2026, 07:42:57",
            "6/4/2026, 7:42:57.000\u{202f}AM",
            "/Date(1780558977000)/",
        ] {
            assert_eq!(time(text), "2026-06-04T07:42:57Z".parse().ok(), "{text}");
        }
        assert_eq!(time("9/19/2023, 1:42:37.848 PM"), "2023-09-19T13:42:37.848Z".parse().ok());
        assert_eq!(time("9/19/2023, 12:00:01 AM"), "2023-09-19T00:00:01Z".parse().ok());
        assert_eq!(time("9/19/2023, 12:00:01 PM"), "2023-09-19T12:00:01Z".parse().ok());
        for text in ["", "0001-01-01T00:00:00Z", "19/9/2023, 1:42:37 PM", "yesterday", "6/4/2026, 7:42:57 XM", "/Date(x)/", "1/2/3,4"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn values_are_read_in_every_spelling() {
        let map = json!({
            "Status": "{\"errorCode\":0}", "list": "[\"a\"]", "words": "a, b", "flag": "TRUE", "other": "No", "number": "50074",
            "code": "AADSTS50126", "blank": "  ", "nothing": null, "gone": "{PII Removed from the log}", "broken": "{\"a", "deep": "[".repeat(500),
        });
        let fields = Fields(map.as_object().unwrap());
        assert_eq!(fields.object("status").map(|status| status.len()), Some(1));
        assert_eq!(fields.words("LIST"), ["a"]);
        assert_eq!(fields.words("words"), ["a", "b"]);
        assert_eq!((fields.flag("flag"), fields.flag("other"), fields.flag("list")), (Some(true), Some(false), None));
        assert_eq!((fields.number("number"), fields.number("code"), fields.number("list")), (Some(50074), Some(50126), None));
        for name in ["blank", "nothing", "gone", "missing"] {
            assert_eq!(fields.text(name), None, "{name}");
        }
        assert_eq!(fields.object("broken"), None);
        assert!(fields.list("deep").is_empty());
    }

    #[test]
    fn words_of_the_service_become_snake_case() {
        for (text, expected) in [
            ("none", "none"),
            ("unknownFutureValue", "unknown_future_value"),
            ("adminConfirmedSigninSafe", "admin_confirmed_signin_safe"),
            ("At Risk", "at_risk"),
            ("Low", "low"),
        ] {
            assert_eq!(snake(text), expected);
        }
        assert_eq!(squeezed("Not Applied"), squeezed("notApplied"));
    }
}
