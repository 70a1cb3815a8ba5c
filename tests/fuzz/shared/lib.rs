//! What the fuzz targets share: how the fuzzer's bytes are taken apart, the captures and exchanges that are made of them, and what must
//! hold whatever they are.

mod captures;
mod exchanges;
mod input;
mod planted;
mod reading;
mod reports;
mod sanitizing;

use std::num::NonZeroUsize;

use entrace::read::{Limits, Options};

pub use captures::{Capture, PASSWORD, Packing, SESSION, in_gzip, in_zip, saz};
pub use exchanges::{
    APPLICATION, AUTHORIZE, FORM, HTML, MSA, SAML, SOAP, TOKEN_ENDPOINT, WS_TRUST, answered, examine, form, on_page, posted,
};
pub use input::{Input, MARK};
pub use reading::{Dribble, agrees, agrees_as_stream};
pub use reports::{CATALOG, inspect, render};
pub use sanitizing::{sanitize, sanitize_log};

/// How captures are read: one input of 64 KiB may cost tens of megabytes, and every limit can be reached.
#[must_use]
pub fn options() -> Options<'static> {
    let limits = Limits {
        unpacked: 64 << 20,
        ratio: 400,
        ratio_from: 1 << 20,
        entry: 32 << 10,
        body: 256 << 10,
        nested: 4 << 20,
        depth: 3,
        members: 200,
    };
    Options { limits, threads: NonZeroUsize::MIN, ..Options::new(&|_| Some(PASSWORD.to_owned())) }
}
