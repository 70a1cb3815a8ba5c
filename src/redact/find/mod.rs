//! Finding what is known in a text, whatever it is encoded in.

mod anchors;
mod encodings;
pub(super) mod mask;
pub(super) mod signs;
pub(super) mod sought;
