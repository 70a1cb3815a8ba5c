//! Blocks with their places, and what each is as a finding.

use std::collections::HashMap;

use crate::correlate::sign_in_log::alone::of_code;
use crate::model::finding::{Evidence, Finding};
use crate::model::observation::{ErrorSeen, Site};
use crate::model::report::Report;
use crate::model::text::{Block, TextRead};

/// A block with its place.
#[derive(Debug)]
pub(super) struct Placed {
    /// The text, by its position.
    pub(super) text: usize,
    /// The number of the block in it, from 0.
    pub(super) number: u64,
    pub(super) block: Block,
}

/// Where a block is.
pub(super) fn evidence(placed: &Placed, read: &[TextRead]) -> Evidence {
    let source = read.get(placed.text).map(|read| read.name.clone());
    Evidence { entry: placed.number, site: Site::Text, field: "", source }
}

/// What an error says.
pub(super) fn finding(error: &ErrorSeen, evidence: Evidence) -> Finding {
    Finding {
        message: error.message.clone(),
        oauth_error: error.oauth_error.clone(),
        suberror: error.suberror.clone(),
        detail: error.detail.clone(),
        timestamp: error.time.map(|time| time.at),
        correlation_id: error.correlation_id.clone(),
        request_id: error.request_id.clone(),
        evidence: vec![evidence],
        ..of_code(error.code.clone())
    }
}

/// Adds the text to those that are told alone, once; gives its position among all that attempts are read from.
pub(super) fn origin(text: usize, places: &mut HashMap<usize, usize>, read: &[TextRead], report: &mut Report) -> usize {
    let before = report.captures.len() + report.logs.len();
    let place = *places.entry(text).or_insert_with(|| {
        report.texts.extend(read.get(text).cloned());
        report.texts.len() - 1
    });
    before + place
}
