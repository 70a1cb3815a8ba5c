//! What the parts of a capture are written in, read within limits: ids, JSON, XML, pages, tokens, SAML messages, and what a body is.

pub mod content;
pub mod guid;
pub mod json;
pub mod limits;
pub mod page;
pub mod pattern;
pub mod percent;
pub mod saml;
pub mod token;
pub mod xml;
