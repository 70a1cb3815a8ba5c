//! Readers around readers: they count, hash, and stop what unpacks to too much.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use sha2::{Digest, Sha256};

use crate::read::options::Limits;

/// Which limit on unpacking was hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LimitHit {
    /// The whole input unpacks to too many bytes.
    #[error("it unpacks to more than {0} MiB")]
    Unpacked(u64),
    /// One part unpacks to too many times its packed size.
    #[error("a part of it unpacks to more than {0} times its size")]
    Ratio(u64),
}

impl LimitHit {
    /// The limit that an error of a bounded reader tells of.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref::<Self>()).copied()
    }
}

/// How many bytes an input may still unpack to.
#[derive(Debug)]
pub(in crate::read) struct Budget {
    limits: Limits,
    left: AtomicU64,
}

impl Budget {
    pub(in crate::read) fn new(limits: Limits) -> Self {
        Self { limits, left: AtomicU64::new(limits.unpacked) }
    }

    /// Largest number of bytes that the next body may decode to.
    pub(in crate::read) fn body(&self) -> usize {
        self.limits.body.min(usize::try_from(self.left()).unwrap_or(usize::MAX))
    }

    /// Takes unpacked bytes off the budget.
    pub(in crate::read) fn spend(&self, bytes: usize) {
        let less = |left: u64| Some(left.saturating_sub(bytes as u64));
        // The closure never declines.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }

    fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }
}

/// A count that a reader and its observer share.
pub(in crate::read) type Count = Rc<Cell<u64>>;

/// Counts the bytes that pass.
pub(in crate::read) struct Counted<R> {
    inner: R,
    count: Count,
}

impl<R: Read> Counted<R> {
    pub(in crate::read) fn new(inner: R, count: Count) -> Self {
        Self { inner, count }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.count.set(self.count.get() + read as u64);
        Ok(read)
    }
}

/// Passes unpacked bytes on until a limit is hit, then fails with a [`LimitHit`].
pub(in crate::read) struct Bounded<'a, R> {
    inner: R,
    packed: Count,
    unpacked: u64,
    budget: &'a Budget,
}

impl<'a, R: Read> Bounded<'a, R> {
    /// `packed` is, or becomes while reading, the number of bytes that went into unpacking.
    pub(in crate::read) fn new(inner: R, packed: Count, budget: &'a Budget) -> Self {
        Self { inner, packed, unpacked: 0, budget }
    }
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let limits = &self.budget.limits;
        if !buffer.is_empty() && self.budget.left() == 0 {
            return Err(io::Error::other(LimitHit::Unpacked(limits.unpacked >> 20)));
        }
        if self.unpacked >= limits.ratio_from && self.unpacked / limits.ratio.max(1) > self.packed.get() {
            return Err(io::Error::other(LimitHit::Ratio(limits.ratio)));
        }
        let read = self.inner.read(buffer)?;
        self.unpacked += read as u64;
        self.budget.spend(read);
        Ok(read)
    }
}

/// Hashes the bytes that pass, when asked to.
pub(in crate::read) struct Hashed<R> {
    inner: R,
    digest: Option<Sha256>,
}

impl<R: Read> Hashed<R> {
    pub(in crate::read) fn new(inner: R, hash: bool) -> Self {
        Self { inner, digest: hash.then(Sha256::new) }
    }

    /// Reads what is left, and gives the SHA-256 of everything in lower-case hex. `None` when not asked for, or when the rest cannot
    /// be read: the hash of a part would be taken for the file's.
    pub(in crate::read) fn finish(mut self) -> Option<String> {
        self.digest.as_ref()?;
        io::copy(&mut self, &mut io::sink()).ok()?;
        Some(hex(&self.digest?.finalize()))
    }

    /// The same; `None` as soon as no one wants it any more.
    pub(in crate::read) fn finish_while(mut self, is_wanted: &AtomicBool) -> Option<String> {
        /// As much as stays in the fastest caches.
        const BLOCK: usize = 128 << 10;
        let mut block = vec![0; BLOCK];
        loop {
            match self.read(&mut block) {
                Ok(0) => break,
                Err(error) if error.kind() != io::ErrorKind::Interrupted => return None,
                _ if !is_wanted.load(Ordering::Relaxed) => return None,
                _ => {}
            }
        }
        Some(hex(&self.digest?.finalize()))
    }
}

impl<R: Read> Read for Hashed<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if let Some(digest) = &mut self.digest {
            digest.update(buffer.get(..read).unwrap_or_default());
        }
        Ok(read)
    }
}

/// Bytes in lower-case hexadecimal digits.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes.iter().flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]).map(char::from).collect()
}

/// Reads at most `limit` bytes: fewer only at the end of the source. Gives the error next to what was read before it.
pub(in crate::read) fn read_up_to(source: &mut dyn Read, limit: u64) -> (Vec<u8>, Option<io::Error>) {
    let mut bytes = Vec::new();
    let error = read_on(&mut bytes, source, limit);
    (bytes, error)
}

/// Reads on behind what was read, until there are `limit` bytes. Gives what went wrong before.
pub(in crate::read) fn read_on(bytes: &mut Vec<u8>, source: &mut dyn Read, limit: u64) -> Option<io::Error> {
    source.take(limit.saturating_sub(bytes.len() as u64)).read_to_end(bytes).err()
}
