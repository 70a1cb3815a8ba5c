//! Mailboxes: where addresses of mailboxes and names of users of that form are in a text, percent-encoded or not.

use std::ops::Range;

/// Where the next one stands whose at sign is behind this position.
pub(in crate::redact) fn next(text: &str, from: usize) -> Option<Range<usize>> {
    let mut end_of_last = from;
    text.get(from..)?.match_indices(['@', '%']).find_map(|(at, sign)| {
        let at = from + at;
        let after = text.get(at..)?.strip_prefix(if sign == "@" { sign } else { "%40" })?;
        let before = text.get(std::mem::replace(&mut end_of_last, text.len() - after.len())..at)?;
        Some(at - name(before)?.len()..end_of_last + domain(after)?.len())
    })
}

/// Whether a text is one, and nothing else.
pub(in crate::redact) fn is_one(text: &str) -> bool {
    next(text, 0) == Some(0..text.len())
}

/// What a part of a name is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A name may begin with it.
    Letter,
    /// It stands inside of a name.
    Mark,
    /// No name holds it.
    Other,
}

/// The name that ends where this text ends.
fn name(text: &str) -> Option<&str> {
    let is_possible = |letter: char| is_letter(letter) || matches!(letter, '.' | '+' | '\'' | '#' | '~' | '-' | '%');
    let mut rest = &text[text.trim_end_matches(is_possible).len()..];
    let mut name = None;
    while let Some(letter) = rest.chars().next() {
        let (part, length) = match escaped(rest) {
            Some(0x80..) => (Part::Letter, 3),
            // Of what is percent-encoded only what a name may hold is a part of it, else the name would begin far before itself.
            Some(byte) => (if b".+'#-_".contains(&byte) { Part::Mark } else { Part::Other }, 3),
            None if letter == '%' => (Part::Other, 1),
            None => (if is_letter(letter) { Part::Letter } else { Part::Mark }, letter.len_utf8()),
        };
        match part {
            Part::Letter => name = name.or(Some(rest)),
            Part::Mark => {}
            Part::Other => name = None,
        }
        rest = rest.get(length..)?;
    }
    name
}

/// The byte that an escape at the beginning of a text stands for.
fn escaped(text: &str) -> Option<u8> {
    let digits = text.strip_prefix('%')?.get(..2).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok()
}

/// The domain that a text begins with: at least two labels, of which the last has two letters or more.
fn domain(text: &str) -> Option<&str> {
    let run = text.find(|letter| !(is_letter(letter) || matches!(letter, '-' | '.'))).map_or(text, |end| &text[..end]);
    let (mut end, mut at) = (None, 0);
    for label in run.split('.').take_while(|label| !label.is_empty()) {
        if at > 0 && label.chars().nth(1).is_some() {
            end = Some(at + label.len());
        }
        at += label.len() + 1;
    }
    text.get(..end?)
}

/// Letters, digits and the underscore, of every script.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '\u{C0}'..='\u{1FFF}' | '\u{2C00}'..='\u{2FFF}' | '\u{3040}'..)
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn all(text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        while let Some(next) = next(text, found.last().map_or(0, |last| last.end)) {
            found.push(next);
        }
        found
    }

    #[test]
    fn names_end_where_nothing_of_a_name_stands() {
        for (text, found) in [
            ("user=alex@contoso.example, and", vec!["alex@contoso.example"]),
            ("%20alex%2Bx%40contoso.example%3B", vec!["alex%2Bx%40contoso.example"]),
            ("J%C3%BCrgen@m\u{FC}ller.example", vec!["J%C3%BCrgen@m\u{FC}ller.example"]),
            ("a@b.cd.x@e.fg", vec!["a@b.cd", "x@e.fg"]),
            ("alex@contoso @contoso.example a@b.c 50%@x.yz", vec![]),
        ] {
            assert_eq!(all(text).into_iter().map(|range| &text[range]).collect::<Vec<_>>(), found, "{text}");
        }
    }

    /// What finds the same, and is told what letters are.
    static PATTERN: LazyLock<Regex> = LazyLock::new(|| {
        let letter = r"0-9A-Za-z_\x{C0}-\x{1FFF}\x{2C00}-\x{2FFF}\x{3040}-\x{10FFFF}";
        let name = format!(r"(?:[{letter}]|%[89A-Fa-f][0-9A-Fa-f])(?:[{letter}.+'#~-]|%(?:2[BbDdEe37]|5[Ff]|[89A-Fa-f][0-9A-Fa-f]))*");
        // With what no name begins with goes an escape before it, whose digits would begin one.
        Regex::new(&format!(r"(?:%[0-7][0-9A-Fa-f]|[.+'#~-])*({name}(?:@|%40)(?:[{letter}-]+\.)+[{letter}-]{{2,}})")).unwrap()
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn they_are_what_a_pattern_finds(text in "([a2BE_ä.+#@%= -]|%40|%3D|%2B|%E4|b\\.cd){0,40}") {
            let found: Vec<Range<usize>> = PATTERN.captures_iter(&text).map(|found| found.get(1).unwrap().range()).collect();
            // The pattern also takes the digits of an escape for a name, when there is no other.
            let is_in_escape = |at: usize| (1..=2).any(|back| text.get(at.wrapping_sub(back)..).and_then(escaped).is_some());
            if !found.iter().any(|range| is_in_escape(range.start)) {
                prop_assert_eq!(all(&text), found);
            }
        }
    }
}
