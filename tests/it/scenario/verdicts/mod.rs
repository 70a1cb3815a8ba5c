//! Stories that no file tells: short ones, each of one turn that a sign-in can take, for the test of the verdicts.

mod accounts;
mod applications;
mod callbacks;
mod credentials;
mod detours;
mod devices;
pub(crate) mod dialects;
mod elsewhere;
mod federation;
pub(crate) mod mixtures;
mod multifactor;
mod native;
mod networks;
mod noise;
mod policies;
mod protocols;
mod recordings;
mod silent;
pub(crate) mod steps;
mod tokens;
mod user_flows;

use super::story::Story;

/// Every story.
pub(crate) fn all() -> Vec<Story> {
    [
        accounts::all(),
        applications::all(),
        callbacks::all(),
        credentials::all(),
        detours::all(),
        devices::all(),
        elsewhere::all(),
        federation::all(),
        multifactor::all(),
        native::all(),
        networks::all(),
        noise::all(),
        policies::all(),
        protocols::all(),
        recordings::all(),
        silent::all(),
        tokens::all(),
        user_flows::all(),
    ]
    .concat()
}
