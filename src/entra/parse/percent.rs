//! Percent-encoding: the values of addresses and forms.

use std::borrow::Cow;

/// Decodes percent-encoding of a single value.
#[must_use]
pub fn decoded(text: &str) -> Cow<'_, str> {
    // Most values have none, which is soon seen.
    if memchr::memchr(b'%', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    percent_encoding::percent_decode_str(text).decode_utf8_lossy()
}

/// Decodes percent-encoding and plus signs of a single value of a form or a query.
#[must_use]
pub fn form_decoded(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'+', text.as_bytes()).is_none() {
        return decoded(text);
    }
    Cow::Owned(decoded(&text.replace('+', " ")).into_owned())
}
