//! The catalogue: which guide serves a code. Guides are parsed only when they are looked up.

use super::guide::{CodeEntry, Guide};
use super::guides::GUIDES;
use crate::model::finding::Guidance;

/// What the catalogue knows of a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The code.
    pub code: String,
    /// The service's name.
    pub name: Option<String>,
    /// `failure`, `interrupt` or `informational`.
    pub kind: String,
    /// What happened, in one sentence.
    pub meaning: String,
    /// What to do.
    pub guidance: Option<Guidance>,
}

/// The guides in force.
#[derive(Debug, Clone, Copy, Default)]
pub struct Catalogue;

impl Catalogue {
    /// The catalogue of the built-in guides.
    #[must_use]
    pub fn built_in() -> Self {
        Self
    }

    /// What the catalogue knows of a code, `None` when it knows nothing.
    #[must_use]
    pub fn look_up(&self, code: &str) -> Option<Entry> {
        // Looking for the quoted code in the text spares parsing the guides that do not serve it.
        let quoted = format!("\"{code}\"");
        GUIDES.iter().filter(|(_, text)| text.contains(&quoted)).find_map(|(name, text)| {
            let guide = Guide::parse(text).ok()?;
            let served = guide.front.codes.iter().find(|entry| entry.code == code)?;
            Some(entry(name, &guide, served))
        })
    }

    /// Every code that the catalogue serves, guide by guide.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        let parsed = GUIDES.iter().filter_map(|(name, text)| Guide::parse(text).ok().map(|guide| (*name, guide)));
        parsed.flat_map(|(name, guide)| guide.front.codes.iter().map(|served| entry(name, &guide, served)).collect::<Vec<_>>()).collect()
    }
}

fn entry(name: &str, guide: &Guide, served: &CodeEntry) -> Entry {
    Entry {
        code: served.code.clone(),
        name: served.name.clone(),
        kind: served.kind.clone(),
        meaning: served.meaning.clone(),
        guidance: Some(guide.guidance(name, served, "built-in")),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::entra::codes::{Code, CodeKind};

    const ACTORS: &[&str] = &[
        "nobody",
        "user",
        "help_desk",
        "tenant_admin",
        "security_team",
        "device_admin",
        "app_developer",
        "app_owner",
        "federation_admin",
        "home_tenant_admin",
        "network_admin",
        "microsoft",
    ];

    fn guides() -> Vec<(&'static str, Guide)> {
        GUIDES.iter().map(|(name, text)| (*name, Guide::parse(text).unwrap_or_else(|error| panic!("{name}: {error}")))).collect()
    }

    #[test]
    fn every_guide_is_whole() {
        for (name, guide) in guides() {
            for (section, bullets) in [
                ("Causes", &guide.causes),
                ("Confirm", &guide.confirm),
                ("Resolve", &guide.resolve),
                ("Escalate with", &guide.escalate_with),
            ] {
                assert!(!bullets.is_empty(), "{name}: section {section} is empty");
            }
            assert!(!guide.front.codes.is_empty(), "{name}: serves no code");
            assert!(!guide.front.who_acts.is_empty(), "{name}: nobody acts");
            assert!(guide.front.who_acts.iter().all(|actor| ACTORS.contains(&actor.as_str())), "{name}: {:?}", guide.front.who_acts);
            assert!(guide.front.links.iter().all(|link| link.url.starts_with("https://")), "{name}: a link is not https");
            assert!(guide.front.reviewed.parse::<jiff::civil::Date>().is_ok(), "{name}: reviewed is no date");
        }
    }

    #[test]
    fn every_code_is_served_once_and_of_one_kind() {
        let mut seen = BTreeSet::new();
        for (name, guide) in guides() {
            for served in &guide.front.codes {
                assert!(seen.insert(served.code.clone()), "{name}: {} is served twice", served.code);
                let code = Code::read(&served.code).unwrap_or_else(|| Code::named(&served.code));
                assert!(["failure", "interrupt", "informational"].contains(&served.kind.as_str()), "{name}: {}", served.kind);
                assert_eq!(code.kind() == CodeKind::Failure, served.kind == "failure", "{name}: {} is {}", served.code, served.kind);
            }
        }
    }

    #[test]
    fn the_list_is_the_folder() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/annotate/guides");
        let files: BTreeSet<String> = std::fs::read_dir(folder)
            .expect("the folder is there")
            .filter_map(|file| file.ok()?.file_name().to_str()?.strip_suffix(".md").map(str::to_owned))
            .collect();
        let listed: BTreeSet<String> = GUIDES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(files, listed);
    }
}
