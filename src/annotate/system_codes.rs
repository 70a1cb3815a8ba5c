//! What codes of Windows and of the network mean: those that clients report in texts, that `dsregcmd` names for the last try, and that captures name for
//! requests without a response.

use super::explain::system;
use super::vocabulary;
use crate::entra::codes::Code;
use crate::entra::system_codes::SystemCode;
use crate::model::finding::Finding;
use crate::model::report::Report;
use crate::model::text::{SystemMeaning, SystemSeen};

/// Most codes that are explained.
const MOST: usize = 100;

/// Explains the codes of a report, each once a file; `seen` are those of texts, each with the name of its file.
pub fn explain_system_codes<'t>(report: &mut Report, seen: impl Iterator<Item = (&'t str, &'t SystemSeen)>) {
    let mut explained: Vec<SystemMeaning> = Vec::new();
    for finding in report.findings.iter().filter(|finding| is_of_network(finding)) {
        let source = report.origin_name(finding.capture);
        for hit in finding.detail.iter().flat_map(|detail| system::codes(detail, 1)) {
            add(&mut explained, hit.code, source, 1);
        }
    }
    for device in &report.devices {
        let status = device.last_attempt.as_ref().and_then(|last| last.status);
        if let Some(code) = status.and_then(SystemCode::of_result) {
            add(&mut explained, code, &device.source, 1);
        }
    }
    for (source, seen) in seen {
        add(&mut explained, seen.code, source, seen.times);
    }
    report.system_codes = explained;
}

/// Whether the detail of a finding is what a capture says of a connection.
fn is_of_network(finding: &Finding) -> bool {
    [Code::named("connection-failed"), Code::named("sign-in-page-blocked")].contains(&finding.code)
}

fn add(explained: &mut Vec<SystemMeaning>, code: SystemCode, source: &str, times: u64) {
    if let Some(known) = explained.iter_mut().find(|known| known.code == code && known.source == source) {
        known.times += times;
        return;
    }
    if explained.len() < MOST {
        let (meaning, guidance) = vocabulary::of_system(code);
        let guide = guidance.map(|guidance| guidance.title.to_string());
        explained.push(SystemMeaning { code, meaning, guide, source: source.to_owned(), times });
    }
}
