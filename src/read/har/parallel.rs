//! The entries of a large HAR, read by several threads.
//!
//! A thread that starts in the middle of a file cannot know whether it is in an entry or between two. It guesses: it goes to the next
//! place that looks like the beginning of the first entry, and reads entries from there. The guess is proven afterwards. The walk of the file
//! goes from entry to entry as always, and where it comes to be at the very place where a part begins, it takes the part's entries and
//! continues behind them: from the beginning of an entry on, reading depends on nothing that was before. Where it does not come to stand
//! there, the part is dropped and the walk reads that stretch itself. So a wrong guess costs time and is never wrong.

use std::io::{self, Read};
use std::ops::Range;

use memchr::memmem::Finder;

use crate::read::bytes::read_at::{self, ReadAt};
use crate::read::har::redacted_export::Sanitized;
use crate::read::har::triage::look;
use crate::read::json::window::{Element, Taken, Window};
use crate::read::reading::Reading;
use crate::read::sink::Found;

/// Entries that were read ahead.
#[derive(Debug)]
pub(in crate::read) struct Part {
    /// The stretch of the file that this part was to read.
    pub(in crate::read) stretch: Range<u64>,
    /// Where the first entry begins, if it is one; none when nothing looked like it.
    pub(in crate::read) begin: Option<u64>,
    /// Where the next entry begins, or whatever ended the reading.
    pub(in crate::read) end: u64,
    /// What was found; entries are counted from the part's first.
    pub(in crate::read) found: Vec<Found<'static>>,
    pub(in crate::read) sanitized: Sanitized,
}

/// The beginning of an entry, as the first one shows it: the line end and the spaces before it and its bracket; in a file without line
/// ends its bracket and the name of its first member. In a text of valid JSON neither can stand, for a line end or a quote there is escaped.
pub(in crate::read) struct Opening {
    text: Vec<u8>,
    /// How much of it is before the bracket.
    before: usize,
}

impl Opening {
    /// `before` is what precedes the first entry.
    pub(in crate::read) fn of(before: &[u8], first: Element<'_>) -> Option<Self> {
        let blanks = before.len() - before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let line = before.get(blanks.checked_sub(1)?..).filter(|line| line.first() == Some(&b'\n'));
        if let Some(line) = line {
            return Some(Self { text: [line, b"{"].concat(), before: line.len() });
        }
        let name = first.raw.iter().position(|byte| *byte == b':')?;
        Some(Self { text: first.raw.get(..name).filter(|name| name.len() <= 64)?.to_vec(), before: 0 })
    }

    fn find(&self, bytes: &[u8]) -> Option<usize> {
        Finder::new(&self.text).find(bytes).map(|at| at + self.before)
    }
}

/// Cuts what is left of a file into stretches; the last continues as far as the file does.
pub(in crate::read) fn stretches(from: u64, size: u64, length: u64) -> Vec<Range<u64>> {
    let count = (size.saturating_sub(from) / length.max(1)).max(1);
    (0..count).map(|at| from + at * length..if at + 1 == count { u64::MAX } else { from + (at + 1) * length }).collect()
}

/// Reads the entries that begin in a stretch of a file. An entry that continues for longer than another such stretch is left to the walk.
pub(in crate::read) fn read(
    file: &dyn ReadAt,
    stretch: Range<u64>,
    opening: &Opening,
    reading: &Reading<'_>,
    buffer: &mut Vec<u8>,
) -> Part {
    let length = stretch.end.saturating_sub(stretch.start);
    let source = Near { source: read_at::Reader::new(file, stretch.start), within: length, beyond: length };
    let mut window = Window::in_buffer(source, stretch.start, std::mem::take(buffer));
    let mut part = Part { begin: None, end: 0, found: Vec::new(), sanitized: Sanitized::default(), stretch };
    if window.find(|bytes| opening.find(bytes), opening.text.len()) {
        part.begin = Some(window.position());
        part.read_entries(&mut window, reading);
    }
    *buffer = window.into_buffer();
    part
}

/// Reads a stretch, and as much behind it in small pieces: of what is there only the end of the last entry is wanted. So 26 bytes are read twice of
/// 500, else 42.
struct Near<R> {
    source: R,
    /// What is left of the stretch.
    within: u64,
    /// What may be read behind it.
    beyond: u64,
}

/// Bytes that are read at a time behind a stretch.
const PIECE: u64 = 64 << 10;

impl<R: Read> Read for Near<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (left, most) = if self.within > 0 { (&mut self.within, u64::MAX) } else { (&mut self.beyond, PIECE) };
        let read = self.source.by_ref().take(most.min(*left)).read(buffer)?;
        *left -= read as u64;
        Ok(read)
    }
}

impl Part {
    fn read_entries<R: Read>(&mut self, window: &mut Window<R>, reading: &Reading<'_>) {
        loop {
            let next = window.next(b',');
            self.end = window.position();
            if self.end >= self.stretch.end || matches!(next, None | Some(b']' | b'}' | b':')) {
                return;
            }
            let Taken::Whole(element) = window.take_value(reading.options.limits.entry) else { return };
            let found = look(self.found.len() as u64, element, reading, &mut self.sanitized);
            let Found { exchange, related, notes, .. } = found;
            self.found.push(Found { exchange, related, notes, ..Found::default() });
        }
    }
}
