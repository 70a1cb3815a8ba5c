//! Unpacks deflated members of a zip with one state for all of them: to make a state costs more than to unpack a small member.

use std::io::{self, Read};

use flate2::{Decompress, FlushDecompress, Status};

/// A state that can be used again.
pub(in crate::read) struct Inflater {
    state: Decompress,
    packed: Vec<u8>,
}

/// Packed bytes that are read at a time.
const READ: usize = 16 << 10;

impl Inflater {
    pub(in crate::read) fn new() -> Self {
        Self { state: Decompress::new(false), packed: vec![0; READ] }
    }

    /// Unpacks from the beginning of what `source` holds.
    pub(in crate::read) fn unpack<R: Read>(&mut self, source: R) -> Inflating<'_, R> {
        self.state.reset(false);
        Inflating { source, inflater: self, at: 0, filled: 0, ended: false }
    }
}

/// A reader of unpacked bytes.
pub(in crate::read) struct Inflating<'a, R> {
    source: R,
    inflater: &'a mut Inflater,
    /// Which part of `packed` is still to be unpacked.
    at: usize,
    filled: usize,
    ended: bool,
}

impl<R: Read> Read for Inflating<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Inflater { state, packed } = &mut *self.inflater;
        while !self.ended && !buffer.is_empty() {
            if self.at == self.filled {
                (self.at, self.filled) = (0, self.source.read(packed)?);
            }
            let input = packed.get(self.at..self.filled).unwrap_or_default();
            let (taken, given) = (state.total_in(), state.total_out());
            let status = state.decompress(input, buffer, FlushDecompress::None).map_err(|_| damaged())?;
            self.at += usize::try_from(state.total_in() - taken).unwrap_or(0);
            self.ended = status == Status::StreamEnd;
            match usize::try_from(state.total_out() - given).unwrap_or(0) {
                0 if input.is_empty() && !self.ended => return Err(io::ErrorKind::UnexpectedEof.into()),
                0 => {}
                read => return Ok(read),
            }
        }
        Ok(0)
    }
}

fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "corrupt deflate stream")
}
