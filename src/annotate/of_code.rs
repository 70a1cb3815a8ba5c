//! What of a guide is for one code: a guide serves several, and a bullet that begins with codes, as `7000222: ...` does, is for these alone.

use super::checks::Bullet;
use super::wording::capitalized;
use crate::entra::codes::Code;

/// A bullet as it is for a code of a guide that serves several; `None` when it is for others. What names the code and no more at its beginning says it
/// without.
pub(super) fn bullet(bullet: &Bullet, code: &str, served: &[&str]) -> Option<Bullet> {
    Some(Bullet { text: of_code(&bullet.text, code, served)?, ..bullet.clone() })
}

/// A bullet as it is for a code; `None` when it is for others.
fn of_code(bullet: &str, code: &str, served: &[&str]) -> Option<String> {
    let Some((lead, rest)) = bullet.split_once(": ") else { return Some(bullet.to_owned()) };
    let named: Vec<&str> = words(lead).filter(|word| served.iter().any(|served| is_named(served, word))).collect();
    let is_lead = lead.len() <= LONGEST_LEAD || is_list(lead, &named) || actor(lead, &named).is_some();
    if named.is_empty() || !is_lead {
        return Some(bullet.to_owned());
    }
    if !named.iter().any(|word| is_named(code, word)) {
        return None;
    }
    match actor(lead, &named) {
        Some(actor) => Some(format!("{actor}: {rest}")),
        None if is_list(lead, &named) => Some(capitalized(rest)),
        None => Some(bullet.to_owned()),
    }
}

/// Longer beginnings are sentences, if they are no lists of codes.
const LONGEST_LEAD: usize = 80;

/// Whether these are codes alone.
fn is_list(words_of: &str, named: &[&str]) -> bool {
    words(words_of).all(|word| named.contains(&word) || matches!(word, "and" | "or" | "only" | "alone"))
}

fn words(lead: &str) -> impl Iterator<Item = &str> {
    lead.split([' ', ',']).map(|word| word.trim_matches(['`', '(', ')'])).filter(|word| !word.is_empty())
}

/// Whether a word names a code: in full, by its digits, or as the name of a finding without a number.
fn is_named(code: &str, word: &str) -> bool {
    // Few words are numbers.
    code == word || word.parse().is_ok_and(|number| Code::of_guide(code).number() == Some(number))
}

/// Who acts, when the beginning says that and then codes alone: `App developer, 7000222 and 7000215`.
fn actor<'a>(lead: &'a str, named: &[&str]) -> Option<&'a str> {
    let (actor, codes) = lead.split_once(", ")?;
    (is_list(codes, named) && !actor.bytes().any(|byte| byte.is_ascii_digit())).then_some(actor)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SERVED: &[&str] = &["AADSTS7000215", "AADSTS7000222", "mfa-denied"];

    #[test]
    fn a_bullet_that_begins_with_codes_is_for_these_alone() {
        for (bullet, of_222) in [
            ("7000222: nobody renewed the secret.", Some("Nobody renewed the secret.")),
            ("7000215: the Secret ID was copied.", None),
            ("7000215 and 7000222: the secret is gone.", Some("The secret is gone.")),
            ("App developer, 7000222: renew it.", Some("App developer: renew it.")),
            ("App developer, 7000215: copy it.", None),
            ("`mfa-denied` alone: ask the user.", None),
            ("7000215, 7000215, 7000215, 7000215, 7000215, 7000215, 7000215, 7000215 and 7000215: copy it.", None),
            ("App developer or Cloud Application Administrator, 7000215, 7000215, 7000215, 7000215, 7000215 and 7000215: copy it.", None),
            ("7000222 in pipelines: look at the variable.", Some("7000222 in pipelines: look at the variable.")),
            ("7000218 is a different fault: no secret was sent.", Some("7000218 is a different fault: no secret was sent.")),
            ("App owner: make a new secret.", Some("App owner: make a new secret.")),
            ("Nothing before a colon", Some("Nothing before a colon")),
        ] {
            assert_eq!(of_code(bullet, "AADSTS7000222", SERVED).as_deref(), of_222, "{bullet}");
        }
    }
}
