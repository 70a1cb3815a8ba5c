//! The sites at which the service says something, one file a site, one row a site in [`SITES`].

mod application_status;
mod authorize_redirect;
mod client_telemetry_header;
mod credential_type;
mod form_post_page;
mod form_post_request;
mod json_body;
mod mfa_response;
mod native_auth;
mod network;
mod page_config;
mod page_text;
mod request_parameter;
mod request_url;
mod response_header;
mod saml_response;
mod text;
mod token_response;
mod user_flow_page;
mod ws_fed_result;
mod ws_trust_fault;
mod www_authenticate;

use super::view::View;
use crate::model::observation::Observation;

/// Every site. Where two sites show the same code in one exchange, both are kept as evidence.
pub(super) const SITES: &[fn(&View<'_>) -> Vec<Observation>] = &[
    token_response::observe,
    authorize_redirect::observe,
    request_url::observe,
    form_post_page::observe,
    form_post_request::observe,
    page_config::observe,
    page_text::observe,
    mfa_response::observe,
    native_auth::observe,
    user_flow_page::observe,
    credential_type::observe,
    saml_response::observe,
    ws_trust_fault::observe,
    ws_fed_result::observe,
    client_telemetry_header::observe,
    www_authenticate::observe,
    request_parameter::observe,
    response_header::observe,
    json_body::observe,
    text::observe,
    application_status::observe,
    network::observe,
];
