//! Files that change while they are sanitized: what was not learnt from is never written.

use std::collections::BTreeMap;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use entrace::read::{Options, ReadAt};
use entrace::sanitize::{InMemory, Learning, SanitizeError};
use serde_json::Value;

use crate::readers::{Lock, zip};
use crate::sanitize::{Kept, sanitized, with_secret};

const OLD: &str = "Walnut-Stairs-42";
/// As long as the other: so that no place in the file moves.
const NEW: &str = "Juniper-Attic-77";

/// A sign-in with a password that is in a message, too, and so much next to it that it is read piece by piece.
fn har(password: &str) -> Vec<u8> {
    let mut har = with_secret("passwd", password, 0);
    let entries = har["log"]["entries"].as_array_mut().expect("entries");
    let mut other = entries[0].clone();
    other["response"]["content"]["text"] = Value::from("x".repeat(90_000));
    entries.extend([other.clone(), other, entries[0].clone()]);
    har.to_string().into_bytes()
}

fn saz(password: &str) -> Vec<u8> {
    let form = format!("login=alex%40contoso.example&passwd={password}&type=11");
    let request = format!(
        "POST https://login.microsoftonline.com/common/login HTTP/1.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let text = format!("{{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: it was {password} today\"}}");
    let response = format!("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{text}", text.len());
    // Nothing that can be packed well: so that the zip is read in pieces.
    let noise: Vec<String> = (0..20_000_u64).map(|at| format!("{:08x}", at.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32)).collect();
    let noise = noise.concat();
    zip(
        Lock::Open,
        &[
            ("raw/1_c.txt", request.as_bytes()),
            ("raw/1_s.txt", response.as_bytes()),
            ("noise.txt", noise.as_bytes()),
            ("raw/2_c.txt", request.as_bytes()),
            ("raw/2_s.txt", response.as_bytes()),
        ],
    )
}

fn packed(password: &str) -> Vec<u8> {
    let har = har(password);
    zip(Lock::Open, &[("one.har", &har), ("two.har", &har)])
}

/// Whether the other content is there, by how often something was read and a number.
type IsOther = fn(usize, usize) -> bool;

/// Contents that follow each other, and how a file goes from one to the next.
struct Changing<'a> {
    contents: Vec<&'a [u8]>,
    reads: AtomicUsize,
    at: IsOther,
    limit: usize,
    /// What was read first at each place.
    first: Mutex<BTreeMap<u64, Vec<u8>>>,
}

impl<'a> Changing<'a> {
    fn new(contents: Vec<&'a [u8]>, at: IsOther, limit: usize) -> Self {
        Self { contents, reads: AtomicUsize::new(0), at, limit, first: Mutex::default() }
    }

    fn now(&self) -> &'a [u8] {
        let is_other = (self.at)(self.reads.load(Ordering::Relaxed), self.limit);
        self.contents[usize::from(is_other)]
    }
}

impl ReadAt for Changing<'_> {
    fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
        let now = self.now();
        self.reads.fetch_add(1, Ordering::Relaxed);
        let read = now.read_at(buffer, at)?;
        self.first.lock().expect("a lock").entry(at).or_insert_with(|| buffer[..read].to_vec());
        Ok(read)
    }

    fn size(&self) -> io::Result<u64> {
        Ok(self.now().len() as u64)
    }
}

fn no_password(_: &str) -> Option<String> {
    None
}

/// Learns from one file and writes another. The error, if any, and what was written.
fn learn_and_write(first: &dyn ReadAt, second: &dyn ReadAt) -> (Result<(), SanitizeError>, Kept) {
    let mut written = InMemory::default();
    let mut learning = Learning::new(false, Options::new(&no_password));
    let result = learning.learn("case", first).and_then(|learnt| learning.settle().write(&learnt, second, &mut written));
    (result, written.into())
}

fn is_changed(first: &dyn ReadAt, second: &dyn ReadAt, what: &str) {
    let (result, kept) = learn_and_write(first, second);
    assert!(matches!(result, Err(SanitizeError::Changed)), "{what}: {result:?}");
    assert!(kept.receipts.is_empty(), "{what}: it was called finished");
    assert!(!shows(&kept.bytes, NEW), "{what}: the new password was written");
}

/// Whether a written file shows a text, packed or not.
fn shows(bytes: &[u8], text: &str) -> bool {
    let plain = |bytes: &[u8]| memchr::memmem::find(bytes, text.as_bytes()).is_some();
    let Ok(mut archive) = zip::ZipArchive::new(io::Cursor::new(bytes)) else { return plain(bytes) };
    (0..archive.len()).any(|index| {
        let mut member = Vec::new();
        let mut reader = archive.by_index(index).expect("a member");
        io::Read::read_to_end(&mut reader, &mut member).expect("the member is whole");
        plain(&member)
    })
}

#[test]
fn what_does_not_change_is_written_whole() {
    for bytes in [har(OLD), saz(OLD)] {
        let (result, kept) = learn_and_write(&bytes, &bytes);
        assert!(result.is_ok(), "{result:?}");
        assert_eq!(kept.receipts.len(), 1);
        assert!(kept.bytes == sanitized(&bytes));
        let expected =
            entrace::read::hex(&sha2::Digest::finalize(sha2::Digest::chain_update(<sha2::Sha256 as sha2::Digest>::new(), &bytes)));
        assert_eq!(kept.receipts[0].sha256.as_deref(), Some(expected.as_str()));
        assert!(!shows(&kept.bytes, OLD));
    }
    let (result, kept) = learn_and_write(&packed(OLD), &packed(OLD));
    assert!(result.is_ok(), "{result:?}");
    let hashes: Vec<_> = kept.receipts.iter().map(|receipt| receipt.sha256.clone()).collect();
    let member = entrace::read::hex(&<sha2::Sha256 as sha2::Digest>::digest(har(OLD)));
    assert_eq!(hashes, [Some(member.clone()), Some(member)]);
}

#[test]
fn another_file_than_was_learnt_from_is_not_written() {
    for (kind, make) in [("HAR", har as fn(&str) -> Vec<u8>), ("SAZ", saz), ("zip", packed)] {
        let (old, new) = (make(OLD), make(NEW));
        is_changed(&old, &new, &format!("{kind}, another password"));
        is_changed(&old, &make("Walnut-Stairs-43"), &format!("{kind}, one letter"));
        is_changed(&old, &[&old[..], b" "].concat(), &format!("{kind}, one byte more"));
        is_changed(&old, &old[..old.len() - 1].to_vec(), &format!("{kind}, one byte less"));
        is_changed(&old, &Vec::new(), &format!("{kind}, nothing"));
        for at in (0..old.len()).step_by(old.len() / 50 + 1) {
            let mut other = old.clone();
            other[at] ^= 1;
            is_changed(&old, &other, &format!("{kind}, byte {at}"));
        }
    }
}

/// Whenever the change comes, in either pass, for good or for a moment.
#[test]
fn no_moment_is_right_for_a_change() {
    let ways: [(&str, IsOther); 3] = [
        ("from then on", |reads, limit| reads >= limit),
        ("once", |reads, limit| reads == limit),
        ("in turns", |reads, limit| reads / (limit + 1) % 2 == 1),
    ];
    let (mut refused, mut written) = (0, 0);
    for (kind, make) in [("HAR", har as fn(&str) -> Vec<u8>), ("SAZ", saz), ("zip", packed)] {
        let (old, new) = (make(OLD), make(NEW));
        let padded = [&new[..], b"   "].concat();
        for (way, at) in ways {
            for other in [&new, &padded] {
                for limit in 0..40 {
                    let changing = Changing::new(vec![&old, other], at, limit);
                    let (result, kept) = learn_and_write(&changing, &changing);
                    let what = format!("{kind}, {way}, at read {limit}: {result:?}");
                    // What comes in turns may come in the same turns both times: then that is the file.
                    assert!(way == "in turns" || !shows_unfinished(&kept.bytes), "{what}");
                    match result {
                        Ok(()) => {
                            written += 1;
                            let first = changing.first.lock().expect("a lock").values().flatten().copied().collect::<Vec<u8>>();
                            assert!(kept.bytes == learn_and_write(&first, &first).1.bytes, "{what}");
                        }
                        Err(_) => refused += 1,
                    }
                }
            }
        }
    }
    assert!(refused > 100 && written > 5, "{refused} refused, {written} written: the test does not hit both");
}

/// Whether either password is in something that may be broken off.
fn shows_unfinished(bytes: &[u8]) -> bool {
    let found = |text: &str| memchr::memmem::find(bytes, text.as_bytes()).is_some();
    found(OLD) || found(NEW) || (zip::ZipArchive::new(io::Cursor::new(bytes)).is_ok() && (shows(bytes, OLD) || shows(bytes, NEW)))
}

/// What could not be read the first time was not learnt from.
#[test]
fn what_is_readable_only_later_is_not_written() {
    struct Failing<'a> {
        bytes: &'a [u8],
        reads: AtomicUsize,
        fails: usize,
    }
    impl ReadAt for Failing<'_> {
        fn read_at(&self, buffer: &mut [u8], at: u64) -> io::Result<usize> {
            if self.reads.fetch_add(1, Ordering::Relaxed) == self.fails {
                Err(io::Error::other("for a moment"))
            } else {
                self.bytes.read_at(buffer, at)
            }
        }

        fn size(&self) -> io::Result<u64> {
            Ok(self.bytes.len() as u64)
        }
    }
    for bytes in [har(OLD), saz(OLD)] {
        for fails in 0..12 {
            let file = Failing { bytes: &bytes, reads: AtomicUsize::new(0), fails };
            let (result, kept) = learn_and_write(&file, &file);
            assert!(!shows_unfinished(&kept.bytes), "{fails}: {result:?}");
        }
        let always_later = Failing { bytes: &bytes, reads: AtomicUsize::new(0), fails: 2 };
        let mut learning = Learning::new(false, Options::new(&no_password));
        if let Ok(learnt) = learning.learn("case", &always_later) {
            let result = learning.settle().write(&learnt, &bytes, &mut InMemory::default());
            assert!(matches!(result, Err(SanitizeError::Changed)), "{result:?}");
        }
    }
}

/// A token of learning opens nothing that its own learning does not know.
#[test]
fn what_another_has_learnt_is_not_written() {
    let (old, new) = (har(OLD), har(NEW));
    let mut other = Learning::new(false, Options::new(&no_password));
    let learnt = other.learn("case", &new).expect("a capture");
    let mut learning = Learning::new(false, Options::new(&no_password));
    learning.learn("case", &old).expect("a capture");
    let mut written = InMemory::default();
    let result = learning.settle().write(&learnt, &new, &mut written);
    let kept = Kept::from(written);
    assert!(matches!(result, Err(SanitizeError::Changed)) && kept.receipts.is_empty() && !shows(&kept.bytes, NEW), "{result:?}");
    let result = Learning::new(false, Options::new(&no_password)).settle().write(&learnt, &new, &mut InMemory::default());
    assert!(matches!(result, Err(SanitizeError::Changed)), "{result:?}");
}

/// The binary on files that someone writes all the time.
#[cfg(unix)]
mod races {
    use std::fs;
    use std::path::{Path, PathBuf};
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::thread;

    use super::{NEW, OLD, har, shows};
    use crate::faults::{CHANGED, bare, run, text};
    use crate::run::Scratch;

    /// Runs a command while something happens to its input again and again, and tells how often it was refused.
    fn while_it_changes(command: &str, input: &Path, output: &Path, change: impl Fn(usize) + Sync) -> usize {
        let ended = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut times = 0;
                while !ended.load(Ordering::Relaxed) {
                    change(times);
                    times += 1;
                }
            });
            // Also when the test fails.
            let _end = End(&ended);
            let mut refused = 0;
            for _ in 0..25 {
                drop(fs::remove_file(output));
                let outcome = run(&mut bare(&[command, text(input), "-q", "-o", text(output)]));
                assert!(matches!(outcome.status, Some(0 | 3)), "{:?} {}", outcome.status, outcome.stderr);
                if outcome.stderr.contains(CHANGED) {
                    assert_eq!((outcome.stderr.lines().count(), output.exists()), (1, false), "{}", outcome.stderr);
                    refused += 1;
                }
                if let Ok(written) = fs::read(output) {
                    assert!(!shows(&written, OLD) && !shows(&written, NEW), "{command}: a password was written");
                }
            }
            refused
        })
    }

    struct End<'a>(&'a AtomicBool);

    impl Drop for End<'_> {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    fn files(test: &str) -> (Scratch, PathBuf, PathBuf) {
        let scratch = Scratch::new(test);
        let input = scratch.file("case.har", har(OLD));
        let output = scratch.path().join("out");
        (scratch, input, output)
    }

    #[test]
    fn a_file_that_is_replaced_is_sanitized_as_it_was() {
        let (scratch, input, output) = files("a_file_that_is_replaced_is_sanitized");
        let contents = [har(OLD), har(NEW)];
        let replace = |times: usize| {
            let beside = scratch.file("beside", &contents[times % 2]);
            fs::rename(beside, &input).expect("the folder is ours");
        };
        // What is open keeps what it has.
        assert_eq!(while_it_changes("sanitize", &input, &output, replace), 0);
        assert!(while_it_changes("bundle", &input, &output, replace) > 0, "no bundle was refused");
    }

    /// A sign-in in which both places of the password are so near each other that they are written at once: half of a change is a capture of
    /// its own, and nothing in that says that the other password is one.
    fn near(password: &str) -> Vec<u8> {
        let post = format!(
            r#""postData":{{"mimeType":"application/x-www-form-urlencoded","text":"login=alex%40contoso.example&passwd={password}"}}"#
        );
        let answer = format!(r#"{{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50126: it was {password} today\"}}"#);
        let entry = |post: &str, answer: &str| {
            format!(
                r#"{{"startedDateTime":"2026-03-02T08:14:22.104Z","request":{{"method":"POST","url":"https://login.microsoftonline.com/common/login","headers":[],{post}}},"response":{{"content":{{"mimeType":"application/json","text":"{answer}"}},"status":400,"headers":[]}}}}"#
            )
        };
        let other = entry(r#""bodySize":0"#, &"x".repeat(90_000));
        format!(r#"{{"log":{{"version":"1.2","entries":[{},{other},{other}]}}}}"#, entry(&post, &answer)).into_bytes()
    }

    #[test]
    fn a_file_that_is_rewritten_shows_no_password() {
        let (scratch, input, output) = files("a_file_that_is_rewritten_shows_no_password");
        let contents = [near(OLD), near(NEW)];
        scratch.file("case.har", &contents[0]);
        let places = || memchr::memmem::find_iter(&contents[0], OLD);
        let (first, last) = (places().next().expect("the form"), places().last().expect("the message"));
        assert!(first < last && last + OLD.len() < 4096);
        let rewrite = |times: usize| {
            let file = fs::File::options().write(true).open(&input).expect("the file is ours");
            let bytes = &contents[times % 2][first..last + OLD.len()];
            std::os::unix::fs::FileExt::write_all_at(&file, bytes, first as u64).expect("the disk has room");
        };
        for command in ["sanitize", "bundle"] {
            assert!(while_it_changes(command, &input, &output, rewrite) > 0, "{command}: nothing was refused");
        }
    }
}
