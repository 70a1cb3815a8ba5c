//! Redaction: what is secret, what is personal, what must survive. Masks reports, and looks at finished output again.
//!
//! Only this module can make a [`Redacted`] value, only a redacted report can be rendered, and no text of it is had without the last look.

mod clean;
mod find;
mod kind;
mod output;
mod people;
mod placeholder;
mod prose;
mod reports;
mod rows;
mod secrets;
mod shape;
mod shown;
mod tables;
mod trace_text;
mod visibility;
mod words;

use crate::model::comparison::{Comparison, NotCompared, Sides};
use crate::model::report::Report;
pub use clean::{Cleaner, Removed};
pub use output::{Leak, LeakCheck};
pub use secrets::Secrets;
use trace_text::Traced;
pub use visibility::Visibility;

/// A value from which secrets were taken off, and personal data unless it was asked for. It carries what it was redacted with, and is read
/// only to write a text, which is looked at again for every secret before anyone gets it.
///
/// A report goes this way:
///
/// ```
/// use entrace::redact::{self, Secrets, Visibility};
/// use entrace::{model::report::Report, render};
///
/// let redacted = redact::redact(Report::default(), &Secrets::default(), Visibility::default());
/// let text: Result<String, redact::Leak> = render::render(&redacted, render::Style::default());
/// assert!(text.is_ok());
/// ```
///
/// and no other: a report that was not redacted is not rendered,
///
/// ```compile_fail,E0308
/// use entrace::{model::report::Report, render};
///
/// let text = render::render(&Report::default(), render::Style::default());
/// ```
///
/// no one else can say that it was redacted,
///
/// ```compile_fail,E0451
/// use entrace::redact::{self, Redacted, Secrets, Visibility};
/// use entrace::model::report::Report;
///
/// let redacted = redact::redact(Report::default(), &Secrets::default(), Visibility::default());
/// let forged = Redacted { value: Report::default(), ..redacted };
/// ```
///
/// and nothing gives the value without the last look.
///
/// ```compile_fail,E0624
/// use entrace::redact::{self, Secrets, Visibility};
/// use entrace::model::report::Report;
///
/// let redacted = redact::redact(Report::default(), &Secrets::default(), Visibility::default());
/// let text = redacted.written(|report, _| report.captures.len().to_string());
/// ```
#[derive(Debug, Clone)]
pub struct Redacted<T> {
    value: T,
    visibility: Visibility,
    last_look: LeakCheck,
}

impl<T> Redacted<T> {
    /// The text that `write` makes of the value, after the last look: every collected secret is searched for in it. `write` is given what the
    /// reader may see, too.
    pub(crate) fn written(&self, write: impl Fn(&T, Visibility) -> String) -> Result<String, Leak>
    where
        T: Traced,
    {
        let text = write(&self.value, self.visibility);
        self.last_look.look_beside(&text, || {
            let mut own = self.value.clone();
            own.visit(&mut |_, text| text.clear());
            write(&own, self.visibility)
        })?;
        Ok(text)
    }
}

impl Redacted<Report> {
    /// Hides the attempts whose position is false in `keep`. The labels of people stay, because all of the report is redacted already.
    pub(crate) fn keep_attempts(&mut self, keep: &[bool], filter: String) {
        self.value.keep_attempts(keep, filter);
    }

    /// What `compare` finds in the report: as redacted as the report is, for a plain function has nothing else to make it from.
    pub(crate) fn compared(
        &self,
        sides: &Sides,
        compare: fn(&Report, &Sides) -> Result<Comparison, NotCompared>,
    ) -> Result<Redacted<Comparison>, NotCompared> {
        let value = compare(&self.value, sides)?;
        Ok(Redacted { value, visibility: self.visibility, last_look: self.last_look.clone() })
    }
}

/// What stays in captures and reports: where it stands, the shape that a value may have, and the names under which it may.
#[cfg(feature = "internals")]
#[must_use]
pub fn what_stays() -> Vec<(&'static str, &'static str, Vec<&'static str>)> {
    tables::documented()
}

/// Masks every text of the report that comes from the trace, and labels the users.
#[must_use]
pub fn redact(mut report: Report, secrets: &Secrets, visibility: Visibility) -> Redacted<Report> {
    reports::Redaction::new(secrets, visibility).redact(&mut report);
    Redacted { value: report, visibility, last_look: LeakCheck::new(secrets) }
}

#[cfg(test)]
mod tests {
    use super::kind::Class;
    use super::kind::SecretKind;
    use super::*;
    use crate::model::capture::{Capture, Format};

    const SECRET: &str = "nine Walnut stairs";

    fn unmasked(producer: &str) -> Redacted<Report> {
        let mut secrets = Secrets::default();
        secrets.label(Class::Credential, SecretKind::Password, SECRET);
        let capture = Capture {
            name: "case.har".to_owned(),
            own_name: 8,
            sha256: None,
            format: Format::Har,
            producer: Some(producer.to_owned()),
            exchanges: 0,
            sign_in_exchanges: 0,
            first: None,
            last: None,
            notes: Vec::new(),
        };
        let value = Report { captures: vec![capture], ..Report::default() };
        Redacted { value, visibility: Visibility::default(), last_look: LeakCheck::new(&secrets) }
    }

    #[test]
    fn a_secret_that_was_missed_is_not_written() {
        let shown = |report: &Report, _: Visibility| format!("made by {}", report.captures[0].producer.clone().unwrap());
        let leak = unmasked(SECRET).written(shown).unwrap_err();
        assert_eq!((leak.kind, leak.clone().at("x.md").place.as_str()), ("password", "x.md"));
        assert_eq!(unmasked("a program").written(shown).unwrap(), "made by a program");
    }

    #[test]
    fn a_word_of_ours_is_no_leak_and_hides_none() {
        let ours = |report: &Report, _: Visibility| format!("{SECRET}: {}", report.captures[0].producer.clone().unwrap());
        assert!(unmasked("a program").written(ours).is_ok());
        assert!(unmasked(SECRET).written(ours).is_err());
    }
}
