//! The last look: finished output is searched for every collected secret again.

use std::collections::HashMap;

use super::placeholder::without_placeholders;
use super::secrets::Secrets;
use crate::redact::find::sought::{Finder, Part};
use crate::redact::kind::SecretKind;

/// A secret that would have left with the output.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a secret ({kind}) would have been written to {place}; nothing was. Please report this, without the capture")]
pub struct Leak {
    /// What kind of secret.
    pub kind: &'static str,
    /// What it would have been written to.
    pub place: String,
}

/// Looks for collected secrets in finished output.
#[derive(Clone)]
pub struct LeakCheck(Finder);

impl std::fmt::Debug for LeakCheck {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "LeakCheck({})", self.0.len())
    }
}

impl Leak {
    /// The same leak, on the way to this place.
    #[must_use]
    pub fn at(self, place: impl Into<String>) -> Self {
        Self { place: place.into(), ..self }
    }
}

impl LeakCheck {
    /// A check for these secrets.
    #[must_use]
    pub fn new(secrets: &Secrets) -> Self {
        Self(secrets.finder().of(Part::Credentials))
    }

    /// How many values are looked for.
    #[must_use]
    pub fn searched(&self) -> usize {
        self.0.len()
    }

    /// Looks at a text that is to be written to `place`.
    pub fn look(&self, text: &str, place: &str) -> Result<(), Leak> {
        let found = self.found(text);
        found.keys().next().map_or(Ok(()), |secret| Err(self.leak(*secret, place)))
    }

    /// Looks at a report. `own` gives the same report without any text of the trace: a password that happens to be a word of ours is no leak
    /// where we say the word.
    pub(super) fn look_beside(&self, text: &str, own: impl FnOnce() -> String) -> Result<(), Leak> {
        let found = self.found(text);
        if found.is_empty() {
            return Ok(());
        }
        let own = self.0.count(&own());
        let leaked = found.into_iter().find(|(secret, count)| own.get(secret).is_none_or(|said| count > said));
        leaked.map_or(Ok(()), |(secret, _)| Err(self.leak(secret, "the report")))
    }

    fn found(&self, text: &str) -> HashMap<usize, usize> {
        let found = self.0.count(text);
        if found.is_empty() { found } else { self.0.count(&without_placeholders(text)) }
    }

    fn leak(&self, secret: usize, place: &str) -> Leak {
        Leak { kind: self.0.kind(secret).map_or("secret", SecretKind::name), place: place.to_owned() }
    }
}
