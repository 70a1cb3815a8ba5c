//! The rules, each for one text.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use regex::Regex;

/// What is wrong, each with where it is.
pub(super) type Faults = Vec<String>;

/// The most words that a sentence of a guide has.
pub(super) const LONGEST_SENTENCE: usize = 30;

/// The built-in roles of Microsoft Entra and of the services beside it that end in "Administrator", by their exact names.
const ROLES: &[&str] = &[
    "Agent ID",
    "Application",
    "Attribute Assignment",
    "Attribute Definition",
    "Authentication Extensibility",
    "Authentication Policy",
    "Authentication",
    "Azure DevOps",
    "B2C IEF Keyset",
    "B2C IEF Policy",
    "Billing",
    "Cloud Application",
    "Cloud Device",
    "Compliance",
    "Conditional Access",
    "Domain Name",
    "Dynamics 365",
    "Exchange",
    "External ID User Flow Attribute",
    "External ID User Flow",
    "External Identity Provider",
    "Global Secure Access",
    "Global",
    "Groups",
    "Helpdesk",
    "Hybrid Identity",
    "Identity Governance",
    "Intune",
    "License",
    "Lifecycle Workflows",
    "Office Apps",
    "Password",
    "Power Platform",
    "Privileged Authentication",
    "Privileged Role",
    "Security",
    "SharePoint",
    "Teams",
    "Teams Devices",
    "Tenant Governance",
    "User Access",
    "User",
    "Windows 365",
];

/// Names that products have no longer, or never had, and what to write.
const PRODUCTS: &[(&str, &str)] = &[
    (r"Azure Active Directory(?! B2C)", "Microsoft Entra ID"),
    (r"\bAzure AD\b(?! B2C| Graph| Connect Health|'s old)", "Microsoft Entra ID"),
    (r"\bAAD\b", "Microsoft Entra ID"),
    (r"\bAzure AD Connect\b", "Microsoft Entra Connect"),
    (r"\bOffice 365\b", "Microsoft 365"),
    (r"\bMicrosoft Azure portal\b", "Azure portal"),
    (r"\b(?:MS|Microsoft) Authenticator App\b", "Microsoft Authenticator app"),
    (r"\bEndpoint Manager\b", "Microsoft Intune"),
    (r"\bMFA Server\b", "Azure Multi-Factor Authentication Server"),
];

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// In a guide, a meaning, a headline.
    Guide,
    /// In the manual, a message, a comment.
    Elsewhere,
}

/// A pattern, what to write instead, and whether it is for guides alone.
static WORDS: LazyLock<Vec<(Regex, &str, bool)>> = LazyLock::new(|| {
    let rows = include_str!("words.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    rows.map(|row| {
        let mut fields = row.split('\t');
        let (words, instead) = fields.next().zip(fields.next()).expect("a pattern and what to write instead");
        (pattern(&format!("(?i){words}")), instead, fields.next() == Some("guides"))
    })
    .collect()
});

/// A pattern whose end says what must not follow, `(?!...)`: a group of its own here, because the crate has no other way to say it.
fn pattern(text: &str) -> Regex {
    let pattern = if text.contains("(?!") { format!("{}?", text.replace("(?!", "(?<not>")) } else { text.to_owned() };
    Regex::new(&pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"))
}

/// What of a text a pattern finds, where what must not follow does not.
fn finds<'a>(pattern: &Regex, text: &'a str) -> Option<&'a str> {
    pattern.captures_iter(text).find(|found| found.name("not").is_none()).map(|found| found.get(0).expect("the match").as_str())
}

/// A text without what is typed or read as it stands, and without addresses.
pub(super) fn spoken(text: &str) -> String {
    static CODE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`[^`]*`|https?://\S+").expect("a pattern"));
    CODE.replace_all(text, "`x`").replace("**", "")
}

/// Words of another English, and words that a translation would choose.
pub(super) fn words(place: &str, text: &str, kind: Place, faults: &mut Faults) {
    let text = spoken(text);
    for (pattern, instead, _) in WORDS.iter().filter(|(_, _, for_guides)| kind == Place::Guide || !for_guides) {
        if let Some(found) = finds(pattern, &text) {
            faults.push(format!("{place}: \"{found}\"; write: {instead}"));
        }
    }
}

/// Roles and products by their exact names.
pub(super) fn names(place: &str, text: &str, faults: &mut Faults) {
    static ROLE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"((?:[A-Z][A-Za-z0-9]*|365) )+Administrators?\b").expect("a pattern"));
    static NAMES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| PRODUCTS.iter().map(|(old, instead)| (pattern(old), *instead)).collect());
    let text = spoken(text);
    for found in ROLE.find_iter(&text) {
        let name = found.as_str().trim_end_matches('s').trim_end_matches(" Administrator");
        // A sentence may begin right before the role, and a menu or product may stand there.
        let is_role = ROLES.iter().any(|role| name == *role || name.ends_with(&format!(" {role}")) && !ends_a_longer_name(name, role));
        if !is_role {
            faults.push(format!("{place}: \"{}\" is not a role of Microsoft Entra", found.as_str()));
        }
    }
    for (pattern, instead) in NAMES.iter() {
        if let Some(found) = finds(pattern, &text) {
            faults.push(format!("{place}: \"{found}\"; write: {instead}"));
        }
    }
}

/// Whether what stands before a role's name makes it another name: `Strong Authentication Administrator` is none.
fn ends_a_longer_name(name: &str, role: &str) -> bool {
    const FIRST: &[&str] =
        &["A", "An", "As", "The", "Ask", "If", "Have", "Or", "And", "Another", "Only", "Either", "Unless", "Let", "For", "When", "Entra"];
    let before = name.trim_end_matches(role).trim();
    !before.split(' ').all(|word| FIRST.contains(&word))
}

/// Sentences that are too long to be read once.
pub(super) fn sentences(place: &str, text: &str, longest: usize, faults: &mut Faults) {
    let text = spoken(text);
    for sentence in split(&text) {
        let words = sentence.split_whitespace().count();
        if words > longest {
            faults.push(format!("{place}: a sentence of {words} words, and at most {longest} can be read once: \"{sentence}\""));
        }
    }
}

fn split(text: &str) -> Vec<&str> {
    static END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[.!?:;] +|\n\n").expect("a pattern"));
    END.split(text).filter(|sentence| !sentence.trim().is_empty()).collect()
}

/// A meaning is whole sentences that can be read alone, and leans on no other code.
pub(super) fn meaning(place: &str, code: &str, text: &str, seen: &mut BTreeSet<String>, faults: &mut Faults) {
    static OTHER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:AADSTS|AADB2C|MSIS)?\d{5,8}\b").expect("a pattern"));
    let place = format!("{place}: {code}");
    let mut fault = |what: &str| faults.push(format!("{place}: the meaning {what}: \"{text}\""));
    if !text.starts_with(|letter: char| letter.is_uppercase() || letter == '`' || letter == '"' || letter.is_ascii_digit()) {
        fault("does not begin like a sentence");
    }
    if !text.ends_with('.') {
        fault("does not end like a sentence");
    }
    if ["As ", "Like ", "Same ", "The same ", "See ", "Also "].iter().any(|start| text.starts_with(start)) {
        fault("leans on another one");
    }
    if let Some(other) = OTHER.find(&spoken(text)) {
        fault(&format!("names {}, and cannot be read alone", other.as_str()));
    }
    if text.split_whitespace().count() < 5 {
        fault("is not a whole sentence");
    }
    if !seen.insert(text.to_lowercase()) {
        fault("is that of another code, too");
    }
}

/// Menus, tabs and buttons stand in bold, as Microsoft writes them.
pub(super) fn labels(place: &str, text: &str, faults: &mut Faults) {
    static PATH: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"`[^`]*[A-Za-z)] > [A-Z][^`]*`").expect("a pattern"));
    static TAB: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:tab|button|menu) \*\*|\btab [A-Z]").expect("a pattern"));
    static ROOT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\*\*(?:Identity|Protection|Microsoft Entra ID|Entra admin center|Azure AD|Azure Active Directory) > ")
            .expect("a pattern")
    });
    let mut fault = |found: &str, what: &str| faults.push(format!("{place}: \"{found}\": {what}"));
    if let Some(found) = PATH.find(text) {
        fault(found.as_str(), "a menu is in bold and not code");
    }
    if let Some(found) = TAB.find(text) {
        fault(found.as_str(), "write: the **Name** tab");
    }
    if let Some(found) = ROOT.find(text) {
        fault(found.as_str(), "the menu begins with Entra ID, ID Protection, or ID Governance");
    }
    if !text.matches("**").count().is_multiple_of(2) {
        fault("**", "a mark without a partner");
    }
}

#[test]
fn each_rule_finds_what_it_is_for() {
    let found = |rule: fn(&str, &str, &mut Faults), text: &str| {
        let mut faults = Faults::new();
        rule("here", text, &mut faults);
        faults.len()
    };
    for (text, count) in [
        ("The organisation demands it.", 2),
        ("The organization requires it.", 0),
        ("`organisation` is a word of the wire, https://example.com/organisation too", 0),
        ("Everything is in order.", 1),
        ("It is in order to sign in that the user types it.", 1),
        ("The user can answer the prompt.", 0),
        ("The token answer is missing.", 1),
    ] {
        assert_eq!(found(|place, text, faults| words(place, text, Place::Guide, faults), text), count, "{text}");
    }
    for (text, count) in [
        ("Ask a Privileged Authentication Administrator.", 0),
        ("A Strong Authentication Administrator does it.", 1),
        ("Global Administrators can do it.", 0),
        ("Azure AD is old, and Azure AD B2C is not.", 1),
        ("Azure AD B2C.", 0),
    ] {
        assert_eq!(found(names, text), count, "{text}");
    }
    for (text, count) in [
        ("At **Entra ID > Users**, the **Sign-in** tab.", 0),
        ("At `Entra ID > Users`.", 1),
        ("The tab Location.", 1),
        ("At **Protection > Policies**.", 1),
        ("`a > b`", 0),
        ("At **Entra ID.", 1),
    ] {
        assert_eq!(found(labels, text), count, "{text}");
    }
    let mut faults = Faults::new();
    sentences("here", "One two three. One two `a b c d` three four five; six.", 4, &mut faults);
    assert_eq!(faults.len(), 1, "{faults:?}");
    let mut seen = BTreeSet::new();
    for (text, count) in [
        ("The request has no scope parameter.", 0),
        ("The request has no scope parameter.", 1),
        ("As 90036, for the directory interface.", 2),
        ("the request is not a request", 2),
        ("No scope here.", 1),
    ] {
        let mut faults = Faults::new();
        meaning("here", "AADSTS28001", text, &mut seen, &mut faults);
        assert_eq!(faults.len(), count, "{text}: {faults:?}");
    }
}
