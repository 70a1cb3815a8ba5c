//! Checks and what hangs on them: front matter that does not parse, names that fit nothing.

use std::collections::BTreeSet;

use super::file::GuideFile;
use crate::annotate::checks::{Bullet, Check};
use crate::annotate::guide::{Guide, GuideError, headline};
use crate::model::attempt::{Headline, HeadlinePiece, HeadlinePlace};
use crate::model::look_up::Problem;

/// Longer statements do not fit a line of a report.
const LONGEST_STATEMENT: usize = 110;

/// Front matter that is not read: the guide would be taken for a text without any.
pub(super) fn front_matter(file: &GuideFile) -> Vec<Problem> {
    if !file.has_front_matter() {
        return Vec::new();
    }
    let error = match Guide::parse(&file.text) {
        Ok(_) => return Vec::new(),
        Err(GuideError::FrontMatter(error)) => error,
        Err(error @ GuideError::NoFrontMatter) => return vec![file.problem(1, "front-matter", error.to_string())],
    };
    // The first line of the file is the mark before the front matter.
    let line = error
        .span()
        .map_or(1, |span| file.text.get(4..).and_then(|text| text.get(..span.start)).map_or(1, |before| before.matches('\n').count() + 2));
    vec![file.problem(line, "front-matter", format!("the front matter cannot be read: {}", error.message()))]
}

/// Checks that nothing refers to, references to no check, and checks that say nothing.
pub(super) fn checks(file: &GuideFile) -> Vec<Problem> {
    let Ok(guide) = Guide::parse(&file.text) else { return Vec::new() };
    let mut problems = Vec::new();
    let mut names = BTreeSet::new();
    let served: BTreeSet<&str> = guide.front.codes.iter().map(|row| row.code.as_str()).collect();
    for check in guide.checks() {
        let line = line_of_check(file, &check.name);
        let mut tell = |rule, message: String| problems.push(file.problem(line, rule, message));
        let is_name =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if !is_name(&check.name) {
            tell("check-name", format!("\"{}\" is not a name of a check; take lower-case letters, digits and hyphens", check.name));
        }
        if !names.insert(check.name.as_str()) {
            tell("check-twice", format!("there are two checks called {}", check.name));
        }
        if check.says.trim().is_empty() || check.says.ends_with('.') || check.says.chars().count() > LONGEST_STATEMENT {
            let message =
                format!("says of {} has to be a statement of at most {LONGEST_STATEMENT} characters without a full stop", check.name);
            tell("check-statement", message);
        }
        for code in check.codes.iter().filter(|code| !served.contains(code.as_str())) {
            tell("check-code", format!("{} is for {code}, which the guide does not serve", check.name));
        }
        if !is_used(&guide, check) {
            tell("unused-check", format!("nothing refers to {}; put {{{}}} before a bullet or take it out", check.name, check.name));
        }
    }
    problems.extend(headlines(file, &guide));
    let body = file.body();
    for (section, bullets) in sections(&guide) {
        for term in bullets.iter().flat_map(|bullet| &bullet.condition.0) {
            let line = body.lines().position(|line| line.contains('{') && line.contains(&term.check)).map_or(1, |at| at + 1);
            if !names.contains(term.check.as_str()) {
                let message = format!("there is no check called \"{}\" in the front matter", term.check);
                problems.push(file.problem(line, "unknown-check", message));
            }
            if term.is_hint && section != "Causes" {
                let message = format!("{}? is a hint, and hints support causes alone; take the question mark off", term.check);
                problems.push(file.problem(line, "hint-without-cause", message));
            }
        }
    }
    problems
}

/// Headlines with places that nothing fills, with a full stop, or for codes of other guides.
fn headlines(file: &GuideFile, guide: &Guide) -> Vec<Problem> {
    let served: BTreeSet<&str> = guide.front.codes.iter().map(|row| row.code.as_str()).collect();
    let texts = guide.front.codes.iter().filter_map(|row| row.headline.as_ref()).chain(guide.front.headlines.iter().map(|row| &row.says));
    let mut problems = Vec::new();
    for text in texts {
        let line = file.lines().find(|(_, line)| line.contains(text.as_str())).map_or(1, |(line, _)| line);
        let Headline(pieces) = headline(text, false);
        if pieces.iter().any(|piece| matches!(piece, HeadlinePiece::Words(words) if words.contains(['{', '}']))) {
            let places: Vec<String> = HeadlinePlace::ALL.iter().map(|place| format!("{{{}}}", place.name())).collect();
            problems.push(file.problem(line, "headline-place", format!("the places of a headline are {}", places.join(", "))));
        }
        if text.ends_with('.') || text.trim().is_empty() {
            problems.push(file.problem(line, "headline", "a headline is a sentence without a full stop: the code follows it"));
        }
    }
    for code in guide.front.headlines.iter().flat_map(|row| &row.codes).filter(|code| !served.contains(code.as_str())) {
        problems.push(file.problem(1, "headline-code", format!("a headline is for {code}, which the guide does not serve")));
    }
    problems
}

fn sections(guide: &Guide) -> [(&'static str, &[Bullet]); 5] {
    [
        ("Causes", &guide.causes),
        ("Confirm", &guide.confirm),
        ("Not in the trace", &guide.not_in_trace),
        ("Resolve", &guide.resolve),
        ("Escalate with", &guide.escalate_with),
    ]
}

fn is_used(guide: &Guide, check: &Check) -> bool {
    let mut bullets = sections(guide).into_iter().flat_map(|(_, bullets)| bullets);
    bullets.any(|bullet| bullet.condition.0.iter().any(|term| term.check == check.name))
}

fn line_of_check(file: &GuideFile, name: &str) -> usize {
    let wanted = format!("name = \"{name}\"");
    file.lines().find(|(_, line)| line.trim() == wanted).map_or(1, |(line, _)| line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(checks: &str, body: &str) -> Vec<&'static str> {
        let text = format!(
            "+++\ntitle = \"T\"\nreviewed = \"2026-11-01\"\nwho_acts = [\"user\"]\n[[codes]]\ncode = \"AADSTS50126\"\nmeaning = \"M.\"\n{checks}\n+++\n\n{body}"
        );
        let file = GuideFile { name: "guide.md".to_owned(), text };
        front_matter(&file).into_iter().chain(super::checks(&file)).map(|problem| problem.rule).collect()
    }

    const CHECK: &str = "[[checks]]\nname = \"ropc\"\nsays = \"the password was sent without a page\"\nwhen = { grant = \"password\" }\n";

    #[test]
    fn what_fits_nothing_is_told() {
        assert_eq!(rules(CHECK, "## Causes\n- {ropc} A script.\n"), [""; 0]);
        assert_eq!(rules(CHECK, "## Causes\n- A script.\n"), ["unused-check"]);
        assert_eq!(rules(CHECK, "## Causes\n- {ropc} {x} A script.\n- {page} Another.\n"), ["unknown-check"]);
        assert_eq!(
            rules(CHECK, "## Causes\n- {ropc?} A script.\n\n## Resolve\n- {not ropc?} User: type it again.\n"),
            ["hint-without-cause"]
        );
        let of_other_code = format!("{CHECK}codes = [\"AADSTS50053\"]\n");
        assert_eq!(rules(&of_other_code, "## Causes\n- {ropc} A script.\n"), ["check-code"]);
        let twice = format!("{CHECK}{CHECK}");
        assert_eq!(rules(&twice, "## Causes\n- {ropc} A script.\n"), ["check-twice"]);
        let sentence = CHECK.replace("a page", "a page.").replace("name = \"ropc\"", "name = \"R\"");
        assert_eq!(rules(&sentence, "## Causes\n- {R} A script.\n"), ["check-name", "check-statement"]);
    }

    #[test]
    fn headlines_that_do_not_fit_are_told() {
        let with = |headline: &str| rules(&format!("headline = \"{headline}\"\n{CHECK}"), "## Causes\n- {ropc} A script.\n");
        assert_eq!(with("{application} sent {detail} to {resource} in {sign-in}"), [""; 0]);
        assert_eq!(with("{applicaton} failed"), ["headline-place"]);
        assert_eq!(with("{application} failed."), ["headline"]);
        let row = format!("{CHECK}[[headlines]]\ncodes = [\"AADSTS50053\"]\nwhen = {{ grant = \"password\" }}\nsays = \"x\"\n");
        assert_eq!(rules(&row, "## Causes\n- {ropc} A script.\n"), ["headline-code"]);
    }

    #[test]
    fn a_formula_that_the_vocabulary_does_not_have_is_told() {
        for when in [
            "{ grand = \"password\" }",
            "{ grant = \"walnut\" }",
            "{ grant = 5 }",
            "{ times = \"often\" }",
            "{ times = { at_least = 3, about = 4 } }",
            "{ times = { at_least = 5, at_most = 3 } }",
            "{ code_before = \"AADSTS99999999\" }",
            "{ page_shown = \"ConvergedWalnut\" }",
            "{ message = { says = \"123\" } }",
            "{ all = [] }",
            "{ not = \"grant\" }",
            "{ }",
            "{ not = { not = { not = { not = { not = { not = { not = { not = { not = { not = { silent = \"yes\" } } } } } } } } } } }",
        ] {
            let check = CHECK.replace("{ grant = \"password\" }", when);
            assert_eq!(rules(&check, "## Causes\n- {ropc} A script.\n"), ["front-matter"], "{when}");
        }
        for when in [
            "{ grant = [\"password\", \"refresh_token\"] }",
            "{ times = 3 }",
            "{ times = { at_least = 3 } }",
            "{ code_before = [\"AADSTS50072\", \"mfa-denied\"], page_shown = \"ConvergedTFA\" }",
            "{ message = { says = \"key was not found\" } }",
            "{ any = [{ silent = \"yes\" }, { not = { stage_seen = \"token\" } }] }",
            "{ protocol = \"saml2\", cloud = \"china\", outcome = \"failed\", site = \"token_response\", interrupt_asked = \"mfa\" }",
        ] {
            let check = CHECK.replace("{ grant = \"password\" }", when);
            assert_eq!(rules(&check, "## Causes\n- {ropc} A script.\n"), [""; 0], "{when}");
        }
    }
}
