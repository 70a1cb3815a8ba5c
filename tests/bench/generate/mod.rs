//! Captures of any size with what is true of them: the same sign-ins told over and over with other ids, among the traffic of a working day or
//! without it.
//!
//! Everything follows from the seed, so that the same recipe gives the same bytes. A capture goes to disk exchange by exchange; in memory are
//! a pool of bodies and one sign-in.

mod background;
mod bodies;
mod files;
mod quotes;
mod random;
mod sign_ins;
mod totals;
mod traffic;

use std::io;
use std::path::Path;

pub(crate) use self::files::Format;
pub(crate) use self::totals::Totals;
use self::traffic::Traffic;

/// What to write.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Recipe {
    pub(crate) format: Format,
    /// The least size of the file; it ends with the first exchange after it that ends no sign-in in the middle.
    pub(crate) bytes: u64,
    pub(crate) seed: u64,
    /// Nothing but sign-ins, where every exchange is looked at.
    pub(crate) is_dense: bool,
}

/// Writes a capture and gives what a reader must find in it.
pub(crate) fn write(recipe: Recipe, path: &Path) -> io::Result<Totals> {
    let mut file = recipe.format.create(path)?;
    let mut traffic = Traffic::new(recipe);
    while file.size()? < recipe.bytes || traffic.is_in_a_sign_in() {
        file.add(&traffic.next())?;
    }
    file.finish()?;
    traffic.into_totals().with_sha256(path)
}
