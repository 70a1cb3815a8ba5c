//! Objects that scripts of pages assign: `var ServerData = {sErrTxt:'...don\'t...'}`. They are literals of the script language, and JSON only where the
//! service took the trouble: names without quotes, strings in single quotes with the language's own escapes.

use memchr::memmem;
use serde_json::Value;

use crate::entra::json;

/// The object that a script assigns to a name, or `None` when it assigns none that can be read as values alone.
#[must_use]
pub(in crate::entra) fn object(script: &str, name: &str) -> Option<Value> {
    let mut rest = script;
    while let Some(at) = memmem::find(rest.as_bytes(), name.as_bytes()) {
        let before = rest.get(..at).and_then(|before| before.chars().next_back());
        rest = rest.get(at + name.len()..)?;
        if before.is_some_and(is_of_name) {
            continue;
        }
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        let value = value.trim_start();
        if !value.starts_with('{') {
            continue;
        }
        // Only the first is read: a script that assigns a hundred of them would be walked a hundred times.
        let value = literal_to_json(value)?;
        return json::parse(&value).ok();
    }
    None
}

/// The string that is at the beginning of a text, between quotes of either kind, decoded, with the length that it has there.
#[must_use]
pub(in crate::entra) fn string(text: &str) -> Option<(String, usize)> {
    let mut letters = text.char_indices();
    let (_, quote) = letters.next().filter(|(_, letter)| matches!(letter, '\'' | '"'))?;
    let mut decoded = String::new();
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some((decoded, at + letter.len_utf8()));
        }
        if letter != '\\' {
            decoded.push(letter);
            continue;
        }
        let (_, escaped) = letters.next()?;
        match escaped {
            'n' => decoded.push('\n'),
            'r' => decoded.push('\r'),
            't' => decoded.push('\t'),
            'b' => decoded.push('\u{8}'),
            'f' => decoded.push('\u{c}'),
            'v' => decoded.push('\u{b}'),
            '0' => decoded.push('\0'),
            'x' | 'u' => {
                let digits = if escaped == 'x' { 2 } else { 4 };
                let first = unit(&mut letters, digits)?;
                decoded.push(character(first, &mut letters));
            }
            // A line that continues.
            '\n' => {}
            other => decoded.push(other),
        }
    }
    None
}

/// A number of that many hexadecimal digits.
fn unit(letters: &mut std::str::CharIndices<'_>, digits: usize) -> Option<u32> {
    let mut number = 0;
    for _ in 0..digits {
        number = number * 16 + letters.next()?.1.to_digit(16)?;
    }
    Some(number)
}

/// The character that a unit of UTF-16 is, with the second one when it takes two.
fn character(first: u32, letters: &mut std::str::CharIndices<'_>) -> char {
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER);
    }
    let mut ahead = letters.clone();
    let marks = (ahead.next().map(|(_, mark)| mark), ahead.next().map(|(_, mark)| mark));
    let second = if marks == (Some('\\'), Some('u')) { unit(&mut ahead, 4) } else { None };
    match second.filter(|second| (0xdc00..0xe000).contains(second)) {
        Some(second) => {
            *letters = ahead;
            char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)).unwrap_or(char::REPLACEMENT_CHARACTER)
        }
        None => char::REPLACEMENT_CHARACTER,
    }
}

/// The objects of pages are far shorter, in bytes of JSON.
const LONGEST: usize = 4 << 20;

/// The literal at the beginning of a text as JSON. `None` for one that is never closed, or that calls something.
fn literal_to_json(text: &str) -> Option<String> {
    let mut json = String::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(letter) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..)?;
        if json.len() > LONGEST {
            return None;
        }
        match letter {
            '{' | '[' => {
                depth += 1;
                json.push(letter);
                at += 1;
            }
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                if json.ends_with(',') {
                    json.pop();
                }
                json.push(letter);
                at += 1;
                if depth == 0 {
                    return Some(json);
                }
            }
            ',' | ':' => {
                json.push(letter);
                at += 1;
            }
            '\'' | '"' => {
                let (decoded, length) = string(rest)?;
                json.push_str(&Value::String(decoded).to_string());
                at += length;
            }
            '/' if rest.starts_with("//") => at += rest.find('\n')?,
            '/' if rest.starts_with("/*") => at += rest.find("*/")? + 2,
            letter if letter.is_whitespace() => at += letter.len_utf8(),
            _ => {
                let length = rest.find(|letter: char| !is_of_word(letter)).filter(|length| *length > 0)?;
                let word = rest.get(..length)?;
                let is_name = rest.get(length..)?.trim_start().starts_with(':');
                json.push_str(&if is_name { Value::String(word.to_owned()).to_string() } else { value(word).to_string() });
                at += length;
            }
        }
    }
    None
}

fn is_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '_' | '$')
}

fn is_of_word(letter: char) -> bool {
    is_of_name(letter) || matches!(letter, '.' | '-' | '+' | '!')
}

/// A value that is neither a string nor a container.
fn value(word: &str) -> Value {
    match word {
        "!0" => Value::Bool(true),
        "!1" => Value::Bool(false),
        word => json::parse(word).unwrap_or(Value::Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literals_of_the_language_are_read_as_values() {
        let script = r#"//<![CDATA[
            var other_ServerData = {a:1}; var ServerData = {BA:{'0':0},b:[1,-2.5,],sErrTxt:'don\'t say \"no\" \x41\u00e9 \ud83d\ude00',c:!0,d:undefined,"e":"it's", /* f */ g:null,};
            window.x = function () { return ServerData; };"#;
        let object = object(script, "ServerData").expect("there is one");
        assert_eq!(object["sErrTxt"], "don't say \"no\" Aé 😀");
        assert_eq!(object["BA"]["0"], 0);
        assert_eq!((object["b"][1].as_f64(), object["c"].as_bool(), object["d"].is_null()), (Some(-2.5), Some(true), true));
        assert_eq!(object["e"], "it's");
    }

    #[test]
    fn what_is_no_literal_is_none() {
        for script in [
            "ServerData",
            "ServerData = 1",
            "var ServerData={a:'never closed}",
            "var ServerData={a:f(1)}",
            "var ServerData={{",
            "var ServerData={a:'\\u12'}",
            "var ServerData={]",
        ] {
            assert!(object(script, "ServerData").is_none(), "{script}");
        }
        assert_eq!(string("'a\\\\'b"), Some(("a\\".to_owned(), 5)));
    }
}
