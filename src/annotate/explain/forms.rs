//! The forms in which people paste a code: one row a form, and for each number of a text the row that knows what precedes it.
//!
//! A number counts for what a form says it is and never on its own: ids, times, ports and versions have no form here.

use super::suggestions::is_near;
use super::unwrapped::MARGIN;
use crate::annotate::vocabulary;
use crate::entra::codes::Code;

/// How much a form says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Strength {
    /// Anything may have such a number; only a code that is listed counts, and only when nothing stronger is there.
    Word,
    /// A field for codes of the service, though others have fields of this name.
    Field,
    /// The code in full.
    Named,
}

/// A form, and how it is read.
#[derive(Debug)]
pub(super) struct Form {
    /// Its name, for tests.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests name forms"))]
    pub(super) name: &'static str,
    strength: Strength,
    /// The codes that a number in this form may be; the first that is listed is meant.
    read: fn(&Number<'_>) -> Option<Family>,
}

/// The forms, the strongest first.
pub(super) const FORMS: &[Form] = &[
    Form { name: "the code in full", strength: Strength::Named, read: in_full },
    Form { name: "the telemetry header", strength: Strength::Field, read: telemetry_header },
    Form { name: "the error address", strength: Strength::Field, read: error_address },
    Form { name: "a field of codes", strength: Strength::Field, read: field },
    Form { name: "a list in a field of codes", strength: Strength::Field, read: list },
    Form { name: "behind a word for errors", strength: Strength::Word, read: word },
    Form { name: "in brackets", strength: Strength::Word, read: brackets },
    Form { name: "alone on its line", strength: Strength::Word, read: alone },
    Form { name: "at the beginning", strength: Strength::Word, read: beginning },
];

/// The family of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Entra,
    B2c,
    /// Whichever lists it, Entra's before B2C's.
    Either,
    /// Both, when both list it.
    Both,
}

/// A number in a text.
struct Number<'a> {
    text: &'a str,
    start: usize,
    end: usize,
    digits: &'a str,
    /// What precedes it, as far as forms reach.
    before: &'a str,
    /// What precedes it and the marks between.
    label: &'a str,
    /// The form of the number before, and where that ended.
    last: Option<(Strength, usize)>,
}

/// A code that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hit {
    /// The code.
    pub(super) code: Code,
    /// How much the form says.
    pub(super) strength: Strength,
    /// Which form, by its position.
    pub(super) form: usize,
    /// Where it ends.
    pub(super) end: usize,
}

/// The codes of a text, in order, each once in its strongest form, at most that many.
pub(super) fn codes(text: &str, most: usize) -> Vec<Hit> {
    let bytes = text.as_bytes();
    let mut hits: Vec<Hit> = Vec::new();
    let mut last = None;
    let mut at = 0;
    while let Some(start) = bytes.get(at..).and_then(|rest| rest.iter().position(u8::is_ascii_digit)).map(|found| at + found) {
        let length = bytes.get(start..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii_digit()).count());
        at = start + length;
        if !(4..=MOST_DIGITS).contains(&length) {
            continue;
        }
        let Some(digits) = text.get(start..at) else { continue };
        let before = before(text, start);
        let number = Number { text, start, end: at, digits, before, label: before.trim_end_matches(is_mark), last };
        let read = FORMS.iter().enumerate().find_map(|(form, row)| Some((form, row.strength, (row.read)(&number)?)));
        let Some((form, strength, family)) = read else { continue };
        last = Some((strength, at));
        for code in number.codes(family) {
            let hit = Hit { code, strength, form, end: at };
            match hits.iter_mut().find(|known| known.code == hit.code) {
                Some(known) if known.strength < strength => *known = hit,
                Some(_) => {}
                None => hits.push(hit),
            }
        }
        if hits.len() >= most {
            break;
        }
    }
    hits
}

/// Most digits of a code in full.
const MOST_DIGITS: usize = 10;
/// Digits of a code that only a field or a word calls a code.
const DIGITS: std::ops::RangeInclusive<usize> = 5..=8;
/// How far before a number its form may begin.
const REACH: usize = 64;

/// What precedes a number.
fn before(text: &str, number: usize) -> &str {
    let start = (number.saturating_sub(REACH)..=number).find(|at| text.is_char_boundary(*at));
    start.and_then(|start| text.get(start..number)).unwrap_or_default()
}

impl<'a> Number<'a> {
    fn after(&self) -> &'a str {
        self.text.get(self.end..).unwrap_or_default()
    }

    /// Whether the number stands on its own: it is no part of an id, a time, an address, a version, a name.
    fn is_free(&self) -> bool {
        let mut after = self.after().chars();
        let (next, second) = (after.next(), after.next());
        let goes_on = |second: Option<char>| second.is_some_and(|letter| letter.is_ascii_alphanumeric());
        let is_part = match next {
            Some('-' | '.' | ':' | '/' | '%' | '@') => goes_on(second),
            Some(letter) => letter.is_alphanumeric() || letter == '_',
            None => false,
        };
        let before = self.before.chars().next_back();
        !is_part && before.is_none_or(|letter| !(letter.is_alphanumeric() || matches!(letter, '-' | '.' | '_' | '/' | '%' | '@' | '+')))
    }

    /// Whether it has as many digits as codes have, and stands on its own.
    fn may_be_code(&self) -> bool {
        let is_result = self.digits.len() == 8 && self.digits.starts_with(WINDOWS);
        DIGITS.contains(&self.digits.len()) && self.is_free() && !self.is_date() && !is_result
    }

    /// Whether the digits are a date of this century: `20260313`.
    fn is_date(&self) -> bool {
        let part = |from, to| self.digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
        self.digits.len() == 8 && part(0, 2) == 20 && (1..=12).contains(&part(4, 6)) && (1..=31).contains(&part(6, 8))
    }

    fn codes(&self, family: Family) -> Vec<Code> {
        let Ok(number) = self.digits.parse::<u64>() else { return Vec::new() };
        let (entra, b2c) = (Code::Entra(number), Code::B2c(number));
        match family {
            Family::Entra => vec![Code::Entra(self.with_next_line().unwrap_or(number))],
            Family::B2c => vec![b2c],
            Family::Either if !entra.is_listed() && b2c.is_listed() => vec![b2c],
            Family::Both if entra.is_listed() && b2c.is_listed() => vec![entra, b2c],
            Family::Both if b2c.is_listed() => vec![b2c],
            Family::Either | Family::Both => vec![entra],
        }
    }

    /// The number with the digits that a line break cut off, when only both together are a code.
    fn with_next_line(&self) -> Option<u64> {
        let rest = self.after().strip_prefix('\n')?.trim_start_matches(MARGIN);
        let digits = rest.get(..rest.bytes().take(MOST_DIGITS).take_while(u8::is_ascii_digit).count())?;
        let whole = format!("{}{digits}", self.digits).parse().ok()?;
        let is_listed = |number: u64| Code::Entra(number).is_listed();
        (!digits.is_empty() && is_listed(whole) && !self.digits.parse().is_ok_and(is_listed)).then_some(whole)
    }
}

/// Marks between a label and its number.
fn is_mark(letter: char) -> bool {
    letter.is_whitespace() || ":='\"[]({})#>,-~`\u{2018}\u{2019}\u{201c}\u{201d}\u{ab}\u{bb}\u{2192}|".contains(letter)
}

/// `AADSTS50053`, `aadsts 50053`, `AADSTS: 50053`, `ADDSTS50020`, `AAD-STS50053`, `AADB2C90118`.
fn in_full(number: &Number<'_>) -> Option<Family> {
    /// Marks between prefix and number.
    const MOST_MARKS: usize = 6;
    let before = number.before;
    // Most numbers follow something else.
    if !number.label.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '_')
        || number.label.ends_with(|last: char| last.is_ascii_digit())
    {
        return None;
    }
    let prefix = before.trim_end_matches(|letter: char| is_mark(letter) || letter == '_');
    let apart = before.len() - prefix.len();
    if apart > MOST_MARKS || number.digits.len() < if apart > 0 { 5 } else { 4 } {
        return None;
    }
    if apart > 0 && !(number.is_free() || before.ends_with(['-', '_'])) {
        return None;
    }
    let word_start = prefix.bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
    let word_written = prefix.get(prefix.len() - word_start..)?;
    let word = word_written.to_ascii_uppercase();
    // The letters of B2C's prefix are digits of a GUID, too.
    let is_of_guid = || number.digits.len() != 5 || prefix.strip_suffix(word_written).is_some_and(|before| before.ends_with('-'));
    let family = |word: &str| match word {
        _ if word.ends_with("AADSTS") => Some(Family::Entra),
        "AADB2C" if !is_of_guid() => Some(Family::B2c),
        _ => None,
    };
    if let Some(family) = family(&word) {
        return Some(family);
    }
    // `AAD STS 50053`
    if matches!(word.as_str(), "STS" | "B2C") {
        let first = prefix.get(..prefix.len() - word.len())?.trim_end_matches([' ', '-', '_']).to_ascii_uppercase();
        return first.ends_with("AAD").then(|| family(&format!("AAD{word}")))?;
    }
    let is_misspelt = |prefix: &str| (5..=7).contains(&word.len()) && is_near(prefix, &word);
    match () {
        () if is_misspelt("AADSTS") => Some(Family::Entra),
        () if is_misspelt("AADB2C") && word == word_written && !is_of_guid() => Some(Family::B2c),
        () => None,
    }
}

/// `x-ms-clitelem: 1,50076,0,,`: the second field.
fn telemetry_header(number: &Number<'_>) -> Option<Family> {
    let fields = number.before.strip_suffix(',')?;
    let fields = fields.strip_suffix(|version: char| version.is_ascii_digit())?;
    let is_header =
        !fields.ends_with(|before: char| before == ',' || before.is_ascii_digit()) && fields.to_ascii_lowercase().contains("clitelem");
    (is_header && number.after().starts_with(',')).then_some(Family::Entra)
}

/// `https://login.microsoftonline.com/error?code=50058`
fn error_address(number: &Number<'_>) -> Option<Family> {
    let address = number.before.strip_suffix('=').map(str::to_ascii_lowercase)?;
    (address.ends_with("/error?code") && DIGITS.contains(&number.digits.len())).then_some(Family::Entra)
}

/// Labels of codes by their letters, as pages, logs and client libraries write them: `Error Code`, `error_codes`, `sErrorCode`, `ResultType`,
/// `errorNo`, `MSALSTSErrorCodesKey`, and the sign-in page's in other languages.
const FIELDS: &[&str] = &[
    "errorcode",
    "errorcodes",
    "errorcodeskey",
    "errcode",
    "errorno",
    "errornumber",
    "errorid",
    "failurecode",
    "resulttype",
    "resultsignature",
    "aadstserror",
    "fehlercode",
    "codederreur",
    "códigodeerror",
    "codicedierrore",
    "codiceerrore",
    "foutcode",
    "códigodeerro",
    "códigodoerro",
    "kodbłędu",
    "felkod",
    "fejlkode",
    "feilkode",
    "virhekoodi",
    "kódchyby",
    "hatakodu",
    "エラーコード",
    "错误代码",
    "錯誤碼",
    "오류코드",
    "кодошибки",
];

/// Words between a label and its number: "error code is 50053".
const LINKS: &[&str] = &["is", "was", "of", "number", "no", "equals", "in"];

/// `Error Code: 53003`, `"error_codes":[50076]`, `ResultType: 53003`.
fn field(number: &Number<'_>) -> Option<Family> {
    if !number.may_be_code() {
        return None;
    }
    let label =
        LINKS.iter().find_map(|link| number.label.strip_suffix(link)?.strip_suffix(' ')).unwrap_or(number.label).trim_end_matches(is_mark);
    if !label.ends_with(char::is_alphabetic) {
        return None;
    }
    let letters: String = label.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    FIELDS.iter().any(|field| letters.ends_with(field)).then_some(Family::Either)
}

/// `[50076, 50079]`: the numbers behind the first.
fn list(number: &Number<'_>) -> Option<Family> {
    let (strength, end) = number.last?;
    let between = number.text.get(end..number.start)?;
    let is_list = between.contains(',') && between.chars().all(|letter| letter.is_whitespace() || ",'\"".contains(letter));
    (strength == Strength::Field && is_list && number.may_be_code()).then_some(Family::Either)
}

/// Words before a code: "Error 50053", "code=50076".
const WORDS: &[&str] = &[
    "code",
    "codes",
    "err",
    "erreur",
    "errno",
    "error",
    "errore",
    "errors",
    "failure",
    "fehler",
    "fout",
    "interrupt",
    "interrupted",
    "reason",
    "result",
    "resultcode",
];

/// Words that make another code of it: "verification code 500121".
const OTHER_CODES: &[&str] = &[
    "access",
    "area",
    "auth",
    "authorization",
    "confirmation",
    "country",
    "device",
    "exit",
    "http",
    "invite",
    "language",
    "one-time",
    "passcode",
    "pin",
    "postal",
    "qr",
    "response",
    "return",
    "security",
    "sms",
    "source",
    "status",
    "user",
    "verification",
    "your",
    "zip",
];

/// `Error 50053`, `code=50076`
fn word(number: &Number<'_>) -> Option<Family> {
    if !number.may_be_code() || number.before.ends_with(is_no_mark_of_words) {
        return None;
    }
    let mut words = number.label.rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '-')).map(str::to_lowercase);
    // `invalid_client: 650053 - [2026-...]`: a client library puts the code behind the error.
    let is_error = |word: &str| number.label.ends_with(|last: char| last.is_ascii_lowercase()) && vocabulary::is_pasted(word);
    let last = number.label.rsplit(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).next().unwrap_or_default();
    if last.contains('_') && is_error(last) {
        return Some(Family::Either);
    }
    let word = words.next().filter(|word| WORDS.contains(&word.as_str()))?;
    let is_other = word.starts_with("code") && words.find(|word| !word.is_empty()).is_some_and(|word| OTHER_CODES.contains(&word.as_str()));
    (!is_other).then_some(Family::Either)
}

fn is_no_mark_of_words(letter: char) -> bool {
    matches!(letter, ',' | '|' | '}')
}

/// Words that say what a number in brackets is.
const OTHER_NUMBERS: &[&str] = &[
    "article", "bug", "build", "case", "event", "id", "issue", "kb", "line", "pid", "port", "process", "ref", "step", "thread", "ticket",
    "version",
];

/// `(50053)`, `[50053]`
fn brackets(number: &Number<'_>) -> Option<Family> {
    let before = number.before;
    let is_closed = match before.chars().next_back()? {
        '(' => number.after().starts_with(')'),
        '[' => number.after().starts_with(']'),
        _ => false,
    };
    let word = number.label.rsplit(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let is_other = OTHER_NUMBERS.contains(&word.as_str()) || word.ends_with(|last: char| last.is_ascii_digit());
    (is_closed && number.may_be_code() && !is_other).then_some(Family::Both)
}

/// A line of numbers and marks.
fn alone(number: &Number<'_>) -> Option<Family> {
    let is_mark = |letter: char| letter != '\n' && (is_mark(letter) || letter.is_ascii_digit() || matches!(letter, '.' | ';'));
    let before = number.before.trim_end_matches(is_mark);
    let after = number.after().char_indices().take(REACH).find(|(_, letter)| !is_mark(*letter));
    let begins = if before.is_empty() { number.start <= REACH } else { before.ends_with('\n') };
    (begins && after.is_none_or(|(_, letter)| letter == '\n') && number.may_be_code()).then_some(Family::Both)
}

/// `50053 - the account is locked`
fn beginning(number: &Number<'_>) -> Option<Family> {
    let starts = number.text.get(..number.start).is_some_and(|before| before.len() < REACH && before.chars().all(is_mark));
    let after = number.after().trim_start_matches([':', '-', ' ', ',']);
    (starts && number.may_be_code() && after.starts_with(char::is_alphabetic)).then_some(Family::Either)
}

/// How hexadecimal results of Windows and of the service begin, which some write without `0x`.
const WINDOWS: &str = "800";
/// How those of the service begin.
const RESULT: &str = "8004";

/// Hexadecimal results, `0x80048823`, also when a client wrote them without `0x` or as a number with a sign.
pub(super) fn hexadecimal(word: &str) -> Option<String> {
    const LONGEST: usize = "-2147483648".len();
    if word.len() > LONGEST {
        return None;
    }
    let digits = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X"));
    let value = match (digits, word.strip_prefix('-')) {
        (Some(digits), _) => u32::from_str_radix(digits, 16).ok()?,
        (None, Some(_)) => word.parse::<i32>().ok()?.cast_unsigned(),
        // What a personal account's page writes.
        (None, None) if word.len() == 8 && word.starts_with(RESULT) => u32::from_str_radix(word, 16).ok()?,
        (None, None) => return None,
    };
    (value > u32::from(u16::MAX)).then(|| format!("0x{value:08x}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The codes of a text, each with its form.
    fn found(text: &str) -> Vec<(String, &'static str)> {
        codes(text, 20).into_iter().map(|hit| (hit.code.to_string(), FORMS[hit.form].name)).collect()
    }

    #[test]
    fn each_form_is_read_and_each_row_has_its_pastes() {
        let pastes: &[(&str, &[&str], &str)] = &[
            ("the code in full", &["AADSTS50053"], "aadsts50053, then"),
            ("the code in full", &["AADSTS50053"], "AADSTS : 50053"),
            ("the code in full", &["AADSTS50053"], "oh:AADSTS-50053."),
            ("the code in full", &["AADSTS50053"], "AAD STS 50053"),
            ("the code in full", &["AADSTS50053"], "AASDTS50053 AADST50053 ADSTS50053 AADSTTS50053"),
            ("the code in full", &["AADSTS50076"], "AADSTS5007\n> 6: x"),
            ("the code in full", &["AADB2C90118"], "AADB2C90118: forgot"),
            ("the code in full", &["AADB2C90118"], "ADDB2C 90118"),
            ("the telemetry header", &["AADSTS50076"], "x-ms-clitelem: 1,50076,0,,"),
            ("the telemetry header", &["AADSTS50126"], r#""name":"x-ms-clitelem","value":"1,50126,0,,I""#),
            ("the error address", &["AADSTS50058"], "https://login.microsoftonline.com/error?code=50058"),
            ("the error address", &["AADSTS50058"], "see HTTPS://login.microsoftonline.us/error?code=50058&x=1"),
            ("a field of codes", &["AADSTS53003"], "Error Code: 53003\nRequest Id: 50126000-50126"),
            ("a field of codes", &["AADSTS53003"], "Sign-in error code\n53003\nFailure reason"),
            ("a field of codes", &["AADSTS50126"], "$Config={\"sErrorCode\":\"50126\"}"),
            ("a field of codes", &["AADSTS50126"], "MSALSTSErrorCodesKey = (\n    50126\n)"),
            ("a field of codes", &["AADSTS135011"], "The error code is 135011; the user"),
            ("a field of codes", &["AADSTS53003"], "Fehlercode: 53003"),
            ("a field of codes", &["AADSTS53003"], "Code d\u{2019}erreur : 53003"),
            ("a field of codes", &["AADSTS53003"], "エラー コード: 53003"),
            ("a field of codes", &["AADB2C90118"], "errorCode=90118"),
            ("behind a word for errors", &["AADSTS50053"], "Error 50053"),
            ("behind a word for errors", &["AADSTS50076"], "?x=1&code=50076&y"),
            ("in brackets", &["AADSTS50053"], "The account is locked (50053)."),
            ("in brackets", &["AADSTS90092", "AADB2C90092"], "[90092]"),
            ("alone on its line", &["AADSTS50053"], "Sorry, but we are having trouble\n  50053\n"),
            ("alone on its line", &["AADSTS90092", "AADB2C90092"], "90092"),
            ("alone on its line", &["AADSTS50126", "AADSTS50053"], "50126, 50053"),
            ("behind a word for errors", &["AADSTS650053"], "ServerError: invalid_client: 650053 - [2026-03-13 08:20:29Z]:"),
            ("at the beginning", &["AADSTS50053"], "50053 - The account is locked"),
            ("at the beginning", &["AADSTS50053"], "\"50053: locked\""),
        ];
        for (form, expected, paste) in pastes {
            let expected: Vec<(String, &str)> = expected.iter().map(|code| ((*code).to_owned(), *form)).collect();
            assert_eq!(found(paste), expected, "{paste:?}");
        }
        let field = |code: &str| (code.to_owned(), "a field of codes");
        let further = |code: &str| (code.to_owned(), "a list in a field of codes");
        assert_eq!(found(r#""error_codes":[70002, 50012]"#), [field("AADSTS70002"), further("AADSTS50012")]);
        assert_eq!(found("'error_codes': ['50076','50079'], 53003"), [field("AADSTS50076"), further("AADSTS50079")]);
    }

    #[test]
    fn numbers_without_a_form_are_no_codes() {
        for text in [
            "Timestamp: 2026-03-13T08:20:29.50053Z",
            "Request Id: 50053000-50053-4b7d-9e33-50053",
            "localhost:50053 and 127.0.0.1:50126",
            "HTTP 50053 bytes, version 4.0.50053.0",
            "Error at 50053ms, error 10.50053",
            "exit code 50053, status code: 50076, your verification code 500121",
            "listening (port 50053), worker (pid 50126), case (50053-1)",
            "error https://a.example/50053",
            "20260313",
            "errorCode: 53003-0c7a",
            "error code 8: 50053",
            "terms: 50053 users",
            "1b4f7c02-3e5d-4a96-8c14-aadb2c500532",
            "1b4f7c02-3e5d-4a96-8c14-eaadb2c90118 and aadb2-90118",
            "errorCode: 80041012, error code: 80070005",
            "2026-03-13 08:20:29",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn hexadecimal_results_have_one_spelling() {
        assert_eq!(hexadecimal("0X80048823").as_deref(), Some("0x80048823"));
        assert_eq!(hexadecimal("80048823").as_deref(), Some("0x80048823"));
        assert_eq!(hexadecimal("-2147186653").as_deref(), Some("0x80048823"));
        assert_eq!(hexadecimal("-895352829").as_deref(), Some("0xcaa20003"));
        for other in ["50053", "0x10", "-5", "8004882x", "", "-99999999999"] {
            assert_eq!(hexadecimal(other).filter(|word| word != "0xfffffffb"), None, "{other}");
        }
    }
}
