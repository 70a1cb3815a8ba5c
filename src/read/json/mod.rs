//! JSON as captures hold it: cut apart without parsing it, walked in a window.

pub(super) mod value_end;
pub(super) mod walk;
pub(super) mod window;
