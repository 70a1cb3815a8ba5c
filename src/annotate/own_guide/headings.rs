//! What a section of a guide is about, by the words of its heading.

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// What happened.
    Meaning,
    /// Why it happens.
    Causes,
    /// What has to be there before anything is done.
    Prerequisites,
    /// How to be sure.
    Confirm,
    /// What to do.
    Resolve,
    /// What to collect and whom to ask.
    EscalateWith,
    /// What else is worth knowing.
    Notes,
    /// Further reading.
    Links,
}

/// Words of headings, the more telling before the less telling: "Resolution steps for common causes" is about steps.
const WORDS: &[(&[&str], Topic)] = &[
    (&["prerequisite", "pre-requisite", "before you begin", "before you start", "requirements", "what you need"], Topic::Prerequisites),
    (
        &[
            "data collection",
            "collect",
            "escalat",
            "attach",
            "what to send",
            "information to gather",
            "logs to gather",
            "gather",
            "contact",
            "support case",
            "support request",
            "open a case",
            "raise a ticket",
            "hand over",
            "handover",
            "who to call",
            "whom to call",
            "who to ask",
            "whom to ask",
        ],
        Topic::EscalateWith,
    ),
    (
        &[
            "document",
            "reference",
            "read more",
            "further reading",
            "learn more",
            "see also",
            "related link",
            "useful link",
            "links",
            "more information",
            "resources",
            "related article",
        ],
        Topic::Links,
    ),
    (&["note", "consideration", "prevent", "best practice", "lessons", "background", "keep in mind", "tip", "faq"], Topic::Notes),
    (
        &[
            "resol",
            "remed",
            "how to fix",
            "the fix",
            "fixes",
            "solution",
            "mitigat",
            "workaround",
            "what to do",
            "action",
            "corrective",
            "recovery",
            "next steps",
        ],
        Topic::Resolve,
    ),
    (
        &[
            "cause",
            "why",
            "reason",
            "common issue",
            "common problem",
            "common scenario",
            "typical issue",
            "frequent issue",
            "known issue",
            "trigger",
            "leads to",
        ],
        Topic::Causes,
    ),
    (
        &[
            "confirm",
            "diagnos",
            "symptom",
            "what to look",
            "what to check",
            "checks",
            "checklist",
            "verif",
            "validat",
            "triage",
            "investigat",
            "identif",
            "analysis",
            "sign-in details",
            "authentication details",
            "evidence",
            "how to recogni",
            "first look",
        ],
        Topic::Confirm,
    ),
    (
        &[
            "introduction",
            "description",
            "meaning",
            "overview",
            "summary",
            "what happened",
            "what happens",
            "what it means",
            "what this means",
            "problem statement",
        ],
        Topic::Meaning,
    ),
    (&["step", "troubleshoot", "fix", "procedure", "instruction", "walkthrough", "runbook", "playbook", "guidance"], Topic::Resolve),
    (&["additional", "other information", "advice", "comment"], Topic::Notes),
];

/// Headings that say a topic only when they are nothing else.
const WHOLE: &[(&str, Topic)] = &[
    ("issue", Topic::Meaning),
    ("problem", Topic::Meaning),
    ("error", Topic::Meaning),
    ("error message", Topic::Meaning),
    ("about", Topic::Meaning),
    ("scope", Topic::Notes),
    ("support", Topic::EscalateWith),
    ("checks", Topic::Confirm),
    ("check", Topic::Confirm),
    ("do", Topic::Resolve),
];

/// What a section is about, by its heading; `None` for a heading that only parts what came before.
pub(super) fn topic(heading: &str) -> Option<Topic> {
    let heading = heading.to_lowercase();
    let heading = heading.trim_matches(|letter: char| !letter.is_alphanumeric());
    // A step is one of the steps that it stands among, whatever it is called.
    let is_step = heading.strip_prefix("step ").is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()));
    if is_step {
        return None;
    }
    let whole = WHOLE.iter().find(|(word, _)| *word == heading).map(|(_, topic)| *topic);
    whole.or_else(|| WORDS.iter().find(|(words, _)| words.iter().any(|word| says(heading, word))).map(|(_, topic)| *topic))
}

/// Whether a heading says a word: where a word begins, not inside one.
fn says(heading: &str, word: &str) -> bool {
    heading.match_indices(word).any(|(at, _)| !heading[..at].ends_with(|letter: char| letter.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_say_what_their_sections_are_about() {
        for (heading, topic_of_it) in [
            ("Initial Diagnostic Steps:", Topic::Confirm),
            ("Common Issues that Cause this Error", Topic::Causes),
            ("Common issues", Topic::Causes),
            ("Possible causes", Topic::Causes),
            ("Root Cause", Topic::Causes),
            ("Why this happens", Topic::Causes),
            ("Step-by-Step Resolution Strategies:", Topic::Resolve),
            ("Steps to resolve", Topic::Resolve),
            ("Troubleshooting", Topic::Resolve),
            ("Fix", Topic::Resolve),
            ("Advice for Data Collection (Event Viewer Logs, Fiddler)", Topic::EscalateWith),
            ("What to attach", Topic::EscalateWith),
            ("When to escalate", Topic::EscalateWith),
            ("Additional Notes or Considerations", Topic::Notes),
            ("Prerequisites", Topic::Prerequisites),
            ("Documentation for Guidance", Topic::Links),
            ("Recommended Documents", Topic::Links),
            ("Error Description:", Topic::Meaning),
            ("Issue", Topic::Meaning),
            ("Symptoms", Topic::Confirm),
        ] {
            assert_eq!(topic(heading), Some(topic_of_it), "{heading}");
        }
        for heading in ["Step 2: Verify MFA Settings", "Contoso VPN", "For users abroad"] {
            assert_eq!(topic(heading), None, "{heading}");
        }
    }
}
