//! The command line: what may be typed, and what all commands share.

mod commands;
mod files_read;
mod inputs;
mod member_names;
mod output;
mod panic;
mod password;
mod progress;
mod reading;
mod written_file;

use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::render::{AnswerFormat, Format};
use clap::builder::styling::{AnsiColor, Styles};
use clap::{Parser, Subcommand, ValueEnum};
use clap_complete::Shell;

/// Parses the arguments of the process, runs one command, and turns its result into an exit status.
#[must_use]
pub fn main() -> ExitCode {
    panic::keep_silent();
    let run = |arguments| panic::run(|| run(&arguments));
    Arguments::try_parse().map_or_else(|answer| tell(&answer), run).code()
}

/// What the exit status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Status {
    /// Everything was read and no attempt failed.
    Good,
    /// At least one attempt failed or was interrupted.
    AttemptFailed,
    /// The command line is not understood.
    WrongUsage,
    /// Some input could not be read, or the output not be written.
    Unreadable,
    /// A secret would have leaked; nothing was written.
    Refused,
}

impl Status {
    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(match self {
            Self::Good => 0,
            Self::AttemptFailed => 1,
            Self::WrongUsage => 2,
            Self::Unreadable => 3,
            Self::Refused => 4,
        })
    }
}

const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default());

/// What each exit status means, as help and the manual page tell it. 2 comes from the parser of the command line.
const EXIT_STATUSES: &[(u8, &str)] = &[
    (0, "everything was read and no attempt failed"),
    (1, "an attempt failed or was interrupted"),
    (2, "wrong usage"),
    (3, "some input could not be read, or the output not be written"),
    (4, "refused to write because a secret would have leaked"),
];

const NOTHING_LEAVES: &str = "Nothing leaves this machine: entrace opens no network connection.";
const HOW_TO_RECORD: &str = "How to record a sign-in: entrace help record.";

fn after_help() -> String {
    let statuses: Vec<String> = EXIT_STATUSES.iter().map(|(status, meaning)| format!("{status} {meaning}")).collect();
    format!("Exit status: {}.\n\n{NOTHING_LEAVES}\n{HOW_TO_RECORD}", statuses.join("; "))
}

/// Explains why a sign-in to Microsoft Entra ID failed, from a HAR export or a Fiddler capture.
#[derive(Debug, Parser)]
#[command(version, after_help = after_help(), styles = STYLES, args_conflicts_with_subcommands = true, arg_required_else_help = true, max_term_width = 100)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) inspect: Inspect,
}

/// Commands beside inspecting.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Look up codes, messages, error addresses, pages, interrupts, suberrors; no capture is needed
    Explain(Explain),
    /// Compare a sign-in that works with one that does not: where they part, and what differs
    Compare(Compare),
    /// Write the same capture without secrets and personal data: HAR to HAR, SAZ to SAZ
    Sanitize(Sanitize),
    /// Write an escalation bundle: the report, the sanitised captures, a manifest with hashes
    Bundle(Bundle),
    /// List the guides in force, or check guides of your own
    #[command(disable_help_subcommand = true)]
    Guides {
        #[command(subcommand)]
        command: Guides,
    },
    /// Print how to record a sign-in so that it can be explained
    #[command(defer(commands::record::with_page_as_help))]
    Record,
    /// Print the JSON Schema of the JSON report
    Schema {
        /// The schema of a line of jsonl instead
        #[arg(long)]
        lines: bool,
    },
    /// Print the completion script of a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

/// Looking up without a capture.
#[derive(Debug, clap::Args)]
pub(crate) struct Explain {
    /// `50053`, `AADSTS50053`, a name, a pasted message, an error address, a page id, an interrupt, a suberror; `-` reads lines from standard
    /// input
    #[arg(value_name = "WHAT", required = true)]
    pub(crate) what: Vec<String>,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

/// Comparing two sign-ins.
#[derive(Debug, clap::Args)]
pub(crate) struct Compare {
    /// The capture of the sign-in that works; of several attempts the last that succeeded with the same application
    #[arg(value_name = "GOOD")]
    pub(crate) good: PathBuf,
    /// The capture of the sign-in that does not; of several attempts the last that failed or was interrupted
    #[arg(value_name = "BAD")]
    pub(crate) bad: PathBuf,
    /// Show names and addresses of people (never credentials)
    #[arg(long)]
    pub(crate) show_personal_data: bool,
    /// Read the password of protected archives from this file; else from `ENTRACE_PASSWORD`, else ask
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) shared: Shared,
}

/// Sanitising one capture.
#[derive(Debug, clap::Args)]
pub(crate) struct Sanitize {
    /// The capture: HAR, Fiddler SAZ or text dump; also packed with gzip or alone in a zip
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Where to write the sanitised capture
    #[arg(short, long, value_name = "OUT", required = true)]
    pub(crate) output: PathBuf,
    /// Leave out exchanges that have nothing to do with signing in; in a HAR this numbers the entries anew
    #[arg(long)]
    pub(crate) drop_unrelated: bool,
    /// Read the password of protected archives from this file; else from `ENTRACE_PASSWORD`, else ask
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// No receipt, no messages but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Bundling for an escalation.
#[derive(Debug, clap::Args)]
pub(crate) struct Bundle {
    /// Captures, archives and directories
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Where to write the bundle, a zip
    #[arg(short, long, value_name = "CASE.zip", required = true)]
    pub(crate) output: PathBuf,
    /// Leave out exchanges that have nothing to do with signing in; in a HAR this numbers the entries anew
    #[arg(long)]
    pub(crate) drop_unrelated: bool,
    /// A folder of guides of your own, which win over the built-in ones (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(crate) guidance: Vec<PathBuf>,
    /// Read the password of protected archives from this file; else from `ENTRACE_PASSWORD`, else ask
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// No receipts, no messages but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// Commands on guides.
#[derive(Debug, Subcommand)]
pub(crate) enum Guides {
    /// Which guide serves which code, and where it comes from
    List(Shared),
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

/// Completing in a shell.
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell that shall complete
    #[arg(value_enum, value_name = "SHELL")]
    pub(crate) shell: Shell,
}

/// Options of the commands that need no capture.
#[derive(Debug, clap::Args)]
pub(crate) struct Shared {
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: QuestionFormat,
    /// A folder of guides of your own, which win over the built-in ones (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(crate) guidance: Vec<PathBuf>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
}

/// Inspecting captures: the main job.
#[derive(Debug, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag that is typed")]
pub(crate) struct Inspect {
    /// Captures: HAR, Fiddler SAZ or text dump, gzip or zip of these, directories; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Output format
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// A folder of guides of your own, which win over the built-in ones (repeatable)
    #[arg(long, value_name = "DIR")]
    pub(crate) guidance: Vec<PathBuf>,
    /// Show names and addresses of people (never credentials)
    #[arg(long)]
    pub(crate) show_personal_data: bool,
    /// Read the password of protected archives from this file; else from `ENTRACE_PASSWORD`, else ask
    #[arg(long, value_name = "FILE")]
    pub(crate) password_file: Option<PathBuf>,
    /// Show only attempts with this correlation id (repeatable)
    #[arg(long, value_name = "ID")]
    pub(crate) correlation_id: Vec<String>,
    /// Show only attempts in which this code was seen (repeatable)
    #[arg(long, value_name = "CODE")]
    pub(crate) code: Vec<String>,
    /// Show only attempts with this outcome (repeatable)
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub(crate) outcome: Vec<OutcomeFilter>,
    /// One line an attempt, in text and Markdown; the other formats are the same with and without it
    #[arg(long)]
    pub(crate) brief: bool,
    /// How many inputs to read at once [default: as many as the machine has processors]
    #[arg(long, value_name = "N")]
    pub(crate) threads: Option<NonZeroUsize>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t, value_name = "WHEN")]
    pub(crate) color: Color,
    /// No messages on standard error but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
    /// More: links, the guide's name, every finding in full
    #[arg(short, long)]
    pub(crate) verbose: bool,
    /// Exit with 0 although an attempt failed
    #[arg(long)]
    pub(crate) exit_zero: bool,
}

/// Output formats.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// A case note for a terminal
    #[default]
    Text,
    /// The same case note, to be pasted into a ticket
    Markdown,
    /// One document for programs; see `entrace schema`
    Json,
    /// One attempt a line, as JSON, for databases
    Jsonl,
    /// One attempt a line, for spreadsheets
    Csv,
    /// A page for a browser: one file that loads nothing
    Html,
}

impl OutputFormat {
    fn rendered(self) -> Format {
        match self {
            Self::Text => Format::Text,
            Self::Markdown => Format::Markdown,
            Self::Json => Format::Json,
            Self::Jsonl => Format::JsonLines,
            Self::Csv => Format::Csv,
            Self::Html => Format::Html,
        }
    }
}

/// Output formats of the commands that answer a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum QuestionFormat {
    /// For a terminal
    #[default]
    Text,
    /// To be pasted into a ticket
    Markdown,
    /// For programs
    Json,
}

impl QuestionFormat {
    fn rendered(self, color: Color) -> AnswerFormat {
        match self {
            Self::Text => AnswerFormat::Text(output::screen(color)),
            Self::Markdown => AnswerFormat::Markdown,
            Self::Json => AnswerFormat::Json,
        }
    }
}

/// Outcomes to filter by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutcomeFilter {
    Succeeded,
    Failed,
    Interrupted,
    Incomplete,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// Prints help or the version, or ends with what is wrong with the arguments.
pub(crate) fn tell(answer: &clap::Error) -> Status {
    if answer.use_stderr() {
        return output::usage(answer);
    }
    output::write(&answer.render().ansi().to_string(), None, Color::Auto, Status::Good)
}

/// Runs what was asked for.
pub(crate) fn run(arguments: &Arguments) -> Status {
    match &arguments.command {
        Some(Command::Explain(arguments)) => commands::explain::run(arguments),
        Some(Command::Compare(arguments)) => commands::compare::run(arguments),
        Some(Command::Sanitize(arguments)) => commands::sanitize::run(arguments),
        Some(Command::Bundle(arguments)) => commands::bundle::run(arguments),
        Some(Command::Guides { command: Guides::List(arguments) }) => commands::guides::list(arguments),
        Some(Command::Guides { command: Guides::Check { folders, format } }) => commands::guides::check(folders, *format),
        Some(Command::Record) => commands::record::run(),
        Some(Command::Schema { lines }) => {
            let schema = if *lines { crate::render::line_schema() } else { crate::render::schema() };
            output::write(&schema, None, Color::Never, Status::Good)
        }
        Some(Command::Completions(arguments)) => commands::completions::run(arguments),
        Some(Command::Man) => commands::man::run(),
        None => commands::inspect::run(&arguments.inspect),
    }
}
