//! One file a command.

pub(super) mod bundle;
pub(super) mod compare;
pub(super) mod completions;
pub(super) mod explain;
pub(super) mod guides;
pub(super) mod inspect;
pub(super) mod man;
pub(super) mod page;
pub(super) mod record;
pub(super) mod sanitize;
pub(super) mod schema;
pub(super) mod show;
