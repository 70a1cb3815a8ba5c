//! Which attempts are compared: `2`, `1:2`, `1:`, `before.har#1:after.har#1`.

use crate::model::comparison::Wanted;

/// The attempts that were asked for.
#[derive(Debug, Clone, Default)]
pub(in crate::cli) struct Attempts {
    pub(in crate::cli) good: Option<Wanted>,
    pub(in crate::cli) bad: Option<Wanted>,
}

impl Attempts {
    /// Reads what was typed. A number alone is of the bad sign-in: that is the one that is to be explained.
    pub(super) fn parse(text: &str) -> Result<Self, &'static str> {
        let (good, bad) = text.rsplit_once(':').unwrap_or(("", text));
        let attempts = Self { good: wanted(good)?, bad: wanted(bad)? };
        if attempts.good.is_none() && attempts.bad.is_none() { Err(WRONG) } else { Ok(attempts) }
    }
}

const WRONG: &str =
    "give the number of an attempt of BAD (2), of both (1:2) or of GOOD (1:); of one capture among several with its name (after.har#1)";

fn wanted(text: &str) -> Result<Option<Wanted>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (capture, number) = text.rsplit_once('#').unwrap_or(("", text));
    let number = number.parse().ok().filter(|number| *number > 0).ok_or(WRONG)?;
    Ok(Some(Wanted { capture: Some(capture.to_owned()).filter(|capture| !capture.is_empty()), number }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_both_are_asked_for() {
        let read = |text: &str| {
            let shown = |wanted: Option<Wanted>| {
                wanted.map_or_else(|| "-".to_owned(), |wanted| format!("{}#{}", wanted.capture.unwrap_or_default(), wanted.number))
            };
            Attempts::parse(text).map(|attempts| format!("{} {}", shown(attempts.good), shown(attempts.bad)))
        };
        for (text, expected) in
            [("2", "- #2"), (":2", "- #2"), ("1:", "#1 -"), (" 1 : 2 ", "#1 #2"), ("b.har#1:z/a.har#2", "b.har#1 z/a.har#2")]
        {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
        for text in ["", ":", "0", "-1", "x", "1:x", "b.har#", "99999999999999999999999"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
