//! The page for a browser, as its sources stand here and as the command line gives it. `tests/browser/page.mjs` uses the built one.

use std::collections::BTreeSet;

use crate::run::{Scratch, entrace, run};

/// The sources, each with its name.
const SOURCES: [(&str, &str); 5] = [
    ("page.html", include_str!("../../src/page/page.html")),
    ("page.css", include_str!("../../src/page/page.css")),
    ("page.js", include_str!("../../src/page/page.js")),
    ("system.js", include_str!("../../src/page/system.js")),
    ("worker.js", include_str!("../../src/page/worker.js")),
];

/// With these a page gets something out, or leads elsewhere. Some of them no policy forbids.
const WAYS_OUT: [&str; 20] = [
    "fetch(",
    "XMLHttpRequest",
    "WebSocket",
    "EventSource",
    "WebTransport",
    "RTCPeerConnection",
    "sendBeacon",
    "importScripts",
    "import(",
    "location",
    "open(",
    "window",
    "document.write",
    "innerHTML",
    "localStorage",
    "sessionStorage",
    "indexedDB",
    "document.cookie",
    "caches",
    "eval(",
];

#[test]
fn the_page_has_no_code_that_leads_out_of_it() {
    for (name, source) in SOURCES.iter().filter(|(name, _)| name.split('.').next_back() == Some("js")) {
        for way in WAYS_OUT {
            assert!(!source.contains(way), "{name}: {way}");
        }
    }
}

/// The policy lets no attribute run or style, and nothing be loaded.
#[test]
fn the_page_is_one_file_whose_parts_are_put_in_once() {
    let (_, html) = SOURCES[0];
    let parts: Vec<&str> = html.split('@').skip(1).step_by(2).collect();
    let expected = ["POLICY", "VERSION", "STYLE", "SCRIPT", "WORKER", "LENGTH", "PROGRAM"];
    assert_eq!(parts, expected);
    assert_eq!(parts.iter().collect::<BTreeSet<_>>().len(), expected.len());
    for attribute in [" src=", " href=", " style=", " onclick=", " onload="] {
        assert!(!html.contains(attribute), "{attribute}");
    }
    let (_, style) = SOURCES[1];
    assert!(!style.contains("url(") && !style.contains("@import"));
}

/// Tests are built without the page.
#[test]
fn a_build_without_the_page_says_where_it_is() {
    let scratch = Scratch::new("page");
    let outcome = run(entrace().args(["page", "-o"]).arg(scratch.path().join("entrace.html")));
    let said = "error: this build does not have the page; take entrace.html from the release, or build it with .ci/web\n";
    assert_eq!((outcome.status, outcome.stdout.as_str(), outcome.stderr.as_str()), (Some(3), "", said));
    assert!(!scratch.path().join("entrace.html").exists());
}
