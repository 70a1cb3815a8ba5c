//! Containers: gzip around anything, and zips that hold captures, among other files and inside each other.

use std::io::{self, Cursor, Read, Seek};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use flate2::read::MultiGzDecoder;

use crate::model::capture::Format;
use crate::model::capture::written::Kind;
use crate::read::bytes::adapters::{Bounded, Budget, Count, Counted, Hashed, read_up_to};
use crate::read::bytes::ahead::read_ahead;
use crate::read::bytes::read_at::{self, ReadAt};
use crate::read::bytes::zip::{Member, Members, Zip, is_damage, open_member, open_zip};
use crate::read::capture_sink::CaptureSink;
use crate::read::error::ReadError;
use crate::read::http::charset::TextEncoding;
use crate::read::reading::Reading;
use crate::read::recognize::{self, Content};
use crate::read::sink::{Part, Sink};
use crate::read::{device_status, fiddler_text, har, saz, sign_in_log, text};

/// Reads a file. With several threads one of them takes the hash meanwhile: that takes about as long as reading does.
pub(super) fn read_file(name: &str, file: &dyn ReadAt, reading: &Reading<'_>, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let hashed = || Hashed::new(read_at::Reader::new(file, 0), reading.options.hash);
    if !reading.options.hash || reading.options.threads.get() == 1 {
        if let Some(capture) = read_file_content(name, file, reading, sink)? {
            capture.close(hashed().finish());
        }
        return Ok(());
    }
    let is_wanted = AtomicBool::new(true);
    thread::scope(|scope| {
        // Where there is no thread to be had it is taken afterwards.
        let hashing = thread::Builder::new().spawn_scoped(scope, || hashed().finish_while(&is_wanted)).ok();
        let read = read_file_content(name, file, reading, sink);
        is_wanted.store(matches!(read, Ok(Some(_))), Ordering::Relaxed);
        if let Some(capture) = read? {
            capture.close(hashing.map_or_else(|| hashed().finish(), |hashing| hashing.join().ok().flatten()));
        }
        Ok(())
    })
}

fn read_file_content<'s>(
    name: &str,
    file: &dyn ReadAt,
    reading: &Reading<'_>,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    let mut reader = read_at::Reader::new(file, 0);
    let (start, error) = read_up_to(&mut reader, 4);
    error.map_or(Ok(()), Err)?;
    if recognize::is_zip(&start) {
        return read_zip(name, file, 0, reading, sink);
    }
    reader.rewind()?;
    read_content(name, &mut reader, Some(file), 0, reading, sink)
}

/// Reads what comes through a pipe, or out of an archive.
pub(super) fn read_stream(
    name: &str,
    stream: &mut dyn Read,
    depth: usize,
    reading: &Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    let mut hashed = Hashed::new(stream, reading.options.hash);
    if let Some(capture) = read_content(name, &mut hashed, None, depth, reading, sink)? {
        capture.close(hashed.finish());
    }
    Ok(())
}

/// Reads the content of a stream; `file` is the same, when it can be read at any place. Gives the capture, to be closed with the hash of
/// what is around it; none when there were several.
fn read_content<'s>(
    name: &str,
    stream: &mut dyn Read,
    file: Option<&dyn ReadAt>,
    depth: usize,
    reading: &Reading<'_>,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    let (prefix, error) = read_up_to(stream, recognize::PREFIX);
    let content = recognize::content(&prefix);
    if let (Content::Empty, Some(error)) = (content, error) {
        return Err(error.into());
    }
    let mut stream = Cursor::new(prefix).chain(stream);
    let (format, encoding) = match content {
        Content::Empty => return Err(ReadError::Empty),
        Content::Foreign(what) => return Err(ReadError::NotACapture(what)),
        Content::SignInLog if sink.takes_parts() => return log_parts(name, &mut stream, sink),
        Content::DeviceStatus(encoding) if sink.takes_parts() => return device_parts(name, &mut stream, encoding, sink),
        Content::Plain(encoding, what) if sink.takes_parts() => return text_parts(name, &mut stream, encoding, what, sink),
        Content::SignInLog => return read_log(name, &mut stream, sink),
        Content::DeviceStatus(encoding) => return read_devices(name, &mut stream, encoding, sink),
        Content::Plain(encoding, what) => return read_text(name, &mut stream, encoding, what, sink),
        Content::NoList(error) => return Err(ReadError::NotASignInLog(error)),
        Content::Gzip => return read_gzip(name, &mut stream, file, depth, reading, sink),
        Content::Zip => {
            let file = in_memory(&mut stream, reading.options.limits.nested)?;
            return read_zip(name, &file, depth, reading, sink);
        }
        // Who takes rows has read the captures before.
        Content::Text(..) if sink.takes_rows() => return Ok(None),
        Content::Text(format, encoding) => (format, encoding),
    };
    let mut capture = CaptureSink::new(name, format, sink);
    match format {
        Format::Har => har::read(&mut stream, file, encoding, reading, &mut capture)?,
        Format::FiddlerText => fiddler_text::read(&mut stream, encoding, reading, &mut capture)?,
        Format::Saz => return Err(ReadError::NotACapture("a zip")),
    }
    Ok(Some(Unclosed::Capture(capture)))
}

/// What is read and not closed yet: its hash is known when all that is around it was read, too.
enum Unclosed<'s> {
    Capture(CaptureSink<'s>),
    /// A log, an output or a text of which the parts were given, and what limits it.
    Parts(&'s mut dyn Sink, Option<String>),
}

impl Unclosed<'_> {
    fn close(self, sha256: Option<String>) {
        match self {
            Self::Capture(capture) => capture.close(sha256),
            Self::Parts(sink, limits) => sink.end_parts(limits, sha256),
        }
    }
}

/// Gives the parts of a log to who takes them.
fn log_parts<'s>(name: &str, stream: &mut dyn Read, sink: &'s mut dyn Sink) -> Result<Option<Unclosed<'s>>, ReadError> {
    let mut has_begun = false;
    let read = sign_in_log::read_parts(stream, &mut |notation, part| {
        if !std::mem::replace(&mut has_begun, true) {
            sink.begin_parts(name, Kind::SignInLog(notation));
        }
        sink.part(part)
    })?;
    Ok(Some(Unclosed::Parts(sink, read.limits())))
}

/// Gives the parts of outputs to who takes them.
fn device_parts<'s>(
    name: &str,
    stream: &mut dyn Read,
    encoding: TextEncoding,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    sink.begin_parts(name, Kind::DeviceStatus);
    device_status::read_parts(stream, encoding, &mut |part| sink.part(part))?;
    Ok(Some(Unclosed::Parts(sink, None)))
}

/// Gives the parts of a text to who takes them. `what` it is in a few words, when it holds none.
fn text_parts<'s>(
    name: &str,
    stream: &mut dyn Read,
    encoding: TextEncoding,
    what: &'static str,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    let mut has_begun = false;
    let mut take = |part: &Part<'_>| {
        if !std::mem::replace(&mut has_begun, true) {
            sink.begin_parts(name, Kind::Text);
        }
        sink.part(part)
    };
    let read = text::read(stream, encoding, &mut |_, passage| take(&Part::Passage(&passage)));
    match read {
        Ok(codes) if codes.is_empty() => {}
        Ok(codes) => {
            let _ = take(&Part::SystemCodes(&codes));
        }
        Err(error) if has_begun => return Err(error),
        Err(_) => {}
    }
    if has_begun { Ok(Some(Unclosed::Parts(sink, None))) } else { Err(ReadError::NotACapture(what)) }
}

/// Gives the rows of a log to who takes them.
fn read_log<'s>(name: &str, stream: &mut dyn Read, sink: &'s mut dyn Sink) -> Result<Option<Unclosed<'s>>, ReadError> {
    if !sink.takes_rows() {
        return Err(ReadError::SignInLog);
    }
    let read = sign_in_log::read(stream, &mut |number, row| sink.row(name, number, row))?;
    sink.end_of_log(name, &read);
    Ok(None)
}

/// Gives the devices of a file to who takes them.
fn read_devices<'s>(
    name: &str,
    stream: &mut dyn Read,
    encoding: TextEncoding,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    if !sink.takes_rows() {
        return Err(ReadError::DeviceStatus);
    }
    for device in device_status::read(stream, encoding)? {
        sink.device(name, device);
    }
    Ok(None)
}

/// Gives the passages of a text to who takes them. `what` it is in a few words, when it holds none.
fn read_text<'s>(
    name: &str,
    stream: &mut dyn Read,
    encoding: TextEncoding,
    what: &'static str,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    // What cannot be read as far as a message of the service is like all else that is none.
    if !sink.takes_rows() {
        let is_text = text::is_one(stream, encoding).unwrap_or(false);
        return Err(if is_text { ReadError::Text } else { ReadError::NotACapture(what) });
    }
    let mut any = false;
    let read = text::read(stream, encoding, &mut |number, passage| {
        any = true;
        sink.passage(name, number, passage)
    });
    match read {
        Ok(codes) => sink.end_of_text(name, codes),
        Err(error) if any => return Err(error),
        Err(_) => {}
    }
    Ok(None)
}

/// Reads what is in a gzip. With several threads one of them unpacks the file, which takes four times as long as to read what comes out: so the
/// reading costs no time.
fn read_gzip<'s>(
    name: &str,
    stream: &mut dyn Read,
    file: Option<&dyn ReadAt>,
    depth: usize,
    reading: &Reading<'_>,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    check_depth(depth + 1, reading)?;
    let result = match file.filter(|_| reading.options.threads.get() > 1) {
        Some(file) => {
            let open = || gunzip(read_at::Reader::new(file, 0), &reading.budget);
            read_ahead(open, |unpacked| read_content(name, unpacked, None, depth + 1, reading, sink))
        }
        None => read_content(name, &mut gunzip(stream, &reading.budget), None, depth + 1, reading, sink),
    };
    match result {
        Err(ReadError::Io(error)) if is_damage(&error) => Err(ReadError::ArchiveDamaged(error.to_string())),
        other => other,
    }
}

fn gunzip<R: Read>(packed: R, budget: &Budget) -> Bounded<'_, MultiGzDecoder<Counted<R>>> {
    let count = Count::default();
    Bounded::new(MultiGzDecoder::new(Counted::new(packed, count.clone())), count, budget)
}

fn check_depth(depth: usize, reading: &Reading<'_>) -> Result<(), ReadError> {
    let most = reading.options.limits.depth;
    if depth > most { Err(ReadError::TooDeep(most)) } else { Ok(()) }
}

fn in_memory(stream: &mut dyn Read, limit: u64) -> Result<Vec<u8>, ReadError> {
    let (bytes, error) = read_up_to(stream, limit.saturating_add(1));
    match error {
        Some(error) => Err(error.into()),
        None if bytes.len() as u64 > limit => Err(ReadError::TooLarge(limit >> 20)),
        None => Ok(bytes),
    }
}

/// Reads a zip: a SAZ, or captures among other files.
fn read_zip<'s>(
    name: &str,
    file: &dyn ReadAt,
    depth: usize,
    reading: &Reading<'_>,
    sink: &'s mut dyn Sink,
) -> Result<Option<Unclosed<'s>>, ReadError> {
    check_depth(depth, reading)?;
    let mut zip = open_zip(file)?;
    let members = Members::list(&zip, reading.options.limits.members);
    let is_saz = recognize::format_of_members(members.list.iter().map(|member| member.name.as_str())) == Some(Format::Saz);
    if is_saz && sink.takes_rows() {
        return Ok(None);
    }
    if is_saz {
        let mut capture = CaptureSink::new(name, Format::Saz, sink);
        saz::read(name, &zip, &members, reading, &mut capture)?;
        return Ok(Some(Unclosed::Capture(capture)));
    }
    read_members(name, &mut zip, &members, depth, reading, sink)?;
    Ok(None)
}

/// Reads the captures of a zip that is not one itself.
fn read_members(
    name: &str,
    zip: &mut Zip<'_>,
    members: &Members,
    depth: usize,
    reading: &Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    let members_read: Vec<&Member> = members.list.iter().filter(|member| !member.is_debris()).collect();
    let encrypted = members_read.iter().filter(|member| member.encrypted).count();
    let password = if encrypted > 0 { (reading.options.password)(name) } else { None };
    let mut left_out = LeftOut::default();
    for member in members_read {
        let member_name = format!("{name}/{}", member.name);
        if member.encrypted && password.is_none() {
            continue;
        }
        match read_member(&member_name, zip, member, password.as_deref(), depth, reading, sink) {
            Ok(()) => left_out.any_read = true,
            Err(error) => left_out.errors.push((member_name, error)),
        }
    }
    if encrypted > 0 && password.is_none() {
        left_out.errors.push((name.to_owned(), ReadError::PasswordNeeded { count: encrypted, what: "files" }));
    }
    if members.more > 0 {
        left_out.errors.push((name.to_owned(), ReadError::TooManyMembers(members.list.len())));
    }
    left_out.report(sink)
}

fn read_member(
    name: &str,
    zip: &mut Zip<'_>,
    member: &Member,
    password: Option<&str>,
    depth: usize,
    reading: &Reading<'_>,
    sink: &mut dyn Sink,
) -> Result<(), ReadError> {
    let mut stream = open_member(zip, member.index, password, &reading.budget)?;
    let result = read_stream(name, &mut stream, depth + 1, reading, sink);
    match result {
        // The old encryption takes one wrong password in 256 for right; the checksum tells at the end.
        Err(error) if member.encrypted => match io::copy(&mut stream, &mut io::sink()) {
            Err(checksum) if is_damage(&checksum) => Err(ReadError::PasswordWrong),
            _ => Err(error),
        },
        Err(ReadError::Io(error)) if error.kind() == io::ErrorKind::Unsupported => Err(ReadError::Compression),
        Err(ReadError::Io(error)) if is_damage(&error) => Err(ReadError::ArchiveDamaged(error.to_string())),
        other => other,
    }
}

/// Members that hold no capture, or none that can be read.
#[derive(Default)]
struct LeftOut {
    errors: Vec<(String, ReadError)>,
    any_read: bool,
}

impl LeftOut {
    /// Tells the sink. When nothing at all was read, the first error that is more than a foreign file is the archive's, else what is read with captures.
    fn report(mut self, sink: &mut dyn Sink) -> Result<(), ReadError> {
        let place = |is: fn(&ReadError) -> bool| self.errors.iter().position(|(_, error)| is(error));
        let is_beside = || {
            place(|error| matches!(error, ReadError::SignInLog))
                .or_else(|| place(|error| matches!(error, ReadError::Text)))
                .or_else(|| place(ReadError::is_beside))
        };
        let first = self.errors.iter().position(|(_, error)| !error.is_foreign()).or_else(is_beside);
        let outcome = match first {
            _ if self.any_read => Ok(()),
            None => return Err(ReadError::NoCaptureInside),
            Some(first) => Err(self.errors.remove(first).1),
        };
        for (name, error) in self.errors {
            sink.left_out(&name, error);
        }
        outcome
    }
}
