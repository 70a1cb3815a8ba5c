//! A guide: TOML front matter between `+++` lines, then four sections of bullets.

use serde::Deserialize;

use super::checks::{self, Bullet, Case, Check, CheckRow, Formula, Term};
use super::{of_code, wording};
use crate::model::attempt::{Headline, HeadlinePiece, HeadlinePlace, HeadlineWords};
use crate::model::finding::{CheckResult, Checked, Guidance, GuideLink, Material, Source, WhoActs};
use crate::model::prose::Prose;

/// What begins a step that no one has to take.
const NO_ONE: &str = "Nobody";

/// What begins a line that `guides new` leaves to be written.
pub(super) const TO_WRITE: &str = "TODO:";

/// A guide, parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guide {
    /// What the front matter says.
    pub front: FrontMatter,
    /// What it asks of the trace.
    checks: Vec<Check>,
    /// Causes, most frequent first.
    pub causes: Vec<Bullet>,
    /// What in the trace confirms them, and no check decides.
    pub confirm: Vec<Bullet>,
    /// What no trace shows.
    pub not_in_trace: Vec<Bullet>,
    /// Who does what, where.
    pub resolve: Vec<Bullet>,
    /// What to attach.
    pub escalate_with: Vec<Bullet>,
}

/// The front matter of a guide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FrontMatter {
    /// The remedy in a few words.
    pub title: String,
    /// When the guide was last held against Microsoft's documentation, `YYYY-MM-DD`.
    pub reviewed: String,
    /// The pages of documentation that it was held against then, by address. No report prints them.
    #[serde(default)]
    pub reviewed_against: Vec<String>,
    /// Who acts, in the order in which they act.
    pub who_acts: Vec<String>,
    /// The codes it serves.
    pub codes: Vec<CodeEntry>,
    /// What happened, where the trace tells more than the code.
    #[serde(default)]
    pub headlines: Vec<HeadlineRow>,
    /// `built-in` in a guide of one's own that adds to ours and does not replace it.
    extends: Option<Extended>,
    /// What it asks of the trace, as it is written.
    #[serde(default)]
    checks: Vec<CheckRow>,
    /// Further reading.
    #[serde(default)]
    pub links: Vec<Link>,
}

/// A headline for attempts in which something is so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HeadlineRow {
    /// The codes of the guide that it is for, when it is not for all of them.
    #[serde(default)]
    pub codes: Vec<String>,
    /// When it is so.
    pub when: Formula,
    /// The headline.
    pub says: String,
}

/// What a guide of one's own may extend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Extended {
    /// The guide that comes with the program.
    BuiltIn,
}

/// A code that a guide serves.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeEntry {
    /// `AADSTS50126`, or the name of a finding without a number.
    pub code: String,
    /// Words of the service's message: where it reused a number, this row is for messages that say them, and no other.
    pub message: Option<String>,
    /// The service's name. Guides of one's own may state it; what is said of a code comes from the table of codes.
    name: Option<String>,
    /// Failure, interrupt or informational, in the same way.
    kind: Option<String>,
    /// What happened, in one sentence.
    pub meaning: String,
    /// The same as a manager reads it, with places for what the attempt is about: `Conditional Access blocked {sign-in}`.
    pub headline: Option<String>,
}

impl CodeEntry {
    /// How well the row fits a message; the longer the words that are in it, the better. `None` when it is for other messages.
    pub(super) fn fit(&self, message: Option<&str>) -> Option<usize> {
        match &self.message {
            None => Some(0),
            Some(words) => message.filter(|message| wording::says(message, words)).map(|_| words.len()),
        }
    }
}

/// Further reading.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Link {
    /// What it is.
    pub title: String,
    /// Where it is.
    pub url: String,
}

/// Why a text is not a guide.
#[derive(Debug, thiserror::Error)]
pub(super) enum GuideError {
    /// The front matter's lines are missing.
    #[error("no front matter: a guide begins with a line `+++`, TOML, and another line `+++`")]
    NoFrontMatter,
    /// The front matter is no TOML of the expected shape.
    #[error("front matter: {0}")]
    FrontMatter(#[from] toml::de::Error),
}

impl Guide {
    /// Parses a guide.
    pub(super) fn parse(text: &str) -> Result<Self, GuideError> {
        let rest = text.strip_prefix("+++\n").ok_or(GuideError::NoFrontMatter)?;
        let (front, body) = rest.split_once("\n+++\n").ok_or(GuideError::NoFrontMatter)?;
        let mut front: FrontMatter = toml::from_str(front)?;
        let checks: Result<Vec<Check>, String> = std::mem::take(&mut front.checks).into_iter().map(CheckRow::read).collect();
        let checks = checks.map_err(<toml::de::Error as serde::de::Error>::custom)?;
        let guide = Self {
            front,
            checks,
            causes: section(body, "Causes"),
            confirm: section(body, "Confirm"),
            not_in_trace: section(body, "Not in the trace"),
            resolve: section(body, "Resolve"),
            escalate_with: section(body, "Escalate with"),
        };
        Ok(guide.with_shared_checks())
    }

    /// What the front matter says of a code that came with this message: a row for these words before the row for any.
    pub(super) fn entry(&self, code: &str, message: Option<&str>) -> Option<&CodeEntry> {
        let rows = self.front.codes.iter().filter(|entry| entry.code == code);
        rows.filter_map(|entry| Some((entry.fit(message)?, entry))).max_by_key(|(fit, _)| *fit).map(|(_, entry)| entry)
    }

    /// The checks that are for a code.
    pub(super) fn checks_of<'a>(&'a self, code: &'a str) -> impl Iterator<Item = &'a Check> {
        self.checks().iter().filter(move |check| check.is_for(code))
    }

    /// What happened in an attempt that ended on a code: the first headline that fits, else that of the code's row.
    pub(super) fn headline(&self, entry: &CodeEntry, case: &Case<'_>, is_own: bool) -> Option<Headline> {
        let is_for = |row: &&HeadlineRow| row.codes.is_empty() || row.codes.contains(&entry.code);
        let fitting = self.front.headlines.iter().filter(is_for).find(|row| row.when.holds(case));
        fitting.map(|row| &row.says).or(entry.headline.as_ref()).map(|text| headline(text, is_own))
    }

    /// The steps that no check excludes: what the trace asks for first, what it cannot decide last, and then with what has to be so.
    fn steps(&self, bullets: Vec<Bullet>, result: impl Fn(&str) -> CheckResult + Copy) -> Vec<Prose> {
        let place = |bullet: &Bullet| match bullet.condition.decide(result) {
            Some(CheckResult::No) => None,
            Some(CheckResult::Yes) if bullet.condition.support(result) > 0 => Some(0),
            None | Some(CheckResult::Yes) => Some(1),
            // That no one has to act is said of what is seen.
            Some(CheckResult::Unseen) if bullet.text.starts_with(NO_ONE) => None,
            Some(CheckResult::Unseen) => Some(2),
        };
        let mut steps: Vec<(usize, Bullet)> = bullets.into_iter().filter_map(|bullet| Some((place(&bullet)?, bullet))).collect();
        steps.sort_by_key(|(place, _)| *place);
        let text = |bullet: &Bullet| {
            if let Some(said) = Self::no_action(bullet) {
                return said;
            }
            let open = bullet.condition.open(result).filter_map(|term| Some((term, self.check(&term.check)?)));
            let open: Vec<String> =
                open.map(|(term, check)| format!("{} {}", if term.is_negated { "unless" } else { "if" }, check.says)).collect();
            if open.is_empty() { bullet.text.clone() } else { conditional(&bullet.text, &open.join(" and ")) }
        };
        steps.iter().map(|(_, bullet)| Prose::marked(&text(bullet))).collect()
    }

    /// Every step, as it is told without a trace: where no one has to act, it says when that is so.
    fn every_step(&self, bullets: &[Bullet]) -> Vec<Prose> {
        let when = |bullet: &Bullet| {
            let wanted = bullet.condition.0.iter().find(|term| !term.is_negated)?;
            self.check(&wanted.check).map(|check| format!("No action needed if {}.", check.says))
        };
        let text = |bullet: &Bullet| match Self::no_action(bullet) {
            Some(said) => when(bullet).unwrap_or(said),
            None => bullet.text.clone(),
        };
        bullets.iter().map(|bullet| Prose::marked(&text(bullet))).collect()
    }

    /// What a step of no one says, `Nobody: ...`; `Nobody.` alone has the words of the shared check that it hangs on.
    fn no_action(step: &Bullet) -> Option<String> {
        let rest = step.text.strip_prefix(NO_ONE)?;
        let shared = || step.condition.0.iter().find_map(|term| checks::shared(&term.check)?.harmless.as_deref());
        let said = rest.strip_prefix(": ").or_else(|| shared().filter(|_| rest == "."))?;
        Some(format!("No action needed: {said}"))
    }

    /// Whether it only adds to the guide that comes with the program.
    pub(super) fn extends(&self) -> bool {
        self.front.extends.is_some()
    }

    /// With the shared checks that bullets name and the front matter does not have. Where each of these bullets is for some codes alone, so is the check.
    fn with_shared_checks(mut self) -> Self {
        let served: Vec<String> = self.front.codes.iter().map(|entry| entry.code.clone()).collect();
        let served: Vec<&str> = served.iter().map(String::as_str).collect();
        let bullets = || [&self.causes, &self.confirm, &self.not_in_trace, &self.resolve, &self.escalate_with].into_iter().flatten();
        let mut added: Vec<Check> = Vec::new();
        for term in bullets().flat_map(|bullet| &bullet.condition.0) {
            let is_known = self.checks.iter().chain(&added).any(|check| check.name == term.check);
            if let (false, Some(check)) = (is_known, checks::shared(&term.check)) {
                let asking = || bullets().filter(|bullet| bullet.condition.0.iter().any(|other| other.check == check.name));
                let for_code = |code: &&str| asking().any(|bullet| of_code::bullet(bullet, code, &served).is_some());
                let codes: Vec<String> = served.iter().copied().filter(for_code).map(str::to_owned).collect();
                added.push(Check { codes, ..check.clone() });
            }
        }
        self.checks.extend(added);
        self
    }

    /// Every check.
    pub(super) fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// The check of this name.
    fn check(&self, name: &str) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// The guidance for one of the codes that the guide serves, by what the trace says to its checks. Without a trace everything is said, and the checks
    /// tell what to look for.
    #[must_use]
    pub(super) fn guidance(&self, name: &str, entry: &CodeEntry, source: Source, checked: Option<&[Checked]>) -> Guidance {
        let link = |link: &Link| GuideLink { title: Prose::marked(&link.title), url: link.url.clone() };
        let served: Vec<&str> = self.front.codes.iter().map(|entry| &*entry.code).collect();
        let is_for_others = |name: &str| self.checks().iter().any(|check| check.name == name && !check.is_for(&entry.code));
        let result = |check: &str| {
            let checked = checked.unwrap_or_default().iter().find(|checked| checked.name == check);
            checked.map_or(CheckResult::Unseen, |checked| checked.result)
        };
        let asks_log = |name: &str| self.checks().iter().any(|check| check.name == name && check.asks_log());
        let is_untold = |term: &Term| checked.is_some() && result(&term.check) == CheckResult::Unseen && asks_log(&term.check);
        // What hangs on a check for other codes is for other codes, unless it names this one and only excludes what the check says.
        let for_code = |bullet: &Bullet| -> Option<Bullet> {
            let mut own = of_code::bullet(bullet, &entry.code, &served)?;
            if own.text != bullet.text {
                own.condition.0.retain(|term| !term.is_negated || !is_for_others(&term.check));
            }
            // What hangs on the sign-in log is left out where no row says anything of the request.
            if own.condition.0.iter().any(|term| !term.is_negated && !term.is_hint && is_untold(term)) {
                return None;
            }
            own.condition.0.retain(|term| !is_untold(term));
            (!own.condition.0.iter().any(|term| is_for_others(&term.check))).then_some(own)
        };
        let of_code = |bullets: &[Bullet]| -> Vec<Bullet> { bullets.iter().filter_map(for_code).collect() };
        let decided = |bullet: &Bullet| bullet.condition.decide(result);
        let marked = |bullets: &[Bullet], wanted: fn(Option<CheckResult>) -> bool| -> Vec<Prose> {
            of_code(bullets).iter().filter(|bullet| wanted(decided(bullet))).map(|bullet| Prose::marked(&bullet.text)).collect()
        };
        let is_not_excluded = |decided| decided != Some(CheckResult::No);
        // What more checks support comes first.
        let mut possible: Vec<(usize, Bullet)> = of_code(&self.causes)
            .into_iter()
            .filter(|bullet| is_not_excluded(decided(bullet)))
            .map(|bullet| (if decided(&bullet) == Some(CheckResult::Yes) { bullet.condition.support(result) } else { 0 }, bullet))
            .collect();
        possible.sort_by_key(|(support, _)| std::cmp::Reverse(*support));
        let supported = possible.iter().filter(|(support, _)| *support > 0).count();
        let causes = possible.iter().map(|(_, bullet)| Prose::marked(&bullet.text)).collect();
        let resolve = if checked.is_some() { self.steps(of_code(&self.resolve), result) } else { self.every_step(&of_code(&self.resolve)) };
        let mut confirm = marked(&self.confirm, is_not_excluded);
        if checked.is_none() {
            confirm.extend(self.checks_of(&entry.code).map(|check| Prose::marked(&check.says)));
        }
        Guidance {
            guide: name.to_owned(),
            title: Prose::marked(&self.front.title),
            meaning: Prose::marked(&entry.meaning),
            who_acts: self.front.who_acts.iter().cloned().map(WhoActs::read).collect(),
            causes,
            supported,
            ruled_out: marked(&self.causes, |decided| decided == Some(CheckResult::No)),
            confirm,
            not_in_trace: marked(&self.not_in_trace, is_not_excluded),
            resolve,
            escalate_with: marked(&self.escalate_with, is_not_excluded),
            links: self.front.links.iter().map(link).collect(),
            notes: Vec::new(),
            source,
            faults: 0,
            left_out: Vec::new(),
            material: Material::default(),
            behind: None,
        }
    }
}

/// A step with what has to be so behind its actor: `App developer: if the secret was empty: set it.`
fn conditional(step: &str, condition: &str) -> String {
    /// A longer beginning is a sentence.
    const LONGEST: usize = 60;
    match step.split_once(": ").filter(|(actor, _)| actor.len() <= LONGEST) {
        Some((actor, said)) => format!("{actor}: {condition}: {said}"),
        None => format!("{condition}: {step}"),
    }
}

/// A headline in pieces. What is in braces and is no place stays as it is.
pub(super) fn headline(text: &str, is_own: bool) -> Headline {
    let words = |text: String| HeadlinePiece::Words(HeadlineWords { text, are_own: is_own });
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, (name, behind))) = rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?))) {
        let place = HeadlinePlace::ALL.iter().find(|place| place.name() == name);
        pieces.push(words(if place.is_some() { before.to_owned() } else { format!("{before}{{{name}}}") }));
        pieces.extend(place.map(|place| HeadlinePiece::Place(*place)));
        rest = behind;
    }
    pieces.push(words(rest.to_owned()));
    Headline(pieces)
}

/// The bullets of a section, each on one line.
fn section(body: &str, heading: &str) -> Vec<Bullet> {
    let mut bullets: Vec<String> = Vec::new();
    let lines = body.lines().skip_while(|line| line.strip_prefix("## ").map(str::trim) != Some(heading)).skip(1);
    for line in lines.take_while(|line| !line.starts_with("## ")) {
        let text = line.trim();
        match (text.strip_prefix("- "), bullets.last_mut()) {
            (Some(bullet), _) => bullets.push(bullet.to_owned()),
            (None, Some(last)) if !text.is_empty() => {
                last.push(' ');
                last.push_str(text);
            }
            _ => {}
        }
    }
    bullets.iter().map(|bullet| Bullet::read(bullet)).collect()
}
