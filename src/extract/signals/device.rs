//! What the request tells of the device and the client program.

use super::collected::Signals;
use crate::entra::endpoints::Stage;
use crate::entra::placeholders::stands_for_a_value;
use crate::entra::signals::device::{BROKER, BROWSER, BROWSER_VERSION, DEVICE_STEP, DEVICE_TOKEN, SYSTEM};
use crate::extract::view::View;

/// Browsers by the word that their `User-Agent` alone has, the most particular first: all of them name each other.
const BROWSERS: &[(&str, &str, &str)] = &[
    ("edg/", "edge", "edg/"),
    ("edga/", "edge", "edga/"),
    ("edgios/", "edge", "edgios/"),
    ("edge/", "edge", "edge/"),
    ("trident/", "internet_explorer", "rv:"),
    ("msie ", "internet_explorer", "msie "),
    ("; wv)", "web_view", "chrome/"),
    ("firefox/", "firefox", "firefox/"),
    ("fxios/", "firefox", "fxios/"),
    ("opr/", "other", "opr/"),
    ("samsungbrowser/", "other", "samsungbrowser/"),
    ("crios/", "chrome", "crios/"),
    ("chrome/", "chrome", "chrome/"),
];

/// What a program that is no browser begins its `User-Agent` with.
const PROGRAMS: &[&str] = &[
    "azsdk",
    "azurecli",
    "axios",
    "curl",
    "dalvik",
    "go-http",
    "java",
    "msal",
    "node",
    "okhttp",
    "openid",
    "postman",
    "python",
    "ruby",
    "wget",
    "windowspowershell",
    "mozilla/5.0 (windows nt; windows nt 10.0; en-us) windowspowershell",
    "apache-httpclient",
    "guzzle",
    "dotnet",
];

/// Systems by a word of the `User-Agent`, the most particular first.
const SYSTEMS: &[(&str, &str)] = &[
    ("android", "android"),
    ("iphone", "ios"),
    ("ipad", "ios"),
    ("cros ", "chrome_os"),
    ("windows", "windows"),
    ("mac os x", "macos"),
    ("macintosh", "macos"),
    ("linux", "linux"),
];

pub(super) fn read(view: &View<'_>, signals: &mut Signals) {
    if view.is_tunnel() {
        return;
    }
    let headers = view.request_headers();
    let has_token_header = headers.get("x-ms-refreshtokencredential").is_some();
    let names: Vec<&str> = headers.cookies().filter_map(|cookie| cookie.split('=').next()).collect();
    let is_token = |name: &str| name.to_ascii_lowercase().starts_with("x-ms-refreshtokencredential");
    let token = match () {
        () if has_token_header || names.iter().copied().any(is_token) => Some("sent"),
        () if names.is_empty() => None,
        () => Some("not_sent"),
    };
    // The token goes with what the browser asks for as a page.
    if matches!(view.stage, Stage::Authorize | Stage::SamlRequest | Stage::WsFedRequest | Stage::Reprocess | Stage::Resume) {
        signals.words(DEVICE_TOKEN, token);
    }
    if view.stage == Stage::DeviceAuthentication {
        let is_answered = view.status.is_some_and(|status| status < 400);
        signals.word(DEVICE_STEP, if is_answered { "answered" } else { "refused" });
    }
    let asks = view.response_header("www-authenticate").is_some_and(|value| value.trim_start().starts_with("PKeyAuth"));
    let of_broker = ["x-client-brkrver", "brk_client_id"].into_iter().any(|name| view.parameter(name).is_some());
    if asks || of_broker || headers.get("x-ms-pkeyauth").is_some() || headers.get("x-client-brkrver").is_some() {
        signals.word(BROKER, "used");
    }
    if let Some(agent) = headers.get("user-agent").filter(|agent| !stands_for_a_value(agent)) {
        user_agent(agent, signals);
    }
}

fn user_agent(agent: &str, signals: &mut Signals) {
    let lower = agent.to_ascii_lowercase();
    let is_program = PROGRAMS.iter().any(|start| lower.starts_with(start));
    let known = BROWSERS.iter().find(|(mark, _, _)| !is_program && lower.contains(mark));
    let safari = lower.contains("safari/") && lower.contains("version/") && !is_program;
    // A page inside another app names WebKit and no browser.
    let embedded = lower.contains("applewebkit") && !lower.contains("safari/");
    let (browser, version) = match known {
        _ if is_program => ("program", None),
        Some((_, browser, before)) => (*browser, Some(*before)),
        None if safari => ("safari", Some("version/")),
        None if embedded => ("web_view", None),
        None => ("other", None),
    };
    signals.word(BROWSER, browser);
    let version = version.and_then(|before| {
        let (_, behind) = lower.split_once(before)?;
        behind.split(|letter: char| !letter.is_ascii_digit()).next()?.parse::<u64>().ok()
    });
    if let Some(version) = version {
        signals.number(BROWSER_VERSION, version);
    }
    let system = SYSTEMS.iter().find(|(mark, _)| lower.contains(mark)).map_or("other", |(_, system)| *system);
    signals.word(SYSTEM, system);
}
