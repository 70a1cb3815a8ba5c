//! One file a command. Those that are for a shell are not in the page for a browser.

pub(super) mod bundle;
pub(super) mod compare;
#[cfg(not(target_os = "wasi"))]
pub(super) mod completions;
pub(super) mod explain;
pub(super) mod guides;
pub(super) mod inspect;
#[cfg(not(target_os = "wasi"))]
pub(super) mod man;
#[cfg(not(target_os = "wasi"))]
pub(super) mod page;
pub(super) mod record;
pub(super) mod sanitize;
#[cfg(not(target_os = "wasi"))]
pub(super) mod schema;
pub(super) mod show;
