//! Site: a body that is neither a page nor JSON and quotes a message of the service: an application's error in plain text, in XML, or as text with a page behind it.

use crate::extract::messages::quoted;
use crate::extract::view::View;
use crate::model::observation::{Fact, Observation, Site};

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(text) = view.plain_text() else { return Vec::new() };
    let failed = view.status.is_some_and(|status| status >= 400);
    let happened = quoted::in_text(text).into_iter().filter(|quoted| failed || quoted.is_labelled);
    let errors = happened.flat_map(|quoted| quoted.errors);
    errors.map(|error| Observation { site: Site::Text, field: "body", fact: Fact::Error(Box::new(error)) }).collect()
}
