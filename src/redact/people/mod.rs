//! The users of a report, numbered in the order of its attempts.

pub(super) mod mailbox;
pub(super) mod personal;
pub(super) mod seen;

use std::collections::BTreeMap;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::redact::secrets::Secrets;

/// The people of a report.
#[derive(Default)]
pub(super) struct People {
    labels: Secrets,
    /// Names that are no addresses, with their labels: an on-premises account, a phone number that one signs in with.
    bare: BTreeMap<String, String>,
    /// Finds them; made when it is first asked for, and again when there are more.
    finder: Option<Finder>,
}

/// Finds names in whatever case.
struct Finder {
    /// None when there are too many for one automaton.
    names: Option<AhoCorasick>,
    labels: Vec<String>,
}

/// What is instead of a text in which names cannot be looked for.
const TOO_MANY: &str = "[text left out]";
/// Shorter names are in other words.
const SHORTEST: usize = 4;

impl People {
    /// The label of a user's name, without its domain.
    pub(super) fn label(&mut self, name: &str) -> String {
        let label = self.labels.user(name);
        let label = label.split_once('@').map_or(label.as_str(), |(label, _)| label).to_owned();
        if !name.contains('@') && name.len() >= SHORTEST && !self.bare.contains_key(name.trim()) {
            self.bare.insert(name.trim().to_owned(), label.clone());
            self.finder = None;
        }
        label
    }

    /// The text without names of devices, and nothing else.
    pub(super) fn mask_devices(&mut self, text: &str) -> String {
        personal::mask_devices(text, &mut self.labels).into_owned()
    }

    /// The text without names and addresses of people and machines. Pseudonyms of a sanitized capture are written as people read them.
    pub(super) fn mask(&mut self, text: &str) -> String {
        let mut text = personal::mask(text, &mut self.labels).replace("user%23", "user#");
        if text.contains("user#") {
            text = text.replace("%40", "@");
        }
        if self.bare.is_empty() {
            return text;
        }
        let finder = self.finder.get_or_insert_with(|| Finder::new(&self.bare));
        match &finder.names {
            Some(names) if names.is_match(&text) => names.replace_all(&text, &finder.labels),
            Some(_) => text,
            None => TOO_MANY.to_owned(),
        }
    }
}

impl Finder {
    fn new(bare: &BTreeMap<String, String>) -> Self {
        let mut patterns: BTreeMap<String, String> = BTreeMap::new();
        for (name, label) in bare {
            for spelling in [name.clone(), name.to_lowercase(), name.to_uppercase()] {
                patterns.entry(spelling).or_insert_with(|| label.clone());
            }
        }
        let (names, labels): (Vec<String>, Vec<String>) = patterns.into_iter().unzip();
        let mut builder = AhoCorasick::builder();
        builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
        Self { names: builder.build(&names).ok(), labels }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_every_case_and_many_as_fast_as_few() {
        let mut people = People::default();
        for number in 0..20_000 {
            people.label(&format!("jdoe{number:05}"));
        }
        people.label("MÜLLER");
        assert_eq!(people.mask("JDoe00007 and jdoe19999, müller"), "user#8 and user#20000, user#20001");
    }
}
