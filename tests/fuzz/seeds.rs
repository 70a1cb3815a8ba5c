//! Writes what the fuzz targets begin with into `corpus/`: the samples, and what is in their exchanges, with the choices of each target
//! before it. The same samples give the same files.

use std::ops::ControlFlow;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use entrace::annotate::lint;
use entrace::entra::saml::Message;
use entrace::entra::token::Token;
use entrace::extract;
use entrace::model::capture::{Format, Note};
use entrace::model::exchange::Exchange;
use entrace::model::message::{Headers, Parameters};
use entrace::read::{Found, Input, Options, ReadError, Sink, read};
use jiff::Timestamp;
// The targets' flags put counters into this program too, which libFuzzer defines.
use libfuzzer_sys as _;
use shared::{Capture, MARK, Packing, SESSION, options};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seeds = Seeds::default();
    for path in files(&folder.join("../../samples"))? {
        seeds.of_sample(&fs::read(path)?);
    }
    for path in files(&folder.join("../it/sign_in_logs"))? {
        seeds.of_log(&fs::read(path)?);
    }
    seeds.of_texts();
    for path in files(&folder.join("../it/guides_of_a_team"))? {
        seeds.add("guide", &[0], fs::read(path)?);
    }
    for guide in lint::built_in() {
        seeds.add("guide", &[0], guide.text);
    }
    seeds.write(&folder.join("corpus"))?;
    Ok(())
}

/// The files of a folder, by name.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// Inputs by target.
#[derive(Default)]
struct Seeds(BTreeMap<&'static str, BTreeSet<Vec<u8>>>);

impl Seeds {
    fn add(&mut self, target: &'static str, choices: &[u8], rest: impl AsRef<[u8]>) {
        self.0.entry(target).or_default().insert([choices, rest.as_ref()].concat());
    }

    fn write(&self, corpus: &Path) -> io::Result<()> {
        for (target, seeds) in &self.0 {
            let folder = corpus.join(target);
            fs::create_dir_all(&folder)?;
            for (at, seed) in seeds.iter().enumerate() {
                fs::write(folder.join(format!("seed-{at:03}")), seed)?;
            }
        }
        Ok(())
    }

    /// Messages of the service as programs write them down, with the ids of the planted failure and with others; and an output of `dsregcmd`.
    fn of_texts(&mut self) {
        const TEXTS: [&str; 4] = [
            "ERROR: AADSTS50126: Error validating credentials.\r\nTrace ID: a061e2c6-3b37-44fd-867e-663233672e1f\r\nCorrelation ID: \
             9079855d-063a-4c48-8309-92486452011c\r\nTimestamp: 2026-03-02 09:02:58Z",
            "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: No.\\r\\nTrace ID: a061e2c6-3b37-44fd-867e-663233672e1f\",\
             \"suberror\":\"consent_required\"}",
            "error_description=AADSTS50105%3a+No.%0d%0aTrace+ID%3a+a061e2c6-3b37-44fd-867e-663233672e10",
            "(pii). Status: Response_Status.Status_InteractionRequired, Error code: 3399614476, Tag: 557973645",
        ];
        for text in TEXTS {
            for choices in [&[0, 0][..], &[0, 1], &[1, 1], &[2, 0, 0]] {
                self.add("text", choices, text);
            }
        }
        let status = "AzureAdJoined : YES\nDomainJoined : NO\nDevice Name : QUINCE\nAzureAdPrt : NO\nPrevious Prt Attempt : 2026-03-02 09:02:58.789 \
                      UTC\nAttempt Status : 0xc000006d\nCorrelation ID : 9079855d-063a-4c48-8309-92486452011c\nServer Error Description : AADSTS50053: \
                      locked\n";
        self.add("device_status", &[0], status);
        self.add("device_status", &[1], status.replace('\n', "\r\n"));
    }

    /// A sign-in log, as it is and with the ids of the planted failure, so that its rows are joined.
    fn of_log(&mut self, log: &[u8]) {
        let text = String::from_utf8_lossy(log);
        let own = text
            .replace("3bbaf6b5-48b9-4977-b2c7-12b13ba1448b", "a061e2c6-3b37-44fd-867e-663233672e1f")
            .replace("39a2533c-3064-4bd5-8ae0-859bb7fb7f94", "9079855d-063a-4c48-8309-92486452011c");
        for choices in [&[0, 0][..], &[1, 0], &[2, 0, 0]] {
            self.add("sign_in_log", choices, own.as_bytes());
        }
        self.add("sign_in_log", &[0, 1], log);
    }

    /// A file, and what is in it.
    fn of_sample(&mut self, bytes: &[u8]) {
        self.add("archive", &[0], bytes);
        self.add("archive", &[1, 0], bytes);
        let mut found = Sown::default();
        // What is no capture has no exchanges.
        let _ = read("case", Input::File(&bytes), &Options { every_exchange: true, ..options() }, &mut found);
        let Some(format) = found.format else { return };
        for target in ["sanitize", "report"] {
            self.add(target, &[0, Capture::AS_IT_IS], bytes);
        }
        let messages = found.exchanges.iter().map(|(exchange, _)| wire(exchange));
        match format {
            Format::Har => {
                self.add("har", &[0, 0], bytes);
                self.add("har", &[2, 60], bytes);
            }
            Format::Saz => {
                self.add("saz", &[0, 0], bytes);
                let sessions: Vec<String> = messages.map(|(request, response)| [&request, MARK, &response, MARK].concat()).collect();
                for packing in 0..Packing::ALL.len() {
                    let packing = u8::try_from(packing).unwrap_or_default();
                    self.add("saz", &[1, 1, packing], sessions.join(MARK));
                }
            }
            Format::FiddlerText => self.add("text_dump", &[], bytes),
        }
        for (at, (exchange, original)) in found.exchanges.iter().enumerate() {
            self.of_messages(exchange, original, at);
            self.of_exchange(exchange);
        }
    }

    /// An exchange as a part of a capture.
    fn of_messages(&mut self, exchange: &Exchange, original: &[u8], at: usize) {
        let (request, response) = wire(exchange);
        let session = [&request, SESSION, &response].concat();
        self.add("text_dump", &[], &session);
        for target in ["sanitize", "report"] {
            // Each way costs as much as the others, so they take turns.
            match at % 4 {
                0 if original.starts_with(b"{") => self.add(target, &[0, Capture::HAR_ENTRIES], original),
                0 | 1 => self.add(target, &[0, Capture::HAR_MESSAGES], [&request, MARK, &response].concat()),
                2 => self.add(target, &[0, Capture::SAZ_MESSAGES], [&request, MARK, &response, MARK, METADATA].concat()),
                _ => self.add(target, &[0, Capture::DUMP], &session),
            }
        }
    }

    /// What the sites of an exchange hold.
    fn of_exchange(&mut self, exchange: &Exchange) {
        let page = extract::bodies(exchange).page;
        let (asked, answered) = (&exchange.request.body, exchange.response.as_ref().map_or("", |response| response.body.text()));
        if let Some(page) = &page {
            let is_of_msa = u8::from(exchange.request.url.host() == "login.live.com");
            if let Some(config) = &page.config {
                self.add("page_config", &[is_of_msa, 0], config.to_string());
            }
            self.add("page_config", &[is_of_msa, 2], answered);
            if !page.forms.is_empty() {
                self.add("forms", &[0], answered);
            }
        }
        let on_pages = page.iter().flat_map(|page| &page.forms).map(|form| form.fields.iter().cloned().collect::<Parameters>());
        let sent = [exchange.request.url.query(), exchange.request.url.fragment(), Parameters::decode(asked.text())];
        for parameters in on_pages.chain(sent) {
            let fields: Vec<String> = parameters.iter().map(|(name, value)| [name, MARK, value].concat()).collect();
            if !fields.is_empty() {
                self.add("forms", &[1], fields.join(MARK));
            }
            parameters.iter().for_each(|(name, value)| self.of_parameter(name, value));
        }
        let members: Option<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(answered).ok();
        for (name, value) in members.iter().flatten() {
            self.of_parameter(name, value.as_str().unwrap_or_default());
        }
        if exchange.request.method == "POST" {
            self.add("forms", &[2], asked.text());
            self.add("forms", &[3], asked.text());
        }
        for (place, text) in [(5, answered), (6, asked.text())] {
            if text.trim_start().starts_with("<s:Envelope") {
                self.add("saml", &[place], text);
            }
        }
        let challenges = exchange.response.iter().flat_map(|response| response.headers.all("www-authenticate"));
        challenges.for_each(|challenge| self.add("www_authenticate", &[0], challenge));
    }

    fn of_parameter(&mut self, name: &str, value: &str) {
        match name {
            "SAMLResponse" | "SAMLRequest" => {
                for place in 0..3 {
                    self.add("saml", &[place, 0], value);
                    let message = Message::decode(value).map(|message| message.text).unwrap_or_default();
                    self.add("saml", &[place, 1 + u8::from(place == 2)], message);
                }
            }
            "wresult" => {
                self.add("saml", &[3], value);
                self.add("saml", &[4], value);
            }
            "claims" => self.add("www_authenticate", &[1], value),
            _ => {
                if let Some(token) = Token::read(value) {
                    for place in 0..5 {
                        self.add("jwt", &[place, 0], value);
                        self.add("jwt", &[place, 1], token.claims.to_string());
                    }
                }
            }
        }
    }
}

/// What Fiddler notes next to a session.
const METADATA: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?><Session SID=\"2\"><SessionTimers ClientBeginRequest=\"2026-03-02T09:00:00.0000000Z\" /><SessionFlags><SessionFlag N=\"ui-comments\" V=\"Walnut\" /></SessionFlags></Session>";

/// The exchange as it goes over the wire, its bodies uncompressed and in one piece.
fn wire(exchange: &Exchange) -> (String, String) {
    let request = &exchange.request;
    let asked = format!("{} {} HTTP/1.1", request.method, request.url.text());
    let Some(response) = &exchange.response else { return (message(&asked, &request.headers, request.body.text()), String::new()) };
    let answered = format!("HTTP/1.1 {} {}", response.status.unwrap_or_default(), response.reason);
    (message(&asked, &request.headers, request.body.text()), message(&answered, &response.headers, response.body.text()))
}

fn message(first: &str, headers: &Headers, body: &str) -> String {
    let mut message = format!("{first}\r\n");
    let of_body = |name: &str| ["content-encoding", "content-length", "transfer-encoding"].contains(&name.to_ascii_lowercase().as_str());
    for (name, value) in headers.iter().filter(|(name, _)| !of_body(name)) {
        // Writing to memory does not fail.
        let _ = write!(message, "{name}: {value}\r\n");
    }
    message + "\r\n" + body
}

/// The exchanges of a sample, each with how it stands there.
#[derive(Default)]
struct Sown {
    format: Option<Format>,
    exchanges: Vec<(Exchange, Vec<u8>)>,
}

impl Sink for Sown {
    fn open(&mut self, _: &str, format: Format) {
        self.format = Some(format);
    }
    fn exchange(&mut self, _: Exchange) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    fn unrelated(&mut self, _: Option<Timestamp>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
    fn each(&mut self, found: Found<'_>) -> ControlFlow<()> {
        self.exchanges.push((found.exchange, found.original.into_owned()));
        ControlFlow::Continue(())
    }
    fn note(&mut self, _: Note) {}
    fn close(&mut self, _: Option<String>, _: Option<String>) {}
    fn left_out(&mut self, _: &str, _: ReadError) {}
}
