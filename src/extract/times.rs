//! The service's times: in messages, in JSON, in `serverDetails`, in headers.

use jiff::Timestamp;

/// Reads `2017-05-01 22:43:20Z`, `2025-05-08T16:04:46`, RFC 3339. A time without a zone is the service's own, which is UTC.
pub(super) fn service_time(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if !text.get(..4)?.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().or_else(|_| format!("{text}Z").parse()).ok()
}

/// Reads the `Date` header.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let zoned = jiff::fmt::rfc2822::parse(text.trim()).ok()?;
    Some(zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_services_forms_are_read() {
        for text in ["2017-05-01 22:43:20Z", "2017-05-01T22:43:20", "2017-05-01T22:43:20.0000000Z", "2017-05-02T00:43:20+02:00"] {
            assert_eq!(service_time(text).map(|time| time.to_string()).as_deref(), Some("2017-05-01T22:43:20Z"), "{text}");
        }
        assert_eq!(service_time("yesterday"), None);
        assert_eq!(http_date("Mon, 01 May 2017 22:43:20 GMT").map(|time| time.to_string()).as_deref(), Some("2017-05-01T22:43:20Z"));
    }
}
