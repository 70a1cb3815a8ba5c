//! A value under a name that no one thought of, somewhere, is nowhere afterwards.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::exchange::Format;
use super::field::{self, Field, Plant, Sort, quickly};
use super::values::{Maker, Value};
use super::volume::{CONTAINERS, HOSTS, has, is_allowed, planted};
use crate::run::Scratch;

/// What secrets and people's data are called, as far as anyone can tell.
const AFFIXES: &[&str] = &[
    "", "Token", "pass", "Code", "otp", "phone", "Key", "Secret", "user", "Name", "Id", "Hint", "Data", "Session", "ctx", "Url", "State",
    "type", "error", "message", "Version", "time", "count", "Status", "auth", "mail", "Device", "request", "client", "app",
];

/// A name of letters by chance, with something known before or behind it, in any case.
fn any_name() -> impl Strategy<Value = String> {
    (select(AFFIXES), "[a-z]{5,9}", select(AFFIXES), select(vec!["", "_", ".", "-"]), 0..4_u8).prop_map(
        |(before, middle, behind, between, case)| {
            let name = format!("{before}{between}{middle}{between}{behind}");
            // A name of XML begins with a letter, and ends with none of these either.
            let name = name.trim_matches(['_', '.', '-']).to_owned();
            match case {
                0 => name,
                1 => name.to_ascii_uppercase(),
                2 => name.to_ascii_lowercase(),
                _ => name.chars().enumerate().map(|(at, letter)| if at % 2 == 0 { letter.to_ascii_uppercase() } else { letter }).collect(),
            }
        },
    )
}

#[derive(Debug, Clone)]
struct Placed {
    container: usize,
    host: usize,
    name: String,
    shape: usize,
    seed: u64,
}

fn any_placed() -> impl Strategy<Value = Placed> {
    (0..CONTAINERS.len(), 0..HOSTS.len(), any_name(), 0..64_usize, any::<u64>()).prop_map(|(container, host, name, shape, seed)| Placed {
        container,
        host,
        name,
        shape,
        seed,
    })
}

fn field(all: &[Placed]) -> Field {
    let capture = |format: Format| {
        let (mut exchanges, mut plants) = (Vec::new(), Vec::new());
        for placed in all {
            let (container, url) = (&CONTAINERS[placed.container], HOSTS[placed.host]);
            if !has(format, container) || is_allowed(container, url) {
                continue;
            }
            let shape = container.shapes[placed.shape % container.shapes.len()];
            let value: Value = Maker::new(placed.seed ^ format as u64).value(shape);
            exchanges.push(planted(container, url, &[&placed.name], std::slice::from_ref(&value)));
            let place = format!("{} {shape:?} in {} at {url}", placed.name, container.name);
            plants.push(Plant { kind: container.name, place, value, sort: Sort::Credential, entry: None, after: None, gone: None });
        }
        field::capture(format, exchanges, plants)
    };
    Field::new("property", Format::ALL.into_iter().map(capture).filter(|capture| !capture.plants.is_empty()).collect())
}

proptest! {
    // Each case runs the binary about ten times.
    #![proptest_config(ProptestConfig { cases: 20, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn what_nobody_named_is_nowhere(all in vec(any_placed(), 1..24)) {
        let field = field(&all);
        let judgement = quickly(&field, &Scratch::new("attacks_property"));
        prop_assert!(judgement.broken.is_empty(), "{:?}", judgement.broken);
        prop_assert!(judgement.leaks.is_empty(), "{:#?}", judgement.leaks);
    }
}
