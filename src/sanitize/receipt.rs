//! The receipt: what was taken out of a capture, where, and what was kept and why.

use std::collections::BTreeMap;

use serde::Serialize;

use super::dropped::DroppedFields;
use crate::model::capture::Note;
use crate::model::capture::written::Kind;
use crate::redact::Removed;

/// What is kept of a capture, and why.
pub const KEPT: &[(&str, &str)] = &[
    ("times, sizes and status codes", "to tell what happened when, and what is missing"),
    ("hosts, and parts of paths that are on the list", "to tell which service and which step it was"),
    ("codes and messages of the service, people and credentials in them removed", "to tell the cause"),
    ("correlation, request and session IDs", "to find the sign-in in the log of the service"),
    ("tenant, application and resource: IDs, domains, names, redirect URIs, scopes", "to compare them with the configuration"),
    ("names of known headers and parameters, and of cookies without the parts that may be values", "to tell loops and blocked cookies"),
    (
        "of sign-in logs and dsregcmd: names of policies, locations and controls, browser, system, country, device IDs, states",
        "to tell which policy decided, and how the device is joined",
    ),
    ("claims of tokens that are on the list, without signatures", "to tell for whom and for what a token was"),
];

/// What was done to one capture.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The capture's name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// SHA-256 of the capture before, when it was asked for.
    pub sha256: Option<String>,
    /// How many entries were written; of a sign-in log rows, of an output of `dsregcmd` fields, of a text
    /// messages.
    pub entries: u64,
    /// How many entries of other hosts were left out.
    pub dropped: u64,
    /// Fields that were dropped because no one knows what is in them.
    pub fields: DroppedFields,
    /// What was taken out, by kind and place, and bodies that were left out whole: of hosts that have nothing to do with signing in, images and
    /// scripts, and what could not be cleaned with certainty.
    pub removed: Removed,
    /// How many credentials all that was written was searched for again; none was found, or there would be no receipt.
    pub searched: usize,
    /// What was wrong with the capture.
    pub notes: Vec<Note>,
    /// What limits what a sign-in log can tell.
    pub limits: Option<String>,
}

impl Receipt {
    pub(super) fn new(name: &str, kind: Kind) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            sha256: None,
            entries: 0,
            dropped: 0,
            fields: DroppedFields::default(),
            removed: Removed::default(),
            searched: 0,
            notes: Vec::new(),
            limits: None,
        }
    }

    /// The receipt for programs.
    #[must_use]
    pub fn document(&self) -> ReceiptDocument {
        let mut removed: BTreeMap<&'static str, BTreeMap<&'static str, u64>> = BTreeMap::new();
        for ((kind, place), count) in &self.removed.times {
            removed.entry(kind.name()).or_default().insert(place.name(), *count);
        }
        ReceiptDocument {
            entries: self.entries,
            entries_dropped: self.dropped,
            bodies_left_out: self.removed.bodies,
            fields_dropped: self.fields.total(),
            fields: self.fields.named.clone(),
            removed,
            distinct: self.removed.distinct().into_iter().map(|(kind, count)| (kind.name(), count)).collect(),
            last_look: LastLook { searched: self.searched, found: 0 },
        }
    }
}

/// The receipt as it is in a manifest.
#[derive(Debug, Clone, Serialize)]
pub struct ReceiptDocument {
    /// How many entries were written.
    pub entries: u64,
    /// How many entries of other hosts were left out.
    pub entries_dropped: u64,
    /// Bodies that were left out whole.
    pub bodies_left_out: u64,
    /// Fields that were dropped.
    pub fields_dropped: u64,
    /// Those of them that programs are known to write, by name, and how often. The name of any other may be a value itself.
    pub fields: BTreeMap<&'static str, u64>,
    /// Kind of value, place, how often.
    pub removed: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// Kind of value, how many different ones.
    pub distinct: BTreeMap<&'static str, u64>,
    /// The search of all that was written.
    pub last_look: LastLook,
}

/// The last look at what was written.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct LastLook {
    /// How many credentials were searched for, in every encoding.
    pub searched: usize,
    /// How many were found. What would leak is not written.
    pub found: usize,
}
