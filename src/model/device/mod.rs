//! Devices: what one output of `dsregcmd /status` says of the machine on which it was made.

use jiff::Timestamp;

use crate::entra::closed_set::closed_set;
use crate::entra::codes::Code;
use crate::entra::guid::Guid;

closed_set! {
    /// How a device is known to a directory.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Trust {
        /// To Microsoft Entra ID alone.
        EntraJoined = "entra_joined",
        /// To Microsoft Entra ID and to an Active Directory domain.
        EntraHybridJoined = "entra_hybrid_joined",
        /// To an Active Directory domain alone.
        DomainJoined = "domain_joined",
        /// To a domain and to the device registration service of AD FS.
        OnPremisesDrsJoined = "on_premises_drs_joined",
        /// By a user who added a work or school account.
        EntraRegistered = "entra_registered",
    }
}

/// What an output says of a device. What it does not say is `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// The name of the file.
    pub source: String,
    /// Whether it is joined to Microsoft Entra ID (`AzureAdJoined`).
    pub joined: Option<bool>,
    /// How it is joined.
    pub trust: Option<Trust>,
    /// Its id in the directory.
    pub id: Option<Guid>,
    /// Whether the command ran as SYSTEM, which has no primary refresh token whatever the user has.
    pub is_of_system: bool,
    /// Whether the user has a primary refresh token (`AzureAdPrt`); `None` when the command ran as SYSTEM.
    pub prt: Option<bool>,
    /// When the token was last renewed.
    pub prt_updated: Option<Timestamp>,
    /// The last try to get one, which the output has only when it failed.
    pub last_attempt: Option<PrtAttempt>,
    /// The attempt of a capture with the correlation ID of that try.
    pub matched: Option<Matched>,
    /// Who and what the machine is called. Never shown; learned, so that it goes from other texts.
    pub names: Names,
}

/// A try to get a primary refresh token.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrtAttempt {
    /// When.
    pub time: Option<Timestamp>,
    /// What Windows made of it, an `HRESULT` or `NTSTATUS`.
    pub status: Option<u32>,
    /// The code in the description of the service.
    pub code: Option<Code>,
    /// OAuth's `error`.
    pub error: Option<String>,
    /// The correlation ID.
    pub correlation_id: Option<Guid>,
}

/// An attempt of a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// Its position in the whole report.
    pub attempt: usize,
    /// Its number in its capture.
    pub number: usize,
    /// The position of its capture.
    pub capture: usize,
}

/// Who and what a machine is called.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Names of the machine.
    pub devices: Vec<String>,
    /// Names of its users.
    pub users: Vec<String>,
}
