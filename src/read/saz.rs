//! SAZ, Fiddler's session archive: a zip with `raw/N_c.txt` (request), `raw/N_s.txt` (response) and `raw/N_m.xml` (metadata) a session.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::ops::ControlFlow;

use jiff::Timestamp;
use zip::CompressionMethod;

use crate::entra::xml;
use crate::model::capture::{Note, NoteKind};
use crate::model::exchange::{Exchange, Request, Response};
use crate::model::message::Body;
use crate::read::bytes::adapters::{Bounded, Count, LimitHit, read_on};
use crate::read::bytes::in_order::in_order;
use crate::read::bytes::inflate::Inflater;
use crate::read::bytes::zip::{Members, Zip, open_member};
use crate::read::capture_sink::CaptureSink;
use crate::read::error::ReadError;
use crate::read::http::body::{self, Problem};
use crate::read::http::charset::TextEncoding;
use crate::read::http::message::{self, Message};
use crate::read::prefilter;
use crate::read::reading::{Reading, timestamp};
use crate::read::sanitized_marker::{self, Mark};
use crate::read::sink::Found;

/// Whether a member of this name makes a zip a SAZ.
pub(super) fn recognizes(name: &str) -> bool {
    matches!(part(name), Some((_, Part::Client)))
}

/// What a member holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Client,
    Server,
    Metadata,
}

/// Session number and part of a member: `raw/007_c.txt` is the request of session 7. The case is free, as is a folder around `raw`.
fn part(name: &str) -> Option<(u64, Part)> {
    let name = name.to_ascii_lowercase();
    let (folder, file) = name.rsplit_once('/')?;
    if folder != "raw" && !folder.ends_with("/raw") {
        return None;
    }
    let (number, rest) = file.split_once('_')?;
    let part = match rest {
        "c.txt" => Part::Client,
        "s.txt" => Part::Server,
        "m.xml" => Part::Metadata,
        _ => return None,
    };
    let digits = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    Some((digits.then(|| number.parse().ok())??, part))
}

/// Where the parts of a session are in the zip's directory.
#[derive(Debug, Default)]
struct Session {
    client: Option<usize>,
    server: Option<usize>,
    metadata: Option<usize>,
}

/// Sessions that a thread reads at a time.
const BATCH: usize = 32;

/// Reads a SAZ. `name` is what the password is asked for.
pub(super) fn read(
    name: &str,
    zip: &Zip<'_>,
    members: &Members,
    reading: &Reading<'_>,
    capture: &mut CaptureSink<'_>,
) -> Result<(), ReadError> {
    let (sessions, duplicates) = sessions(members);
    let password = find_password(name, &mut zip.clone(), members, sessions.len(), reading)?;
    let new_reader = || Reader { zip: zip.clone(), inflater: Inflater::new(), password: password.as_deref(), reading };
    capture.producer = producer(zip.comment()).or_else(|| new_reader().producer(&sessions));
    let every = reading.options.every_exchange;
    // To want every exchange is to take each as soon as it is read.
    let (threads, batch) = if every { (1, 1) } else { (reading.options.threads.get(), BATCH) };
    let batches = sessions.chunks(batch).collect();
    in_order(
        threads,
        batches,
        || new_reader().by_batches(),
        |found| {
            for found in found {
                match found {
                    Ok(found) => capture.found(found, every)?,
                    Err(stopped) => {
                        capture.note(stopped);
                        return ControlFlow::Break(());
                    }
                }
            }
            ControlFlow::Continue(())
        },
    );
    if let Some(mark) = new_reader().mark(members) {
        mark.into_notes().into_iter().for_each(|note| capture.note(note));
    }
    if !duplicates.is_empty() {
        let message = "The archive holds these sessions more than once; the first of each was read.".to_owned();
        capture.note(Note { kind: NoteKind::DuplicateEntry, entries: duplicates, rows: None, message });
    }
    if members.more > 0 {
        let message = format!("The archive holds more than {} files; {} were left out.", members.list.len(), members.more);
        capture.note(Note::on_capture(NoteKind::LimitReached, message));
    }
    Ok(())
}

/// The sessions in the order of their numbers, and the numbers that occur more than once.
fn sessions(members: &Members) -> (Vec<(u64, Session)>, Vec<u64>) {
    let mut sessions: BTreeMap<u64, Session> = BTreeMap::new();
    let mut duplicates = Vec::new();
    for member in &members.list {
        let Some((number, part)) = part(&member.name) else { continue };
        let session = sessions.entry(number).or_default();
        let place = match part {
            Part::Client => &mut session.client,
            Part::Server => &mut session.server,
            Part::Metadata => &mut session.metadata,
        };
        match place {
            Some(_) => duplicates.push(number),
            None => *place = Some(member.index),
        }
    }
    sessions.retain(|_, session| session.client.is_some() || session.server.is_some());
    duplicates.sort_unstable();
    duplicates.dedup();
    (sessions.into_iter().collect(), duplicates)
}

/// The password, tried on one session; none when the archive needs none.
fn find_password(
    name: &str,
    zip: &mut Zip<'_>,
    members: &Members,
    count: usize,
    reading: &Reading<'_>,
) -> Result<Option<String>, ReadError> {
    let Some(locked) = members.list.iter().find(|member| member.encrypted && part(&member.name).is_some()) else {
        return Ok(None);
    };
    let needed = ReadError::PasswordNeeded { count, what: "sessions" };
    let password = (reading.options.password)(name).ok_or(needed)?;
    // The old encryption takes one wrong password in 256 for right; only reading to the checksum tells.
    let mut member = open_member(zip, locked.index, Some(&password), &reading.budget)?;
    match std::io::copy(&mut member, &mut std::io::sink()).map_err(ReadError::from) {
        Ok(_) => Ok(Some(password)),
        Err(ReadError::Limit(limit)) => Err(ReadError::Limit(limit)),
        Err(_) => Err(ReadError::PasswordWrong),
    }
}

/// `Fiddler (v5.0.20194.41348) Session Archive. See https://fiddler2.com` names the program, and so do other orders of these words.
fn producer(comment: &[u8]) -> Option<String> {
    let comment = String::from_utf8_lossy(comment);
    let line = comment.lines().next()?;
    let is_clearinet = line.to_ascii_lowercase().contains("clearinet");
    let program = line.split_once("Session Archive").map_or(line, |(before, _)| before);
    let program = if is_clearinet { clearinet(line, program) } else { program.to_owned() };
    let program: String = program.chars().filter(|c| !matches!(c, '(' | ')') && !c.is_control()).take(100).collect();
    let program = program.trim();
    (!program.is_empty()).then(|| program.to_owned())
}

/// Clearinet with its version, from the comment of its archive and what stands there before the words "Session Archive".
fn clearinet(line: &str, before: &str) -> String {
    const NAME: &str = "Clearinet";
    let is_mark = |letter: char| matches!(letter, '(' | ')' | ',' | ';' | '/') || letter.is_whitespace();
    let is_version = |word: &&str| word.trim_start_matches('v').starts_with(|letter: char| letter.is_ascii_digit());
    let mut words = line.split(is_mark).filter(|word| !word.is_empty()).skip_while(|word| !word.eq_ignore_ascii_case(NAME));
    let name = words.next().unwrap_or(NAME);
    let version = words.next().filter(is_version).or_else(|| before.split(is_mark).find(|word| is_version(word)));
    version.map_or_else(|| name.to_owned(), |version| format!("{name} {version}"))
}

/// Most bytes for which room is made because a member claims to be that large.
const LARGEST_CLAIM: usize = 256 << 10;
/// How much of a response is looked at before it is known whether the rest is wanted.
const HEAD: u64 = 8 << 10;

struct Reader<'a, 'z> {
    zip: Zip<'z>,
    inflater: Inflater,
    password: Option<&'a str>,
    reading: &'a Reading<'a>,
}

impl Reader<'_, '_> {
    /// Reads sessions until a limit stops it; the note on that is the last.
    fn by_batches<'s>(mut self) -> impl FnMut(&'s [(u64, Session)]) -> Vec<Result<Found<'static>, Note>> {
        move |sessions| {
            let mut found = Vec::new();
            for (number, session) in sessions {
                let session = self.found(*number, session);
                let stopped = session.is_err();
                found.push(session);
                if stopped {
                    break;
                }
            }
            found
        }
    }

    /// What is in a session, or that a limit stops the reading of the archive.
    fn found(&mut self, number: u64, session: &Session) -> Result<Found<'static>, Note> {
        match self.session(number, session) {
            Ok(found) => Ok(found),
            Err(ReadError::Limit(limit)) => {
                Err(Note::on_capture(NoteKind::LimitReached, format!("Reading stopped at session {number}: {limit}.")))
            }
            Err(error) => {
                let message = format!("The session could not be read from the archive: {error}.");
                let notes = vec![Note::on_entry(NoteKind::Unreadable, number, message)];
                Ok(Found { exchange: Exchange { entry: number, ..Exchange::default() }, notes, ..Found::default() })
            }
        }
    }

    fn session(&mut self, number: u64, session: &Session) -> Result<Found<'static>, ReadError> {
        let client = self.member(session.client)?;
        let metadata = self.metadata(session.metadata);
        let message = message::message(&client);
        let mut asked = request(&message, self.reading);
        let every = self.reading.options.every_exchange;
        let wanted =
            prefilter::address(&asked.request.url) || prefilter::bytes(&client) || prefilter::bytes(asked.request.body.text().as_bytes());
        let started = Metadata::started(&metadata);
        let unrelated = || Found { exchange: Exchange { entry: number, started, ..Exchange::default() }, ..Found::default() };
        let Some(server) = self.response(session.server, wanted || every)? else { return Ok(unrelated()) };
        let answered = response(&server, asked.tunnel, self.reading);
        let related = wanted || answered.shows_fact(&server);
        if !related && !every {
            return Ok(unrelated());
        }
        let original = if every { metadata.clone() } else { Vec::new() };
        let metadata = Metadata::parse(metadata).unwrap_or_default();
        if metadata.plain && !asked.tunnel {
            asked.request.url = message::address(&asked.target, &message.headers, Some("http"));
        }
        let most = self.reading.options.limits.body;
        let cut = |bytes: &[u8], body: &Body| (bytes.len() > most && matches!(body, Body::Text(_))).then_some(Problem::TooLarge);
        let answer_cut = answered.response.as_ref().and_then(|response| cut(&server, &response.body));
        let problems = [("request", cut(&client, &asked.request.body).or(asked.problem)), ("response", answer_cut.or(answered.problem))];
        let notes = problems.into_iter().filter_map(|(whose, problem)| Some(body::note(number, whose, problem?)).filter(|_| related));
        let exchange = Exchange {
            entry: number,
            started,
            duration: metadata.duration,
            request: asked.request,
            response: answered.response,
            comment: metadata.comment,
            error: metadata.aborted.then(|| "aborted".to_owned()),
        };
        Ok(Found { exchange, related, original: Cow::Owned(original), notes: notes.collect() })
    }

    /// The program, as the metadata of the first session shows it where the archive does not name it.
    fn producer(&mut self, sessions: &[(u64, Session)]) -> Option<String> {
        let first = sessions.iter().find_map(|(_, session)| session.metadata)?;
        let metadata = Metadata::parse(self.metadata(Some(first)))?;
        metadata.is_of_clearinet.then(|| "CLeARINET".to_owned())
    }

    /// What an earlier run of sanitizing wrote down.
    fn mark(&mut self, members: &Members) -> Option<Mark> {
        let member = members.list.iter().find(|member| member.name == sanitized_marker::SAZ_MEMBER)?;
        let bytes = self.member(Some(member.index)).ok().filter(|bytes| bytes.len() <= sanitized_marker::LARGEST)?;
        Mark::parse(&bytes)
    }

    /// A whole member, at most as large as a body may be. Nothing when there is no such member.
    fn member(&mut self, index: Option<usize>) -> Result<Vec<u8>, ReadError> {
        let Some(index) = index else { return Ok(Vec::new()) };
        let reading = self.reading;
        self.unpack(index, |mut member, size| whole(Vec::with_capacity(size), &mut member, reading))
    }

    /// The bytes of a response. `None` when its head shows that it cannot hold a fact, and the request does not either.
    fn response(&mut self, index: Option<usize>, wanted: bool) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(index) = index else { return Ok(Some(Vec::new())) };
        let reading = self.reading;
        self.unpack(index, |mut member, size| {
            let mut bytes = Vec::with_capacity(size);
            read_on(&mut bytes, &mut member, HEAD).map_or(Ok(()), Err)?;
            if !wanted && is_unread(&bytes) { Ok(None) } else { whole(bytes, &mut member, reading).map(Some) }
        })
    }

    /// Opens a member for `read`, which is also told how large it claims to be, within reason.
    fn unpack<T>(&mut self, index: usize, read: impl FnOnce(&mut dyn Read, usize) -> Result<T, ReadError>) -> Result<T, ReadError> {
        let member = self.zip.by_index_raw(index)?;
        let size = usize::try_from(member.size()).unwrap_or(usize::MAX).min(LARGEST_CLAIM);
        if member.encrypted() || member.compression() != CompressionMethod::Deflated {
            drop(member);
            return read(&mut open_member(&mut self.zip, index, self.password, &self.reading.budget)?, size);
        }
        let packed = Count::default();
        packed.set(member.compressed_size());
        read(&mut Bounded::new(self.inflater.unpack(member), packed, &self.reading.budget), size)
    }

    fn metadata(&mut self, index: Option<usize>) -> Vec<u8> {
        // A session without readable metadata lacks its time, nothing else.
        self.member(index).unwrap_or_default()
    }
}

/// Whether the beginning of a response shows that it cannot hold a fact.
fn is_unread(bytes: &[u8]) -> bool {
    let message = message::message(bytes);
    let heading = bytes.get(..bytes.len() - message.body.len()).unwrap_or_default();
    !prefilter::reads(&message.headers.media_type()) && !prefilter::bytes(heading)
}

/// Reads on to the end of a member, or one byte further than a body may be large, which shows that there is more. What a checksum refuses, or
/// a broken stream, is kept as far as it came, when that is anything.
fn whole(mut bytes: Vec<u8>, member: &mut dyn Read, reading: &Reading<'_>) -> Result<Vec<u8>, ReadError> {
    match read_on(&mut bytes, member, reading.options.limits.body as u64 + 1) {
        Some(error) if bytes.is_empty() || LimitHit::of(&error).is_some() => Err(error.into()),
        _ => Ok(bytes),
    }
}

struct Asked {
    request: Request,
    /// The target as the request line has it.
    target: String,
    tunnel: bool,
    problem: Option<Problem>,
}

fn request(message: &Message<'_>, reading: &Reading<'_>) -> Asked {
    let (method, target) = message::request_line(&message.start).unwrap_or(("", &message.start));
    let tunnel = method.eq_ignore_ascii_case("CONNECT");
    let (address, (body, problem)) = if tunnel {
        // What is in the body of a tunnel is Fiddler's own text.
        (message::tunnel(target), (Body::Skipped, None))
    } else {
        (message::address(target, &message.headers, None), body::from_wire(message.body, &message.headers, &reading.budget))
    };
    let request = Request { method: method.to_owned(), url: address, headers: message.headers.clone(), body };
    Asked { request, target: target.to_owned(), tunnel, problem }
}

struct Answered {
    response: Option<Response>,
    problem: Option<Problem>,
    /// Length of the body as it went over the wire, at the end of the message.
    on_the_wire: usize,
}

impl Answered {
    /// Whether the response, of which these are the bytes, may hold a fact: its head, and its body once it is decoded.
    fn shows_fact(&self, bytes: &[u8]) -> bool {
        let body = self.response.as_ref().map_or("", |response| response.body.text());
        let head = bytes.get(..bytes.len() - self.on_the_wire).unwrap_or_default();
        prefilter::bytes(head) || prefilter::bytes(body.as_bytes())
    }
}

fn response(bytes: &[u8], tunnel: bool, reading: &Reading<'_>) -> Answered {
    let message = message::message(bytes);
    let Some((status, reason)) = message::status_line(&message.start) else {
        return Answered { response: None, problem: None, on_the_wire: 0 };
    };
    let readable = !tunnel && prefilter::reads(&message.headers.media_type());
    let (body, problem) = match message.body {
        [] => (Body::Empty, None),
        _ if !readable => (Body::Skipped, None),
        raw => body::from_wire(raw, &message.headers, &reading.budget),
    };
    let reason = reason.to_owned();
    let response = Response { status, reason, headers: message.headers, redirect: None, body };
    Answered { response: Some(response), problem, on_the_wire: message.body.len() }
}

/// What Fiddler knows of a session next to its bytes.
#[derive(Debug, Default)]
struct Metadata {
    started: Option<Timestamp>,
    /// Milliseconds until the response was there.
    duration: Option<u64>,
    aborted: bool,
    /// The customer's note.
    comment: Option<String>,
    /// Whether the session is known to be unencrypted HTTP.
    plain: bool,
    /// Whether it is written as `CLeARINET` does: neither number nor flags, and one time for everything.
    is_of_clearinet: bool,
}

impl Metadata {
    /// When a session began, also when the XML around it is broken. Parsing the XML of every session would take longer than all the rest.
    fn started(bytes: &[u8]) -> Option<Timestamp> {
        const NAME: &[u8] = b" ClientBeginRequest=\"";
        let mut places = memchr::memmem::find_iter(bytes, NAME);
        match (places.next(), places.next()) {
            (Some(place), None) => {
                let value = bytes.get(place + NAME.len()..)?;
                timestamp(std::str::from_utf8(value.get(..memchr::memchr(b'"', value)?)?).ok()?)
            }
            // Other quotes, another encoding, other names, or not there at all.
            _ => Self::parse(bytes.to_vec())?.started,
        }
    }

    /// When a session began, by its timers: programs other than Fiddler have names of their own for them. When the connection was made tells nothing.
    fn begun(timers: roxmltree::Node<'_, '_>) -> Option<Timestamp> {
        if let Some(begun) = timers.attribute("ClientBeginRequest") {
            return timestamp(begun);
        }
        let of_session = timers.attributes().filter(|timer| !timer.name().ends_with("Connected"));
        of_session.filter_map(|timer| timestamp(timer.value())).min()
    }

    /// How long a session took, by Fiddler's own timers.
    fn took(timers: roxmltree::Node<'_, '_>) -> Option<u64> {
        let timer = |name: &str| timers.attribute(name).and_then(timestamp);
        let took = timer("ServerDoneResponse")?.as_millisecond().checked_sub(timer("ClientBeginRequest")?.as_millisecond())?;
        u64::try_from(took).ok()
    }

    /// Whether all timers of a session are one time.
    fn is_one_time(timers: roxmltree::Node<'_, '_>) -> bool {
        let mut told = timers.attributes().filter_map(|timer| timestamp(timer.value()));
        let (first, second) = (told.next(), told.next());
        first.is_some() && first == second && told.all(|time| Some(time) == first)
    }

    fn parse(bytes: Vec<u8>) -> Option<Self> {
        let text = String::from_utf8(TextEncoding::sniff(&bytes).utf8(bytes)).ok()?;
        let document = xml::parse(&text)?;
        let session = document.root_element();
        let timers = session.descendants().find(|node| node.has_tag_name("SessionTimers"));
        let flag = |name: &str| {
            let mut flags = session.descendants().filter(|node| node.has_tag_name("SessionFlag"));
            flags.find(|node| node.attribute("N").is_some_and(|n| n.eq_ignore_ascii_case(name)))?.attribute("V")
        };
        Some(Self {
            started: timers.and_then(Self::begun),
            duration: timers.and_then(Self::took),
            aborted: session.attribute("Aborted").is_some_and(|aborted| aborted.eq_ignore_ascii_case("true")),
            comment: flag("ui-comments").map(str::trim).filter(|comment| !comment.is_empty()).map(str::to_owned),
            plain: flag("x-serversocket").is_some_and(|socket| socket.trim_end().ends_with(":80")),
            is_of_clearinet: !["SID", "BitFlags"].iter().any(|name| session.has_attribute(*name)) && timers.is_some_and(Self::is_one_time),
        })
    }
}
