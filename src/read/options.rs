//! What is read, and how.

use std::io::Read;
use std::num::NonZeroUsize;

use super::bytes::read_at::ReadAt;
use crate::entra::limits;

/// Where the bytes of one input come from.
pub enum Input<'a> {
    /// A file, or bytes in memory.
    File(&'a dyn ReadAt),
    /// A pipe.
    Stream(&'a mut dyn Read),
}

/// How to read.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Where to stop on hostile or broken input.
    pub limits: Limits,
    /// Whether to compute each capture's SHA-256.
    pub hash: bool,
    /// Whether to read every exchange in full and hand it to [`Sink::each`](super::Sink::each), instead of only counting those that cannot hold a fact.
    pub every_exchange: bool,
    /// How many threads read one file.
    pub threads: NonZeroUsize,
    /// How many bytes of a HAR a thread reads at a time when there are several.
    pub stretch: u64,
    /// Gives the password of the archive with this name, if there is one.
    pub password: &'a (dyn Fn(&str) -> Option<String> + Sync),
}

impl<'a> Options<'a> {
    /// To find facts, with one thread and without a hash.
    #[must_use]
    pub fn new(password: &'a (dyn Fn(&str) -> Option<String> + Sync)) -> Self {
        let limits = Limits::default();
        Self { limits, hash: false, every_exchange: false, threads: NonZeroUsize::MIN, stretch: 8 << 20, password }
    }
}

/// Bounds on what one input may cost. Sizes in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Most bytes that unpacking one input may yield altogether.
    pub unpacked: u64,
    /// Largest ratio of unpacked to packed size, looked at once `ratio_from` bytes have come out.
    pub ratio: u64,
    /// See `ratio`.
    pub ratio_from: u64,
    /// Largest HAR entry.
    pub entry: usize,
    /// Largest decoded body.
    pub body: usize,
    /// Largest archive inside an archive (it is held in memory).
    pub nested: u64,
    /// Archives inside archives.
    pub depth: usize,
    /// Members of one archive.
    pub members: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            unpacked: 16 << 30,
            ratio: 400,
            ratio_from: 64 << 20,
            entry: 64 << 20,
            body: limits::BODY,
            nested: 96 << 20,
            depth: 3,
            members: 200_000,
        }
    }
}
