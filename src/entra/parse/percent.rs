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
    let pairs = parts(text).filter(|pair| !pair.is_empty()).map(|pair| halves(pair).unwrap_or((pair, "")));
    pairs.map(|(name, value)| (form_decoded(name), form_decoded(value)))
}

/// What stands between the ampersands of a query or a form. There are many, and they are short.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    let mut from = 0;
    memchr::memchr_iter(b'&', text.as_bytes()).chain([text.len()]).map(move |at| {
        let part = text.get(from..at).unwrap_or_default();
        from = at + 1;
        part
    })
}

/// The name and the value of a part that has an equals sign.
#[must_use]
pub fn halves(part: &str) -> Option<(&str, &str)> {
    let sign = memchr::memchr(b'=', part.as_bytes())?;
    Some((part.get(..sign)?, part.get(sign + 1..)?))
}
