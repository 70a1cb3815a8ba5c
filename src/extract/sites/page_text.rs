//! Site: the text of a page that quotes a message of the service: its older error pages, and an application's error page.
//!
//! Documentation talks about codes too. A message that happened names few codes and carries the service's labels, or stands on the
//! service's own page or on a page that failed.

use crate::entra::hosts::Cloud;
use crate::entra::page::Page;
use crate::extract::messages::message_text::MessageText;
use crate::extract::view::View;
use crate::model::observation::{ErrorSeen, Fact, Observation, Site};

/// More codes than one failure names; a text with more is about codes.
const MOST_CODES: usize = 3;

pub(in crate::extract) fn observe(view: &View<'_>) -> Vec<Observation> {
    let Some(page) = view.page.filter(|page| page.config.is_none()) else { return Vec::new() };
    if view.cloud == Some(Cloud::Msa) {
        return microsoft_account(page, view);
    }
    let message = MessageText::parse(&page.text);
    let ours = view.is_token_service();
    let failed = view.status.is_some_and(|status| status >= 400);
    if message.codes.is_empty() || message.codes.len() > MOST_CODES || !(ours || failed || message.is_labelled()) {
        return Vec::new();
    }
    let seen = |mut error: ErrorSeen| {
        error.message = sentence(&page.text, &error);
        error.request_id = error.request_id.take().or_else(|| view.request_id());
        error.correlation_id = error.correlation_id.take().or_else(|| view.correlation_id().filter(|_| ours));
        Observation { site: Site::PageText, field: "text", fact: Fact::Error(Box::new(error)) }
    };
    message.errors().into_iter().map(seen).collect()
}

/// The line of a page that names the code.
fn sentence(text: &str, error: &ErrorSeen) -> Option<String> {
    let code = error.code.to_string();
    let line = text.lines().map(str::trim).find(|line| line.contains(&code))?;
    let from_code = line.find(&code).map_or(line, |at| &line[at..]);
    Some(MessageText::parse(from_code).text)
}

/// Pages of Microsoft accounts carry a hexadecimal code in a script that is no JSON.
fn microsoft_account(page: &Page, view: &View<'_>) -> Vec<Observation> {
    use crate::entra::codes::Code;
    let value = |name: &str| view.of_server_data(name).map(str::to_owned).or_else(|| page.script_value(name));
    let code = value("sErrorCode");
    let Some(code) = code.filter(|code| code.len() == 8 && code.bytes().all(|byte| byte.is_ascii_hexdigit())) else { return Vec::new() };
    // The text is a fragment of HTML.
    let shown = value("sErrTxt").map(|text| Page::parse(&text).text.split_whitespace().collect::<Vec<_>>().join(" "));
    let error = ErrorSeen {
        name: Some(code),
        message: shown.filter(|text| !text.is_empty()),
        correlation_id: view.correlation_id(),
        request_id: view.request_id(),
        ..ErrorSeen::new(Code::named("msa-error"))
    };
    vec![Observation { site: Site::PageText, field: "sErrorCode", fact: Fact::Error(Box::new(error)) }]
}
