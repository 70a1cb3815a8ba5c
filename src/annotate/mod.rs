//! Findings to guidance: the catalog of codes and guides, people's own guides, and lookups without a capture.

pub mod catalog;
mod checks;
pub mod explain;
mod guide;
mod guides;
pub mod lint;
mod material;
mod of_code;
mod own_guide;
mod slots;
mod system_codes;
mod templates;
pub mod texts;
mod vocabulary;
mod wording;

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::attempt::Headline;
use crate::model::finding::{CheckResult, Checked, Finding, Guidance, Material, Source};
use crate::model::report::Report;
use catalog::{Catalog, Row};
use checks::{Case, Courses};
use own_guide::Ours;
pub use own_guide::OwnGuide;
pub use system_codes::explain_system_codes;

/// Gives every finding its name, its checks and its guidance. What has none in the catalog gets none.
pub fn annotate(report: &mut Report, catalog: &Catalog) {
    annotate_from(0, report, catalog);
}

/// The same for the findings from this position on; those before have been given theirs.
pub fn annotate_from(first: usize, report: &mut Report, catalog: &Catalog) {
    let courses = Courses::of(report);
    let mut annotator = Annotator { catalog, rows: HashMap::new() };
    let new = report.findings.get(first..).unwrap_or_default();
    let explained: Vec<Explained> = new.iter().map(|finding| annotator.explain(report, &courses, finding)).collect();
    for attempt in &mut report.attempts {
        let root = attempt.root_cause.and_then(|at| explained.get(at.checked_sub(first)?));
        attempt.headline = root.map_or_else(|| attempt.headline.take(), |root| root.headline.clone());
    }
    for (finding, explained) in report.findings.iter_mut().skip(first).zip(explained) {
        finding.name = finding.name.take().or(explained.name);
        finding.checks = explained.checks;
        finding.guidance = explained.guidance;
    }
}

/// What a finding is given.
struct Explained {
    name: Option<String>,
    checks: Vec<Checked>,
    guidance: Option<Arc<Guidance>>,
    headline: Option<Headline>,
}

/// Guides are parsed when they are looked up, and many findings have the same code.
struct Annotator<'c> {
    catalog: &'c Catalog,
    rows: HashMap<String, Vec<Known>>,
}

/// A row of a code, with the guidance for each outcome of the checks that was met, and for what shows it.
struct Known {
    row: Row,
    guidance: HashMap<(Material, Vec<CheckResult>), Arc<Guidance>>,
}

impl Annotator<'_> {
    fn explain(&mut self, report: &Report, courses: &Courses, finding: &Finding) -> Explained {
        let code = finding.code.to_string();
        let case = Case::new(report, courses, finding);
        let rows = self.rows.entry(code).or_insert_with_key(|code| catalog::rows(code).into_iter().map(Known::of).collect());
        let best = catalog::fitting(rows, finding.message.as_deref(), |known| &known.row.entry);
        let ours = best.and_then(|at| rows.get_mut(at)).map(|known| known.explain(&case));
        let known = best.and_then(|at| rows.get(at));
        let title = ours.as_ref().and_then(|(_, guidance)| guidance.as_ref()).map(|guidance| &guidance.title);
        let words = known.map(|known| Ours { meaning: &known.row.entry.meaning, title });
        let own = self.catalog.own_guidance(words, &case);
        let name = known.and_then(|known| known.row.name());
        let headline = known.and_then(|known| known.row.guide.as_ref()?.1.headline(&known.row.entry, &case, false));
        let (our_checks, our_guidance) = ours.unwrap_or_default();
        match own {
            Some((checks, mut own)) => {
                let headline = own.headline.take().or(headline);
                let placed = own.placed(our_guidance.as_deref(), finding.material());
                let checks = if placed.is_ours_too { checks.into_iter().chain(our_checks).collect() } else { checks };
                Explained { name, checks, guidance: Some(Arc::new(placed.guidance)), headline }
            }
            None => Explained { name, checks: our_checks, guidance: our_guidance, headline },
        }
    }
}

impl Known {
    fn of(row: Row) -> Self {
        Self { row, guidance: HashMap::new() }
    }

    fn explain(&mut self, case: &Case<'_>) -> (Vec<Checked>, Option<Arc<Guidance>>) {
        let Some((name, guide)) = &self.row.guide else { return (Vec::new(), None) };
        let checks: Vec<Checked> = guide.checks_of(&self.row.entry.code).map(|check| check.decide(case)).collect();
        let results = checks.iter().map(|checked| checked.result).collect();
        let (entry, material) = (&self.row.entry, case.finding().material());
        let new = || Arc::new(material::told(guide.guidance(name, entry, Source::BuiltIn, Some(&checks)), material));
        let guidance = Arc::clone(self.guidance.entry((material, results)).or_insert_with(new));
        (material::checked(checks, material), Some(guidance))
    }
}
