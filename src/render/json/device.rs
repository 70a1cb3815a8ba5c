//! Devices as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::word::{Word, text};
use crate::model::device::{Device, Trust};

/// What one output of `dsregcmd /status` says.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct DeviceDocument {
    /// Whether it is joined to Microsoft Entra ID.
    joined: Option<bool>,
    trust: Option<Word<Trust>>,
    device_id: Option<String>,
    /// Whether the user has a primary refresh token; null when the command ran as SYSTEM.
    prt: Option<bool>,
    prt_attempt_status: Option<String>,
    /// The code of the description, else the error of OAuth.
    server_error_code: Option<String>,
    correlation_id: Option<String>,
    /// The id of the attempt with this correlation ID.
    matched_attempt: Option<usize>,
    source: String,
}

impl DeviceDocument {
    pub(super) fn of(device: &Device) -> Self {
        let last = device.last_attempt.clone().unwrap_or_default();
        Self {
            joined: device.joined,
            trust: device.trust.map(Word),
            device_id: text(device.id.as_ref()),
            prt: device.prt,
            prt_attempt_status: last.status.map(|status| format!("{status:#010x}")),
            server_error_code: text(last.code).or(last.error),
            correlation_id: text(last.correlation_id),
            matched_attempt: device.matched.map(|matched| matched.attempt + 1),
            source: device.source.clone(),
        }
    }
}
