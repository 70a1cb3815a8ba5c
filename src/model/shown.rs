//! One exchange as it is shown to people: taken apart, decoded, without secrets.

use jiff::Timestamp;

/// An exchange.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    /// The name of its capture.
    pub capture: String,
    /// How the user finds it again.
    pub entry: u64,
    /// When the request began, client's clock.
    pub started: Option<Timestamp>,
    /// The customer's own note on it.
    pub comment: Option<String>,
    /// Why there is no good answer, as the capture says.
    pub error: Option<String>,
    /// The method.
    pub method: String,
    /// The address without query and fragment.
    pub address: String,
    /// The parameters of the query.
    pub query: Vec<Pair>,
    /// The parameters of the fragment.
    pub fragment: Vec<Pair>,
    /// Headers and body of the request.
    pub request: Part,
    /// The status of the response and its phrase; `None` when nothing came back.
    pub status: Option<(Option<u16>, String)>,
    /// The parameters of the address that the response sends to.
    pub location: Vec<Pair>,
    /// Headers and body of the response.
    pub response: Part,
    /// What may be known of the tokens in it.
    pub tokens: Vec<Token>,
    /// XML that stands encoded in a parameter, under its name.
    pub documents: Vec<Pair>,
}

/// A name and a value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pair {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// Headers and body.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Part {
    /// The headers in order.
    pub headers: Vec<Pair>,
    /// The body.
    pub body: Body,
}

/// A body, by what it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Body {
    /// There is none.
    #[default]
    Empty,
    /// One was sent, and it is not here: the capture does not have it, or it is left out because no one can say what is in it.
    NotHere,
    /// JSON over several lines.
    Json(String),
    /// A form.
    Form(Vec<Pair>),
    /// A sign-in page, reduced to what explains it.
    Page(Page),
    /// XML.
    Xml(String),
    /// Anything else.
    Text(String),
}

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The id of the page.
    pub id: Option<String>,
    /// Its title.
    pub title: String,
    /// The objects that its scripts assign, as JSON over several lines: `$Config`.
    pub objects: Vec<Pair>,
    /// Its forms: where each is sent, and its fields.
    pub forms: Vec<(String, Vec<Pair>)>,
    /// Its visible lines.
    pub lines: Vec<String>,
}

/// A token, of which header and claims may be known.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Token {
    /// Its placeholder: `[id-token#1]`.
    pub label: String,
    /// The header, each member as JSON.
    pub header: Vec<Pair>,
    /// The claims, each as JSON.
    pub claims: Vec<Pair>,
}
