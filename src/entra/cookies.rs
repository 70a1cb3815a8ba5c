//! Cookies whose names end in what is new in every request: one row for each.

/// Such cookies, by how their names begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Changing {
    /// How the names begin. What follows may be a secret.
    pub start: &'static str,
    /// How the names begin that a list of cookies gives as one; `None` when it gives each on its own.
    pub listed_as_one: Option<&'static str>,
    /// Whether each remembers a sign-in that an application began, and is taken back when that sign-in ends.
    pub begins_sign_in: bool,
}

/// Every row.
pub const CHANGING: &[Changing] = &[
    Changing { start: "esctx-", listed_as_one: Some("esctx"), begins_sign_in: false },
    Changing { start: "OpenIdConnect.nonce.", listed_as_one: Some("OpenIdConnect.nonce."), begins_sign_in: true },
    Changing { start: ".AspNetCore.OpenIdConnect.Nonce.", listed_as_one: Some(".AspNetCore.OpenIdConnect.Nonce."), begins_sign_in: true },
    Changing { start: ".AspNetCore.Correlation.", listed_as_one: Some(".AspNetCore.Correlation."), begins_sign_in: false },
    Changing { start: "msal.interaction.", listed_as_one: None, begins_sign_in: false },
    Changing { start: "nonce.", listed_as_one: None, begins_sign_in: false },
];

/// The beginning of a name and what is new in every request behind it; compared without case.
#[must_use]
pub fn split(name: &str) -> Option<(&str, &str)> {
    CHANGING.iter().find_map(|row| {
        let (start, rest) = name.split_at_checked(row.start.len())?;
        start.eq_ignore_ascii_case(row.start).then_some((start, rest))
    })
}

/// Whether a cookie remembers a sign-in that an application began.
#[must_use]
pub fn begins_sign_in(name: &str) -> bool {
    CHANGING.iter().any(|row| row.begins_sign_in && name.starts_with(row.start))
}

/// The name as a list of cookies gives it: `OpenIdConnect.nonce*`.
#[must_use]
pub fn listed(name: &str) -> String {
    let start = CHANGING.iter().filter_map(|row| row.listed_as_one).find(|start| name.starts_with(start));
    start.map_or_else(|| name.to_owned(), |start| format!("{}*", start.trim_end_matches('.')))
}
