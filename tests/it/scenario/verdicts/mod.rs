//! Stories that no file tells: short ones, each of one turn that a sign-in can take, for the test of the verdicts.

mod callbacks;
mod credentials;
mod detours;
mod devices;
pub(crate) mod dialects;
mod elsewhere;
pub(crate) mod mixtures;
mod multifactor;
mod noise;
mod policies;
mod protocols;
mod recordings;
mod silent;
pub(crate) mod steps;
mod tokens;

use super::story::Story;

/// Every story.
pub(crate) fn all() -> Vec<Story> {
    [
        callbacks::all(),
        credentials::all(),
        detours::all(),
        devices::all(),
        elsewhere::all(),
        multifactor::all(),
        noise::all(),
        policies::all(),
        protocols::all(),
        recordings::all(),
        silent::all(),
        tokens::all(),
    ]
    .concat()
}
