//! What captures and logs are called in a bundle: names that unpack on every system, each once, and as much like the captures' own as can be.

use std::collections::{HashMap, HashSet};

use crate::model::capture::Format;
use crate::model::capture::written::{Kind, Notation};

use super::windows;

/// Longest part of a name between two `/`, in the units that Windows counts, without the ending.
const LONGEST_PART: usize = 60;
/// Longest name without the ending. Windows allows 260 with all folders above it.
const LONGEST: usize = 110;

/// Gives names, none twice, not even in another case.
#[derive(Debug, Default)]
pub(in crate::cli) struct MemberNames {
    /// Names that were given, as `folded` makes them.
    taken: HashSet<String>,
    /// The number that was given last to captures of the same name.
    numbers: HashMap<String, usize>,
}

impl MemberNames {
    /// Gives a name for a file: a path with `/` between folders and the ending of its kind.
    pub(in crate::cli) fn give(&mut self, capture: &str, kind: Kind) -> String {
        let ending = ending(kind);
        let stem = stem(capture, ending);
        let number = self.numbers.entry(folded(&stem) + ending).or_default();
        loop {
            *number += 1;
            let name = if *number == 1 { format!("{stem}{ending}") } else { format!("{stem}-{number}{ending}") };
            if self.taken.insert(folded(&name)) {
                return name;
            }
        }
    }
}

fn ending(kind: Kind) -> &'static str {
    match kind {
        Kind::Capture(Format::Har) => ".har",
        Kind::Capture(Format::Saz) => ".saz",
        Kind::Capture(Format::FiddlerText) | Kind::DeviceStatus | Kind::Text => ".txt",
        Kind::SignInLog(Notation::Json) => ".json",
        Kind::SignInLog(Notation::Csv) => ".csv",
    }
}

/// The capture's path without its ending, of parts that every system takes.
fn stem(capture: &str, ending: &str) -> String {
    let mut parts = capture.rsplit('/');
    let file = parts.next().unwrap_or_default().trim_end_matches('.');
    let file = without(without(file, ".gz"), ending);
    let mut stem = portable(file).unwrap_or_else(|| "capture".to_owned());
    // The folders next to the file say most.
    for folder in parts.filter_map(portable) {
        // Files have these endings, folders never: so no name is both.
        let is_like_a_file = [".har", ".saz", ".txt", ".json", ".csv"].iter().any(|ending| without(&folder, ending).len() < folder.len());
        let longer = format!("{folder}{}/{stem}", if is_like_a_file { "_" } else { "" });
        if units(&longer) > LONGEST {
            break;
        }
        stem = longer;
    }
    stem
}

/// The text without an ending, in whatever case.
fn without<'t>(text: &'t str, ending: &str) -> &'t str {
    let at = text.len().saturating_sub(ending.len());
    match text.split_at_checked(at) {
        Some((stem, end)) if end.eq_ignore_ascii_case(ending) => stem,
        _ => text,
    }
}

/// A part of a path as every system takes it: no signs that mean something or cannot be seen, no dots around it, no name of a device, not too
/// long. `None` when nothing is left.
fn portable(part: &str) -> Option<String> {
    let mut length = 0;
    let short = part.trim_start_matches(['.', ' ']).chars().map(portable_letter).take_while(|letter| {
        length += letter.len_utf16();
        length <= LONGEST_PART
    });
    let short: String = short.collect();
    let short = short.trim_matches('.');
    if short.is_empty() {
        return None;
    }
    Some(if is_device(short) { format!("_{short}") } else { short.to_owned() })
}

fn portable_letter(letter: char) -> char {
    // Some programs take the wide forms of ASCII for the plain ones.
    let letter = match letter {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or('_'),
        other => other,
    };
    // Letters of scripts that show nothing.
    let is_blank = matches!(letter, '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}');
    let stays = letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '#' | '@' | '[' | ']');
    if stays && !is_blank { letter } else { '_' }
}

/// Whether Windows takes the name for a device, whatever its ending.
fn is_device(part: &str) -> bool {
    // `$` does not stay in a name.
    windows::takes_for_a_device(&part.replace('_', "$"))
}

/// The same for all names that a system may take for one.
fn folded(name: &str) -> String {
    name.to_lowercase().to_uppercase().to_lowercase()
}

/// Length as Windows counts it.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn names(captures: &[String]) -> Vec<String> {
        let mut names = MemberNames::default();
        captures.iter().map(|capture| names.give(capture, Kind::Capture(Format::Har))).collect()
    }

    #[test]
    fn captures_keep_their_names() {
        for (capture, name) in [
            ("case.har", "case.har"),
            ("CASE.HAR", "CASE.har"),
            ("case.har.gz", "case.har"),
            ("outer.zip/inner.har", "outer.zip/inner.har"),
            ("Anmeldung früh.har", "Anmeldung_früh.har"),
            ("[user#1].har", "[user#1].har"),
            ("", "capture.har"),
            ("...", "capture.har"),
            ("../../etc/passwd", "etc/passwd.har"),
            ("/tmp/x.har", "tmp/x.har"),
            ("C:\\x.har", "C__x.har"),
            ("x.har/y.har", "x.har_/y.har"),
            ("con", "_con.har"),
            ("Con.x.har", "_Con.x.har"),
            ("nul.zip/COM1.har", "_nul.zip/_COM1.har"),
            ("com¹.har", "_com¹.har"),
            ("lpt0.har", "_lpt0.har"),
            ("ｃｏｎ.har", "_con.har"),
            ("CONIN$.har", "_CONIN_.har"),
            ("com10.har", "com10.har"),
            ("a. /b .har", "a._/b_.har"),
            ("a\u{202e}b\u{200b}c.har", "a_b_c.har"),
        ] {
            assert_eq!(names(&[capture.to_owned()]), [name], "{capture:?}");
        }
    }

    #[test]
    fn names_are_numbered_in_any_case() {
        let captures = ["a.har", "A.HAR", "a-2.har", "a.har", "ÄRGER", "ärger.har", "straße", "STRASSE"].map(str::to_owned);
        assert_eq!(
            names(&captures),
            ["a.har", "A-2.har", "a-2-2.har", "a-3.har", "ÄRGER.har", "ärger-2.har", "straße.har", "STRASSE-2.har"]
        );
    }

    #[test]
    fn many_that_clash_take_no_longer_each() {
        let captures: Vec<String> = (0..100_000).map(|at| ["a.har", "A.har", "a-2.har", "a/../a.har"][at % 4].to_owned()).collect();
        assert_eq!(names(&captures).into_iter().collect::<HashSet<_>>().len(), captures.len());
    }

    /// What a system may refuse in a path, or take for something else.
    fn fault(name: &str) -> Option<String> {
        const DEVICES: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];
        let of_part = |part: &str| {
            let base = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
            let is_port = ["com", "lpt"].contains(&base.trim_end_matches(char::is_numeric)) && base.chars().count() == 4;
            let is_device = DEVICES.contains(&base.as_str()) || is_port;
            let is_odd = |c: char| {
                c.is_control() || c.is_whitespace() || "<>:\"/\\|?*\u{3164}".contains(c) || ('\u{200b}'..='\u{206f}').contains(&c)
            };
            let ends_badly = part.is_empty() || part.ends_with(['.', ' ']) || part.starts_with('.');
            (is_device || ends_badly || part.contains(is_odd) || units(part) > 80).then(|| part.to_owned())
        };
        if units(name) > 130 { Some("too long".to_owned()) } else { name.split('/').find_map(of_part) }
    }

    proptest! {
        #[test]
        fn any_name_becomes_one_that_unpacks(
            captures in prop::collection::vec(
                prop_oneof![
                    any::<String>(),
                    "[a-bA-B./\\\\ \u{202e}\u{3164}²]{0,8}",
                    "(con|NUL|com|lPt|clock|conin)[0-9¹³$:. ]{0,3}(/|\\.har|\\.)?(aux|x)?[. ]{0,2}",
                    "[ßẞSsſKkıIİΣςσ]{1,3}(\\.har)?(/[ßSs])?",
                    "([a-zé😀]{50,90}/){0,4}[a-c字]{0,200}",
                ],
                1..40,
            ),
        ) {
            let names = names(&captures);
            for name in &names {
                prop_assert_eq!(fault(name), None, "{}", name);
            }
            let lower: HashSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            let upper: HashSet<String> = names.iter().map(|name| name.to_uppercase()).collect();
            prop_assert_eq!((lower.len(), upper.len()), (names.len(), names.len()), "{:?}", names);
            for name in &names {
                let as_folder = format!("{}/", name.to_lowercase());
                prop_assert!(!lower.iter().any(|other| other.starts_with(&as_folder)), "{name} is a folder, too");
            }
        }
    }
}
