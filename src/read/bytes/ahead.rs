//! A source that another thread reads, a few blocks ahead of who takes its bytes.

use std::io::{self, Read};
use std::panic;
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread;

/// Bytes of a block.
const BLOCK: usize = 128 << 10;
/// Blocks that may wait to be taken: enough that neither thread waits for the other at each, and half a megabyte.
const AHEAD: usize = 4;

/// Gives `job` the bytes and the errors of a source, in the order in which the source gives them. Where there is no thread to be had, this one reads it.
pub(in crate::read) fn read_ahead<S: Read, T>(open: impl Fn() -> S + Sync, job: impl FnOnce(&mut dyn Read) -> T) -> T {
    let (full, blocks) = mpsc::sync_channel(AHEAD);
    let (empty, spare) = mpsc::channel();
    let open = &open;
    thread::scope(|scope| {
        let Ok(helper) = thread::Builder::new().spawn_scoped(scope, move || fill(open(), &full, &spare)) else {
            return job(&mut open());
        };
        let mut ahead = Ahead { blocks, empty, block: Block::default(), ended: false };
        let done = job(&mut ahead);
        // Who waits to hand on a block ends.
        drop(ahead);
        // A panic of the helper continues here, as one of the caller's own would.
        helper.join().unwrap_or_else(|panic| panic::resume_unwind(panic));
        done
    })
}

/// Hands on blocks until the source ends, or no one takes them any more. The last is empty.
fn fill(mut source: impl Read, full: &SyncSender<io::Result<Block>>, spare: &Receiver<Block>) {
    loop {
        // A block that was used before has its room still: to make it again costs as much as to copy what goes into it.
        let mut block = spare.try_recv().unwrap_or_else(|_| Block { room: vec![0; BLOCK], filled: 0, taken: 0 });
        let read = block.fill(&mut source);
        let ended = block.filled == 0 && read.is_ok();
        let handed_on = if block.filled > 0 || ended { full.send(Ok(block)) } else { Ok(()) };
        let failed = read.map_or_else(|error| full.send(Err(error)), Ok);
        if ended || handed_on.is_err() || failed.is_err() {
            return;
        }
    }
}

/// Bytes on their way.
#[derive(Default)]
struct Block {
    room: Vec<u8>,
    filled: usize,
    taken: usize,
}

impl Block {
    fn fill(&mut self, source: &mut impl Read) -> io::Result<()> {
        (self.filled, self.taken) = (0, 0);
        while let Some(rest) = self.room.get_mut(self.filled..).filter(|rest| !rest.is_empty()) {
            match source.read(rest) {
                Ok(0) => break,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn left(&self) -> &[u8] {
        self.room.get(self.taken..self.filled).unwrap_or_default()
    }
}

/// The reader of the blocks.
struct Ahead {
    blocks: Receiver<io::Result<Block>>,
    /// Where blocks go that were taken, to be filled again.
    empty: Sender<Block>,
    block: Block,
    ended: bool,
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.block.left().is_empty() && !self.ended && !buffer.is_empty() {
            let next = self.blocks.recv().unwrap_or_else(|_| Err(io::Error::other("another thread stopped reading")))?;
            self.ended = next.filled == 0;
            let done = std::mem::replace(&mut self.block, next);
            if !done.room.is_empty() {
                // Where nothing is read any more, nothing is filled either.
                let _ = self.empty.send(done);
            }
        }
        let read = self.block.left().read(buffer)?;
        self.block.taken += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives so many bytes, and errors between them.
    struct Source(Vec<Result<usize, &'static str>>);

    impl Read for Source {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.first_mut() {
                None => Ok(0),
                Some(Ok(left)) if *left > 0 => {
                    let length = buffer.len().min(*left);
                    buffer[..length].fill(b'x');
                    *left -= length;
                    Ok(length)
                }
                Some(_) => self.0.remove(0).map_err(io::Error::other).and_then(|_| self.read(buffer)),
            }
        }
    }

    fn all(reader: &mut dyn Read) -> Vec<Result<usize, String>> {
        let mut given = Vec::new();
        for _ in 0..4 {
            let mut bytes = Vec::new();
            let read = reader.read_to_end(&mut bytes);
            given.push(Ok(bytes.len()));
            given.extend(read.err().map(|error| Err(error.to_string())));
        }
        given
    }

    #[test]
    fn bytes_and_errors_come_as_the_source_gives_them() {
        let pieces = vec![Ok(10), Ok(BLOCK), Ok(7), Err("one"), Ok(3 * BLOCK), Ok(1), Err("two"), Err("three"), Ok(5)];
        let expected = all(&mut Source(pieces.clone()));
        assert_eq!(read_ahead(|| Source(pieces.clone()), all), expected);
    }

    #[test]
    fn the_source_need_not_be_read_to_its_end() {
        let read = read_ahead(|| io::repeat(b'x'), |reader| reader.take(10).read_to_end(&mut Vec::new()).ok());
        assert_eq!(read, Some(10));
    }

    #[test]
    fn a_panic_of_the_source_is_ones_own() {
        let panic = panic::catch_unwind(|| read_ahead(|| -> io::Empty { panic!("no source") }, |reader| reader.read(&mut [0]).is_err()));
        assert_eq!(panic.expect_err("it panics").downcast_ref(), Some(&"no source"));
    }
}
