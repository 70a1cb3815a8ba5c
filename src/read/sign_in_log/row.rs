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

/// Bytes of the longest name of a person, a device or an address. What is longer is none, and to look for it in all texts would take minutes.
const NAME: usize = 1024;

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
    let user = fields.text("userPrincipalName").filter(is_name);
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
        tenant_id: ["resourceTenantId", "aadTenantId", "homeTenantId"].into_iter().find_map(|name| guid(fields, name)),
        user_id: guid(fields, "userId"),
        display_name: display_name(fields, user.as_deref()),
        user,
        ip: fields.text("ipAddress").filter(is_name),
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

#[expect(clippy::ptr_arg, reason = "the filter of an optional text gives this")]
fn is_name(text: &String) -> bool {
    text.len() <= NAME
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
    let name = fields.text("userDisplayName").or_else(|| user.and_then(|_| fields.text("identity"))).filter(is_name)?;
    let is_sign_in_name = user.is_some_and(|user| user.eq_ignore_ascii_case(&name));
    (!is_sign_in_name && Guid::parse(&name).is_none()).then_some(name)
}

fn other_addresses(fields: Fields<'_>) -> Vec<String> {
    let first = fields.text("ipAddress");
    let mut others: Vec<String> = Vec::new();
    for name in ["ipAddressFromResourceProvider", "globalSecureAccessIpAddress", "callerIpAddress"] {
        others.extend(fields.text(name).filter(is_name).filter(|address| Some(address) != first.as_ref() && !others.contains(address)));
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
        name: nested.and_then(|nested| nested.text("displayName")).filter(is_name),
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(more: &Value) -> Row {
        let mut values = json!({"id": "f9321b0a-4762-4cfd-bb9f-6e842318eb89", "status": {"errorCode": 53003, "failureReason": "Blocked."}});
        let (Some(values), Some(more)) = (values.as_object_mut(), more.as_object()) else { panic!("objects") };
        values.extend(more.clone());
        build(values).unwrap()
    }

    fn built(values: &Value) -> Option<Row> {
        build(values.as_object().unwrap())
    }

    #[test]
    fn the_code_is_a_number_or_a_text() {
        for values in [
            json!({"status": {"errorCode": 50126}}),
            json!({"status": {"errorCode": "50126"}}),
            json!({"Status": "{\"errorCode\":50126}", "ResultType": "0"}),
            json!({"ResultType": "50126"}),
            json!({"resultType": 50126}),
        ] {
            let mut values = values.as_object().unwrap().clone();
            values.insert("Id".to_owned(), json!("F9321B0A-4762-4CFD-BB9F-6E842318EB89"));
            let row = build(&values).unwrap();
            assert_eq!((row.error_code, row.status), (50126, None), "{values:?}");
            assert_eq!(row.request_id, Guid::parse("f9321b0a-4762-4cfd-bb9f-6e842318eb89"));
        }
    }

    #[test]
    fn a_success_has_no_reason() {
        for (status, description) in [
            (json!({"errorCode": 0, "failureReason": "Other."}), json!(null)),
            (json!({"errorCode": 0}), json!("Sign-in succeeded")),
            (json!({"errorCode": 0, "failureReason": null}), json!(null)),
            (json!({"errorCode": 50126, "failureReason": "Other."}), json!(null)),
            (json!({"errorCode": 50126, "failureReason": " "}), json!("")),
        ] {
            assert_eq!(row(&json!({"status": status, "resultDescription": description})).failure_reason, None, "{status}");
        }
        assert_eq!(row(&json!({})).failure_reason.as_deref(), Some("Blocked."));
        let reason = "Sign-in was blocked because it came from an IP address with malicious activity";
        let blocked = row(&json!({"status": {"errorCode": 50053}, "ResultDescription": reason}));
        assert_eq!(blocked.failure_reason.as_deref(), Some(reason));
    }

    #[test]
    fn what_is_no_sign_in_gives_no_row() {
        let id = "f9321b0a-4762-4cfd-bb9f-6e842318eb89";
        for values in [json!({}), json!({"id": id}), json!({"id": id, "status": "open"}), json!({"status": {"errorCode": 0}})] {
            assert_eq!(built(&values), None, "{values}");
        }
        assert!(built(&json!({"id": id, "status": "Failure"})).is_some());
        assert!(built(&json!({"createdDateTime": "2026-06-04T07:42:57Z", "appId": "a", "status": {"errorCode": 0}})).is_some());
    }

    #[test]
    fn the_time_is_when_the_sign_in_began() {
        let both = row(
            &json!({"TimeGenerated": "2026-06-04T09:42:57Z", "time": "2026-06-04T09:42:57Z", "CreatedDateTime": "2026-06-04T07:42:57Z"}),
        );
        assert_eq!(both.time, "2026-06-04T07:42:57Z".parse().ok());
        let ingested = row(&json!({"TimeGenerated": "2026-06-04T09:42:57Z"}));
        assert_eq!(ingested.time, "2026-06-04T09:42:57Z".parse().ok());
        assert_eq!(row(&json!({"createdDateTime": "soon", "time": "2026-06-04T09:42:57Z"})).time, None);
    }

    #[test]
    fn policies_have_conditions_as_words_or_flags() {
        let of = |conditions: Value| {
            let policies = json!([{"id": "a", "conditionsNotSatisfied": conditions}]);
            row(&json!({"appliedConditionalAccessPolicies": policies})).policies.remove(0).conditions_not_satisfied
        };
        for (conditions, expected) in [
            (json!("none"), &[][..]),
            (json!(0), &[]),
            (json!("0"), &[]),
            (json!(null), &[]),
            (json!("application,users"), &["application", "users"]),
            (json!(3), &["application", "users"]),
            (json!("9"), &["application", "location"]),
            (json!(1 << 7), &["time"]),
            (json!(1 << 11), &["ipAddressSeenByResourceProvider"]),
            (json!(1 << 12), &[]),
            (json!(1 << 13), &["servicePrincipals"]),
            (json!(1 << 16), &["insiderRisk"]),
            (json!(1_u64 << 63), &[]),
            (json!(["location"]), &["location"]),
        ] {
            assert_eq!(of(conditions.clone()), expected, "{conditions}");
        }
    }

    #[test]
    fn results_of_policies_are_words_of_ours() {
        for (result, expected) in [
            ("success", PolicyResult::Success),
            ("failure", PolicyResult::Failure),
            ("notApplied", PolicyResult::NotApplied),
            ("notEnabled", PolicyResult::NotEnabled),
            ("reportOnlySuccess", PolicyResult::ReportOnlySuccess),
            ("reportOnlyFailure", PolicyResult::ReportOnlyFailure),
            ("reportOnlyNotApplied", PolicyResult::ReportOnlyNotApplied),
            ("reportOnlyInterrupted", PolicyResult::ReportOnlyInterrupted),
            ("unknown", PolicyResult::Unknown),
            ("unknownFutureValue", PolicyResult::Unknown),
        ] {
            let policy =
                json!([{"displayName": "P", "result": result, "enforcedGrantControls": ["Mfa"], "enforcedSessionControls": "A,B"}]);
            let policy =
                row(&json!({"ConditionalAccessPolicies": policy.to_string(), "AppliedConditionalAccessPolicies": "[]"})).policies.remove(0);
            assert_eq!(policy.result, expected);
            assert_eq!((policy.grant_controls, policy.session_controls), (vec!["Mfa".to_owned()], vec!["A".to_owned(), "B".to_owned()]));
        }
        for (status, expected) in [
            ("notApplied", Some(AccessStatus::NotApplied)),
            ("Not Applied", Some(AccessStatus::NotApplied)),
            ("failure", Some(AccessStatus::Failure)),
            ("", None),
        ] {
            assert_eq!(row(&json!({"conditionalAccessStatus": status})).access, expected);
        }
    }

    #[test]
    fn without_a_device_nothing_is_said_of_its_compliance() {
        let none =
            row(&json!({"deviceDetail": {"deviceId": "", "isCompliant": false, "isManaged": false, "browser": "Edge", "trustType": null}}));
        assert_eq!(none.device, RowDevice { browser: Some("Edge".to_owned()), ..RowDevice::default() });
        let removed = row(&json!({"deviceDetail": {"deviceId": "{PII Removed}", "isCompliant": false}}));
        assert_eq!(removed.device, RowDevice::default());
        let one = row(
            &json!({"DeviceDetail": "{\"deviceId\":\"d\",\"displayName\":\"NB-1\",\"isCompliant\":false,\"trustType\":\"Hybrid Azure AD joined\"}"}),
        );
        assert_eq!((one.device.compliant, one.device.managed, one.device.name.as_deref()), (Some(false), None, Some("NB-1")));
        assert_eq!(one.device.trust_type.as_deref(), Some("Hybrid Azure AD joined"));
    }

    #[test]
    fn the_last_step_that_is_not_the_primary_one_counts() {
        let step = |requirement: &str, method: &str, time: &str| {
            json!({"authenticationStepRequirement": requirement, "authenticationMethod": method, "authenticationStepDateTime": time,
                "authenticationMethodDetail": "+49 170 1234567", "authenticationStepResultDetail": format!("{method} done")})
        };
        let primary = step("Primary authentication", "Password", "2026-06-04T07:42:59Z");
        let early = step("Multifactor authentication", "Text message", "2026-06-04T07:42:50Z");
        let late = step("Multifactor authentication", "Mobile app notification", "2026-06-04T07:42:58Z");
        let method = |steps: &[&Value]| row(&json!({"authenticationDetails": steps})).mfa.method;
        assert_eq!(method(&[&primary]), None);
        assert_eq!(method(&[&primary, &late, &early]).as_deref(), Some("Mobile app notification"));
        assert_eq!(method(&[&late, &early, &primary]).as_deref(), Some("Mobile app notification"));
        let unsaid = step("", "Previously satisfied", "2026-06-04T07:42:58Z");
        assert_eq!(method(&[&step("", "Password", ""), &unsaid]).as_deref(), Some("Previously satisfied"));
        assert_eq!(method(&[&step("", "Password", "")]), None);
        let as_text = row(
            &json!({"AuthenticationDetails": json!([primary, early]).to_string(), "AuthenticationRequirement": "multiFactorAuthentication"}),
        );
        assert_eq!(
            as_text.mfa,
            Mfa { required: Some(true), method: Some("Text message".to_owned()), result: Some("Text message done".to_owned()) }
        );
        let old = row(
            &json!({"mfaDetail": {"authMethod": "Text message", "authDetail": "+49 170 1234567"}, "authenticationRequirement": "singleFactorAuthentication"}),
        );
        assert_eq!(old.mfa, Mfa { required: Some(false), method: Some("Text message".to_owned()), result: None });
        for row in [as_text, old] {
            assert!(!format!("{row:?}").contains("1234567"));
        }
    }

    #[test]
    fn places_are_countries_and_names() {
        for place in [
            json!({"location": {"city": "Husby", "countryOrRegion": "DE"}}),
            json!({"LocationDetails": "{\"city\":\"Husby\",\"countryOrRegion\":\"DE\"}", "Location": "FR"}),
            json!({"Location": "DE"}),
            json!({"location": "Husby, Schleswig-Holstein, DE"}),
        ] {
            assert_eq!(row(&place).location.country.as_deref(), Some("DE"), "{place}");
        }
        for place in
            [json!({"location": "Husby"}), json!({"location": "Husby, Schleswig-Holstein,"}), json!({"location": {"city": "Husby"}})]
        {
            assert_eq!(row(&place).location.country, None, "{place}");
        }
        let networks = json!([{"networkType": "trustedNamedLocation", "networkNames": ["Office", "Home"]}, {"networkNames": ["Office"]}]);
        assert_eq!(row(&json!({"networkLocationDetails": networks})).location.named, ["Office", "Home"]);
        assert_eq!(row(&json!({"NetworkLocationDetails": networks.to_string()})).location.named, ["Office", "Home"]);
    }

    #[test]
    fn risk_is_in_our_words_and_the_protocol_in_those_of_the_service() {
        let row = row(
            &json!({"riskLevelDuringSignIn": "hidden", "riskLevelAggregated": "high", "riskState": "atRisk", "riskDetail": "userPassedMFADrivenByRiskBasedPolicy", "authenticationProtocol": "deviceCode"}),
        );
        assert_eq!((row.risk.level.as_deref(), row.risk.state.as_deref()), (Some("hidden"), Some("at_risk")));
        assert_eq!(row.authentication_protocol.as_deref(), Some("deviceCode"));
    }

    #[test]
    fn names_and_addresses_of_people_are_told() {
        let row = |more: Value| row(&more);
        let named =
            row(json!({"userPrincipalName": "lena@contoso.example", "userDisplayName": "Lena Hartwig", "ipAddress": "203.0.113.77",
            "ipAddressFromResourceProvider": "192.0.2.1", "globalSecureAccessIpAddress": "192.0.2.2", "callerIpAddress": "203.0.113.77"}));
        assert_eq!((named.user.as_deref(), named.display_name.as_deref()), (Some("lena@contoso.example"), Some("Lena Hartwig")));
        assert_eq!(named.other_addresses, ["192.0.2.1", "192.0.2.2"]);
        for unknown in ["Lena@contoso.example", "114f1b8e-5b95-4a1b-8755-85068f6b8092", ""] {
            assert_eq!(row(json!({"userPrincipalName": "lena@contoso.example", "userDisplayName": unknown})).display_name, None);
        }
        assert_eq!(row(json!({"Identity": "Backup job"})).display_name, None);
        assert_eq!(
            row(json!({"Identity": "Lena Hartwig", "UserPrincipalName": "l@contoso.example"})).display_name.as_deref(),
            Some("Lena Hartwig")
        );
    }

    #[test]
    fn the_resource_is_not_the_path_of_the_workspace() {
        let flat = row(
            &json!({"ResourceId": "/tenants/7a/providers/Microsoft.aadiam", "Resource": "Microsoft.aadiam", "ResourceDisplayName": "Graph"}),
        );
        assert_eq!(flat.resource, Named { id: None, name: Some("Graph".to_owned()) });
        let flat = row(&json!({"ResourceId": "/tenants/7a", "ResourceIdentity": "r"}));
        assert_eq!(flat.resource.id.as_deref(), Some("r"));
        assert_eq!(row(&json!({"resourceId": "r"})).resource.id.as_deref(), Some("r"));
    }
}
