//! gzip around a capture, or around nothing.

use std::io::Write;

use flate2::{Compression, GzBuilder};

use super::Theme;
use super::make::{good, good_har, gzip_bomb, har};
use crate::readers::gzip;

/// A gzip member with stored blocks, so that its end can be cut off and its bytes are where they were.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzBuilder::new().write(Vec::new(), Compression::none());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

#[test]
fn gzips() {
    let mut theme = Theme::new("gzips");
    let plain = good_har();
    let long = har(&[good(), format!("\"{}\"", "x".repeat(300_000))]);
    let nested = |times: usize| (0..times).fold(plain.clone().into_bytes(), |bytes, _| gzip(&bytes));
    theme.found("a gzip", nested(1));
    theme.found("three deep", nested(3));
    theme.refused("ten deep", nested(10), "too deeply nested: more than 3 archives");
    theme.refused("nothing but the first bytes", b"\x1f\x8b", "the archive is damaged");
    theme.refused("an empty gzip", gzip(b""), "the file is empty");
    theme.refused("a gzip of an image", gzip(b"\x89PNG\r\n\x1a\n\0\0"), "an image");
    theme.refused("another method", b"\x1f\x8b\x07\0\0\0\0\0\0\0\0\0", "the archive is damaged");
    theme.refused("a name without end", [&b"\x1f\x8b\x08\x08\0\0\0\0\0\0"[..], &vec![b'n'; 300_000]].concat(), "the archive is damaged");
    theme.refused("an extra field that is not there", b"\x1f\x8b\x08\x04\0\0\0\0\0\0\xff\xffx", "the archive is damaged");
    theme.refused("cut in the first entry", stored(plain.as_bytes())[..400].to_vec(), "the archive is damaged");
    theme.part("cut behind the first entry", stored(long.as_bytes())[..150_000].to_vec(), "The file is cut in the middle of entry 1");
    theme.part("damaged behind the first entry", damaged(gzip(noise(&plain).as_bytes())), "Reading failed here");
    theme.found("something behind the end", [&gzip(plain.as_bytes())[..], b"and more"].concat());
    theme.found("two members", [gzip(&plain.as_bytes()[..400]), gzip(&plain.as_bytes()[400..])].concat());
    theme.found("10,000 empty members before it", [gzip(b"").repeat(10_000), gzip(plain.as_bytes())].concat());
    theme.part("a wrong checksum", wrong_checksum(stored(&long.as_bytes()[..long.len() - 2])), "Reading failed here");
    theme.part(
        "a bomb behind the good entry",
        gzip_bomb(&format!("{},\"", &plain[..plain.len() - 3]), b'x'),
        "a part of it unpacks to more than 400 times its size",
    );
    theme.refused("a bomb of white space", gzip_bomb("", b' '), "the file is empty");
    theme.end();
}

fn damaged(mut gzip: Vec<u8>) -> Vec<u8> {
    let middle = gzip.len() / 2;
    gzip[middle..middle + 50].fill(0xFF);
    gzip
}

fn wrong_checksum(mut gzip: Vec<u8>) -> Vec<u8> {
    let at = gzip.len() - 8;
    gzip[at] ^= 0xFF;
    gzip
}

/// The good entry, and 300 KB that do not compress well.
fn noise(plain: &str) -> String {
    let noise = (0..60_000_u32).fold(String::new(), |noise, number| noise + &format!("{:05x}", number.wrapping_mul(2_654_435_761) >> 12));
    format!("{},\"{noise}\"]}}}}", &plain[..plain.len() - 3])
}
