//! Finds the blocks of a text while it is read. One pass, with a window of the text in memory: what is searched for has an end that is near.

use std::io::{self, Read};

use memchr::memmem;

use super::lines;
use crate::entra::guid::Guid;
use crate::model::text::Passage;

/// Bytes that are read at a time.
const PIECE: usize = 64 << 10;
/// How far behind a code its first id may be. Messages have up to 2,000 letters, and may be encoded.
const REACH: usize = 8 << 10;
/// How far behind an id or time the next one may be.
const NEXT: usize = 1 << 10;
/// Most that a block has. Who repeats its ids without end writes no message.
const LONGEST: usize = 64 << 10;
/// How much of what is around a block is kept: the other members of the response that it is a part of.
const AROUND: usize = 2 << 10;
/// Longest label with its value, and what precedes a line's end.
const TOKEN: usize = 256;
/// Codes of one message: the inner ones follow the outer one.
const MOST_CODES: usize = 50;

/// A block that has begun.
#[derive(Debug, Clone)]
struct Open {
    /// Where its first code begins.
    start: usize,
    /// How many codes it has.
    codes: usize,
    /// Where its last code, id or time ends.
    end: usize,
    request_id: Option<Guid>,
    correlation_id: Option<Guid>,
}

/// What the search stops at.
enum Token {
    /// A code, up to here.
    Code(usize),
    /// An id, up to here.
    Id(Label, Guid, usize),
    /// A time, up to here.
    Time(usize),
    /// An empty line.
    EmptyLine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Request,
    Correlation,
}

/// The blocks of a text.
pub(super) struct Blocks<R> {
    source: R,
    buffer: Vec<u8>,
    /// Up to where the buffer was searched.
    at: usize,
    /// Where the last block, or the last code that is of none, ends.
    last_end: usize,
    ended: bool,
    open: Option<Open>,
}

impl Open {
    fn new(start: usize, end: usize) -> Self {
        Self { start, codes: 1, end, request_id: None, correlation_id: None }
    }

    fn is_complete(&self) -> bool {
        self.request_id.is_some() || self.correlation_id.is_some()
    }

    /// Whether what is at a place is too far to belong to it.
    fn is_out_of_reach(&self, place: usize) -> bool {
        let reach = if self.is_complete() { NEXT } else { REACH };
        place.saturating_sub(self.end) > reach || place.saturating_sub(self.start) > LONGEST
    }

    /// Takes an id; `false` when it has another one.
    fn take(&mut self, label: Label, id: Guid, end: usize) -> bool {
        let own = match label {
            Label::Request => &mut self.request_id,
            Label::Correlation => &mut self.correlation_id,
        };
        let agrees = own.as_ref().is_none_or(|own| *own == id);
        if agrees {
            *own = Some(id);
            self.end = end;
        }
        agrees
    }
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R) -> Self {
        Self { source, buffer: Vec::new(), at: 0, last_end: 0, ended: false, open: None }
    }

    /// The next block; `None` at the end of the text.
    pub(super) fn next(&mut self) -> io::Result<Option<Passage>> {
        loop {
            if !self.ended && self.buffer.len() <= self.at + TOKEN + AROUND {
                self.fill()?;
                continue;
            }
            let stop = if self.ended { self.buffer.len() } else { self.buffer.len() - TOKEN - AROUND };
            let found = self.search(stop);
            let place = found.as_ref().map_or(stop, |(place, _)| *place);
            let closed = if self.open.as_ref().is_some_and(|open| open.is_out_of_reach(place)) { self.close(place) } else { None };
            let closed = match found {
                Some((_, token)) => closed.or(self.take(place, token)),
                None => closed,
            };
            if closed.is_some() {
                return Ok(closed);
            }
            if self.ended && self.at >= self.buffer.len() {
                return Ok(self.close(self.buffer.len()));
            }
        }
    }

    /// Reads one more piece; what is no longer needed goes.
    fn fill(&mut self) -> io::Result<()> {
        let needed = self.open.as_ref().map_or(self.at, |open| open.start).saturating_sub(AROUND);
        if needed > PIECE {
            self.buffer.drain(..needed);
            self.at -= needed;
            self.last_end = self.last_end.saturating_sub(needed);
            if let Some(open) = &mut self.open {
                open.start -= needed;
                open.end -= needed;
            }
        }
        let length = self.buffer.len();
        self.buffer.resize(length + PIECE, 0);
        let read = loop {
            match self.source.read(self.buffer.get_mut(length..).unwrap_or_default()) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                result => break result,
            }
        };
        self.buffer.truncate(length + read.as_ref().copied().unwrap_or(0));
        self.ended = read? == 0;
        Ok(())
    }

    /// The next token that begins before `stop`. Where no block has begun, only a code can begin one.
    fn search(&mut self, stop: usize) -> Option<(usize, Token)> {
        while self.at < stop {
            const CODE: &[u8] = b"AAD";
            // What begins before the end may end behind it.
            let end = if self.open.is_some() { stop } else { self.buffer.len().min(stop + CODE.len() - 1) };
            let rest = self.buffer.get(self.at..end)?;
            let found = match &self.open {
                None => memmem::find(rest, CODE),
                Some(_) => rest.iter().position(|byte| matches!(byte, b'A' | b't' | b'T' | b'c' | b'C' | b'\n')),
            };
            let Some(found) = found else {
                self.at = stop;
                return None;
            };
            let place = self.at + found;
            self.at = place + 1;
            if let Some(token) = self.buffer.get(place..).and_then(token) {
                let (token, end) = token.at(place);
                self.at = end.max(self.at);
                return Some((place, token));
            }
        }
        None
    }

    /// Takes what was found; gives the block that it ends.
    fn take(&mut self, place: usize, token: Token) -> Option<Passage> {
        match (token, &mut self.open) {
            (Token::Code(end), Some(open))
                if !open.is_complete() && open.codes < MOST_CODES && is_one_line(&self.buffer, open.end, place) =>
            {
                open.codes += 1;
                open.end = end;
                None
            }
            (Token::Code(end), _) => {
                let closed = self.close(place);
                self.open = Some(Open::new(place, end));
                closed
            }
            (Token::Id(label, id, end), Some(open)) => {
                let agrees = open.take(label, id, end);
                if agrees { None } else { self.close(place) }
            }
            (Token::Time(end), Some(open)) => {
                open.end = if open.is_complete() { end } else { open.end };
                None
            }
            (Token::EmptyLine, Some(_)) => self.close(place),
            (_, None) => None,
        }
    }

    /// Ends the block that has begun; gives it if it has an id. Nothing from `limit` on is its own.
    fn close(&mut self, limit: usize) -> Option<Passage> {
        let open = self.open.take()?;
        let earlier = std::mem::replace(&mut self.last_end, open.end);
        if !open.is_complete() {
            return None;
        }
        let text = |start: usize, end: usize| {
            let bytes = self.buffer.get(start..end.max(start)).unwrap_or_default();
            lines::without_colors(&String::from_utf8_lossy(bytes))
        };
        let before = open.start.saturating_sub(AROUND).max(earlier).min(open.start);
        let behind = open.end.saturating_add(AROUND).min(limit).min(self.buffer.len());
        Some(Passage {
            before: text(before, open.start),
            message: lines::without_prefixes(&text(open.start, open.end)),
            behind: text(open.end, behind),
            request_id: open.request_id,
            correlation_id: open.correlation_id,
        })
    }
}

/// Whether no line ends between two places.
fn is_one_line(text: &[u8], from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|between| !between.contains(&b'\n'))
}

impl Token {
    /// The token at a place, and where to search on.
    fn at(self, place: usize) -> (Self, usize) {
        match self {
            Self::Code(length) => (Self::Code(place + length), place + length),
            Self::Id(label, id, length) => (Self::Id(label, id, place + length), place + length),
            Self::Time(length) => (Self::Time(place + length), place + length),
            Self::EmptyLine => (Self::EmptyLine, place + 1),
        }
    }
}

/// The token at the beginning of a text, with its length.
fn token(text: &[u8]) -> Option<Token> {
    match text.first()? {
        b'A' => code(text).map(Token::Code),
        b'\n' => is_empty_line(text).then_some(Token::EmptyLine),
        _ => id(text).or_else(|| time(text)),
    }
}

/// `AADSTS50076:`, as the service begins a message.
fn code(text: &[u8]) -> Option<usize> {
    let number = [b"AADSTS", b"AADB2C"].iter().find_map(|name| text.strip_prefix(*name))?;
    let digits = number.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    let behind = number.get(digits..)?;
    let behind = behind.get(lines::color(behind)..)?;
    let is_message = behind.starts_with(b":") || encoded(behind).is_some_and(|(letter, _)| letter == b':');
    ((4..10).contains(&digits) && is_message).then_some("AADSTS".len() + digits)
}

/// Whether the line that begins behind a line's end has nothing but blanks.
fn is_empty_line(text: &[u8]) -> bool {
    let mut line = text.iter().skip(1).take(TOKEN).skip_while(|byte| matches!(byte, b'\r' | b' ' | b'\t'));
    line.next() == Some(&b'\n')
}

/// `Trace ID: ...`, `"correlation_id":"..."`, `Correlation+ID%3a+...`
fn id(text: &[u8]) -> Option<Token> {
    let (label, name) =
        [(Label::Request, "trace"), (Label::Correlation, "correlation")].into_iter().find(|(_, name)| begins(text, name))?;
    let mut at = name.len() + separator(text.get(name.len()..)?);
    at += begins(text.get(at..)?, "id").then_some(2)?;
    at += marks(text.get(at..)?);
    let id = Guid::parse(std::str::from_utf8(text.get(at..at + GUID)?).ok()?)?;
    let goes_on = text.get(at + GUID).is_some_and(u8::is_ascii_alphanumeric);
    (!goes_on).then_some(Token::Id(label, id, at + GUID))
}

/// Letters of a GUID.
const GUID: usize = 36;

/// `Timestamp: 2026-03-01 10:00:00Z`
fn time(text: &[u8]) -> Option<Token> {
    /// As much as the longest time with its offset, encoded.
    const LONGEST: usize = 48;
    const NAME: &str = "timestamp";
    begins(text, NAME).then_some(())?;
    let at = NAME.len() + marks(text.get(NAME.len()..)?);
    let mut end = at;
    while end < at + LONGEST {
        let Some(rest) = text.get(end..) else { break };
        let is_of_time = |letter: u8| letter.is_ascii_digit() || matches!(letter, b'-' | b':' | b'.' | b'T' | b'Z' | b'+');
        end += match (rest.first(), encoded(rest)) {
            (_, Some((b':', length))) => length,
            (Some(letter), _) if is_of_time(*letter) => 1,
            (Some(b' '), _) if rest.get(1).is_some_and(u8::is_ascii_digit) => 1,
            _ => break,
        };
    }
    // What follows a time may be a mark that times have, too.
    while text.get(at..end).and_then(<[u8]>::last).is_some_and(|last| matches!(last, b':' | b'.' | b'-' | b'+')) {
        end -= 1;
    }
    let begins_with_year = text.get(at..at + 5).is_some_and(|year| year.ends_with(b"-"));
    begins_with_year.then_some(Token::Time(end))
}

/// Whether a text begins with a word, in whatever case.
fn begins(text: &[u8], word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

/// Length of what parts the words of a label.
fn separator(text: &[u8]) -> usize {
    match text.first() {
        Some(b' ' | b'_' | b'-' | b'+') => 1,
        Some(0xC2) if text.get(1) == Some(&0xA0) => 2,
        _ => encoded(text).filter(|(letter, _)| *letter == b' ').map_or(0, |(_, length)| length),
    }
}

/// Length of the marks between a label and its value.
fn marks(text: &[u8]) -> usize {
    /// A colon, quotes that are escaped, blanks, a color.
    const MOST: usize = 40;
    let mut at = 0;
    while at < MOST {
        let Some(rest) = text.get(at..) else { break };
        let color = lines::color(rest);
        at += match (rest.first(), encoded(rest)) {
            _ if color > 0 => color,
            (_, Some((letter, length))) if !letter.is_ascii_alphanumeric() => length,
            (
                Some(
                    b':' | b'=' | b'"' | b'\'' | b'\\' | b' ' | b'\t' | b'\r' | b'\n' | b'+' | b'*' | b'`' | b'[' | b'(' | b'{' | 0xC2
                    | 0xA0,
                ),
                _,
            ) => 1,
            _ => break,
        };
    }
    at
}

/// A letter that is encoded for an address, also twice, with its length.
fn encoded(text: &[u8]) -> Option<(u8, usize)> {
    let digits = text.strip_prefix(b"%")?;
    let (digits, skipped) = digits.strip_prefix(b"25").map_or((digits, 1), |digits| (digits, 3));
    let digits = std::str::from_utf8(digits.get(..2)?).ok()?;
    Some((u8::from_str_radix(digits, 16).ok()?, skipped + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MESSAGE: &str = "AADSTS50076: Use more. Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001 Correlation ID: \
                           22222222-aaaa-4bbb-8ccc-000000000002 Timestamp: 2026-03-02 09:00:00Z";

    /// The messages of a text that comes in pieces of this length.
    fn messages(text: &str, piece: usize) -> Vec<String> {
        struct Pieces<'a>(&'a [u8], usize);
        impl Read for Pieces<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                let most = buffer.len().min(self.1);
                self.0.read(buffer.get_mut(..most).unwrap_or_default())
            }
        }
        let mut blocks = Blocks::new(Pieces(text.as_bytes(), piece));
        std::iter::from_fn(|| blocks.next().unwrap()).map(|passage| passage.message).collect()
    }

    #[test]
    fn a_block_is_found_wherever_it_stands() {
        for length in [0, 1, 2, TOKEN, AROUND, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE - MESSAGE.len() / 2] {
            let text = format!("{}{MESSAGE}{}{MESSAGE}", "-".repeat(length), " ".repeat(length));
            assert_eq!(messages(&text, PIECE), [MESSAGE, MESSAGE], "{length}");
        }
        for piece in [1, 3, 7, 100] {
            assert_eq!(messages(&format!("begin {MESSAGE} end"), piece), [MESSAGE], "{piece}");
        }
    }

    #[test]
    fn a_block_ends_with_its_last_label() {
        let ids = "Trace ID: 11111111-aaaa-4bbb-8ccc-000000000001";
        let chain = format!("AADSTS70002: Error.AADSTS50126: Wrong. {ids}");
        let other = format!("AADSTS50126: Wrong. {ids} Trace ID: 11111111-aaaa-4bbb-8ccc-000000000009");
        for (text, expected) in [
            (format!("{MESSAGE}: and so on"), vec![MESSAGE.to_owned()]),
            (chain.clone(), vec![chain]),
            (other, vec![format!("AADSTS50126: Wrong. {ids}")]),
            (format!("AADSTS50011: mentioned\nAADSTS50126: Wrong. {ids}"), vec![format!("AADSTS50126: Wrong. {ids}")]),
            (format!("AADSTS50126: Wrong.\n\n{ids}"), vec![]),
            (format!("AADSTS50126 Wrong. {ids}"), vec![]),
            (format!("AADSTS50126: Wrong. {ids}0"), vec![]),
        ] {
            assert_eq!(messages(&text, PIECE), expected, "{text}");
        }
    }
}
