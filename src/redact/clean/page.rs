//! Pages: a page is written again from what explains a sign-in (page id, `$Config`, forms, visible text). Scripts, styles and links are dropped.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use serde_json::Value;

use super::{Cleaner, Holder, Place, Trust};
use crate::entra::page::{Form, Page};
use crate::redact::tables;

/// Values of Microsoft accounts' pages, which are in a script that is no JSON.
const SCRIPT_VALUES: &[&str] = &["sErrorCode", "sErrTxt"];
/// What is kept of the object that such a script assigns.
const OF_SERVER_DATA: &[&str] =
    &["sErrorCode", "sErrTxt", "correlationId", "sUnauthSessionID", "sSigninName", "sPOST_Username", "sUnauthUsername", "urlPost"];
/// What is kept of the object that a script of B2C assigns.
const OF_SETTINGS: &[&str] = &["api", "transId"];

impl Cleaner {
    pub(super) fn page(&mut self, html: &str, trust: Trust) -> String {
        let parsed = self.page.take_if(|_| self.place == Place::ResponseBody);
        let page = parsed.unwrap_or_else(|| Arc::new(Page::parse(html)));
        let mut clean = String::from("<!DOCTYPE html>\n<html><head><!-- reduced to what explains the sign-in -->\n");
        if let Some(id) = &page.page_id {
            let _ = writeln!(clean, "<meta name=\"PageID\" content=\"{}\">", escaped(&self.named("PageID", id, trust, Holder::Parameter)));
        }
        let title = page.title.trim();
        if tables::is_sentence(title) {
            let _ = writeln!(clean, "<title>{}</title>", escaped(title));
        }
        if let Some(config) = &page.config {
            let config = self.json(config, trust);
            if !self.is_learning() {
                let _ = writeln!(clean, "<script>$Config={};</script>", script_safe(&config.to_string()));
            }
        } else if page.server_data.is_none() {
            clean.push_str(&self.script_values(&page));
        }
        for (name, object, kept) in [("ServerData", &page.server_data, OF_SERVER_DATA), ("SETTINGS", &page.settings, OF_SETTINGS)] {
            if let Some(object) = object {
                let object = self.script_object(object, kept, trust);
                let _ = writeln!(clean, "<script>var {name} = {};</script>", script_safe(&object.to_string()));
            }
        }
        clean.push_str("</head><body>\n");
        for form in &page.forms {
            clean.push_str(&self.page_form(form, trust));
        }
        let text = page.text.trim_start();
        let text = text.strip_prefix(title).filter(|_| tables::is_sentence(title)).unwrap_or(text);
        for line in self.telling_lines(text).unwrap_or_default().lines() {
            let _ = writeln!(clean, "<p>{}</p>", escaped(line));
        }
        clean + "</body></html>"
    }

    /// What is kept of an object that a script assigns. All of it is learnt from.
    fn script_object(&mut self, object: &Value, kept: &[&str], trust: Trust) -> Value {
        let Value::Object(mut clean) = self.json(object, trust) else { return Value::Null };
        clean.retain(|name, _| kept.contains(&name.as_str()));
        if let Some(code) = object.get("sErrorCode").filter(|code| code.as_str().is_some_and(is_account_code)) {
            clean.insert("sErrorCode".to_owned(), code.clone());
        }
        Value::Object(clean)
    }

    fn script_values(&mut self, page: &Page) -> String {
        let pairs: Vec<String> = SCRIPT_VALUES
            .iter()
            .filter_map(|key| Some((key, page.script_value(key)?)))
            .map(|(key, value)| {
                let clean = if is_account_code(&value) { value } else { self.named(key, &value, Trust::SignIn, Holder::Member) };
                format!("{key}:'{}'", clean.replace(['\'', '"', '\\', '<', '>'], " "))
            })
            .collect();
        if pairs.is_empty() { String::new() } else { format!("<script>{{{}}}</script>\n", pairs.join(",")) }
    }

    fn page_form(&mut self, form: &Form, trust: Trust) -> String {
        let mut clean = format!("<form method=\"post\" action=\"{}\">\n", escaped(&self.address(&form.action, trust)));
        for (name, value) in &form.fields {
            let (name, value) = (self.key(name), self.named(name, value, trust, Holder::Parameter));
            let _ = writeln!(clean, "<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(&name), escaped(&value));
        }
        clean + "</form>\n"
    }
}

/// A code of Microsoft accounts: `80041012`.
fn is_account_code(value: &str) -> bool {
    value.len() == 8 && value.starts_with('8') && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"))
}

/// JSON as it may be in a script.
fn script_safe(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}
