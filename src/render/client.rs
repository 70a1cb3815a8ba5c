//! The client program of an attempt, in words: `Edge 145 on Windows`.

use crate::entra::signals::Signal;
use crate::entra::signals::device::{BROWSER, BROWSER_VERSION, SYSTEM};
use crate::model::attempt::Attempt;
use crate::model::observation::SignalValue;

/// Words of the tables as they are written.
const NAMES: &[(&str, &str)] = &[
    ("edge", "Edge"),
    ("chrome", "Chrome"),
    ("firefox", "Firefox"),
    ("safari", "Safari"),
    ("internet_explorer", "Internet Explorer"),
    ("web_view", "a web view"),
    ("program", "a program"),
    ("windows", "Windows"),
    ("macos", "macOS"),
    ("ios", "iOS"),
    ("android", "Android"),
    ("linux", "Linux"),
    ("chrome_os", "ChromeOS"),
];

/// The client program and its system, as far as the trace tells them.
pub(super) fn client(attempt: &Attempt) -> Option<String> {
    let version = attempt.signals.iter().find_map(|seen| match seen.value {
        SignalValue::Number(number) if seen.signal == BROWSER_VERSION => Some(format!(" {number}")),
        _ => None,
    });
    let browser = word(attempt, BROWSER).map(|browser| format!("{browser}{}", version.unwrap_or_default()));
    match (browser, word(attempt, SYSTEM)) {
        (Some(browser), Some(system)) => Some(format!("{browser} on {system}")),
        (browser, system) => browser.or(system.map(str::to_owned)),
    }
}

/// The first word of a signal that has a name.
fn word(attempt: &Attempt, signal: &'static Signal) -> Option<&'static str> {
    attempt.signals.iter().filter(|seen| seen.signal == signal).find_map(|seen| match seen.value {
        SignalValue::Word(word) => NAMES.iter().find(|(known, _)| *known == word).map(|(_, name)| *name),
        SignalValue::Number(_) => None,
    })
}
