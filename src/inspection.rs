//! The order of the stages: reading, extracting and correlating while inputs are read, annotating at the end.

use crate::annotate::catalog::Catalog;
use crate::collect;
pub use crate::collect::LeftOut;
use crate::model::comparison::Comparison;
use crate::model::report::Report;
use crate::read::{self, Input, Options, ReadError};
use crate::redact::{Redacted, Secrets};
use crate::{annotate, compare};

/// Compares the attempt of one capture that worked with that of another that did not; the captures before `first_bad` are of the good
/// sign-in. `None` when one of the two shows no attempt.
#[must_use]
pub fn comparison(report: &Redacted<Report>, first_bad: usize) -> Option<Redacted<Comparison>> {
    report.compared(first_bad, compare::compare)
}

/// A run over any number of inputs: reads each, and at the end gives the report on all.
#[derive(Debug, Default)]
pub struct Inspection {
    collector: collect::Collector,
}

impl Inspection {
    /// A run that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads one input. What was read before an error stays.
    pub fn read(&mut self, name: &str, input: Input<'_>, options: &Options<'_>) -> Result<(), ReadError> {
        self.collector.begin(name);
        let result = read::read(name, input, options, &mut self.collector);
        self.collector.settle();
        result
    }

    /// Adds what another run has read, behind what this one has.
    pub fn append(&mut self, other: Self) {
        self.collector.append(other.collector);
    }

    /// How many captures were read.
    #[must_use]
    pub fn captures(&self) -> usize {
        self.collector.captures()
    }

    /// Members of archives that are no captures, or could not be read.
    #[must_use]
    pub fn left_out(&self) -> &[LeftOut] {
        self.collector.left_out()
    }

    /// The report on all that was read, explained by a catalog, and the secrets that must not leave with it.
    #[must_use]
    pub fn finish(self, catalog: &Catalog) -> (Report, Secrets) {
        let (mut report, secrets) = self.collector.finish();
        annotate::annotate(&mut report, catalog);
        (report, secrets)
    }
}
