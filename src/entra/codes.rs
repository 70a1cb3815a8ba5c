//! Codes: what they look like, which of them are no failures, and the names the sign-in pages use in place of numbers.

use std::fmt;

/// A code of a finding.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Code {
    /// `AADSTS50126`.
    Entra(u64),
    /// `AADB2C90118`.
    B2c(u64),
    /// A finding without a number, by a stable kebab-case name: `mfa-denied`.
    Named(String),
}

impl Code {
    /// A finding without a number.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Named(name.into())
    }

    /// The digits; `None` for a finding without a number.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        match self {
            Self::Entra(number) | Self::B2c(number) => Some(*number),
            Self::Named(_) => None,
        }
    }

    /// What the code says by itself, before one knows where it was seen.
    #[must_use]
    pub fn kind(&self) -> CodeKind {
        match self {
            Self::Entra(number) if INTERRUPTS.binary_search(number).is_ok() => CodeKind::Interrupt,
            Self::Entra(number) if INFORMATIONAL.binary_search(number).is_ok() => CodeKind::Informational,
            Self::B2c(90077) => CodeKind::Interrupt,
            Self::B2c(90091 | 90118) => CodeKind::Informational,
            Self::Named(name) if NAMED_INTERRUPTS.contains(&name.as_str()) => CodeKind::Interrupt,
            _ => CodeKind::Failure,
        }
    }

    /// Reads what the pages and answers write: `50126`, `AADSTS50126`, or one of the service's own names for a code.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let number = |digits: &str| digits.parse().ok().filter(|number| *number >= 1000);
        if let Some(digits) = strip_prefix_ignoring_case(text, "AADSTS") {
            return number(digits).map(Self::Entra);
        }
        if let Some(digits) = strip_prefix_ignoring_case(text, "AADB2C") {
            return number(digits).map(Self::B2c);
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return number(text).map(Self::Entra);
        }
        NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(text)).map(|(number, _)| Self::Entra(*number))
    }

    /// The service's own name of the code, where its pages have one.
    #[must_use]
    pub fn name(&self) -> Option<&'static str> {
        let Self::Entra(wanted) = self else { return None };
        NAMES.iter().find(|(number, _)| number == wanted).map(|(_, name)| *name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entra(number) => write!(f, "AADSTS{number}"),
            Self::B2c(number) => write!(f, "AADB2C{number}"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// What a code says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CodeKind {
    /// A sign-in or token request ended with an error.
    Failure,
    /// A step was put between the user and the token.
    Interrupt,
    /// Nobody needs to act.
    Informational,
}

impl CodeKind {
    /// The name used in reports and guides.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Failure => "failure",
            Self::Interrupt => "interrupt",
            Self::Informational => "informational",
        }
    }
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// Findings without a number that ask for a step rather than end the sign-in.
const NAMED_INTERRUPTS: &[&str] =
    &["claims-challenge", "interaction-required", "login-required", "consent-required", "account-selection-required"];

/// Codes that ask for a step. Sorted.
const INTERRUPTS: &[u64] = &[
    16000, 16001, 50015, 50055, 50058, 50072, 50074, 50076, 50078, 50079, 50085, 50097, 50125, 50127, 50129, 50135, 50136, 50137, 50140,
    50142, 50144, 50157, 50158, 50160, 50168, 50180, 50199, 50201, 50203, 51006, 52004, 65001, 70043, 70044, 70046, 90095, 500581, 501271,
    501291, 501314, 700020, 1000000, 1000002, 9002341,
];

/// Codes of a normal course of things, on which nobody needs to act. Sorted.
const INFORMATIONAL: &[u64] =
    &[50089, 50132, 50133, 50173, 51005, 70008, 70016, 81006, 81010, 81012, 90043, 90500, 700081, 700082, 700084, 900561];

/// The sign-in pages' own names of codes, as their script bundles list them. Sorted by code.
const NAMES: &[(u64, &str)] = &[
    (16001, "UserAccountSelectionInvalid"),
    (50020, "UserUnauthorized"),
    (50034, "UserAccountNotFound"),
    (50053, "IdsLocked"),
    (50054, "InvalidPasswordLastPasswordUsed"),
    (50055, "InvalidPasswordExpiredPassword"),
    (50056, "InvalidPasswordNullPassword"),
    (50057, "UserDisabled"),
    (50072, "UserStrongAuthEnrollmentRequiredInterrupt"),
    (50074, "UserStrongAuthClientAuthNRequiredInterrupt"),
    (50089, "FlowTokenExpired"),
    (50126, "InvalidUserNameOrPassword"),
    (50127, "BrokerAppNotInstalled"),
    (50128, "InvalidDomainName"),
    (50129, "DeviceIsNotWorkplaceJoined"),
    (50141, "ProtectedKeyMisuse"),
    (50146, "MissingCustomSigningKey"),
    (50174, "IdpLoopDetected"),
    (50181, "InvalidOneTimePasscode"),
    (50182, "ExpiredOneTimePasscode"),
    (50183, "OneTimePasscodeCacheError"),
    (50184, "OneTimePasscodeEntryNotExist"),
    (50185, "OneTimePasscodeMessageDeliveryFailed"),
    (50193, "InvalidPassword"),
    (50203, "AuthenticatorAppRegistrationRequiredInterrupt"),
    (53000, "DeviceNotCompliant"),
    (53001, "DeviceNotDomainJoined"),
    (53003, "BlockedByConditionalAccess"),
    (53004, "ProofUpBlockedDueToRisk"),
    (53009, "RemediateCompliantApp"),
    (53011, "ProofUpBlockedDueToUserRisk"),
    (54009, "InvalidCredentialDueToMfaClassification"),
    (54010, "ProofupBlockedDueToMfaClassification"),
    (70044, "SsoArtifactExpiredDueToConditionalAccess"),
    (70046, "SsoArtifactExpiredDueToConditionalAccessReAuth"),
    (90002, "InvalidTenantName"),
    (90094, "AdminConsentRequired"),
    (90095, "AdminConsentRequiredRequestAccess"),
    (130100, "QrCodeKeyInvalidKey"),
    (130500, "PhoneSignInBlockedByUserCredentialPolicy"),
    (130502, "AccessPassBlockedByPolicy"),
    (130503, "InvalidAccessPass"),
    (130504, "AccessPassExpired"),
    (130505, "AccessPassAlreadyUsed"),
    (131001, "PublicIdentifierSasBeginCallRetriableError"),
    (131002, "PublicIdentifierSasBeginCallNonRetriableError"),
    (131003, "PublicIdentifierSasEndCallRetriableError"),
    (131004, "PublicIdentifierSasEndCallNonRetriableError"),
    (131010, "PublicIdentifierAuthUserNotAllowedByPolicy"),
    (135011, "DeviceIsDisabled"),
    (135016, "FidoBlockedByPolicy"),
    (140000, "InvalidRequestNonce"),
    (220300, "BlockedAdalVersion"),
    (220400, "BlockedClientId"),
    (500186, "CertificateValidationBlockedByPolicy"),
    (500201, "UserUnauthorizedApiVersionNotSupported"),
    (500202, "UserUnauthorizedMsaGuestUsersNotSupported"),
    (500207, "TenantDoesNotSupportNativeCredentialRecovery"),
    (500208, "UserDoesNotSupportNativeCredentialRecovery"),
    (500209, "CredentialDoesNotSupportNativeRecovery"),
    (500341, "UserAccountDeleted"),
    (500342, "UserAccountNotFoundNotConfiguredForRemoteNgc"),
    (500343, "UserAccountNotFoundFailedToCreateRemoteSignIn"),
    (500344, "UserAccountNotFoundForFidoSignIn"),
    (500571, "GuestUserDisabled"),
    (501271, "BrokerAppNotInstalledDeviceAuthenticationFailed"),
    (501291, "DeviceIsNotWorkplaceJoinedForMamApp"),
    (501811, "InvalidOneTimePasscodeOTPNotGiven"),
    (501831, "OneTimePasscodeCacheErrorNoMoreOTPGenerated"),
    (502031, "AuthenticatorAppRegistrationEnforcementInterrupt"),
    (530001, "DeviceNotCompliantBrowserNotSupported"),
    (530002, "DeviceNotCompliantDeviceCompliantRequired"),
    (530003, "DeviceNotCompliantDeviceManagementRequired"),
    (530011, "DeviceNotDomainJoinedBrowserNotSupported"),
    (530021, "ApplicationUsedIsNotAnApprovedAppRequiredByConditionalAccess"),
    (530033, "BlockedByConditionalAccessForRemoteDeviceFlow"),
    (530081, "RemediateDeviceStateManagedBrowserRequired"),
    (530082, "RemediateDeviceStateWorkplaceJoinRequired"),
    (700003, "InvalidGrantDeviceNotFound"),
    (900021, "InvalidTenantNameEmptyGuidIdentifier"),
    (900022, "InvalidTenantNameEmptyIdentifier"),
    (900023, "InvalidTenantNameFormat"),
    (901011, "NoEmailAddressCollectedFromExternalOidcIDP"),
    (901012, "EmailAddressCollectedFromExternalOidcIDPNotVerified"),
    (901013, "EmailAddressCollectedFromExternalOidcIDPNotPublic"),
    (901014, "NoExternalIdentifierCollectedFromExternalOidcIDP"),
    (1003037, "UserAlreadyExists"),
    (1301021, "QrPinInvalid"),
    (1301024, "InvalidGrantQrPinChanged"),
    (1350161, "PasskeyBlockedByPolicyOtherAuthAppPasskeyAvailable"),
    (1350162, "PasskeyBlockedByPolicyOtherPasskeyAvailable"),
    (1350201, "PasskeyAuthInterrupted"),
    (2205016, "IssuerHintsPropagationDelay"),
    (9001011, "RequiredDeviceStateNotSupported"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted() {
        assert!(INTERRUPTS.is_sorted() && INFORMATIONAL.is_sorted() && NAMES.is_sorted_by_key(|(number, _)| number));
    }

    #[test]
    fn numbers_prefixes_and_names_are_read() {
        assert_eq!(Code::read("50126"), Some(Code::Entra(50126)));
        assert_eq!(Code::read("aadsts7000218"), Some(Code::Entra(7_000_218)));
        assert_eq!(Code::read("AADB2C90118"), Some(Code::B2c(90118)));
        assert_eq!(Code::read("IdsLocked"), Some(Code::Entra(50053)));
        assert_eq!(Code::read("0"), None);
        assert_eq!(Code::read(""), None);
        assert_eq!(Code::read("80041012x"), None);
    }
}
