//! The service's own vocabulary: its hosts, endpoints, pages, codes and results. Tables and look-ups, no logic of ours.

pub mod applications;
pub mod codes;
pub mod content;
pub mod cookies;
pub mod endpoints;
pub mod guid;
pub mod hosts;
pub mod interrupts;
pub mod json;
pub mod limits;
pub mod mfa;
pub mod page;
pub mod pages;
pub mod pattern;
pub mod placeholders;
pub mod saml;
pub mod token;
pub mod xml;
