//! The stories, by what they are about.

pub(crate) mod access;
pub(crate) mod applications;
pub(crate) mod background;
pub(crate) mod clients;
pub(crate) mod multifactor;
pub(crate) mod passwords;
