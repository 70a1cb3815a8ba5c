//! Bodies of ordinary traffic: script bundles, styles, images, pages, and what APIs answer.

use std::fmt::Write;

use super::random::Random;
use crate::scenario::http1::ContentCoding;

/// A body with what its response says about it.
#[derive(Debug, Clone)]
pub(super) struct Body {
    pub(super) kind: BodyKind,
    pub(super) bytes: Vec<u8>,
    /// The `Content-Encoding` under which the bytes travel.
    pub(super) coding: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    Script,
    Style,
    Picture,
    Page,
    Json,
}

impl BodyKind {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Script => "application/javascript; charset=utf-8",
            Self::Style => "text/css",
            Self::Picture => "image/png",
            Self::Page => "text/html; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Script => ".js",
            Self::Style => ".css",
            Self::Picture => ".png",
            Self::Page | Self::Json => "",
        }
    }
}

impl Body {
    /// The body with this number. `on_the_wire`: compressed, as a proxy sees it.
    pub(super) fn new(seed: u64, number: u64, on_the_wire: bool) -> Self {
        let mut random = Random::new(seed, number);
        let (kind, bytes) = match random.below(100) {
            0..34 => (BodyKind::Script, script(&mut random)),
            34..40 => (BodyKind::Style, style(&mut random)),
            40..64 => (BodyKind::Picture, picture(&mut random)),
            64..68 => (BodyKind::Page, page(&mut random)),
            _ => (BodyKind::Json, json(&mut random)),
        };
        let plain = Self { kind, bytes, coding: None };
        if on_the_wire && kind != BodyKind::Picture { plain.coded(&mut random) } else { plain }
    }

    fn coded(self, random: &mut Random) -> Self {
        let coding = if random.percent(40) { ContentCoding::Brotli } else { ContentCoding::Gzip };
        Self { bytes: coding.compress(&self.bytes), coding: coding.name(), ..self }
    }
}

const WORDS: &[&str] = &[
    "account",
    "agenda",
    "basket",
    "branch",
    "button",
    "calendar",
    "channel",
    "column",
    "content",
    "customer",
    "default",
    "detail",
    "dialog",
    "element",
    "filter",
    "folder",
    "format",
    "handler",
    "header",
    "history",
    "invoice",
    "layout",
    "locale",
    "message",
    "number",
    "option",
    "order",
    "panel",
    "parent",
    "product",
    "render",
    "report",
    "request",
    "result",
    "section",
    "select",
    "status",
    "summary",
    "template",
    "update",
    "value",
    "version",
    "window",
    "workspace",
];

/// What a library for signing in has in its code. None of it happened.
const SIGN_IN_LIBRARY: &str = r#"var Hosts={PUBLIC:"https://login.microsoftonline.com/common/",knownAuthorities:["login.windows.net","sts.windows.net"]};function describe(t){return t.error_description||t.id_token||"session_state"}"#;

/// What the sign-in page's own bundle has in its code.
const CODES_IN_SCRIPT: &str = r#"var Codes={IdsLocked:"50053",Blocked:"53003"};if(t.sErrorCode===Codes.IdsLocked){show("AADSTS50053: The account is locked.\nCorrelation ID: "+t.correlationId)}else if(/AADSTS(50076|50079)/.test(t.text)){ask("AADSTS50076")}"#;

/// A bundle: quoted strings, line ends in strings, regular expressions; one in eight knows the service's addresses, one in twenty its codes.
fn script(random: &mut Random) -> Vec<u8> {
    let size = random.size(16 << 10, 512 << 10);
    let mut text = String::from("\"use strict\";(self.webpackChunk=self.webpackChunk||[]).push([[");
    let inserts = [(random.percent(12), SIGN_IN_LIBRARY), (random.percent(5), CODES_IN_SCRIPT)];
    for (at, (is_there, insert)) in inserts.into_iter().enumerate() {
        fill_script(&mut text, random, size * (at + 1) / 3);
        text.push_str(if is_there { insert } else { ";" });
    }
    fill_script(&mut text, random, size);
    text.into_bytes()
}

fn fill_script(text: &mut String, random: &mut Random, size: usize) {
    while text.len() < size {
        let (one, two, number) = (random.pick(WORDS), random.pick(WORDS), random.below(10_000));
        let written = match random.below(8) {
            0 => write!(text, "function {one}{number}(e,t){{return e.{two}?\"{one}-{two}\":t[\"{two}{number}\"]}}"),
            1 => write!(text, "e.exports={{\"{one}\":{number},\"{two}\":\"{one} {two}\\n\\t{number}\"}};"),
            2 => write!(text, "var {one}{number}=n({number}),{two}=/^\\s*([\\w.]+)\\/{number}\\d+$/g;"),
            3 => write!(text, "throw new Error(\"{one} of \\\"{two}\\\" is no {one}:\\n\"+t.{two})"),
            4 => write!(text, "i.createElement(\"div\",{{className:\"{one}__{two}\",\"aria-label\":e.{one}}},r[{number}]),"),
            5 => write!(text, "case {number}:return void(this.{one}={two}.get(\"{one}\",{{{two}:!0,deep:!1}}));"),
            6 => writeln!(text, "/* {one}/{two} {number} */"),
            _ => write!(text, "if(void 0!==e.{one}&&\"{two}\"===typeof e.{one})for(let n of Object.keys(e.{one}))t.push(n+\"\\\\{two}\");"),
        };
        written.expect("a string takes everything");
    }
}

fn style(random: &mut Random) -> Vec<u8> {
    let size = random.size(4 << 10, 128 << 10);
    let mut text = String::new();
    while text.len() < size {
        let (one, two, number) = (random.pick(WORDS), random.pick(WORDS), random.below(100));
        let written =
            writeln!(text, ".{one}__{two}--{number}:hover > .{two} {{\n  margin: 0 {number}px;\n  content: \"\\e{number:03}\";\n}}");
        written.expect("a string takes everything");
    }
    text.into_bytes()
}

fn picture(random: &mut Random) -> Vec<u8> {
    let mut bytes = vec![0; random.size(2 << 10, 64 << 10)];
    random.fill(&mut bytes);
    bytes[..8].copy_from_slice(b"\x89PNG\r\n\x1a\n");
    bytes
}

fn page(random: &mut Random) -> Vec<u8> {
    let size = random.size(8 << 10, 128 << 10);
    let mut text = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>Contoso</title></head>\n<body>\n");
    while text.len() < size {
        let (one, two, number) = (random.pick(WORDS), random.pick(WORDS), random.below(10_000));
        let written =
            writeln!(text, "  <div class=\"{one} {two}\" data-id=\"{number}\"><a href=\"/{one}/{number}\">{two} {number}</a></div>");
        written.expect("a string takes everything");
    }
    text.push_str("</body>\n</html>\n");
    text.into_bytes()
}

fn json(random: &mut Random) -> Vec<u8> {
    let size = random.size(512, 256 << 10);
    let mut text = String::from("{\"value\":[");
    while text.len() < size {
        let (id, one, two, number) = (random.guid(), random.pick(WORDS), random.pick(WORDS), random.below(10_000));
        let item = format!(
            r#"{{"id":"{id}","displayName":"{one} {two}","path":"/{one}/{two}/{number}","total":{number}.5,"tags":["{one}","{two}"],"isOpen":true,"note":null}},"#
        );
        text.push_str(&item);
    }
    text.push_str("{}]}");
    text.into_bytes()
}
