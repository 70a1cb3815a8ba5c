//! Hosts: what each row is for, and what the binary says of a sign-in there.

use entrace::entra::hosts::{self, HostClass};

use super::{har, rows, some};
use crate::run::{Scratch, report_on};

/// Host, what it is for, cloud.
fn list() -> Vec<[&'static str; 3]> {
    rows(include_str!("hosts.tsv"))
}

fn class_name(class: HostClass) -> &'static str {
    match class {
        HostClass::TokenService(_) => "token_service",
        HostClass::SeamlessSso => "seamless_sso",
        HostClass::DeviceAuthentication => "device_authentication",
        HostClass::CertificateAuthentication => "certificate_authentication",
        HostClass::DeviceRegistration => "device_registration",
        HostClass::SecurityInfo => "security_info",
        HostClass::PasswordReset => "password_reset",
        HostClass::PageContent => "page_content",
        HostClass::FederationServer => "federation_server",
        HostClass::Other => "other",
    }
}

#[test]
fn every_host_is_for_what_its_row_says() {
    for [row, class, cloud] in list() {
        let host = row.replace('*', "contoso");
        for host in [host.clone(), host.to_ascii_uppercase(), format!("{host}.")] {
            let found = hosts::class(&host, "/common/login");
            assert_eq!((class_name(found), found.cloud().map(hosts::Cloud::name)), (class, some(cloud)), "{host}");
            assert_eq!(found.is_sign_in(), class != "page_content", "{host}");
        }
        for other in [format!("{host}.contoso.example"), format!("not-{host}")] {
            let is_pattern = row.starts_with('*') && !other.ends_with("example");
            let found = hosts::class(&other, "/common/login");
            assert!(
                is_pattern || found == HostClass::Other || !row.contains('*') && found.is_sign_in() && other.contains(".login."),
                "{other}"
            );
        }
    }
}

#[test]
fn every_row_of_the_table_is_in_the_list_and_in_its_order() {
    let listed: Vec<&str> = list().iter().map(|row| row[0]).collect();
    let known: Vec<&str> = hosts::known().iter().map(|(host, _)| *host).collect();
    assert_eq!(listed, known);
    assert!(known.is_sorted_by_key(|host| host.starts_with('*')), "a row with a * hides those behind it");
}

#[test]
fn older_addresses_of_b2c_are_told_by_the_path() {
    for path in ["/te/contoso.onmicrosoft.com/b2c_1_in/oauth2/v2.0/token", "/tfp/contoso.onmicrosoft.com/b2c_1_in/oauth2/v2.0/token"] {
        assert_eq!(hosts::class("login.microsoftonline.com", path).cloud().map(hosts::Cloud::name), Some("b2c"));
        assert_eq!(hosts::class("login.microsoftonline.us", path).cloud().map(hosts::Cloud::name), Some("us_government"));
    }
}

#[test]
fn the_binary_names_the_cloud_of_every_authority() {
    let scratch = Scratch::new("the_binary_names_the_cloud_of_every_authority");
    for [row, class, cloud] in list() {
        let (host, is_token_service) = (row.replace('*', "contoso"), class == "token_service");
        let url = format!("https://{host}/common/oauth2/v2.0/authorize?client_id=11111111-2222-4333-8444-555555555555&response_type=code");
        let report = report_on(&scratch.file("case.har", har(&[(url, serde_json::json!({"mimeType": "text/html", "text": ""}))])));
        let counted = report["captures"][0]["sign_in_exchanges"].as_u64();
        assert_eq!(counted, Some(u64::from(class != "page_content")), "{host}");
        // A Microsoft account's own addresses are others.
        if is_token_service && cloud != "msa" {
            assert_eq!(report["attempts"][0]["cloud"], cloud, "{host}: {report}");
        }
    }
}
