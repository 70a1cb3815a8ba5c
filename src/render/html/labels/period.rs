//! From when to when.

use jiff::Timestamp;

use crate::render::words;

/// `2026-03-02 11:03:48 to 11:04:02 UTC`; the date stands once where it is the same.
pub(in crate::render::html) fn period(first: Timestamp, last: Timestamp) -> String {
    let (first, last) = (words::time(first), words::time(last));
    let (first, last) = (first.trim_end_matches('Z'), last.trim_end_matches('Z'));
    match (first.split_once(' '), last.split_once(' ')) {
        _ if first == last => format!("{first} UTC"),
        (Some((day, _)), Some((same, clock))) if day == same => format!("{first} to {clock} UTC"),
        _ => format!("{first} to {last} UTC"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_said_once() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let said = |first: &str, last: &str| period(at(first), at(last));
        assert_eq!(said("2026-03-02T11:03:48.336Z", "2026-03-02T11:03:48.573Z"), "2026-03-02 11:03:48 UTC");
        assert_eq!(said("2026-03-02T11:03:48Z", "2026-03-02T11:04:02Z"), "2026-03-02 11:03:48 to 11:04:02 UTC");
        assert_eq!(said("2026-03-02T23:59:59Z", "2026-03-03T00:00:01Z"), "2026-03-02 23:59:59 to 2026-03-03 00:00:01 UTC");
    }
}
