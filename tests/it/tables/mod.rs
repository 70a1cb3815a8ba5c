//! The service's vocabulary, held against lists of what each row has to say: a row that is gone, new or changed in a table of `entra` fails a test.
//! The lists are tab-separated, a row each; `-` stands for nothing.

mod codes;
mod content;
mod cookies;
mod endpoints;
mod hosts;
mod pages;
mod placeholders;

use serde_json::{Value, json};

/// The rows of a list, each with that many columns.
fn rows<const COLUMNS: usize>(text: &'static str) -> Vec<[&'static str; COLUMNS]> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').collect::<Vec<_>>().try_into().unwrap_or_else(|row| panic!("{row:?}"))).collect()
}

/// What a column says; `None` for `-`.
fn some(column: &'static str) -> Option<&'static str> {
    Some(column).filter(|column| *column != "-")
}

/// A HAR of one request for each of these addresses, with what came back.
fn har(exchanges: &[(String, Value)]) -> String {
    let entry = |(at, (url, content)): (usize, &(String, Value))| {
        json!({
            "startedDateTime": format!("2026-03-02T09:{:02}:{:02}.000Z", at / 60, at % 60), "time": 40, "cache": {}, "timings": {},
            "request": {"method": "GET", "url": url, "httpVersion": "HTTP/2", "headers": [], "queryString": [], "cookies": [], "headersSize": -1, "bodySize": 0},
            "response": {"status": 200, "statusText": "OK", "httpVersion": "HTTP/2", "headers": [], "cookies": [], "redirectURL": "", "headersSize": -1, "bodySize": -1, "content": content},
        })
    };
    let entries: Vec<Value> = exchanges.iter().enumerate().map(entry).collect();
    json!({"log": {"version": "1.2", "creator": {"name": "WebInspector", "version": "537.36"}, "pages": [], "entries": entries}})
        .to_string()
}
