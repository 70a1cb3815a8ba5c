//! Writes rows of Microsoft Graph as each export has them.

use serde_json::{Map, Value, json};

/// The ways to get rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Envelope {
    PortalJson,
    PortalCsv,
    GraphPage,
    MonitorArray,
    MonitorRecords,
    MonitorLines,
    AnalyticsJson,
    AnalyticsTables,
    AnalyticsCsv,
}

impl Envelope {
    pub(super) const ALL: &[Self] = &[
        Self::PortalJson,
        Self::PortalCsv,
        Self::GraphPage,
        Self::MonitorArray,
        Self::MonitorRecords,
        Self::MonitorLines,
        Self::AnalyticsJson,
        Self::AnalyticsTables,
        Self::AnalyticsCsv,
    ];

    /// Whether it has policies, risk and named locations.
    pub(super) fn has_policies(self) -> bool {
        self != Self::PortalCsv
    }

    /// The text of an export of these rows.
    pub(super) fn write(self, rows: &[Value]) -> String {
        let records = || rows.iter().map(monitor).collect::<Vec<_>>();
        match self {
            Self::PortalJson => json!(rows).to_string(),
            Self::GraphPage => {
                json!({"@odata.context": "https://graph.microsoft.com/beta/$metadata#auditLogs/signIns", "value": rows}).to_string()
            }
            Self::MonitorArray => json!(records()).to_string(),
            Self::MonitorRecords => json!({"records": records()}).to_string(),
            Self::MonitorLines => records().iter().map(|record| format!("{record}\n")).collect::<Vec<_>>().concat(),
            Self::AnalyticsJson => Value::from(rows.iter().map(|row| analytics(row, true)).collect::<Vec<_>>()).to_string(),
            Self::AnalyticsTables => {
                let (names, cells) = table(rows);
                let columns: Vec<Value> = names.iter().map(|name| json!({"name": name, "type": "string"})).collect();
                json!({"tables": [{"name": "PrimaryResult", "columns": columns, "rows": cells}]}).to_string()
            }
            Self::AnalyticsCsv => {
                let (names, cells) = table(rows);
                let is_time = |name: &str| matches!(name, "CreatedDateTime" | "TimeGenerated");
                let names = names.into_iter().map(|name| if is_time(&name) { name + " [UTC]" } else { name }).collect();
                csv("\r\n", &[vec![names], cells].concat())
            }
            Self::PortalCsv => {
                let names = COLUMNS.iter().map(|(name, _)| (*name).to_owned()).collect();
                let cells = |row: &Value| COLUMNS.iter().map(|(_, path)| cell(row.pointer(path))).collect();
                csv("\r\n", &std::iter::once(names).chain(rows.iter().map(cells)).collect::<Vec<_>>())
            }
        }
    }
}

/// Columns of the portal, each with where its value is in a row. The names are its own, with their spaces, and one of them stands twice.
const COLUMNS: &[(&str, &str)] = &[
    ("Date (UTC)", "/createdDateTime"),
    ("Request ID", "/id"),
    ("User agent", "/userAgent"),
    ("Correlation ID", "/correlationId"),
    ("User ID", "/userId"),
    ("User", "/userDisplayName"),
    ("Username", "/userPrincipalName"),
    ("Incoming token type", "/incomingTokenType"),
    ("Authentication Protocol", "/authenticationProtocol"),
    ("Application", "/appDisplayName"),
    ("Application ID ", "/appId"),
    ("Resource", "/resourceDisplayName"),
    ("Resource ID ", "/resourceId"),
    ("IP address", "/ipAddress"),
    ("Location", "/csvLocation"),
    ("Status", "/csvStatus"),
    ("Sign-in error code", "/status/errorCode"),
    ("Failure reason", "/status/failureReason"),
    ("Device ID", "/deviceDetail/deviceId"),
    ("Browser", "/deviceDetail/browser"),
    ("Operating System", "/deviceDetail/operatingSystem"),
    ("Compliant", "/deviceDetail/isCompliant"),
    ("Managed", "/deviceDetail/isManaged"),
    ("Join Type", "/deviceDetail/trustType"),
    ("Multifactor authentication result", "/mfaDetail/result"),
    ("Multifactor authentication auth method", "/mfaDetail/authMethod"),
    ("Multifactor authentication auth detail", "/mfaDetail/authDetail"),
    ("Authentication requirement", "/authenticationRequirement"),
    ("Sign-in identifier", "/signInIdentifier"),
    ("IP address (seen by resource)", "/ipAddressFromResourceProvider"),
    ("Global Secure Access IP address", "/globalSecureAccessIpAddress"),
    ("Autonomous system  number", "/autonomousSystemNumber"),
    ("Incoming token type", "/none"),
    ("Conditional Access", "/csvAccess"),
];

fn cell(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn csv(end: &str, lines: &[Vec<String>]) -> String {
    let quoted = |cell: &String| {
        if cell.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    lines.iter().map(|line| line.iter().map(quoted).collect::<Vec<_>>().join(",") + end).collect()
}

/// A record of Azure Monitor.
fn monitor(row: &Value) -> Value {
    json!({
        "time": "2026-06-04T09:59:59.1234567Z",
        "resourceId": "/tenants/7a360851-03d1-4fe3-bfb9-cbd1fcde50d4/providers/Microsoft.aadiam",
        "operationName": "Sign-in activity",
        "category": "SignInLogs",
        "resultType": cell(row.pointer("/status/errorCode")),
        "resultDescription": row.pointer("/status/failureReason"),
        "callerIpAddress": row["ipAddress"],
        "correlationId": row["correlationId"],
        "identity": row["userDisplayName"],
        "location": row.pointer("/location/countryOrRegion"),
        "properties": row,
    })
}

/// A row of Log Analytics: flat, names with capitals, and all that is no text is JSON in one when it is so written.
fn analytics(row: &Value, is_text: bool) -> Value {
    let mut flat: Map<String, Value> = json!({
        "TenantId": "0a5be0f4-3e3b-49b5-8a6c-4d65a5bfb9d2",
        "TimeGenerated": "2026-06-04T09:59:59.123Z",
        "Category": "SignInLogs",
        "ResultType": cell(row.pointer("/status/errorCode")),
        "ResultDescription": row.pointer("/status/failureReason"),
        "Identity": row["userDisplayName"],
        "LocationDetails": row["location"],
        "Location": row.pointer("/location/countryOrRegion"),
        "ResourceIdentity": row["resourceId"],
        "ResourceId": "/tenants/7a360851-03d1-4fe3-bfb9-cbd1fcde50d4/providers/Microsoft.aadiam",
        "ConditionalAccessPolicies": row["appliedConditionalAccessPolicies"],
        "AppliedConditionalAccessPolicies": "",
        "IPAddress": row["ipAddress"],
    })
    .as_object()
    .expect("an object")
    .clone();
    for (name, value) in row.as_object().expect("a row is an object") {
        let pascal = name[..1].to_ascii_uppercase() + &name[1..];
        if !matches!(name.as_str(), "location" | "resourceId" | "appliedConditionalAccessPolicies" | "ipAddress") {
            flat.insert(pascal, value.clone());
        }
    }
    let text = |value: Value| if is_text && !value.is_string() { Value::from(cell(Some(&value))) } else { value };
    flat.into_iter().map(|(name, value)| (name, text(value))).collect()
}

/// The columns of all rows, and the cells of each.
fn table(rows: &[Value]) -> (Vec<String>, Vec<Vec<String>>) {
    let rows: Vec<Value> = rows.iter().map(|row| analytics(row, true)).collect();
    let mut names: Vec<String> = rows.iter().filter_map(Value::as_object).flat_map(Map::keys).cloned().collect();
    names.sort();
    names.dedup();
    let cells = rows.iter().map(|row| names.iter().map(|name| cell(row.get(name))).collect()).collect();
    (names, cells)
}
