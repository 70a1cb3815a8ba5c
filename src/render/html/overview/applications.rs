//! Which application each attempt is of. One that is known by its name here and by its id there is the same application.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::attempt::Attempt;
use crate::model::report::Report;
use crate::render::html::labels;

/// The applications of a report.
#[derive(Debug, Default)]
pub(in crate::render::html) struct Applications {
    /// Each once, by the name under which it is shown.
    names: Vec<String>,
    /// The application of each attempt, by position.
    of_attempts: Vec<usize>,
}

/// What an application is told from others by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'r> {
    Id(&'r str),
    Name(&'r str),
    Unknown,
}

/// Which ids and names are seen together.
#[derive(Default)]
struct Pairs<'r> {
    ids_of_name: BTreeMap<&'r str, BTreeSet<&'r str>>,
    name_of_id: BTreeMap<&'r str, &'r str>,
}

impl Applications {
    pub(in crate::render::html) fn of(report: &Report) -> Self {
        let pairs = Pairs::of(report);
        let keys: Vec<Key> = report.attempts.iter().map(|attempt| pairs.key(attempt)).collect();
        let distinct: BTreeSet<Key> = keys.iter().copied().collect();
        let distinct: Vec<Key> = distinct.into_iter().collect();
        let of_attempts = keys.iter().filter_map(|key| distinct.binary_search(key).ok()).collect();
        Self { names: distinct.iter().map(|key| pairs.label(*key)).collect(), of_attempts }
    }

    /// Each application, by its position.
    pub(in crate::render::html) fn names(&self) -> &[String] {
        &self.names
    }

    /// The application of the attempt at a position.
    pub(in crate::render::html) fn position(&self, attempt: usize) -> usize {
        self.of_attempts.get(attempt).copied().unwrap_or_default()
    }

    /// The name of the application of the attempt at a position.
    pub(in crate::render::html) fn name(&self, attempt: usize) -> &str {
        self.names.get(self.position(attempt)).map_or(labels::NO_APPLICATION, String::as_str)
    }
}

impl<'r> Pairs<'r> {
    fn of(report: &'r Report) -> Self {
        let mut pairs = Self::default();
        for attempt in &report.attempts {
            if let (Some(id), Some(name)) = (attempt.client_id.as_deref(), attempt.application.as_deref()) {
                pairs.ids_of_name.entry(name).or_default().insert(id);
                pairs.name_of_id.entry(id).or_insert(name);
            }
        }
        pairs
    }

    /// A name alone is an id's where it is the name of no other.
    fn key(&self, attempt: &'r Attempt) -> Key<'r> {
        match (attempt.client_id.as_deref(), attempt.application.as_deref()) {
            (Some(id), _) => Key::Id(id),
            (None, Some(name)) => {
                let ids = self.ids_of_name.get(name).filter(|ids| ids.len() == 1);
                ids.and_then(|ids| ids.first()).map_or(Key::Name(name), |id| Key::Id(id))
            }
            (None, None) => Key::Unknown,
        }
    }

    /// The name, with the id where another application has the same.
    fn label(&self, key: Key) -> String {
        match key {
            Key::Id(id) => match self.name_of_id.get(id) {
                Some(name) if self.ids_of_name.get(name).is_some_and(|ids| ids.len() > 1) => format!("{name} ({id})"),
                Some(name) => (*name).to_owned(),
                None => id.to_owned(),
            },
            Key::Name(name) => name.to_owned(),
            Key::Unknown => labels::NO_APPLICATION.to_owned(),
        }
    }
}
