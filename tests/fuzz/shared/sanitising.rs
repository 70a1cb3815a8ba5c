//! Sanitising: the result is a capture of as many entries, shows no planted secret, and is not changed by sanitising it again.

use std::cell::RefCell;
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::rc::Rc;

use entrace::model::capture::{Format, Note};
use entrace::model::exchange::Exchange;
use entrace::read::{Each, Input, Options, ReadError, Sink, read};
use entrace::sanitize::{Destination, Receipt, SanitizeError, Sanitizer, WriteSeek};
use jiff::Timestamp;
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

    fn finished(&mut self, receipt: Receipt) {
        self.receipts.push(receipt);
    }
}

/// Sanitises the captures of a file, and gives the new ones with how many entries each has.
fn sanitised(bytes: &[u8], drop_unrelated: bool) -> Result<Vec<(Vec<u8>, u64)>, SanitizeError> {
    let options = crate::options();
    let mut sanitizer = Sanitizer::new(drop_unrelated);
    sanitizer.learn("case", Input::File(&bytes), &options)?;
    sanitizer.settle();
    let mut kept = Kept::default();
    sanitizer.write("case", Input::File(&bytes), &options, &mut kept)?;
    assert_eq!(kept.files.len(), kept.receipts.len(), "a receipt for every capture");
    Ok(kept.files.into_iter().zip(kept.receipts).map(|(file, receipt)| (file.0.take().into_inner(), receipt.entries)).collect())
}

/// Sanitises a capture and looks at what comes out. What would tell a secret is refused, and that is good.
pub fn sanitise(capture: &Capture, drop_unrelated: bool) {
    let written = match sanitised(&capture.bytes, drop_unrelated) {
        Ok(written) => written,
        Err(SanitizeError::Leak(_)) => return,
        Err(error) => {
            assert!(capture.planted.is_none(), "a capture with a good entry is refused: {error}");
            return;
        }
    };
    let mut before = related(&capture.bytes);
    before.retain(|related| *related || !drop_unrelated);
    // What held a fact only in what was taken out loses its body the second time.
    let same_facts = before == written.iter().flat_map(|(clean, _)| related(clean)).collect::<Vec<bool>>();
    for (clean, entries) in written {
        for text in texts(&clean) {
            assert_eq!(shown(&text), None, "in {text}");
        }
        let again = match sanitised(&clean, drop_unrelated) {
            Ok(again) => again,
            Err(error) => panic!("the result is no capture: {error}\n{}", texts(&clean).join("\n")),
        };
        let [(twice, entries_again)] = &again[..] else { panic!("one capture became {}", again.len()) };
        if same_facts {
            assert_eq!(entries, *entries_again, "entries");
            assert_eq!(texts(twice), texts(&clean), "sanitised twice");
        }
    }
}

/// Whether each exchange may hold a fact.
fn related(bytes: &[u8]) -> Vec<bool> {
    let mut related = Related::default();
    // What cannot be read to its end is judged by what was read.
    let _ = read("case", Input::File(&bytes), &Options { every_exchange: true, ..crate::options() }, &mut related);
    related.0
}

#[derive(Default)]
struct Related(Vec<bool>);

impl Sink for Related {
    fn open(&mut self, _: &str, _: Format) {}
    fn exchange(&mut self, _: Exchange) {}
    fn unrelated(&mut self, _: Option<Timestamp>) {}
    fn each(&mut self, each: Each<'_>) {
        self.0.push(each.related);
    }
    fn note(&mut self, _: Note) {}
    fn close(&mut self, _: Option<String>, _: Option<String>) {}
    fn left_out(&mut self, _: &str, _: ReadError) {}
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
