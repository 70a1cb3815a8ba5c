//! The codes of Windows and of the network that clients write into their logs as errors: behind a label, as a number with or without sign or in
//! hexadecimal, or as the browser's name of it. With `(pii)` in the place of the message such a number is all that is left.

use std::io::{self, Read};
use std::sync::LazyLock;

use super::lines;
use crate::entra::pattern::{Words, finder};
use crate::entra::system_codes::{Family, SystemCode};
use crate::model::text::SystemSeen;

/// What precedes an error of a client, in whatever case.
const LABELS: &[&str] = &["error code", "errorcode", "error_code", "error-code", "status", "hresult", "net::", "returned error"];
/// Most of a text behind a label in which its value is.
const REACH: usize = 96;
/// More kinds of codes are not kept.
const MOST: usize = 50;

static LABEL: Words = LazyLock::new(|| finder(LABELS.iter().copied()));

/// Looks for codes in what is read through it.
pub(super) struct Watched<'a, R> {
    source: R,
    seen: &'a mut Vec<SystemSeen>,
    /// What was read last, in which a label may have begun.
    rest: Vec<u8>,
}

impl<'a, R> Watched<'a, R> {
    pub(super) fn new(source: R, seen: &'a mut Vec<SystemSeen>) -> Self {
        Self { source, seen, rest: Vec::new() }
    }

    /// Looks through what was read. What begins near its end waits for more, unless there is none.
    fn search(&mut self, is_end: bool) {
        let stop = if is_end { self.rest.len() } else { self.rest.len().saturating_sub(REACH) };
        for found in LABEL.iter().flat_map(|label| label.find_iter(&self.rest)).take_while(|found| found.start() < stop) {
            let Some(code) =
                self.rest.get(found.end()..).and_then(|value| code(value, LABELS.get(found.pattern().as_usize()) == Some(&"net::")))
            else {
                continue;
            };
            if let Some(seen) = self.seen.iter_mut().find(|seen| seen.code == code) {
                seen.times += 1;
            } else if self.seen.len() < MOST {
                self.seen.push(SystemSeen { code, times: 1 });
            }
        }
        self.rest.drain(..stop);
    }
}

impl<R: Read> Read for Watched<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.rest.extend_from_slice(buffer.get(..read).unwrap_or_default());
        self.search(read == 0 && !buffer.is_empty());
        Ok(read)
    }
}

/// The code behind a label.
fn code(text: &[u8], is_name: bool) -> Option<SystemCode> {
    let text = text.get(..text.len().min(REACH))?;
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let word = |text: &[u8]| {
        let length = text.iter().take_while(|byte| is_word(byte)).count();
        String::from_utf8_lossy(text.get(..length).unwrap_or_default()).into_owned()
    };
    if is_name {
        return SystemCode::named(&word(text).to_ascii_uppercase()).filter(|code| code.family == Family::Chromium);
    }
    let mut text = text;
    let mut is_parted = false;
    while let Some((first, rest)) = text.split_first() {
        let color = lines::color(text);
        match first {
            _ if color > 0 => text = text.get(color..)?,
            b':' | b'=' | b'"' | b'\'' | b'\\' | b' ' | b'\t' | b'(' | b'[' => {
                is_parted = true;
                text = rest;
            }
            _ => break,
        }
    }
    let digits = text.strip_prefix(b"-");
    let number = word(digits.unwrap_or(text));
    let result = match number.strip_prefix("0x").or_else(|| number.strip_prefix("0X")) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None if digits.is_some() => format!("-{number}").parse::<i32>().ok()?.cast_unsigned(),
        None => number.parse().ok()?,
    };
    SystemCode::of_result(result).filter(|_| is_parted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        io::copy(&mut Watched::new(text.as_bytes(), &mut seen), &mut io::sink()).unwrap();
        seen.iter().map(|seen| format!("{} {}", seen.code.code(), seen.times)).collect()
    }

    #[test]
    fn codes_are_read_behind_labels() {
        for (text, expected) in [
            ("WAM Error  Error Code: 3399614476, tag 557973645\n(pii), Status: 3399614476", &["0xcaa2000c 2"][..]),
            ("\"errorCode\":\"-895352829\" hresult=0xCAA82EE7", &["0xcaa20003 1", "0xcaa82ee7 1"]),
            ("Error Code: \x1b[31m0xcaa20004\x1b[0m", &["0xcaa20004 1"]),
            ("POST https://login.example/ net::ERR_CERT_DATE_INVALID", &["ERR_CERT_DATE_INVALID 1"]),
            ("AAD Cloud AP plugin call GenericCallPkg returned error: 0xC00484C1", &["0xc00484c1 1"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn numbers_of_other_things_are_no_codes() {
        for text in
            ["Status: 200", "status 3221225477", "0xcaa2000c", "error code 50076", "errorcode3399614476", "net::OK", "status: 0xc0000005"]
        {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_code_is_found_wherever_a_piece_ends() {
        for length in 1..400 {
            let text = format!("{}Error Code: 3399614476", " ".repeat(length));
            let mut seen = Vec::new();
            let mut watched = Watched::new(text.as_bytes(), &mut seen);
            let mut buffer = [0; 37];
            while watched.read(&mut buffer).unwrap() > 0 {}
            assert_eq!(seen.len(), 1, "{length}");
        }
    }
}
