//! The users of a report, numbered in the order of its attempts.

use regex::Regex;

use super::personal;
use super::secrets::Secrets;

/// The people of a report.
#[derive(Default)]
pub(super) struct People {
    labels: Secrets,
    /// Names that are no addresses: an on-premises account, a phone number that one signs in with.
    bare: Vec<Bare>,
}

/// A name without a domain, and what stands for it.
struct Bare {
    name: String,
    /// Finds the name in any case; `None` when the name is too long for a pattern, and is then found as it is written.
    pattern: Option<Regex>,
    label: String,
}

/// Shorter names stand in other words.
const SHORTEST: usize = 4;

impl People {
    /// The label of a user's name, without its domain.
    pub(super) fn label(&mut self, name: &str) -> String {
        let label = self.labels.user(name);
        let label = label.split_once('@').map_or(label.as_str(), |(label, _)| label).to_owned();
        if !name.contains('@') && name.len() >= SHORTEST {
            let name = name.trim().to_owned();
            let pattern = Regex::new(&format!("(?i){}", regex::escape(&name))).ok();
            self.bare.push(Bare { name, pattern, label: label.clone() });
        }
        label
    }

    /// The text without names and addresses of people and machines. Pseudonyms of a sanitised capture are written as people read them.
    pub(super) fn mask(&mut self, text: &str) -> String {
        let mut text = personal::mask(text, &mut self.labels).replace("user%23", "user#");
        if text.contains("user#") {
            text = text.replace("%40", "@");
        }
        for Bare { name, pattern, label } in &self.bare {
            match pattern {
                Some(pattern) if pattern.is_match(&text) => text = pattern.replace_all(&text, label).into_owned(),
                None if !name.is_empty() && text.contains(name) => text = text.replace(name, label),
                Some(_) | None => {}
            }
        }
        text
    }
}
