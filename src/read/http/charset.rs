//! Bytes to text: byte order marks, charset labels, UTF-16 with and without a mark, and everything else without losing the rest.

use std::io::{self, Read};

use encoding_rs::{Decoder, Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

/// How the text of a file is encoded, as its first bytes show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) struct TextEncoding {
    encoding: &'static Encoding,
    /// Length of the byte order mark.
    mark: usize,
}

impl TextEncoding {
    /// Tells UTF-8 from the two UTF-16s by the byte order mark, or by where the zero bytes are. What is neither counts as UTF-8.
    pub(in crate::read) fn sniff(prefix: &[u8]) -> Self {
        if let Some((encoding, mark)) = Encoding::for_bom(prefix) {
            return Self { encoding, mark };
        }
        Self { encoding: utf16_without_mark(prefix).unwrap_or(UTF_8), mark: 0 }
    }

    /// Whether the file can be read as it stands.
    pub(in crate::read) fn is_utf8(self) -> bool {
        self.encoding == UTF_8
    }

    /// Length of the byte order mark.
    pub(in crate::read) fn mark(self) -> u64 {
        self.mark as u64
    }

    /// The text of the first bytes of a file.
    pub(in crate::read) fn preview(self, prefix: &[u8]) -> String {
        let bytes = prefix.get(self.mark..).unwrap_or_default();
        self.encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    /// A whole file as UTF-8; bytes that are no UTF-8 stay as they are.
    pub(in crate::read) fn utf8(self, mut bytes: Vec<u8>) -> Vec<u8> {
        bytes.drain(..self.mark.min(bytes.len()));
        if self.encoding == UTF_8 {
            return bytes;
        }
        self.encoding.decode_without_bom_handling(&bytes).0.into_owned().into_bytes()
    }
}

/// ASCII text in UTF-16 has a zero in every second place.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(256) & !1).unwrap_or_default();
    let pairs = sample.len() / 2;
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match pairs {
        0 | 1 => None,
        _ if odd * 10 >= pairs * 7 && even * 10 < pairs => Some(UTF_16LE),
        _ if even * 10 >= pairs * 7 && odd * 10 < pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The text of a body. `content_type` may name the charset; a byte order mark and zero bytes are believed more than it.
pub(in crate::read) fn decode(bytes: &[u8], content_type: &str) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default()).0.into_owned();
    }
    let labelled = || charset_parameter(content_type).and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = utf16_without_mark(bytes).or_else(labelled).unwrap_or(UTF_8);
    // A page that calls itself UTF-16 and has not one zero byte is not; and a charset that browsers refuse would leave no text at all.
    let mistaken = encoding == REPLACEMENT || is_utf16(encoding) && !bytes.contains(&0);
    let encoding = if mistaken { UTF_8 } else { encoding };
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

fn is_utf16(encoding: &'static Encoding) -> bool {
    encoding == UTF_16LE || encoding == UTF_16BE
}

fn charset_parameter(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    let named = parameters.filter_map(|parameter| parameter.split_once('='));
    named.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset")).map(|(_, value)| value.trim().trim_matches(['"', '\'']))
}

/// A header's bytes as text: UTF-8 when they are, else the encoding of old.
pub(in crate::read) fn header_text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Gives a text file as UTF-8 while it is read: the mark is taken off, UTF-16 is transcoded, UTF-8 passes untouched.
pub(in crate::read) struct Utf8Reader<R> {
    inner: R,
    mark: usize,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    decoded: Vec<u8>,
    given: usize,
    ended: bool,
}

/// Bytes of UTF-16 that are transcoded at a time.
const PIECE: usize = 64 << 10;

impl<R: Read> Utf8Reader<R> {
    pub(in crate::read) fn new(inner: R, encoding: TextEncoding) -> Self {
        let decoder = (encoding.encoding != UTF_8).then(|| encoding.encoding.new_decoder_without_bom_handling());
        Self { inner, mark: encoding.mark, decoder, raw: Vec::new(), decoded: Vec::new(), given: 0, ended: false }
    }

    fn skip_mark(&mut self) -> io::Result<()> {
        while self.mark > 0 {
            let mut byte = [0];
            if self.inner.read(&mut byte)? == 0 {
                self.mark = 0;
                break;
            }
            self.mark -= 1;
        }
        Ok(())
    }

    /// Transcodes one more piece of the source into `decoded`.
    fn transcode(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        self.raw.resize(PIECE, 0);
        let read = self.inner.read(&mut self.raw)?;
        self.ended = read == 0;
        let raw = self.raw.get(..read).unwrap_or_default();
        let most = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(PIECE * 4);
        self.decoded.resize(most, 0);
        let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.decoded, self.ended);
        self.decoded.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.skip_mark()?;
        if self.decoder.is_none() {
            return self.inner.read(buffer);
        }
        while self.given == self.decoded.len() && !self.ended {
            self.transcode()?;
        }
        let mut rest = self.decoded.get(self.given..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.given += read;
        Ok(read)
    }
}
