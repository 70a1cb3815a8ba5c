//! What a guide says without saying anything: introductions, prerequisites that fit every guide, the error messages of a generator, steps that
//! name no action, and closing phrases. It is left out of a report, and counted.

use std::sync::LazyLock;

use regex::Regex;

use crate::entra::pattern::pattern;
use crate::model::finding::LeftOut;

/// What a whole sentence says, when it says nothing. Words of the field that say where, who or how much are in none of these.
static SENTENCES: LazyLock<Vec<(LeftOut, Regex)>> = LazyLock::new(|| {
    let rows: &[(LeftOut, &str)] = &[
        (
            LeftOut::FailedSection,
            r"\b(steps?|guide|guidance|section|content|text|summary|recommendations?|instructions|answer|response)\b[^.]{0,60}\b(could not|cannot|can.t|couldn.t|can ?not) be (generated|created|produced)",
        ),
        (LeftOut::FailedSection, r"\b(could not|cannot|couldn't) be (loaded|retrieved|rendered|fetched) due to an error"),
        (
            LeftOut::FailedSection,
            r"\b(failed|unable) to generate\b|\b(error|failure) (occurred )?(while|during|when) generating\b|\bgeneration (of .{0,40})?failed\b",
        ),
        (LeftOut::FailedSection, r"^as an ai\b|\bai language model\b|\blorem ipsum\b|^i('m| am) sorry, (but )?i (can|am)"),
        (LeftOut::FailedSection, r"^\W*(tbd|todo|placeholder|coming soon|to be written|\[?insert .{1,40})\W*$"),
        (
            LeftOut::Introduction,
            r"^(this|the following) (guide|article|document|page|runbook|playbook|section)\b.{0,40}\b(help|assist|aim|explain|provide|describe|walk|cover|outline|intended|designed|show|detail)",
        ),
        (
            LeftOut::Introduction,
            r"^in this (guide|article|document|section)\b|^welcome to\b|^below (is|are) (a|the|some)\b.*:?$|^here (is|are) (a|the|some) .*(guide|steps)",
        ),
        (
            LeftOut::Introduction,
            r"^(please )?follow (these|the|the following) (detailed |troubleshooting )?(steps|instructions)( below)?( to (resolve|fix|troubleshoot|address) [^.]*)?[:.]?$",
        ),
        (
            LeftOut::Introduction,
            r"^(more|further|additional) (information|details) (about|on) [^.]* (is|are) (shown |listed |given )?below\W*$",
        ),
        (
            LeftOut::Prerequisite,
            r"^(\w+ )?access to (the |an? )?(azure|microsoft|entra|office|your)[^.]{0,40}(portal|center|admin|tenant|subscription)[^.]*((privilege|permission|right|role|access)s?)\W*$",
        ),
        (
            LeftOut::Prerequisite,
            r"^(the )?users? (must|should|needs? to|has to) (already )?have (already )?(set up|registered|configured|enrolled)[^.]*(mfa|multi-?factor)[^.]*\W*$",
        ),
        (
            LeftOut::Prerequisite,
            r"^(ensure|make sure|verify) (that )?the user has (mfa|multi-?factor authentication) (configured|set up|enabled)\W*$",
        ),
        (
            LeftOut::Prerequisite,
            r"^if (necessary|needed|required), (guide|walk) the user through the (mfa|multi-?factor authentication) (set-?up|registration)( process)?\W*$",
        ),
        (
            LeftOut::Prerequisite,
            r"^check (for any|if any|whether any) [^.]*policies that (might|may|could) be affecting the \S+ process\W*$",
        ),
        (
            LeftOut::Prerequisite,
            r"^(an? )?((valid|active) )?(administrator|admin|administrative) (account|privileges|rights|permissions|access)\W*$|^basic (knowledge|understanding) of\b",
        ),
        (
            LeftOut::EmptyStep,
            r"^(please )?(perform|take|carry out|follow|apply|implement) (any |all |the )*(necessary|appropriate|required|recommended|corrective|suitable|relevant) (actions?|steps?|measures?|fix(es)?)( (as|for|to) [^.]{0,60})?\W*$",
        ),
        (
            LeftOut::EmptyStep,
            r"^consider any (additional|other|further) [^.]{0,30}(measures|steps|policies|factors)[^.]*\W*$|^(always )?follow best practices\W*$",
        ),
        (
            LeftOut::EmptyStep,
            r"^(please )?(refer to|see|consult|check) (the )?\W*(official )?(azure|microsoft|entra)[^.]{0,40}documentation\b\W*( for (more|further|additional) (details|information|guidance))?\W*$",
        ),
        (LeftOut::Introduction, r"^the (purpose|aim|goal|objective|intent) of this (guide|article|document|page|runbook|section)\b"),
        (
            LeftOut::ClosingPhrase,
            r"^(should (the|this|your) (issue|problem|error)s? (persist|continue|remain)|if (you|users?) (still |continue to )(have|experience|see|encounter)|if (none|nothing) of (the above|these)|if you (need|require) (further|more|additional))[^.@\d]*\b(contact|reach out|support|help ?desk|assistance)\b[^.@\d]*\W*$",
        ),
        (
            LeftOut::ClosingPhrase,
            r"^(in (conclusion|summary),? )?(following|by following|completing|with) (these|the) [^.]{0,60}(above|steps|guide|strategies)\b[^.]*\b(should|can|will|may|able|resolve|help)\b[^.]*\W*$|^in conclusion\b",
        ),
        (
            LeftOut::ClosingPhrase,
            r"^\W*(disclaimer\W+|note\W+)?this (content|guide|document|article|answer|text) (was|is|has been) (\w+ )?(generated|created|written|produced) (by|with|using) (an? )?(ai|artificial|chatgpt|copilot|gpt|language model|llm)\b",
        ),
        (
            LeftOut::ClosingPhrase,
            r"^by (following|implementing|completing|applying) (these|this|the)\b.*\b(you|user|users|able|resolve|address|ensure|help|should|can)\b",
        ),
        (
            LeftOut::ClosingPhrase,
            r"^if (the|this|your|any)? ?(issues?|problems?|errors?) (still )?(persists?|continues?|remains?|occurs?)[^.]{0,40}\b(contact|reach out to|open|raise|call|consult|escalate to)\b[^.@\d]{0,60}(support|administrator|help ?desk|ticket|team)( (team|for [^.@\d]{0,60}|if needed))?\W*$",
        ),
        (
            LeftOut::ClosingPhrase,
            r"^(please )?(contact|reach out to) (the )?(microsoft|azure|entra|technical|it)[^.@\d]{0,20} ?support( team)?( for (further|more|additional) [^.@\d]{0,50}| if [^.@\d]{0,40})?\W*$",
        ),
        (
            LeftOut::ClosingPhrase,
            r"\b(can|may|will) be (helpful|useful) if the (issue|problem) persists\b|^(i )?hope this helps\b|^for (further|additional|more) assistance\b[^.@\d]*$",
        ),
    ];
    rows.iter().map(|(kind, text)| (*kind, pattern(&format!("(?i){text}")))).collect()
});

/// Steps that only lead to the next one.
static NAVIGATION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?i)^(?:(?:log|sign) ?in to (?:the )?[^.,]*(?:portal|center)|(?:navigate|go|browse) to (?:the )?["“*]*users["”*]*(?: (?:section|blade|page|menu|tab))?|(?:select|find|locate|open|search for|click) (?:the |on )*(?:affected |relevant |specific )?user(?:'s)?(?: account| profile)?)\W*$"#,
    )
});

/// What a sentence is left out as.
pub(super) fn of_sentence(sentence: &str) -> Option<LeftOut> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"\[([^\]]*)\]\([^)]*\)"));
    let plain = LINK.replace_all(sentence, "$1").replace("**", "");
    let plain = plain.trim().trim_start_matches(['*', '_', '"', ' ']);
    SENTENCES.iter().find(|(_, pattern)| pattern.is_match(plain)).map(|(kind, _)| *kind)
}

/// Whether a step only leads to the next one.
pub(super) fn is_navigation(step: &str) -> bool {
    NAVIGATION.is_match(&step.replace("**", ""))
}

/// A text without its sentences that say nothing, and what those were.
pub(super) fn without(text: &str) -> (String, Vec<LeftOut>) {
    /// A longer text is no sentence that says nothing.
    const LONGEST: usize = 8000;
    let mut left_out = Vec::new();
    let mut kept = Vec::new();
    if text.len() > LONGEST {
        return (text.to_owned(), left_out);
    }
    for sentence in sentences(text) {
        // A bold label before a sentence is no part of it.
        let behind = sentence.strip_prefix("**").and_then(|rest| rest.split_once(":** ")).map(|(_, behind)| behind);
        // A generator that failed asks for patience, too.
        let is_more = left_out.last() == Some(&LeftOut::FailedSection) && sentence.to_lowercase().starts_with("please try again");
        match of_sentence(sentence).or_else(|| of_sentence(behind?)) {
            Some(kind) => left_out.push(kind),
            None if is_more => {}
            None => kept.push(sentence),
        }
    }
    if left_out.is_empty() {
        return (text.to_owned(), left_out);
    }
    let kept = kept.join(" ");
    (if kept.ends_with(':') || kept.ends_with(":**") { String::new() } else { kept }, left_out)
}

/// The sentences of a text. One ends where the next begins with a capital.
fn sentences(text: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices(' ') {
        let (before, behind) = (&text[start..at], text[at..].trim_start());
        let ends = before.trim_end_matches(['"', ')', '*', '”']).ends_with(['.', '!', '?']);
        let begins = behind.trim_start_matches(['*', '"', '[', '(', '“']).starts_with(|letter: char| letter.is_uppercase());
        let abbreviated = ["e.g.", "i.e.", "vs.", "etc."].iter().any(|end| before.ends_with(end));
        if ends && begins && !abbreviated && before.matches("**").count() % 2 == 0 {
            sentences.push(before.trim());
            start = at;
        }
    }
    sentences.push(text[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_known_by_its_words() {
        for (text, kind) in [
            ("This guide will help resolve issues related to a locked account..", LeftOut::Introduction),
            ("This article explains how to fix AADSTS50126.", LeftOut::Introduction),
            ("Follow these steps to resolve the error:", LeftOut::Introduction),
            ("Access to the Microsoft Entra admin center with administrator permissions.", LeftOut::Prerequisite),
            ("The user should have registered for multi-factor authentication.", LeftOut::Prerequisite),
            ("Resolution steps could not be generated due to an error.", LeftOut::FailedSection),
            ("An error occurred while generating this section.", LeftOut::FailedSection),
            ("TODO", LeftOut::FailedSection),
            ("Perform necessary actions as described for the error.", LeftOut::EmptyStep),
            ("Take the appropriate steps.", LeftOut::EmptyStep),
            ("If the issue persists, contact Microsoft Azure support for further assistance and troubleshooting.", LeftOut::ClosingPhrase),
            ("If the problem continues, please open a ticket with the support team.", LeftOut::ClosingPhrase),
            ("By following these steps, you can help users sign in.", LeftOut::ClosingPhrase),
            ("Should the issue persist, please reach out to Microsoft Support.", LeftOut::ClosingPhrase),
            ("In conclusion, following the steps above should resolve the error.", LeftOut::ClosingPhrase),
            ("If you continue to experience issues, contact your administrator for assistance.", LeftOut::ClosingPhrase),
            ("Disclaimer: This content was generated by AI.", LeftOut::ClosingPhrase),
            ("The purpose of this guide is to help with AADSTS50058.", LeftOut::Introduction),
        ] {
            assert_eq!(of_sentence(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn what_says_something_stays() {
        for text in [
            "If the issue persists, contact identity@contoso.example with the correlation ID.",
            "If the error persists after 30 minutes, reset the password.",
            "If you still see the error, clear the cookies.",
            "With the steps of the vendor, renew the certificate.",
            "The token could not be retrieved from the cache.",
            "Access to the application is by group Sales.",
            "Check the Conditional Access policies that apply to the user.",
            "This page appears when the cookie is too old.",
            "Take the phone of the user.",
            "Reset the password, then sign in again.",
        ] {
            assert_eq!(of_sentence(text), None, "{text}");
        }
    }

    #[test]
    fn a_phrase_behind_a_step_goes_and_the_step_stays() {
        let (kept, left_out) = without("Reset the password. If the issue persists, contact support.");
        assert_eq!((kept.as_str(), left_out.len()), ("Reset the password.", 1));
        assert_eq!(without("**Contact Support:** If the issue persists, contact Microsoft support.").0, "");
        assert_eq!(without("Open a.b. Then c.").0, "Open a.b. Then c.");
        assert!(is_navigation("Log in to the Azure AD portal.") && is_navigation("Navigate to the \"Users\" section."));
        assert!(!is_navigation("Sign in to the portal, and open Users > user > Sign-in logs."));
    }
}
