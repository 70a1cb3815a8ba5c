//! Which attempts are of one application: one that is known by its name in one capture and by its id in another counts once.

use std::collections::BTreeMap;

use crate::model::attempt::Attempt;
use crate::model::report::Report;
use crate::render::document::Line;

/// An application, as attempts are counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Application {
    /// By its id.
    Id(String),
    /// By its name, where no capture shows an id with it.
    Name(String),
    /// Not in the capture.
    Unknown,
}

/// The names and ids that the captures show together.
pub(super) struct Applications {
    /// The first name of each id.
    names: BTreeMap<String, String>,
    /// The id of each name; `None` for a name of several ids.
    ids: BTreeMap<String, Option<String>>,
}

impl Applications {
    /// Learns from all attempts.
    pub(super) fn of(report: &Report) -> Self {
        let mut all = Self { names: BTreeMap::new(), ids: BTreeMap::new() };
        let both = report.attempts.iter().filter_map(|attempt| Some((attempt.client_id.as_ref()?, attempt.application.as_ref()?)));
        for (id, name) in both {
            let id = id.to_lowercase();
            all.names.entry(id.clone()).or_insert_with(|| name.clone());
            let known = all.ids.entry(name.clone()).or_insert_with(|| Some(id.clone()));
            if known.as_ref().is_some_and(|known| *known != id) {
                *known = None;
            }
        }
        all
    }

    /// The application of an attempt.
    pub(super) fn application(&self, attempt: &Attempt) -> Application {
        match (&attempt.client_id, &attempt.application) {
            (Some(id), _) => Application::Id(id.to_lowercase()),
            (None, Some(name)) => match self.ids.get(name) {
                Some(Some(id)) => Application::Id(id.clone()),
                _ => Application::Name(name.clone()),
            },
            (None, None) => Application::Unknown,
        }
    }

    /// Name and id, as far as any capture shows them.
    pub(super) fn name(&self, application: &Application) -> Line {
        match application {
            Application::Id(id) => match self.names.get(id) {
                Some(name) => Line::taken(format!("{name} ({id})")),
                None => Line::taken(id),
            },
            Application::Name(name) => Line::taken(name),
            Application::Unknown => Line::said("not in the capture"),
        }
    }
}
