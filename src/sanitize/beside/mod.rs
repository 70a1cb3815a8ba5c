//! What stands next to captures, to the same again: sign-in logs each by its notation, outputs of `dsregcmd` line by line, texts message by
//! message.

mod csv;
mod device_status;
mod json;
mod text;

pub(super) use csv::CsvWriter;
pub(super) use device_status::StatusWriter;
pub(super) use json::JsonWriter;
pub(super) use text::TextWriter;
