//! What an object is by the names of its members: a sign-in, another record of the directory, the steps of a sign-in, or something else.

use crate::entra::guid::Guid;
use crate::read::sign_in_log::fields::squeezed;

/// What a text, or one record of it, holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Content {
    /// Sign-ins.
    SignIns,
    /// The steps of authentication alone (`InteractiveSignIns_AuthDetails_...`), which is no list of sign-ins.
    Steps,
    /// Records of other categories, such as audit logs.
    Other,
}

/// What the name of a member tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    /// Which sign-in it was.
    Id,
    /// How it ended.
    Outcome,
    /// How it ended, if it is a sign-in: other tables have such a column too.
    Status,
    /// Who signed in, or to what.
    Who,
    /// Only sign-ins have it.
    Own,
    /// Only the steps of a sign-in have it.
    Step,
    /// Sign-ins and their steps have it.
    Steps,
    /// Only audit records have it.
    Audit,
    /// Neither has it.
    Foreign,
    /// The record is of a category of sign-ins.
    SignInCategory,
    /// The record is of another category.
    OtherCategory,
}

/// Names, squeezed, and what they tell.
const NAMES: &[(&str, Mark)] = &[
    ("id", Mark::Id),
    ("correlationid", Mark::Id),
    ("requestid", Mark::Id),
    ("resulttype", Mark::Outcome),
    ("signinerrorcode", Mark::Outcome),
    ("userprincipalname", Mark::Who),
    ("username", Mark::Who),
    ("appid", Mark::Who),
    ("applicationid", Mark::Who),
    ("appdisplayname", Mark::Who),
    ("serviceprincipalid", Mark::Who),
    ("appliedconditionalaccesspolicies", Mark::Own),
    ("conditionalaccesspolicies", Mark::Own),
    ("conditionalaccessstatus", Mark::Own),
    ("conditionalaccess", Mark::Own),
    ("clientappused", Mark::Own),
    ("authenticationrequirement", Mark::Own),
    ("authenticationprotocol", Mark::Own),
    ("risklevelduringsignin", Mark::Own),
    ("isinteractive", Mark::Own),
    ("resourcedisplayname", Mark::Own),
    ("signineventtypes", Mark::Own),
    ("uniquetokenidentifier", Mark::Own),
    ("incomingtokentype", Mark::Own),
    ("networklocationdetails", Mark::Own),
    ("devicedetail", Mark::Own),
    ("authenticationmethod", Mark::Step),
    ("authenticationmethoddetail", Mark::Step),
    ("authenticationstepdatetime", Mark::Step),
    ("authenticationstepresultdetail", Mark::Step),
    ("authenticationsteprequirement", Mark::Step),
    ("authenticationdetails", Mark::Steps),
    ("activitydisplayname", Mark::Audit),
    ("activitydatetime", Mark::Audit),
    ("targetresources", Mark::Audit),
    ("initiatedby", Mark::Audit),
    ("request", Mark::Foreign),
    ("log", Mark::Foreign),
    ("requesturi", Mark::Foreign),
];

/// Collects what the names of one object tell.
#[derive(Debug, Default)]
pub(super) struct Marks(Vec<Mark>);

impl Marks {
    /// Hears of the columns of a table.
    pub(super) fn columns(&mut self, names: &[String]) {
        for name in names {
            self.column(name);
        }
    }

    /// Hears of a column of a table.
    pub(super) fn column(&mut self, name: &str) {
        let name = squeezed(name.trim().trim_end_matches(" [UTC]"));
        if name == "status" {
            self.0.push(Mark::Status);
        }
        self.0.extend(NAMES.iter().find(|(known, _)| *known == name).map(|(_, mark)| *mark));
    }

    /// Hears of a member of an object, and of its value as JSON.
    pub(super) fn member(&mut self, name: &str, value: &[u8]) {
        if matches!(value, b"null" | b"\"\"") {
            return;
        }
        let mark = match name.to_ascii_lowercase().as_str() {
            "status" => contains(value, b"errorcode").then_some(Mark::Outcome),
            "category" => std::str::from_utf8(value).ok().map(|value| category(value.trim_matches('"'))),
            "operationname" if value.eq_ignore_ascii_case(b"\"Sign-in activity\"") => Some(Mark::SignInCategory),
            _ if Guid::parse(name).is_some() => contains(value, b"\"authenticationmethod\"").then_some(Mark::Step),
            name => NAMES.iter().find(|(known, _)| *known == name).map(|(_, mark)| *mark),
        };
        self.0.extend(mark);
    }

    /// Hears of an object that the text ends in, behind its last whole member.
    pub(super) fn cut(&mut self, object: &[u8]) {
        if contains(object, b"\"appliedconditionalaccesspolicies\":") || contains(object, b"\"appliedconditionalaccesspolicies\" :") {
            self.0.extend([Mark::Id, Mark::Own, Mark::Own]);
        }
    }

    /// What the object is; `None` when it is none of these.
    pub(super) fn content(&self) -> Option<Content> {
        let count = |wanted: Mark| self.0.iter().filter(|mark| **mark == wanted).count();
        let has = |wanted: Mark| count(wanted) > 0;
        let (own, is_one) = (count(Mark::Own), has(Mark::Id) || count(Mark::Who) > 1);
        if has(Mark::Foreign) {
            return None;
        }
        if has(Mark::Audit) || has(Mark::OtherCategory) {
            return Some(Content::Other);
        }
        if has(Mark::SignInCategory) || is_one && own > 1 {
            return Some(Content::SignIns);
        }
        if has(Mark::Step) || has(Mark::Steps) && !has(Mark::Outcome) {
            return Some(Content::Steps);
        }
        let is_ended = has(Mark::Outcome) && (own > 0 || has(Mark::Who)) || has(Mark::Status) && own > 0;
        (is_one && is_ended).then_some(Content::SignIns)
    }
}

/// Whether a category of Azure Monitor is one of sign-ins: `SignInLogs`, `NonInteractiveUserSignInLogs` and others.
pub(super) fn is_of_sign_ins(category: &str) -> bool {
    squeezed(category).ends_with("signinlogs")
}

fn category(name: &str) -> Mark {
    if is_of_sign_ins(name) { Mark::SignInCategory } else { Mark::OtherCategory }
}

/// Whether a text holds another one, which is in lower case, outside of a text inside of it.
fn contains(text: &[u8], searched: &[u8]) -> bool {
    let is_here = |part: &[u8]| part.eq_ignore_ascii_case(searched);
    text.windows(searched.len())
        .enumerate()
        .any(|(at, part)| is_here(part) && !(searched.starts_with(b"\"") && text.get(..at).is_some_and(|before| before.ends_with(b"\\"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_of_sign_ins_are_told_from_others() {
        for category in
            ["SignInLogs", "NonInteractiveUserSignInLogs", "ServicePrincipalSignInLogs", "ManagedIdentitySignInLogs", "SigninLogs"]
        {
            assert!(is_of_sign_ins(category), "{category}");
        }
        for category in ["AuditLogs", "ProvisioningLogs", "RiskyUsers", "MicrosoftGraphActivityLogs", ""] {
            assert!(!is_of_sign_ins(category), "{category}");
        }
    }

    #[test]
    fn names_inside_of_texts_are_no_names() {
        let own = b"\"appliedconditionalaccesspolicies\":";
        assert!(contains(br#"{"AppliedConditionalAccessPolicies":["#, own));
        assert!(!contains(br#"{"text":"{\"AppliedConditionalAccessPolicies\":["#, own));
    }

    #[test]
    fn what_holds_nothing_tells_nothing() {
        let mut marks = Marks::default();
        for name in ["id", "resultType", "activityDisplayName", "category", "appId"] {
            marks.member(name, b"null");
            marks.member(name, b"\"\"");
        }
        assert_eq!(marks.content(), None);
    }
}
