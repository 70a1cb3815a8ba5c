//! The service's own vocabulary: its hosts, endpoints, pages, codes and results. Tables and lookups, no logic of ours. One thing is one row of one
//! table.

pub mod applications;
pub mod closed_set;
pub mod codes;
pub mod cookies;
pub mod details;
pub mod endpoints;
pub mod hosts;
pub mod interrupts;
pub mod mfa;
pub mod pages;
pub mod placeholders;
pub mod signals;
pub mod system_codes;

mod parse;

pub use parse::json::repair;
pub use parse::{content, guid, json, limits, page, pattern, percent, saml, token, xml};
