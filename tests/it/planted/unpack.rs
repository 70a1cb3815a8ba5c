//! Opens what came out: the members of archives inside archives, and the bodies of messages without their codings.

use std::io::{Cursor, Read};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::{GzDecoder, ZlibDecoder};
use serde_json::Value;
use zip::ZipArchive;

/// A file, or a part of one, to be searched.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
}

/// The file itself if it is no archive; else its comment and all its members, opened too. A message with a coded body is there twice.
pub(crate) fn members(name: &str, bytes: &[u8]) -> Vec<Member> {
    if bytes.starts_with(b"\x1f\x8b")
        && let Some(plain) = read(GzDecoder::new(bytes))
    {
        return members(name, &plain);
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        let decoded = decoded_body(bytes).map(|bytes| Member { name: format!("{name}, decoded"), bytes });
        return [Member { name: name.to_owned(), bytes: bytes.to_vec() }].into_iter().chain(decoded).collect();
    };
    let mut all = vec![Member { name: format!("{name}, comment"), bytes: archive.comment().to_vec() }];
    for index in 0..archive.len() {
        let mut member = archive.by_index(index).expect("a member that can be read");
        let inner = format!("{name}/{}", member.name().expect("a name that is text"));
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("a member that can be read");
        all.extend(members(&inner, &bytes));
    }
    all
}

/// The body of an HTTP message, when it is chunked or compressed.
fn decoded_body(message: &[u8]) -> Option<Vec<u8>> {
    if !message.starts_with(b"HTTP/") {
        return None;
    }
    let end = message.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&message[..end]).to_ascii_lowercase();
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':').map(str::trim));
    let mut body = message[end + 4..].to_vec();
    let chunked = header("transfer-encoding").is_some_and(|coding| coding.contains("chunked"));
    if chunked {
        body = joined_chunks(&body)?;
    }
    match header("content-encoding") {
        Some("gzip") => read(GzDecoder::new(&body[..])),
        Some("deflate") => read(ZlibDecoder::new(&body[..])),
        Some("br") => read(brotli_decompressor::Decompressor::new(&body[..], 4096)),
        Some("zstd") => read(ruzstd::decoding::StreamingDecoder::new(&body[..]).ok()?),
        _ => chunked.then_some(body),
    }
}

fn joined_chunks(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::new();
    loop {
        let line = body.windows(2).position(|window| window == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&body[..line]).ok()?.trim(), 16).ok()?;
        body = &body[line + 2..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(body.get(..size)?);
        body = body.get(size + 2..)?;
    }
}

fn read(mut source: impl Read) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    source.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The bodies of a HAR's answers that are in it in base64.
pub(crate) fn contents(har: &[u8]) -> Vec<String> {
    let Ok(har) = serde_json::from_slice::<Value>(har) else { return Vec::new() };
    let entries = har["log"]["entries"].as_array().cloned().unwrap_or_default();
    let contents = entries.iter().map(|entry| &entry["response"]["content"]);
    let encoded = contents.filter(|content| content["encoding"] == "base64").filter_map(|content| content["text"].as_str());
    encoded.filter_map(|text| Some(String::from_utf8_lossy(&STANDARD.decode(text).ok()?).into_owned())).collect()
}
