//! Our own style and script, one file per concern, as they are put into the page.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

const STYLE: &str = concat!(
    include_str!("../style/base.css"),
    include_str!("../style/overview.css"),
    include_str!("../style/attempt.css"),
    include_str!("../style/happened.css"),
    include_str!("../style/narrow.css"),
    include_str!("../style/print.css"),
);
const SCRIPT: &str = concat!(
    include_str!("../script/copy.js"),
    include_str!("../script/filter.js"),
    include_str!("../script/move.js"),
    include_str!("../script/print.js"),
);

/// The style and the script, with the line ends that a browser hashes, however they were checked out.
pub(super) fn sources() -> (String, String) {
    (STYLE.replace('\r', ""), SCRIPT.replace('\r', ""))
}

/// Nothing is loaded, nothing is sent, and no style or script runs but the two of this page.
pub(super) fn policy(css: &str, script: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let (style, script) = (hash(css), hash(script));
    format!("default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'")
}
