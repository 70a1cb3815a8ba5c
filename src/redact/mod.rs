//! Redaction: what is secret, what is personal, what must survive. Masks reports, and looks at finished output once more.
//!
//! Only this module can make a [`Redacted`] value, and only a redacted report can be rendered.

mod anchors;
mod clean;
mod encodings;
mod mailbox;
mod mask;
mod prose;
mod output;
mod people;
mod personal;
mod placeholder;
mod secrets;
mod shape;
mod tables;
mod trace_text;
mod words;

use crate::entra::hosts;
use crate::model::report::Report;
pub use clean::{Cleaner, Place, Removed};
pub use output::{Leak, LeakCheck, check};
use people::People;
pub use secrets::Secrets;

/// A value from which secrets were taken off, and personal data unless it was asked for.
#[derive(Debug, Clone)]
pub struct Redacted<T>(T);

impl<T> Redacted<T> {
    /// The value.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// Something made from the value alone: as redacted as the value is.
    pub fn derive<U>(&self, make: impl FnOnce(&T) -> U) -> Redacted<U> {
        Redacted(make(&self.0))
    }
}

/// What the reader of the report may see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Show names and addresses of people. Credentials are never shown.
    pub personal_data: bool,
}

/// Masks every text of the report that comes from the trace, and labels the users.
#[must_use]
pub fn redact(mut report: Report, secrets: &Secrets, visibility: Visibility) -> Redacted<Report> {
    let mut people = People::default();
    for attempt in &mut report.attempts {
        attempt.user.label = attempt.user.name.as_deref().map(|name| people.label(name));
    }
    let credentials = secrets.credentials();
    let names = secrets.mask_people();
    let masked =
        |text: &str| mask::mask_opaque(mask::mask_tokens(credentials.mask.replace(text).unwrap_or_else(|| text.to_owned())), opaque);
    let shown = |text: &str, people: &mut People| {
        let text = masked(text);
        if visibility.personal_data { text } else { people.mask(&names.replace(&text).unwrap_or(text)) }
    };
    shorten_foreign_paths(&mut report);
    for producer in report.captures.iter_mut().filter_map(|capture| capture.producer.as_mut()) {
        // A program's version may look like an address of a machine, and is none.
        *producer = masked(producer);
    }
    // The customer's note may hold an address, and its short codes are known by the names of its parameters only.
    let notes = report.captures.iter_mut().flat_map(|capture| &mut capture.notes);
    let with_address: Vec<&mut String> = notes.map(|note| &mut note.message).filter(|message| message.contains("://")).collect();
    if !with_address.is_empty() {
        let mut addresses = Cleaner::of_report(secrets, true);
        for message in with_address {
            *message = addresses.note(message);
        }
    }
    trace_text::visit(&mut report, &mut |text| *text = shown(text, &mut people));
    for (name, value) in parameters(&mut report) {
        let is_version = VERSIONS.iter().any(|known| known.eq_ignore_ascii_case(name));
        *value = if is_version { masked(value) } else { shown(value, &mut people) };
    }
    if !visibility.personal_data {
        for attempt in &mut report.attempts {
            attempt.user.name = None;
        }
    }
    Redacted(report)
}

fn opaque(_: &str) -> String {
    "[opaque value]".to_owned()
}

/// The same report with every text of the trace taken out: what the tool says by itself.
#[must_use]
pub fn blank(report: &Redacted<Report>) -> Redacted<Report> {
    let mut blank = report.0.clone();
    blank.captures.iter_mut().for_each(|capture| capture.producer = None);
    trace_text::visit(&mut blank, &mut String::clear);
    parameters(&mut blank).for_each(|(_, value)| value.clear());
    Redacted(blank)
}

/// Parameters that hold versions of programs, which may look like addresses of machines.
const VERSIONS: &[&str] = &["User-Agent", "x-client-Ver", "x-client-OS"];

/// Names and values of all requests' parameters.
fn parameters(report: &mut Report) -> impl Iterator<Item = (&str, &mut String)> {
    let steps = report.attempts.iter_mut().flat_map(|attempt| &mut attempt.steps);
    steps.flat_map(|step| &mut step.parameters).map(|(name, value)| (name.as_str(), value))
}

/// Paths of applications may hold links that let one in: what looks like one is cut out.
fn shorten_foreign_paths(report: &mut Report) {
    for step in report.attempts.iter_mut().flat_map(|attempt| &mut attempt.steps) {
        if !hosts::class(&step.host, &step.path).is_sign_in() {
            step.path = mask::shorten_path(&step.path);
        }
    }
}
