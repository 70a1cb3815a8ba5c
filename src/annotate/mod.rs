//! Findings to guidance: the catalog of codes and guides, people's own guides, and look-ups without a capture.

pub mod catalog;
pub mod check;
pub mod explain;
mod guide;
mod guides;
mod of_code;
mod own_guide;
mod slots;
mod templates;
mod vocabulary;
mod wording;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::finding::Guidance;
use crate::model::report::Report;
use catalog::{Catalog, Entry};
use guide::CodeEntry;
use own_guide::Ours;
pub use own_guide::OwnGuide;

/// Gives every finding its name and guidance. What has none in the catalog gets none.
pub fn annotate(report: &mut Report, catalog: &Catalog) {
    // Guides are parsed when they are looked up, and many findings have the same code.
    let mut known: HashMap<String, Vec<Known>> = HashMap::new();
    for finding in &mut report.findings {
        let code = finding.code.to_string();
        let attempt = finding.attempt.and_then(|at| report.attempts.get(at));
        let rows = known.entry(code.clone()).or_insert_with_key(|code| catalog::rows(code).into_iter().map(Known::of).collect());
        let known = catalog::fitting(rows, finding.message.as_deref(), |known| &known.row);
        finding.name = finding.name.take().or_else(|| known?.name.clone());
        let guidance = known.and_then(|known| known.guidance.as_ref());
        let ours = known.map(|known| Ours { meaning: &known.row.meaning, title: guidance.map(|guidance| &guidance.title) });
        let own = catalog.own_guidance(&code, ours, finding, attempt);
        finding.guidance = match own {
            Some(own) => Some(Arc::new(catalog::placed(own, guidance.map(Arc::as_ref)))),
            None => guidance.cloned(),
        };
    }
}

/// What findings with a code, and with a message if the row is for some messages only, share.
struct Known {
    row: CodeEntry,
    name: Option<String>,
    guidance: Option<Arc<Guidance>>,
}

impl Known {
    fn of((row, entry): (CodeEntry, Entry)) -> Self {
        Self { row, name: entry.name, guidance: entry.guidance.map(Arc::new) }
    }
}
