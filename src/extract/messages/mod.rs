//! Messages of the service: taken apart, as answers of OAuth, as others quote them, and what they name.

pub(super) mod message_detail;
pub(super) mod message_text;
pub(super) mod named;
pub(super) mod oauth_answer;
pub(super) mod quoted;
