//! Sanitized captures in memory.

use std::cell::RefCell;
use std::io::{self, Cursor, Seek, SeekFrom, Write};
use std::rc::Rc;

use super::Destination;
use super::receipt::Receipt;
use super::writer::WriteSeek;
use crate::model::capture::written::Kind;

/// Keeps the captures that are written, and their receipts.
#[derive(Debug, Default)]
pub struct InMemory {
    files: Vec<Shared>,
    /// The receipts of the captures that were finished.
    pub receipts: Vec<Receipt>,
}

impl InMemory {
    /// The captures as far as they were written, finished or not.
    #[must_use]
    pub fn into_captures(self) -> Vec<Vec<u8>> {
        self.files.into_iter().map(|file| file.0.take().into_inner()).collect()
    }
}

impl Destination for InMemory {
    fn create(&mut self, _: &str, _: Kind) -> io::Result<Box<dyn WriteSeek>> {
        let file = Shared::default();
        self.files.push(file.clone());
        Ok(Box::new(file))
    }

    fn abandoned(&mut self) {
        self.files.pop();
    }

    fn finished(&mut self, receipt: Receipt) -> io::Result<()> {
        self.receipts.push(receipt);
        Ok(())
    }
}

/// Bytes that who writes them and who keeps them share.
#[derive(Debug, Clone, Default)]
struct Shared(Rc<RefCell<Cursor<Vec<u8>>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}
