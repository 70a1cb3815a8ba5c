//! The parts of HTTP messages: addresses, headers, bodies, and parameters.

use crate::entra::percent;

/// An absolute URL, parsed by the browsers' rules; the text is kept for what does not parse.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Url {
    text: String,
    parsed: Option<url::Url>,
}

impl Url {
    /// Parses a URL. Never fails: what is no URL has no host and no parameters.
    pub fn parse(text: impl Into<String>) -> Self {
        let text = text.into();
        let parsed = url::Url::parse(text.trim()).ok();
        Self { text, parsed }
    }

    /// Resolves a `Location` or a form's action against this URL.
    #[must_use]
    pub fn join(&self, reference: &str) -> Self {
        let reference = reference.trim();
        match &self.parsed {
            Some(base) => match base.join(reference) {
                Ok(url) => Self { text: reference.to_owned(), parsed: Some(url) },
                Err(_) => Self::parse(reference),
            },
            None => Self::parse(reference),
        }
    }

    /// The URL as captured.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The URL after parsing.
    #[must_use]
    pub fn parsed(&self) -> Option<&url::Url> {
        self.parsed.as_ref()
    }

    /// The scheme, lower case.
    #[must_use]
    pub fn scheme(&self) -> &str {
        self.parsed.as_ref().map_or("", url::Url::scheme)
    }

    /// The host, lower case, without port; empty when there is none.
    #[must_use]
    pub fn host(&self) -> &str {
        self.parsed.as_ref().and_then(url::Url::host_str).unwrap_or("")
    }

    /// The path, percent-encoded; empty when there is none.
    #[must_use]
    pub fn path(&self) -> &str {
        self.parsed.as_ref().map_or("", url::Url::path)
    }

    /// The query's parameters, decoded.
    #[must_use]
    pub fn query(&self) -> Parameters {
        Parameters::decode(self.query_text())
    }

    /// The query as it is written.
    #[must_use]
    pub fn query_text(&self) -> &str {
        self.parsed.as_ref().and_then(url::Url::query).unwrap_or_default()
    }

    /// The fragment's parameters, decoded.
    #[must_use]
    pub fn fragment(&self) -> Parameters {
        self.parsed.as_ref().and_then(url::Url::fragment).map_or_else(Parameters::default, Parameters::decode)
    }

    /// Scheme, host, port and path: what is left when query, fragment and credentials are taken off.
    #[must_use]
    pub fn bare(&self) -> String {
        match &self.parsed {
            Some(url) => {
                let mut bare = url.clone();
                bare.set_query(None);
                bare.set_fragment(None);
                // Neither call can fail for an address that has a host, and one without has no credentials.
                let _ = bare.set_password(None);
                let _ = bare.set_username("");
                bare.into()
            }
            None => self.text.split(['?', '#']).next().unwrap_or("").to_owned(),
        }
    }
}

/// Names and values of a query, a fragment or a form, percent- and plus-decoded, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Decodes `application/x-www-form-urlencoded` text.
    #[must_use]
    pub fn decode(text: &str) -> Self {
        Self(percent::pairs(text).map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// The first value of a name, compared without case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The first value of a name that is not empty.
    #[must_use]
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, v)| n.eq_ignore_ascii_case(name) && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Whether a name occurs.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// All names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<(String, String)> for Parameters {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// Header names and values in order, names as captured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// The first value of a name, compared without case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// Every value of a name, compared without case.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }

    /// The cookies of a request, as they stand between the semicolons.
    pub fn cookies(&self) -> impl Iterator<Item = &str> {
        self.all("cookie").flat_map(|value| value.split(';')).map(str::trim)
    }

    /// All names and values in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(n, v)| (n.as_str(), v.as_str()))
    }

    /// Adds a header at the end.
    pub fn push(&mut self, name: impl Into<String>, value: impl Into<String>) {
        self.0.push((name.into(), value.into()));
    }

    /// The media type of `Content-Type`, lower case, without parameters; empty when there is none.
    #[must_use]
    pub fn media_type(&self) -> String {
        let value = self.get("content-type").unwrap_or("");
        value.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
    }
}

impl FromIterator<(String, String)> for Headers {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// A message's body: transfer and content codings undone, charset decoded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Body {
    /// None was sent, as far as the capture tells.
    #[default]
    Empty,
    /// One was sent, and the capture does not have it.
    NotCaptured,
    /// One is there and is not read: it cannot hold a fact (image, font, script), or it could not be decoded.
    Skipped,
    /// The body as text.
    Text(String),
}

impl Body {
    /// The text; empty for everything else.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Empty | Self::NotCaptured | Self::Skipped => "",
        }
    }
}
