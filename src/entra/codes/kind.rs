//! What a code says on its own: failure, interrupt, or nothing to act on.

use crate::entra::closed_set::closed_set;

closed_set! {
    /// What a code says on its own.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
    pub enum CodeKind {
        /// A sign-in or token request ended with an error.
        Failure = "failure",
        /// A step was put between the user and the token.
        Interrupt = "interrupt",
        /// No one needs to act.
        Informational = "informational",
    }
}
