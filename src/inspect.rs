//! The face of the library: what others may build on. Behind it everything may change.

use std::fmt;
use std::io::Read;
use std::num::NonZeroUsize;

use crate::annotate::catalog::Catalog;
use crate::annotate::lint::{self, GuideFile};
use crate::annotate::{self, OwnGuide};
use crate::inspection::Inspection;
use crate::read::{Input, Options, ReadError};
use crate::redact::{self, Redacted, Visibility};
use crate::render::{self, AnswerFormat, Screen, Style};
use crate::sanitize::{InMemory, Learning};
use crate::{model, read};

pub use crate::model::attempt::Outcome;
pub use crate::render::Format;

/// Reads one capture (HAR, SAZ, a text dump of Fiddler, or a gzip or zip of these), sign-in log or text, and explains what it shows of sign-ins.
/// `name` is what the report calls it, usually the file's base name.
///
/// ```
/// let capture = br#"{"log": {"version": "1.2", "entries": []}}"#;
/// let report = entrace::inspect("nothing.har", capture)?;
/// assert!(report.outcomes().is_empty());
/// # Ok::<(), entrace::Error>(())
/// ```
///
/// # Errors
///
/// When nothing of the input can be used.
pub fn inspect(name: &str, capture: &[u8]) -> Result<Report, Error> {
    let mut inspector = Inspector::new();
    inspector.read(name, capture)?;
    Ok(inspector.finish())
}

/// Looks up what the text names, without a capture: a code, a pasted message, an error URL, a page, an interrupt, a suberror. The response is JSON
/// for [`Format::Json`], Markdown for [`Format::Markdown`], and else text.
#[must_use]
pub fn explain(what: &str, format: Format) -> String {
    let format = match format {
        Format::Json => AnswerFormat::Json,
        Format::Markdown => AnswerFormat::Markdown,
        _ => AnswerFormat::Text(Screen::default()),
    };
    render::look_up(&annotate::explain::explain(&[what.to_owned()], &Catalog::default()), format)
}

/// Writes a capture again without secrets and personal data: HAR to HAR, SAZ to SAZ. An exported sign-in log keeps its own format, the output of
/// `dsregcmd /status` in its lines.
///
/// # Errors
///
/// When it cannot be read, when it is an archive that does not have exactly one capture, or when a secret would be left.
pub fn sanitize(name: &str, capture: &[u8]) -> Result<Vec<u8>, Error> {
    let file: &dyn read::ReadAt = &capture;
    let mut learning = Learning::new(false, Options::new(&|_| None));
    let learnt = learning.learn(name, file).map_err(Error::of)?;
    let files = learnt.files().len();
    if files != 1 {
        return Err(Error(format!("{files} files to sanitize in one archive; unpack it and give them one by one")));
    }
    let mut written = InMemory::default();
    learning.settle().write(&learnt, file, &mut written).map_err(Error::of)?;
    Ok(written.into_captures().concat())
}

/// The JSON Schema of what [`Format::Json`] gives.
#[must_use]
pub fn schema() -> String {
    render::schema()
}

/// Reads any number of captures into one report, and what goes with them: exported sign-in logs, outputs of `dsregcmd /status`, and texts with messages
/// of the service. What an input is shows its content.
///
/// The order of the inputs makes no difference. What is no capture is kept until [`finish`](Self::finish), because rows and messages are joined to the
/// sign-ins of all captures; without a capture they are explained alone.
///
/// ```
/// let mut inspector = entrace::Inspector::new().show_personal_data(false);
/// for (name, capture) in [("a.har", r#"{"log": {"entries": []}}"#), ("b.har", "nothing")] {
///     if let Err(error) = inspector.read(name, capture.as_bytes()) {
///         eprintln!("{name}: {error}");
///     }
/// }
/// assert_eq!(inspector.finish().captures(), 1);
/// ```
#[derive(Debug)]
pub struct Inspector {
    inspection: Inspection,
    /// The inputs that are, or hold, what is read when all captures were.
    beside: Vec<(String, Vec<u8>)>,
    inputs: usize,
    own: Vec<OwnGuide>,
    password: Option<String>,
    threads: NonZeroUsize,
    hash: bool,
    visibility: Visibility,
}

impl Default for Inspector {
    fn default() -> Self {
        Self::new()
    }
}

impl Inspector {
    /// Reads on one thread, takes no hash, shows no personal data.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inspection: Inspection::new(),
            beside: Vec::new(),
            inputs: 0,
            own: Vec::new(),
            password: None,
            threads: NonZeroUsize::MIN,
            hash: false,
            visibility: Visibility::default(),
        }
    }

    /// The password of protected archives.
    #[must_use]
    pub fn password(self, password: impl Into<String>) -> Self {
        Self { password: Some(password.into()), ..self }
    }

    /// How many threads share the work on one input that is in memory.
    #[must_use]
    pub fn threads(self, threads: NonZeroUsize) -> Self {
        Self { threads, ..self }
    }

    /// Whether the report holds the SHA-256 of each capture.
    #[must_use]
    pub fn hash(self, hash: bool) -> Self {
        Self { hash, ..self }
    }

    /// Whether the report shows names and addresses of people. Credentials are never shown.
    #[must_use]
    pub fn show_personal_data(self, show: bool) -> Self {
        Self { visibility: Visibility { personal_data: show }, ..self }
    }

    /// Adds a guide of one's own, in Markdown; it wins over the built-in one unless the linter finds faults in it. `name` is named as the source.
    ///
    /// # Errors
    ///
    /// When the text is not a guide.
    pub fn guide(mut self, name: &str, text: &str) -> Result<Self, Error> {
        let file = GuideFile { name: name.to_owned(), text: text.to_owned() };
        self.own.push(lint::own_guide(&file).map_err(Error::of)?);
        Ok(self)
    }

    /// Reads a capture, or what goes with captures, or an archive of these, from memory.
    ///
    /// # Errors
    ///
    /// When nothing of it can be used. What was read before stays.
    pub fn read(&mut self, name: &str, capture: &[u8]) -> Result<(), Error> {
        let (result, is_beside) = self.input(name, Input::File(&capture));
        if is_beside {
            self.beside.push((name.to_owned(), capture.to_vec()));
        }
        result
    }

    /// Reads the same as it comes. What is no capture is held in memory.
    ///
    /// # Errors
    ///
    /// When nothing of it can be used. What was read before stays.
    pub fn read_from(&mut self, name: &str, mut source: impl Read) -> Result<(), Error> {
        let mut begin = Vec::new();
        source.by_ref().take(read::PREFIX).read_to_end(&mut begin).map_err(Error::of)?;
        if read::begins_capture(&begin) {
            return self.input(name, Input::Stream(&mut begin.chain(source))).0;
        }
        let most = read::Limits::default().nested;
        source.take(most).read_to_end(&mut begin).map_err(Error::of)?;
        if begin.len() as u64 > most {
            return Err(Error::of(ReadError::TooLarge(most >> 20)));
        }
        self.read(name, &begin)
    }

    /// Reads the captures of an input; tells whether there is more, which is read at the end.
    fn input(&mut self, name: &str, input: Input<'_>) -> (Result<(), Error>, bool) {
        let password = |_: &str| self.password.clone();
        let options = Options { hash: self.hash, threads: self.threads, ..Options::new(&password) };
        let result = self.inspection.read(name, input, &options);
        let is_beside = result.as_ref().is_err_and(ReadError::is_beside);
        let has_beside = self.inspection.take_logs() || is_beside;
        if let Err(error) = &result
            && !is_beside
        {
            self.inspection.leave_out(name, error);
        }
        self.inputs += 1;
        if self.inputs > 1 {
            self.inspection.is_of_case();
        }
        (if is_beside { Ok(()) } else { result.map_err(Error::of) }, has_beside)
    }

    /// Reads what goes with the captures; gives what limits what it can tell.
    fn read_beside(&mut self) -> Vec<String> {
        let password = |_: &str| self.password.clone();
        let options = Options::new(&password);
        let mut remarks = Vec::new();
        if self.inspection.captures() == 0 {
            for (name, bytes) in &self.beside {
                // What is wrong with it is told when it is read.
                let _ = self.inspection.survey_logs(name, Input::File(bytes), &options);
            }
        }
        for (name, bytes) in &self.beside {
            let read = self.inspection.read_found(name, Input::File(bytes), &options);
            remarks.extend(read.err().map(|error| format!("{name}: {error}")));
            remarks.append(&mut self.inspection.take_log_remarks());
        }
        remarks
    }

    /// The report on all that was read.
    #[must_use]
    pub fn finish(mut self) -> Report {
        let remarks = self.read_beside();
        let (report, secrets) = self.inspection.finish(&Catalog::new(self.own));
        let outcomes = report.attempts.iter().map(|attempt| attempt.outcome).collect();
        let captures = report.captures.len();
        Report { outcomes, captures, remarks, redacted: redact::redact(report, &secrets, self.visibility) }
    }
}

/// What was found, without secrets, and without personal data unless it was asked for.
#[derive(Debug)]
pub struct Report {
    outcomes: Vec<Outcome>,
    captures: usize,
    remarks: Vec<String>,
    redacted: Redacted<model::report::Report>,
}

impl Report {
    /// How each attempt to sign in ended, in the order of the report.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        &self.outcomes
    }

    /// How many captures were read.
    #[must_use]
    pub fn captures(&self) -> usize {
        self.captures
    }

    /// What limits what sign-in logs and texts can tell, such as one that is cut off; each with the name of its file.
    #[must_use]
    pub fn remarks(&self) -> &[String] {
        &self.remarks
    }

    /// The report in a format; text is as wide as in a file and has no colors.
    ///
    /// # Errors
    ///
    /// When a secret would be in it. That is a fault of entrace: please report it, without the capture.
    pub fn render(&self, format: Format) -> Result<String, Error> {
        render::render(&self.redacted, Style { format, ..Style::default() }).map_err(Error::of)
    }
}

/// Why something could not be done, in one line for a person: what is wrong, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error(String);

impl Error {
    fn of(error: impl fmt::Display) -> Self {
        Self(error.to_string())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
