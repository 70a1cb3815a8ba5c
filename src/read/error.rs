//! Why an input could not be read, one line each: what is wrong, and what to do.

use std::io;

use crate::read::bytes::adapters::LimitHit;
use crate::read::sign_in_log::LogError;

/// What a text is in which nothing can be used.
pub(super) const TEXT: &str = "text that is no HTTP traffic";

/// Why an input, or a member of an archive, could not be read. The text is for the user; the caller puts the file's name before it.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// There are no bytes, or nothing but white space.
    #[error("the file is empty; save the capture again")]
    Empty,
    /// The content is that of something else.
    #[error("not a HAR, SAZ or Fiddler text capture: it begins with {0}")]
    NotACapture(&'static str),
    /// An exported sign-in log: no capture, and read with the captures.
    #[error("a sign-in log and no capture")]
    SignInLog,
    /// An output of `dsregcmd /status`: no capture, and read with the captures.
    #[error("the output of dsregcmd /status and no capture; give it together with the capture")]
    DeviceStatus,
    /// A text that holds messages of the service: no capture, and read with the captures.
    #[error("a text with messages of Microsoft Entra ID and no capture")]
    Text,
    /// An export that goes with a sign-in log.
    #[error("{0}; export the sign-ins, too")]
    NotASignInLog(&'static str),
    /// A sign-in log of which nothing can be read.
    #[error("{0}")]
    Log(LogError),
    /// What was given as a sign-in log has no row of one.
    #[error("not a sign-in log: no row of an export of Microsoft Entra sign-in logs is in it")]
    NoSignInLog,
    /// An archive of other things.
    #[error("an archive in which no file is a HAR, SAZ or Fiddler text capture")]
    NoCaptureInside,
    /// JSON that has a `log`, which has no list of entries.
    #[error("a HAR without log.entries: nothing was recorded, or it is damaged; record and export it again")]
    HarWithoutEntries,
    /// A HAR of which not one entry is complete.
    #[error("a HAR that is cut off or damaged before its first entry ends; export it again")]
    HarBroken,
    /// Encrypted, and there is no password.
    #[error("password-protected ({count} {what}): give the password in ENTRACE_PASSWORD or with --password-file")]
    PasswordNeeded {
        /// How many sessions or files are encrypted.
        count: usize,
        /// `sessions` or `files`.
        what: &'static str,
    },
    /// The password opens nothing.
    #[error("the password is wrong; passwords are case-sensitive")]
    PasswordWrong,
    /// A zip without its directory, which is at the end.
    #[error("the archive is cut off: its end is missing; save or send it again")]
    ArchiveCutOff,
    /// A zip or gzip that does not have together.
    #[error("the archive is damaged ({0}); save or send it again")]
    ArchiveDamaged(String),
    /// A zip whose members are packed in a way that is not read here.
    #[error("the archive uses a compression that is not supported; pack it as a plain zip (deflate)")]
    Compression,
    /// Archives inside archives inside archives.
    #[error("too deeply nested: more than {0} archives inside each other; unpack it and give the capture itself")]
    TooDeep(usize),
    /// A zip of more files than are looked at.
    #[error("more than {0} files in the archive; unpack it and give the captures themselves")]
    TooManyMembers(usize),
    /// An archive that has to be held in memory is larger than allowed.
    #[error("an archive of more than {0} MiB in a pipe or inside another archive; unpack it and give the file itself")]
    TooLarge(u64),
    /// Unpacking it would yield too much.
    #[error("{0}; unpack it and give the capture itself")]
    Limit(LimitHit),
    /// The bytes could not be had.
    #[error("cannot be read: {0}")]
    Io(io::Error),
}

impl ReadError {
    /// The same in a few words, for a list of files.
    #[must_use]
    pub fn in_short(&self) -> String {
        match self {
            Self::NotACapture(TEXT) => "text without a message of the service".to_owned(),
            Self::NotACapture(what) => (*what).to_owned(),
            other => other.to_string(),
        }
    }

    /// Whether this is read with captures, or without any: a sign-in log, a device, a text.
    #[must_use]
    pub fn is_beside(&self) -> bool {
        matches!(self, Self::SignInLog | Self::DeviceStatus | Self::Text)
    }

    /// Whether this is simply no capture, rather than one that cannot be read.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::Empty | Self::NotACapture(_) | Self::NotASignInLog(_) | Self::NoCaptureInside) || self.is_beside()
    }
}

impl From<LogError> for ReadError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Io(error) => error.into(),
            error => Self::Log(error),
        }
    }
}

impl From<io::Error> for ReadError {
    fn from(error: io::Error) -> Self {
        match LimitHit::of(&error) {
            Some(limit) => Self::Limit(limit),
            None => Self::Io(error),
        }
    }
}

impl From<zip::result::ZipError> for ReadError {
    fn from(error: zip::result::ZipError) -> Self {
        use zip::result::ZipError;
        match error {
            ZipError::Io(error) => error.into(),
            ZipError::InvalidPassword => Self::PasswordWrong,
            ZipError::CompressionMethodNotSupported(_) => Self::Compression,
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Self::PasswordNeeded { count: 1, what: "files" },
            other => Self::ArchiveDamaged(other.to_string()),
        }
    }
}
