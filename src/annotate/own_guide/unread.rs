//! Front matter that cannot be read, because a key, a signal or a quotation mark is wrong. Its guide has that as a fault and follows ours; what
//! can be told of it all the same is which codes it is for, what it is called, and what its text says, without the conditions of its bullets.

use std::sync::LazyLock;

use regex::Regex;

use crate::entra::codes::Code;
use crate::entra::pattern::pattern;

/// A guide whose front matter cannot be read.
pub(super) struct Unread {
    /// The codes that its rows name.
    pub codes: Vec<String>,
    /// Title and text, as a guide without front matter has them.
    pub text: String,
}

impl Unread {
    /// Takes a text that begins with front matter apart; `None` when it does not, or names no code there.
    pub(super) fn read(text: &str) -> Option<Self> {
        static CONDITION: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^(\s*- )\{[^{}\n]+\}[ \t]*"));
        let (front, body) = text.strip_prefix("+++\n")?.split_once("\n+++\n")?;
        let values = |key: &'static str| {
            let values = front.lines().filter_map(move |line| line.trim().strip_prefix(key)?.trim_start().strip_prefix('='));
            values.map(|value| value.trim().trim_matches(['"', '\'']))
        };
        let mut codes: Vec<String> = Vec::new();
        for code in values("code").filter_map(Code::read).map(|code| code.to_string()).chain(named(values("code"))) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let title = values("title").next().filter(|title| !title.is_empty()).or(codes.first().map(String::as_str))?.to_owned();
        let text = format!("# {title}\n\n{}", CONDITION.replace_all(body, "$1"));
        (!codes.is_empty()).then_some(Self { codes, text })
    }
}

/// Those that are names of findings without a number.
fn named<'a>(values: impl Iterator<Item = &'a str>) -> impl Iterator<Item = String> {
    values.filter(|value| Code::read(value).is_none() && Code::named(*value).is_listed()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_told_is_told() {
        let text = "+++\ntitle = \"Ours\nwho_acts = 5\n[[codes]]\ncode = \"AADSTS50126\"\n[[codes]]\ncode = 'mfa-denied'\n+++\n\n## Causes\n- {x, not y?} A script.\n- {} An empty pair.\n";
        let unread = Unread::read(text).unwrap_or_else(|| panic!("it names codes"));
        assert_eq!(unread.codes, ["AADSTS50126", "mfa-denied"]);
        assert_eq!(unread.text, "# Ours\n\n\n## Causes\n- A script.\n- {} An empty pair.\n");
        assert!(Unread::read("+++\ntitle = \"Ours\"\n+++\n").is_none() && Unread::read("# AADSTS50126\n").is_none());
    }
}
