//! The window that Explorer opens for a program when someone drops files onto it, or clicks it twice. It closes when the program ends, so that
//! the program waits until the report was read.

use std::io::{self, IsTerminal};

use crate::cli::arguments::{HOW_TO_RECORD, NOTHING_LEAVES};
use crate::cli::messages::tell_text;

/// Whether this run has a window that closes with it.
pub(in crate::cli) fn is_own() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal() && is_started_by_explorer()
}

/// What someone needs who clicked the program twice.
pub(in crate::cli) fn how_to_use() -> String {
    format!(
        "entrace explains why a sign-in to Microsoft Entra ID failed.\n\n\
         Drop a capture (HAR, Fiddler SAZ), or a folder of them, onto the icon of entrace.\n\
         In a terminal it does more: entrace --help.\n\n\
         {NOTHING_LEAVES}\n{HOW_TO_RECORD}\n"
    )
}

/// Keeps such a window open until someone has read what is in it.
pub(in crate::cli) fn keep() {
    if is_own() {
        tell_text("\nPress Enter to close this window.");
        // Whatever comes instead is as good.
        let _ = io::stdin().read_line(&mut String::new());
    }
}

/// Whether Explorer started this process. A shell starts it in a window that stays.
#[cfg(windows)]
fn is_started_by_explorer() -> bool {
    use winsafe::{GetCurrentProcessId, HPROCESSLIST, co};

    let Ok(mut list) = HPROCESSLIST::CreateToolhelp32Snapshot(co::TH32CS::SNAPPROCESS, None) else { return false };
    let mut processes = Vec::new();
    for process in list.iter_processes() {
        let Ok(process) = process else { return false };
        processes.push((process.th32ProcessID, process.th32ParentProcessID, process.szExeFile()));
    }
    let process = |id: u32| processes.iter().find(|(process, ..)| *process == id);
    let parent = process(GetCurrentProcessId()).and_then(|(_, parent, _)| process(*parent));
    parent.is_some_and(|(.., name)| name.eq_ignore_ascii_case("explorer.exe"))
}

#[cfg(not(windows))]
fn is_started_by_explorer() -> bool {
    false
}
