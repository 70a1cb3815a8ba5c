//! JSON whose members keep the order they were given in, as the producers of captures and the service write theirs.

use std::fmt::{self, Display, Write};

/// A JSON value.
#[derive(Debug, Clone)]
pub(crate) enum Json {
    Text(String),
    /// A number, `true`, `false` or `null`, as it is to be in the file.
    Literal(String),
    Object(Object),
    List(Vec<Self>),
}

impl Json {
    /// `null`.
    pub(crate) fn null() -> Self {
        Self::Literal("null".to_owned())
    }

    /// Indented by two spaces a level, as browsers write HARs.
    pub(crate) fn indented(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, Some(0), false);
        out
    }

    fn write(&self, out: &mut String, level: Option<usize>, for_script: bool) {
        match self {
            Self::Text(text) => out.push_str(&quoted(text, for_script)),
            Self::Literal(literal) => out.push_str(literal),
            Self::Object(object) => object.write(out, level, for_script),
            Self::List(items) => {
                let write = |out: &mut String, item: &Self, level| item.write(out, level, for_script);
                write_items(out, ('[', ']'), items, level, write);
            }
        }
    }
}

/// A JSON object.
#[derive(Debug, Clone, Default)]
pub(crate) struct Object(Vec<(String, Json)>);

impl Object {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a member, or gives the one with this name another value.
    pub(crate) fn with(mut self, name: &str, value: impl Into<Json>) -> Self {
        let value = value.into();
        match self.0.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.to_owned(), value)),
        }
        self
    }

    /// Adds a member when there is a value.
    pub(crate) fn with_some(self, name: &str, value: Option<impl Into<Json>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds all members of another object.
    pub(crate) fn with_all(self, other: &Self) -> Self {
        other.0.iter().fold(self, |object, (name, value)| object.with(name, value.clone()))
    }

    /// As the service writes JSON into a script: what could end the script or an attribute is escaped.
    pub(crate) fn for_script(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, None, true);
        out
    }

    fn write(&self, out: &mut String, level: Option<usize>, for_script: bool) {
        write_items(out, ('{', '}'), &self.0, level, |out, (name, value), level| {
            out.push_str(&quoted(name, for_script));
            out.push_str(if level.is_some() { ": " } else { ":" });
            value.write(out, level, for_script);
        });
    }
}

impl Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.write(&mut out, None, false);
        f.write_str(&out)
    }
}

fn write_items<T>(
    out: &mut String,
    (open, close): (char, char),
    items: &[T],
    level: Option<usize>,
    write: impl Fn(&mut String, &T, Option<usize>),
) {
    let inner = level.map(|level| level + 1);
    out.push(open);
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        new_line(out, inner);
        write(out, item, inner);
    }
    if !items.is_empty() {
        new_line(out, level);
    }
    out.push(close);
}

fn new_line(out: &mut String, level: Option<usize>) {
    if let Some(level) = level {
        let _ = write!(out, "\n{:width$}", "", width = level * 2);
    }
}

fn quoted(text: &str, for_script: bool) -> String {
    let quoted = serde_json::to_string(text).expect("a string is always JSON");
    if !for_script {
        return quoted;
    }
    quoted.replace('&', "\\u0026").replace('\'', "\\u0027").replace('<', "\\u003c").replace('>', "\\u003e").replace('+', "\\u002b")
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Json {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl From<Vec<Self>> for Json {
    fn from(items: Vec<Self>) -> Self {
        Self::List(items)
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Literal(value.to_string())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Literal(value.to_string())
    }
}

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::Literal(value.to_string())
    }
}

impl From<u32> for Json {
    fn from(value: u32) -> Self {
        Self::Literal(value.to_string())
    }
}

impl From<usize> for Json {
    fn from(value: usize) -> Self {
        Self::Literal(value.to_string())
    }
}
