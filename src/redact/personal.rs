//! Personal data: names of users become `user#1@domain`, other addresses of people and machines a label.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::{Captures, Regex};

/// The users of a report, numbered in the order in which they are met.
#[derive(Debug, Default)]
pub(super) struct Users {
    numbers: HashMap<String, usize>,
}

impl Users {
    /// The label of a user's name: the same name has the same label.
    pub(super) fn label(&mut self, name: &str) -> String {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(name.trim().to_lowercase()).or_insert(next);
        format!("user#{number}")
    }

    /// The text with names of users, addresses of people and of machines replaced.
    pub(super) fn mask(&mut self, text: &str) -> String {
        static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\w[\w.%+'#-]*(?:@|%40)((?:[\w-]+\.)+[\w-]{2,})").ok());
        static IPV4: LazyLock<Option<Regex>> =
            LazyLock::new(|| Regex::new(r"\b(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)\b").ok());
        static IPV6: LazyLock<Option<Regex>> = LazyLock::new(|| {
            Regex::new(r"\b(?:[0-9a-fA-F]{1,4}:){4,7}[0-9a-fA-F]{1,4}\b|\b(?:[0-9a-fA-F]{1,4}:){1,6}(?::[0-9a-fA-F]{1,4}){1,6}\b").ok()
        });
        let mut masked = text.to_owned();
        if let Some(address) = ADDRESS.as_ref().filter(|address| address.is_match(&masked)) {
            let pseudonym = |found: &Captures<'_>| {
                let name = found[0].replace("%40", "@");
                format!("{}@{}", self.label(&name), &found[1])
            };
            masked = address.replace_all(&masked, pseudonym).into_owned();
        }
        for pattern in [&IPV4, &IPV6] {
            if let Some(pattern) = pattern.as_ref().filter(|pattern| pattern.is_match(&masked)) {
                masked = pattern.replace_all(&masked, "[ip address]").into_owned();
            }
        }
        self.without_bare_names(&masked)
    }

    /// Names that are no addresses (an on-premises account, a phone number one signs in with), where they stand alone.
    fn without_bare_names(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (name, number) in self.numbers.iter().filter(|(name, _)| name.len() >= 4 && !name.contains('@')) {
            if text.to_lowercase().contains(name.as_str())
                && let Ok(pattern) = Regex::new(&format!("(?i){}", regex::escape(name)))
            {
                text = pattern.replace_all(&text, format!("user#{number}")).into_owned();
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_become_labels_that_keep_equality() {
        let mut users = Users::default();
        assert_eq!(users.label("Alex@contoso.example"), "user#1");
        let text = users.mask("User 'alex@contoso.example' and kim%40fabrikam.example from 203.0.113.7 or 2001:db8:1:2:3:4:5:6");
        assert_eq!(text, "User 'user#1@contoso.example' and user#2@fabrikam.example from [ip address] or [ip address]");
    }
}
