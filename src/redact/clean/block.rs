//! Messages of the service in texts. A text has no names that tell what a value is, so only what was read as a part of a message is looked at. Of a
//! message of several lines only those stay that begin it or name a code: no one knows whose the others are.

use serde_json::json;

use super::{CODE_PREFIXES, Cleaner, Place, Trust};
use crate::model::observation::ErrorSeen;
use crate::model::text::Block;

/// What is in the place of other lines.
const LEFT_OUT: &str = "[text left out]";

impl Cleaner {
    /// The errors of a block without people and credentials.
    pub fn block(&mut self, block: &Block) -> Vec<ErrorSeen> {
        (self.place, self.related) = (Place::Row, true);
        block.errors.iter().map(|error| self.error(error)).collect()
    }

    fn error(&mut self, error: &ErrorSeen) -> ErrorSeen {
        ErrorSeen {
            message: error.message.as_deref().map(|message| self.running(&own_lines(message))),
            oauth_error: self.word("error", error.oauth_error.as_deref()),
            suberror: self.word("suberror", error.suberror.as_deref()),
            time: error.time,
            correlation_id: error.correlation_id.clone(),
            request_id: error.request_id.clone(),
            outer: error.outer,
            ..ErrorSeen::new(error.code.clone())
        }
    }

    /// A word of a response, by the name of its member.
    fn word(&mut self, name: &str, word: Option<&str>) -> Option<String> {
        let clean = self.json(&json!({ name: word? }), Trust::SignIn);
        clean.get(name)?.as_str().map(str::to_owned)
    }
}

/// The lines of a message that are its own, on one line.
fn own_lines(message: &str) -> String {
    let message = without_members(message);
    let is_own = |(at, line): &(usize, &str)| *at == 0 || CODE_PREFIXES.iter().any(|prefix| line.trim_start().starts_with(prefix));
    let lines = || message.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty() && *line != LEFT_OUT).enumerate();
    let own: Vec<&str> = lines().filter(is_own).map(|(_, line)| line).collect();
    let text = own.join(" ").replace(char::is_control, " ");
    if own.len() < lines().count() { format!("{text} {LEFT_OUT}") } else { text }
}

/// The message up to the quote that closes the text around it: what follows are other members of a response, or someone else's words.
fn without_members(message: &str) -> &str {
    let mut is_open = false;
    let mut before = ' ';
    for (at, letter) in message.char_indices() {
        let rest = message.get(at..).unwrap_or_default();
        let closes = match letter {
            '"' if is_open => {
                is_open = false;
                false
            }
            '"' => {
                is_open = before.is_whitespace() || "([{".contains(before);
                !is_open
            }
            '\'' => ["', '", "','", "', \"", "'}"].iter().any(|end| rest.starts_with(end)),
            _ => false,
        };
        if closes {
            return message.get(..at).unwrap_or_default();
        }
        before = letter;
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_others_are_left_out() {
        for (message, own) in [
            ("AADSTS50076: Use more.", "AADSTS50076: Use more."),
            ("AADSTS1000: It's \"so\".\r\nAADSTS50076: Use 'it'.", "AADSTS1000: It's \"so\". AADSTS50076: Use 'it'."),
            ("AADSTS50076: Use more.\nnine Walnut stairs", "AADSTS50076: Use more. [text left out]"),
            ("AADSTS50076: Use more. [text left out]", "AADSTS50076: Use more. [text left out]"),
            ("AADSTS50076: Use more.\",\"walnut\":\"stairs\"", "AADSTS50076: Use more."),
            ("AADSTS50076: Use more.\" walnut=stairs", "AADSTS50076: Use more."),
            ("AADSTS50076: Use more.', 'walnut': 'stairs'", "AADSTS50076: Use more."),
        ] {
            assert_eq!(own_lines(message), own);
        }
    }
}
