//! Guides by their words: the last resort for a question that names no code and no word of the wire. It finds texts, never causes.

use std::collections::HashMap;

use crate::annotate::guides::GUIDES;

/// A longer question is a log, and a log has words of every guide.
const LONGEST: usize = 600;
/// Most digits of a question in words: `TLS 1.2`, `802.1X`.
const MOST_DIGITS: usize = 4;
/// Marks of addresses, code and markup.
const NO_PROSE: &[char] = &['/', '\\', '<', '>', '=', '{', '}', '[', ']', '_', '|'];
/// Most guides that are named.
const MOST: usize = 3;

/// What a word counts in the name and title of a guide.
const TITLE: u32 = 6;
/// What it counts in what the codes of a guide mean.
const MEANING: u32 = 3;

/// Who asks about Azure AD B2C says so.
const B2C: &str = "b2c";

/// Words that say nothing of a matter.
const EMPTY: &str = "\
    about access after again and any are azure because been but can cannot code contact does doesn entra error errors \
    everyone failed failing fails fix for from get gets getting has have help how into its just keeps login message microsoft \
    not now our page please problem says see sign signing since that the their them then there they this try trying unable \
    user users was what when while why will with work working works you your";

/// The names of the guides whose texts fit a question best, best first.
pub(super) fn guides(question: &str) -> Vec<&'static str> {
    // A line of a log has numbers, a question has words.
    let digits = question.bytes().filter(u8::is_ascii_digit).count();
    let is_prose = question.trim().contains(char::is_whitespace) && digits <= MOST_DIGITS && !question.contains(NO_PROSE);
    if question.len() > LONGEST || !is_prose {
        return Vec::new();
    }
    let says = |word: &String| {
        !EMPTY.split(' ').any(|empty| empty == word) && (word == B2C || !word.contains(|letter: char| letter.is_ascii_digit()))
    };
    let mut wanted: Vec<String> = words(question).filter(says).map(|word| stem(&word).to_owned()).collect();
    wanted.sort();
    wanted.dedup();
    // One word is in many texts, and in few titles.
    let least = if wanted.len() == 1 { TITLE } else { MEANING };
    let is_about_b2c = wanted.iter().any(|word| word == B2C);
    let guides = GUIDES.iter().filter(|(name, _)| is_about_b2c || !name.starts_with("b2c-"));
    let texts: Vec<(&str, HashMap<String, u32>)> = guides.map(|(name, text)| (*name, weights(name, text, &wanted))).collect();
    let rarity = |word: &String| {
        let with = u32::try_from(texts.iter().filter(|(_, weights)| weights.contains_key(word)).count()).unwrap_or(u32::MAX);
        let all = u32::try_from(texts.len()).unwrap_or(u32::MAX);
        (with > 0).then(|| (f64::from(all + 1) / f64::from(with)).ln())
    };
    let rarity: Vec<(&String, f64)> = wanted.iter().filter_map(|word| Some((word, rarity(word)?))).collect();
    let mut scored: Vec<(f64, &str)> = Vec::new();
    for (name, weights) in &texts {
        let weight_of = |word: &String| weights.get(word).copied();
        let found = rarity.iter().filter_map(|(word, rarity)| Some(f64::from(weight_of(word)?) * rarity));
        let (count, score) = found.fold((0, 0.0), |(count, sum), one| (count + 1, sum + one));
        // Most of what was asked has to be there, and something of it in more than a remark.
        let is_subject = wanted.iter().filter_map(weight_of).any(|weight| weight >= least);
        if count >= wanted.len().clamp(1, 2) && count * 3 >= wanted.len() * 2 && is_subject {
            scored.push((score, name));
        }
    }
    scored.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    let best = scored.first().map_or(0.0, |(score, _)| *score);
    scored.into_iter().take(MOST).filter(|(score, _)| *score >= best * 0.6).map(|(_, name)| name).collect()
}

/// How much each of the wanted words counts in a guide: in its name and title most, in what its codes mean more, anywhere at all a little.
fn weights(name: &str, text: &str, wanted: &[String]) -> HashMap<String, u32> {
    let front_matter = text.find("\n+++\n").unwrap_or(0);
    let (front_matter, body) = text.split_at_checked(front_matter).unwrap_or_default();
    let of_front_matter = front_matter.lines().filter_map(|line| match () {
        () if line.starts_with("meaning = ") => Some((line, MEANING)),
        // Titles of links begin so, too, and come after all codes.
        () if line.starts_with("title = ") => Some((line, 1)),
        () => None,
    });
    let title = front_matter.lines().find(|line| line.starts_with("title = ")).unwrap_or_default();
    let mut weights = HashMap::new();
    for (line, weight) in of_front_matter.chain([(name, TITLE), (title, TITLE), (body, 1)]) {
        for word in words(line) {
            let word = stem(&word);
            if wanted.iter().any(|wanted| wanted == word) {
                let known = weights.entry(word.to_owned()).or_insert(0);
                *known = weight.max(*known);
            }
        }
    }
    weights
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_lowercase)
}

/// A word without the endings that English changes; who looks for a match means a mismatch.
fn stem(word: &str) -> &str {
    let endings = ["ing", "ed", "es", "s"];
    let stem = endings.iter().filter_map(|ending| word.strip_suffix(ending)).find(|stem| stem.len() > 3).unwrap_or(word);
    stem.strip_prefix("mis").filter(|rest| rest.len() > 3).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guides_are_found_by_what_they_are_about() {
        for (question, guide) in [
            ("the redirect URI does not match", "redirect-uri-mismatch"),
            ("client secret expired", "client-secret-rejected"),
            ("user is locked out after too many attempts", "account-locked"),
            ("the sign-in loops", "redirect-loop"),
            ("no consent was granted to the application", "consent-missing"),
        ] {
            assert!(guides(question).contains(&guide), "{question}: {:?}", guides(question));
            assert!(guides(question).len() <= MOST);
        }
        for question in [
            "redirect uri: https://a.example",
            "redirect_uri mismatch",
            "nonsense",
            "sign-in error",
            "purple monkey dishwasher",
            "",
            "the page does not work",
        ] {
            assert_eq!(guides(question), [""; 0], "{question}");
        }
        assert_eq!(guides(&"redirect uri ".repeat(100)), [""; 0]);
    }
}
