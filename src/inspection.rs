//! The order of the stages: reading, extracting and correlating while inputs are read, annotating at the end.

use crate::annotate::catalog::Catalog;
use crate::collect;
pub use crate::collect::LeftOut;
use crate::model::comparison::{Comparison, NotCompared, Sides};
use crate::model::report::Report;
use crate::read::{self, Input, Options, ReadError};
use crate::redact::{Redacted, Secrets};
use crate::{annotate, compare};

/// Compares a sign-in that works with one that does not.
pub fn comparison(report: &Redacted<Report>, sides: &Sides) -> Result<Redacted<Comparison>, NotCompared> {
    report.compared(sides, compare::compare)
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
