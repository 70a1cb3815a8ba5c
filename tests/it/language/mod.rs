//! How everything that is read is written: American English by the Microsoft Writing Style Guide, the exact names of roles and products, meanings that can be
//! read alone. What is wrong is told with what to write instead. Guides are read from their files: what is written there can be tried without building anything.

mod guides;
mod rules;
mod sources;

use std::fs;
use std::path::{Path, PathBuf};

use rules::Faults;

/// The files of a folder with this ending, sorted, each with its name.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).expect("a folder").map(|file| file.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|found| found == ending));
    paths.sort();
    let name = |path: &Path| path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("a text"))).collect()
}

fn assert_none(faults: &Faults) {
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}
