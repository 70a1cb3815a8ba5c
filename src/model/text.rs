//! Texts: what programs and people wrote down of a sign-in, such as the output of a command, a library's log, or a browser's console.

use jiff::Timestamp;

use super::observation::{ErrorSeen, Named};
use crate::entra::guid::Guid;
use crate::entra::system_codes::SystemCode;

/// A passage of a text that holds a message of the service: a code, and behind it the ids that the service puts there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// What precedes the code, no other message in it.
    pub before: String,
    /// From the code to the last id or time.
    pub message: String,
    /// What follows, no other message in it.
    pub behind: String,
    /// `Trace ID`.
    pub request_id: Option<Guid>,
    /// `Correlation ID`.
    pub correlation_id: Option<Guid>,
}

/// What a passage says: an error for each code of its message, the inner one last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The errors.
    pub errors: Vec<ErrorSeen>,
    /// What the message names.
    pub named: Named,
}

/// A code of Windows or of the network that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemSeen {
    /// The code.
    pub code: SystemCode,
    /// How often.
    pub times: u64,
}

/// What such a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SystemMeaning {
    /// The code.
    pub code: SystemCode,
    /// One sentence.
    pub meaning: String,
    /// The title of the guide that helps further.
    pub guide: Option<String>,
    /// The name of the file.
    pub source: String,
    /// How often the file has it.
    pub times: u64,
}

/// A text that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TextRead {
    /// The name of the file; for an archive's member `outer.zip/inner.log`.
    pub name: String,
    /// How many blocks it holds.
    pub blocks: u64,
    /// The codes of Windows and of the network that clients report in it as errors.
    pub codes: Vec<SystemSeen>,
    /// Those of them that are beyond what one report holds.
    pub left_out: u64,
    /// The time of its earliest block.
    pub first: Option<Timestamp>,
    /// The time of its latest block.
    pub last: Option<Timestamp>,
}
