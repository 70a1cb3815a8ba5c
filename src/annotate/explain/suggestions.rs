//! What a question that is not known may have meant: names and words that differ by one letter. Numbers are never taken for one another.

use crate::annotate::catalog::Entry;
use crate::annotate::vocabulary;
use crate::entra::codes::Code;

/// Most suggestions for something that is not known.
const MOST_SUGGESTIONS: usize = 5;

/// Known names and words that differ from a word by one letter, and the code of digits that were typed as letters.
pub(super) fn suggestions(question: &str, entries: &[Entry]) -> Vec<String> {
    if let Some(code) = with_digits(question) {
        return vec![code];
    }
    // Another number is another code.
    if question.bytes().filter(u8::is_ascii_digit).count() > 3 {
        return Vec::new();
    }
    let wanted = question.to_ascii_lowercase();
    let names = entries.iter().filter_map(|entry| entry.name.clone()).chain(vocabulary::words());
    let mut near: Vec<String> = names.filter(|name| is_near(&name.to_ascii_lowercase(), &wanted)).collect();
    near.dedup();
    near.truncate(MOST_SUGGESTIONS);
    near
}

/// The listed code of a question in which letters stand that look like digits: `5O053`.
fn with_digits(question: &str) -> Option<String> {
    let digits: String = question
        .chars()
        .map(|letter| {
            if matches!(letter, 'O' | 'o') {
                '0'
            } else if matches!(letter, 'l' | 'I') {
                '1'
            } else {
                letter
            }
        })
        .collect();
    let (prefix, rest) = digits.split_at_checked("AADSTS".len()).unwrap_or_default();
    let number = if prefix.eq_ignore_ascii_case("AADSTS") { rest } else { &digits };
    let is_number = digits != question && number.len() > 4 && number.bytes().all(|byte| byte.is_ascii_digit());
    let code = is_number.then(|| Code::read(number)).flatten();
    code.filter(Code::is_listed).map(|code| code.to_string())
}

/// Whether two words differ by at most one letter changed, added, left out, or exchanged with its neighbor.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest_equal = |a: usize, b: usize| one.get(a..).is_some() && one.get(a..) == other.get(b..);
    let swapped = match (one.get(start..start + 2), other.get(start..start + 2)) {
        (Some([a, b]), Some([c, d])) => a == d && b == c,
        _ => false,
    };
    rest_equal(start + 1, start + 1)
        || rest_equal(start + 1, start)
        || rest_equal(start, start + 1)
        || (swapped && rest_equal(start + 2, start + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_is_one_change_away() {
        assert!(is_near("50126", "50127") && is_near("50126", "5012") && is_near("50126", "501226") && is_near("50126", "51026"));
        assert!(!is_near("50126", "50199") && !is_near("50133", "5"));
    }

    #[test]
    fn letters_that_look_like_digits_are_a_slip_and_other_digits_are_another_code() {
        assert_eq!(suggestions("5O053", &[]), ["AADSTS50053"]);
        assert_eq!(suggestions("aadsts5oo76", &[]), ["AADSTS50076"]);
        for other in ["82001", "50152", "AADSTS50127", "0x80048824x", "OOOOO"] {
            assert_eq!(suggestions(other, &[]), [""; 0], "{other}");
        }
    }
}
