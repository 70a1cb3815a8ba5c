//! Sentences of the sign-in pages and of the service's messages that belong to one code, for pastes that lost the number.

use memchr::memmem;

use crate::annotate::wording;

/// A sentence, by parts that all have to be there, and the code or interrupt that it belongs to. The more exact row precedes the more
/// general one. Only their letters count.
const SENTENCES: &[(&[&str], &str)] = &[
    // Pages.
    (&["sign-in was successful but does not meet the criteria to access this resource"], "AADSTS53003"),
    (&["You cannot access this right now"], "AADSTS53003"),
    (&["Access has been blocked by Conditional Access policies"], "AADSTS53003"),
    (&["can only be accessed from", "management compliance policy"], "AADSTS53000"),
    (&["can only be accessed from", "domain joined devices"], "AADSTS53001"),
    (&["Need admin approval"], "AADSTS90094"),
    (&["needs permission to access resources in your organization that only an admin can grant"], "AADSTS90094"),
    (&["More information required", "keep your account secure"], "mfa_registration"),
    (&["Your organization needs more information to keep your account secure"], "mfa_registration"),
    (&["Your account is temporarily locked to prevent unauthorized use"], "AADSTS50053"),
    (&["You've tried to sign in too many times with an incorrect"], "AADSTS50053"),
    (&["Your account or password is incorrect. If you don't remember your password"], "AADSTS50126"),
    (&["This username may be incorrect. Make sure you typed it correctly"], "AADSTS50034"),
    (&["We couldn't find an account with that username"], "AADSTS50034"),
    (&["Your account has been locked. Contact your support person to unlock it"], "AADSTS50057"),
    (
        &["You need to update your password because this is the first time you are signing in, or because your password has expired"],
        "AADSTS50055",
    ),
    // Messages.
    (&["Error validating credentials due to invalid username or password"], "AADSTS50126"),
    (&["The user account is disabled"], "AADSTS50057"),
    (&["To sign into this application, the account must be added to the", "directory"], "AADSTS50034"),
    (&["User account", "from identity provider", "does not exist in tenant"], "AADSTS50020"),
    (&["specified in the request does not match the redirect URIs configured for the application"], "AADSTS50011"),
    (&["specified in the request does not match the reply URLs configured for the application"], "AADSTS50011"),
    (&["to block users unless they are specifically granted", "access to the application"], "AADSTS50105"),
    (&["is not assigned to a role for the application"], "AADSTS50105"),
    (&["Application with identifier", "was not found in the directory"], "AADSTS700016"),
    (&["Invalid client secret provided. Ensure the secret being sent in the request is the client secret value"], "AADSTS7000215"),
    (&["The provided client secret keys", "are expired"], "AADSTS7000222"),
    (&["The request body must contain the following parameter", "client_assertion", "client_secret"], "AADSTS7000218"),
    (&["Cross-origin token redemption is permitted only for the"], "AADSTS9002326"),
    (
        &["Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor"],
        "AADSTS50076",
    ),
    (&["you must enroll in multi-factor authentication to access"], "AADSTS50079"),
    (&["has not consented to use the application with ID"], "AADSTS65001"),
    (&["User declined to consent to access the app"], "AADSTS65004"),
    (&["The refresh token has expired or is invalid due to sign-in frequency checks"], "AADSTS70043"),
    (&["The refresh token has expired due to inactivity"], "AADSTS700082"),
    (&["The session is not valid due to password expiration or recent password change"], "AADSTS50133"),
    (&["is not configured as a multi-tenant application. Usage of the /common endpoint is not supported"], "AADSTS50194"),
    (&["No reply address is registered for the application"], "AADSTS500113"),
    (&["A silent sign-in request was sent but no user is signed in"], "AADSTS50058"),
];

/// The code or interrupt that a text speaks of without its number.
pub(super) fn spoken_of(text: &str) -> Option<&'static str> {
    let text = wording::letters(text);
    let says = |part: &&str| memmem::find(text.as_bytes(), wording::letters(part).as_bytes()).is_some();
    SENTENCES.iter().find(|(parts, _)| parts.iter().all(says)).map(|(_, code)| *code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotate::catalog::Catalog;
    use crate::annotate::vocabulary;

    #[test]
    fn every_sentence_is_found_and_belongs_to_something_known() {
        for (parts, code) in SENTENCES {
            assert!(wording::letters(&parts.concat()).len() >= 17, "{parts:?} is said of many things");
            assert_eq!(spoken_of(&format!("\u{2022} {}!", parts.join(" 'x' ").to_uppercase())), Some(*code), "{parts:?}");
            assert!(Catalog::default().look_up(code).is_some() || !vocabulary::look_up(code).is_empty(), "{code}");
        }
        assert_eq!(spoken_of("The account is fine."), None);
    }
}
