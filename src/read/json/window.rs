//! Walks JSON without parsing it: keeps a window of a file, gives its values one by one, and names the members of an object.
//!
//! Nothing here validates; see [`value_end`](super::value_end) for where a value ends.

use std::borrow::Cow;
use std::io::{self, Read};
use std::ops::Range;

use memchr::{memchr2, memchr3};

use crate::entra::repair;
use crate::read::json::value_end::{Ends, ValueEnd};

/// The members of an object, names decoded and values as they stand. Ends where the object ends, or stops being one.
pub(in crate::read) fn members(object: &[u8]) -> Members<'_> {
    Members::of(object, 0..object.len(), &[])
}

/// See [`members`].
#[derive(Debug)]
pub(in crate::read) struct Members<'a> {
    rest: &'a [u8],
    /// Where `rest` begins in what `ends` are counted from.
    at: usize,
    /// Where objects and lists among the members end, as far as it is known.
    ends: &'a [usize],
    /// Whether all that was passed was crossed in the same way when the ends were found.
    is_sound: bool,
}

impl<'a> Iterator for Members<'a> {
    type Item = (Cow<'a, str>, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        self.pass_all(|byte| byte.is_ascii_whitespace() || byte == b',');
        if self.rest.first() != Some(&b'"') {
            return None;
        }
        let name = self.value()?;
        self.pass_all(|byte| byte.is_ascii_whitespace() || byte == b':');
        let value = self.value()?;
        Some((repair::text(name)?, value))
    }
}

impl<'a> Members<'a> {
    /// The members of an object that is a part of a text.
    fn of(text: &'a [u8], object: Range<usize>, ends: &'a [usize]) -> Self {
        let mut members = Self { rest: text.get(object.clone()).unwrap_or_default(), at: object.start, ends, is_sound: true };
        members.pass_all(|byte| byte.is_ascii_whitespace());
        if members.rest.first() == Some(&b'{') {
            members.pass(1);
        } else {
            members.rest = &[];
        }
        members
    }

    fn pass_all(&mut self, which: impl Fn(u8) -> bool) {
        self.pass(self.rest.iter().position(|byte| !which(*byte)).unwrap_or(self.rest.len()));
    }

    fn pass(&mut self, length: usize) {
        self.rest = self.rest.get(length..).unwrap_or_default();
        self.at += length;
    }

    fn value(&mut self) -> Option<&'a [u8]> {
        let length = match self.rest.first() {
            Some(b'"') => text_length(self.rest)?,
            Some(b'{' | b'[') => self.known_length().map_or_else(|| ValueEnd::default().feed(self.rest), Some)?,
            _ => {
                let length = ValueEnd::default().feed(self.rest)?;
                // What is no JSON may have been crossed in another way when the ends were found.
                if memchr3(b'"', b'{', b'[', self.rest.get(..length)?).is_some() {
                    (self.ends, self.is_sound) = (&[], false);
                }
                length
            }
        };
        let value = self.rest.get(..length)?;
        self.pass(length);
        Some(value)
    }

    /// The length of the object or the list that begins here, when its end is known.
    fn known_length(&mut self) -> Option<usize> {
        let passed = self.ends.iter().take_while(|end| **end <= self.at).count();
        self.ends = self.ends.get(passed..)?;
        self.ends.first().map(|end| end - self.at)
    }
}

/// Length of the text at the beginning, quotes included. Most are too short for blocks.
fn text_length(bytes: &[u8]) -> Option<usize> {
    let mut at = 1;
    loop {
        at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes.get(at) {
            Some(b'"') => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// A value that was taken out of a [`Window`].
#[derive(Debug, Clone, Copy)]
pub(in crate::read) struct Element<'a> {
    /// Its bytes.
    pub(in crate::read) raw: &'a [u8],
    /// Where its long texts are in them, quotes included.
    pub(in crate::read) long_texts: &'a [Range<usize>],
    /// Where its members end, and theirs.
    ends: &'a Ends,
}

impl<'a> Element<'a> {
    /// The members of the element, like [`members`], without crossing them.
    pub(in crate::read) fn members(self) -> Members<'a> {
        Members::of(self.raw, 0..self.raw.len(), self.ends.at(0))
    }

    /// The members of one of its members, which was found among these.
    pub(in crate::read) fn members_of(self, member: &[u8], among: &Members<'_>) -> Members<'a> {
        Members::of(self.raw, self.place_of(member), if among.is_sound { self.ends.at(1) } else { &[] })
    }

    /// Where a part of the element is in it.
    pub(in crate::read) fn place_of(self, part: &[u8]) -> Range<usize> {
        let start = part.as_ptr().addr().wrapping_sub(self.raw.as_ptr().addr());
        start..start.wrapping_add(part.len())
    }
}

/// What came of taking a value.
#[derive(Debug)]
pub(in crate::read) enum Taken<'a> {
    /// All of it.
    Whole(Element<'a>),
    /// It is larger than allowed, and was passed over.
    TooLarge,
    /// The file ends inside it.
    Cut,
}

/// The part of a file that is being looked at. Grows only when one value that is to be kept is larger than it.
pub(in crate::read) struct Window<R> {
    source: R,
    buffer: Vec<u8>,
    /// Where in the file `buffer` begins.
    base: u64,
    /// Where the walk is in `buffer`.
    at: usize,
    /// How much of `buffer` is filled.
    filled: usize,
    /// Start of the value that is to be kept.
    kept: Option<usize>,
    /// Where its long texts stand, counted from its start.
    long_texts: Vec<Range<usize>>,
    /// Where its members end.
    ends: Ends,
    ended: bool,
    error: Option<io::Error>,
}

/// Room of a new window: most entries need no more.
const ROOM: usize = 256 << 10;
/// So much of it is free when something is read.
const LEAST_FREE: usize = 64 << 10;

impl<R: Read> Window<R> {
    /// A window on a source whose first byte is at a place of the file.
    pub(in crate::read) fn new(source: R, base: u64) -> Self {
        Self::in_buffer(source, base, vec![0; ROOM])
    }

    /// The same with a buffer that was used before.
    pub(in crate::read) fn in_buffer(source: R, base: u64, mut buffer: Vec<u8>) -> Self {
        buffer.resize(buffer.len().max(ROOM), 0);
        Self {
            source,
            buffer,
            base,
            at: 0,
            filled: 0,
            kept: None,
            long_texts: Vec::new(),
            ends: Ends::default(),
            ended: false,
            error: None,
        }
    }

    pub(in crate::read) fn into_buffer(self) -> Vec<u8> {
        self.buffer
    }

    /// Where the walk is in the file.
    pub(in crate::read) fn position(&self) -> u64 {
        self.base + self.at as u64
    }

    /// What was passed last and is still there.
    pub(in crate::read) fn passed(&self) -> &[u8] {
        self.buffer.get(..self.at).unwrap_or_default()
    }

    /// Continues at another place of the file.
    pub(in crate::read) fn jump(&mut self, place: u64, source_at: impl FnOnce(u64) -> R) {
        let near = place.checked_sub(self.base).and_then(|at| usize::try_from(at).ok()).filter(|at| *at <= self.filled);
        if let Some(at) = near {
            self.at = at;
            return;
        }
        self.source = source_at(place);
        (self.base, self.at, self.filled, self.ended) = (place, 0, 0, false);
    }

    /// Goes to the first place that `find` finds, which looks for that many bytes. False when there is none.
    pub(in crate::read) fn find(&mut self, find: impl Fn(&[u8]) -> Option<usize>, length: usize) -> bool {
        loop {
            if let Some(at) = find(self.unread()) {
                self.at += at;
                return true;
            }
            self.at = self.filled.saturating_sub(length).max(self.at);
            if !self.fill() {
                return false;
            }
        }
    }

    /// Why the file ended, when it was not because there is no more of it.
    pub(in crate::read) fn into_error(self) -> Option<io::Error> {
        self.error
    }

    /// The next byte that is neither white space nor `separator`, without passing it. `None` at the end.
    pub(in crate::read) fn next(&mut self, separator: u8) -> Option<u8> {
        loop {
            let kept = self.unread().iter().position(|byte| !byte.is_ascii_whitespace() && *byte != separator);
            self.at = kept.map_or(self.filled, |kept| self.at + kept);
            match kept {
                Some(_) => return self.unread().first().copied(),
                None if self.fill() => {}
                None => return None,
            }
        }
    }

    /// Passes one byte.
    pub(in crate::read) fn pass(&mut self) {
        self.at = (self.at + 1).min(self.filled);
    }

    /// Passes one value. False when the file ends inside it.
    pub(in crate::read) fn skip_value(&mut self) -> bool {
        let mut end = ValueEnd::default();
        loop {
            if let Some(length) = end.feed(self.unread()) {
                self.at += length;
                return true;
            }
            self.at = self.filled;
            if !self.fill() {
                return false;
            }
        }
    }

    /// Passes one value and gives its bytes, when there are at most `limit`.
    pub(in crate::read) fn take_value(&mut self, limit: usize) -> Taken<'_> {
        self.kept = Some(self.at);
        let whole = self.skip_kept(limit);
        let Some(start) = self.kept.take() else {
            return if whole { Taken::TooLarge } else { Taken::Cut };
        };
        match self.buffer.get(start..self.at) {
            Some(raw) if whole && raw.len() <= limit => Taken::Whole(Element { raw, long_texts: &self.long_texts, ends: &self.ends }),
            Some(_) if whole => Taken::TooLarge,
            _ => Taken::Cut,
        }
    }

    /// Like `skip_value`; forgets the start of the value once it is too large.
    fn skip_kept(&mut self, limit: usize) -> bool {
        let mut end = ValueEnd::default();
        loop {
            if let Some(length) = end.feed(self.unread()) {
                self.at += length;
                (self.long_texts, self.ends) = end.into_remembered();
                return true;
            }
            self.at = self.filled;
            self.kept = self.kept.filter(|start| self.at - start <= limit);
            if !self.fill() {
                return false;
            }
        }
    }

    fn unread(&self) -> &[u8] {
        self.buffer.get(self.at..self.filled).unwrap_or_default()
    }

    /// Reads more. False when there is no more, or it cannot be read.
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        if self.filled == self.buffer.len() {
            self.make_room();
        }
        let room = self.buffer.get_mut(self.filled..).unwrap_or_default();
        let read = loop {
            match self.source.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        match read {
            Ok(read) => {
                self.filled += read;
                self.ended = read == 0;
            }
            Err(error) => {
                self.error = Some(error);
                self.ended = true;
            }
        }
        !self.ended
    }

    /// Moves what is still needed to the front, and grows by half when that leaves too little room. A value is moved once at most: from then on it
    /// begins at the front.
    fn make_room(&mut self) {
        let start = self.kept.unwrap_or(self.at);
        if start > 0 {
            self.buffer.copy_within(start..self.filled, 0);
            self.base += start as u64;
            self.at -= start;
            self.filled -= start;
            self.kept = self.kept.map(|_| 0);
        }
        if self.buffer.len() - self.filled < LEAST_FREE {
            self.buffer.resize(self.buffer.len() / 2 * 3, 0);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// What is known of ends changes no member, whatever the bytes are.
        #[test]
        fn members_are_the_same_with_and_without_ends(pieces in prop::collection::vec(
            "[{]|[}]|\\[|\\]|\"a\":|\"b\\\\\"\":|,|\"|:|x|1| |[{]\"c\":\\[[{][}]\\],\"d\":[{][}][}]|\\\\|\"[a-z ]{60,90}\"", 0..30,
        )) {
            let bytes = format!("{{{}}}", pieces.concat());
            let mut window = Window::new(bytes.as_bytes(), 0);
            if let Taken::Whole(element) = window.take_value(bytes.len()) {
                let mut known = element.members();
                let found: Vec<_> = known.by_ref().collect();
                prop_assert_eq!(&found, &members(element.raw).collect::<Vec<_>>());
                for (_, value) in found {
                    prop_assert!(element.members_of(value, &known).eq(members(value)));
                }
            }
        }
    }
}
