//! Closed sets: enumerations of which reports write each value as one word. The word is at the value, and the list of all is made from them.

/// An enumeration whose values are words in reports.
pub trait ClosedSet: Copy + 'static {
    /// What the set is called in the schema of the reports.
    const TITLE: &'static str;
    /// Every value.
    const ALL: &'static [Self];

    /// The word of the value.
    fn word(self) -> &'static str;
}

/// Writes an enumeration, the word of each value behind it.
macro_rules! closed_set {
    ($(#[$of_set:meta])* pub enum $set:ident { $($(#[$of_value:meta])* $value:ident = $word:literal,)+ }) => {
        $(#[$of_set])*
        pub enum $set {
            $($(#[$of_value])* $value,)+
        }

        impl $set {
            /// Every value, in the order in which they are listed.
            pub const ALL: &'static [Self] = &[$(Self::$value,)+];

            /// The name used in reports.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                }
            }
        }

        impl $crate::entra::closed_set::ClosedSet for $set {
            const TITLE: &'static str = stringify!($set);
            const ALL: &'static [Self] = Self::ALL;

            fn word(self) -> &'static str {
                self.name()
            }
        }
    };
}

pub(crate) use closed_set;
