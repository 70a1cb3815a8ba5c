//! Signals: what a trace may show about a sign-in, for the checks of guides to ask about. One table a family; a signal has a name, the values that it
//! takes, what it is read from, and when it cannot be seen.

pub mod answer;
pub mod application;
pub mod course;
pub mod credential;
pub mod device;
pub mod log;
pub mod request;
mod row;
pub mod user;

pub use row::{Signal, Values};

/// The families, each with its signals, in the order in which they are documented.
pub const FAMILIES: &[(&str, &[&Signal])] = &[
    ("The request", request::ALL),
    ("The application's credential", credential::ALL),
    ("User and tenant", user::ALL),
    ("The device", device::ALL),
    ("The course of the sign-in", course::ALL),
    ("The response", answer::ALL),
    ("The application's half, and the network's", application::ALL),
    ("The sign-in log", log::ALL),
];

/// The signal of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Signal> {
    FAMILIES.iter().flat_map(|(_, signals)| *signals).find(|signal| signal.name == name).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_name_is_one_signal_and_its_words_are_names() {
        let mut names = BTreeSet::new();
        let is_name = |word: &str| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
        for signal in FAMILIES.iter().flat_map(|(_, signals)| *signals) {
            assert!(names.insert(signal.name), "{} is listed twice", signal.name);
            assert!(is_name(signal.name) && !["all", "any", "not"].contains(&signal.name), "{}", signal.name);
            assert!(!signal.reads.is_empty() && !signal.reads.ends_with('.'), "{}: {}", signal.name, signal.reads);
            if let Values::Words(words) = signal.values {
                assert!(words.len() > 1 || signal.hidden.is_some(), "{} can say nothing", signal.name);
                assert!(words.iter().all(|word| is_name(word)), "{}: {words:?}", signal.name);
            }
        }
        assert!(names.len() > 70, "{}", names.len());
    }
}
