//! Tests of entrace from outside: the binary on files, and the readers on bytes.
//!
//! `scenario` tells invented sign-ins and writes them as captures; the other modules ask what entrace makes of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it fails")]
#![allow(clippy::print_stderr, reason = "tests print what they counted")]

mod architecture;
mod as_sent;
mod assistants;
mod attacks;
mod bundle;
mod checks;
mod compare;
mod contract;
mod device_status;
mod dialects;
mod documents;
mod expect;
mod explain;
#[cfg(unix)]
mod faults;
#[cfg(unix)]
mod files;
mod filters;
#[path = "../bench/generate/mod.rs"]
mod generate;
mod generator;
#[cfg(target_os = "linux")]
mod grows;
#[cfg(target_os = "linux")]
#[path = "../bench/growth/mod.rs"]
mod growth;
mod guidance;
mod guide_texts;
mod guides_page;
mod help;
#[cfg(unix)]
mod hostile;
mod html;
mod injection;
mod kusto;
mod language;
mod lines;
mod look_next;
mod many;
mod own_checks;
mod page;
mod planted;
mod readers;
mod readme;
mod rendered;
mod run;
mod samples;
mod sanitize;
mod scenario;
mod schema;
mod search;
mod secrets;
mod short_report;
mod show;
mod sign_in_log;
mod sign_in_log_alone;
mod signals;
mod steady;
mod tables;
mod texts;
mod verdicts;
mod wildcards;
#[cfg(windows)]
mod windows;
mod written;
