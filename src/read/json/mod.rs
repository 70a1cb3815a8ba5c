//! JSON as captures hold it: cut apart without parsing it, walked in a window, and repaired where it is broken.

pub(super) mod repair;
pub(super) mod value_end;
pub(super) mod window;
