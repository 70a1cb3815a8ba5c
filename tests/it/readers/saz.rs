//! SAZ: names of members, metadata, and bodies as they went over the wire.

use std::io::Write as _;

use entrace::model::capture::NoteKind;
use entrace::read::{Input, Limits, ReadError};

use super::{ASKED, Dribble, Lock, gzip, one, try_bytes, try_read, zip};

#[test]
fn saz_members_and_metadata() {
    let metadata = "\u{feff}<?xml version=\"1.0\" encoding=\"utf-8\"?><Session SID=\"10\" BitFlags=\"81\" Aborted=\"true\"><SessionTimers \
        ClientBeginRequest=\"2026-03-01T10:00:00.1234567-06:00\"/><SessionFlags><SessionFlag N=\"ui-comments\" V=\"here\"/></SessionFlags></Session>";
    let unset =
        metadata.replace("2026-03-01T10:00:00.1234567-06:00", "0001-01-01T00:00:00").replace(" Aborted=\"true\"", "").replace("here", "");
    let origin_form = b"GET /common/login HTTP/1.1\nhost: login.microsoftonline.com\n\n";
    let tunnel =
        b"CONNECT login.microsoftonline.com:443 HTTP/1.1\r\nHost: login.microsoftonline.com:443\r\n\r\nA SSLv3-compatible ClientHello";
    let bytes = zip(
        Lock::Open,
        &[
            ("[Content_Types].xml", b"<Types/>"),
            ("_index.htm", b"<html>"),
            ("raw/10_c.txt", ASKED),
            ("raw/10_m.xml", metadata.as_bytes()),
            ("raw/10_s.txt", b""),
            ("raw\\002_C.TXT", origin_form),
            ("raw\\002_S.TXT", b"HTTP/1.1 200\r\n\r\n"),
            ("raw/2_c.txt", b"GET https://x.example/ HTTP/1.1\r\n\r\n"),
            ("raw/002_m.xml", unset.as_bytes()),
            ("raw/3_c.txt", tunnel),
            ("raw/3_s.txt", b"HTTP/1.1 200 Connection Established\r\n\r\nThis is a CONNECT tunnel"),
            ("raw/3_w.txt", b"\r\nRequest-Length: 1"),
            ("raw/4_s.txt", b"HTTP/1.1 502 Fiddler - Connection Failed\r\nX-Test: AADSTS50058\r\n\r\n"),
            ("raw/5_c.txt", b"GET https://app.contoso.example/ HTTP/1.1\r\n\r\n"),
            ("raw/../6_c.txt", b"GET https://login.live.com/ HTTP/1.1\r\n\r\n"),
            ("raw/7_m.xml", b"<Session/>"),
        ],
    );
    let capture = one(&bytes);
    let expected = [
        "2 GET https://login.microsoftonline.com/common/login empty -> 200 empty",
        "3 CONNECT https://login.microsoftonline.com:443/ skipped -> 200 skipped",
        "4   empty -> 502 empty AADSTS50058",
        "10 GET https://login.microsoftonline.com/common/login empty -> nothing error=aborted comment=here at 2026-03-01T16:00:00.1234567Z",
    ];
    assert_eq!((capture.format, capture.producer.as_deref()), ("saz", Some("Fiddler v5.0.20202.18177")));
    assert_eq!((capture.exchanges, capture.unrelated), (expected.map(str::to_owned).to_vec(), 1));
    assert_eq!(
        capture.notes.iter().map(|note| (note.kind, note.entries.clone())).collect::<Vec<_>>(),
        [(NoteKind::DuplicateEntry, vec![2])]
    );

    let piped = try_read(Input::Stream(&mut Dribble(&bytes, 0)), Limits::default(), None).unwrap();
    assert_eq!(piped.captures[0].exchanges.len(), 4);
    assert!(matches!(try_bytes(&bytes[..bytes.len() - 300]), Err(ReadError::ArchiveCutOff)));
}

/// It is looked for before the metadata is parsed, and that parsing fails changes nothing.
#[test]
fn the_time_of_a_session_stays_when_its_metadata_is_damaged() {
    let metadata = "<Session><SessionTimers ClientBeginRequest=\"2026-03-01T10:00:00Z\" /><SessionFl";
    let capture = one(zip(Lock::Open, &[("raw/1_c.txt", ASKED), ("raw/1_m.xml", metadata.as_bytes())]));
    assert_eq!(capture.exchanges, ["1 GET https://login.microsoftonline.com/common/login empty -> nothing at 2026-03-01T10:00:00Z"]);
}

#[test]
fn saz_bodies_are_decoded_and_screened() {
    let text = "<html>AADSTS50058: a session is needed".repeat(40);
    let zlib = |bytes: &[u8]| {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let brotli = |bytes: &[u8]| {
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &bytes[..], &mut packed, &brotli::enc::BrotliEncoderParams::default()).unwrap();
        packed
    };
    let zstd = |bytes: &[u8]| ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest);
    let chunked = |bytes: &[u8]| {
        let (first, rest) = bytes.split_at(5);
        [b"5;x=y\r\n", first, format!("\r\n{:X}\r\n", rest.len()).as_bytes(), rest, b"\r\n0\r\nX-Trailer: 1\r\n\r\n"].concat()
    };
    let plain = text.as_bytes();
    #[rustfmt::skip]
    let cases: Vec<(&str, &str, Vec<u8>)> = vec![
        ("plain", "", plain.to_vec()),
        ("gzip", "Content-Encoding: gzip", gzip(plain)),
        ("zlib", "Content-Encoding: deflate", zlib(plain)),
        ("raw deflate", "Content-Encoding: deflate", zlib(plain)[2..].to_vec()),
        ("brotli", "Content-Encoding: br", brotli(plain)),
        ("zstd", "Content-Encoding: zstd", zstd(plain)),
        ("several codings", "Content-Encoding: br, gzip", gzip(&brotli(plain))),
        ("chunks", "Transfer-Encoding: chunked", chunked(plain)),
        ("chunks and gzip", "Transfer-Encoding: chunked\r\nContent-Encoding: GZIP", chunked(&gzip(plain))),
        ("chunks cut off", "Transfer-Encoding: chunked", [b"FFFF\r\n", plain].concat()),
        ("chunks taken off by hand", "Transfer-Encoding: chunked", plain.to_vec()),
        ("coding taken off by hand", "Content-Encoding: gzip", plain.to_vec()),
        ("coding not named", "", gzip(plain)),
        ("no end of gzip", "Content-Encoding: gzip", gzip(plain).split_last_chunk::<8>().unwrap().0.to_vec()),
    ];
    for (what, header, body) in cases {
        let answer = [format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{header}\r\n\r\n").trim_start().as_bytes(), &body].concat();
        let answer = if header.is_empty() { [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", &body[..]].concat() } else { answer };
        let capture =
            one(zip(Lock::Open, &[("raw/1_c.txt", b"GET https://app.contoso.example/ HTTP/1.1\r\n\r\n"), ("raw/1_s.txt", &answer)]));
        assert_eq!(capture.exchanges, [format!("1 GET https://app.contoso.example/ empty -> 200 {text:?}")], "{what}");
        let problem = if what == "no end of gzip" { vec![NoteKind::Unreadable] } else { vec![] };
        assert_eq!(capture.kinds(), problem, "{what}");
    }
    let script = [b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\n\r\n".as_slice(), plain].concat();
    let capture = one(zip(Lock::Open, &[("raw/1_c.txt", b"GET https://app.contoso.example/ HTTP/1.1\r\n\r\n"), ("raw/1_s.txt", &script)]));
    assert_eq!(capture.unrelated, 1);
}
