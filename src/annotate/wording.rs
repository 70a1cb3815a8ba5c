//! Texts compared by their letters: case, marks, digits, spaces and line breaks make no difference, wherever a client or a mail program put them. And
//! texts that begin a sentence.

/// The text with a capital letter in front.
pub(super) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The letters of a text, lower case, without anything between them. Letters beyond ASCII are left out: what is looked for has none.
pub(super) fn letters(text: &str) -> String {
    text.bytes().filter(u8::is_ascii_alphabetic).map(|letter| char::from(letter.to_ascii_lowercase())).collect()
}

/// Whether a text says these words.
pub(super) fn says(text: &str, words: &str) -> bool {
    let words = letters(words);
    !words.is_empty() && memchr::memmem::find(letters(text).as_bytes(), words.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_count() {
        assert!(says("AADSTS50012: In&valid  cli-\nent\tSECRET is provided.", "Invalid client secret"));
        assert!(!says("invalid client", "Invalid client secret") && !says("anything", "12 !"));
    }
}
