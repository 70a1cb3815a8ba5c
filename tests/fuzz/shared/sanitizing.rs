//! Sanitizing: the result is a capture, shows no planted secret, and can be sanitized again. That it stays the same then holds for captures
//! that make sense, and is tested with those.

use std::cell::RefCell;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use entrace::model::capture::Format;
use entrace::sanitize::{Destination, Learning, Receipt, SanitizeError, WriteSeek};
use zip::ZipArchive;

use crate::captures::Capture;
use crate::planted::shown;

/// A file in memory that two owners share.
#[derive(Clone, Default)]
struct Memory(Rc<RefCell<Cursor<Vec<u8>>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Memory {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.borrow_mut().seek(to)
    }
}

/// Keeps the captures that are written.
#[derive(Default)]
struct Kept {
    files: Vec<Memory>,
    receipts: Vec<Receipt>,
}

impl Destination for Kept {
    fn create(&mut self, _: &str, _: Format) -> io::Result<Box<dyn WriteSeek>> {
        let memory = Memory::default();
        self.files.push(memory.clone());
        Ok(Box::new(memory))
    }

    fn finished(&mut self, receipt: Receipt) -> io::Result<()> {
        self.receipts.push(receipt);
        Ok(())
    }
}

/// Sanitizes the captures of a file, and gives the new ones.
fn sanitized(bytes: &[u8], drop_unrelated: bool) -> Result<Vec<Vec<u8>>, SanitizeError> {
    let mut learning = Learning::new(drop_unrelated, crate::options());
    let learnt = learning.learn("case", &bytes)?;
    let mut kept = Kept::default();
    learning.settle().write(&learnt, &bytes, &mut kept)?;
    assert_eq!(kept.files.len(), kept.receipts.len(), "a receipt for every capture");
    Ok(kept.files.into_iter().map(|file| file.0.take().into_inner()).collect())
}

/// Sanitizes a capture and looks at what comes out. What would tell a secret is refused, and that is good.
pub fn sanitize(capture: &Capture, drop_unrelated: bool) {
    let written = match sanitized(&capture.bytes, drop_unrelated) {
        Ok(written) => written,
        Err(SanitizeError::Leak(_)) => return,
        Err(error) => {
            assert!(capture.planted.is_none(), "a capture with a good entry is refused: {error}");
            return;
        }
    };
    // Where nothing is planted, the fuzzer may have put the same words where they are no secret.
    let show_nothing = |clean: &[u8]| {
        for text in texts(clean).iter().filter(|_| capture.planted.is_some()) {
            assert_eq!(shown(text), None, "in {text}");
        }
    };
    for clean in written {
        show_nothing(&clean);
        let again = match sanitized(&clean, drop_unrelated) {
            Ok(again) => again,
            Err(error) => panic!("the result is no capture: {error}\n{}", texts(&clean).join("\n")),
        };
        let [twice] = &again[..] else { panic!("one capture became {}", again.len()) };
        show_nothing(twice);
    }
}

/// What is in a file: its members when it is an archive.
fn texts(bytes: &[u8]) -> Vec<String> {
    let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return vec![lossy(bytes)] };
    let comment = lossy(archive.comment());
    let members = (0..archive.len()).map(|index| {
        let mut member = archive.by_index(index).expect("a member that was written just now");
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("the member is whole");
        format!("{}\n{}", member.name().expect("a name"), lossy(&bytes))
    });
    members.chain([comment]).collect()
}
