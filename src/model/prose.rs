//! Prose: a text of a guide in pieces that say whose words they are, so that what is put into it from the trace can never become anything else.

use std::fmt;

/// A text in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prose(pub Vec<Piece>);

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of the guide.
    Words(String),
    /// What is typed or read as it stands.
    Code(String),
    /// What a page of an admin center or of the sign-in shows: a menu, a tab, a button.
    Label(String),
    /// What is put into a template's slot: a value of the trace, as it is.
    Value(SlotField, String),
}

/// The field of the trace that a slot is filled from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SlotField {
    /// The user's name.
    User,
    /// The application's name.
    Application,
    /// The application's id.
    ClientId,
    /// The resource's name.
    ResourceName,
    /// The resource's id.
    ResourceId,
    /// The message.
    Message,
}

impl Prose {
    /// Words alone.
    pub fn words(text: impl Into<String>) -> Self {
        Self(vec![Piece::Words(text.into())])
    }

    /// The text of a guide, in which backticks in pairs mark code, and two asterisks in pairs labels. A mark without a partner marks nothing.
    #[must_use]
    pub fn marked(text: &str) -> Self {
        let pieces = in_pairs(text, "`", Piece::Code).into_iter().flat_map(|piece| match piece {
            Piece::Words(words) => in_pairs(&words, "**", Piece::Label),
            other => vec![other],
        });
        Self(pieces.collect())
    }
}

/// A text in pieces, of which each second one stands between two marks.
fn in_pairs(text: &str, mark: &str, marked: fn(String) -> Piece) -> Vec<Piece> {
    // Most texts have no mark, and are looked through many bytes at a time.
    let is_marked = mark.chars().next().is_some_and(|first| text.contains(first));
    let parts: Vec<&str> = if is_marked { text.split(mark).collect() } else { vec![text] };
    if parts.len().is_multiple_of(2) {
        return vec![Piece::Words(text.to_owned())];
    }
    let piece = |(at, part): (usize, &str)| if at % 2 == 1 { marked(part.to_owned()) } else { Piece::Words(part.to_owned()) };
    parts.into_iter().enumerate().filter(|(_, part)| !part.is_empty()).map(piece).collect()
}

/// As a line of plain text; code is in backticks, labels as they are.
impl fmt::Display for Prose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|piece| match piece {
            Piece::Code(text) => write!(f, "`{text}`"),
            Piece::Words(text) | Piece::Label(text) | Piece::Value(_, text) => f.write_str(text),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_in_pairs_are_code() {
        let code = |text: &str| Piece::Code(text.to_owned());
        let words = |text: &str| Piece::Words(text.to_owned());
        assert_eq!(Prose::marked("set `a` and `<b>`").0, [words("set "), code("a"), words(" and "), code("<b>")]);
        assert_eq!(Prose::marked("a ` alone").0, [words("a ` alone")]);
        assert_eq!(Prose::marked("set `a`, now").to_string(), "set `a`, now");
    }

    #[test]
    fn asterisks_in_pairs_are_labels() {
        let label = |text: &str| Piece::Label(text.to_owned());
        let words = |text: &str| Piece::Words(text.to_owned());
        let code = |text: &str| Piece::Code(text.to_owned());
        assert_eq!(Prose::marked("at **A > B**, set `**`").0, [words("at "), label("A > B"), words(", set "), code("**")]);
        assert_eq!(Prose::marked("a ** alone").0, [words("a ** alone")]);
        assert_eq!(Prose::marked("at **A > B**").to_string(), "at A > B");
    }
}
