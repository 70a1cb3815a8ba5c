//! What a code says by itself: failure, interrupt, or nothing to act on.

/// What a code says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// A sign-in or token request ended with an error.
    Failure,
    /// A step was put between the user and the token.
    Interrupt,
    /// Nobody needs to act.
    Informational,
}

impl CodeKind {
    /// The name used in reports and guides.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Interrupt => "interrupt",
            Self::Informational => "informational",
        }
    }
}
