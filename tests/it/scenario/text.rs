//! Writes a story as Fiddler's text dump: "Save > Selected Sessions > as Text". Bodies were decoded before; times are lost.

use super::http1::{self, Coding};
use super::story::Story;

/// The story as text.
pub(crate) fn write(story: &Story) -> Vec<u8> {
    let mut out = Vec::new();
    for exchange in &story.exchanges {
        out.extend(http1::request(exchange));
        out.extend_from_slice(b"\r\n");
        out.extend(http1::response(exchange, Coding::PLAIN));
        out.extend_from_slice(format!("\r\n\r\n{}\r\n\r\n", "-".repeat(66)).as_bytes());
    }
    out
}
