//! The benchmark's captures: the same recipe gives the same bytes, and entrace finds in them what the generator says is there.

use std::path::{Path, PathBuf};

use crate::generate::{self, Format, Recipe, Totals};
use crate::run::{self, Scratch};

const MEGABYTE: u64 = 1_000_000;

fn written(scratch: &Scratch, recipe: Recipe) -> (PathBuf, Totals) {
    let path = scratch.path().join(format!("{}-{}.{:?}", recipe.bytes, recipe.seed, recipe.format).to_lowercase());
    let totals = generate::write(recipe, &path).unwrap();
    assert!(path.metadata().unwrap().len() >= recipe.bytes, "{recipe:?}");
    (path, totals)
}

fn is_found(path: &Path, totals: &Totals) {
    assert_eq!(&Totals::of_report(&run::report_on(path)), totals, "{}", path.display());
}

/// Eight seeds begin with eight different sign-ins.
fn small_captures(format: Format, scratch: &Scratch) {
    let mut all = Totals::default();
    for seed in 0..8 {
        let (path, totals) = written(scratch, Recipe { format, bytes: MEGABYTE, seed, is_dense: false });
        is_found(&path, &totals);
        all.add(totals);
    }
    assert!(["succeeded", "failed", "interrupted"].iter().all(|outcome| all.attempts.contains_key(*outcome)), "{all:?}");
    assert!(all.findings.len() > 9, "{all:?}");
}

#[test]
fn the_same_recipe_gives_the_same_bytes() {
    let scratch = Scratch::new("the_same_recipe_gives_the_same_bytes");
    let other = Scratch::new("the_same_recipe_gives_the_same_bytes_again");
    for format in [Format::Har, Format::Saz] {
        let recipe = Recipe { format, bytes: MEGABYTE, seed: 7, is_dense: false };
        let (once, again) = (written(&scratch, recipe), written(&other, recipe));
        assert_eq!(once.1, again.1);
        assert!(std::fs::read(&once.0).unwrap() == std::fs::read(&again.0).unwrap(), "{format:?}");
        let another_seed = written(&other, Recipe { seed: 8, ..recipe });
        assert_ne!(once.1.sha256, another_seed.1.sha256);
    }
}

#[test]
fn small_hars_hold_what_the_totals_say() {
    small_captures(Format::Har, &Scratch::new("small_hars_hold_what_the_totals_say"));
}

#[test]
fn small_archives_hold_what_the_totals_say() {
    small_captures(Format::Saz, &Scratch::new("small_archives_hold_what_the_totals_say"));
}

#[test]
fn larger_captures_hold_what_the_totals_say() {
    let scratch = Scratch::new("larger_captures_hold_what_the_totals_say");
    for format in [Format::Har, Format::Saz] {
        let (path, totals) = written(&scratch, Recipe { format, bytes: 5 * MEGABYTE, seed: 1, is_dense: false });
        is_found(&path, &totals);
    }
}

/// Where a code is in base64, only one of three spellings of it can be searched for; the data have them all.
#[test]
fn codes_stand_at_every_place_of_base64() {
    let scratch = Scratch::new("codes_stand_at_every_place_of_base64");
    let (path, _) = written(&scratch, Recipe { format: Format::Har, bytes: MEGABYTE, seed: 2, is_dense: false });
    let har = std::fs::read_to_string(path).unwrap();
    for spelling in ["QUFEU1RT", "FBRFNUU", "BQURTVF"] {
        assert!(har.contains(spelling), "{spelling}");
    }
}
