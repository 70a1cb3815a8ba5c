//! The receipt: what was taken out of a capture, where, and what was kept.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use serde::Serialize;

use crate::model::capture::{Format, Note};
use crate::redact::Removed;

/// What was done to one capture.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The capture's name.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// SHA-256 of the capture before, when it was asked for.
    pub sha256: Option<String>,
    /// How many entries were written.
    pub entries: u64,
    /// How many entries of other hosts were left out.
    pub dropped: u64,
    /// Bodies that were left out whole: of hosts that have nothing to do with signing in, pictures and scripts, and what could not be cleaned
    /// with certainty.
    pub bodies_left_out: u64,
    /// Fields that were dropped because nobody knows them.
    pub fields_dropped: u64,
    /// What was taken out, by kind and place.
    pub removed: Removed,
    /// What was wrong with the capture.
    pub notes: Vec<Note>,
}

impl Receipt {
    pub(super) fn new(name: &str, format: Format) -> Self {
        Self {
            name: name.to_owned(),
            format,
            sha256: None,
            entries: 0,
            dropped: 0,
            bodies_left_out: 0,
            fields_dropped: 0,
            removed: Removed::new(),
            notes: Vec::new(),
        }
    }

    /// How often values of each kind were taken out, with the places.
    fn by_kind(&self) -> BTreeMap<&'static str, Vec<(&'static str, u64)>> {
        let mut kinds: BTreeMap<&'static str, Vec<(&'static str, u64)>> = BTreeMap::new();
        for ((kind, place), count) in &self.removed {
            kinds.entry(kind.name()).or_default().push((place.name(), *count));
        }
        kinds
    }

    /// The receipt for programs.
    #[must_use]
    pub fn document(&self) -> ReceiptDocument {
        let removed = self.by_kind().into_iter().map(|(kind, places)| (kind, places.into_iter().collect())).collect();
        ReceiptDocument {
            entries: self.entries,
            entries_dropped: self.dropped,
            bodies_left_out: self.bodies_left_out,
            fields_dropped: self.fields_dropped,
            removed,
        }
    }
}

/// The receipt as it stands in a manifest.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptDocument {
    /// How many entries were written.
    pub entries: u64,
    /// How many entries of other hosts were left out.
    pub entries_dropped: u64,
    /// Bodies that were left out whole.
    pub bodies_left_out: u64,
    /// Unknown fields that were dropped.
    pub fields_dropped: u64,
    /// Kind of value, place, how often.
    pub removed: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
}

impl Display for Receipt {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} entries written", self.name, self.entries)?;
        if self.dropped > 0 {
            write!(f, ", {} of other hosts left out", self.dropped)?;
        }
        writeln!(f, ", {} bodies left out, {} unknown fields dropped", self.bodies_left_out, self.fields_dropped)?;
        if self.removed.is_empty() {
            return write!(f, "  nothing secret or personal was found");
        }
        write!(f, "  taken out:")?;
        for (kind, places) in self.by_kind() {
            let places: Vec<String> = places.iter().map(|(place, count)| format!("{count} {place}")).collect();
            write!(f, "\n    {kind:18} {}", places.join(", "))?;
        }
        write!(
            f,
            "\n  kept: times, hosts, paths, status codes, codes and messages of the service, correlation and request ids, names of cookies and headers"
        )
    }
}
