//! Secrets and personal data of every kind, planted in every place of a capture where they can stand, and looked for in all that comes out.
//!
//! [`exchanges`] tells the sign-ins, with values that [`sow`] makes: each place has its own, so that a leak names where it comes from.
//! [`har`] and [`saz`] write them as captures, [`table`] says what has to be planted where, [`survivors`] what must not be lost, and
//! [`unpack`] opens what came out. [`reports`], [`sanitized`] and [`bundle`] run the commands.

mod bundle;
mod draft;
mod exchanges;
mod har;
mod reports;
mod sanitized;
mod saz;
mod sow;
mod survivors;
mod table;
pub(crate) mod unpack;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::search::{Found, Search};
use sow::{Nature, Sown};
use unpack::Member;

const TENANT: &str = "3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70";
const CLIENT: &str = "0f4a2c7d-8e1b-4936-b5d0-6c3e9a7f2b18";
const CORRELATION: &str = "5f0d7c3a-92b4-4e16-8a7f-c1e05d2b9a64";
const START: &str = "2026-03-02T10:12:31Z";
const DATE: &str = "Mon, 02 Mar 2026 10:12:44 GMT";
const USER_AGENT: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Harbourbrowser/145.0";

/// A capture with what was planted in it.
pub(crate) struct Capture {
    file: String,
    bytes: Vec<u8>,
    values: Vec<Sown>,
}

impl Capture {
    fn is_har(&self) -> bool {
        !self.bytes.starts_with(b"PK")
    }
}

/// What all tests look at, built once.
struct Field {
    captures: Vec<Capture>,
    /// The values that are long enough to be looked for anywhere, each text once.
    values: Vec<Sown>,
    search: Search,
}

static FIELD: LazyLock<Field> = LazyLock::new(|| {
    let captures = vec![har::build("text", har::Dialect::Text), har::build("base64", har::Dialect::Base64), saz::build("archive", None)];
    let sought = captures.iter().flat_map(|capture| &capture.values).filter(|sown| sown.nature != Nature::Short);
    let values: BTreeMap<&str, Sown> = sought.map(|sown| (sown.text.as_str(), sown.clone())).collect();
    let values: Vec<Sown> = values.into_values().collect();
    let search = Search::new(values.iter().map(|sown| sown.text.as_str()));
    Field { captures, values, search }
});

/// Who may not be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hidden {
    Secrets,
    SecretsAndPeople,
}

impl Field {
    /// A line for each value that is in a member.
    fn leaks(&self, place: &str, members: &[Member], hidden: Hidden) -> Vec<String> {
        let mut leaks = Vec::new();
        for member in members {
            let names = self.search.find(member.name.as_bytes());
            for found in [names, self.search.find(&member.bytes)] {
                leaks.extend(self.lines(&format!("{place} {}", member.name), found, hidden));
            }
            leaks.extend(table::short_values(&member.bytes).into_iter().map(|short| format!("{place} {}: {short}", member.name)));
        }
        leaks
    }

    fn lines(&self, place: &str, found: Found, hidden: Hidden) -> Vec<String> {
        let shown = found.into_iter().map(|(at, needle)| (&self.values[at], needle));
        let shown = shown.filter(|(sown, _)| hidden == Hidden::SecretsAndPeople || sown.nature == Nature::Secret);
        shown
            .map(|(sown, needle)| format!("{place}: {:?} {} of {}, {} as {needle:?}", sown.nature, sown.row, sown.exchange, sown.container))
            .collect()
    }
}

#[test]
fn every_value_is_in_its_capture() {
    let mut missing = Vec::new();
    for capture in &FIELD.captures {
        let mut found = BTreeSet::new();
        for member in unpack::members(&capture.file, &capture.bytes) {
            found.extend(FIELD.search.find(member.name.as_bytes()).into_keys());
            found.extend(FIELD.search.find(&member.bytes).into_keys());
        }
        let found: BTreeSet<&str> = found.into_iter().map(|at| FIELD.values[at].text.as_str()).collect();
        let sought = capture.values.iter().filter(|sown| sown.nature != Nature::Short);
        missing.extend(sought.filter(|sown| !found.contains(sown.text.as_str())).map(|sown| format!("{}: {sown:?}", capture.file)));
        eprintln!("{}: {} bytes, {} cells, {} values found", capture.file, capture.bytes.len(), capture.values.len(), found.len());
    }
    assert!(missing.is_empty(), "{} are not there:\n{}", missing.len(), missing.join("\n"));
    assert!(FIELD.values.len() >= 250, "{} values", FIELD.values.len());
    assert!(FIELD.values.iter().all(|sown| sown.text.len() >= 12), "a short value is found by chance");
}
