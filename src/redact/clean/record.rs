//! Records of exported sign-in logs, and fields of outputs of `dsregcmd`: what stays does so by its name and its shape, as in a capture. The names
//! are of lists of their own, for here `identity` has a user's name, and `displayName` may be that of a policy.

use serde_json::{Map, Value};

use super::recent::Recent;
use super::{Class, Cleaner, Place, Trust};
use crate::entra::guid::Guid;
use crate::entra::json;
use crate::entra::limits::JSON_DEPTH;
use crate::redact::kind::SecretKind;
use crate::redact::people::{mailbox, personal};
use crate::redact::placeholder;
use crate::redact::shape::{self, Shape};
use crate::redact::tables::{self, Rule};

/// Longest name of a policy or an application.
const LONGEST_NAME: usize = 256;
/// What is instead of a value that no one needs to tell from others.
const VALUE: &str = "[value]";

/// Where a value stands.
#[derive(Debug, Clone, Copy)]
struct Named<'a> {
    /// The name of the member that holds the object, squeezed; empty at the top.
    outer: &'a str,
    /// The name of the value's own member.
    name: &'a str,
}

impl Cleaner {
    /// A record of a log.
    pub fn record(&mut self, record: &Value) -> Value {
        self.begin_row();
        self.record_below(record, Named { outer: "", name: "" }, JSON_DEPTH)
    }

    /// The cells of a record by the names of their columns. Where there are more or fewer than columns, no one knows which belongs to which.
    pub fn cells(&mut self, columns: &[String], cells: &[Value]) -> Vec<Value> {
        self.begin_row();
        let one = |(at, cell)| self.record_below(cell, of_column(columns, cells.len(), at), JSON_DEPTH);
        cells.iter().enumerate().map(one).collect()
    }

    /// The same for cells that are texts.
    pub fn text_cells(&mut self, columns: &[String], cells: &[String]) -> Vec<String> {
        self.begin_row();
        cells.iter().enumerate().map(|(at, cell)| self.record_text(of_column(columns, cells.len(), at), cell)).collect()
    }

    /// A member of a log next to its records.
    pub fn member_beside(&mut self, name: &str, value: &Value) -> (String, Value) {
        self.begin_row();
        (self.record_key(name), self.record_below(value, Named { outer: "", name }, JSON_DEPTH))
    }

    /// The name of a column or a member of a log: one that no one knows is a value itself.
    pub fn record_key(&mut self, name: &str) -> String {
        let is_known = name.trim().is_empty() || tables::member("", name).is_some() || tables::field(name).is_some();
        if is_known || Guid::parse(name).is_some() {
            return name.to_owned();
        }
        self.kept(name).unwrap_or_else(|| self.label(Class::Unknown, SecretKind::Name, name))
    }

    /// The value of a key of `dsregcmd /status`, of which each line has a piece; `None` where it stays. Tells whether the key is known.
    pub fn status_value(&mut self, key: &str, pieces: &[&str]) -> (Option<String>, bool) {
        self.begin_row();
        let rule = tables::status_key(key);
        // The lines may end between two words, or inside of one.
        let (spaced, closed_up) = (pieces.join(" "), pieces.concat());
        let [told, other] = if matches!(rule, Some(Rule::Sentence | Rule::User)) { [spaced, closed_up] } else { [closed_up, spaced] };
        let clean = self.status_text(key, rule, &told);
        let stays = match rule {
            Some(Rule::Sentence) => clean == told && self.status_text(key, rule, &other) == other,
            Some(Rule::Phrase) => clean == told || self.status_text(key, rule, &other) == other,
            _ => clean == told,
        };
        ((!stays).then_some(clean), rule.is_some())
    }

    fn status_text(&mut self, key: &str, rule: Option<Rule>, value: &str) -> String {
        let clean = self.kept(value).or_else(|| rule.and_then(|rule| self.by_rule(rule, value)));
        clean.unwrap_or_else(|| self.unlisted(key, value))
    }

    /// A line that no one knows.
    pub fn unknown_line(&mut self, line: &str) -> String {
        self.begin_row();
        self.kept(line).unwrap_or_else(|| self.unlisted("", line))
    }

    fn begin_row(&mut self) {
        (self.place, self.related) = (Place::Row, true);
    }

    fn record_below(&mut self, value: &Value, named: Named<'_>, depth: usize) -> Value {
        if depth == 0 {
            return Value::Null;
        }
        match value {
            Value::String(text) => Value::String(self.record_text(named, text)),
            // A number that may not stay is no text: who reads it expects one, or none.
            Value::Number(number) => {
                let text = number.to_string();
                if self.record_text(named, &text) == text { value.clone() } else { Value::Null }
            }
            Value::Array(items) => items.iter().map(|item| self.record_below(item, named, depth - 1)).collect(),
            Value::Object(members) => Value::Object(self.record_members(members, named.name, depth - 1)),
            Value::Null | Value::Bool(_) => value.clone(),
        }
    }

    fn record_members(&mut self, members: &Map<String, Value>, outer: &str, depth: usize) -> Map<String, Value> {
        // `{"key": "Login Hint Present", "value": "True"}`: what is under `key` is the name of what is under `value`.
        let key = members.get("key").and_then(Value::as_str).filter(|_| members.contains_key("value"));
        let one = |(name, value): (&String, &Value)| {
            let clean = match (name.as_str(), key) {
                ("key", Some(key)) => Value::String(self.record_key(key)),
                // A table's own columns.
                ("name" | "ColumnName", _) if outer.eq_ignore_ascii_case("columns") && value.is_string() => {
                    Value::String(self.record_key(value.as_str().unwrap_or_default()))
                }
                ("value", Some(key)) => self.record_below(value, Named { outer: "", name: key }, depth),
                _ => self.record_below(value, Named { outer, name }, depth),
            };
            (self.record_key(name), clean)
        };
        members.iter().map(one).collect()
    }

    /// A text of a record: one that holds JSON is looked into.
    fn record_text(&mut self, named: Named<'_>, text: &str) -> String {
        let met = [named.outer, named.name, text];
        if self.unchanged.as_ref().is_some_and(|unchanged| unchanged.knows(0, &met)) {
            return text.to_owned();
        }
        let clean = self.record_text_anew(named, text);
        if clean == text {
            self.unchanged.get_or_insert_with(Recent::new).meets(0, &met);
        }
        clean
    }

    fn record_text_anew(&mut self, named: Named<'_>, text: &str) -> String {
        if let Some(kept) = self.kept(text) {
            return kept;
        }
        if text.trim_start().starts_with(['{', '['])
            && let Ok(value @ (Value::Object(_) | Value::Array(_))) = json::parse(text)
            && let Some(clean) = self.deeper(|cleaner| cleaner.record_below(&value, named, JSON_DEPTH))
        {
            return if clean == value { text.to_owned() } else { clean.to_string() };
        }
        if is_of_context(named.name, text) {
            return text.to_owned();
        }
        let rule = tables::member(named.outer, named.name);
        rule.and_then(|rule| self.by_rule(rule, text)).unwrap_or_else(|| self.unlisted(named.name, text))
    }

    /// A value by the rule of its name; `None` when it is not what the rule lets stay.
    fn by_rule(&mut self, rule: Rule, text: &str) -> Option<String> {
        let value = text.trim();
        match rule {
            Rule::Known => None,
            Rule::Kept(shapes) => shapes.iter().find(|shape| shape.fits(value)).and_then(|shape| self.in_shape(*shape, text)),
            Rule::Phrase => tables::is_phrase(value).then(|| self.without_credentials(text)),
            Rule::Name if value.chars().count() > LONGEST_NAME => None,
            Rule::Name => {
                let clean = self.plain(text);
                Some(self.vouched(text, clean))
            }
            Rule::Sentence => Some(self.plain(text)),
            Rule::Program => {
                let clean = self.version(text);
                self.place = Place::Row;
                Some(self.vouched(text, clean))
            }
            Rule::Country => is_country(value).then(|| text.to_owned()),
            Rule::Place => Some(self.place_names(text)),
            Rule::Error => (tables::is_error_word(value) || tables::is_phrase(value) || Shape::Code.fits(value)).then(|| self.masked(text)),
            Rule::Host => shape::is_service_host(value).then(|| self.without_credentials(text)),
            Rule::Span => value.trim_matches(['[', ']']).split("--").all(|time| shape::is_time(time.trim())).then(|| text.to_owned()),
            Rule::Detail => Some(self.detail(value)),
            Rule::User => Some(value.split(',').map(|name| self.account(name.trim())).collect::<Vec<_>>().join(", ")),
            Rule::Machine => Some(self.machine(value)),
            Rule::Person(SecretKind::Ip) => Some(self.machine_address(value)),
            Rule::Person(SecretKind::Name) if Guid::parse(value).is_some() => Some(self.without_credentials(text)),
            Rule::Person(SecretKind::Name) if mailbox::is_one(value) => Some(self.sign_in_name(value)),
            Rule::Person(kind) => Some(self.personal(kind, value)),
        }
    }

    /// A value in the shape that its name asks for.
    fn in_shape(&mut self, shape: Shape, text: &str) -> Option<String> {
        match shape {
            // An id stays, whatever it is called elsewhere.
            Shape::Guid | Shape::Time | Shape::Epoch | Shape::Flag => Some(self.without_credentials(text)),
            Shape::Address | Shape::RedirectUri | Shape::Application | Shape::Agent | Shape::Scopes => {
                self.shaped(shape, text, Trust::Other)
            }
            Shape::OneOf(_) | Shape::Words => {
                let clean = self.masked(text);
                Some(self.vouched(text, clean))
            }
            _ => Some(self.masked(text)),
        }
    }

    /// Notes a word of the log, of which there are few, when all of it stays.
    fn vouched(&mut self, text: &str, clean: String) -> String {
        if !self.settled && clean == text {
            self.secrets.vouch(text.trim());
        }
        clean
    }

    /// A value under a name that is not on the list, or that is not what its name promises.
    fn unlisted(&mut self, name: &str, text: &str) -> String {
        // Words of the service's own, and what comes after very many others, are only taken out.
        if tables::is_phrase(text.trim()) || !self.secrets.has_room_for(text) {
            return self.taken_out(SecretKind::Value);
        }
        match tables::secret(name).filter(|_| !name.is_empty()) {
            Some(kind) => self.credential(kind, text),
            None => self.unknown(text),
        }
    }

    /// What is only taken out, and is not told from others.
    fn taken_out(&mut self, kind: SecretKind) -> String {
        self.removed.in_text(kind, self.place);
        VALUE.to_owned()
    }

    /// A value that tells of a person. Of very many names those that come last are only taken out where they stand.
    fn personal(&mut self, kind: SecretKind, value: &str) -> String {
        if !self.secrets.has_room_for(value) {
            return self.taken_out(kind);
        }
        if !self.secrets.seeks_many() {
            return self.label(Class::Personal, kind, value);
        }
        self.removed.value(kind, self.place, value);
        self.secrets.label_by_form(kind, value)
    }

    /// How someone proved who they are.
    fn detail(&mut self, value: &str) -> String {
        if tables::is_phrase(value) {
            return self.taken_out(SecretKind::Attribute);
        }
        let is_phone = value.chars().all(|letter| letter.is_ascii_digit() || "+*xX ()-./".contains(letter));
        self.personal(if is_phone { SecretKind::Phone } else { SecretKind::Attribute }, value)
    }

    /// A name that someone signs in with. SYSTEM is no one, and the account of a machine is one.
    fn account(&mut self, name: &str) -> String {
        if let Some(kept) = self.kept(name) {
            return kept;
        }
        if Guid::parse(name).is_some() {
            return self.without_credentials(name);
        }
        let (authority, account) = name.rsplit_once('\\').unwrap_or(("", name));
        let account = account.split('@').next().unwrap_or(account);
        if !authority.is_empty() && account.eq_ignore_ascii_case("system") {
            return "NT AUTHORITY\\SYSTEM".to_owned();
        }
        match account.strip_suffix('$') {
            Some(machine) => self.machine(machine) + "$",
            None => self.sign_in_name(name),
        }
    }

    /// A sign-in name. One in the form of a mailbox's address is found in texts by that.
    fn sign_in_name(&mut self, name: &str) -> String {
        if !self.secrets.has_room_for(&name.to_lowercase()) {
            return self.taken_out(SecretKind::User);
        }
        if !mailbox::is_one(name) || placeholder::user_number(name).is_some() {
            return self.user(name);
        }
        self.removed.value(SecretKind::User, self.place, &name.to_lowercase());
        self.secrets.user_by_form(name)
    }

    /// The address of a machine, which is found in texts by its form, too.
    fn machine_address(&mut self, value: &str) -> String {
        match personal::address_kind(value) {
            Some(kind) if self.secrets.has_room_for(value) => {
                self.removed.value(kind, self.place, value);
                self.secrets.label_by_form(kind, value)
            }
            Some(kind) => self.taken_out(kind),
            None => self.unlisted("", value),
        }
    }

    /// City, state, country: the country stays.
    fn place_names(&mut self, text: &str) -> String {
        let one = |cleaner: &mut Self, at: usize, part: &str| {
            let part = part.trim();
            let is_last = text.split(',').count() == at + 1;
            if is_last && is_country(part) || part.is_empty() {
                return part.to_owned();
            }
            cleaner.kept(part).unwrap_or_else(|| cleaner.personal(SecretKind::Place, part))
        };
        text.split(',').enumerate().map(|(at, part)| one(self, at, part)).collect::<Vec<_>>().join(", ")
    }

    /// A text of which only credentials are taken out.
    fn without_credentials(&self, text: &str) -> String {
        let found = self.credentials().replace(text);
        found.unwrap_or_else(|| text.to_owned())
    }

    /// The name of a machine, with its domain or without.
    fn machine(&mut self, name: &str) -> String {
        if let Some(kept) = self.kept(name) {
            return kept;
        }
        let host = name.split('.').next().unwrap_or(name);
        let label = self.personal(SecretKind::Device, host);
        if host.len() < name.len() {
            let _ = self.secrets.label(Class::Personal, SecretKind::Device, name);
        }
        label
    }
}

/// Where a cell is, of as many as there are.
fn of_column(columns: &[String], cells: usize, at: usize) -> Named<'_> {
    let column = columns.get(at).filter(|_| columns.len() == cells);
    Named { outer: "", name: column.map_or("", String::as_str) }
}

/// A country in two letters.
fn is_country(value: &str) -> bool {
    value.len() == 2 && value.bytes().all(|letter| letter.is_ascii_alphabetic())
}

/// The context of a page of Microsoft Graph, by which it is recognized as one of sign-ins.
fn is_of_context(name: &str, text: &str) -> bool {
    let beginnings = ["https://graph.microsoft.com/v1.0/$metadata", "https://graph.microsoft.com/beta/$metadata"];
    let rest = || beginnings.iter().find_map(|beginning| text.strip_prefix(beginning));
    name.eq_ignore_ascii_case("@odata.context") && rest().is_some_and(|rest| rest.eq_ignore_ascii_case("#auditLogs/signIns"))
}
