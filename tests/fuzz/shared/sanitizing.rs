//! Sanitizing: the result is a capture, shows no planted secret, and can be sanitized again. That it stays the same then holds for captures
//! that make sense, and is tested with those.

use std::io::{Cursor, Read};

use entrace::sanitize::{InMemory, Learning, SanitizeError};
use zip::ZipArchive;

use crate::captures::Capture;
use crate::planted::shown;

/// Sanitizes the captures of a file, and gives the new ones.
fn sanitized(bytes: &[u8], drop_unrelated: bool) -> Result<Vec<Vec<u8>>, SanitizeError> {
    let mut learning = Learning::new(drop_unrelated, crate::options());
    let learnt = learning.learn("case", &bytes)?;
    let mut written = InMemory::default();
    learning.settle().write(&learnt, &bytes, &mut written)?;
    let receipts = written.receipts.len();
    let captures = written.into_captures();
    assert_eq!(captures.len(), receipts, "a receipt for every capture");
    Ok(captures)
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

/// Sanitizes a log, an output or a text, and what comes of it: whatever the bytes are, what is written once is either written again or refused, and nothing panics.
pub fn sanitize_log(bytes: &[u8]) {
    for clean in sanitized(bytes, false).into_iter().flatten() {
        let _ = sanitized(&clean, false);
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
