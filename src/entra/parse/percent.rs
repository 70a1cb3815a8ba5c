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

/// Names and values of a query or a form, decoded, in order.
pub fn pairs(text: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(name, value)| (form_decoded(name), form_decoded(value)))
}
