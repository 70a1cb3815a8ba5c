//! What a row of the tables of signals holds, and how a table is written.

/// One signal.
#[derive(Debug, PartialEq, Eq)]
pub struct Signal {
    /// The name that checks use.
    pub name: &'static str,
    /// What its values are.
    pub values: Values,
    /// What it is read from.
    pub reads: &'static str,
    /// When the trace cannot show it; `None` for what every attempt shows.
    pub hidden: Option<&'static str>,
}

/// What the values of a signal are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// One of these words, or several of them.
    Words(&'static [&'static str]),
    /// A number, in this unit.
    Number(&'static str),
    /// Codes, as reports write them.
    Code,
    /// Stages of a sign-in.
    Stage,
    /// Pages of the service, by name.
    Page,
    /// Kinds of interrupts.
    Interrupt,
    /// Protocols.
    Protocol,
    /// Clouds.
    Cloud,
    /// Outcomes of attempts.
    Outcome,
    /// Sites.
    Site,
    /// Text of the trace.
    Text,
}

/// Writes a family: a constant for each signal, and the list of all.
macro_rules! signals {
    ($($constant:ident = $name:literal, $values:expr, $reads:literal, $hidden:expr;)+) => {
        $(
            #[doc = $reads]
            pub const $constant: &$crate::entra::signals::row::Signal =
                &$crate::entra::signals::row::Signal { name: $name, values: $values, reads: $reads, hidden: $hidden };
        )+

        /// Every signal of the family.
        pub const ALL: &[&$crate::entra::signals::row::Signal] = &[$($constant,)+];
    };
}
pub(super) use signals;
