//! Bytes to exchanges: recognizes what a file is by its content, unpacks archives, and reads each format entry by entry.
//!
//! Reading never loses a good exchange to a bad one: what cannot be read becomes a [`Note`] on the capture.
//! Nothing here opens a file or asks anyone; the caller hands in bytes and answers for the password.
//!
//! The floors, from the ground: `bytes` (readers around readers), `json` and `http` (the two notations of captures), `har`,
//! [`saz`] and [`fiddler_text`] (a format each), [`archive`] (what holds captures). Each imports from those below it.
//!
//! [`Note`]: crate::model::capture::Note

mod archive;
mod bytes;
mod capture_sink;
mod device_status;
mod error;
mod fiddler_text;
mod har;
mod http;
mod json;
mod options;
mod prefilter;
mod reading;
mod recognize;
pub mod sanitized_marker;
mod saz;
mod sign_in_log;
mod sink;
mod text;

#[cfg(feature = "internals")]
pub use self::bytes::adapters::LimitHit;
pub use self::bytes::adapters::hex;
pub use self::bytes::read_at::ReadAt;
pub use self::error::ReadError;
pub use self::options::{Input, Limits, Options};
#[cfg(feature = "internals")]
pub use self::sign_in_log::LogError;
pub use self::sign_in_log::{ReadLog, rows};
pub use self::sink::{Found, Lines, Part, Sink, StatusField};
pub use self::text::system_codes;

/// Reads one input: a capture, or an archive of captures. `name` is what it is called in reports, usually the file's base name.
///
/// What goes wrong with a part of the input becomes a note or a member that is left out.
///
/// # Errors
///
/// When nothing of the input can be used; the sink then has heard of no capture.
pub fn read(name: &str, input: Input<'_>, options: &Options<'_>, sink: &mut dyn Sink) -> Result<(), ReadError> {
    let reading = reading::Reading::new(options);
    match input {
        Input::File(file) => archive::read_file(name, file, &reading, sink),
        Input::Stream(stream) => archive::read_stream(name, stream, 0, &reading, sink),
    }
}

/// As many bytes of a file are looked at to tell what it is.
pub const PREFIX: u64 = recognize::PREFIX;

/// Whether a file that begins so is a capture, which is read as it comes. Everything else may have to be read again, when all captures were.
#[must_use]
pub fn begins_capture(prefix: &[u8]) -> bool {
    matches!(recognize::content(prefix), recognize::Content::Text(..))
}

/// The names and values that a member of a HAR lists, in whatever way.
#[must_use]
pub fn har_pairs(listed: Option<&serde_json::Value>) -> Vec<(String, String)> {
    har::pairs(listed)
}
