//! HTTP as captures hold it: messages, what their bodies are packed in, and their charsets.

pub(super) mod body;
pub(super) mod charset;
pub(super) mod message;
