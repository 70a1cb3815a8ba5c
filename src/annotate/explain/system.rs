//! Codes of Windows and of the network in a text, in the forms in which programs print them: `0xCAA20003`, `CAA20003`, `-895352829`, `3399614467`,
//! `WinHTTP 12007`, `net::ERR_CERT_DATE_INVALID`, `net_error -201`, `STATUS_LOGON_FAILURE`.
//!
//! A form that other numbers have, too, counts for a code that is listed only; a number of a few digits counts behind the name of who prints it.

use std::ops::Range;

use crate::entra::system_codes::{Family, SystemCode};

/// A code that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::annotate) struct SystemHit {
    /// The code.
    pub(in crate::annotate) code: SystemCode,
    /// Where it is.
    pub(super) place: Range<usize>,
}

/// The codes of a text, in order, each once, at most that many.
pub(in crate::annotate) fn codes(text: &str, most: usize) -> Vec<SystemHit> {
    let mut hits: Vec<SystemHit> = Vec::new();
    for word in words(text) {
        let Some(code) = word.read() else { continue };
        if !hits.iter().any(|known| known.code == code) {
            hits.push(SystemHit { code, place: word.start..word.end });
        }
        if hits.len() >= most {
            break;
        }
    }
    hits
}

/// The code that a question is and nothing else; of a name case makes no difference.
pub(super) fn alone(question: &str) -> Option<SystemCode> {
    let question = question.trim();
    let name = question.strip_prefix("net::").unwrap_or(question);
    if let Some(code) = SystemCode::named(&name.to_ascii_uppercase()) {
        return Some(code);
    }
    let word = words(question).next()?;
    let before = question.get(..word.start)?;
    (matches!(before, "" | "-") && word.end == question.len()).then(|| word.read())?
}

/// Letters, digits and underscores next to each other.
struct Word<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

fn words(text: &str) -> impl Iterator<Item = Word<'_>> {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..)?;
        let start = at + rest.iter().position(is_part)?;
        let length = text.as_bytes().get(start..)?.iter().take_while(|byte| is_part(byte)).count();
        at = start + length;
        Some(Word { text, start, end: at })
    })
}

/// Longest name of a code that is listed.
const LONGEST: usize = 80;
/// How far before a number the name of who prints it may begin.
const REACH: usize = 48;

/// Names of Chromium that other programs have, too.
const OF_OTHERS: &[&str] = &["ERR_FAILED", "ERR_ABORTED", "ERR_TIMED_OUT", "ERR_ACCESS_DENIED", "ERR_INVALID_RESPONSE"];

impl<'a> Word<'a> {
    fn read(&self) -> Option<SystemCode> {
        let word = self.text.get(self.start..self.end).filter(|word| word.len() <= LONGEST)?;
        let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
        match (word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")), self.before().chars().next_back()) {
            (Some(digits), _) => self.hexadecimal(digits),
            (None, Some('-')) if is_number => self.negative(word),
            (None, _) if is_number => self.decimal(word),
            (None, _) if word.contains('_') => self.name(word),
            (None, _) => self.without_prefix(word),
        }
    }

    /// What precedes the word on its line, as far as names reach.
    fn before(&self) -> &'a str {
        let start = (self.start.saturating_sub(REACH)..=self.start).find(|at| self.text.is_char_boundary(*at));
        let before = start.and_then(|start| self.text.get(start..self.start)).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default()
    }

    fn after(&self) -> &'a str {
        self.text.get(self.end..).unwrap_or_default()
    }

    /// Whether the word is no part of an id, a number with a point, an address, a phone number.
    fn is_free(&self, before: &str) -> bool {
        let mut after = self.after().chars();
        let goes_on = match after.next() {
            Some('-' | '.' | ':' | '/' | '@' | '%') => after.next().is_some_and(char::is_alphanumeric),
            Some(letter) => letter.is_alphanumeric(),
            None => false,
        };
        !goes_on && before.chars().next_back().is_none_or(|letter| !(letter.is_alphanumeric() || "-._/@%+".contains(letter)))
    }

    /// `0xCAA20003`, `0x00002ee7`, and `HTTP Error : 0x2ee7` of dsregcmd.
    fn hexadecimal(&self, digits: &str) -> Option<SystemCode> {
        /// Digits of a result.
        const DIGITS: usize = 8;
        // A result with a sign, in twice the width.
        let digits = digits.get(..DIGITS).filter(|sign| sign.eq_ignore_ascii_case("ffffffff")).map_or(digits, |_| &digits[DIGITS..]);
        let result = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= DIGITS)?;
        match u16::try_from(result) {
            Ok(number) => {
                let is_labeled = || self.label().ends_with("http error");
                (digits.len() == DIGITS || is_labeled()).then(|| SystemCode::of_internet(number)).flatten()
            }
            Err(_) => SystemCode::of_result(result),
        }
    }

    /// `CAA20003`, as error pages of Office and Teams write it. Digits alone may be any number, and an ID begins alike.
    fn without_prefix(&self, word: &str) -> Option<SystemCode> {
        let is_result = word.len() == 8 && word.bytes().any(|byte| byte.is_ascii_alphabetic()) && self.is_free(self.before());
        let code = is_result.then(|| u32::from_str_radix(word, 16).ok().and_then(SystemCode::of_result)).flatten()?;
        (is_told(code) || code.family == Family::Broker || code.family == Family::TokenService).then_some(code)
    }

    /// `-895352829`, and `net_error -202`.
    fn negative(&self, digits: &str) -> Option<SystemCode> {
        let before = self.before().strip_suffix('-').filter(|before| self.is_free(before))?;
        let number: i32 = format!("-{digits}").parse().ok()?;
        if number > -1000 {
            let label = before.trim_end_matches(is_mark).to_ascii_lowercase();
            let is_of_chromium = ["net_error", "net error", "neterror"].iter().any(|name| label.ends_with(name));
            return is_of_chromium.then(|| SystemCode::of_chromium(number)).flatten();
        }
        SystemCode::of_result(number.cast_unsigned())
    }

    /// `3399614467`, and `WinINet 12007`.
    fn decimal(&self, digits: &str) -> Option<SystemCode> {
        if !self.is_free(self.before()) {
            return None;
        }
        if let Ok(number) = digits.parse::<u16>() {
            let label = self.label();
            let is_of_windows = ["winhttp", "wininet"].iter().any(|name| label.contains(name));
            return is_of_windows.then(|| SystemCode::of_internet(number)).flatten();
        }
        let code = digits.parse().ok().filter(|_| digits.len() == 10).and_then(SystemCode::of_result)?;
        let is_labeled = || ["code", "error", "status"].iter().any(|label| self.label().ends_with(label));
        (is_told(code) || is_labeled()).then_some(code)
    }

    /// The name of a code, as it is documented; some of Chromium only behind `net::`.
    fn name(&self, word: &str) -> Option<SystemCode> {
        let is_of_others = OF_OTHERS.contains(&word) && !self.before().ends_with("net::");
        SystemCode::named(word).filter(|_| !is_of_others)
    }

    /// What precedes the word and the marks before it, in lower case.
    fn label(&self) -> String {
        self.before().trim_end_matches(is_mark).to_ascii_lowercase()
    }
}

/// Whether more is known of a code than its family.
fn is_told(code: SystemCode) -> bool {
    code.name.is_some() || code.http_status().is_some() || code.internet_number().is_some()
}

fn is_mark(letter: char) -> bool {
    letter.is_whitespace() || ":='\"[({#,".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        codes(text, 20).into_iter().map(|hit| hit.code.code()).collect()
    }

    #[test]
    fn each_form_is_read() {
        for (text, expected) in [
            ("0xCAA20003, 0XCAA20003 and -895352829", &["0xcaa20003"][..]),
            ("Error code: CAA20003", &["0xcaa20003"]),
            ("caa5004b", &["0xcaa5004b"]),
            ("Status: Response_Status.Status_InteractionRequired, Error code: 3399614476, Tag: 557973645", &["0xcaa2000c"]),
            ("error 3399811147", &["0xcaa5004b"]),
            ("DRS Discovery Test : FAIL [0x801c0021/0x80072ee2]", &["0x801c0021", "0x80072ee2"]),
            ("STATUS_LOGON_FAILURE (-1073741715/ 0xc000006d)", &["0xc000006d"]),
            ("HTTP Error : 0x2ee7", &["0x00002ee7"]),
            ("0x00002ee7", &["0x00002ee7"]),
            ("WinHttpSendRequest failed with error 12029", &["0x00002efd"]),
            ("WinINet 12007", &["0x00002ee7"]),
            ("error 0xFFFFFFFFCAA20003", &["0xcaa20003"]),
            ("AAD Cloud AP plugin call returned error: 0xC0048512", &["0xc0048512"]),
            ("{\"errorCode\":\"-895352829\",\"code\":3400019687}", &["0xcaa20003", "0xcaa82ee7"]),
            ("(0xCAA30194)", &["0xcaa30194"]),
            ("handshake failed; returned -1, SSL error code 1, net_error -202", &["ERR_CERT_AUTHORITY_INVALID"]),
            ("net::ERR_ABORTED 404", &["ERR_ABORTED"]),
            ("page.goto: net::ERR_NAME_NOT_RESOLVED at https://a.example", &["ERR_NAME_NOT_RESOLVED"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_other_things_are_no_codes() {
        for text in [
            "12007 and port 12029, build 12175",
            "Error 12007",
            "HTTP error 12007",
            "c000006d-3e5d-4a96-8c14-6f2d90e7a315",
            "1b4f7c02-3e5d-4a96-8c14-0000caa20003 x-caa20003",
            "+3399614467 or 3399614467.5 or 3399614467-2 or 10.3399614467",
            "3399811147 and 3221225477",
            "id-895352829, a-895352829",
            "0xc0000005 at 0x7ffe0304, 0x2ee7",
            "returned -202, -105, -1",
            "80090016 c00000000 caa20003f",
            "code: ERR_FAILED, ERR_ABORTED, ERR_BAD_REQUEST",
            "0x80048823 0xffffffff 0xffffffffffffffff 0x",
            "1700000000",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_question_is_a_code_when_it_is_nothing_else() {
        for (question, code) in [
            (" 0xCAA20003 ", "0xcaa20003"),
            ("-895352829", "0xcaa20003"),
            ("3399614467", "0xcaa20003"),
            ("net::err_failed", "ERR_FAILED"),
            ("status_logon_failure", "0xc000006d"),
        ] {
            assert_eq!(alone(question).map(SystemCode::code).as_deref(), Some(code), "{question}");
        }
        for question in ["", "12007", "WinINet 12007", "0xCAA20003: x", "50053", "-202"] {
            assert_eq!(alone(question), None, "{question}");
        }
    }
}
