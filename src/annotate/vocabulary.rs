//! Words of the wire that are no codes: page ids, results of a challenge, suberrors, interrupts, hexadecimal results, contents of claims
//! challenges. One sentence each, in `vocabulary.toml`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::guide::Guide;
use super::guides::GUIDES;
use crate::model::finding::{Guidance, Source};

const TEXT: &str = include_str!("vocabulary.toml");

/// What a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word as it stands on the wire.
    pub(super) text: String,
    /// What it is: `page`, `suberror`, ...
    pub(super) what: &'static str,
    /// `failure`, `interrupt` or `informational`.
    pub(super) kind: &'static str,
    /// One sentence.
    pub(super) meaning: String,
    /// A guide that helps further.
    pub(super) guidance: Option<Guidance>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Explained {
    meaning: String,
    guide: Option<String>,
}

/// The tables of `vocabulary.toml`, in the order in which they are looked through.
const TABLES: &[(&str, &str, &str)] = &[
    ("pages", "page", "interrupt"),
    ("interrupts", "interrupt", "interrupt"),
    ("mfa_results", "result of a multifactor challenge", "failure"),
    ("suberrors", "suberror", "interrupt"),
    ("soap_results", "result of WS-Trust", "failure"),
    ("account_lookup", "result of the account look-up", "informational"),
    ("claims", "claim of a claims challenge", "interrupt"),
    ("headers", "header", "informational"),
];

/// Results of a challenge on which nobody needs to act.
const HARMLESS: &[&str] = &["Success", "AuthenticationPending"];

/// What a word of the wire is, in every table that has it. Compared without case.
pub(super) fn look_up(word: &str) -> Vec<Word> {
    let tables = tables();
    let found = TABLES.iter().filter_map(|(table, what, kind)| {
        let (key, explained) = tables.get(*table)?.iter().find(|(key, _)| key.eq_ignore_ascii_case(word))?;
        let kind = if HARMLESS.contains(&key.as_str()) { "informational" } else { *kind };
        let guidance = explained.guide.as_deref().and_then(guidance);
        Some(Word { text: key.clone(), what, kind, meaning: explained.meaning.clone(), guidance })
    });
    found.collect()
}

/// Every word, for suggestions.
pub(super) fn words() -> Vec<String> {
    tables().values().flat_map(BTreeMap::keys).cloned().collect()
}

fn tables() -> &'static BTreeMap<String, BTreeMap<String, Explained>> {
    // The text is our own, and a test parses it.
    static TABLES: LazyLock<BTreeMap<String, BTreeMap<String, Explained>>> = LazyLock::new(|| toml::from_str(TEXT).unwrap_or_default());
    &TABLES
}

/// The guidance of a guide as a whole, in the words of the first code that it serves.
fn guidance(name: &str) -> Option<Guidance> {
    let (name, text) = GUIDES.iter().find(|(known, _)| *known == name)?;
    let guide = Guide::parse(text).ok()?;
    Some(guide.guidance(name, guide.front.codes.first()?, Source::BuiltIn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entra::interrupts::InterruptKind;

    #[test]
    fn every_word_has_a_sentence_and_every_guide_exists() {
        let tables: BTreeMap<String, BTreeMap<String, Explained>> = toml::from_str(TEXT).expect("vocabulary.toml parses");
        let known: Vec<&str> = TABLES.iter().map(|(table, _, _)| *table).collect();
        for (table, words) in &tables {
            assert!(known.contains(&table.as_str()), "[{table}] is looked through by nobody");
            for (word, explained) in words {
                assert!(explained.meaning.len() > 15, "{word}");
                let guide = explained.guide.as_deref();
                assert!(guide.is_none_or(|guide| GUIDES.iter().any(|(name, _)| *name == guide)), "{word}: no guide {guide:?}");
            }
        }
        assert_eq!(tables.len(), TABLES.len());
        assert!(tables["interrupts"].contains_key(InterruptKind::Mfa.name()));
    }
}
