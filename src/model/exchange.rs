//! One request and its response, as the capture holds them.

use jiff::Timestamp;

use super::message::{Body, Headers, Url};

/// One request and its response.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// How the user finds it again: HAR index from zero, Fiddler's session number, position in a text dump from zero.
    pub entry: u64,
    /// When the request began, client's clock.
    pub started: Option<Timestamp>,
    /// How long it took until the whole response was there, in milliseconds.
    pub duration: Option<u64>,
    /// What the client sent.
    pub request: Request,
    /// What came back; `None` when nothing did.
    pub response: Option<Response>,
    /// The customer's own note on it.
    pub comment: Option<String>,
    /// Why there is no good answer, as the capture says (`net::ERR_...`, aborted).
    pub error: Option<String>,
}

/// What the client sent.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// `GET`, `POST`, `CONNECT`, ...
    pub method: String,
    /// The absolute address.
    pub url: Url,
    /// The headers in order.
    pub headers: Headers,
    /// The body, decoded to text.
    pub body: Body,
}

/// What came back.
#[derive(Debug, Clone, Default)]
pub struct Response {
    /// The status code; `None` for 0 or nonsense.
    pub status: Option<u16>,
    /// The reason phrase.
    pub reason: String,
    /// The headers in order.
    pub headers: Headers,
    /// Where a HAR says the response redirected to, when it says so next to the headers.
    pub redirect: Option<String>,
    /// The body, decoded to text.
    pub body: Body,
}
