//! Limits: how deep, how many and how large the parts of a capture may be. Beyond them a part counts as not understood, and a note says so.
//!
//! They stand here because the parsers do, and because every stage may import this folder, which itself imports nothing. What one input may
//! cost as a whole (bytes unpacked, members of an archive, size of an entry) is the reader's to say: `read::Limits`.

/// JSON: values inside values. Real captures have fewer than thirty; the parser of texts itself gives up at 128.
pub const JSON_DEPTH: usize = 100;
/// JSON: bytes of memory that the values of one text take next to the letters of their strings. An empty object takes over thirty times its
/// text, an object with one member a hundred times. Bodies of 16 MiB that a service or a browser writes stay below: most of them is strings.
pub const JSON_MEMORY: usize = 40 << 20;

/// Texts inside texts: percent-encoding again encoded, a URL in a parameter of a URL, JSON in base64 in JSON, a token in a token's claims.
pub const TEXT_DEPTH: usize = 12;

/// XML: elements inside elements.
pub const XML_DEPTH: usize = 200;
/// XML: elements and texts of a document.
pub const XML_NODES: u32 = 200_000;
/// XML: `<` and `=` of a document. The parser keeps room for each before it knows what it is, seventy times its size.
pub const XML_MARKS: usize = 400_000;
/// XML: attributes of an element. The parser compares each with all others.
pub const XML_ATTRIBUTES: usize = 256;
/// XML: namespaces in force at one element. The parser takes all of them over to each that declares one more, and looks through them at each name.
pub const XML_NAMESPACES: usize = 64;
/// XML: declarations of namespaces in a document. The parser keeps them sorted.
pub const XML_DECLARATIONS: usize = 10_000;

/// Bytes of one body that are parsed as JSON, XML or a page; what a body unpacks to is cut there.
pub const BODY: usize = 16 << 20;
/// Bytes that a SAML message in a parameter may unpack to.
pub const SAML: u64 = 4 << 20;
/// Bytes of a message of the service that a report shows. The longest known has 2,000.
pub const MESSAGE: usize = 16 << 10;
