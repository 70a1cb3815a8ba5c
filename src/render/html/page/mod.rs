//! The page around the attempts: its frame, the captures, and what they cannot show.

mod captures;
mod devices;
mod facts;
mod files;
mod frame;
mod limits;
mod sources;
mod system_codes;

pub(super) use captures::captures;
pub(super) use devices::devices;
pub(super) use files::files;
pub(super) use frame::page;
pub(super) use limits::limits;
pub(super) use system_codes::system_codes;
