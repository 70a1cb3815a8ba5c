//! What of a report's texts stays, by what each is: the lists that hold for captures hold for it too.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use foldhash::fast::FixedState;

use super::clean::Cleaner;
use super::secrets::Secrets;
use super::shape::{self, Shape};
use super::trace_text::{FieldKind, Traced};
use crate::model::device::Names;
use crate::model::report::Report;
use crate::redact::find::sought::{Finder, Part};
use crate::redact::people::People;
use crate::redact::visibility::Visibility;

/// Most texts that are remembered with what they were masked to: the attempts of a trace have most of theirs in common.
const MOST_KNOWN: usize = 4096;
/// Longer ones are not.
const LONGEST_KNOWN: usize = 512;

/// Masks the texts of a report.
pub(super) struct Redaction {
    cleaner: Cleaner,
    people: People,
    /// Finds what tells who someone is: names, phones, devices.
    names: Finder,
    visibility: Visibility,
    /// What texts were masked to, by their hashes, whose key is random.
    known: HashMap<u64, String, FixedState>,
    hasher: RandomState,
}

impl Redaction {
    pub(super) fn new(secrets: &Secrets, visibility: Visibility) -> Self {
        Self {
            cleaner: Cleaner::of_report(secrets),
            people: People::default(),
            names: secrets.finder().of(Part::People),
            visibility,
            known: HashMap::default(),
            hasher: RandomState::new(),
        }
    }

    /// Labels the users, and masks every text that comes from the trace.
    pub(super) fn redact(&mut self, report: &mut Report) {
        // Steps go to a few addresses again and again.
        let mut paths: HashMap<(String, String), String> = HashMap::new();
        for attempt in &mut report.attempts {
            attempt.user.label = attempt.user.name.as_deref().map(|name| self.people.label(name));
            for joined in &mut attempt.sign_in_log {
                joined.user_label = joined.row.user.as_deref().map(|name| self.people.label(name));
                joined.row.display_name = None;
                joined.row.device.name = None;
                joined.row.other_addresses.clear();
            }
            for step in &mut attempt.steps {
                let address = (step.host.clone(), std::mem::take(&mut step.path));
                let clean = |(host, path): &(String, String)| told(&self.cleaner.path(&format!("https://{host}"), path));
                step.path.clone_from(paths.entry(address).or_insert_with_key(clean));
            }
        }
        // What stands there was learned, and is never shown.
        report.devices.iter_mut().for_each(|device| device.names = Names::default());
        report.visit(&mut |kind, text| *text = self.text(kind, text));
        if !self.visibility.personal_data {
            for attempt in &mut report.attempts {
                attempt.user.name = None;
                attempt.sign_in_log.iter_mut().for_each(|joined| joined.row.user = None);
            }
        }
    }

    fn text(&mut self, kind: FieldKind<'_>, text: &str) -> String {
        if text.len() > LONGEST_KNOWN {
            return self.text_anew(kind, text);
        }
        let name = if let FieldKind::ParameterValue(name) = kind { name } else { "" };
        let hash = self.hasher.hash_one((std::mem::discriminant(&kind), name, text));
        if let Some(known) = self.known.get(&hash) {
            return known.clone();
        }
        let masked = self.text_anew(kind, text);
        if self.known.len() >= MOST_KNOWN {
            self.known.clear();
        }
        self.known.insert(hash, masked.clone());
        masked
    }

    fn text_anew(&mut self, kind: FieldKind<'_>, text: &str) -> String {
        match kind {
            FieldKind::Producer => self.cleaner.version(text),
            FieldKind::Note(_) => {
                let note = told(&self.cleaner.note(text));
                self.without_people(note)
            }
            FieldKind::Method => self.cleaner.method(text),
            FieldKind::Host => self.cleaner.host_labels(text),
            // The user chose it, or it is a guide's own, into whose addresses nothing of the trace is ever put: it is no text of the trace, and
            // still may name people.
            FieldKind::OwnFileName | FieldKind::GuideSource | FieldKind::GuideUrl => {
                let masked = self.cleaner.masked(text);
                self.without_people(masked)
            }
            FieldKind::Verdict | FieldKind::ParameterName => self.cleaner.masked(text),
            FieldKind::Domain => self.shaped(Shape::Domain, text),
            FieldKind::Page => self.shaped(Shape::Page, text),
            FieldKind::OauthError | FieldKind::Suberror => self.shaped(Shape::Word, text),
            FieldKind::ErrorName if Shape::Word.fits(text) || shape::is_hexadecimal(text) => text.to_owned(),
            FieldKind::RedirectUri => self.address(&Shape::RedirectUri, text),
            FieldKind::Target => self.address(&Shape::Address, text),
            FieldKind::ClientId | FieldKind::ResourceId if Shape::Application.fits(text) => self.address(&Shape::Application, text),
            FieldKind::ParameterValue(name) => self.parameter(name, text),
            // Cleaned before, with the host that it belongs to.
            FieldKind::Path(_) | FieldKind::Address => self.without_people(text.to_owned()),
            FieldKind::FileName
            | FieldKind::ClientId
            | FieldKind::Application
            | FieldKind::ResourceId
            | FieldKind::ResourceName
            | FieldKind::User
            | FieldKind::ErrorName
            | FieldKind::Message
            | FieldKind::RowText => self.running(text),
            FieldKind::GuideText => self.guide(text),
        }
    }

    /// A text of someone's own guide. `User: sign in again.` says who acts, and names no one.
    fn guide(&mut self, text: &str) -> String {
        let actor = ["User: ", "Users: ", "Guest: "].into_iter().find(|actor| text.starts_with(actor)).unwrap_or_default();
        let said = self.running(text.get(actor.len()..).unwrap_or_default());
        format!("{actor}{said}")
    }

    /// Running text.
    fn running(&mut self, text: &str) -> String {
        let clean = told(&self.cleaner.running(text));
        self.without_people(clean)
    }

    fn shaped(&mut self, shape: Shape, text: &str) -> String {
        let clean = self.cleaner.of_shape(shape, text);
        self.without_people(clean)
    }

    fn address(&mut self, shape: &Shape, text: &str) -> String {
        let clean = told(&self.cleaner.of_shape(*shape, text));
        self.without_people(clean)
    }

    /// The value of a request's parameter, by its name.
    fn parameter(&mut self, name: &str, value: &str) -> String {
        let clean = told(&self.cleaner.parameter_of_report(name, value));
        // A program's version may look like an address of a machine, and is none.
        let is_program = name.eq_ignore_ascii_case("User-Agent") || name.to_ascii_lowercase().starts_with("x-client-");
        match (is_program, self.visibility.personal_data) {
            (true, true) => clean,
            (true, false) => self.people.mask_devices(&clean),
            (false, _) => self.without_people(clean),
        }
    }

    fn without_people(&mut self, text: String) -> String {
        if self.visibility.personal_data {
            return text;
        }
        let text = self.people.mask(&text);
        self.names.replace(&text).unwrap_or(text)
    }
}

/// A text as people read it: what was taken out of the path of an address is a part of it, whichever.
fn told(text: &str) -> String {
    const PART: &str = "%5Bpart%23";
    let mut told = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(PART) {
        let after = after.trim_start_matches(|letter: char| letter.is_ascii_digit());
        told.push_str(before);
        told.push_str("[part]");
        rest = after.strip_prefix("%5D").unwrap_or(after);
    }
    told + rest
}
