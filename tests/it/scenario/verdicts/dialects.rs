//! The programs that capture a story, and what each of them cannot carry.

use crate::scenario::har::{self, Producer};
use crate::scenario::http1::{self, Coding, ContentCoding};
use crate::scenario::saz::{self, Protection};
use crate::scenario::story::{Kind, Story};
use crate::scenario::text;

/// A way in which a story reaches anyone who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Dialect {
    Chrome,
    /// Without cookies, which no verdict needs.
    ChromeSanitized,
    Firefox,
    Safari,
    FiddlerHar,
    Charles,
    Playwright,
    /// Names and values as pairs, the newest entry first.
    Pairs,
    Polly,
    Saz,
    /// The archive of `CLeARINET`.
    Clearinet,
    /// Without the client's clock: the service's own times are left.
    Text,
    /// Chrome, when nothing keeps the body of a page that the browser went on from.
    ChromeLeavingPages,
    /// Fiddler's "(Headers only)".
    TextHeadersOnly,
}

impl Dialect {
    pub(crate) const ALL: &[Self] = &[
        Self::Chrome,
        Self::ChromeSanitized,
        Self::Firefox,
        Self::Safari,
        Self::FiddlerHar,
        Self::Charles,
        Self::Playwright,
        Self::Pairs,
        Self::Polly,
        Self::Saz,
        Self::Clearinet,
        Self::Text,
        Self::ChromeLeavingPages,
        Self::TextHeadersOnly,
    ];

    /// The story as a file; `None` when nothing of it is left. A browser does not see tunnels, and Fiddler puts none into a HAR.
    pub(crate) fn write(self, story: &Story) -> Option<Vec<u8>> {
        if self.extension() == "har" && story.exchanges.iter().all(|exchange| exchange.kind == Kind::Tunnel) {
            return None;
        }
        let story = &match self {
            Self::Firefox | Self::Safari | Self::Charles | Self::Pairs | Self::Polly | Self::Clearinet | Self::TextHeadersOnly
                if story.meets_network_errors() =>
            {
                return None;
            }
            Self::FiddlerHar | Self::Saz | Self::Text => with_answers_of_fiddler(story.clone())?,
            _ => story.clone(),
        };
        let har = |producer| har::write(story, producer);
        Some(match self {
            Self::Chrome => har(Producer::Chrome),
            Self::ChromeSanitized => har(Producer::ChromeSanitized),
            Self::Firefox => har(Producer::Firefox),
            Self::Safari => har(Producer::Safari),
            Self::FiddlerHar => har(Producer::Fiddler),
            Self::Charles => har(Producer::Charles),
            Self::Playwright => har(Producer::Playwright),
            Self::Pairs => har(Producer::Pairs),
            Self::Polly => har(Producer::Polly),
            Self::Clearinet => saz::write_clearinet(story),
            Self::Saz => saz::write(story, &[Coding { compression: ContentCoding::Gzip, chunked: true }, Coding::PLAIN], Protection::None),
            Self::Text => text::write(story),
            Self::ChromeLeavingPages => har::write(&leaving_pages(story.clone()), Producer::Chrome),
            Self::TextHeadersOnly => headers_only(story),
        })
    }

    /// How the file's name ends.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Saz | Self::Clearinet => "saz",
            Self::Text | Self::TextHeadersOnly => "txt",
            _ => "har",
        }
    }

    /// Whether bodies are missing in which a part of the truth may stand: less may be said then, and nothing else.
    pub(crate) fn loses_bodies(self, story: &Story) -> bool {
        match self {
            Self::Chrome | Self::ChromeSanitized => story.exchanges.iter().any(|exchange| exchange.left_behind),
            Self::ChromeLeavingPages | Self::TextHeadersOnly => true,
            _ => false,
        }
    }
}

impl Dialect {
    /// Whether the times of the client's clock are there.
    pub(crate) fn has_clock(self) -> bool {
        !matches!(self, Self::Text | Self::TextHeadersOnly)
    }

    /// Whether what ties the exchanges of an attempt is there. Without request bodies no code, device code or flow token is.
    pub(crate) fn keeps_attempts_together(self) -> bool {
        self != Self::TextHeadersOnly
    }
}

/// Fiddler answers for a host that it does not reach. What a browser never sent it does not see.
fn with_answers_of_fiddler(mut story: Story) -> Option<Story> {
    for exchange in &mut story.exchanges {
        let Some(error) = exchange.network_error else { continue };
        if error.contains("BLOCKED_BY") {
            return None;
        }
        exchange.status = 502;
        exchange.response_headers =
            vec![("Content-Type".to_owned(), "text/html; charset=UTF-8".to_owned()), ("Connection".to_owned(), "close".to_owned())];
        exchange.response_body = format!("[Fiddler] The connection to '{}' failed. Error: {error}", exchange.host()).into_bytes();
    }
    Some(story)
}

/// Only the last page is still there when the user exports.
fn leaving_pages(mut story: Story) -> Story {
    let last = story.exchanges.iter().rposition(|exchange| exchange.kind == Kind::Document);
    for (at, exchange) in story.exchanges.iter_mut().enumerate() {
        exchange.left_behind |= exchange.kind == Kind::Document && Some(at) != last;
    }
    story
}

fn headers_only(story: &Story) -> Vec<u8> {
    let mut out = Vec::new();
    for exchange in &story.exchanges {
        for message in [http1::request(exchange), http1::response(exchange, Coding::PLAIN)] {
            let end = message.windows(4).position(|window| window == b"\r\n\r\n").map_or(message.len(), |at| at + 4);
            out.extend_from_slice(&message[..end]);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(format!("\r\n{}\r\n\r\n", "-".repeat(66)).as_bytes());
    }
    out
}
