//! Pages: a page is written anew from what explains a sign-in (page id, `$Config`, forms, visible text). Scripts, styles and links are dropped.

use std::borrow::Cow;
use std::fmt::Write;
use std::sync::Arc;

use super::{Cleaner, Holder, Place, Trust};
use crate::entra::page::{Form, Page};
use crate::redact::tables;

/// Values of Microsoft accounts' pages, which are in a script that is no JSON.
const SCRIPT_VALUES: &[&str] = &["sErrorCode", "sErrTxt"];

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
            let config = self.json(config, trust).to_string();
            let _ = writeln!(clean, "<script>$Config={};</script>", script_safe(&config));
        } else {
            clean.push_str(&self.script_values(&page));
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

/// JSON as it may stand in a script.
fn script_safe(json: &str) -> String {
    json.replace('&', "\\u0026").replace('<', "\\u003c").replace('>', "\\u003e")
}
