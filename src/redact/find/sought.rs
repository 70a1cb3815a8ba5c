//! Everything that was learnt, in one mask: who looks for it takes the part that is his.
//!
//! To make a mask takes longer than to look through a report with it, and most of what is looked for is looked for by all.

use std::collections::HashMap;
use std::sync::Arc;

use super::mask::{Mask, Wanted};
use crate::redact::kind::{Class, SecretKind};

/// A value that is looked for.
pub(in crate::redact) struct Value {
    pub(in crate::redact) class: Class,
    pub(in crate::redact) kind: SecretKind,
    pub(in crate::redact) label: String,
    /// Whether it may be seen by who asks for it.
    pub(in crate::redact) may_be_seen: bool,
    /// Whether it is the name of a user with a domain.
    pub(in crate::redact) has_domain: bool,
}

/// What of it is looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::redact) enum Part {
    /// All of it.
    #[default]
    All,
    /// All but what is personal.
    UnlessPersonal,
    /// All but what may be seen of people.
    UnlessSeen,
    /// Credentials.
    Credentials,
    /// Names, phones and the like. A report numbers users in its own order, so that one it has no number for is just a user.
    People,
}

impl Part {
    fn has(self, value: &Value) -> bool {
        match self {
            Self::All => true,
            Self::UnlessPersonal => value.class != Class::Personal,
            Self::UnlessSeen => value.class != Class::Personal || !value.may_be_seen,
            Self::Credentials => value.class == Class::Credential,
            Self::People => value.class == Class::Personal && !value.has_domain,
        }
    }
}

/// See the module.
#[derive(Default)]
struct Sought {
    mask: Mask,
    /// By the position in the mask.
    values: Vec<Value>,
}

/// Finds a part of what was learnt.
#[derive(Clone, Default)]
pub(in crate::redact) struct Finder {
    sought: Arc<Sought>,
    part: Part,
}

impl Finder {
    /// Finds all of these values.
    pub(in crate::redact) fn new<'a>(values: impl Iterator<Item = (Value, Wanted<'a>)>) -> Self {
        let (values, wanted): (Vec<Value>, Vec<Wanted<'_>>) = values.unzip();
        Self { sought: Arc::new(Sought { mask: Mask::new(wanted.into_iter()), values }), part: Part::All }
    }

    /// Finds this part of what it finds.
    pub(in crate::redact) fn of(&self, part: Part) -> Self {
        Self { sought: Arc::clone(&self.sought), part }
    }

    fn has(&self, at: usize) -> bool {
        self.sought.values.get(at).is_some_and(|value| self.part.has(value))
    }

    /// The text with the values replaced by their labels; `None` when none is in it.
    pub(in crate::redact) fn replace(&self, text: &str) -> Option<String> {
        self.replace_with(text, str::to_owned)
    }

    /// The text with the values replaced by what is made of their labels; `None` when none is in it.
    pub(in crate::redact) fn replace_with(&self, text: &str, write: impl Fn(&str) -> String) -> Option<String> {
        let label = |at: usize| match self.sought.values.get(at) {
            Some(value) if self.part == Part::People && value.kind == SecretKind::User => "[user]",
            Some(value) => &value.label,
            None => "",
        };
        self.sought.mask.replace_with(text, |at| self.has(at), |at| write(label(at)))
    }

    /// How often each value is in a text, by its position.
    pub(in crate::redact) fn count(&self, text: &str) -> HashMap<usize, usize> {
        self.sought.mask.count(text, |at| self.has(at))
    }

    /// How many values it finds.
    pub(in crate::redact) fn len(&self) -> usize {
        self.sought.values.iter().filter(|value| self.part.has(value)).count()
    }

    /// The kind of the value at a position.
    pub(in crate::redact) fn kind(&self, at: usize) -> Option<SecretKind> {
        self.sought.values.get(at).map(|value| value.kind)
    }
}
