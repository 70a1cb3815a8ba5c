//! What a sign-in was canceled on. The cancel is the cause, and who pressed it may have had no other way: then the guide that helps is that of the
//! page, which asked for something that the user could not give.

use crate::entra::codes::{Code, CodeKind};
use crate::model::attempt::Attempt;
use crate::model::finding::Finding;
use crate::model::report::Report;
use crate::render::document::{Block, Line};
use crate::render::words;

/// What ended at the page that was left, and what to do about it.
pub(super) fn note(attempt: &Attempt, root: &Finding, report: &Report) -> Vec<Block> {
    let Some((finding, guidance)) = finding(attempt, root, report).and_then(|finding| Some((finding, finding.guidance.as_ref()?))) else {
        return Vec::new();
    };
    let mut blocks = vec![
        Block::Labelled("Canceled on".to_owned(), Line::taken(words::code_and_name(finding))),
        Block::Labelled("Meaning".to_owned(), Line::of(&guidance.meaning, guidance)),
    ];
    blocks.extend(words::who_acts(guidance).map(|actors| Block::Labelled("Who acts".to_owned(), Line::taken(actors))));
    let steps = guidance.resolve.iter().map(|step| Line::of(step, guidance)).collect();
    blocks.push(Block::Bullets("What to do about that".to_owned(), steps));
    blocks
}

/// The last finding of a page that was not passed before the user canceled: a failure, or something that only others can give.
pub(super) fn finding<'a>(attempt: &Attempt, root: &Finding, report: &'a Report) -> Option<&'a Finding> {
    let is_cancel = root.code == Code::B2c(90091) || root.code == Code::named("user-cancelled");
    let page = attempt.interrupts.iter().rfind(|interrupt| is_cancel && interrupt.satisfied != Some(true))?;
    let is_of_page = |finding: &&Finding| {
        let is_asked =
            page.code.as_ref() == Some(&finding.code) || finding.code.asks() == Some(page.kind) || finding.code.refuses(page.kind);
        is_asked && (page.kind.is_beyond_the_user() || finding.code.kind() == CodeKind::Failure)
    };
    let mut others = attempt.findings.iter().filter(|at| Some(**at) != attempt.root_cause).filter_map(|at| report.findings.get(*at));
    others.rfind(is_of_page)
}
