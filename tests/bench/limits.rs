//! Limits: programs that do one part of the work and nothing else. Anyone who explains a capture takes at least as long.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use flate2::read::GzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use zip::ZipArchive;

// The splitter itself, without anything around it.
#[path = "../../src/read/json/value_end.rs"]
#[allow(dead_code, reason = "only the end of the whole file is asked for")]
mod value_end;

/// A part of the work, on one thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// Reads a file.
    Read,
    /// Reads a HAR and finds where its texts and brackets end.
    Split,
    /// Unpacks of a SAZ what may hold a fact: requests, heads of responses, and the bodies that are neither scripts nor images.
    Unpack,
}

/// Bytes that are read at a time: with more or fewer, reading alone takes longer.
const BLOCK: usize = 128 << 10;

impl Limit {
    /// Every limit with the word by which the benchmark calls itself.
    pub(crate) const ALL: [(&'static str, Self); 3] = [("read", Self::Read), ("split", Self::Split), ("unpack", Self::Unpack)];

    pub(crate) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(_, limit)| *limit == self).map_or("", |(word, _)| word)
    }

    /// Does the part of the work, and says what it came upon, so that it is not left out as useless.
    pub(crate) fn run(self, path: &Path) -> u64 {
        let file = File::open(path).expect("a capture");
        match self {
            Self::Read => blocks(file, |_| {}),
            Self::Split => {
                let mut end = value_end::ValueEnd::default();
                blocks(file, |block| assert!(end.feed(block).is_none_or(|length| length <= block.len())))
            }
            Self::Unpack => unpack(file),
        }
    }
}

fn blocks(mut file: File, mut take: impl FnMut(&[u8])) -> u64 {
    let mut block = vec![0; BLOCK];
    let mut all = 0;
    loop {
        let read = file.read(&mut block).expect("a block");
        if read == 0 {
            return all;
        }
        take(&block[..read]);
        all += read as u64;
    }
}

fn unpack(file: File) -> u64 {
    let mut archive = ZipArchive::new(BufReader::new(file)).expect("an archive");
    let mut state = Decompress::new(false);
    let (mut packed, mut body) = (Vec::new(), Vec::new());
    let mut all = 0;
    for at in 0..archive.len() {
        let mut member = archive.by_index_raw(at).expect("a member");
        let is_a = |member: &zip::read::ZipFile<'_, _>, end: &str| member.name().is_ok_and(|name| name.ends_with(end));
        let is_response = is_a(&member, "_s.txt");
        if !is_response && !is_a(&member, "_c.txt") {
            continue;
        }
        packed.clear();
        member.read_to_end(&mut packed).expect("packed bytes");
        state.reset(false);
        let mut message = Vec::with_capacity(HEAD);
        let mut status = inflate_on(&mut state, &packed, &mut message);
        let head = Head::of(&message);
        if is_response && !head.may_hold_fact {
            continue;
        }
        while status != Status::StreamEnd {
            message.reserve(message.len());
            status = inflate_on(&mut state, &packed, &mut message);
        }
        let sent = message.get(head.length..).unwrap_or_default();
        let coded = if head.is_chunked { dechunk(sent) } else { sent.to_vec() };
        body.clear();
        match head.coding {
            Coding::Gzip => GzDecoder::new(&coded[..]).read_to_end(&mut body),
            Coding::Brotli => brotli_decompressor::Decompressor::new(&coded[..], 4096).read_to_end(&mut body),
            Coding::None => Ok(0),
        }
        .expect("a body");
        all += (message.len() + body.len()) as u64;
    }
    all
}

/// Bytes in which a head ends.
const HEAD: usize = 4 << 10;

/// Fills the room that there is.
fn inflate_on(state: &mut Decompress, packed: &[u8], room: &mut Vec<u8>) -> Status {
    let from = usize::try_from(state.total_in()).expect("a member of memory's size");
    state.decompress_vec(&packed[from..], room, FlushDecompress::None).expect("a sound member")
}

/// Joins chunks.
fn dechunk(mut rest: &[u8]) -> Vec<u8> {
    let mut joined = Vec::with_capacity(rest.len());
    while let Some(end) = memchr::memmem::find(rest, b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok()).expect("a chunk's size");
        joined.extend_from_slice(&rest[end + 2..][..size]);
        rest = &rest[end + 2 + size + 2..];
    }
    joined
}

#[derive(Debug, Clone, Copy)]
enum Coding {
    None,
    Gzip,
    Brotli,
}

/// What the head of a message says of its body.
struct Head {
    length: usize,
    coding: Coding,
    is_chunked: bool,
    may_hold_fact: bool,
}

impl Head {
    fn of(message: &[u8]) -> Self {
        let length = memchr::memmem::find(message, b"\r\n\r\n").map_or(message.len(), |end| end + 4);
        let text = String::from_utf8_lossy(&message[..length]).to_ascii_lowercase();
        let value = |name: &str| text.lines().find_map(|line| Some(line.strip_prefix(name)?.trim())).unwrap_or("");
        let coding = match value("content-encoding:") {
            "gzip" => Coding::Gzip,
            "br" => Coding::Brotli,
            _ => Coding::None,
        };
        let kind = value("content-type:");
        let may_hold_fact = !["javascript", "image/", "font", "css"].iter().any(|known| kind.contains(known));
        Self { length, coding, is_chunked: value("transfer-encoding:") == "chunked", may_hold_fact }
    }
}
