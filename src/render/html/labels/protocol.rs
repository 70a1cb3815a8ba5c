//! Protocols and clouds by the names that Microsoft's documentation gives them.

use crate::entra::hosts::Cloud;
use crate::model::attempt::Protocol;

/// A protocol in words.
pub(in crate::render::html) fn protocol(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::OAuth2 => "OAuth 2.0",
        Protocol::Oidc => "OpenID Connect",
        Protocol::Saml2 => "SAML 2.0",
        Protocol::WsFed => "WS-Federation",
        Protocol::WsTrust => "WS-Trust",
        Protocol::DeviceCode => "Device code flow",
        Protocol::Ropc => "Resource owner password (ROPC)",
        Protocol::ClientCredentials => "Client credentials",
        Protocol::OnBehalfOf => "On-behalf-of flow",
        Protocol::RefreshToken => "Refresh token",
        Protocol::NativeAuth => "Native authentication",
        Protocol::Unknown => "Protocol not in the trace",
    }
}

/// A cloud in words; none for the public cloud, which goes without saying.
pub(in crate::render::html) fn cloud(cloud: Cloud) -> Option<&'static str> {
    Some(match cloud {
        Cloud::Public => return None,
        Cloud::UsGovernment => "US Government cloud",
        Cloud::China => "China cloud (21Vianet)",
        Cloud::UsNat => "USNat cloud",
        Cloud::UsSec => "USSec cloud",
        Cloud::France => "France cloud",
        Cloud::Germany => "Germany cloud",
        Cloud::Singapore => "Singapore cloud",
        Cloud::B2c => "Azure AD B2C",
        Cloud::ExternalId => "External ID",
        Cloud::Msa => "Microsoft account",
    })
}
