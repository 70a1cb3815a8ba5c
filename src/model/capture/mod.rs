//! A capture: one trace file, or one member of an archive that holds several.

pub mod written;

use jiff::Timestamp;

use crate::entra::closed_set::closed_set;

closed_set! {
    /// The format a capture was recognized as, by its content.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Format {
        /// HTTP Archive, JSON.
        Har = "har",
        /// Fiddler's session archive, a zip.
        Saz = "saz",
        /// Fiddler's text dump of sessions.
        FiddlerText = "fiddler_text",
    }
}

closed_set! {
    /// What kind of limit or peculiarity of a capture a [`Note`] tells.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum NoteKind {
        /// The file ends in the middle of an entry; the complete entries were kept.
        Truncated = "truncated",
        /// A part of the file (an entry, a session's member, a body) could not be read.
        Unreadable = "unreadable",
        /// A response had a body that the capture does not have.
        BodyNotCaptured = "body_not_captured",
        /// A limit on size, ratio, nesting or count was reached; what lies beyond was left out.
        LimitReached = "limit_reached",
        /// A file inside a folder or archive that is no capture.
        ForeignFile = "foreign_file",
        /// The export was sanitized: cookies, headers or values were taken out.
        Sanitized = "sanitised",
        /// Only CONNECT tunnels to sign-in hosts: HTTPS was not decrypted.
        NotDecrypted = "not_decrypted",
        /// A text dump without bodies.
        HeadersOnly = "headers_only",
        /// A note the customer wrote on an exchange.
        Comment = "comment",
        /// Two parts of the capture claim the same entry number.
        DuplicateEntry = "duplicate_entry",
        /// A request never got a response: aborted, blocked or failed in the network or the proxy.
        NoAnswer = "no_answer",
        /// The client's clock differs from the service's.
        ClockSkew = "clock_skew",
        /// Service headers on a host that is not Microsoft's.
        UnknownHost = "unknown_host",
        /// The capture begins after the sign-in did.
        StartsLate = "starts_late",
        /// A resource asked for claims, and no later request sends them.
        ClaimsNotSent = "claims_not_sent",
        /// The hop that proves a device or user by certificate got no good answer.
        ClientCertificate = "client_certificate",
        /// Sign-ins of the capture overlap in time.
        ParallelSignIns = "parallel_sign_ins",
        /// Cookies of unfinished sign-ins pile up: a redirect loop.
        NonceCookies = "nonce_cookies",
        /// Rows of a sign-in log belong to no attempt.
        SignInLogUnmatched = "sign_in_log_unmatched",
        /// A row of a sign-in log has another code than the trace shows for its request.
        SignInLogDiffers = "sign_in_log_differs",
        /// `dsregcmd /status` was run as SYSTEM.
        DeviceOfSystem = "device_of_system",
    }
}

impl NoteKind {
    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Something about a capture that limits, or colors, what can be concluded from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What kind of note.
    pub kind: NoteKind,
    /// The entries it is about; empty when it is about the whole capture.
    pub entries: Vec<u64>,
    /// How many rows of a sign-in log it is about.
    pub rows: Option<u64>,
    /// One sentence for the reader.
    pub message: String,
}

impl Note {
    /// A note on the whole capture.
    pub fn on_capture(kind: NoteKind, message: impl Into<String>) -> Self {
        Self { kind, entries: Vec::new(), rows: None, message: message.into() }
    }

    /// A note on one entry.
    pub fn on_entry(kind: NoteKind, entry: u64, message: impl Into<String>) -> Self {
        Self { kind, entries: vec![entry], rows: None, message: message.into() }
    }
}

/// What is known of a capture after it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capture {
    /// The file's base name; for an archive's member `outer.zip/inner.har`.
    pub name: String,
    /// How many bytes of the name are the input's own, as the user named it; the rest is the member's in an archive.
    pub own_name: usize,
    /// SHA-256 of the file, lower-case hex, when it was asked for.
    pub sha256: Option<String>,
    /// The format it was recognized as.
    pub format: Format,
    /// The program that wrote it, with version, as the file says.
    pub producer: Option<String>,
    /// How many exchanges it holds, CONNECT tunnels included.
    pub exchanges: u64,
    /// How many of them are sign-in traffic.
    pub sign_in_exchanges: u64,
    /// Start of the first exchange, client's clock.
    pub first: Option<Timestamp>,
    /// Start of the last exchange, client's clock.
    pub last: Option<Timestamp>,
    /// What limits the response.
    pub notes: Vec<Note>,
}

closed_set! {
    /// What a file was taken for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum FileKind {
        /// A capture.
        Capture = "capture",
        /// A sign-in log.
        SignInLog = "sign_in_log",
        /// An output of `dsregcmd /status`.
        Device = "device",
        /// A text with messages of the service.
        Text = "text",
        /// It cannot be used.
        Nothing = "nothing",
    }
}

/// What a file next to captures was taken for, and how much it gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TakenFor {
    /// A sign-in log.
    SignInLog {
        /// Rows that were read.
        rows: u64,
        /// Those of them that belong to attempts.
        joined: u64,
    },
    /// An output of `dsregcmd /status`.
    Device,
    /// A text.
    Text {
        /// Messages of the service in it.
        messages: u64,
        /// Those of them that belong to attempts of captures and logs.
        joined: u64,
    },
    /// It cannot be used; why, in a few words.
    Nothing(String),
}

/// A file of a folder or archive that is no capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// Its name; for an archive's member `outer.zip/inner.log`.
    pub name: String,
    /// What it was taken for.
    pub taken_for: TakenFor,
}
