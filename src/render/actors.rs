//! Who takes a step of a guide: `User: type it again.`

use super::words;
use crate::model::prose::{Piece, Prose};

/// Who acts, and the step: `User: type it again.` What has no actor before a colon is a step for anyone who reads it. In a guide of someone's own only what
/// is known for an actor is one: no text may choose how it is laid out.
pub(super) fn by_actor(step: &Prose, is_own: bool) -> (String, Prose) {
    /// A longer beginning is a sentence.
    const LONGEST: usize = 60;
    let Some((Piece::Words(first), rest)) = step.0.split_first() else { return (String::new(), step.clone()) };
    let Some((actor, said)) =
        first.split_once(": ").filter(|(actor, _)| actor.len() <= LONGEST && !actor.contains(". ") && (!is_own || is_known(actor)))
    else {
        return (String::new(), step.clone());
    };
    let said = [Piece::Words(words::capitalized(said))];
    (actor.to_owned(), Prose(said.into_iter().filter(|piece| *piece != Piece::Words(String::new())).chain(rest.iter().cloned()).collect()))
}

/// Whether someone is one of those who act.
fn is_known(actor: &str) -> bool {
    const ACTORS: &[&str] = &[
        "User",
        "Guest",
        "Nobody",
        "No action needed",
        "Help desk",
        "Security team",
        "App developer",
        "App owner",
        "Microsoft support",
        "Microsoft",
        "Partner",
    ];
    let is_role = |name: &str| {
        let words = name.strip_suffix(" Administrator").or_else(|| name.strip_suffix(" administrator"));
        words.is_some_and(|words| words.chars().all(|letter| letter.is_ascii_alphabetic() || letter == ' '))
    };
    ACTORS.contains(&actor) || is_role(actor)
}
