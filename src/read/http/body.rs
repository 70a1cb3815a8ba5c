//! Bodies: undoes chunks, content codings and charsets. What cannot be undone stays as it is, when that can be read.

use std::borrow::Cow;
use std::io::Read;

use crate::model::capture::{Note, NoteKind};
use crate::model::message::{Body, Headers};
use crate::read::bytes::adapters::Budget;
use crate::read::http::{charset, message};

/// What went wrong with a body that was read all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Problem {
    /// It is larger than allowed; its beginning is there.
    TooLarge,
    /// It does not decode; what came before the damage is there.
    Damaged,
    /// It holds more than its parser bears, or is nested too deeply.
    TooMuch,
}

/// The note on a body with a problem; `whose` is `request` or `response`.
pub(in crate::read) fn note(entry: u64, whose: &str, problem: Problem) -> Note {
    let (kind, what) = match problem {
        Problem::TooLarge => (NoteKind::LimitReached, "is larger than allowed; only its beginning was read"),
        Problem::Damaged => (NoteKind::Unreadable, "could not be decoded to its end"),
        Problem::TooMuch => (NoteKind::LimitReached, "has more values, or deeper ones, than are read; it was not used"),
    };
    Note::on_entry(kind, entry, format!("The body of the {whose} {what}."))
}

/// A body after decoding, and what went wrong.
pub(in crate::read) type Decoded = (Body, Option<Problem>);

/// A body as it went over the wire: in chunks and compressed, as the headers say.
pub(in crate::read) fn from_wire(raw: &[u8], headers: &Headers, budget: &Budget) -> Decoded {
    if raw.is_empty() {
        return (Body::Empty, None);
    }
    let chunks = if message::is_chunked(headers) { dechunk(raw) } else { None };
    match &chunks {
        Some(data) if data.is_empty() => (Body::Empty, None),
        Some(data) => from_capture(data, headers, budget),
        None => from_capture(raw, headers, budget),
    }
}

/// A body that may still be compressed, and may have been decompressed by the program that wrote the capture without a word in the
/// headers. So text is left alone, and gzip and zstd are known by their first bytes.
pub(in crate::read) fn from_capture(raw: &[u8], headers: &Headers, budget: &Budget) -> Decoded {
    let content_type = headers.get("content-type").unwrap_or("");
    let mut bytes = Cow::Borrowed(raw);
    let mut problem = None;
    for coding in codings(headers) {
        if looks_like_text(&bytes) {
            break;
        }
        problem = decode_one(&coding, &mut bytes, budget);
        if problem.is_some() {
            break;
        }
    }
    if problem.is_none() && !looks_like_text(&bytes) {
        problem = magic(&bytes).and_then(|coding| decode_one(coding, &mut bytes, budget));
    }
    match problem {
        None if bytes.is_empty() => return (Body::Empty, None),
        // Nothing came out. Perhaps it never was coded; what is not even text then cannot be read.
        Some(_) if bytes.is_empty() && is_binary(raw) => return (Body::Skipped, problem),
        Some(_) if bytes.is_empty() => (bytes, problem) = (Cow::Borrowed(raw), None),
        _ => {}
    }
    let most = budget.body();
    let limited = bytes.get(..most).unwrap_or(&bytes);
    let problem = if limited.len() < bytes.len() { Some(Problem::TooLarge) } else { problem };
    (Body::Text(charset::decode(limited, content_type)), problem)
}

/// The content codings in the order in which they are to be undone.
fn codings(headers: &Headers) -> Vec<String> {
    let mut codings: Vec<String> =
        headers.all("content-encoding").flat_map(|value| value.split(',')).map(|coding| coding.trim().to_ascii_lowercase()).collect();
    // A server does not code four times; a hostile capture may.
    codings.truncate(4);
    codings.reverse();
    codings
}

/// Undoes one coding in place. What is not coded that way stays; what breaks off is kept up to there.
fn decode_one(coding: &str, bytes: &mut Cow<'_, [u8]>, budget: &Budget) -> Option<Problem> {
    let coding = magic(bytes).unwrap_or(coding);
    let (decoded, problem) = match coding {
        "gzip" | "x-gzip" => unpack(bytes.len(), flate2::bufread::GzDecoder::new(&**bytes), budget),
        "deflate" => inflate(bytes, budget),
        "br" => unpack(bytes.len(), brotli_decompressor::Decompressor::new(&**bytes, 4096), budget),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(&**bytes) {
            Ok(decoder) => unpack(bytes.len(), decoder, budget),
            Err(_) => (Vec::new(), Some(Problem::Damaged)),
        },
        _ => return None,
    };
    budget.spend(decoded.len());
    *bytes = Cow::Owned(decoded);
    problem
}

/// `deflate` means zlib, and raw deflate in the servers that got it wrong.
fn inflate(bytes: &[u8], budget: &Budget) -> (Vec<u8>, Option<Problem>) {
    match unpack(bytes.len(), flate2::bufread::ZlibDecoder::new(bytes), budget) {
        (zlib, None) => (zlib, None),
        (zlib, problem) => match unpack(bytes.len(), flate2::bufread::DeflateDecoder::new(bytes), budget) {
            (raw, None) => (raw, None),
            (raw, _) if zlib.is_empty() => (raw, problem),
            _ => (zlib, problem),
        },
    }
}

fn unpack(packed: usize, decoder: impl Read, budget: &Budget) -> (Vec<u8>, Option<Problem>) {
    let most = budget.body();
    // What texts usually unpack to, so that little is copied while it grows.
    let mut bytes = Vec::with_capacity(packed.saturating_mul(4).min(most).min(1 << 20));
    let end = decoder.take(most as u64 + 1).read_to_end(&mut bytes);
    let problem = match end {
        _ if bytes.len() > most => Some(Problem::TooLarge),
        Ok(_) => None,
        Err(_) => Some(Problem::Damaged),
    };
    bytes.truncate(most);
    (bytes, problem)
}

/// The coding that the first bytes show.
fn magic(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x1F, 0x8B, 8, ..] => Some("gzip"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => Some("zstd"),
        _ => None,
    }
}

/// Whether bytes are text rather than compressed: UTF-8 without control characters. A glance at the beginning is enough.
fn looks_like_text(bytes: &[u8]) -> bool {
    let start = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
    // The glance may end inside a character.
    let whole = match std::str::from_utf8(start) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => start.len(),
    };
    let Ok(valid) = std::str::from_utf8(start.get(..whole).unwrap_or_default()) else { return false };
    !valid.is_empty() && !valid.contains(|c: char| c < ' ' && !matches!(c, '\t' | '\r' | '\n'))
}

/// Whether bytes cannot be text in any charset but UTF-16.
fn is_binary(bytes: &[u8]) -> bool {
    bytes.iter().take(1024).any(|byte| matches!(byte, 0..=8))
}

/// Length of the chunked form of a body, when it is there to its end. `goes_on` is asked where each chunk begins.
pub(in crate::read) fn chunked_length(raw: &[u8], goes_on: impl FnMut(usize) -> bool) -> Option<usize> {
    let (length, is_whole) = chunks(raw, goes_on, |_| {})?;
    is_whole.then_some(length)
}

/// Joins chunks; a body that is cut off gives what is there. `None` when it is not chunked, or no more since someone edited it.
fn dechunk(raw: &[u8]) -> Option<Vec<u8>> {
    let mut data = Vec::new();
    chunks(raw, |_| true, |chunk| data.extend_from_slice(chunk))?;
    Some(data)
}

/// Goes through chunks, and gives the length of their form, and whether it is there to its end. `None` as for [`dechunk`].
fn chunks(raw: &[u8], mut goes_on: impl FnMut(usize) -> bool, mut on_chunk: impl FnMut(&[u8])) -> Option<(usize, bool)> {
    let mut rest = raw;
    loop {
        goes_on(raw.len() - rest.len()).then_some(())?;
        let Some((line, after)) = message::split_line(rest) else { return Some((raw.len(), false)) };
        let size = chunk_size(line)?;
        if size == 0 {
            let trailers = skip_trailers(after);
            return Some((raw.len() - trailers.len(), true));
        }
        let Some((chunk, after)) = after.split_at_checked(size) else {
            on_chunk(after);
            return Some((raw.len(), false));
        };
        on_chunk(chunk);
        rest = match after {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            [] | [b'\r'] => return Some((raw.len(), false)),
            _ => return None,
        };
    }
}

fn chunk_size(line: &[u8]) -> Option<usize> {
    let size = std::str::from_utf8(line).ok()?.split(';').next()?.trim();
    let digits = !size.is_empty() && size.bytes().all(|digit| digit.is_ascii_hexdigit());
    digits.then(|| usize::from_str_radix(size, 16).ok())?
}

/// Passes the trailers and the empty line after them. Where no empty line follows, nothing is passed.
fn skip_trailers(after: &[u8]) -> &[u8] {
    let mut rest = after;
    while let Some((line, next)) = message::split_line(rest) {
        rest = next;
        if line.is_empty() {
            return rest;
        }
        if !line.contains(&b':') {
            return after;
        }
    }
    rest
}
