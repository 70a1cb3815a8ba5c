//! The manual: Markdown pages that are read on GitHub, here, and in part on a terminal.
//!
//! It exists in the documentation only. A page links to other pages by reference (`[Privacy][privacy]`) and ends with a definition for GitHub
//! (`[privacy]: privacy.md`). Here the definitions below come first, and the first one counts.

/// Where links between pages lead in this documentation.
macro_rules! links {
    () => {
        "\
[record]: crate::manual::record
[customer]: crate::manual::customer
[commands]: crate::manual::commands
[report]: crate::manual::report
[privacy]: crate::manual::privacy
[security]: crate::manual::security
[browser]: crate::manual::browser
[guides]: crate::manual::guides
[json]: crate::manual::json
[assistants]: crate::manual::assistants
[many-captures]: crate::manual::many_captures
[speed]: crate::manual::speed
[changelog]: crate::manual::changelog

"
    };
}

#[doc = concat!(links!(), include_str!("record.md"))]
pub mod record {}

#[doc = concat!(links!(), include_str!("customer.md"))]
pub mod customer {}

#[doc = concat!(links!(), include_str!("commands.md"))]
pub mod commands {}

#[doc = concat!(links!(), include_str!("report.md"))]
pub mod report {}

#[doc = concat!(links!(), include_str!("privacy.md"))]
pub mod privacy {}

#[doc = concat!(links!(), include_str!("security.md"))]
pub mod security {}

#[doc = concat!(links!(), include_str!("browser.md"))]
pub mod browser {}

#[doc = concat!(links!(), include_str!("guides.md"))]
pub mod guides {}

#[doc = concat!(links!(), include_str!("json.md"))]
pub mod json {}

#[doc = concat!(links!(), include_str!("assistants.md"))]
pub mod assistants {}

#[doc = concat!(links!(), include_str!("many-captures.md"))]
pub mod many_captures {}

#[doc = concat!(links!(), include_str!("speed.md"))]
pub mod speed {}

#[doc = concat!(links!(), include_str!("changelog.md"))]
pub mod changelog {}
