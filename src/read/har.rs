//! HAR: finds the entries by structure while the file streams past, and parses only those that may hold a fact.

use std::io::{self, Read};

use aho_corasick::AhoCorasick;

use super::capture::CaptureSink;
use super::charset::{TextEncoding, Utf8Reader};
use super::har_entry;
use super::har_glance::Glance;
use super::json_walk::{Element, Taken, Window};
use super::mark::{self, Mark};
use super::screen::{Screen, Shown};
use super::streams::LimitHit;
use super::{Each, ReadError, Reading, json_repair};
use crate::entra::hosts;
use crate::model::capture::{Note, NoteKind};
use crate::model::exchange::Exchange;

/// Whether a text begins like JSON, bare or handed to a function (`onInputData({...})`). Which JSON is no HAR shows only later.
pub(super) fn recognises(text: &str) -> bool {
    let text = text.trim_start();
    if text.starts_with(['{', '[']) {
        return true;
    }
    let name = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '.'))).unwrap_or(text.len());
    let call = text.get(name..).unwrap_or_default().trim_start().strip_prefix('(');
    name > 0 && call.is_some_and(|argument| argument.trim_start().starts_with(['{', '[']))
}

/// Reads a HAR. Fails only when there is nothing to report of it.
pub(super) fn read(
    source: &mut dyn Read,
    encoding: TextEncoding,
    reading: &Reading<'_>,
    capture: &mut CaptureSink<'_>,
) -> Result<(), ReadError> {
    let mut walk = Walk {
        window: Window::new(Utf8Reader::new(source, encoding)),
        entries: Entries { reading, capture, count: 0, sanitised: Sanitised::new(), marked: None },
        log: false,
        array: false,
        closed: false,
        creator: None,
        browser: None,
    };
    let end = walk.document();
    walk.finish(end)
}

/// Why the walk ended before the file's structure did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The file ends.
    Cut,
    /// What stands here cannot stand here.
    Broken,
    /// It is some other JSON.
    Foreign,
}

/// Largest name, `creator` or `browser` that is looked at.
const SMALL: usize = 64 << 10;

struct Walk<'a, 'b, R> {
    window: Window<R>,
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

impl<R: Read> Walk<'_, '_, R> {
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

    /// Walks the members of an object; `on_member` passes each value.
    fn object(&mut self, on_member: fn(&mut Self, &str) -> Result<(), Stop>) -> Result<(), Stop> {
        self.window.pass();
        loop {
            match self.window.next(b',').ok_or(Stop::Cut)? {
                b'}' => {
                    self.window.pass();
                    return Ok(());
                }
                b'"' => {
                    let name = self.name()?;
                    self.window.next(b':').ok_or(Stop::Cut)?;
                    on_member(self, &name)?;
                }
                _ => return Err(Stop::Broken),
            }
        }
    }

    fn name(&mut self) -> Result<String, Stop> {
        match self.window.take_value(SMALL) {
            Taken::Whole(name) => Ok(json_repair::text(name.raw).unwrap_or_default().into_owned()),
            Taken::TooLarge => Ok(String::new()),
            Taken::Cut => Err(Stop::Cut),
        }
    }

    fn top_member(&mut self, name: &str) -> Result<(), Stop> {
        match (name, self.window.next(b':').ok_or(Stop::Cut)?) {
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

    fn log_member(&mut self, name: &str) -> Result<(), Stop> {
        match (name, self.window.next(b':').ok_or(Stop::Cut)?) {
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
            (mark::HAR_MEMBER, b'{') => self.mark(),
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

    /// What an earlier run of sanitising wrote down.
    fn mark(&mut self) -> Result<(), Stop> {
        match self.window.take_value(mark::LARGEST) {
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
        loop {
            match self.window.next(b',').ok_or(Stop::Cut)? {
                b']' => {
                    self.window.pass();
                    self.closed = true;
                    return Ok(());
                }
                b'}' | b':' => return Err(Stop::Broken),
                _ => {}
            }
            match self.window.take_value(self.entries.reading.options.limits.entry) {
                Taken::Whole(element) if doubted && self.entries.count == 0 && !has_request(element) => return Err(Stop::Foreign),
                Taken::Whole(element) => self.entries.take(element),
                Taken::TooLarge => self.entries.too_large(),
                Taken::Cut => return Err(Stop::Cut),
            }
            self.array = true;
        }
    }

    fn finish(self, end: Result<(), Stop>) -> Result<(), ReadError> {
        let Self { window, mut entries, log, array, closed, creator, browser } = self;
        let error = window.into_error();
        match end {
            Ok(()) if array => {}
            Err(Stop::Broken) if entries.count > 0 => entries.note_end(NoteKind::Unreadable, "The file is damaged here."),
            Err(Stop::Cut) if entries.count > 0 => entries.note_cut(closed, error.as_ref()),
            _ if error.is_some() => return Err(error.map_or(ReadError::HarBroken, ReadError::from)),
            Err(Stop::Cut | Stop::Broken) if log || array => return Err(ReadError::HarBroken),
            _ if log => return Err(ReadError::HarWithoutEntries),
            _ => return Err(ReadError::NotACapture("JSON that is no HAR")),
        }
        entries.note_sanitised(creator.as_ref());
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
        let value = json_repair::value(raw)?;
        let text = |key: &str| har_entry::text(value.get(key)).map(|text| text.chars().take(100).collect::<String>()).unwrap_or_default();
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
    sanitised: Sanitised,
    /// What an earlier run of sanitising wrote down.
    marked: Option<Mark>,
}

impl Entries<'_, '_> {
    fn take(&mut self, element: Element<'_>) {
        let entry = self.count;
        self.count += 1;
        let glance = Glance::of(element);
        if self.reading.options.every_exchange {
            return self.each(entry, element, &glance);
        }
        match self.wanted(entry, element, &glance) {
            Wanted::No => self.capture.unrelated(glance.started),
            Wanted::Yes(parsed) => {
                self.sanitised.look(&parsed.exchange, element.raw);
                self.capture.exchange(parsed.exchange);
                parsed.notes.into_iter().for_each(|note| self.capture.note(note));
            }
            Wanted::Unreadable => {
                self.capture.unrelated(glance.started);
                self.unreadable(entry);
            }
        }
    }

    /// Passes an entry on whatever is in it.
    fn each(&mut self, entry: u64, element: Element<'_>, glance: &Glance) {
        let (related, parsed) = match self.wanted(entry, element, glance) {
            Wanted::No => (false, har_entry::parse(entry, element, self.reading)),
            Wanted::Yes(parsed) => (true, Some(*parsed)),
            Wanted::Unreadable => (false, None),
        };
        let Some(parsed) = parsed else {
            let exchange = Exchange { entry, started: glance.started, ..Exchange::default() };
            self.capture.each(Each { exchange, related, original: b"" });
            return self.unreadable(entry);
        };
        if related {
            self.sanitised.look(&parsed.exchange, element.raw);
            parsed.notes.into_iter().for_each(|note| self.capture.note(note));
        }
        self.capture.each(Each { exchange: parsed.exchange, related, original: element.raw });
    }

    fn heading(&mut self, name: &str, json: &[u8]) {
        if self.reading.options.every_exchange {
            self.capture.heading(name, json);
        }
    }

    fn unreadable(&mut self, entry: u64) {
        self.capture.note(Note::on_entry(NoteKind::Unreadable, entry, "This entry is no readable JSON object with a request."));
    }

    /// Decides about one entry, parsing it only when that is needed.
    fn wanted(&self, entry: u64, element: Element<'_>, glance: &Glance) -> Wanted {
        let parse = || har_entry::parse(entry, element, self.reading);
        let is_sign_in = Screen::address(&glance.address);
        let shown = if is_sign_in { Shown::Fact } else { self.reading.screen.look(glance.read(element)) };
        match shown {
            Shown::Fact => parse().map_or(Wanted::Unreadable, |parsed| Wanted::Yes(Box::new(parsed))),
            Shown::Nothing if !glance.address.host().is_empty() => Wanted::No,
            // The address may have to be completed from the headers, and a body may be compressed inside its base64.
            Shown::Nothing | Shown::Packed => match parse() {
                None => Wanted::Unreadable,
                Some(parsed) if Screen::address(&parsed.exchange.request.address) || shows_in_body(&parsed.exchange, self.reading) => {
                    Wanted::Yes(Box::new(parsed))
                }
                Some(_) => Wanted::No,
            },
        }
    }

    fn too_large(&mut self) {
        let limit = self.reading.options.limits.entry >> 20;
        if self.reading.options.every_exchange {
            let exchange = Exchange { entry: self.count, ..Exchange::default() };
            self.capture.each(Each { exchange, related: false, original: b"" });
        } else {
            self.capture.unrelated(None);
        }
        let message = format!("This entry is larger than {limit} MiB and was left out.");
        self.capture.note(Note::on_entry(NoteKind::LimitReached, self.count, message));
        self.count += 1;
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

    fn note_sanitised(&mut self, creator: Option<&Program>) {
        if let Some(mark) = self.marked.take() {
            return mark.into_notes().into_iter().for_each(|note| self.capture.note(note));
        }
        let chrome = creator.is_some_and(|creator| creator.name.eq_ignore_ascii_case("WebInspector"));
        if let Some(message) = self.sanitised.message(chrome) {
            self.capture.note(Note::on_capture(NoteKind::Sanitised, message));
        }
    }
}

enum Wanted {
    No,
    Yes(Box<har_entry::Parsed>),
    Unreadable,
}

fn shows_in_body(exchange: &Exchange, reading: &Reading<'_>) -> bool {
    let bodies = [Some(&exchange.request.body), exchange.response.as_ref().map(|response| &response.body)];
    bodies.into_iter().flatten().any(|body| reading.screen.bytes(body.text().as_bytes()))
}

/// Finds out whether somebody, or the browser, took the secrets out.
struct Sanitised {
    finder: Option<AhoCorasick>,
    /// Whether a sign-in exchange was answered.
    answered: bool,
    /// Whether a cookie or an authorization header was seen.
    credentials: bool,
    /// Whether a placeholder was seen.
    placeholders: bool,
}

/// What sanitisers put in place of a value: `[redacted]`, `[code redacted]`, `***SANITIZED***`, `!!!sanitized!!!`.
const PLACEHOLDERS: &[&str] = &["redacted]", "redacted%5D", "***sanitized***", "!!!sanitized!!!"];

impl Sanitised {
    fn new() -> Self {
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(PLACEHOLDERS).ok();
        Self { finder, answered: false, credentials: false, placeholders: false }
    }

    fn look(&mut self, exchange: &Exchange, raw: &[u8]) {
        let address = &exchange.request.address;
        if !hosts::class(address.host(), address.path()).is_sign_in() {
            return;
        }
        let answer = exchange.response.as_ref();
        self.answered |= answer.is_some_and(|response| response.status.is_some());
        let request = &exchange.request.headers;
        self.credentials |= request.get("cookie").is_some()
            || request.get("authorization").is_some()
            || answer.is_some_and(|response| response.headers.get("set-cookie").is_some());
        self.placeholders = self.placeholders || self.finder.as_ref().is_some_and(|finder| finder.is_match(raw));
    }

    fn message(&self, chrome: bool) -> Option<&'static str> {
        if self.placeholders {
            return Some("The export was sanitised: values are replaced by placeholders, so parts of the sign-in cannot be seen.");
        }
        (chrome && self.answered && !self.credentials)
            .then_some("The export was sanitised by the browser: it holds no cookies and no authorization headers.")
    }
}
