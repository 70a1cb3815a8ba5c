//! Words of the wire that are no codes: page ids, results of a challenge, suberrors, interrupts, hexadecimal results, contents of claims
//! challenges. One sentence each, in `vocabulary.toml`; pages are in `entra`, with what they ask for.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::guide::Guide;
use super::guides::GUIDES;
use crate::entra::codes::CodeKind;
use crate::entra::mfa::MfaResult;
use crate::entra::pages;
use crate::entra::system_codes::{Family, SystemCode};
use crate::model::finding::{Guidance, Source};

const TEXT: &str = include_str!("vocabulary.toml");

/// What a word is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// The word as it stands on the wire.
    pub(super) text: String,
    /// What it is: `page`, `suberror`, ...
    pub(super) what: &'static str,
    /// What it says on its own.
    pub(super) kind: CodeKind,
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

/// The table of pages, which is in [`pages`].
const PAGES: &str = "pages";
/// The table of results of a multifactor challenge.
const MFA_RESULTS: &str = "mfa_results";

/// The table of codes of Windows and of the network, which are found by their own forms.
const SYSTEM: &str = "system_results";

/// The other tables of `vocabulary.toml` and that of pages, in the order in which they are looked through.
const TABLES: &[(&str, &str, CodeKind)] = &[
    (PAGES, "page", CodeKind::Interrupt),
    ("interrupts", "interrupt", CodeKind::Interrupt),
    (MFA_RESULTS, "result of a multifactor challenge", CodeKind::Failure),
    ("suberrors", "suberror", CodeKind::Interrupt),
    ("oauth_errors", "OAuth error", CodeKind::Failure),
    ("soap_results", "result of WS-Trust", CodeKind::Failure),
    ("account_lookup", "result of the account lookup", CodeKind::Informational),
    ("claims", "claim of a claims challenge", CodeKind::Interrupt),
    ("headers", "header", CodeKind::Informational),
];

/// The tables of words that count wherever they are in a paste. The others have words that a text uses for many reasons.
const PASTED: &[&str] = &[PAGES, MFA_RESULTS, "suberrors", "oauth_errors", "soap_results"];

/// What a word of the wire is, in every table that has it. Compared without case.
pub(super) fn look_up(word: &str) -> Vec<Word> {
    let tables = tables();
    // A family of pages is found by the name of each page.
    let word_of = |table: &str| if table == PAGES { pages::page(word).map_or(word, |page| page.name) } else { word };
    let found = TABLES.iter().filter_map(|(table, what, kind)| {
        let (key, explained) = tables.get(*table)?.iter().find(|(key, _)| key.eq_ignore_ascii_case(word_of(table)))?;
        let is_harmless = *table == MFA_RESULTS && matches!(MfaResult::of(key), MfaResult::Passed | MfaResult::Pending);
        let kind = if is_harmless { CodeKind::Informational } else { *kind };
        let guidance = explained.guide.as_deref().and_then(guidance);
        Some(Word { text: key.clone(), what, kind, meaning: explained.meaning.clone(), guidance })
    });
    found.collect()
}

/// What is said of a code of Windows or of the network: one sentence, and a guide that helps further. A code of which only the family is known has
/// what the family tells.
pub(super) fn of_system(code: SystemCode) -> (String, Option<Guidance>) {
    match tables().get(SYSTEM).and_then(|words| words.get(&key(code))) {
        Some(explained) => (explained.meaning.clone(), explained.guide.as_deref().and_then(guidance)),
        None => {
            (of_family(code), code.http_status().filter(|status| *status == 407).and_then(|_| guidance("proxy-authentication-required")))
        }
    }
}

/// Where a code is in its table: results that wrap a number of WinINet are explained by that.
fn key(code: SystemCode) -> String {
    code.internet_number().map_or_else(|| code.code(), |number| number.to_string())
}

/// What the family of a code tells, and no more.
fn of_family(code: SystemCode) -> String {
    if let Some(status) = code.http_status() {
        return format!("A server responded to Windows with HTTP status {status}.");
    }
    if let Some(number) = code.internet_number() {
        return format!("A network request of Windows failed with error {number} of WinINet or WinHTTP.");
    }
    let told = match code.family {
        Family::TokenService => "The service refused a request for a token with an OAuth error.",
        Family::Http => "An HTTP request of the sign-in failed.",
        Family::Navigation => "The sign-in window of Windows could not load a page.",
        Family::Broker => "The account broker of Windows, or the sign-in library in it, reports an error.",
        Family::Registration => "The device registration of Windows reports an error.",
        Family::CloudSignIn => "The plug-in with which Windows signs in to Microsoft Entra ID reports an error.",
        Family::Chromium | Family::WinHttp | Family::WinInet | Family::Internet | Family::BrokerNetwork => "A network request failed.",
        Family::Windows | Family::Logon | Family::PrimaryToken | Family::Xml => "Windows reports an error.",
    };
    format!("{told} This code is not listed here, and its number tells no more.")
}

/// Every word, for suggestions.
pub(super) fn words() -> Vec<String> {
    tables().values().flat_map(BTreeMap::keys).cloned().collect()
}

/// The words that count wherever they are in a paste.
pub(super) fn pasted_words() -> impl Iterator<Item = &'static str> {
    PASTED.iter().filter_map(|table| tables().get(*table)).flat_map(BTreeMap::keys).map(String::as_str)
}

/// Whether a word counts wherever it is in a paste.
pub(super) fn is_pasted(word: &str) -> bool {
    pasted_words().any(|known| known.eq_ignore_ascii_case(word))
}

fn tables() -> &'static BTreeMap<String, BTreeMap<String, Explained>> {
    static TABLES: LazyLock<BTreeMap<String, BTreeMap<String, Explained>>> = LazyLock::new(|| {
        // The text is our own, and a test parses it.
        let mut tables: BTreeMap<String, BTreeMap<String, Explained>> = toml::from_str(TEXT).unwrap_or_default();
        let of_page = |page: &pages::Page| {
            (page.name.to_owned(), Explained { meaning: page.meaning.to_owned(), guide: page.guide.map(str::to_owned) })
        };
        tables.insert(PAGES.to_owned(), pages::known().iter().map(of_page).collect());
        tables
    });
    &TABLES
}

/// The guidance of a guide as a whole, in the words of the first code that it serves.
pub(super) fn guidance(name: &str) -> Option<Guidance> {
    let (name, text) = GUIDES.iter().find(|(known, _)| *known == name)?;
    let guide = Guide::parse(text).ok()?;
    Some(guide.guidance(name, guide.front.codes.first()?, Source::BuiltIn, None))
}

/// The codes that a guide serves, each once.
pub(super) fn codes(name: &str) -> Vec<String> {
    let guide = GUIDES.iter().find(|(known, _)| *known == name).and_then(|(_, text)| Guide::parse(text).ok());
    guide.map(|guide| guide.front.codes.into_iter().filter(|row| row.message.is_none()).map(|row| row.code).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::entra::codes::Code;
    use crate::entra::interrupts::InterruptKind;

    #[test]
    fn every_word_has_a_sentence_and_every_guide_exists() {
        toml::from_str::<BTreeMap<String, BTreeMap<String, Explained>>>(TEXT).expect("vocabulary.toml parses");
        let known: Vec<&str> = TABLES.iter().map(|(table, _, _)| *table).chain([SYSTEM]).collect();
        for (table, words) in tables() {
            assert!(known.contains(&table.as_str()), "[{table}] is looked through by nobody");
            for (word, explained) in words {
                assert!(explained.meaning.len() > 15, "{word}");
                let guide = explained.guide.as_deref();
                assert!(guide.is_none_or(|guide| GUIDES.iter().any(|(name, _)| *name == guide)), "{word}: no guide {guide:?}");
            }
        }
        assert_eq!(tables().len(), known.len());
    }

    #[test]
    fn every_code_of_windows_and_of_the_network_has_a_sentence_and_every_sentence_a_code() {
        let keys: BTreeSet<String> = SystemCode::all().map(key).collect();
        assert_eq!(keys, tables()[SYSTEM].keys().cloned().collect());
        for code in SystemCode::all() {
            assert!(!of_system(code).0.contains("not listed"), "{code:?}");
        }
    }

    #[test]
    fn the_words_are_those_of_the_tables_of_the_service() {
        let names = |words: &BTreeMap<String, Explained>| words.keys().cloned().collect::<BTreeSet<String>>();
        let kinds: BTreeSet<String> = InterruptKind::ALL.iter().map(|kind| kind.name().to_owned()).collect();
        assert_eq!(names(&tables()["interrupts"]), kinds);
        for (result, explained) in &tables()[MFA_RESULTS] {
            let code = MfaResult::of(result).code();
            // A page that was open too long is no refused challenge.
            let guide = explained.guide.as_deref().filter(|_| result != "FlowTokenExpired").or(code);
            assert_eq!(guide, code, "{result} has another guide than the finding that it becomes");
        }
        for (result, explained) in &tables()["account_lookup"] {
            let is_finding = ["IfExistsResult 1", "IfExistsResult 2"].contains(&result.as_str());
            assert!(!is_finding || Code::listed().any(|code| Some(code.to_string()) == explained.guide), "{result}");
        }
    }
}
