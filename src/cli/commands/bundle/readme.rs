//! The file that anyone who receives a bundle reads first.

use std::fmt::Write;

use super::archive::Written;
use crate::model::capture::Format;
use crate::model::capture::written::{Kind, Notation};
use crate::sanitize::KEPT;

/// What the file is called.
pub(super) const NAME: &str = "README.txt";

/// What each file is, how to open it, what was removed, and how to check that nothing was changed since. Lines end as Notepad expects.
pub(super) fn text(captures: &[Written]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let mut text = format!(
        "Report on sign-ins to Microsoft Entra ID, made by entrace {version}, offline.\n\n\
         FILES\n\n\
         report.html    The report. Open it in a browser; it loads nothing and sends nothing.\n\
         report.md      The same as Markdown, to paste into a ticket.\n\
         report.json    The same for programs.\n\
         manifest.json  Size and SHA-256 of each file, and for each capture and log: the SHA-256 of the\n               \
                        original, and what was removed.\n"
    );
    for capture in captures {
        let _ = writeln!(text, "{}\n               {}", capture.member, how_to_open(capture.receipt.kind));
    }
    text.push_str(
        "\nWHAT WAS REMOVED\n\n\
         Passwords, tokens, cookies, codes and keys, and what tells who someone is, were replaced by\n\
         placeholders such as [password#1]. The same value has the same placeholder in all files here.\n\
         A value stays only if its name and its shape are on a list. Nothing can be computed from a\n\
         placeholder. All files were searched for every credential again before they were written;\n\
         none was found. manifest.json has the counts (removed, distinct, last_look).\n\n\
         WHAT WAS KEPT, AND WHY\n\n",
    );
    for (what, why) in KEPT {
        let _ = writeln!(text, "- {what}:\n  {why}");
    }
    text.push_str(
        "\nDomain names, tenant names, application names and redirect URIs tell which organization it is.\n\
         A person's name in free text can slip through.\n\n\
         HOW TO CHECK THE FILES\n\n\
         Compare the SHA-256 of a file with manifest.json:\n\n  \
         Windows  Get-FileHash report.html -Algorithm SHA256\n  \
         macOS    shasum -a 256 report.html\n  \
         Linux    sha256sum report.html\n\n\
         Whoever has the originals can check original_sha256 in the same way, and make the\n\
         bundle again: the same version of entrace writes the same bytes from the same files and options.\n",
    );
    text.replace('\n', "\r\n")
}

/// How to open a file of a kind.
fn how_to_open(kind: Kind) -> &'static str {
    match kind {
        Kind::Capture(Format::Har) => "The sanitized capture (HAR). Import it in DevTools > Network of a browser, or run entrace on it.",
        Kind::Capture(Format::Saz) => "The sanitized capture (SAZ). Open it in Fiddler, or run entrace on it.",
        Kind::Capture(Format::FiddlerText) => "The sanitized capture (text dump). Open it in an editor, or run entrace on it.",
        Kind::SignInLog(Notation::Json) => "The sanitized sign-in log (JSON). Open it in an editor, or run entrace on it and the capture.",
        Kind::SignInLog(Notation::Csv) => {
            "The sanitized sign-in log (CSV). Open it in a spreadsheet, or run entrace on it and the capture."
        }
        Kind::DeviceStatus => "The sanitized output of dsregcmd /status. Open it in an editor, or run entrace on it and the capture.",
        Kind::Text => "The service's messages out of a text, sanitized; all else of it was left out. Open it in an editor.",
    }
}
