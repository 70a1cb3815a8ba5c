//! Findings to guidance: the catalogue of codes and guides, people's own guides, and look-ups without a capture.

pub mod catalogue;
pub mod check;
pub mod explain;
mod guide;
mod guides;
mod own_guide;
mod slots;
mod templates;
mod vocabulary;

use crate::model::report::Report;
use catalogue::Catalogue;
pub use own_guide::{KeyedBy, OwnGuide, OwnGuideError};

/// Gives every finding its name and guidance. What has none in the catalogue gets none.
pub fn annotate(report: &mut Report, catalogue: &Catalogue) {
    for finding in &mut report.findings {
        let attempt = finding.attempt.and_then(|at| report.attempts.get(at));
        let (name, guidance) = catalogue.of_finding(finding, attempt);
        finding.name = finding.name.take().or(name);
        finding.guidance = guidance;
    }
}
