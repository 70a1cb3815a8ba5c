//! Findings to guidance: the catalogue of codes and guides.

pub mod catalogue;
mod guide;
mod guides;

use crate::model::report::Report;
use catalogue::Catalogue;

/// Gives every finding its name and guidance. What has none in the catalogue gets none.
pub fn annotate(report: &mut Report, catalogue: &Catalogue) {
    for finding in &mut report.findings {
        let code = finding.code.to_string();
        let Some(entry) = catalogue.look_up(&code) else { continue };
        finding.name = finding.name.take().or_else(|| entry.name.clone());
        finding.guidance = entry.guidance;
    }
}
