//! Wildcards in the names of inputs: `*.har`, `case-?/*.saz`. The shells of Windows hand them through, so they are expanded here; other shells
//! hand through what is quoted.

use std::ffi::OsStr;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// Whether a path has wildcards.
pub(in crate::cli) fn are_in(path: impl AsRef<OsStr>) -> bool {
    path.as_ref().as_encoded_bytes().iter().any(|letter| b"*?".contains(letter))
}

/// What a path with wildcards stands for, in the order of names. A file that is called so is meant itself, and so is what nothing fits.
pub(in crate::cli) fn expanded(path: &Path) -> Vec<PathBuf> {
    let itself = || vec![path.to_owned()];
    if !are_in(path) || path.symlink_metadata().is_ok() {
        return itself();
    }
    let mut fitting = vec![PathBuf::new()];
    for part in path.components() {
        fitting = match part {
            Component::Normal(name) if are_in(name) => fitting.iter().flat_map(|folder| fitting_in(folder, name)).collect(),
            part => fitting.into_iter().map(|folder| folder.join(part)).collect(),
        };
    }
    // What comes after a wildcard is not in every folder that fits.
    fitting.retain(|path| path.symlink_metadata().is_ok());
    if fitting.is_empty() { itself() } else { fitting }
}

/// What is in a folder and fits; hidden files only when the pattern begins like one.
fn fitting_in(folder: &Path, pattern: &OsStr) -> Vec<PathBuf> {
    let pattern = letters(pattern);
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let names = fs::read_dir(here).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.file_name()));
    let mut names: Vec<_> = names
        .filter(|name| {
            let name = letters(name);
            (name.first() != Some(&'.') || pattern.first() == Some(&'.')) && fits(&pattern, &name)
        })
        .collect();
    names.sort();
    names.into_iter().map(|name| folder.join(name)).collect()
}

/// The letters of a name; Windows knows a file by its name in any case.
fn letters(name: &OsStr) -> Vec<char> {
    let name = name.to_string_lossy();
    if cfg!(windows) { name.to_lowercase().chars().collect() } else { name.chars().collect() }
}

/// Whether a name fits: `*` is any number of letters, `?` is one.
fn fits(pattern: &[char], name: &[char]) -> bool {
    let (mut in_pattern, mut in_name) = (0, 0);
    // Where to continue when the letters after the last `*` do not fit: it stands for one letter more then.
    let mut again = None;
    while in_name < name.len() {
        match pattern.get(in_pattern) {
            Some('*') => {
                in_pattern += 1;
                again = Some((in_pattern, in_name));
            }
            Some(letter) if *letter == '?' || name.get(in_name) == Some(letter) => {
                in_pattern += 1;
                in_name += 1;
            }
            _ => match again {
                Some((after_star, from)) => {
                    (in_pattern, in_name) = (after_star, from + 1);
                    again = Some((after_star, from + 1));
                }
                None => return false,
            },
        }
    }
    pattern.iter().skip(in_pattern).all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use regex::Regex;

    use super::*;

    fn fit(pattern: &str, name: &str) -> bool {
        fits(&pattern.chars().collect::<Vec<_>>(), &name.chars().collect::<Vec<_>>())
    }

    #[test]
    fn stars_and_question_marks_fit() {
        for (pattern, name) in
            [("*", ""), ("*.har", "a.har"), ("*.har", ".har"), ("a?c", "aüc"), ("*a*b", "aab"), ("**", "x"), ("[1]*", "[1].har")]
        {
            assert!(fit(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("?", ""), ("*.har", "a.har.gz"), ("a?c", "ac"), ("*a*b", "aba"), ("", "x"), ("[1]*", "1.har")] {
            assert!(!fit(pattern, name), "{pattern} {name}");
        }
    }

    proptest! {
        #[test]
        fn a_name_fits_as_it_fits_an_expression(pattern in "[ab*?.]{0,8}", name in "[ab.]{0,10}") {
            let expression = regex::escape(&pattern).replace(r"\*", ".*").replace(r"\?", ".");
            let expected = Regex::new(&format!("^{expression}$")).unwrap().is_match(&name);
            prop_assert_eq!(fit(&pattern, &name), expected);
        }
    }

    /// A pattern of many stars must not be tried in every way.
    #[test]
    fn many_stars_take_no_longer() {
        assert!(!fit(&("a*".repeat(5_000) + "c"), &"ab".repeat(20_000)));
    }
}
