//! What may be typed: the commands and their options, each option declared once.

mod attempts;
mod codes;
mod filters;
mod formats;
mod wildcards;

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand};
#[cfg(not(target_os = "wasi"))]
use clap_complete::Shell;

use crate::redact::Visibility;

use super::color::Color;
use super::how_to_record;
use super::status::Status;
use attempts::Attempts;
pub(super) use codes::Codes;
use filters::Filters;
pub(super) use formats::{CompareFormat, OfEnding, OutputFormat, QuestionFormat, ShowFormat};

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// Help and the manual page promise it.
pub(super) const NOTHING_LEAVES: &str = "Nothing leaves this machine: entrace opens no network connection.";
pub(super) const HOW_TO_RECORD: &str = "How to record a sign-in: entrace help record.";

fn after_help() -> String {
    let statuses: Vec<String> = Status::MEANINGS.iter().map(|(status, meaning)| format!("{} {meaning}", status.number())).collect();
    format!("Exit status: {}.\n\n{NOTHING_LEAVES}\n{HOW_TO_RECORD}", statuses.join("; "))
}

/// Explains why a sign-in to Microsoft Entra ID failed, from a HAR export or a Fiddler capture.
#[derive(Debug, Parser)]
#[command(bin_name = "entrace", version, after_help = after_help(), styles = STYLES, args_conflicts_with_subcommands = true, arg_required_else_help = true, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    #[command(flatten)]
    pub(super) inspect: Inspect,
}

/// Commands next to inspecting.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Look up codes, messages, error addresses, pages, interrupts, suberrors; no capture is needed
    Explain(Explain),
    /// Compare a sign-in that works with one that does not: where they part, and what differs
    Compare(Compare),
    /// Show one exchange without secrets: request and response with headers, decoded bodies, claims of tokens
    Show(Show),
    /// Write the same capture or sign-in log without secrets and personal data: HAR to HAR, CSV to CSV
    Sanitize(Sanitize),
    /// Write an escalation bundle: the report, the sanitized captures and logs, a manifest with hashes
    Bundle(Bundle),
    /// List and show the guides in force, begin and check guides of your own
    #[command(disable_help_subcommand = true)]
    Guides {
        #[command(subcommand)]
        command: Guides,
    },
    #[cfg(not(target_os = "wasi"))]
    /// Write the page that does all of this in a browser: one file, with nothing to install
    Page(Page),
    /// Print how to record a sign-in so that it can be explained
    #[command(defer(how_to_record::with_page_as_help))]
    Record,
    #[cfg(not(target_os = "wasi"))]
    /// Print the JSON Schema of the JSON report
    Schema {
        /// The schema of a line of jsonl instead
        #[arg(long)]
        lines: bool,
    },
    #[cfg(not(target_os = "wasi"))]
    /// Print the completion script of a shell
    Completions(Completions),
    #[cfg(not(target_os = "wasi"))]
    /// Print the manual page
    Man,
}

/// Looking up without a capture.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// `50053`, `AADSTS50053`, a name, a pasted message or log, an error address, a page id, an interrupt, a suberror; `-` reads one paste from
    /// standard input
    #[arg(value_name = "WHAT", required = true, allow_negative_numbers = true)]
    pub(super) what: Vec<String>,
    #[command(flatten)]
    pub(super) shared: Shared,
}

/// Comparing two sign-ins.
#[derive(Debug, clap::Args)]
pub(super) struct Compare {
    /// The capture of the sign-in that works; of several attempts the last that succeeded with the same application
    #[arg(value_name = "GOOD")]
    pub(super) good: PathBuf,
    /// The capture of the sign-in that does not; of several attempts the last that did not succeed. Without it, GOOD holds both: a zip of two
    /// captures, or a capture of two sign-ins
    #[arg(value_name = "BAD")]
    pub(super) bad: Option<PathBuf>,
    /// Compare these attempts: the number of one of BAD (`2`), of both (`1:2`), of GOOD (`1:`); of one capture among several with its name
    /// (`after.har#1`)
    #[arg(long, value_name = "GOOD:BAD", value_parser = Attempts::parse)]
    pub(super) attempt: Option<Attempts>,
    /// Output format [default: by the ending of the file of -o, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<CompareFormat>,
    #[command(flatten)]
    pub(super) written: Written,
    #[command(flatten)]
    pub(super) people: People,
    #[command(flatten)]
    pub(super) archives: Archives,
    #[command(flatten)]
    pub(super) guides: OwnGuides,
    #[command(flatten)]
    pub(super) logs: SignInLogs,
    #[command(flatten)]
    pub(super) colors: Colors,
}

/// Showing one exchange.
#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// The capture; one of several in an archive as reports name it: `outer.zip/inner.har`
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// The entry, as reports name it: the index in a HAR from 0, the number of Fiddler's session
    #[arg(value_name = "ENTRY")]
    pub(super) entry: u64,
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: ShowFormat,
    #[command(flatten)]
    pub(super) people: People,
    #[command(flatten)]
    pub(super) archives: Archives,
    #[command(flatten)]
    pub(super) colors: Colors,
}

/// Sanitizing one file.
#[derive(Debug, clap::Args)]
#[command(mut_arg("quiet", |quiet| quiet.help("No receipt, no messages but errors")))]
pub(super) struct Sanitize {
    /// The capture: HAR, Fiddler SAZ or text dump; an exported sign-in log; the output of `dsregcmd /status`; a text with messages of the service. Also
    /// packed with gzip or alone in a zip
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// Where to write the sanitized file
    #[arg(short, long, value_name = "OUT", required = true)]
    pub(super) output: PathBuf,
    /// Write the receipt to this file instead of standard error: JSON if its name ends in `.json`, else text
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    #[command(flatten)]
    pub(super) captures: KeptExchanges,
    #[command(flatten)]
    pub(super) archives: Archives,
    #[command(flatten)]
    pub(super) messages: Messages,
}

/// Bundling for an escalation.
#[derive(Debug, clap::Args)]
#[command(mut_arg("quiet", |quiet| quiet.help("No summary, no messages but errors")))]
pub(super) struct Bundle {
    /// Captures, sign-in logs, outputs of `dsregcmd /status`, texts with messages of the service, archives and directories
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Where to write the bundle, a zip
    #[arg(short, long, value_name = "CASE.zip", required = true)]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) captures: KeptExchanges,
    #[command(flatten)]
    pub(super) guides: OwnGuides,
    #[command(flatten)]
    pub(super) logs: SignInLogs,
    #[command(flatten)]
    pub(super) archives: Archives,
    #[command(flatten)]
    pub(super) messages: Messages,
}

/// Commands on guides.
#[derive(Debug, Subcommand)]
pub(super) enum Guides {
    /// Which guide serves which code, and where it comes from
    List(Shared),
    /// Print the guide that serves a code as it is written, to be read or copied and changed
    Show(ShowGuide),
    /// Begin a guide of your own for a code: what is known of it, an example of a check, and what is left to be written
    New(NewGuide),
    /// Check guides: codes, sections, links, retired names; without a folder the built-in ones
    Check {
        /// Folders of guides, or single files
        #[arg(value_name = "DIR")]
        folders: Vec<PathBuf>,
        /// Output format
        #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
        format: QuestionFormat,
    },
}

/// Showing the guide of a code.
#[derive(Debug, clap::Args)]
pub(super) struct ShowGuide {
    /// The code: `50126`, `AADSTS50126`, `AADB2C90118`, `MSIS7042`, a name such as `mfa-denied`
    #[arg(value_name = "CODE", value_parser = Codes::parse)]
    pub(super) code: Codes,
    /// Output format; text and Markdown are both the guide's own text
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: QuestionFormat,
    #[command(flatten)]
    pub(super) guides: OwnGuides,
}

/// Beginning a guide.
#[derive(Debug, clap::Args)]
pub(super) struct NewGuide {
    /// The code: `50126`, `AADSTS50126`, `AADB2C90118`, `MSIS7042`, a name such as `mfa-denied`
    #[arg(value_name = "CODE", value_parser = Codes::parse)]
    pub(super) code: Codes,
    /// Write to this file, which must not be there yet, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
}

/// Writing the page.
#[cfg(not(target_os = "wasi"))]
#[derive(Debug, clap::Args)]
pub(super) struct Page {
    /// Where to write the page
    #[arg(short, long, value_name = "PAGE.html", required = true)]
    pub(super) output: PathBuf,
    #[command(flatten)]
    pub(super) messages: Messages,
}

/// Completing in a shell.
#[cfg(not(target_os = "wasi"))]
#[derive(Debug, clap::Args)]
pub(super) struct Completions {
    /// Shell to generate completions for
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: Shell,
}

/// Options of the commands that need no capture.
#[derive(Debug, clap::Args)]
pub(super) struct Shared {
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(super) format: QuestionFormat,
    #[command(flatten)]
    pub(super) guides: OwnGuides,
    #[command(flatten)]
    pub(super) colors: Colors,
}

/// Inspecting captures: the main job.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on the command line")]
pub(super) struct Inspect {
    /// Captures: HAR, Fiddler SAZ or text dump; exported sign-in logs, outputs of `dsregcmd /status`, texts with messages of the service; gzip or zip of
    /// these, directories; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// Output format [default: by the ending of the file of -o, else text]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<OutputFormat>,
    #[command(flatten)]
    pub(super) written: Written,
    #[command(flatten)]
    pub(super) guides: OwnGuides,
    #[command(flatten)]
    pub(super) logs: SignInLogs,
    #[command(flatten)]
    pub(super) people: People,
    #[command(flatten)]
    pub(super) archives: Archives,
    #[command(flatten)]
    pub(super) filters: Filters,
    /// One line per attempt, in text and Markdown; the other formats are the same with and without it
    #[arg(long)]
    pub(super) brief: bool,
    /// Number of worker threads [default: number of CPUs]
    #[arg(long, value_name = "N")]
    pub(super) threads: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) colors: Colors,
    #[command(flatten)]
    pub(super) messages: Messages,
    /// The whole report in text and Markdown: every cause, finding and check, log queries, links
    #[arg(long)]
    pub(super) full: bool,
    /// The same as --full
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// Exit with 0 even if an attempt failed
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// Where a report goes.
#[derive(Debug, clap::Args)]
pub(super) struct Written {
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Open the HTML file that was written
    #[arg(long, requires = "output")]
    pub(super) open: bool,
}

/// How protected archives are opened.
#[derive(Debug, clap::Args)]
pub(super) struct Archives {
    /// Read the password of protected archives from this file; else from `ENTRACE_PASSWORD`, else ask
    #[arg(long, value_name = "FILE")]
    pub(super) password_file: Option<PathBuf>,
}

/// Sign-in logs next to captures.
#[derive(Debug, clap::Args)]
pub(super) struct SignInLogs {
    /// An exported sign-in log of Microsoft Entra ID, whose rows are joined to the sign-ins by request ID and correlation ID (repeatable). Logs inside
    /// named folders and archives are found without it
    #[arg(long, value_name = "FILE")]
    pub(super) sign_in_log: Vec<PathBuf>,
}

/// Guides next to the built-in ones.
#[derive(Debug, clap::Args)]
pub(super) struct OwnGuides {
    /// A folder with your own guides, which take precedence over the built-in ones unless they have faults (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(super) guidance: Vec<PathBuf>,
}

/// What is shown of people.
#[derive(Debug, clap::Args)]
pub(super) struct People {
    /// Show names and addresses of people (never credentials)
    #[arg(long)]
    pub(super) show_personal_data: bool,
}

impl People {
    pub(super) fn visibility(&self) -> Visibility {
        Visibility { personal_data: self.show_personal_data }
    }
}

/// What is kept of a capture that is written again.
#[derive(Debug, clap::Args)]
pub(super) struct KeptExchanges {
    /// Leave out exchanges that have nothing to do with signing in; in a HAR this numbers the entries again
    #[arg(long)]
    pub(super) drop_unrelated: bool,
}

/// How output is colored.
#[derive(Debug, clap::Args)]
pub(super) struct Colors {
    /// When to use color
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(super) color: Color,
}

/// What is told on standard error. A command that tells receipts says so in its own help.
#[derive(Debug, clap::Args)]
pub(super) struct Messages {
    /// No messages on standard error but errors
    #[arg(short, long)]
    pub(super) quiet: bool,
}
