//! A file that may not change between the times it is read: each block is hashed when it is first seen, and held against that whenever it is
//! read again. So nothing that was not there the first time is ever taken for what was.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::error::SanitizeError;
use crate::read::{ReadAt, hex};

/// Bytes that are hashed together. Smaller ones cost more room, larger ones more time where a zip is read here and there.
const BLOCK: u64 = 32 << 10;

/// What a file was when it was read first.
#[derive(Debug)]
pub(super) struct Fingerprint {
    length: u64,
    blocks: HashMap<u64, Block>,
    /// What blocks are hashed with. No one knows the key, so no one can make a block that passes for another but by luck, once in 2^64.
    key: RandomState,
    /// SHA-256 of all bytes in hexadecimal digits; none when some could not be read.
    pub(super) sha256: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    Hash(u64),
    /// Reading it failed. Whatever it holds was not seen.
    Unreadable,
}

/// A file that is read as it is known, or not at all.
pub struct Steady<'a> {
    file: &'a dyn ReadAt,
    length: u64,
    changed: AtomicBool,
    state: Mutex<State<'a>>,
}

struct State<'a> {
    time: Time<'a>,
    /// The block that was read last, and where it stands.
    near: Vec<u8>,
    near_at: u64,
}

/// Which time the file is read.
enum Time<'a> {
    First { known: Fingerprint, digest: Sha256, next: u64 },
    Again { known: &'a Fingerprint, seen: Vec<u64> },
}

impl<'a> Steady<'a> {
    /// A file that is read for the first time.
    pub(super) fn first(file: &'a dyn ReadAt) -> io::Result<Self> {
        let length = file.size()?;
        let known = Fingerprint { length, blocks: HashMap::new(), key: RandomState::new(), sha256: None };
        Ok(Self::new(file, length, Time::First { known, digest: Sha256::new(), next: 0 }))
    }

    /// A file that is known.
    pub(super) fn again(file: &'a dyn ReadAt, known: &'a Fingerprint) -> Self {
        Self::new(file, known.length, Time::Again { known, seen: Vec::new() })
    }

    fn new(file: &'a dyn ReadAt, length: u64, time: Time<'a>) -> Self {
        let state = Mutex::new(State { time, near: Vec::new(), near_at: 0 });
        Self { file, length, changed: AtomicBool::new(false), state }
    }

    /// Whether anything was seen that was not there before.
    pub(super) fn has_changed(&self) -> bool {
        self.changed.load(Ordering::Relaxed)
    }

    /// Reads what was not read this time, and fails when the file is another one by now.
    pub fn check(&self) -> Result<(), SanitizeError> {
        if self.has_changed() {
            return Err(SanitizeError::Changed);
        }
        self.with(|state| {
            for index in 0..self.length.div_ceil(BLOCK) {
                if !state.time.has_seen(index)
                    && let Err(error) = self.load(state, index)
                    && !state.time.is_unreadable(index)
                {
                    return Err(error);
                }
            }
            if self.file.size()? == self.length { Ok(()) } else { Err(self.is_another()) }
        })
        .map_err(|error| if self.has_changed() { SanitizeError::Changed } else { SanitizeError::Read(error.into()) })
    }

    /// Ends the first time.
    pub(super) fn into_fingerprint(self) -> Result<Fingerprint, SanitizeError> {
        self.check()?;
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Time::First { known, mut digest, mut next } = state.time else { return Err(SanitizeError::Changed) };
        let rest = Steady::again(self.file, &known);
        let mut buffer = vec![0; usize::try_from(BLOCK).unwrap_or_default()];
        // What was not read from front to back has still to go into the whole.
        while next < self.length.div_ceil(BLOCK) {
            match rest.read_at(&mut buffer, next * BLOCK) {
                Ok(read) => digest.update(buffer.get(..read).unwrap_or_default()),
                Err(_) if rest.has_changed() => return Err(SanitizeError::Changed),
                Err(_) => return Ok(known),
            }
            next += 1;
        }
        drop(rest);
        Ok(Fingerprint { sha256: Some(hex(&digest.finalize())), ..known })
    }

    fn with<T>(&self, job: impl FnOnce(&mut State<'a>) -> T) -> T {
        job(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads a block, and keeps it when it is what it was.
    fn load(&self, state: &mut State<'_>, index: u64) -> io::Result<()> {
        let at = index * BLOCK;
        let length = usize::try_from(self.length.saturating_sub(at).min(BLOCK)).unwrap_or_default();
        state.near_at = at;
        state.near.resize(length, 0);
        if let Err(error) = fill(self.file, &mut state.near, at) {
            state.near.clear();
            // The file ends before it should.
            if error.kind() == io::ErrorKind::UnexpectedEof {
                return Err(self.is_another());
            }
            state.time.missed(index);
            return Err(error);
        }
        if state.time.knows(index, &state.near) {
            return Ok(());
        }
        state.near.clear();
        Err(self.is_another())
    }

    fn is_another(&self) -> io::Error {
        self.changed.store(true, Ordering::Relaxed);
        io::Error::other(SanitizeError::Changed)
    }
}

impl ReadAt for Steady<'_> {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        if at >= self.length || buffer.is_empty() {
            return Ok(0);
        }
        self.with(|state| {
            let index = at / BLOCK;
            if state.near.is_empty() || state.near_at != index * BLOCK {
                self.load(state, index)?;
            }
            let passed = usize::try_from(at % BLOCK).unwrap_or(usize::MAX);
            io::Read::read(&mut state.near.get(passed..).unwrap_or_default(), buffer)
        })
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.length)
    }
}

/// Reads until a buffer is full.
fn fill(file: &dyn ReadAt, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        let read = match file.read_at(buffer, at) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => 0,
            other => other?,
        };
        buffer = buffer.get_mut(read..).unwrap_or_default();
        at += read as u64;
    }
    Ok(())
}

impl Time<'_> {
    /// Takes a block in, and tells whether it is what it was.
    fn knows(&mut self, index: u64, bytes: &[u8]) -> bool {
        let hash = Block::Hash(self.known().key.hash_one(bytes));
        match self {
            Self::First { known, digest, next } => {
                if index == *next {
                    digest.update(bytes);
                    *next += 1;
                }
                *known.blocks.entry(index).or_insert(hash) == hash
            }
            Self::Again { known, seen } => {
                mark(seen, index);
                known.blocks.get(&index) == Some(&hash)
            }
        }
    }

    /// A block could not be read: if it can be the next time, that is something new.
    fn missed(&mut self, index: u64) {
        match self {
            Self::First { known, .. } => drop(known.blocks.insert(index, Block::Unreadable)),
            Self::Again { seen, .. } => mark(seen, index),
        }
    }

    fn known(&self) -> &Fingerprint {
        match self {
            Self::First { known, .. } => known,
            Self::Again { known, .. } => known,
        }
    }

    fn has_seen(&self, index: u64) -> bool {
        match self {
            Self::First { known, .. } => known.blocks.contains_key(&index),
            Self::Again { seen, .. } => {
                let (word, bit) = place(index);
                seen.get(word).is_some_and(|word| word & bit != 0)
            }
        }
    }

    fn is_unreadable(&self, index: u64) -> bool {
        self.known().blocks.get(&index) == Some(&Block::Unreadable)
    }
}

/// Marks a block as seen.
fn mark(seen: &mut Vec<u64>, index: u64) {
    let (word, bit) = place(index);
    if seen.len() <= word {
        seen.resize(word + 1, 0);
    }
    if let Some(word) = seen.get_mut(word) {
        *word |= bit;
    }
}

fn place(index: u64) -> (usize, u64) {
    (usize::try_from(index / 64).unwrap_or(usize::MAX - 1), 1 << (index % 64))
}
