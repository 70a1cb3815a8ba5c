//! Codes of Windows and of the network as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::text::SystemMeaning;

/// What a code of Windows or of the network means.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct SystemCodeDocument {
    /// As `entrace explain` takes it: in hexadecimal, or by its name.
    code: String,
    /// The result as an unsigned number; null for an error of the browser.
    number: Option<u32>,
    name: Option<String>,
    meaning: String,
    /// The title of the guide that helps further.
    guide: Option<String>,
    /// The file.
    source: String,
    /// How often the file has it.
    times: u64,
}

impl SystemCodeDocument {
    pub(super) fn of(code: &SystemMeaning) -> Self {
        Self {
            code: code.code.code(),
            number: code.code.unsigned(),
            name: code.code.name.map(str::to_owned),
            meaning: code.meaning.clone(),
            guide: code.guide.clone(),
            source: code.source.clone(),
            times: code.times,
        }
    }
}
