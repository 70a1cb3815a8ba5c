//! Checks that several guides ask, each written once. A guide asks one by naming it before a bullet.

use std::sync::LazyLock;

use serde::Deserialize;

use super::Check;

#[derive(Deserialize)]
struct Table {
    checks: Vec<Check>,
}

/// All of them. A test reads the file as it is built in.
static SHARED: LazyLock<Vec<Check>> =
    LazyLock::new(|| toml::from_str::<Table>(include_str!("shared.toml")).map(|table| table.checks).unwrap_or_default());

/// The shared check of this name.
pub(in crate::annotate) fn shared(name: &str) -> Option<&'static Check> {
    SHARED.iter().find(|check| check.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_shared_check_is_read_and_has_a_name_of_its_own() {
        let names: BTreeSet<&str> = SHARED.iter().map(|check| check.name.as_str()).collect();
        assert_eq!(names.len(), include_str!("shared.toml").matches("[[checks]]").count());
        assert!(names.len() > 10 && SHARED.iter().all(|check| check.codes.is_empty()));
    }
}
