//! People planted in every field in which an export can have them, in every envelope, and looked for in every format. What explains a
//! sign-in stays.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::export::Envelope;
use super::{APPLICATION, BLOCKED, CORRELATION, LATER, MFA, SHOW, capture, row, rows, with_arguments};
use crate::run::{Outcome, Scratch};
use crate::search::Search;
use crate::secrets;

/// What is planted for the person of one row: what it is, the value as it stands there, and what of it must not show. The number makes the
/// values of each row its own.
fn people(number: usize) -> Vec<(&'static str, String, String)> {
    let own = ["keltrava", "zumbrowen", "quilthane"][number];
    let value = |name, text: String| (name, text.clone(), text);
    vec![
        ("userPrincipalName", format!("{own}.upn@contoso.example"), format!("{own}.upn")),
        ("userDisplayName", format!("{own} Vonhäckel"), own.to_owned()),
        ("signInIdentifier", format!("{own}.signin@contoso.example"), format!("{own}.signin")),
        ("alternateSignInName", format!("{own}.alternate@contoso.example"), format!("{own}.alternate")),
        value("device", format!("NB-{}-07", own.to_uppercase())),
        value("ipAddress", ["198.51.100.121", "2001:db8:7a:4::c0de:121", "100.64.131.121"][number].to_owned()),
        value("ipAddressFromResourceProvider", ["198.51.100.122", "2001:db8:7a:4::c0de:122", "192.168.131.122"][number].to_owned()),
        value("globalSecureAccessIpAddress", ["198.51.100.123", "2001:db8:7a:4::c0de:123", "10.131.131.123"][number].to_owned()),
        value("phone", format!("+49 30 5550140{number}")),
        value("phone with stars", format!("+XX XXXXXXX4{number}7")),
        value("method detail", format!("Pixel of the {own}s")),
        value("city", format!("Nether{own}ton")),
        value("state", format!("Upper{own}shire")),
        value("latitude", format!("54.760{number}81")),
        value("longitude", format!("-9.570{number}93")),
    ]
}

/// The rows, each of another person: one by request ID, one by correlation ID, and one that belongs to no attempt.
pub(super) fn planted() -> (Vec<Value>, Vec<(&'static str, String)>) {
    let ids = [
        (BLOCKED, CORRELATION, "2026-06-04T07:41:47Z", 53003),
        (LATER, CORRELATION, "2026-06-04T07:42:57Z", 53003),
        ("11111111-2222-4333-8444-555555555555", "66666666-7777-4888-9999-aaaaaaaaaaaa", "2026-06-04T07:42:57Z", 50126),
    ];
    let (mut rows, mut sought) = (Vec::new(), Vec::new());
    for (number, (id, correlation, time, code)) in ids.into_iter().enumerate() {
        let people = people(number);
        let value = |name: &str| people.iter().find(|(known, _, _)| *known == name).map(|(_, text, _)| text.clone()).expect("a value");
        let coordinate = |name: &str| value(name).parse::<f64>().expect("a number");
        let (upn, name, device) = (value("userPrincipalName"), value("userDisplayName"), value("device"));
        let (address, phone, detail) = (value("ipAddress"), value("phone"), value("method detail"));
        let more = json!({
            "userPrincipalName": upn,
            "userDisplayName": name,
            "signInIdentifier": value("signInIdentifier"),
            "alternateSignInName": value("alternateSignInName"),
            "userId": "114f1b8e-5b95-4a1b-8755-85068f6b8092",
            "appDisplayName": "Contoso Travel",
            "ipAddress": address,
            "ipAddressFromResourceProvider": value("ipAddressFromResourceProvider"),
            "globalSecureAccessIpAddress": value("globalSecureAccessIpAddress"),
            "status": {
                "errorCode": code,
                "failureReason": format!("The account {upn} of {name} was refused at {address}, on {device}."),
                "additionalDetails": format!("MFA denied on {phone}, {detail}"),
            },
            "csvStatus": "Failure",
            "csvAccess": "Failure",
            "csvLocation": format!("{}, {}, DE", value("city"), value("state")),
            "conditionalAccessStatus": "failure",
            "location": {
                "city": value("city"), "state": value("state"), "countryOrRegion": "DE",
                "geoCoordinates": {"altitude": null, "latitude": coordinate("latitude"), "longitude": coordinate("longitude")},
            },
            "deviceDetail": {
                "deviceId": "31e2633b-e159-489b-a978-913e3b50caa7", "displayName": device, "operatingSystem": "Windows10",
                "browser": "Edge 137.0.0", "isCompliant": true, "isManaged": true, "trustType": "Azure AD joined",
            },
            "authenticationProtocol": "oAuth2",
            "authenticationRequirement": "multiFactorAuthentication",
            "mfaDetail": {"authMethod": "Text message", "authDetail": value("phone with stars"), "result": "MFA completed in Azure AD"},
            "authenticationDetails": [
                {"authenticationMethod": "Password", "authenticationMethodDetail": format!("Password Hash Sync of {upn}"), "authenticationStepRequirement": "Primary authentication", "authenticationStepResultDetail": "Correct password"},
                {"authenticationMethod": "Mobile app notification", "authenticationMethodDetail": detail, "authenticationStepRequirement": "Multifactor authentication", "authenticationStepResultDetail": "MFA denied"},
                {"authenticationMethod": "Text message", "authenticationMethodDetail": phone, "authenticationStepRequirement": "Multifactor authentication", "authenticationStepResultDetail": format!("MFA completed on {phone} by {name}")},
            ],
            "appliedConditionalAccessPolicies": [
                {"id": "6e273faf-ee52-49de-98ff-89c389b153b7", "displayName": "CA210 Office networks only", "enforcedGrantControls": ["Block"], "enforcedSessionControls": [], "result": "failure", "conditionsNotSatisfied": "none"},
                {"id": "7f273faf-ee52-49de-98ff-89c389b153b7", "displayName": format!("CA211 All but {name} ({upn})"), "enforcedGrantControls": ["Mfa"], "enforcedSessionControls": [], "result": "failure", "conditionsNotSatisfied": "none"},
            ],
            "networkLocationDetails": [{"networkType": "namedNetwork", "networkNames": ["Guest house Wi-Fi", format!("Home of {name}")]}],
            "riskLevelDuringSignIn": "low",
        });
        rows.push(row(id, correlation, time, code, &more));
        sought.extend(people.into_iter().map(|(name, _, sought)| (name, sought)));
    }
    (rows, sought)
}

/// Names, ids and codes without which no one finds the setting that is wrong.
pub(super) const STAYS: &[&str] = &[
    "53003",
    BLOCKED,
    LATER,
    CORRELATION,
    APPLICATION,
    "Contoso Travel",
    "Microsoft Graph",
    "31e2633b-e159-489b-a978-913e3b50caa7",
    "Windows10",
    "Edge 137",
];
pub(super) const STAYS_WITH_POLICIES: &[&str] =
    &["CA210 Office networks only", "CA211 All but", "6e273faf-ee52-49de-98ff-89c389b153b7", "Guest house Wi-Fi", "Block", "Mfa"];

/// The fields of which the portal's CSV has none.
const NOT_IN_CSV: &[&str] = &["alternateSignInName", "latitude", "longitude"];

fn leaks(place: &str, outcome: &Outcome, sought: &[(&'static str, String)], search: &Search, streams: &[&str]) -> Vec<String> {
    let mut leaks = Vec::new();
    for stream in streams {
        let text = if *stream == "stdout" { &outcome.stdout } else { &outcome.stderr };
        let found = search.find(text.to_lowercase().as_bytes()).into_iter().chain(search.find(text.as_bytes()));
        leaks.extend(found.map(|(at, needle)| format!("{place} {stream}: {} as {needle:?}", sought[at].0)));
    }
    leaks
}

#[test]
fn no_report_shows_the_people_of_a_log() {
    let scratch = Scratch::new("no_report_shows_the_people_of_a_log");
    let (log, sought) = planted();
    let search = Search::new(sought.iter().map(|(_, text)| text.as_str()));
    let (mut table, mut runs) = (BTreeSet::new(), 0);
    for envelope in Envelope::ALL {
        let text = envelope.write(&log);
        let there: BTreeSet<&str> = search.find(text.as_bytes()).into_keys().map(|at| sought[at].0).collect();
        let missing = sought.iter().map(|(name, _)| *name).filter(|name| !there.contains(name));
        let missing: BTreeSet<&str> = missing
            .filter(|name| envelope.has_policies() || !NOT_IN_CSV.contains(name) && *name != "phone" && *name != "method detail")
            .collect();
        assert!(missing.iter().all(|name| *name == "device" && *envelope == Envelope::PortalCsv), "{envelope:?} does not hold {missing:?}");
        // The log's own name is shown as well.
        let path = scratch.file("Sign-ins of keltrava.upn@contoso.example.txt", text);
        for arguments in secrets::runs() {
            let mut all: Vec<&dyn AsRef<std::ffi::OsStr>> = vec![&"--sign-in-log", &path];
            all.extend(arguments.iter().map(|argument| argument as &dyn AsRef<std::ffi::OsStr>));
            let har = capture();
            all.push(&har);
            let outcome = with_arguments(&all);
            assert_eq!((outcome.status, outcome.stderr.as_str()), (Some(1), ""), "{envelope:?} {arguments:?}");
            table.extend(leaks(&format!("{envelope:?} {arguments:?}"), &outcome, &sought, &search, &["stdout"]));
            runs += 1;
            if arguments.iter().any(|argument| argument == "json") {
                let report: Value = serde_json::from_str(&outcome.stdout).expect("JSON");
                assert_eq!(rows(&report).len(), 2, "{envelope:?}");
                let stays = STAYS.iter().chain(STAYS_WITH_POLICIES.iter().filter(|_| envelope.has_policies()));
                let lost: Vec<&&str> = stays.filter(|text| !outcome.stdout.contains(**text)).collect();
                assert!(lost.is_empty(), "{envelope:?}: {lost:?} {}", report["attempts"][0]["sign_in_log"]);
            }
        }
    }
    eprintln!("looked for {} values in {runs} reports: {} leaks", sought.len(), table.len());
    assert!(table.is_empty(), "{}\n{}", table.len(), table.into_iter().collect::<Vec<_>>().join("\n"));
}

/// What `--show-personal-data` may show.
const ASKED_FOR: &[&str] = &["userPrincipalName", "userDisplayName", "ipAddress", "phone", "device"];

#[test]
fn places_and_methods_are_shown_to_nobody() {
    let scratch = Scratch::new("places_and_methods_are_shown_to_nobody");
    let (log, sought) = planted();
    // Who asks for people is shown them, and not those whose rows belong to no attempt.
    let own = people(2).len();
    let is_hidden = |at: usize, name: &str| at >= sought.len() - own || !ASKED_FOR.contains(&name);
    let hidden: Vec<(&'static str, String)> =
        sought.iter().enumerate().filter(|(at, (name, _))| is_hidden(*at, name)).map(|(_, value)| value.clone()).collect();
    // A name is a part of the names of other things.
    let hidden: Vec<_> = hidden.into_iter().filter(|(name, _)| *name != "method detail" && *name != "userDisplayName").collect();
    let search = Search::new(hidden.iter().map(|(_, text)| text.as_str()));
    let mut table = BTreeSet::new();
    for envelope in Envelope::ALL {
        let path = scratch.file("log", envelope.write(&log));
        for format in crate::run::formats() {
            let outcome = with_arguments(&[&capture(), &"--sign-in-log", &path, &"--format", &format, &SHOW]);
            assert_eq!(outcome.status, Some(1), "{envelope:?} {format}: {}", outcome.stderr);
            table.extend(leaks(&format!("{envelope:?} {format}"), &outcome, &hidden, &search, &["stdout", "stderr"]));
            if format == "json" {
                assert!(outcome.stdout.contains("keltrava.upn@contoso.example"), "{envelope:?}");
            }
        }
    }
    assert!(table.is_empty(), "{}\n{}", table.len(), table.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Addresses as programs write them: with a port, in brackets, in capitals, and those of a machine in its own network.
#[test]
fn addresses_of_every_kind_are_masked() {
    let scratch = Scratch::new("addresses_of_every_kind_are_masked");
    for address in [
        "198.51.100.121",
        "198.51.100.121:51234",
        "2001:db8:7a:4::c0de:121",
        "2001:DB8:7A:4::C0DE:121",
        "[2001:db8:7a:4::c0de:121]:51234",
        "fe80::c0de:121%eth0",
        "::ffff:198.51.100.121",
        "10.131.131.121",
    ] {
        for field in ["ipAddress", "ipAddressFromResourceProvider", "globalSecureAccessIpAddress"] {
            let reason = format!("Refused at {address}.");
            let more = json!({field: address, "status": {"errorCode": 50074, "failureReason": reason}});
            let rows = [row(MFA, CORRELATION, "2026-06-04T07:41:36Z", 50074, &more)];
            for envelope in [Envelope::MonitorLines, Envelope::PortalCsv] {
                let log = scratch.file("log", envelope.write(&rows));
                let outcome = with_arguments(&[&capture(), &"--sign-in-log", &log, &"--format", &"json"]);
                assert!(outcome.stdout.contains("Refused at "), "{envelope:?}: {}", outcome.stderr);
                let core = address.trim_start_matches(['[', ':']).split(['%', ']']).next().expect("an address");
                let core = if core.contains('.') { core.trim_start_matches("ffff:").split(':').next().expect("an address") } else { core };
                assert!(!outcome.stdout.to_lowercase().contains(&core.to_lowercase()), "{envelope:?} {field}: {address} shows");
            }
        }
    }
}
