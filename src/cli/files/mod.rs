//! Files: those that a run reads, those that it writes, and their names.

pub(super) mod files_read;
pub(super) mod guides;
pub(super) mod inputs;
pub(super) mod member_names;
pub(super) mod wildcards;
mod windows;
pub(super) mod written_file;
