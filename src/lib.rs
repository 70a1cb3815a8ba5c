//! entrace reads a customer's trace of a sign-in to Microsoft Entra ID and answers: did it succeed; if not, at which step and with which code
//! did it end; is that code the cause or only the last prompt; who must act and how; which ids go into the escalation; and what in the
//! capture limits the answer.
//!
//! # The way of the data
//!
//! ```text
//! bytes --read--> Exchange --extract--> Sighting --correlate--> Attempt, Finding --annotate--> Report --redact--> Redacted<Report> --render--> text
//!                     \------------------------------ sanitize ------------------------------> the same capture, clean
//! ```
//!
//! - [`model`]: the values; no logic of any stage lives there.
//! - [`entra`]: the service's own vocabulary: hosts, endpoints, pages, codes. It imports nothing.
//! - [`read`]: bytes to exchanges, one file a format.
//! - [`extract`]: exchange to observations, one file a site.
//! - [`correlate`]: observations to attempts: what belongs together, interrupts, roles, outcome.
//! - [`annotate`]: findings to guidance; `annotate/guides/` holds one Markdown file a remedy.
//! - [`compare`]: two attempts side by side, where they part.
//! - [`redact`]: what is secret, what is personal; the only maker of [`redact::Redacted`].
//! - [`render`]: one file an output format; takes redacted reports only.
//! - [`sanitize`]: writes captures back without secrets, one file a format.
//!
//! A stage imports `model` and `entra` and no other stage; only this file knows their order. There are two exceptions: `render` names
//! [`redact::Redacted`], so that it cannot be given a raw report; `sanitize` is a way of its own from [`read`] through [`redact`] to a file.
//!
//! # Invariants
//!
//! - Reading never loses a good exchange to a bad one.
//! - What makes reading fast changes nothing: it is held against a reader that parses everything (`tests/it/readers/fast_path.rs`). `read`
//!   cuts a HAR apart in blocks (`json::value_end`), parses only what may hold a fact (`har::outline`, `prefilter`), and shares one file among threads
//!   (`har::parallel`, `bytes::in_order`).
//! - Every observation has its site and field, every finding at least one observation.
//! - Only `redact` can build a `Redacted` value, and no text is made of one without a last look for secrets; `render` takes nothing else.
//! - No text of the trace is forgotten by it: every struct of a report is taken apart whole (`redact/trace_text.rs`).
//! - What is secret is decided in one walk, [`redact::Cleaner`]: it learns for reports and writes for sanitised captures.
//! - Nothing in this library opens a file, reads a clock or opens a socket. Same bytes, same report.

pub mod annotate;
pub mod compare;
pub mod correlate;
pub mod entra;
pub mod extract;
pub mod model;
pub mod read;
pub mod redact;
pub mod render;
pub mod sanitize;

mod collect;

use annotate::catalogue::Catalogue;
use model::comparison::Comparison;
use model::report::Report;
use read::{Input, Options, ReadError};
use redact::{Redacted, Secrets};

pub use collect::LeftOut;

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

    /// The report on all that was read, explained by a catalogue, and the secrets that must not leave with it.
    #[must_use]
    pub fn finish(self, catalogue: &Catalogue) -> (Report, Secrets) {
        let (mut report, secrets) = self.collector.finish();
        annotate::annotate(&mut report, catalogue);
        (report, secrets)
    }
}
