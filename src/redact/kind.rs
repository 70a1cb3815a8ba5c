//! The kinds of what is taken out, as their placeholders name them (`[auth-code#1]`), and how close each comes to a person.

use crate::entra::closed_set::closed_set;

closed_set! {
    /// What kind of secret, of personal data, or of something that no one knows a value is.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
    pub enum SecretKind {
        /// An access token.
        AccessToken = "access-token",
        /// A postal address.
        Address = "address",
        /// An assertion of SAML or a JWT in its place.
        Assertion = "assertion",
        /// An attribute of a person.
        Attribute = "attribute",
        /// An authorization code.
        AuthCode = "auth-code",
        /// The name of an organization.
        Brand = "brand",
        /// What proves that a page was shown.
        Canary = "canary",
        /// A challenge, and what answers it.
        Challenge = "challenge",
        /// A client's assertion.
        ClientAssertion = "client-assertion",
        /// A client secret.
        ClientSecret = "client-secret",
        /// The verifier of PKCE.
        CodeVerifier = "code-verifier",
        /// The context of a sign-in.
        Context = "context",
        /// The value of a cookie.
        Cookie = "cookie",
        /// What is new in every request in the name of a cookie.
        CookieName = "cookie-name",
        /// Any other credential.
        Credential = "credential",
        /// The name of a device.
        Device = "device",
        /// A device code.
        DeviceCode = "device-code",
        /// The id of a device.
        DeviceId = "device-id",
        /// A file that was posted.
        File = "file",
        /// A flow token.
        FlowToken = "flow-token",
        /// The name of a header that no one knows.
        Header = "header",
        /// A part of a host that no one knows.
        Host = "host",
        /// An ID token.
        IdToken = "id-token",
        /// An IP address, of whatever kind.
        Ip = "ip",
        /// An address of IP version 6.
        Ipv6 = "ipv6",
        /// The name of a person, or of a parameter that no one knows.
        Name = "name",
        /// A namespace that no one knows.
        Namespace = "namespace",
        /// A nonce.
        Nonce = "nonce",
        /// A code for one use.
        OneTimeCode = "one-time-code",
        /// A word that looks like a secret.
        Opaque = "opaque",
        /// The id of a page that no one knows.
        Page = "page",
        /// A part of a path that no one knows.
        Part = "part",
        /// A password.
        Password = "password",
        /// A phone number.
        Phone = "phone",
        /// A photo.
        Photo = "photo",
        /// A city or a state.
        Place = "place",
        /// An address of the customer's own network.
        PrivateIpv4 = "private-ipv4",
        /// Another address of IP version 4.
        PublicIpv4 = "public-ipv4",
        /// A refresh token.
        RefreshToken = "refresh-token",
        /// An artifact of SAML.
        SamlArtifact = "saml-artifact",
        /// A SAML response.
        SamlResponse = "saml-response",
        /// The id of a session.
        Session = "session",
        /// A security identifier.
        Sid = "sid",
        /// A signature.
        Signature = "signature",
        /// A signed request.
        SignedRequest = "signed-request",
        /// A device's credential for single sign-on.
        SsoCredential = "sso-credential",
        /// The state of a client.
        State = "state",
        /// Any other token.
        Token = "token",
        /// The name that a user signs in with.
        User = "user",
        /// A code that a user types.
        UserCode = "user-code",
        /// A value that no one knows.
        Value = "value",
        /// What a report names as a user or an address, inside of a text.
        UserOrAddress = "user or address",
        /// A value that was taken out elsewhere, inside of a text.
        RepeatedValue = "repeated value",
    }
}

impl SecretKind {
    /// What a receipt calls the kind, where the word of the placeholder alone would mislead.
    #[must_use]
    pub fn in_receipt(self) -> &'static str {
        match self {
            Self::CookieName => "part of a cookie's name",
            Self::Header => "name of an unknown header",
            Self::Name => "person's name, unknown parameter's name",
            Self::Part => "part of a path",
            Self::Host => "part of a host",
            Self::Value => "unknown value",
            Self::UserOrAddress => "text with a user or an address",
            Self::RepeatedValue => "text with a value from elsewhere",
            kind => kind.name(),
        }
    }
}

/// How close a value comes to a person or to what lets one in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    /// It lets someone in. Never shown.
    Credential,
    /// It tells who someone is. Shown when that is asked for.
    Personal,
    /// No one knows what it is. Looked for elsewhere unless it may be a word or a text.
    Unknown,
}
