//! The verdict: one sentence on what happened, which a manager understands, with the code in brackets.

use super::words;
use crate::entra::details;
use crate::model::attempt::{Attempt, Headline, HeadlinePiece, HeadlinePlace, Outcome, Protocol};
use crate::model::finding::Finding;

/// The verdict on an attempt that ended on a finding.
pub(super) fn of(attempt: &Attempt, root: Option<&Finding>) -> String {
    let headline = root.and_then(|root| Some((root, attempt.headline.as_ref()?)));
    let first = headline.map(|(root, headline)| sentence(attempt, headline, root)).or_else(|| by_title(attempt, root?));
    let first = first.unwrap_or_else(|| attempt.verdict.clone());
    [first].into_iter().chain(attempt.remarks.iter().cloned()).collect::<Vec<_>>().join(" ")
}

fn sentence(attempt: &Attempt, Headline(pieces): &Headline, root: &Finding) -> String {
    let mut says_detail = false;
    let mut text = String::new();
    for piece in pieces {
        match piece {
            HeadlinePiece::Words(words) => text.push_str(words),
            HeadlinePiece::Place(HeadlinePlace::SignIn) => text.push_str(&sign_in(attempt)),
            HeadlinePiece::Place(HeadlinePlace::Application) => text.push_str(attempt.application.as_deref().unwrap_or("the application")),
            HeadlinePiece::Place(HeadlinePlace::Resource) => text.push_str(attempt.resource_name.as_deref().unwrap_or("the resource")),
            HeadlinePiece::Place(HeadlinePlace::Detail) => {
                says_detail = true;
                let detail = root.detail.as_deref().map_or("a value", |detail| detail.rsplit(": ").next().unwrap_or(detail));
                text.push_str(detail);
            }
        }
    }
    let detail = root.detail.as_deref().filter(|detail| !says_detail && details::is_known(detail));
    let detail = detail.map(|detail| format!("; {detail}")).unwrap_or_default();
    format!("{} ({}{detail}).", words::capitalized(&text), root.code)
}

/// The verdict in the words of a built-in guide's title, where a failure has a number and no headline: findings without a number have a verdict of
/// their own.
fn by_title(attempt: &Attempt, root: &Finding) -> Option<String> {
    root.code.number().filter(|_| attempt.outcome == Outcome::Failed)?;
    let guidance = root.guidance.as_ref().filter(|guidance| !guidance.is_own())?;
    let title = words::with_small_letter(&guidance.title.to_string());
    Some(format!("{} failed: {title} ({}).", words::capitalized(&sign_in(attempt)), root.code))
}

/// What was tried: `the sign-in to Contoso Orders`.
pub(super) fn sign_in(attempt: &Attempt) -> String {
    let (what, to) = match attempt.protocol {
        Protocol::RefreshToken => ("the token renewal", "for"),
        Protocol::ClientCredentials => ("the application's token request", "of"),
        Protocol::OnBehalfOf => ("the on-behalf-of token request", "of"),
        Protocol::DeviceCode => ("the device code sign-in", "to"),
        _ if attempt.silent => ("the silent sign-in", "to"),
        _ => ("the sign-in", "to"),
    };
    attempt.application.as_deref().map_or_else(|| what.to_owned(), |name| format!("{what} {to} {name}"))
}

/// The last line of a report: the code and what is wrong in the guide's title, or as much of that as a line holds; else what was tried.
pub(super) fn in_short(attempt: &Attempt, root: Option<&Finding>) -> String {
    /// What a narrow terminal has next to the outcome.
    const LONGEST: usize = 67;
    let Some(root) = root else { return words::capitalized(&sign_in(attempt)) };
    let application = attempt.application.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
    let title = root.guidance.as_ref().map(|guidance| format!(" {}", guidance.title));
    let name = root.name.as_ref().map(|name| format!(" {name}"));
    let lines = [title, name].into_iter().flatten().map(|said| format!("{}{said}{application}", root.code));
    lines.into_iter().find(|line| line.chars().count() <= LONGEST).unwrap_or_else(|| format!("{}{application}", root.code))
}
