//! The linter for people's own guides: what makes a guide useless or wrong, with file, line and what to do.

mod against_code;
mod checks;
mod file;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::catalog::Catalog;
use super::guide::TO_WRITE;
use super::guides::GUIDES;
use super::own_guide::{OwnGuide, OwnGuideError, codes_in, first_heading, left_out_of, passages, says_nothing};
use super::{slots, wording};
use crate::entra::codes::{Code, CodeKind};
use crate::entra::pattern::pattern;
use crate::model::finding::LeftOut;
use crate::model::look_up::Problem;
use against_code::WITHOUT_MFA;
pub use file::GuideFile;

/// Checks guides, alone and against each other.
#[must_use]
pub fn check(files: &[GuideFile]) -> Vec<Problem> {
    let files: Vec<GuideFile> = files.iter().map(GuideFile::normal).collect();
    let mut problems: Vec<Problem> = files.iter().flat_map(|file| FAULTS.iter().chain(RULES).flat_map(|rule| rule(file))).collect();
    problems.extend(repeated_paragraphs(&files));
    problems.sort();
    problems.dedup();
    problems
}

/// The faults of a guide: what makes it say something wrong, so that it follows ours.
#[must_use]
pub fn faults(file: &GuideFile) -> Vec<Problem> {
    let file = file.normal();
    let mut faults: Vec<Problem> = FAULTS.iter().flat_map(|rule| rule(&file)).collect();
    faults.sort();
    faults.dedup();
    faults
}

/// A file as a guide of one's own, with the number of its faults.
pub fn own_guide(file: &GuideFile) -> Result<OwnGuide, OwnGuideError> {
    Ok(OwnGuide::parse(&file.name, &file.text)?.with_faults(faults(file).len()))
}

/// The built-in guides, as files.
#[must_use]
pub fn built_in() -> Vec<GuideFile> {
    GUIDES.iter().map(|(name, text)| GuideFile { name: format!("{name}.md"), text: (*text).to_owned() }).collect()
}

/// The rules whose breach is a fault.
const FAULTS: &[fn(&GuideFile) -> Vec<Problem>] = &[
    checks::front_matter,
    failed_sections,
    nothing_left,
    against_code::contradicting_prerequisite,
    against_code::contradicting_step,
    against_code::other_matter,
    against_code::other_code,
    against_code::false_cause,
];

/// The rules that look at one guide.
const RULES: &[fn(&GuideFile) -> Vec<Problem>] = &[
    code,
    title,
    sections,
    introduction,
    left_out,
    unknown_slots,
    links,
    retired_names,
    beside_the_point,
    empty_phrases,
    false_facts,
    interrupt_not_said,
    what_a_guide_must_say,
    rows_for_messages,
    to_write,
    checks::checks,
];

fn matches<'a>(pattern: &'static LazyLock<Regex>, text: &'a str) -> Option<&'a str> {
    pattern.find(text).map(|found| found.as_str())
}

fn code(file: &GuideFile) -> Vec<Problem> {
    let codes = file.codes();
    let line = file.title().map_or(1, |(line, _)| line);
    if codes.is_empty() {
        return vec![file.problem(line, "no-code", "names no code; put it into the first heading or into front matter")];
    }
    let mut problems = Vec::new();
    if !file.has_front_matter() && first_heading(&file.text).is_none_or(|heading| codes_in(heading).is_empty()) {
        let message = format!("the text never names its code ({}); a reader cannot find it by the code", codes.join(", "));
        problems.push(file.problem(line, "code-not-named", message));
    }
    let catalog = Catalog::default();
    let unknown = codes.iter().filter(|code| code.starts_with("AAD") && catalog.look_up(code).is_none());
    problems.extend(unknown.map(|code| file.problem(line, "unknown-code", format!("{code} is not in the catalog; check the digits"))));
    problems
}

fn title(file: &GuideFile) -> Vec<Problem> {
    static LOST_SPACE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"[a-z][.:;,][A-Z][a-z]|\b(?:[Ss]ee|[Tt]he|then|with|code|at|to|and|in|of)[A-Z][a-z]+|[a-z]{4}(?:eras|asat|with the|error code)\d*[A-Z0-9]",
        )
    });
    /// A longer title is a description.
    const LONGEST: usize = 120;
    let Some((line, title)) = file.title() else { return Vec::new() };
    let mut problems = Vec::new();
    if let Some(place) = matches(&LOST_SPACE, title) {
        problems.push(file.problem(line, "title-lost-spaces", format!("the title lost spaces at \"{place}\"; write it again")));
    }
    if title.len() > LONGEST {
        problems.push(file.problem(
            line,
            "title-too-long",
            "the title is a whole description; give the remedy in a few words and move the rest into the text",
        ));
    }
    problems
}

/// Headings with nothing below them.
fn sections(file: &GuideFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut open: Option<(usize, usize, &str)> = None;
    for (at, line) in file.lines() {
        let level = line.bytes().take_while(|byte| *byte == b'#').count();
        let is_heading = (1..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ');
        if is_heading {
            if let Some((start, _, heading)) = open.filter(|(_, above, _)| *above > 1 && level <= *above) {
                problems.push(file.problem(
                    start,
                    "empty-section",
                    format!("\"{}\" has no text; fill it or take it out", heading.trim_matches(['#', ' '])),
                ));
            }
            open = Some((at, level, line));
        } else if !line.trim().is_empty() && !line.trim().chars().all(|letter| letter == '-') {
            open = None;
        }
    }
    if let Some((start, _, heading)) = open.filter(|(_, level, _)| *level > 1) {
        problems.push(file.problem(
            start,
            "empty-section",
            format!("\"{}\" has no text; fill it or take it out", heading.trim_matches(['#', ' '])),
        ));
    }
    problems
}

fn failed_sections(file: &GuideFile) -> Vec<Problem> {
    let failed = left_out_of(&file.body()).into_iter().filter(|(_, kind)| *kind == LeftOut::FailedSection);
    failed
        .map(|(at, _)| {
            file.problem(
                at,
                "failed-section",
                "a generator's error message is here instead of text, and reports leave it out; write the section or take it out",
            )
        })
        .collect()
}

/// What reports leave out.
fn left_out(file: &GuideFile) -> Vec<Problem> {
    if file.has_front_matter() {
        return Vec::new();
    }
    let others = left_out_of(&file.text).into_iter().filter(|(_, kind)| *kind != LeftOut::FailedSection);
    others.map(|(at, kind)| file.problem(at, "left-out", format!("reports leave this out: {}", kind.words().0))).collect()
}

fn nothing_left(file: &GuideFile) -> Vec<Problem> {
    if file.has_front_matter() || file.codes().is_empty() || !says_nothing(&file.text) {
        return Vec::new();
    }
    let line = file.title().map_or(1, |(line, _)| line);
    vec![file.problem(line, "nothing-left", "says nothing about its code next to what fits every code; say what ends the error")]
}

/// An introduction that is the title again says nothing.
fn introduction(file: &GuideFile) -> Vec<Problem> {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 2).map(str::to_owned).collect()
    };
    let Some((_, title)) = file.title().filter(|_| !file.has_front_matter()) else { return Vec::new() };
    let title: BTreeSet<String> = words(title).into_iter().collect();
    let mut lines = file.lines().skip_while(|(_, line)| !line.to_lowercase().starts_with("## introduction")).skip(1).peekable();
    let Some(start) = lines.peek().map(|(at, _)| *at) else { return Vec::new() };
    let text: Vec<String> = lines.take_while(|(_, line)| !line.starts_with('#')).flat_map(|(_, line)| words(line)).collect();
    let repeated = text.iter().filter(|word| title.contains(*word)).count();
    if text.len() >= 8 && repeated * 10 >= text.len() * 7 {
        return vec![file.problem(
            start,
            "introduction-repeats-title",
            "the introduction is the title again; say what happened in your own words",
        )];
    }
    Vec::new()
}

fn unknown_slots(file: &GuideFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (at, line) in file.lines() {
        let unknown = slots::names(line).into_iter().filter(|name| !slots::NAMES.contains(name));
        problems.extend(unknown.map(|name| {
            file.problem(at, "unknown-slot", format!("the slot \"{name}\" is filled by nothing; known are {}", slots::NAMES.join(", ")))
        }));
    }
    problems
}

fn links(file: &GuideFile) -> Vec<Problem> {
    static TARGET: LazyLock<Regex> = LazyLock::new(|| pattern(r#"\]\(([^)]*)\)|^url = "([^"]*)""#));
    let mut problems = Vec::new();
    for (at, line) in file.lines() {
        for found in TARGET.captures_iter(line) {
            let Some(target) = found.get(1).or_else(|| found.get(2)) else { continue };
            problems.extend(link(file, at, target.as_str()));
        }
    }
    problems
}

/// Documentation paths that lead to no page in particular.
const LANDING_PAGES: &[&str] = &["", "/azure", "/azure/active-directory", "/entra", "/entra/identity", "/microsoft-365", "/graph"];

fn link(file: &GuideFile, line: usize, target: &str) -> Option<Problem> {
    let trimmed = target.trim();
    let url = url::Url::parse(trimmed).ok().filter(|url| matches!(url.scheme(), "https" | "http"));
    let Some(url) = url.filter(|_| trimmed == target && !trimmed.contains(char::is_whitespace)) else {
        return Some(file.problem(
            line,
            "malformed-link",
            format!("\"{target}\" is no well-formed address; write https://... without spaces"),
        ));
    };
    let path = url.path().trim_end_matches('/').to_ascii_lowercase();
    let path = path.strip_prefix("/en-us").unwrap_or(&path);
    let documentation = url.host_str().is_some_and(|host| host.ends_with("learn.microsoft.com") || host.ends_with("docs.microsoft.com"));
    let landing = documentation && LANDING_PAGES.contains(&path);
    landing.then(|| file.problem(line, "landing-page-link", format!("{url} is a landing page; link the page that helps")))
}

/// Names that are no longer in use, with today's.
const RETIRED: &[(&str, &str)] = &[
    ("azure ad portal", "Microsoft Entra admin center (entra.microsoft.com)"),
    ("azure active directory", "Microsoft Entra ID"),
    ("azure ad", "Microsoft Entra ID"),
    ("docs.microsoft.com", "learn.microsoft.com"),
    ("additional verification page", "Security info (aka.ms/mysecurityinfo)"),
    ("msonline", "Microsoft Graph PowerShell"),
    ("get-msoluser", "Get-MgUser"),
    ("get-azureaduser", "Get-MgUser"),
    ("azuread module", "Microsoft Graph PowerShell"),
    ("office 365 portal", "Microsoft 365 admin center"),
];

/// Names that contain a retired one and are in use.
const STILL_IN_USE: &[&str] = &[
    "azure ad b2c",
    "azure active directory b2c",
    "azure ad connect",
    "azure ad sync",
    "retired azure ad graph",
    "microsoft azure ad sync",
];

fn retired_names(file: &GuideFile) -> Vec<Problem> {
    let mut problems = Vec::new();
    let text = file.lines().skip_while(|(_, line)| file.text.starts_with("<properties") && !line.contains("/>"));
    for (at, line) in text {
        let mut line = line.to_lowercase();
        for name in STILL_IN_USE {
            line = line.replace(name, "");
        }
        if let Some((old, new)) = RETIRED.iter().find(|(old, _)| line.contains(old)) {
            problems.push(file.problem(at, "retired-name", format!("\"{old}\" is a retired name; today it is {new}")));
        }
    }
    problems
}

/// Codes of passwords and accounts that a guide mentions multifactor authentication for.
fn beside_the_point(file: &GuideFile) -> Vec<Problem> {
    static MFA: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)\bmfa\b|multi-?factor"));
    if file.has_front_matter() || !file.numbers().iter().any(|number| WITHOUT_MFA.contains(number)) {
        return Vec::new();
    }
    let beside = passages(&file.text).into_iter().filter(|passage| matches(&MFA, &passage.text).is_some());
    beside
        .map(|passage| {
            file.problem(passage.line, "beside-the-point", "speaks of MFA, which plays no part in this code; say what ends the error")
        })
        .collect()
}

/// Phrases that tell no one what to do.
fn empty_phrases(file: &GuideFile) -> Vec<Problem> {
    const EMPTY: &[&str] = &[
        "perform necessary actions",
        "as described for the error",
        "consider any additional security measures",
        "take appropriate action",
        "follow best practices",
    ];
    let empty = file.lines().filter_map(|(at, line)| Some((at, EMPTY.iter().find(|phrase| line.to_lowercase().contains(**phrase))?)));
    empty
        .map(|(at, phrase)| {
            file.problem(at, "empty-phrase", format!("\"{phrase}\" tells no one what to do; name the action, the place and the role"))
        })
        .collect()
}

/// Statements that guides copy from each other and that are not so.
const FALSE_FACTS: &[(&str, &str)] = &[
    (
        "windows logs > applications and services",
        "the AAD log is under Applications and Services Logs > Microsoft > Windows > AAD, not under Windows Logs",
    ),
    ("nettrace", "a network trace cannot read TLS: it shows no sign-in message"),
    ("via sms, email", "email is no method of multifactor authentication; it serves password reset only"),
    ("compliance policies", "device compliance policies are Intune's; what asks for MFA is a Conditional Access policy"),
];

fn false_facts(file: &GuideFile) -> Vec<Problem> {
    if file.has_front_matter() {
        return Vec::new();
    }
    let plain = |line: &str| line.to_lowercase().replace(['*', '`'], "");
    let wrong = file.lines().filter_map(|(at, line)| Some((at, FALSE_FACTS.iter().find(|(phrase, _)| plain(line).contains(phrase))?)));
    wrong.map(|(at, (_, truth))| file.problem(at, "false-fact", *truth)).collect()
}

/// A guide for an interrupt that does not say that an interrupt is normal makes people repair what works.
fn interrupt_not_said(file: &GuideFile) -> Vec<Problem> {
    let interrupt = file.codes().iter().filter_map(|code| Code::read(code)).any(|code| code.kind() == CodeKind::Interrupt);
    let text = file.text.to_lowercase();
    let body = text.split_once('\n').map_or("", |(_, body)| body);
    let said = ["is normal", "expected", "not an error", "no error", "only an interrupt", "is an interrupt"]
        .iter()
        .any(|phrase| body.contains(phrase));
    if !interrupt || said || file.has_front_matter() {
        return Vec::new();
    }
    let line = file.title().map_or(1, |(line, _)| line);
    vec![file.problem(
        line,
        "interrupt-not-said",
        "the code is an interrupt, a normal step unless the sign-in stops on it; the guide treats it as a failure",
    )]
}

/// Who acts, what in the trace confirms it, what to attach.
fn what_a_guide_must_say(file: &GuideFile) -> Vec<Problem> {
    if file.has_front_matter() {
        return Vec::new();
    }
    let text = file.text.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let mut problems = Vec::new();
    if !says(&["har", "fiddler", "$config", "serrorcode", "correlation id", "correlationid", "sign-in details"]) {
        problems.push(file.problem(1, "no-evidence", "does not say where the code shows in a trace, or what in it confirms a cause"));
    }
    if !says(&["attach", "escalat"]) {
        problems.push(file.problem(1, "nothing-to-attach", "does not say what to attach to an escalation"));
    }
    if !says(&["## who", "who acts", "administrator:", "user:", "helpdesk", "help desk"]) {
        problems.push(file.problem(
            1,
            "nobody-acts",
            "does not say who has to act: the user, which administrator, the application's owner",
        ));
    }
    problems
}

/// Rows of the front matter that are for messages with certain words: words that nothing else says, and each message once.
fn rows_for_messages(file: &GuideFile) -> Vec<Problem> {
    /// Fewer letters are in messages by chance.
    const FEWEST: usize = 10;
    let Ok(guide) = super::guide::Guide::parse(&file.text) else { return Vec::new() };
    // The rows are in the order of their lines.
    let lines = file.lines().filter(|(_, line)| line.starts_with("code = ")).map(|(at, _)| at);
    let mut seen = BTreeSet::new();
    let mut problems = Vec::new();
    for (row, line) in guide.front.codes.iter().zip(lines) {
        let words = row.message.as_deref().map(wording::letters);
        if words.as_ref().is_some_and(|words| words.len() < FEWEST) {
            problems.push(file.problem(line, "message-too-short", "the words of message are in many messages; take more of them"));
        }
        if !seen.insert((&row.code, words)) {
            let message = format!("{} has two rows for the same messages; the second is never used", row.code);
            problems.push(file.problem(line, "code-twice", message));
        }
    }
    problems
}

/// What the beginning of a guide left to be written.
fn to_write(file: &GuideFile) -> Vec<Problem> {
    let left = file.lines().filter(|(_, line)| line.contains(TO_WRITE));
    left.map(|(at, _)| file.problem(at, "to-write", "this is still to be written; write what is so in your organization, or take it out"))
        .collect()
}

/// Paragraphs that are in guides of different codes fit none of them.
fn repeated_paragraphs(files: &[GuideFile]) -> Vec<Problem> {
    /// Shorter runs of words may be the same by chance.
    const SHORTEST: usize = 8;
    let to_write = TO_WRITE.trim_end_matches(':').to_lowercase();
    let mut seen: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        for (line, paragraph) in paragraphs(file) {
            // What is to be written is told as that.
            if paragraph.split(' ').count() >= SHORTEST && !paragraph.split(' ').any(|word| to_write == word) {
                seen.entry(paragraph).or_default().push((at, line));
            }
        }
    }
    let mut problems = Vec::new();
    for places in seen.values().filter(|places| places.iter().any(|(at, _)| *at != places[0].0)) {
        for (at, line) in places {
            let others: BTreeSet<&str> =
                places.iter().filter(|(other, _)| other != at).map(|(other, _)| files[*other].name.as_str()).collect();
            let others = others.into_iter().collect::<Vec<_>>().join(", ");
            problems.push(files[*at].problem(
                *line,
                "repeated-paragraph",
                format!("the same words are in {others}; what fits every code helps with none"),
            ));
        }
    }
    problems
}

/// Runs of lines without an empty one, as words, with the line each begins at. A list is one run: its items belong together.
fn paragraphs(file: &GuideFile) -> Vec<(usize, String)> {
    let mut paragraphs: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    let body = file.lines().skip(if file.has_front_matter() {
        file.text[4..].find("\n+++\n").map_or(0, |end| file.text[..end + 8].lines().count())
    } else {
        0
    });
    for (at, line) in body {
        let words: Vec<String> = line
            .to_lowercase()
            .split(|letter: char| !letter.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        if words.is_empty() || line.starts_with('#') {
            open = false;
            continue;
        }
        match paragraphs.last_mut().filter(|_| open) {
            Some((_, text)) => {
                text.push(' ');
                text.push_str(&words.join(" "));
            }
            None => paragraphs.push((at, words.join(" "))),
        }
        open = true;
    }
    paragraphs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        check(&[GuideFile { name: "guide.md".to_owned(), text: text.to_owned() }]).into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn each_fault_is_found() {
        for (rule, text) in [
            ("no-code", "# Passwords\n\nText.\n"),
            ("unknown-code", "# AADSTS99999999\n\nText.\n"),
            ("title-lost-spaces", "# AADSTS50053: two reasons:IdsLocked. SeeRemediate risks\n\nText.\n"),
            ("empty-section", "# AADSTS50053\n\nText.\n\n## Causes\n\n## Steps\n\nDo.\n"),
            ("failed-section", "# AADSTS50053\n\nTroubleshooting steps could not be generated due to an error.\n"),
            ("unknown-slot", "# AADSTS50053\n\n<!--$shoeSize-->[shoeSize]<!--/$shoeSize-->\n"),
            ("malformed-link", "# AADSTS50053\n\n[x](https://learn.microsoft.com/entra/a/b )\n"),
            ("landing-page-link", "# AADSTS50053\n\n[x](https://learn.microsoft.com/en-us/azure/active-directory/)\n"),
            ("retired-name", "# AADSTS50053\n\nOpen the Azure AD portal.\n"),
            ("contradicting-prerequisite", "# AADSTS53004\n\n* The user must have already set up MFA.\n"),
            ("contradicting-step", "# AADSTS53004\n\nGuide the user through the MFA setup.\n"),
            ("beside-the-point", "# AADSTS50053\n\nVerify MFA settings.\n"),
            ("empty-phrase", "# AADSTS50053\n\nPerform necessary actions.\n"),
            ("false-fact", "# AADSTS50072\n\nUse NetTrace.\n"),
            ("interrupt-not-said", "# AADSTS50074\n\nRepair it.\n"),
            ("code-not-named", "<properties articleId=\"active-directory-dxp-signin-aad-block-ca\" />\n# Blocked\n\nText.\n"),
            (
                "title-too-long",
                "# AADSTS50053: this title is a whole description of the error and of everything that may have led to it, and goes on and on\n\nText.\n",
            ),
            (
                "introduction-repeats-title",
                "# AADSTS50053: account locked after many wrong passwords\n\n## Introduction\n\nThis guide is about: account locked after many wrong passwords, locked account.\n",
            ),
            (
                "message-too-short",
                "+++\ntitle = \"\"\nreviewed = \"\"\nwho_acts = []\n[[codes]]\ncode = \"AADSTS50012\"\nmessage = \"secret\"\nmeaning = \"\"\n+++\n",
            ),
            (
                "code-twice",
                "+++\ntitle = \"\"\nreviewed = \"\"\nwho_acts = []\n[[codes]]\ncode = \"AADSTS50012\"\nmeaning = \"\"\n[[codes]]\ncode = \"AADSTS50012\"\nmeaning = \"\"\n+++\n",
            ),
            ("to-write", "# AADSTS50053\n\nTODO: text.\n"),
            ("no-evidence", "# AADSTS50053\n\nText.\n"),
            ("nobody-acts", "# AADSTS50053\n\nText.\n"),
            ("nothing-to-attach", "# AADSTS50053\n\nText.\n"),
        ] {
            assert!(rules(text).contains(&rule), "{rule}: {:?}", rules(text));
        }
    }

    #[test]
    fn paragraphs_that_serve_two_codes_are_found() {
        let file = |name: &str, code: &str| GuideFile {
            name: name.to_owned(),
            text: format!("# {code}\n\nOne two three four five six seven eight nine.\n"),
        };
        let problems = check(&[file("a.md", "AADSTS50053"), file("b.md", "AADSTS50126")]);
        assert_eq!(problems.iter().filter(|problem| problem.rule == "repeated-paragraph").count(), 2);
    }

    fn faults_of(text: &str) -> Vec<&'static str> {
        let file = GuideFile { name: "guide.md".to_owned(), text: text.to_owned() };
        faults(&file).into_iter().map(|problem| problem.rule).collect()
    }

    #[test]
    fn what_a_code_contradicts_is_a_fault() {
        for (rule, text) in [
            ("contradicting-step", "# AADSTS53004: risk\n\n## Steps\n1. Instruct the user to\n\n   complete the MFA registration.\n"),
            ("contradicting-prerequisite", "# AADSTS50072\n\n## Prerequisites\n- The user must have set up MFA.\n"),
            (
                "other-matter",
                "# AADSTS7000222: the secret expired\n\n## Steps\n- Guide the user through the MFA setup process.\n- Create a secret.\n",
            ),
            ("other-matter", "# AADSTS50105\n\n## Prerequisites\n- The user must have already set up MFA.\n\n## Steps\n- Assign it.\n"),
            ("other-matter", "# AADSTS50011\n\n## Steps\n- Reset the user's password.\n"),
            ("other-matter", "# AADSTS50126\n\n## Resolution\n\nEnroll the laptop in Microsoft\n\nIntune. Verify MFA settings.\n"),
            ("other-code", "# AADSTS50126\n\n## Troubleshooting guide for error code AADSTS50074\n\n- Reset it.\n"),
            ("other-code", "# AADSTS50126\n\n**Error Code: AADSTS50074** **Description: it is\n\nso.**\n\n## Steps\n- Reset it.\n"),
            (
                "failed-section",
                "+++\ntitle = \"T\"\nreviewed = \"2026-01-01\"\nwho_acts = []\n[[codes]]\ncode = \"AADSTS50126\"\nmeaning = \"M.\"\n+++\n\n## Resolve\n- Steps could not be generated.\n",
            ),
            ("false-cause", "# AADSTS50072\n\n## Possible causes\n- **Expired Authentication\n  Methods:** they are old.\n"),
        ] {
            assert!(faults_of(text).contains(&rule), "{rule}: {text}: {:?}", faults_of(text));
        }
    }

    #[test]
    fn what_a_code_does_not_contradict_is_none() {
        for text in [
            "# AADSTS53004: User should register for multifactor authentication\n\n## Steps\n- Dismiss the risk, then ask the user to register for MFA.\n",
            "# AADSTS53010\n\n## Steps\n- The user must register MFA from the trusted network.\n",
            "# AADSTS50072\n\n## Steps\n- If the user has already registered a method, remove it.\n",
            "# AADSTS7000222\n\n## Steps\n- Create a client secret and update the application.\n- Do not reset the user's password.\n",
            "# AADSTS50126\n\n## Steps\n- Reset the user's password.\n\n## Difference from AADSTS50053\n- Not locked.\n",
            "# AADSTS50074\n\n## Steps\n- Complete the MFA prompt.\n- See AADSTS500121.\n",
            "# AADSTS99999\n\n## Steps\n- Guide the user through the MFA setup.\n",
            "# AADSTS53003\n\n## Resolution\n- Exclude the user from the policy, or enroll the device in Intune.\n",
        ] {
            assert_eq!(faults_of(text), [""; 0], "{text}");
        }
    }
}
