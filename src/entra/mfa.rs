//! Results of a multifactor challenge (`ResultValue` of `SAS/BeginAuth`, `EndAuth` and `ProcessAuth`).

/// What a result means for the sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaResult {
    /// The challenge was answered.
    Passed,
    /// It is still being waited for.
    Pending,
    /// The user said no.
    Denied,
    /// No one answered in time.
    NoResponse,
    /// It failed in another way: wrong code, provider, locked method.
    Failed,
}

impl MfaResult {
    /// The result that a `ResultValue` is.
    #[must_use]
    pub fn of(value: &str) -> Self {
        match value {
            "Success" | "AuthenticationSucceeded" => Self::Passed,
            "AuthenticationPending" | "Pending" => Self::Pending,
            "PhoneAppDenied" | "PhoneAppFraudReported" | "FraudCodeEntered" | "UserVoiceAuthFailedFraudCodeEntered" => Self::Denied,
            "PhoneAppNoResponse"
            | "SMSAuthFailedNoResponseTimeout"
            | "User2WaySMSAuthFailedNoResponseTimeout"
            | "UserVoiceAuthFailedCallWentToVoicemail"
            | "UserVoiceAuthFailedPhoneHungUp"
            | "UserVoiceAuthFailedPhoneUnreachable" => Self::NoResponse,
            _ => Self::Failed,
        }
    }

    /// The code of a finding that has no number of its own.
    #[must_use]
    pub fn code(self) -> Option<&'static str> {
        match self {
            Self::Passed | Self::Pending => None,
            Self::Denied => Some("mfa-denied"),
            Self::NoResponse => Some("mfa-no-response"),
            Self::Failed => Some("mfa-failed"),
        }
    }
}
