//! Messages as bytes, as Fiddler keeps them: absolute URL in the request line, codings as on the wire.

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};

use super::story::{Exchange, Kind};

/// What a browser calls itself, when no one says otherwise.
pub(crate) const USER_AGENT: &str =
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/145.0.0.0 Safari/537.36 Edg/145.0.0.0";

/// How a response's body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Coding {
    pub(crate) compression: ContentCoding,
    pub(crate) chunked: bool,
}

/// The `Content-Encoding`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ContentCoding {
    Identity,
    Gzip,
    Deflate,
    Brotli,
    Zstd,
}

impl Coding {
    /// The body as it is.
    pub(crate) const PLAIN: Self = Self { compression: ContentCoding::Identity, chunked: false };

    /// Every coding, chunked and not.
    pub(crate) const ALL: &[Self] = &[
        Self::PLAIN,
        Self { compression: ContentCoding::Identity, chunked: true },
        Self { compression: ContentCoding::Gzip, chunked: true },
        Self { compression: ContentCoding::Gzip, chunked: false },
        Self { compression: ContentCoding::Deflate, chunked: false },
        Self { compression: ContentCoding::Brotli, chunked: true },
        Self { compression: ContentCoding::Zstd, chunked: false },
    ];
}

/// The request, head and body.
pub(crate) fn request(exchange: &Exchange) -> Vec<u8> {
    let target = if exchange.kind == Kind::Tunnel { format!("{}:443", exchange.host()) } else { exchange.url.clone() };
    let mut head = format!("{} {target} HTTP/1.1\r\nHost: {}\r\n", exchange.method, exchange.host());
    if exchange.request_header("User-Agent").is_none() {
        let _ = write!(head, "User-Agent: {USER_AGENT}\r\n");
    }
    headers(&mut head, &exchange.request_headers);
    let body = match (&exchange.request_body, exchange.kind) {
        (_, Kind::Tunnel) => "A SSLv3-compatible ClientHello handshake was found. Fiddler extracted the parameters below.\r\n",
        (Some(body), _) => {
            let _ = write!(head, "Content-Length: {}\r\n", body.len());
            body
        }
        (None, _) => "",
    };
    format!("{head}\r\n{body}").into_bytes()
}

/// The response, head and body. Nothing when nothing came back.
pub(crate) fn response(exchange: &Exchange, coding: Coding) -> Vec<u8> {
    if exchange.status == 0 {
        return Vec::new();
    }
    let reason = if exchange.kind == Kind::Tunnel { "Connection Established" } else { reason(exchange.status) };
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", exchange.status);
    headers(&mut head, &exchange.response_headers);
    let mut body = exchange.response_body.clone();
    if exchange.kind == Kind::Tunnel {
        body = b"This is a CONNECT tunnel, through which encrypted HTTPS traffic flows.\r\n".to_vec();
    } else if body.is_empty() {
        head.push_str("Content-Length: 0\r\n");
    } else {
        body = coding.compression.compress(&body);
        if let Some(name) = coding.compression.name() {
            let _ = write!(head, "Content-Encoding: {name}\r\n");
        }
        if coding.chunked {
            head.push_str("Transfer-Encoding: chunked\r\n");
            body = chunked(&body);
        } else {
            let _ = write!(head, "Content-Length: {}\r\n", body.len());
        }
    }
    [format!("{head}\r\n").into_bytes(), body].concat()
}

fn headers(head: &mut String, headers: &[(String, String)]) {
    for (name, value) in headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
}

/// Chunks of 1,000 bytes.
fn chunked(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    for chunk in body.chunks(1_000) {
        out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"0\r\n\r\n");
    out
}

impl ContentCoding {
    pub(crate) fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Deflate => Some("deflate"),
            Self::Brotli => Some("br"),
            Self::Zstd => Some("zstd"),
        }
    }

    pub(crate) fn compress(self, body: &[u8]) -> Vec<u8> {
        match self {
            Self::Identity => body.to_vec(),
            Self::Gzip => gzip(body),
            Self::Deflate => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
                encoder.write_all(body).expect("memory takes everything");
                encoder.finish().expect("memory takes everything")
            }
            Self::Brotli => {
                let mut out = Vec::new();
                let parameters = brotli::enc::BrotliEncoderParams { quality: 5, ..Default::default() };
                brotli::BrotliCompress(&mut &*body, &mut out, &parameters).expect("memory takes everything");
                out
            }
            Self::Zstd => ruzstd::encoding::compress_to_vec(body, ruzstd::encoding::CompressionLevel::Fastest),
        }
    }
}

/// A gzip stream without name and time.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory takes everything");
    encoder.finish().expect("memory takes everything")
}

/// The reason phrase.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        _ => "",
    }
}
