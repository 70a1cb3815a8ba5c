//! The samples: which story becomes which file, and what entrace must say of it.

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{DateTime, System, ZipWriter};

use super::har::{self, Producer};
use super::http1::{self, Coding, ContentCoding};
use super::saz::{self, Protection};
use super::stories::{access, applications, background, clients, multifactor, passwords};
use super::story::{Exchange, Kind, Story};
use super::text;

/// The password of the protected sample.
pub(crate) const PASSWORD: &str = "contoso-trace";

/// A file below `samples/`.
pub(crate) struct Sample {
    pub(crate) file: &'static str,
    packing: Packing,
    /// The captures in it, in order: one, unless it is a zip of several.
    pub(crate) stories: Vec<Story>,
    /// The exit status.
    pub(crate) status: i32,
}

/// How the stories become a file.
#[derive(Debug, Clone, Copy)]
enum Packing {
    Har(Producer),
    GzippedHar(Producer),
    /// A HAR that ends in the middle of its last entry.
    CutHar(Producer),
    /// A zip with one HAR a story.
    Zip(Producer),
    Saz(&'static [Coding], Protection),
    Text,
}

/// What a report says about one capture, whatever happened in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Capture {
    pub(crate) name: String,
    pub(crate) format: &'static str,
    pub(crate) exchanges: usize,
    pub(crate) sign_in_exchanges: usize,
}

/// gzip, deflate, br, and plain, in chunks and whole.
const MIXED: &[Coding] = &[
    Coding { compression: ContentCoding::Gzip, chunked: true },
    Coding { compression: ContentCoding::Brotli, chunked: true },
    Coding { compression: ContentCoding::Deflate, chunked: false },
    Coding { compression: ContentCoding::Identity, chunked: true },
    Coding::PLAIN,
];

/// Every sample.
pub(crate) fn all() -> Vec<Sample> {
    use Packing::{CutHar, GzippedHar, Har, Saz, Text, Zip};
    use Producer::{Chrome, ChromeSanitized, Fiddler, Firefox, Safari};
    let sample = |file, packing, story, status| Sample { file, packing, stories: vec![story], status };
    vec![
        sample("wrong-password-then-success.har", Har(Chrome), passwords::wrong_password_then_success(), 0),
        sample("locked-out.har", Har(Firefox), passwords::locked_out(), 1),
        sample("password-expired.har", Har(Chrome), passwords::password_expired(), 1),
        sample("password-expired-then-changed.har", Har(Firefox), passwords::password_expired_then_changed(), 0),
        sample("account-disabled.saz", Saz(MIXED, Protection::Aes256(PASSWORD)), passwords::account_disabled(), 1),
        sample("temporary-access-pass-wrong.har", Har(ChromeSanitized), passwords::temporary_access_pass_wrong(), 1),
        sample("account-not-found.har", Har(Firefox), passwords::account_not_found(), 1),
        sample("user-cancelled.har", Har(Firefox), passwords::user_cancelled(), 1),
        sample("cut-off.har", CutHar(Firefox), passwords::cut_off(), 3),
        Sample {
            file: "before-and-after.zip",
            packing: Zip(Firefox),
            stories: vec![passwords::wrong_password(), passwords::right_password()],
            status: 1,
        },
        sample("mfa-passed-and-stayed-signed-in.har", Har(Fiddler), multifactor::passed(), 0),
        sample("mfa-denied.har.gz", GzippedHar(Firefox), multifactor::denied(), 1),
        sample("mfa-denied-with-code.har", Har(ChromeSanitized), multifactor::denied_with_code(), 1),
        sample("mfa-registration-abandoned.har", Har(Chrome), multifactor::registration_abandoned(), 1),
        sample("mfa-registration-blocked.saz", Saz(MIXED, Protection::None), multifactor::registration_blocked(), 1),
        sample("app-confirmation.har", Har(Chrome), multifactor::app_confirmation(), 0),
        sample("conditional-access-block.har", Har(Chrome), access::conditional_access_block(), 1),
        sample("silent-refresh-needs-mfa.har", Har(Chrome), access::silent_refresh_needs_mfa(), 1),
        sample("silent-renewal-then-sign-in.har", Har(Chrome), access::silent_renewal_then_sign_in(), 0),
        sample("resource-claims-challenge.har", Har(Firefox), access::resource_claims_challenge(), 0),
        sample("saml-method-mismatch.har", Har(Firefox), applications::saml_method_mismatch(), 1),
        sample("redirect-uri-mismatch.har", Har(Safari), applications::redirect_uri_mismatch(), 1),
        sample("consent-declined.txt", Text, applications::consent_declined(), 1),
        sample("wrong-tenant-account.har", Har(Fiddler), applications::wrong_tenant_account(), 1),
        sample("missing-parameter.har", Har(Chrome), applications::missing_parameter(), 1),
        sample("federated-sign-in.saz", Saz(MIXED, Protection::None), applications::federated_sign_in(), 0),
        sample("device-code.har", Har(Fiddler), clients::device_code(), 0),
        sample("client-secret-expired.har", Har(Fiddler), clients::client_secret_expired(), 1),
        sample("ws-trust-wrong-password.saz", Saz(&[Coding::PLAIN], Protection::None), clients::ws_trust_wrong_password(), 1),
        sample("app-quotes-a-code.har", Har(Chrome), background::app_quotes_a_code(), 0),
        sample("no-sign-in.har", Har(Chrome), background::no_sign_in(), 0),
    ]
}

/// The sample with this file name.
pub(crate) fn named(file: &str) -> Sample {
    all().into_iter().find(|sample| sample.file == file).expect("a sample has this name")
}

/// The folder of the committed files.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("samples")
}

impl Sample {
    /// The committed file.
    pub(crate) fn path(&self) -> PathBuf {
        folder().join(self.file)
    }

    /// Whether it takes [`PASSWORD`] to read it.
    pub(crate) fn is_protected(&self) -> bool {
        matches!(self.packing, Packing::Saz(_, Protection::Aes256(_) | Protection::ZipCrypto(_)))
    }

    /// The file, written again.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let story = &self.stories[0];
        match self.packing {
            Packing::Har(producer) => har::write(story, producer),
            Packing::GzippedHar(producer) => http1::gzip(&har::write(story, producer)),
            Packing::CutHar(producer) => cut(har::write(story, producer)),
            Packing::Zip(producer) => zip_of_hars(&self.stories, producer),
            Packing::Saz(codings, protection) => saz::write(story, codings, protection),
            Packing::Text => text::write(story),
        }
    }

    /// The captures as a report must name and count them.
    pub(crate) fn captures(&self) -> Vec<Capture> {
        let capture = |story: &Story| {
            let (name, format) = match self.packing {
                Packing::Har(_) | Packing::GzippedHar(_) | Packing::CutHar(_) => (self.file.to_owned(), "har"),
                Packing::Zip(_) => (format!("{}/{}.har", self.file, story.title), "har"),
                Packing::Saz(..) => (self.file.to_owned(), "saz"),
                Packing::Text => (self.file.to_owned(), "fiddler_text"),
            };
            let seen: Vec<&Exchange> = self.exchanges(story);
            let sign_in_exchanges = seen.iter().filter(|exchange| exchange.is_sign_in()).count();
            Capture { name, format, exchanges: seen.len(), sign_in_exchanges }
        };
        self.stories.iter().map(capture).collect()
    }

    /// The exchanges that the file holds whole. A browser does not see tunnels, and a cut file lacks the last one.
    fn exchanges<'s>(&self, story: &'s Story) -> Vec<&'s Exchange> {
        let is_har = !matches!(self.packing, Packing::Saz(..) | Packing::Text);
        let mut seen: Vec<&Exchange> = story.exchanges.iter().filter(|exchange| !is_har || exchange.kind != Kind::Tunnel).collect();
        if matches!(self.packing, Packing::CutHar(_)) {
            seen.pop();
        }
        seen
    }
}

/// Ends in the middle of the last entry's request body.
fn cut(mut har: Vec<u8>) -> Vec<u8> {
    let needle = b"\"postData\"";
    let last = har.windows(needle.len()).rposition(|window| window == needle).expect("the last entry posts something");
    har.truncate(last + 90);
    har
}

fn zip_of_hars(stories: &[Story], producer: Producer) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let time = DateTime::from_date_and_time(2026, 3, 2, 9, 31, 6).expect("a date after 1980");
    for story in stories {
        let name = format!("{}.har", story.title);
        archive
            .start_file(name, SimpleFileOptions::default().system(System::Unix).last_modified_time(time))
            .expect("memory takes everything");
        archive.write_all(&har::write(story, producer)).expect("memory takes everything");
    }
    archive.finish().expect("memory takes everything").into_inner()
}
