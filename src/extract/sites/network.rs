//! Site: what a network makes of a request to the service: it was too long, a proxy or a filter answered in the service's place, no connection came
//! about, the scripts of a page did not come.

use std::collections::BTreeMap;

use crate::entra::codes::Code;
use crate::entra::cookies;
use crate::entra::endpoints::Stage;
use crate::entra::hosts::{self, HostClass};
use crate::extract::to_application::{answer_forms, goes_to_application};
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// What a network may do, the surest first.
const ENDS: &[fn(&View<'_>) -> Option<End>] = &[proxy, too_long, script_missing, not_connected, gateway, another_machine];

/// How a request ended before the service.
struct End {
    code: &'static str,
    field: &'static str,
    detail: String,
}

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(end) = ENDS.iter().find_map(|end| end(view)) else { return Vec::new() };
    let error = ErrorSeen { detail: Some(end.detail), correlation_id: view.correlation_id(), ..ErrorSeen::new(Code::named(end.code)) };
    vec![Observation { site: Site::ResponseHeader, field: end.field, fact: Fact::Error(Box::new(error)) }]
}

/// A proxy asks for a name and a password.
fn proxy(view: &View<'_>) -> Option<End> {
    if view.status != Some(407) || !view.class.is_sign_in() && view.class != HostClass::PageContent {
        return None;
    }
    let schemes: Vec<&str> = view
        .response_headers()
        .filter(|(name, _)| name.eq_ignore_ascii_case("proxy-authenticate"))
        .filter_map(|(_, value)| value.split([' ', ',']).next())
        .collect();
    let schemes = if schemes.is_empty() { String::new() } else { format!("; it offers {}", schemes.join(", ")) };
    Some(End { code: "proxy-authentication-required", field: "status", detail: format!("HTTP 407 for {}{schemes}", view.host) })
}

/// The service's front end refuses a request for its size, before the service itself sees it.
fn too_long(view: &View<'_>) -> Option<End> {
    let status = view.status.filter(|status| (400..500).contains(status))?;
    if !is_step_of_service(view) {
        return None;
    }
    let text = view.response_text().to_ascii_lowercase();
    let says = |words: &[&str]| words.iter().any(|word| text.contains(word));
    let told = says(&["too long", "too large", "too big"]) && says(&["header", "request", "cookie", "uri", "url"]) && !says(&["aadsts"]);
    if !matches!(status, 414 | 431) && !told {
        return None;
    }
    let detail = if status == 414 { address_size(view) } else { header_sizes(view) };
    Some(End { code: "request-too-long", field: "status", detail: format!("HTTP {status}; {detail}") })
}

fn address_size(view: &View<'_>) -> String {
    format!("the address has {}", size(view.exchange.request.url.text().len()))
}

/// How large the headers are, and which cookies take most of it. Those whose names end in what is new each time count as one.
fn header_sizes(view: &View<'_>) -> String {
    /// More names help no one.
    const NAMED: usize = 3;
    let headers = view.request_headers();
    let all: usize = headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    let mut by_name: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for cookie in headers.cookies().filter(|cookie| !cookie.is_empty()) {
        let name = cookie.split('=').next().unwrap_or_default();
        let (count, length) = by_name.entry(cookies::listed(name)).or_default();
        *count += 1;
        *length += cookie.len();
    }
    if by_name.is_empty() {
        return format!("the request headers in the capture have {}, without any cookie", size(all));
    }
    let (count, sum) = by_name.values().fold((0, 0), |(count, sum), (more, length)| (count + more, sum + length));
    let mut largest: Vec<(String, (usize, usize))> = by_name.into_iter().collect();
    largest.sort_by_key(|(_, (_, length))| std::cmp::Reverse(*length));
    let told = |(name, (count, length)): &(String, (usize, usize))| match count {
        1 => format!("{name} {}", size(*length)),
        _ => format!("{name} ({count}) {}", size(*length)),
    };
    let largest: Vec<String> = largest.iter().take(NAMED).map(told).collect();
    format!("the request headers have {}, {count} cookies {} of it; the largest are {}", size(all), size(sum), largest.join(", "))
}

fn size(bytes: usize) -> String {
    if bytes < 1024 { format!("{bytes} bytes") } else { format!("{}.{} KB", bytes / 1024, bytes % 1024 * 10 / 1024) }
}

/// A script of a sign-in page did not come. Without it the page stays empty.
fn script_missing(view: &View<'_>) -> Option<End> {
    if !view.class.is_page_script(view.exchange.request.url.path()) {
        return None;
    }
    let why = match view.status {
        Some(status) if status >= 400 => format!("HTTP {status}"),
        Some(_) => return None,
        None => failure(view)?.to_owned(),
    };
    Some(End {
        code: "sign-in-page-blocked",
        field: if view.status.is_some() { "status" } else { "error" },
        detail: format!("{}: {why}", view.host),
    })
}

/// No response came, and the capture says why.
fn not_connected(view: &View<'_>) -> Option<End> {
    let counts = is_step_of_service(view) || view.stage == Stage::Discovery || view.is_tunnel();
    let why = failure(view).filter(|_| view.status.is_none() && view.class.is_sign_in() && counts)?;
    // A browser says no more than this when it keeps a response from a script: the response may have come.
    if view.stage == Stage::Token && why.to_ascii_lowercase().ends_with("err_failed") {
        return None;
    }
    Some(End { code: "connection-failed", field: "error", detail: format!("{}: {why}", view.host) })
}

/// What a capture says about a response that did not come. One that the user or the page no longer waited for is no failure.
fn failure<'a>(view: &'a View<'_>) -> Option<&'a str> {
    let why = view.exchange.error.as_deref().map(str::trim).filter(|why| !why.is_empty())?;
    let lower = why.to_ascii_lowercase();
    (!["abort", "cancel"].iter().any(|word| lower.contains(word))).then_some(why)
}

/// A proxy or gateway could not reach the service.
fn gateway(view: &View<'_>) -> Option<End> {
    let status = view.status.filter(|status| matches!(status, 502..=504))?;
    let by_another = answered_by_another(view)? || view.response_text().trim_start().starts_with("[Fiddler]");
    by_another.then(|| End {
        code: "connection-failed",
        field: "status",
        detail: format!("HTTP {status} for {}{}", view.host, answered_with(view)),
    })
}

/// Another machine's page stands where the service's should.
fn another_machine(view: &View<'_>) -> Option<End> {
    let status = view.status?;
    let is_page = view.page.is_some_and(|page| page.config.is_none() && page.page_id.is_none()) && answer_forms(view).next().is_none();
    let in_place_of_service = match status {
        401 => false,
        400.. => is_page || !view.response_text().trim().is_empty() && view.json.is_none(),
        300..=399 => view.location.as_ref().is_some_and(|location| {
            let has_answer = ["code", "error", "id_token", "access_token", "SAMLRequest", "SAMLResponse", "wa", "client_id"]
                .iter()
                .any(|name| location.query().has(name) || location.fragment().has(name));
            location.host() != view.host && goes_to_application(location) && !has_answer && location.scheme().starts_with("http")
        }),
        _ => is_page && matches!(view.stage, Stage::Authorize | Stage::SamlRequest | Stage::WsFedRequest),
    };
    // Where nothing was refused the other machine has to show itself.
    let shows_itself = status >= 400 || ["server", "via"].iter().any(|name| view.response_header(name).is_some());
    let blocked = in_place_of_service && shows_itself && answered_by_another(view)?;
    blocked.then(|| End {
        code: "blocked-by-network",
        field: "status",
        detail: format!("HTTP {status} for {}{}", view.host, answered_with(view)),
    })
}

/// Whether a machine that is not the service's answered a step of the sign-in: nothing that the service puts into each response is there. `None` when the
/// capture does not have what tells.
fn answered_by_another(view: &View<'_>) -> Option<bool> {
    if !is_step_of_service(view) || view.response_headers().next().is_none() {
        return None;
    }
    let marked = view.response_headers().any(|(name, value)| {
        let is_marked = hosts::MARKS.iter().any(|mark| name.eq_ignore_ascii_case(mark));
        is_marked || name.eq_ignore_ascii_case("server") && value.to_ascii_lowercase().starts_with("microsoft-")
    });
    let names_code = ["AADSTS", "AADB2C"].iter().any(|code| view.response_text().contains(code));
    Some(!marked && !names_code)
}

fn is_step_of_service(view: &View<'_>) -> bool {
    matches!(view.class, HostClass::TokenService(_)) && view.stage.is_step() && !view.is_tunnel()
}

/// How the other machine shows itself: the program it names, the page it sends.
fn answered_with(view: &View<'_>) -> String {
    let server = view.response_header("server").map(|server| format!(", server {server}")).unwrap_or_default();
    let via = view.response_header("via").map(|via| format!(", via {via}")).unwrap_or_default();
    let title = view.page.map(|page| page.title.trim()).filter(|title| !title.is_empty()).map(|title| format!(", page \"{title}\""));
    let location = view.location.as_ref().map(|location| format!(", sent to {}", location.host()));
    format!("{server}{via}{}{}", title.unwrap_or_default(), location.unwrap_or_default())
}
