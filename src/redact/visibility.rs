//! What the reader of a report may see of people.

/// What the reader of the report may see.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Show names and addresses of people. Credentials are never shown.
    pub personal_data: bool,
}
