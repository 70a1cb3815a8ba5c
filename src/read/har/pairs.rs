//! Names and values as a HAR lists them: headers, cookies, parameters. HAR 1.2 has a list of objects with `name` and `value`; other programs write pairs,
//! an object whose members are the names, or a line of text.

use serde_json::{Map, Value};

/// The names and values, in order. What is not a name with a value is left out; a value that is no text is an empty one.
pub(in crate::read) fn pairs(listed: Option<&Value>) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    match listed {
        Some(Value::Array(list)) => list.iter().for_each(|element| push_element(&mut pairs, element)),
        Some(Value::Object(named)) => push_members(&mut pairs, named),
        _ => {}
    }
    pairs
}

/// One element of a list.
fn push_element(pairs: &mut Vec<(String, String)>, element: &Value) {
    match element {
        Value::Object(object) => match NAMES.iter().find_map(|key| object.get(*key)) {
            Some(name) => push(pairs, &text(Some(name)).unwrap_or_default(), object.get("value").or_else(|| object.get("Value"))),
            None => push_members(pairs, object),
        },
        Value::Array(pair) => match pair.as_slice() {
            [name @ (Value::String(_) | Value::Number(_)), value] => push(pairs, &text(Some(name)).unwrap_or_default(), Some(value)),
            [Value::String(name)] => push(pairs, name, None),
            _ => {}
        },
        // The name of a pseudo-header begins with a colon. A time has colons too, and is no line of a name and a value.
        Value::String(line) => {
            let named = !line.starts_with(|letter: char| letter.is_ascii_digit());
            let colon = line.get(1..).filter(|_| named).and_then(|rest| rest.find([':', '=']));
            if let Some((name, value)) = colon.and_then(|at| Some((line.get(..=at)?, line.get(at + 2..)?))) {
                push(pairs, name, Some(&Value::String(value.trim_start().to_owned())));
            }
        }
        _ => {}
    }
}

/// The text of a value: numbers are written out, everything else is none.
pub(in crate::read) fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What programs call the name in a pair.
const NAMES: &[&str] = &["name", "Name", "key"];

/// The members of an object, each a name; a name may have several values.
fn push_members(pairs: &mut Vec<(String, String)>, named: &Map<String, Value>) {
    for (name, value) in named {
        push(pairs, name, Some(value));
    }
}

fn push(pairs: &mut Vec<(String, String)>, name: &str, value: Option<&Value>) {
    if name.trim().is_empty() {
        return;
    }
    match value {
        Some(Value::Array(values)) => pairs.extend(values.iter().map(|value| (name.to_owned(), text(Some(value)).unwrap_or_default()))),
        value => pairs.push((name.to_owned(), text(value).unwrap_or_default())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_way_of_writing_names_and_values_is_read() {
        let expected = [("A", "1"), ("b", "x: y"), ("b", "2")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        for listed in [
            json!([{"name": "A", "value": "1"}, {"name": "b", "value": "x: y"}, {"_fromType": "array", "name": "b", "value": "2"}]),
            json!([["A", "1"], ["b", "x: y"], ["b", 2]]),
            json!({"A": "1", "b": ["x: y", "2"]}),
            json!([{"A": "1"}, {"b": ["x: y", 2]}]),
            json!(["A: 1", "b: x: y", "b: 2"]),
            json!([{"key": "A", "value": "1"}, {"Name": "b", "Value": ["x: y", "2"]}]),
        ] {
            assert_eq!(pairs(Some(&listed)), expected, "{listed}");
        }
        assert_eq!(pairs(Some(&json!([":authority: app.contoso.example"]))), [(":authority".to_owned(), "app.contoso.example".to_owned())]);
        for nothing in
            [json!([]), json!(null), json!("x"), json!([[], [1], [{}, "x"], "x", "2026-03-02T09:00:00Z", {"name": ""}, {" ": "x"}, 7])]
        {
            assert_eq!(pairs(Some(&nothing)), [], "{nothing}");
        }
    }
}
