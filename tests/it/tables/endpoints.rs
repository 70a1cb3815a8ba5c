//! Endpoints: the stage that a request to each is, by the library and in a report of the binary.

use entrace::entra::endpoints::{self, Stage};
use entrace::entra::hosts::{self, Cloud, HostClass};
use serde_json::Value;

use super::{har, rows};
use crate::run::{Scratch, report_on};

/// How a path ends, or with a `*` what it holds; stage.
fn list() -> Vec<[&'static str; 2]> {
    rows(include_str!("endpoints.tsv"))
}

/// A path that fits a row.
fn path(row: &str) -> String {
    format!("/contoso.example{}", row.replace('*', "x1"))
}

#[test]
fn every_endpoint_is_the_stage_of_its_row() {
    let class = HostClass::TokenService(Cloud::Public);
    for [row, stage] in list() {
        let path = path(row);
        for path in [path.clone(), path.to_ascii_uppercase(), format!("{path}/")] {
            assert_eq!(endpoints::stage(class, &path).name(), stage, "{path}");
        }
    }
    assert_eq!(endpoints::stage(class, "/contoso.example/walnut"), Stage::Other);
}

#[test]
fn every_row_of_the_table_is_in_the_list_and_in_its_order() {
    let listed: Vec<[&str; 2]> = list();
    let known: Vec<[&str; 2]> = endpoints::known().iter().map(|(path, stage)| [*path, stage.name()]).collect();
    assert_eq!(listed, known);
    assert!(known.is_sorted_by_key(|[path, _]| path.ends_with('*')), "a row with a * hides those behind it");
}

#[test]
fn some_hosts_tell_the_stage_whatever_the_path_is() {
    for (host, path, stage) in [
        ("mysignins.microsoft.com", "/register", Stage::MfaRegistration),
        ("passwordreset.microsoftonline.com", "/", Stage::PasswordReset),
        ("enterpriseregistration.windows.net", "/EnrollmentServer/device/", Stage::DeviceRegistration),
        ("device.login.microsoftonline.com", "/", Stage::DeviceAuthentication),
        ("certauth.login.microsoftonline.com", "/contoso.example/certauth", Stage::CertificateAuthentication),
        ("autologon.microsoftazuread-sso.com", "/contoso.example/winauth/ssoprobe", Stage::SeamlessSso),
        ("autologon.microsoftazuread-sso.com", "/contoso.example/winauth/trust/2005/usernamemixed", Stage::WsTrust),
        ("login.live.com", "/oauth20_authorize.srf", Stage::Msa),
        ("login.live.com", "/Me.htm", Stage::Telemetry),
        ("login.live.com", "/RST2.srf", Stage::WsTrust),
        ("aadcdn.msauth.net", "/common/oauth2/v2.0/authorize", Stage::Other),
    ] {
        assert_eq!(endpoints::stage(hosts::class(host, path), path), stage, "{host}{path}");
    }
}

#[test]
fn a_stage_has_one_name() {
    let mut names: Vec<&str> = Stage::ALL.iter().map(|stage| stage.name()).collect();
    names.sort_unstable();
    assert!(names.is_sorted_by(|one, next| one < next));
    for [row, stage] in list() {
        assert!(names.contains(&stage), "{row}: {stage}");
    }
}

/// One sign-in that calls at every endpoint: what is a step of it has the stage of its row.
#[test]
fn the_binary_gives_every_step_the_stage_of_its_row() {
    let scratch = Scratch::new("the_binary_gives_every_step_the_stage_of_its_row");
    let query = "client-request-id=0f2e6d5c-1111-4222-8333-444455556666&client_id=11111111-2222-4333-8444-555555555555&response_type=code";
    let url = |row: &str| format!("https://login.microsoftonline.com{}?{query}", path(row));
    let urls: Vec<String> = list().iter().map(|[row, _]| url(row)).collect();
    let nothing = serde_json::json!({"mimeType": "text/html", "text": ""});
    let exchanges: Vec<(String, Value)> = urls.iter().map(|url| (url.clone(), nothing.clone())).collect();
    let report = report_on(&scratch.file("case.har", har(&exchanges)));
    let steps: Vec<&Value> =
        report["attempts"].as_array().unwrap().iter().flat_map(|attempt| attempt["steps"].as_array().unwrap()).collect();
    let mut seen = 0;
    for (at, [row, stage]) in list().iter().enumerate() {
        let Some(step) = steps.iter().find(|step| step["entry"] == at) else { continue };
        seen += 1;
        // A page at `/login` that nothing is posted to is no password.
        let expected = if *row == "/login" { "resume" } else { *stage };
        assert_eq!(step["stage"], expected, "{row}");
    }
    assert!(seen * 10 >= list().len() * 9, "{seen} of {} endpoints are steps", list().len());
}
