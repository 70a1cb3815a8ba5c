//! What is true of a generated capture as a whole, and how a report differs from it.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::scenario::story::Exchange;

/// What a right reader finds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Totals {
    pub(crate) entries: u64,
    pub(crate) sign_in_entries: u64,
    /// Attempts by outcome.
    pub(crate) attempts: BTreeMap<String, u64>,
    /// Findings by code.
    pub(crate) findings: BTreeMap<String, u64>,
    /// The SHA-256 of each file.
    pub(crate) sha256: Vec<String>,
}

impl Totals {
    pub(super) fn sees(&mut self, exchange: &Exchange) {
        self.entries += 1;
        self.sign_in_entries += u64::from(exchange.is_sign_in());
    }

    pub(super) fn ends(&mut self, outcome: &str) {
        *self.attempts.entry(outcome.to_owned()).or_default() += 1;
    }

    pub(super) fn finds(&mut self, code: &str) {
        *self.findings.entry(code.to_owned()).or_default() += 1;
    }

    /// Adds what another capture holds.
    pub(crate) fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.sign_in_entries += other.sign_in_entries;
        other.attempts.into_iter().for_each(|(outcome, count)| *self.attempts.entry(outcome).or_default() += count);
        other.findings.into_iter().for_each(|(code, count)| *self.findings.entry(code).or_default() += count);
        self.sha256.extend(other.sha256);
    }

    /// Adds the hash of the file.
    pub(crate) fn with_sha256(mut self, path: &Path) -> io::Result<Self> {
        let mut digest = Sha256::new();
        let (mut file, mut piece) = (File::open(path)?, vec![0; 1 << 20]);
        loop {
            match file.read(&mut piece)? {
                0 => break,
                read => digest.update(&piece[..read]),
            }
        }
        self.sha256.push(entrace::read::hex(&digest.finalize()));
        Ok(self)
    }

    /// What a JSON report on one or more captures says.
    pub(crate) fn of_report(report: &Value) -> Self {
        let list = |name: &str| report[name].as_array().map_or(&[][..], Vec::as_slice);
        let sum = |name: &str| list("captures").iter().filter_map(|capture| capture[name].as_u64()).sum();
        let mut found = Self { entries: sum("exchanges"), sign_in_entries: sum("sign_in_exchanges"), ..Self::default() };
        list("attempts").iter().filter_map(|attempt| attempt["outcome"].as_str()).for_each(|outcome| found.ends(outcome));
        list("findings").iter().filter_map(|finding| finding["code"].as_str()).for_each(|code| found.finds(code));
        found.sha256 = list("captures").iter().filter_map(|capture| capture["sha256"].as_str()).map(str::to_owned).collect();
        found
    }
}
