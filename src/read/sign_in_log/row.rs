//! One row, from the names and values of any envelope.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::entra::guid::Guid;
use crate::model::sign_in_log::{AccessStatus, Location, Mfa, Named, Policy, PolicyResult, Risk, Row, RowDevice, RowOutcome};
use crate::read::sign_in_log::fields::{Fields, separated, snake, squeezed};

/// The conditions of a policy, in the order of their flags. The empty one is a place that the service holds for what may come.
const CONDITIONS: &[&str] = &[
    "application",
    "users",
    "devicePlatform",
    "location",
    "clientType",
    "signInRisk",
    "userRisk",
    "time",
    "deviceState",
    "client",
    "ipAddressSeenByAzureAD",
    "ipAddressSeenByResourceProvider",
    "",
    "servicePrincipals",
    "servicePrincipalRisk",
    "authenticationFlows",
    "insiderRisk",
];

/// Makes a row. `None` when the values are not those of a sign-in: nothing says which one it was, or how it ended.
pub(super) fn build(values: &Map<String, Value>) -> Option<Row> {
    let fields = Fields(values);
    let details = fields.object("status");
    let status = details.is_none().then(|| fields.text("status")).flatten();
    let outcome = status.as_deref().and_then(outcome);
    let in_details = details.as_deref().and_then(|details| Fields(details).number("errorCode"));
    // An old export has the code where others have a word.
    let error_code = in_details.or_else(|| fields.number("resultType")).or_else(|| fields.number("status"));
    if error_code.is_none() && outcome.is_none() {
        return None;
    }
    let error_code = error_code.unwrap_or(0);
    let (request_id, correlation_id) = (guid(fields, "id"), guid(fields, "correlationId"));
    let time = match ["createdDateTime", "timeGenerated", "time"].into_iter().find(|name| fields.get(name).is_some()) {
        Some(name) => fields.time(name),
        None => None,
    };
    let user = fields.text("userPrincipalName");
    let has_who = || user.is_some() || ["appId", "servicePrincipalId", "appDisplayName"].iter().any(|name| fields.get(name).is_some());
    if request_id.is_none() && correlation_id.is_none() && !(time.is_some() && has_who()) {
        return None;
    }
    let reason = details.as_deref().and_then(|details| Fields(details).text("failureReason")).or_else(|| fields.text("resultDescription"));
    Some(Row {
        request_id,
        correlation_id,
        time,
        error_code,
        failure_reason: reason.filter(|reason| error_code != 0 && reason.trim_end_matches('.') != "Other"),
        status: outcome,
        application: Named { id: fields.text("appId"), name: fields.first_text(&["appDisplayName", "servicePrincipalName"]) },
        resource: resource(fields),
        display_name: display_name(fields, user.as_deref()),
        user,
        ip: fields.text("ipAddress"),
        other_addresses: other_addresses(fields),
        access: fields.text("conditionalAccessStatus").and_then(|status| access(&status)),
        policies: policies(fields),
        device: device(fields),
        mfa: mfa(fields),
        risk: Risk {
            level: fields.text("riskLevelDuringSignIn").as_deref().map(snake),
            state: fields.text("riskState").as_deref().map(snake),
            detail: fields.text("riskDetail").as_deref().map(snake),
        },
        location: Location { country: country(fields), named: named_locations(fields) },
        authentication_protocol: fields.text("authenticationProtocol"),
    })
}

fn guid(fields: Fields<'_>, name: &str) -> Option<Guid> {
    fields.get(name)?.as_str().and_then(Guid::parse)
}

fn outcome(status: &str) -> Option<RowOutcome> {
    match squeezed(status).as_str() {
        "success" => Some(RowOutcome::Success),
        "failure" => Some(RowOutcome::Failure),
        "interrupted" => Some(RowOutcome::Interrupted),
        _ => None,
    }
}

/// Log Analytics calls a path of its own `ResourceId`; the resource's id is its `ResourceIdentity`.
fn resource(fields: Fields<'_>) -> Named {
    let id = fields.text("resourceIdentity").or_else(|| fields.text("resourceId").filter(|id| !id.starts_with('/')));
    Named { id, name: fields.text("resourceDisplayName") }
}

/// The display name, where it is one: of an unknown user the service writes the id or the sign-in name, and `identity` of a program is its name.
fn display_name(fields: Fields<'_>, user: Option<&str>) -> Option<String> {
    let name = fields.text("userDisplayName").or_else(|| user.and_then(|_| fields.text("identity")))?;
    let is_sign_in_name = user.is_some_and(|user| user.eq_ignore_ascii_case(&name));
    (!is_sign_in_name && Guid::parse(&name).is_none()).then_some(name)
}

fn other_addresses(fields: Fields<'_>) -> Vec<String> {
    let first = fields.text("ipAddress");
    let mut others: Vec<String> = Vec::new();
    for name in ["ipAddressFromResourceProvider", "globalSecureAccessIpAddress", "callerIpAddress"] {
        others.extend(fields.text(name).filter(|address| Some(address) != first.as_ref() && !others.contains(address)));
    }
    others
}

fn access(status: &str) -> Option<AccessStatus> {
    match squeezed(status).as_str() {
        "success" => Some(AccessStatus::Success),
        "failure" => Some(AccessStatus::Failure),
        "notapplied" => Some(AccessStatus::NotApplied),
        _ => None,
    }
}

/// Log Analytics has two columns of policies, of which one is often empty.
fn policies(fields: Fields<'_>) -> Vec<Policy> {
    let lists = ["appliedConditionalAccessPolicies", "conditionalAccessPolicies"].into_iter().map(|name| fields.list(name));
    let policies = lists.into_iter().find(|list| !list.is_empty()).unwrap_or_default();
    policies.iter().filter_map(Value::as_object).map(|policy| one_policy(Fields(policy))).collect()
}

fn one_policy(fields: Fields<'_>) -> Policy {
    Policy {
        id: fields.text("id"),
        name: fields.text("displayName"),
        result: fields.text("result").map_or(PolicyResult::Unknown, |result| policy_result(&result)),
        grant_controls: fields.words("enforcedGrantControls"),
        session_controls: fields.words("enforcedSessionControls"),
        conditions_not_satisfied: conditions(fields.get("conditionsNotSatisfied")),
    }
}

fn policy_result(result: &str) -> PolicyResult {
    let result = squeezed(result);
    let named = PolicyResult::ALL.iter().find(|known| squeezed(known.name()) == result);
    named.copied().unwrap_or(PolicyResult::Unknown)
}

/// Conditions as words, or as the sum of their flags.
fn conditions(value: Option<&Value>) -> Vec<String> {
    let words = match value {
        Some(Value::Number(flags)) => flags.as_u64().map(flagged).unwrap_or_default(),
        Some(Value::String(text)) => text.trim().parse().map_or_else(|_| separated(text), flagged),
        Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    };
    words.into_iter().filter(|word| !word.eq_ignore_ascii_case("none")).collect()
}

fn flagged(flags: u64) -> Vec<String> {
    let set = CONDITIONS.iter().enumerate().filter(|(place, name)| flags >> place & 1 == 1 && !name.is_empty());
    set.map(|(_, name)| (*name).to_owned()).collect()
}

/// The device. Without an id the browser sent none, and that it is "not compliant" means nothing.
fn device(fields: Fields<'_>) -> RowDevice {
    let details = fields.object("deviceDetail");
    let nested = details.as_deref().map(Fields);
    let text = |name: &str| nested.and_then(|nested| nested.text(name)).or_else(|| fields.text(name));
    let flag = |name: &str| nested.and_then(|nested| nested.flag(name)).or_else(|| fields.flag(name));
    let id = text("deviceId");
    let stated = |name: &str| flag(name).filter(|flag| *flag || id.is_some());
    let (compliant, managed) = (stated("isCompliant"), stated("isManaged"));
    RowDevice {
        id,
        name: nested.and_then(|nested| nested.text("displayName")),
        compliant,
        managed,
        trust_type: text("trustType"),
        os: text("operatingSystem"),
        browser: text("browser"),
    }
}

fn mfa(fields: Fields<'_>) -> Mfa {
    let required = fields.text("authenticationRequirement").and_then(|requirement| match squeezed(&requirement).as_str() {
        "multifactorauthentication" => Some(true),
        "singlefactorauthentication" => Some(false),
        _ => None,
    });
    let steps = fields.list("authenticationDetails");
    let (method, result) = match last_step(&steps) {
        Some(step) => (step.text("authenticationMethod"), step.text("authenticationStepResultDetail")),
        None => (fields.text(MFA_METHOD), fields.text(MFA_RESULT)),
    };
    let details = || fields.object("mfaDetail").and_then(|details| Fields(&details).text("authMethod"));
    Mfa { required, method: method.or_else(details), result }
}

/// What the columns of the portal's CSV on multifactor authentication are called here.
pub(super) const MFA_METHOD: &str = "mfaMethod";
/// See [`MFA_METHOD`].
pub(super) const MFA_RESULT: &str = "mfaResult";

/// The last step that is not the primary one: by its time, and by its place where steps have the same time or none.
fn last_step(steps: &[Value]) -> Option<Fields<'_>> {
    let steps = steps.iter().filter_map(Value::as_object).map(Fields).filter(|step| !is_primary(*step));
    steps.enumerate().max_by_key(|(place, step)| (step.time("authenticationStepDateTime"), *place)).map(|(_, step)| step)
}

/// A step of which the log does not say what asked for it is the primary one when it is the password.
fn is_primary(step: Fields<'_>) -> bool {
    let word = |name: &str| step.text(name).map(|text| squeezed(&text));
    match word("authenticationStepRequirement") {
        Some(requirement) => requirement == "primaryauthentication",
        None => word("authenticationMethod").as_deref() == Some("password"),
    }
}

/// The country: `DE` alone, in an object, or behind city and state, which are left out.
fn country(fields: Fields<'_>) -> Option<String> {
    let nested = ["location", "locationDetails"].into_iter().filter_map(|name| fields.object(name));
    let nested = nested.into_iter().find_map(|location| Fields(&location).text("countryOrRegion"));
    let last = |text: String| text.rsplit(',').next().map(|last| last.trim().to_ascii_uppercase());
    let is_code = |text: &String| text.len() == 2 && text.bytes().all(|letter| letter.is_ascii_alphabetic());
    nested.or_else(|| fields.text("location").and_then(last).filter(is_code)).or_else(|| fields.text("country"))
}

fn named_locations(fields: Fields<'_>) -> Vec<String> {
    let details: Cow<'_, [Value]> = fields.list("networkLocationDetails");
    let mut named: Vec<String> = Vec::new();
    for detail in details.iter().filter_map(Value::as_object) {
        for name in Fields(detail).words("networkNames") {
            if !named.contains(&name) {
                named.push(name);
            }
        }
    }
    named
}
