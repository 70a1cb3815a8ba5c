//! Bodies that do not decode, decode to far too much, or to something else than they say.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entrace::read::Limits;
use serde_json::{Value, json};

use super::Theme;
use super::make::{answered_with, asked, beside, changed, filled, gzip_bomb, saz, with};
use crate::readers::gzip;

/// A response with this body in base64, coded as the header says.
fn coded(encoding: &str, body: &[u8]) -> Value {
    let content = json!({"mimeType": "text/html", "encoding": "base64", "text": STANDARD.encode(body)});
    changed(with("/response/content", content), "/response/headers", json!([{"name": "Content-Encoding", "value": encoding}]))
}

#[test]
fn bodies_of_a_har() {
    let mut theme = Theme::new("bodies_of_a_har");
    for text in ["!!!!", "=", "QUFE\u{0}", "Q", "====", "QUFEU1RTNTAxMjY\u{202e}"] {
        let content = json!({"mimeType": "text/html", "encoding": "base64", "text": text});
        theme.found(&format!("base64 that is none: {text:?}"), beside(&[with("/response/content", content)]));
    }
    let garbage: Vec<u8> = (0..5000_u32).map(|number| (number.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for encoding in ["gzip", "x-gzip", "deflate", "br", "zstd", "compress", "dcb", "aes128gcm", "gzip, gzip, gzip, gzip", "\u{1b}[31m", ""]
    {
        theme.found(&format!("garbage as {encoding:?}"), beside(&[coded(encoding, &garbage)]));
    }
    theme.found("a truncated gzip", beside(&[coded("gzip", &gzip(garbage.as_slice())[..2000])]));
    theme.found("coded four times", beside(&[coded("gzip, gzip, gzip, gzip", &gzip(&gzip(&gzip(&gzip(b"<html>")))))]));
    theme.found("coded a thousand times, it says", beside(&[coded(&filled("gzip,", 5000), &gzip(b"<html>"))]));
    theme.found("a bomb of 4 MB", beside(&[coded("gzip", &gzip(&vec![b'x'; 4 << 20]))]));
    theme.part("a bomb in a bomb", beside(&[coded("gzip, gzip", &gzip(&gzip_bomb("", b'x')))]), "larger than allowed");
    theme.found("a window of 2 TB", beside(&[coded("zstd", b"\x28\xB5\x2F\xFD\0\xF8\x01\0\0\x41")]));
    theme.found("a zstd that says it is 16 EB", beside(&[coded("zstd", b"\x28\xB5\x2F\xFD\xE0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01\0\0")]));
    theme.found("a zstd with a dictionary", beside(&[coded("zstd", b"\x28\xB5\x2F\xFD\x03\x10\xFF\xFF\xFF\xFF\x01\0\0")]));
    theme.found("a brotli of a large window", beside(&[coded("br", b"\x11\xFE\xFF\xFF\xFF\xFF\xFF\xFF")]));
    let charset = |label: &str, text: &[u8]| {
        coded("", text)
            .as_object()
            .map(|entry| changed(json!(entry), "/response/content/mimeType", json!(format!("text/html; charset={label}"))))
    };
    for label in ["utf-7", "utf-16", "iso-2022-kr", "x-user-defined", "nonsense", "\"utf-8", "", "\u{0}"] {
        theme.found(&format!("the charset {label:?}"), beside(&[charset(label, b"<html>\xff\xfe\x00\xd8 AADSTS1").expect("an object")]));
    }
    theme.found("a charset of 1 MB", beside(&[charset(&"u".repeat(1 << 20), b"<html>").expect("an object")]));
    theme.found("UTF-16 with a byte too many", beside(&[charset("utf-16", b"\xff\xfe<\0h\0t\0m\0l\0>\0x").expect("an object")]));
    theme.found("a text of 6 MB", beside(&[with("/response/content/text", json!("AADSTS ".repeat(6 << 17)))]));
    theme.end();
}

#[test]
fn bodies_of_a_saz() {
    let mut theme = Theme::new("bodies_of_a_saz");
    let asked = asked();
    let large = vec![b'x'; Limits::default().body];
    for headers in ["Content-Type: text/plain", "Content-Type: text/plain\r\nTransfer-Encoding: chunked"] {
        let answer = answered_with(headers, &[format!("{:x}\r\n", large.len()).as_bytes(), &large].concat());
        let members = [("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", &answer)];
        theme.part(&format!("a large body; {headers}"), saz(&members), "larger than allowed");
    }
    let picture = answered_with("Content-Type: image/png", &large);
    theme.found("a large picture", saz(&[("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", &picture)]));
    let mut session = |row: &str, headers: &str, body: &[u8]| {
        let answer = answered_with(headers, body);
        theme.found(row, saz(&[("raw/1_c.txt", asked.as_bytes()), ("raw/1_s.txt", &answer)]));
    };
    for size in ["FFFFFFFFFFFFFFFF", "ffffffffffffffffffffffff", "-1", "+5", "0x5", "5;ext=\u{1b}[31m", "", " ", "7FFFFFFFFFFFFFFF", "5 5"]
    {
        session(&format!("a chunk of {size:?}"), "Transfer-Encoding: chunked", format!("{size}\r\nhello\r\n0\r\n\r\n").as_bytes());
    }
    session("chunks without end", "Transfer-Encoding: chunked", &b"1\r\na\r\n".repeat(100_000));
    session("a chunk size of 1 MB", "Transfer-Encoding: chunked", &[&b"0".repeat(1 << 20)[..], b"\r\n\r\n"].concat());
    session("trailers without end", "Transfer-Encoding: chunked", &[b"0\r\n", &b"X: y\r\n".repeat(100_000)[..]].concat());
    for length in ["-1", "18446744073709551616", "99999999999", "0", "ten", "1, 2"] {
        session(&format!("the length {length}"), &format!("Content-Length: {length}"), b"hello");
    }
    session("a chunked gzip that is none", "Transfer-Encoding: chunked\r\nContent-Encoding: gzip", b"3\r\n\x1f\x8b\x08\r\n0\r\n\r\n");
    session("a multipart without parts", "Content-Type: multipart/form-data; boundary=", b"----\r\n--");
    session("binary data as a page", "Content-Type: text/html", &[0, 1, 2, 255].repeat(10_000));
    session("no headers at all", "", b"");
    session("30,000 headers", &filled("X: y\r\n", 180_000), b"x");
    session("folded without end", &format!("X: y\r\n{}", filled(" folded\r\n", 500_000)), b"x");
    session("a header line without a colon of 1 MB", &"h".repeat(1 << 20), b"x");
    theme.end();
}
