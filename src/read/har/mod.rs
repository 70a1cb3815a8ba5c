//! HAR: finds the entries by structure while the file streams past, and parses only those that may hold a fact.

mod entry;
mod outline;
mod pairs;
mod parallel;
mod plain;
mod redacted_export;
mod triage;

use std::io::{self, Read};
use std::ops::ControlFlow;

use crate::entra::repair;
use crate::model::capture::{Note, NoteKind};
use crate::model::exchange::Exchange;
use crate::read::bytes::adapters::LimitHit;
use crate::read::bytes::in_order::in_order;
use crate::read::bytes::read_at::{self, ReadAt};
use crate::read::capture_sink::CaptureSink;
use crate::read::error::ReadError;
pub(in crate::read) use crate::read::har::pairs::pairs;
use crate::read::har::parallel::{Opening, Part};
use crate::read::har::redacted_export::Sanitized;
use crate::read::har::triage::look;
use crate::read::http::charset::{TextEncoding, Utf8Reader};
use crate::read::json::walk::Stop;
use crate::read::json::window::{Element, Taken, Window};
use crate::read::reading::Reading;
use crate::read::sanitized_marker::{self, Mark};
use crate::read::sink::Found;

/// Whether a text begins like JSON, bare or handed to a function (`onInputData({...})`). Which JSON is no HAR shows only later.
pub(in crate::read) fn recognizes(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(['{', '[']) {
        return true;
    }
    let name = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.'))).unwrap_or(text.len());
    let call = text.get(name..).unwrap_or_default().trim_start().strip_prefix('(');
    name > 0 && call.is_some_and(|argument| argument.trim_start().starts_with(['{', '[']))
}

/// Reads a HAR. `file` is the whole of it, when it can be read at any place. Fails only when there is nothing to report of it.
pub(in crate::read) fn read(
    source: &mut dyn Read,
    file: Option<&dyn ReadAt>,
    encoding: TextEncoding,
    reading: &Reading<'_>,
    capture: &mut CaptureSink<'_>,
) -> Result<(), ReadError> {
    let is_shared = reading.options.threads.get() > 1 && !reading.options.every_exchange && encoding.is_utf8();
    let file = file.filter(|_| is_shared);
    let begin = encoding.mark();
    let window = match file {
        Some(file) => Window::new(Source::File(read_at::Reader::new(file, begin)), begin),
        None => Window::new(Source::Stream(Utf8Reader::new(source, encoding)), 0),
    };
    let mut walk = Walk {
        window,
        file,
        entries: Entries { reading, capture, count: 0, sanitized: Sanitized::default(), marked: None },
        log: false,
        array: false,
        closed: false,
        creator: None,
        browser: None,
    };
    let end = walk.document();
    walk.finish(end)
}

/// Where the bytes come from.
enum Source<'a> {
    /// One behind the other, in any encoding.
    Stream(Utf8Reader<&'a mut dyn Read>),
    /// From a file of UTF-8 that several threads read.
    File(read_at::Reader<'a>),
}

impl Read for Source<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stream(stream) => stream.read(buffer),
            Self::File(file) => file.read(buffer),
        }
    }
}

/// Largest `creator` or `browser` that is looked at.
const SMALL: usize = 64 << 10;

struct Walk<'a, 'b> {
    window: Window<Source<'a>>,
    /// The file, when several threads are to read it.
    file: Option<&'a dyn ReadAt>,
    entries: Entries<'a, 'b>,
    /// Whether there is a `log`.
    log: bool,
    /// Whether a list of entries was found.
    array: bool,
    /// Whether it was read to its end.
    closed: bool,
    creator: Option<Program>,
    browser: Option<Program>,
}

impl<'a> Walk<'a, '_> {
    fn document(&mut self) -> Result<(), Stop> {
        self.pass_wrapper();
        match self.window.next(b' ') {
            Some(b'{') => self.object(Self::top_member),
            Some(b'[') => self.array(true),
            Some(_) => Err(Stop::Foreign),
            None => Err(Stop::Cut),
        }
    }

    /// Passes the call of a JSONP wrapper.
    fn pass_wrapper(&mut self) {
        for _ in 0..SMALL {
            match self.window.next(b'(') {
                Some(b'{' | b'[') | None => return,
                Some(_) => self.window.pass(),
            }
        }
    }

    /// Walks the members of an object; `on_member` passes each value, and is given its first byte.
    fn object(&mut self, on_member: fn(&mut Self, &str, u8) -> Result<(), Stop>) -> Result<(), Stop> {
        self.window.pass();
        while let Some((name, begin)) = self.window.next_member()? {
            on_member(self, &name, begin)?;
        }
        Ok(())
    }

    fn top_member(&mut self, name: &str, begin: u8) -> Result<(), Stop> {
        match (name, begin) {
            ("log", b'{') => {
                self.log = true;
                self.object(Self::log_member)
            }
            ("log" | "entries", b'[') => {
                self.log |= name == "log";
                self.array(true)
            }
            _ => self.skip(),
        }
    }

    fn log_member(&mut self, name: &str, begin: u8) -> Result<(), Stop> {
        match (name, begin) {
            ("entries", b'[') => self.array(false),
            ("creator", b'{') => {
                self.creator = self.program(name)?.or(self.creator.take());
                Ok(())
            }
            ("browser", b'{') => {
                self.browser = self.program(name)?.or(self.browser.take());
                Ok(())
            }
            ("pages", b'[') if self.entries.reading.options.every_exchange => self.pages(),
            (sanitized_marker::HAR_MEMBER, b'{') => self.mark(),
            _ => self.skip(),
        }
    }

    fn skip(&mut self) -> Result<(), Stop> {
        if self.window.skip_value() { Ok(()) } else { Err(Stop::Cut) }
    }

    fn program(&mut self, name: &str) -> Result<Option<Program>, Stop> {
        match self.window.take_value(SMALL) {
            Taken::Whole(program) => {
                self.entries.heading(name, program.raw);
                Ok(Program::parse(program.raw))
            }
            Taken::TooLarge => Ok(None),
            Taken::Cut => Err(Stop::Cut),
        }
    }

    fn pages(&mut self) -> Result<(), Stop> {
        match self.window.take_value(self.entries.reading.options.limits.body) {
            Taken::Whole(pages) => self.entries.heading("pages", pages.raw),
            Taken::TooLarge => {}
            Taken::Cut => return Err(Stop::Cut),
        }
        Ok(())
    }

    /// What an earlier run of sanitizing wrote down.
    fn mark(&mut self) -> Result<(), Stop> {
        match self.window.take_value(sanitized_marker::LARGEST) {
            Taken::Whole(mark) => self.entries.marked = Mark::parse(mark.raw).or(self.entries.marked.take()),
            Taken::TooLarge => {}
            Taken::Cut => return Err(Stop::Cut),
        }
        Ok(())
    }

    /// Walks a list of entries. `doubted`: it stands where no HAR has it, so its first element must have a request.
    fn array(&mut self, doubted: bool) -> Result<(), Stop> {
        self.window.pass();
        self.array |= !doubted;
        self.closed = false;
        if let Some(file) = self.file.filter(|_| !doubted) {
            self.walk_parts(file)?;
        }
        self.walk_entries(doubted, u64::MAX)
    }

    /// Walks on through a list to its end, or until an entry begins at or behind a place.
    fn walk_entries(&mut self, doubted: bool, until: u64) -> Result<(), Stop> {
        while !self.closed && self.next_entry()? && self.window.position() < until {
            self.entry(doubted)?;
        }
        Ok(())
    }

    /// Goes to the next entry. False when the list ends instead.
    fn next_entry(&mut self) -> Result<bool, Stop> {
        self.closed = self.window.next_element()?.is_none();
        Ok(!self.closed)
    }

    fn entry(&mut self, doubted: bool) -> Result<(), Stop> {
        match self.window.take_value(self.entries.reading.options.limits.entry) {
            Taken::Whole(element) if doubted && self.entries.count == 0 && !has_request(element) => return Err(Stop::Foreign),
            Taken::Whole(element) => self.entries.take(element)?,
            Taken::TooLarge => self.entries.too_large()?,
            Taken::Cut => return Err(Stop::Cut),
        }
        self.array = true;
        Ok(())
    }

    /// Reads what follows the first entry with several threads, when there is enough of it.
    fn walk_parts(&mut self, file: &'a dyn ReadAt) -> Result<(), Stop> {
        let reading = self.entries.reading;
        let (threads, length) = (reading.options.threads.get(), reading.options.stretch);
        let size = file.size().unwrap_or(0);
        if !self.next_entry()? || size < self.window.position().saturating_add(length.saturating_mul(2)) {
            return Ok(());
        }
        let before = self.window.passed().to_vec();
        let opening = match self.window.take_value(reading.options.limits.entry) {
            Taken::Whole(first) => {
                self.entries.take(first)?;
                Opening::of(&before, first)
            }
            Taken::TooLarge => {
                self.entries.too_large()?;
                None
            }
            Taken::Cut => return Err(Stop::Cut),
        };
        let Some(opening) = &opening else { return Ok(()) };
        let worker = || {
            let mut buffer = Vec::new();
            move |stretch| parallel::read(file, stretch, opening, reading, &mut buffer)
        };
        let mut end = Ok(());
        in_order(threads, parallel::stretches(self.window.position(), size, length), worker, |part| {
            end = self.walk_part(part, file);
            if end.is_err() || self.closed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        end
    }

    /// Walks to the end of a part's stretch, and over the part's entries where it comes to the first of them.
    fn walk_part(&mut self, part: Part, file: &'a dyn ReadAt) -> Result<(), Stop> {
        let until = part.stretch.end;
        if let Some(begin) = part.begin {
            self.walk_entries(false, begin.min(until))?;
            if !self.closed && self.window.position() == begin {
                self.window.jump(part.end, |at| Source::File(read_at::Reader::new(file, at)));
                self.entries.take_part(part)?;
            }
        }
        self.walk_entries(false, until)
    }

    fn finish(self, end: Result<(), Stop>) -> Result<(), ReadError> {
        let Self { window, mut entries, log, array, closed, creator, browser, .. } = self;
        let error = window.into_error();
        match end {
            Ok(()) if array => {}
            Err(Stop::Enough) => {}
            Err(Stop::Broken) if entries.count > 0 => entries.note_end(NoteKind::Unreadable, "The file is damaged here."),
            Err(Stop::Cut) if entries.count > 0 => entries.note_cut(closed, error.as_ref()),
            _ if error.is_some() => return Err(error.map_or(ReadError::HarBroken, ReadError::from)),
            Err(Stop::Cut | Stop::Broken) if log || array => return Err(ReadError::HarBroken),
            _ if log => return Err(ReadError::HarWithoutEntries),
            _ => return Err(ReadError::NotACapture("JSON that is no HAR")),
        }
        entries.note_sanitized(creator.as_ref());
        entries.capture.producer = producer(creator, browser);
        Ok(())
    }
}

fn has_request(element: Element<'_>) -> bool {
    element.members().any(|(name, _)| name == "request")
}

/// A program that the HAR names.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Program {
    name: String,
    version: String,
}

impl Program {
    fn parse(raw: &[u8]) -> Option<Self> {
        let value = repair::value(raw).ok()?;
        let text = |key: &str| pairs::text(value.get(key)).map(|text| text.chars().take(100).collect::<String>()).unwrap_or_default();
        let (name, version) = (text("name"), text("version"));
        (!name.is_empty()).then_some(Self { name, version })
    }

    fn text(&self) -> String {
        format!("{} {}", self.name, self.version).trim_end().to_owned()
    }
}

fn producer(creator: Option<Program>, browser: Option<Program>) -> Option<String> {
    match (creator, browser) {
        (Some(creator), Some(browser)) if creator != browser => Some(format!("{} ({})", creator.text(), browser.text())),
        (Some(program), _) | (None, Some(program)) => Some(program.text()),
        (None, None) => None,
    }
}

/// Takes the entries one by one and passes on what is in them.
struct Entries<'a, 'b> {
    reading: &'a Reading<'a>,
    capture: &'a mut CaptureSink<'b>,
    count: u64,
    sanitized: Sanitized,
    /// What an earlier run of sanitizing wrote down.
    marked: Option<Mark>,
}

impl Entries<'_, '_> {
    fn take(&mut self, element: Element<'_>) -> Result<(), Stop> {
        let found = look(self.count, element, self.reading, &mut self.sanitized);
        self.count += 1;
        self.pass_on(found)
    }

    /// Takes entries that were read ahead.
    fn take_part(&mut self, part: Part) -> Result<(), Stop> {
        let first = self.count;
        self.count += part.found.len() as u64;
        self.sanitized.append(&part.sanitized);
        for mut found in part.found {
            found.exchange.entry += first;
            found.notes.iter_mut().flat_map(|note| &mut note.entries).for_each(|entry| *entry += first);
            self.pass_on(found)?;
        }
        Ok(())
    }

    fn pass_on(&mut self, found: Found<'_>) -> Result<(), Stop> {
        match self.capture.found(found, self.reading.options.every_exchange) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Stop::Enough),
        }
    }

    fn heading(&mut self, name: &str, json: &[u8]) {
        if self.reading.options.every_exchange {
            self.capture.heading(name, json);
        }
    }

    fn too_large(&mut self) -> Result<(), Stop> {
        let limit = self.reading.options.limits.entry >> 20;
        let message = format!("This entry is larger than {limit} MiB and was left out.");
        let note = Note::on_entry(NoteKind::LimitReached, self.count, message);
        let exchange = Exchange { entry: self.count, ..Exchange::default() };
        self.count += 1;
        self.pass_on(Found { exchange, notes: vec![note], ..Found::default() })
    }

    /// Says that the file ended early, and why.
    fn note_cut(&mut self, closed: bool, error: Option<&io::Error>) {
        let error = error.filter(|error| error.kind() != io::ErrorKind::UnexpectedEof);
        match (error, error.and_then(LimitHit::of)) {
            (_, Some(limit)) => self.note_end(NoteKind::LimitReached, &format!("Reading stopped here: {limit}.")),
            (Some(error), None) => self.note_end(NoteKind::Unreadable, &format!("Reading failed here: {error}.")),
            (None, None) if closed => self.note_end(NoteKind::Truncated, "The file is cut after its last entry."),
            (None, None) => {
                let cut = format!("The file is cut in the middle of entry {}.", self.count);
                self.note_end(NoteKind::Truncated, &cut);
            }
        }
    }

    fn note_end(&mut self, kind: NoteKind, what: &str) {
        let kept = match self.count {
            1 => "The one complete entry before it was read.".to_owned(),
            count => format!("The {count} complete entries before it were read."),
        };
        self.capture.note(Note::on_capture(kind, format!("{what} {kept}")));
    }

    fn note_sanitized(&mut self, creator: Option<&Program>) {
        if let Some(mark) = self.marked.take() {
            return mark.into_notes().into_iter().for_each(|note| self.capture.note(note));
        }
        let chrome = creator.is_some_and(|creator| creator.name.eq_ignore_ascii_case("WebInspector"));
        if let Some(message) = self.sanitized.message(chrome) {
            self.capture.note(Note::on_capture(NoteKind::Sanitized, message));
        }
    }
}
