//! Characters that steer: they do something to a terminal, turn the direction of writing, or are not seen at all. None of them is written by
//! any format but as an escape; a space is in its place.

/// What steers, from its first to its last character: the general categories Cc, Cf, Zl and Zp of Unicode, and what has the property
/// `Default_Ignorable_Code_Point`, its characters to come included.
const STEERING: &[(char, char)] = &[
    // C0, DEL and C1.
    ('\u{0}', '\u{1f}'),
    ('\u{7f}', '\u{9f}'),
    // Soft hyphen, combining grapheme joiner.
    ('\u{ad}', '\u{ad}'),
    ('\u{34f}', '\u{34f}'),
    // Marks before numbers of Arabic, the Arabic letter mark, marks of Syriac.
    ('\u{600}', '\u{605}'),
    ('\u{61c}', '\u{61c}'),
    ('\u{6dd}', '\u{6dd}'),
    ('\u{70f}', '\u{70f}'),
    ('\u{890}', '\u{891}'),
    ('\u{8e2}', '\u{8e2}'),
    // Fillers of Hangul, inherent vowels of Khmer, selectors of Mongolian.
    ('\u{115f}', '\u{1160}'),
    ('\u{17b4}', '\u{17b5}'),
    ('\u{180b}', '\u{180f}'),
    // Zero width, and marks of direction.
    ('\u{200b}', '\u{200f}'),
    // Line and paragraph separators, embeddings and overrides.
    ('\u{2028}', '\u{202e}'),
    // Word joiner, invisible operators, isolates.
    ('\u{2060}', '\u{206f}'),
    ('\u{3164}', '\u{3164}'),
    // Variation selectors, byte order mark, the filler of half width, interlinear annotation.
    ('\u{fe00}', '\u{fe0f}'),
    ('\u{feff}', '\u{feff}'),
    ('\u{ffa0}', '\u{ffa0}'),
    ('\u{fff0}', '\u{fffb}'),
    // Marks of Kaithi, joiners of hieroglyphs, of shorthand and of music.
    ('\u{110bd}', '\u{110bd}'),
    ('\u{110cd}', '\u{110cd}'),
    ('\u{13430}', '\u{1343f}'),
    ('\u{1bca0}', '\u{1bca3}'),
    ('\u{1d173}', '\u{1d17a}'),
    // Tags and more variation selectors.
    ('\u{e0000}', '\u{e0fff}'),
];

/// Whether a character does something to a terminal, turns the direction of writing, or is not seen. A space is shown in its place.
#[must_use]
pub fn steers(letter: char) -> bool {
    // Most are letters of ASCII.
    if matches!(letter, ' '..='~') {
        return false;
    }
    let at = STEERING.partition_point(|(_, last)| *last < letter);
    STEERING.get(at).is_some_and(|(first, _)| *first <= letter)
}

/// The text with a space in the place of all that steers.
#[must_use]
pub fn plain(text: &str) -> String {
    text.replace(steers, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(STEERING.iter().all(|(first, last)| first <= last));
        assert!(STEERING.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    /// The categories by their ranges in Unicode 17, written down apart from the table above.
    #[test]
    fn all_format_and_control_characters_of_unicode_steer() {
        const CATEGORIES: &[(u32, u32)] = &[
            (0x00, 0x1F),
            (0x7F, 0x9F),
            (0xAD, 0xAD),
            (0x600, 0x605),
            (0x61C, 0x61C),
            (0x6DD, 0x6DD),
            (0x70F, 0x70F),
            (0x890, 0x891),
            (0x8E2, 0x8E2),
            (0x180E, 0x180E),
            (0x200B, 0x200F),
            (0x2028, 0x2029),
            (0x202A, 0x202E),
            (0x2060, 0x2064),
            (0x2066, 0x206F),
            (0xFEFF, 0xFEFF),
            (0xFFF9, 0xFFFB),
            (0x110BD, 0x110BD),
            (0x110CD, 0x110CD),
            (0x13430, 0x1343F),
            (0x1BCA0, 0x1BCA3),
            (0x1D173, 0x1D17A),
            (0xE0001, 0xE0001),
            (0xE0020, 0xE007F),
        ];
        for letter in CATEGORIES.iter().flat_map(|(first, last)| *first..=*last).filter_map(char::from_u32) {
            assert!(steers(letter), "U+{:04X}", u32::from(letter));
        }
        for letter in ['\u{34f}', '\u{115f}', '\u{17b4}', '\u{180b}', '\u{3164}', '\u{fe0f}', '\u{ffa0}', '\u{e0100}', '\u{e01ef}'] {
            assert!(steers(letter), "U+{:04X}", u32::from(letter));
        }
    }

    #[test]
    fn what_is_read_does_not() {
        for letter in
            " ~!aZ0\u{a0}\u{ae}\u{e4}\u{3b1}\u{5d0}\u{627}\u{e01}\u{2013}\u{2026}\u{20ac}\u{3000}\u{4e00}\u{ff1d}\u{fffd}\u{1f600}".chars()
        {
            assert!(!steers(letter), "U+{:04X}", u32::from(letter));
        }
    }
}
