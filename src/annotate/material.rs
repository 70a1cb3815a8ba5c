//! Guides are written for traces. Where only a sign-in log or a text shows a finding, what they say of the trace is said of that.

use std::borrow::Cow;

use crate::model::finding::{Checked, Guidance, Material};
use crate::model::prose::{Piece, Prose};

/// What guides call a trace, where they speak of this one. A capture that someone is to make, and the tool for it, are called so still.
const PHRASES: &[(&str, &str)] = &[
    ("in this capture", "in this {}"),
    ("in the capture", "in the {}"),
    ("before this capture", "before this {}"),
    ("of the capture", "of the {}"),
    ("in this trace", "in this {}"),
    ("in the trace", "in the {}"),
    ("the capture shows", "the {} shows"),
    ("the capture also shows", "the {} also shows"),
    ("the capture begins", "the {} begins"),
    ("the capture ends", "the {} ends"),
    ("the trace shows", "the {} shows"),
    ("the trace does not", "the {} does not"),
];

/// Built-in guidance for what there is.
pub(super) fn told(mut guidance: Guidance, material: Material) -> Guidance {
    guidance.material = material;
    let Guidance { title, meaning, causes, ruled_out, confirm, not_in_trace, resolve, escalate_with, notes, .. } = &mut guidance;
    let lists = [causes, ruled_out, confirm, not_in_trace, resolve, escalate_with, notes];
    for prose in [title, meaning].into_iter().chain(lists.into_iter().flatten()) {
        reword(prose, material);
    }
    guidance
}

/// The checks of built-in guides for what there is.
pub(super) fn checked(mut checks: Vec<Checked>, material: Material) -> Vec<Checked> {
    for checked in &mut checks {
        reword(&mut checked.says, material);
    }
    checks
}

fn reword(prose: &mut Prose, material: Material) {
    let word = match material {
        Material::Trace => return,
        Material::Log => "log",
        Material::Text => "text",
    };
    for piece in &mut prose.0 {
        if let Piece::Words(text) = piece
            && let Cow::Owned(new) = reworded(text, word)
        {
            *text = new;
        }
    }
}

fn reworded<'t>(text: &'t str, word: &str) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    for (phrase, new) in PHRASES {
        for (phrase, new) in [((*phrase).to_owned(), (*new).to_owned()), (capitalized(phrase), capitalized(new))] {
            let is_of_tool =
                |at: usize| text.get(at + phrase.len()..).is_some_and(|rest| rest.starts_with(" tool") || rest.starts_with(" file"));
            let found: Vec<usize> = text.match_indices(&phrase).map(|(at, _)| at).filter(|at| !is_of_tool(*at)).collect();
            for at in found.into_iter().rev() {
                text.to_mut().replace_range(at..at + phrase.len(), &new.replace("{}", word));
            }
        }
    }
    text
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_trace_is_said_of_what_there_is() {
        for (text, log) in [
            ("It succeeded later in this capture.", "It succeeded later in this log."),
            ("The capture ends there. In the trace nothing follows.", "The log ends there. In the log nothing follows."),
            ("Switch it off in the capture tool, and repeat the capture.", "Switch it off in the capture tool, and repeat the capture."),
            ("If it is in a capture that was shared, replace it.", "If it is in a capture that was shared, replace it."),
        ] {
            assert_eq!(reworded(text, "log"), log);
        }
    }
}
