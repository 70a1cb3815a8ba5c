//! entrace reads a customer's trace of a sign-in to Microsoft Entra ID and answers: did it succeed; if not, at which step and with which code
//! did it end; is that code the cause or only the last prompt; who must act and how; which ids go into the escalation; and what in the
//! capture limits the response.
//!
//! ```
//! # let capture = include_bytes!("../samples/locked-out.har");
//! let report = entrace::inspect("case.har", capture)?;
//! assert_eq!(report.outcomes(), [entrace::Outcome::Failed]);
//! println!("{}", report.render(entrace::Format::Text)?);
//! # Ok::<(), entrace::Error>(())
//! ```
//!
//! [`inspect()`] takes one capture in memory; [`Inspector`] takes several, from memory or from any reader, with people's own guides, passwords and
//! threads. A [`Report`] is redacted, and whatever is rendered of it is searched for every collected secret again. [`explain`] looks codes
//! and messages up without a capture, `sanitize` writes a capture again without secrets and personal data. Everything else is behind this
//! face, and may change with every version.
//!
//! The feature `cli`, on by default, is the command line and carries its dependencies; without it the library needs none of them and builds for
//! `wasm32-unknown-unknown` too. The page for a browser (`src/page`, `.ci/web`) is
//! the command line built for WASI, in a system of its own that has nothing but the chosen files; the feature `page` puts it into the program. The
//! feature `internals` is for the tests of this repository.
//!
//! # The way of the data
//!
//! ```text
//! bytes --read--> Exchange --extract--> ExchangeFacts --correlate--> Attempt, Finding --annotate--> Report --redact--> Redacted<Report> --render--> text
//!                     \------------------------------ sanitize ------------------------------> the same capture, clean
//! ```
//!
//! - `model`: the values; no logic of any stage lives there.
//! - `entra`: the service's own vocabulary: hosts, endpoints, pages, codes. It imports nothing.
//! - `read`: bytes to exchanges, one file a format.
//! - `extract`: exchange to observations, one file a site.
//! - `correlate`: observations to attempts: what belongs together, interrupts, roles, outcome.
//! - `annotate`: findings to guidance; `annotate/guides/` holds one Markdown file a remedy.
//! - `compare`: two attempts side by side, where they part.
//! - `redact`: what is secret, what is personal; the only maker of `redact::Redacted`.
//! - `render`: one file an output format; takes redacted reports only.
//! - `sanitize`: writes captures back without secrets, one file a format; shows one exchange.
//! - `page`: the page for a browser, around the command line; no Rust.
//! - [`manual`]: the pages that people read; documentation only.
//!
//! A stage imports `model` and `entra` and no other stage; only this file knows their order. There are two exceptions: `render` names
//! `redact::Redacted`, so that it cannot be given a raw report; `sanitize` is a way of its own from `read` through `redact` to a file.
//!
//! # Invariants
//!
//! - Reading never loses a good exchange to a bad one.
//! - What makes reading fast changes nothing: it is held against a reader that parses everything (`tests/it/readers/fast_path.rs`). `read`
//!   cuts a HAR apart in blocks (`json::value_end`), parses only what may hold a fact (`har::outline`, `prefilter`), and shares one file among threads
//!   (`har::parallel`, `bytes::in_order`).
//! - Every observation has its site and field, every finding at least one observation.
//! - Only `redact` can build a `Redacted` value, and no text is made of one without a last look for secrets; `render` takes nothing else.
//! - No text of the trace is forgotten by it: every struct of a report is taken apart whole (`redact/trace_text.rs`).
//! - What is secret is decided in one walk, `redact::Cleaner`: it learns for reports and writes for sanitized captures.
//! - Nothing in this library opens a file, reads a clock or opens a socket. Same bytes, same report.

#![cfg_attr(not(feature = "internals"), allow(unreachable_pub, reason = "the stages are public to the tests of this repository"))]
#![cfg_attr(
    any(not(feature = "cli"), target_os = "wasi"),
    allow(dead_code, unused_imports, reason = "the whole command line uses what the face and the page do not")
)]

mod collect;
mod inspect;
#[cfg(doc)]
pub mod manual;

#[cfg(not(feature = "internals"))]
mod annotate;
#[cfg(not(feature = "internals"))]
mod compare;
#[cfg(not(feature = "internals"))]
mod correlate;
#[cfg(not(feature = "internals"))]
mod entra;
#[cfg(not(feature = "internals"))]
mod extract;
#[cfg(not(feature = "internals"))]
mod inspection;
#[cfg(not(feature = "internals"))]
mod model;
#[cfg(not(feature = "internals"))]
mod read;
#[cfg(not(feature = "internals"))]
mod redact;
#[cfg(not(feature = "internals"))]
mod render;
#[cfg(not(feature = "internals"))]
mod sanitize;

// The tests of this repository look behind the face. Written out: rustfmt does not follow modules that a macro declares.
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod annotate;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod compare;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod correlate;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod entra;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod extract;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod inspection;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod model;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod read;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod redact;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod render;
#[cfg(feature = "internals")]
#[doc(hidden)]
pub mod sanitize;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use inspect::{Error, Format, Inspector, Outcome, Report, explain, inspect, sanitize, schema};
