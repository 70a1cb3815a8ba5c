//! Bytes before anyone knows what they are: readers around readers, files read at any place, zips, and work shared in order.

pub(super) mod adapters;
pub(super) mod ahead;
pub(super) mod in_order;
pub(super) mod inflate;
pub(super) mod read_at;
pub(super) mod zip;
