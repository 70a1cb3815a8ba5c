//! What a file is that is written again without secrets: a capture, or what stands next to captures and tells of the same sign-ins.

use super::Format;

/// The kind of a file, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A capture.
    Capture(Format),
    /// An exported sign-in log.
    SignInLog(Notation),
    /// The output of `dsregcmd /status`.
    DeviceStatus,
    /// A text that holds messages of the service.
    Text,
}

/// How an exported log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notation {
    /// In any of the JSON envelopes.
    Json,
    /// With a line of columns, then a line a row.
    Csv,
}

impl Kind {
    /// The name used in receipts and manifests.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Capture(format) => format.name(),
            Self::SignInLog(_) => "sign_in_log",
            Self::DeviceStatus => "device_status",
            Self::Text => "text",
        }
    }

    /// What is counted in it: one, and several.
    #[must_use]
    pub fn parts(self) -> (&'static str, &'static str) {
        match self {
            Self::Capture(_) => ("entry", "entries"),
            Self::SignInLog(_) => ("row", "rows"),
            Self::DeviceStatus => ("field", "fields"),
            Self::Text => ("message", "messages"),
        }
    }
}
