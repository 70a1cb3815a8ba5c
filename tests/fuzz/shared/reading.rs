//! Reading: every way of reading a capture finds the same, and what is left out of it holds no fact.

use std::ops::ControlFlow;

use std::io::Read;
use std::num::NonZeroUsize;

use entrace::extract::{self, LinkHasher};
use entrace::model::capture::{Format, Note};
use entrace::model::exchange::Exchange;
use entrace::read::{Found, Input, Options, ReadError, Sink, read};
use jiff::Timestamp;

/// What a reader said.
#[derive(Debug, Default, PartialEq)]
struct Said {
    captures: Vec<Captured>,
    left_out: Vec<String>,
}

#[derive(Debug, Default, PartialEq)]
struct Captured {
    opened: String,
    exchanges: Vec<String>,
    unrelated: Vec<Option<Timestamp>>,
    notes: Vec<Note>,
    /// Producer and hash, when it was closed.
    closed: Option<(Option<String>, Option<String>)>,
}

impl Said {
    fn capture(&mut self) -> &mut Captured {
        self.captures.last_mut().expect("a capture is opened before anything is found in it")
    }
}

impl Sink for Said {
    fn open(&mut self, name: &str, format: Format) {
        self.captures.push(Captured { opened: format!("{name}: {}", format.name()), ..Captured::default() });
    }
    fn exchange(&mut self, exchange: Exchange) -> ControlFlow<()> {
        self.capture().exchanges.push(format!("{exchange:?}"));
        ControlFlow::Continue(())
    }
    fn unrelated(&mut self, started: Option<Timestamp>) -> ControlFlow<()> {
        self.capture().unrelated.push(started);
        ControlFlow::Continue(())
    }
    fn each(&mut self, found: Found<'_>) -> ControlFlow<()> {
        if found.related {
            self.exchange(found.exchange)
        } else {
            holds_no_fact(&found.exchange);
            self.unrelated(found.exchange.started)
        }
    }
    fn note(&mut self, note: Note) {
        self.capture().notes.push(note);
    }
    fn close(&mut self, producer: Option<String>, sha256: Option<String>) {
        self.capture().closed = Some((producer, sha256));
    }
    fn left_out(&mut self, name: &str, error: ReadError) {
        self.left_out.push(format!("{name}: {error}"));
    }
}

fn holds_no_fact(exchange: &Exchange) {
    let facts = extract::observe(exchange, &extract::bodies(exchange), 0, &LinkHasher::default());
    assert!(facts.observations.is_empty(), "a fact was left: {facts:?}");
    assert!(!extract::is_sign_in(exchange), "sign-in traffic was left: {exchange:?}");
}

fn said(input: Input<'_>, options: &Options<'_>) -> Result<Said, String> {
    let mut said = Said::default();
    read("case", input, options, &mut said).map_err(|error| error.to_string())?;
    assert!(said.captures.iter().all(|capture| capture.closed.is_some()), "a capture stays open: {said:?}");
    Ok(said)
}

/// Holds the fast ways of reading a file, with that many threads and stretches of that many bytes, against reading it piece by piece, and
/// that against reading every exchange in full.
pub fn agrees(bytes: &[u8], threads: usize, stretch: u64) {
    let options = Options { threads: NonZeroUsize::MIN, stretch: u64::MAX, ..crate::options() };
    let plain = said(Input::File(&bytes), &options);
    let threads = NonZeroUsize::new(threads).expect("at least one thread");
    let shared = said(Input::File(&bytes), &Options { threads, stretch, ..options });
    assert_eq!(shared, plain, "{threads} threads, stretches of {stretch} bytes");
    let every = said(Input::File(&bytes), &Options { every_exchange: true, ..options });
    let found = |said: Result<Said, String>| {
        said.map(|said| said.captures.into_iter().map(|capture| (capture.exchanges, capture.unrelated)).collect::<Vec<_>>())
    };
    assert_eq!(found(every), found(plain), "every exchange");
}

/// Gives a byte at a time.
#[derive(Debug)]
pub struct Dribble<'a>(pub &'a [u8]);

impl Read for Dribble<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = buffer.len().min(1);
        self.0.read(&mut buffer[..most])
    }
}

/// Holds a file against the same bytes from a pipe.
pub fn agrees_as_stream(bytes: &[u8]) {
    let options = Options { hash: true, ..crate::options() };
    let file = said(Input::File(&bytes), &options);
    let stream = said(Input::Stream(&mut Dribble(bytes)), &options);
    assert_eq!(stream, file, "as a stream");
}
