//! Containers, passwords, hashes, limits, and what is no capture at all.

use entrace::model::capture::NoteKind;
use entrace::read::{Input, Limits, Options, ReadError, read};
use serde_json::json;

use super::{ANSWERED, ASKED, Collected, Lock, PLAIN, PLAIN_READ, URL, gzip, har, try_bytes, try_read, zip};

const SESSION_READ: &str = r#"1 GET https://login.microsoftonline.com/common/login empty -> 200 "<html>""#;

#[test]
fn what_is_no_capture_says_so() {
    #[rustfmt::skip]
    let cases: &[(&[u8], &str, bool)] = &[
        (b"", "the file is empty", true),
        (b" \r\n\t", "the file is empty", true),
        (b"hello world", "not a HAR, SAZ or Fiddler text capture: it begins with text", true),
        (b"<!DOCTYPE html><html>", "not a HAR, SAZ or Fiddler text capture: it begins with a web page", true),
        (b"\x89PNG\r\n\x1a\n\0\0", "not a HAR, SAZ or Fiddler text capture: it begins with an image", true),
        (b"\x0A\x0D\x0D\x0A\0\0", "not a HAR, SAZ or Fiddler text capture: it begins with a packet capture", true),
        (br#"{"name":"x","version":1}"#, "not a HAR, SAZ or Fiddler text capture: it begins with JSON that is no HAR", true),
        (b"[1,2]", "not a HAR, SAZ or Fiddler text capture: it begins with JSON that is no HAR", true),
        (br#"{"log":{"entries":null}}"#, "a HAR without log.entries", false),
        (br#"{"log":[2,1]"x"}"#, "a HAR without log.entries", false),
        (br#"{"log":{"entries":[{"request":{"#, "a HAR that is cut off", false),
        (b"PK\x03\x04 and no more", "the archive is cut off", false),
        (b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff", "the archive is damaged", false),
    ];
    for (bytes, message, foreign) in cases {
        let error = try_bytes(bytes).unwrap_err();
        assert!(error.to_string().starts_with(message), "{error}");
        assert_eq!(error.is_foreign(), *foreign, "{error}");
        assert!(!error.to_string().contains('\n'));
    }
}

#[test]
fn passwords() {
    let saz: &[(&str, &[u8])] = &[("raw/1_c.txt", ASKED), ("raw/1_s.txt", ANSWERED)];
    let hars = har(&[PLAIN]);
    for lock in [Lock::ZipCrypto, Lock::Aes] {
        for (bytes, expected, needed) in [
            (zip(lock, saz), SESSION_READ, "password-protected (1 sessions)"),
            (zip(lock, &[("a/b.har", hars.as_bytes())]), PLAIN_READ, "password-protected (1 files)"),
        ] {
            let read = |password| try_read(Input::File(&bytes), Limits::default(), password);
            assert!(read(None).unwrap_err().to_string().starts_with(needed));
            assert!(matches!(read(Some("wrong")), Err(ReadError::PasswordWrong)));
            assert_eq!(read(Some("contoso-trace")).unwrap().captures[0].exchanges, [expected]);
        }
    }
}

#[test]
fn archives_of_captures() {
    let saz = zip(Lock::Open, &[("raw/1_c.txt", ASKED), ("raw/1_s.txt", ANSWERED)]);
    let plain = har(&[PLAIN]);
    let inner = zip(Lock::Open, &[("deep.har", plain.as_bytes()), ("case.saz", &saz)]);
    let outer = zip(
        Lock::Open,
        &[
            ("folder\\case.har", plain.as_bytes()),
            ("case.har.gz", &gzip(plain.as_bytes())),
            ("inner.zip", &inner),
            ("picture.png", b"\x89PNG\r\n"),
            ("cut.har", &plain.as_bytes()[..60]),
            ("__MACOSX/._case.har", b"\0\x05\x16\x07"),
            (".DS_Store", b"Bud1"),
        ],
    );
    let collected = try_bytes(&outer).unwrap();
    let names: Vec<&str> = collected.captures.iter().map(|capture| capture.name.as_str()).collect();
    assert_eq!(names, ["case/folder/case.har", "case/case.har.gz", "case/inner.zip/deep.har", "case/inner.zip/case.saz"]);
    assert!(collected.captures.iter().all(|capture| capture.exchanges.len() == 1));
    let left_out: Vec<&str> = collected.left_out.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(left_out, ["case/picture.png", "case/cut.har"]);

    assert!(try_bytes(&zip(Lock::Open, &[("a.txt", b"hello"), ("b.png", b"\x89PNG")])).unwrap_err().is_foreign());
    assert!(matches!(try_bytes(&zip(Lock::Open, &[("a.har", b"{\"log\":{")])), Err(ReadError::HarBroken)));
    let nested = (0..5).fold(plain.into_bytes(), |bytes, _| zip(Lock::Open, &[("x.zip", &bytes)]));
    assert!(matches!(try_bytes(&nested), Err(ReadError::TooDeep(3))));
}

#[test]
fn hashes_are_those_of_the_files() {
    let hash = |input: Input<'_>| {
        let mut collected = Collected::default();
        read("case", input, &Options { hash: true, ..Options::new(&|_| None) }, &mut collected).unwrap();
        collected.captures.remove(0).sha256.unwrap()
    };
    let sha256 = |bytes: &[u8]| {
        use sha2::Digest as _;
        sha2::Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
    };
    let plain = har(&[PLAIN]).into_bytes();
    let saz = zip(Lock::Open, &[("raw/1_c.txt", ASKED)]);
    for file in [plain.clone(), [&plain[..], b"  \n"].concat(), gzip(&plain), saz.clone(), gzip(&saz)] {
        assert_eq!(hash(Input::File(&file)), sha256(&file));
        assert_eq!(hash(Input::Stream(&mut &file[..])), sha256(&file));
    }
    assert_eq!(hash(Input::File(&zip(Lock::Open, &[("a.har", &plain)]))), sha256(&plain));
}

#[test]
fn limits_are_kept() {
    let limited = |limits: Limits, bytes: &[u8]| try_read(Input::File(&bytes), limits, None);
    let large = json!({"request": {"method": "GET", "url": URL}, "response": {"status": 200, "content": {"text": "x".repeat(900_000)}}})
        .to_string();
    let file = har(&[PLAIN, &large, PLAIN]);

    let capture = limited(Limits { entry: 1000, ..Limits::default() }, file.as_bytes()).unwrap().captures.remove(0);
    assert_eq!((capture.exchanges.len(), capture.unrelated, capture.kinds()), (2, 1, vec![NoteKind::LimitReached]));
    let capture = limited(Limits { body: 10, ..Limits::default() }, file.as_bytes()).unwrap().captures.remove(0);
    assert_eq!((capture.exchanges[1].ends_with(r#"200 "xxxxxxxxxx""#), capture.kinds()), (true, vec![NoteKind::LimitReached]));

    let bomb = gzip(file.as_bytes());
    for limits in [Limits { unpacked: 400_000, ..Limits::default() }, Limits { ratio: 10, ratio_from: 300_000, ..Limits::default() }] {
        let capture = limited(limits, &bomb).unwrap().captures.remove(0);
        assert_eq!((capture.kinds(), capture.exchanges), (vec![NoteKind::LimitReached], vec![PLAIN_READ.to_owned()]));
    }
    let two = zip(Lock::Open, &[("a.har", har(&[PLAIN]).as_bytes()), ("b.har", har(&[PLAIN]).as_bytes())]);
    let collected = limited(Limits { members: 1, ..Limits::default() }, &two).unwrap();
    assert_eq!((collected.captures.len(), collected.left_out.len()), (1, 1));
    let nested = zip(Lock::Open, &[("c.zip", &two), ("a.har", har(&[PLAIN]).as_bytes())]);
    let collected = limited(Limits { nested: 100, ..Limits::default() }, &nested).unwrap();
    assert_eq!((collected.captures.len(), collected.left_out.len()), (1, 1));
}
