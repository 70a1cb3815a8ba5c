//! Checks that several guides ask, each written once. A guide asks one by naming it before a bullet.

use std::sync::{LazyLock, OnceLock};

use super::Check;

const TABLE: &str = include_str!("shared.toml");
/// What precedes each in the table; its name is its first member.
const HEAD: &str = "[[checks]]\n";

struct Shared {
    name: &'static str,
    text: &'static str,
    /// Parsed when it is first asked for: a report asks for a few of them.
    check: OnceLock<Option<Check>>,
}

/// All of them. A test parses each as it is built in.
static SHARED: LazyLock<Vec<Shared>> = LazyLock::new(|| {
    let texts = TABLE.split(HEAD).skip(1);
    texts.filter_map(|text| Some(Shared { name: text.split('"').nth(1)?, text, check: OnceLock::new() })).collect()
});

/// The shared check of this name.
pub(in crate::annotate) fn shared(name: &str) -> Option<&'static Check> {
    SHARED.iter().find(|shared| shared.name == name)?.parsed()
}

impl Shared {
    fn parsed(&self) -> Option<&Check> {
        self.check.get_or_init(|| toml::from_str(self.text).ok()).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_shared_check_is_read_and_has_a_name_of_its_own() {
        let checks: Vec<&Check> = SHARED.iter().filter_map(Shared::parsed).collect();
        let names: BTreeSet<&str> = checks.iter().map(|check| check.name.as_str()).collect();
        assert_eq!(names.len(), TABLE.lines().filter(|line| line.trim_start().starts_with("[[")).count());
        assert!(SHARED.iter().all(|shared| shared.parsed().is_some_and(|check| check.name == shared.name)));
        assert!(names.len() > 10 && checks.iter().all(|check| check.codes.is_empty()));
    }
}
