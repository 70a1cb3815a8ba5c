//! Sign-in pages as a browser sees them: `$Config`, scripts, forms, page id, visible text, with entities decoded.

use std::borrow::Cow;

use html5gum::{DefaultEmitter, Emitter, ForwardingEmitter, StartTag, Token, Tokenizer};
use serde_json::Value;

use super::json::{self, Refused, script};

/// What is taken from a page.
#[derive(Debug, Default)]
pub struct Page {
    /// `PageID` of the page's head.
    pub page_id: Option<String>,
    /// `$Config`, when the page has one.
    pub config: Option<Value>,
    /// `ServerData` of a page of Microsoft accounts.
    pub server_data: Option<Value>,
    /// `SETTINGS` of a page of B2C.
    pub settings: Option<Value>,
    /// The texts of scripts that are in the page.
    pub scripts: Vec<String>,
    /// Forms with the fields that are filled beforehand.
    pub forms: Vec<Form>,
    /// The title.
    pub title: String,
    /// The visible text, with the title.
    pub text: String,
}

/// A form of a page.
#[derive(Debug, Default)]
pub struct Form {
    /// Where it is posted to.
    pub action: String,
    /// Names and values of its fields.
    pub fields: Vec<(String, String)>,
}

impl Form {
    /// The value of a field that is not empty, by its name without case.
    #[must_use]
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, value)| known.eq_ignore_ascii_case(name) && !value.is_empty()).map(|(_, value)| value.as_str())
    }
}

impl Page {
    /// Reads a page. What is broken is read as browsers read it.
    #[must_use]
    pub fn parse(html: &str) -> Self {
        let mut emitter = DefaultEmitter::default();
        // Without this a `<![CDATA[` inside a script would swallow the script.
        emitter.naively_switch_states(true);
        let mut reading = Reading::default();
        for Ok(token) in Tokenizer::new_with_emitter(html, Uncomplaining(emitter)) {
            reading.take(token);
        }
        reading.finish()
    }

    /// The string that follows a key of an object in a script: `sErrorCode:'80041012'`.
    #[must_use]
    pub fn script_value(&self, key: &str) -> Option<String> {
        self.scripts.iter().find_map(|script| script_value(script, key))
    }
}

/// Tokens without what is wrong with them: to find that, every character would be looked at.
struct Uncomplaining(DefaultEmitter);

impl ForwardingEmitter for Uncomplaining {
    type Token = Token;

    fn inner(&mut self) -> &mut impl Emitter<Token = Token> {
        &mut self.0
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

#[derive(Default)]
struct Reading {
    page: Page,
    /// The element whose text is being read, when it is not to be shown.
    hidden: Option<&'static str>,
    form: Option<(String, Vec<(String, String)>)>,
    in_title: bool,
}

impl Reading {
    fn take(&mut self, token: Token) {
        match token {
            Token::StartTag(tag) => self.open(&tag),
            Token::EndTag(tag) => self.close(&lossy(&tag.name)),
            Token::String(text) => self.text(&lossy(&text.value)),
            _ => {}
        }
    }

    fn open(&mut self, tag: &StartTag<()>) {
        let name = lossy(&tag.name);
        match &*name {
            "script" => {
                self.hidden = Some("script");
                self.page.scripts.push(String::new());
            }
            "style" => self.hidden = Some("style"),
            "title" => self.in_title = true,
            "meta" if attribute(tag, "name").is_some_and(|name| name.eq_ignore_ascii_case("PageID")) => {
                self.page.page_id = attribute(tag, "content").filter(|id| !id.is_empty());
            }
            "form" => {
                self.finish_form();
                self.form = Some((attribute(tag, "action").unwrap_or_default(), Vec::new()));
            }
            "input" => {
                if let (Some((_, fields)), Some(name)) = (&mut self.form, attribute(tag, "name")) {
                    fields.push((name, attribute(tag, "value").unwrap_or_default()));
                }
            }
            "br" | "p" | "div" | "li" | "td" | "h1" | "h2" => self.page.text.push('\n'),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.hidden == Some(name) || (self.hidden == Some("script") && name == "script") {
            self.hidden = None;
        }
        match name {
            "form" => self.finish_form(),
            "title" => self.in_title = false,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match (self.hidden, self.page.scripts.last_mut()) {
            (Some("script"), Some(script)) => script.push_str(text),
            (Some(_), _) => {}
            (None, _) => {
                if self.in_title {
                    self.page.title.push_str(text);
                }
                self.page.text.push_str(text);
            }
        }
    }

    fn finish_form(&mut self) {
        if let Some((action, fields)) = self.form.take() {
            self.page.forms.push(Form { action, fields });
        }
    }

    fn finish(mut self) -> Page {
        self.finish_form();
        self.page.config = self.page.scripts.iter().find_map(|script| config(script));
        let assigned = |name: &str| self.page.scripts.iter().find_map(|script| script::object(script, name));
        let (server_data, settings) = (assigned("ServerData"), assigned("SETTINGS"));
        (self.page.server_data, self.page.settings) = (server_data, settings);
        self.page
    }
}

/// The object that a script assigns to `$Config`. It is read as JSON from its opening brace on, so that it does not matter how the
/// script continues.
fn config(script: &str) -> Option<Value> {
    let mut rest = script;
    while let Some(at) = rest.find("$Config") {
        rest = &rest[at + "$Config".len()..];
        let Some(value) = rest.trim_start().strip_prefix('=') else { continue };
        match json::first(value, 1).map(|mut values| values.pop()) {
            Ok(Some(config @ Value::Object(_))) => return Some(config),
            Err(Refused::TooMuch) => return None,
            _ => {}
        }
    }
    None
}

fn script_value(script: &str, key: &str) -> Option<String> {
    let after = &script[script.find(key)? + key.len()..];
    let value = after.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start();
    script::string(value).map(|(text, _)| text).filter(|text| !text.is_empty())
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| lossy(&value.value).into_owned())
}

/// Text that is nearly always well-formed, which `from_utf8` finds out in less time.
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}
