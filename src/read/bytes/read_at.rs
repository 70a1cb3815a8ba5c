//! Reading at any place of a file, from several threads at once.

use std::io::{self, Read, Seek, SeekFrom};

/// A file, or bytes in memory. Several threads may read at once, each where it wants to.
pub trait ReadAt: Sync {
    /// Reads what fits into `buffer` and is there at the place. Nothing is there behind the end.
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize>;
    /// Length in bytes.
    fn size(&self) -> io::Result<u64>;
}

impl ReadAt for &[u8] {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let mut rest = usize::try_from(at).ok().and_then(|at| self.get(at..)).unwrap_or_default();
        rest.read(buffer)
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }
}

impl ReadAt for Vec<u8> {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        self.as_slice().read_at(buffer, at)
    }

    fn size(&self) -> io::Result<u64> {
        self.as_slice().size()
    }
}

/// A reader that goes through a file on its own. Going back and forth within a few KiB costs no reading.
#[derive(Clone)]
pub(in crate::read) struct Reader<'a> {
    file: &'a dyn ReadAt,
    at: u64,
    /// What was read last, and where that stands.
    near: Vec<u8>,
    near_at: u64,
}

/// Bytes that are read at once when fewer are asked for: a few members of a zip.
const NEAR: usize = 16 << 10;

impl<'a> Reader<'a> {
    /// Reads from a place on.
    pub(in crate::read) fn new(file: &'a dyn ReadAt, at: u64) -> Self {
        Self { file, at, near: Vec::new(), near_at: 0 }
    }

    /// What is known of the file from here on.
    fn known(&self) -> &[u8] {
        let passed = self.at.checked_sub(self.near_at).and_then(|passed| usize::try_from(passed).ok());
        passed.and_then(|passed| self.near.get(passed..)).unwrap_or_default()
    }

    fn read_near(&mut self) -> io::Result<()> {
        self.near.resize(NEAR, 0);
        let read = self.file.read_at(&mut self.near, self.at);
        self.near.truncate(read.as_ref().copied().unwrap_or(0));
        self.near_at = self.at;
        read.map(|_| ())
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.known().is_empty() {
            if buffer.len() >= NEAR {
                let read = self.file.read_at(buffer, self.at)?;
                self.at += read as u64;
                return Ok(read);
            }
            self.read_near()?;
        }
        let read = self.known().read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Reader<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.file.size()?.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_reader_reads_what_a_cursor_reads(
            length in 0..50_000_usize,
            steps in prop::collection::vec((any::<bool>(), 0..60_000_usize, -40_000..40_000_i64), 0..30),
        ) {
            let bytes: Vec<u8> = (0..length).map(|at| u8::try_from(at * 31 % 251).unwrap_or(0)).collect();
            let (mut reader, mut cursor) = (Reader::new(&bytes, 0), io::Cursor::new(&bytes));
            for (reads, count, by) in steps {
                if reads {
                    let (mut read, mut expected) = (Vec::new(), Vec::new());
                    Read::take(&mut reader, count as u64).read_to_end(&mut read).unwrap();
                    Read::take(&mut cursor, count as u64).read_to_end(&mut expected).unwrap();
                    prop_assert_eq!(read, expected);
                } else {
                    let to = if by % 3 == 0 { SeekFrom::End(by) } else { SeekFrom::Current(by) };
                    prop_assert_eq!(reader.seek(to).ok(), cursor.seek(to).ok());
                }
            }
        }
    }
}
