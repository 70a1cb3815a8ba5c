//! What Windows does with files that other systems do not.

use std::io;

/// Whether Windows allows no file of this name, takes it for a device or a part of another file, or gives the file another name.
pub(super) fn loses(name: &str) -> bool {
    let is_refused = |letter: char| letter.is_control() || "<>:\"/\\|?*".contains(letter);
    name.contains(is_refused) || name.ends_with(['.', ' ']) || takes_for_a_device(name)
}

/// Whether Windows takes the name for a device, whatever its ending.
pub(super) fn takes_for_a_device(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    if ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"].contains(&name.as_str()) {
        return true;
    }
    let mut letters = name.strip_prefix("com").or_else(|| name.strip_prefix("lpt")).unwrap_or_default().chars();
    // Digits of every kind: Windows knows some of the raised ones, too.
    matches!((letters.next(), letters.next()), (Some(digit), None) if digit.is_numeric())
}

/// Whether another program has the file open, and shares it with no one.
pub(super) fn is_in_use(error: &io::Error) -> bool {
    const SHARING_VIOLATION: i32 = 32;
    cfg!(windows) && error.raw_os_error() == Some(SHARING_VIOLATION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_has_names_of_its_own() {
        for name in
            ["nul", "Con.html", "aux .json", "COM1.txt", "lpt\u{b9}", "CONIN$", "r.html.", "r.html ", "r.html:x", "a?", "*.html", "a\tb"]
        {
            assert!(loses(name), "{name:?}");
        }
        for name in ["r.html", ".r", "console.html", "com10.txt", "com.html", "Bericht für Müller.html", "a,b & c;d.html", "conin_.txt"] {
            assert!(!loses(name), "{name:?}");
        }
    }
}
