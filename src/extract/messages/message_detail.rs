//! What a message of the service says beyond its code: which parameter is missing, which methods do not match, since when a token is too old.

/// What a message names: a part between two of its words, and how that is told.
struct Form {
    /// What precedes each value, in lower case; every one has to be there, in order.
    before: &'static [&'static str],
    /// How the values are told, in the same order.
    told: &'static [&'static str],
    /// Whether a value is in quotes.
    quoted: bool,
}

const FORMS: &[Form] = &[
    Form { before: &["authentication method ", "requested authentication method "], told: &["used: ", "; requested: "], quoted: true },
    Form { before: &["following parameter: ", " or "], told: &["missing parameter: ", " or "], quoted: true },
    Form { before: &["following parameter: "], told: &["missing parameter: "], quoted: true },
    Form { before: &["required field "], told: &["missing parameter: "], quoted: true },
    Form { before: &["issued on ", "inactive for "], told: &["issued on ", ", inactive for "], quoted: false },
    Form {
        before: &["issued on ", "maximum allowed lifetime for this request is "],
        told: &["issued on ", ", allowed lifetime "],
        quoted: false,
    },
    Form { before: &["issued on "], told: &["issued on "], quoted: false },
    Form { before: &["expired on "], told: &["expired on "], quoted: false },
];

/// Longest value that is told.
const LONGEST: usize = 120;

/// The detail of a message.
pub(in crate::extract) fn of(message: &str) -> Option<String> {
    let lower = message.to_ascii_lowercase();
    FORMS.iter().find_map(|form| form.read(message, &lower))
}

impl Form {
    fn read(&self, message: &str, lower: &str) -> Option<String> {
        let mut detail = String::new();
        let mut from = 0;
        for (before, told) in self.before.iter().zip(self.told) {
            let start = from + lower.get(from..)?.find(before)? + before.len();
            let (value, end) = if self.quoted { in_quotes(message, start)? } else { up_to_blank(message, start)? };
            if value.is_empty() || value.len() > LONGEST {
                return None;
            }
            detail.push_str(told);
            detail.push_str(value);
            from = end;
        }
        Some(detail)
    }
}

fn in_quotes(message: &str, start: usize) -> Option<(&str, usize)> {
    let rest = message.get(start..)?.strip_prefix('\'')?;
    let length = rest.find('\'')?;
    Some((rest.get(..length)?.trim(), start + length + 2))
}

fn up_to_blank(message: &str, start: usize) -> Option<(&str, usize)> {
    let rest = message.get(start..)?;
    let length = rest.find([' ', ',', '\r', '\n']).unwrap_or(rest.len());
    Some((rest.get(..length)?.trim_end_matches('.'), start + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_names_is_told() {
        for (message, detail) in [
            (
                "AADSTS75011: Authentication method 'X509, MultiFactor' by which the user authenticated with the service doesn't match requested \
                 authentication method 'Password, ProtectedTransport'. Contact the owner.",
                "used: X509, MultiFactor; requested: Password, ProtectedTransport",
            ),
            ("AADSTS900144: The request body must contain the following parameter: 'client_id'.", "missing parameter: client_id"),
            (
                "AADSTS7000218: The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
                "missing parameter: client_assertion or client_secret",
            ),
            ("AADSTS90014: The required field 'code' is missing from the credential.", "missing parameter: code"),
            (
                "AADSTS700082: The refresh token has expired due to inactivity. The token was issued on 2026-01-02T08:00:00.0000000Z and was \
                 inactive for 90.00:00:00.",
                "issued on 2026-01-02T08:00:00.0000000Z, inactive for 90.00:00:00",
            ),
            (
                "AADSTS70043: The token was issued on 2026-01-02T08:00:00Z and the maximum allowed lifetime for this request is 3600.",
                "issued on 2026-01-02T08:00:00Z, allowed lifetime 3600",
            ),
        ] {
            assert_eq!(of(message).as_deref(), Some(detail), "{message}");
        }
        for message in ["", "AADSTS50126: wrong.", "required field ''", "following parameter: 'open", "authentication method 'one'"] {
            assert_eq!(of(message), None, "{message}");
        }
    }
}
