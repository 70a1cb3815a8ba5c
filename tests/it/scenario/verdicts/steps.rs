//! More words to tell a sign-in with, and to say what is true of it.

use crate::scenario::json::Object;
use crate::scenario::pages;
use crate::scenario::sign_in::SignIn;
use crate::scenario::story::{Draft, Seen, Story};
use crate::scenario::truth::{Attempt, Cause};

/// What the application shows who is signed in.
pub(crate) const SIGNED_IN: &str = "<html><head><title>Contoso</title></head><body>12 open orders</body></html>";
/// What the application shows who is not.
pub(crate) const NOT_SIGNED_IN: &str = "<html><head><title>Contoso</title></head><body>You are not signed in.</body></html>";

/// Kinds of interrupts with whether each was satisfied.
type Asked = [(&'static str, Option<bool>)];

/// Nothing the service asked was left open, and the client got what it wanted.
pub(crate) fn succeeded(interrupts: &Asked, others: &[&'static str]) -> Attempt {
    Attempt::new("succeeded", "oidc").interrupts(interrupts).others(others)
}

/// It ended on a cause.
pub(crate) fn failed(cause: Cause, interrupts: &Asked, others: &[&'static str]) -> Attempt {
    Attempt::new("failed", "oidc").cause(cause).interrupts(interrupts).others(others)
}

/// It stopped at a step that has a finding.
pub(crate) fn interrupted(cause: Cause, interrupts: &Asked, others: &[&'static str]) -> Attempt {
    Attempt::new("interrupted", "oidc").cause(cause).interrupts(interrupts).others(others)
}

/// It stopped at a step that has none.
pub(crate) fn left(interrupts: &Asked, others: &[&'static str]) -> Attempt {
    Attempt::new("interrupted", "oidc").interrupts(interrupts).others(others)
}

/// The capture does not show the end.
pub(crate) fn incomplete(interrupts: &Asked, others: &[&'static str]) -> Attempt {
    Attempt::new("incomplete", "oidc").interrupts(interrupts).others(others)
}

impl Story {
    /// What is true of the next attempt.
    pub(crate) fn ends(&mut self, attempt: Attempt) {
        self.truth.attempts.push(attempt);
    }

    /// The same story at another host: another cloud has the same pages.
    pub(crate) fn at_host(mut self, from: &str, to: &str) -> Self {
        for exchange in &mut self.exchanges {
            exchange.url = exchange.url.replace(from, to);
            exchange.request_body = exchange.request_body.take().map(|body| body.replace(from, to));
            for (_, value) in exchange.request_headers.iter_mut().chain(&mut exchange.response_headers) {
                *value = value.replace(from, to);
            }
            if let Ok(text) = std::str::from_utf8(&exchange.response_body) {
                exchange.response_body = text.replace(from, to).into_bytes();
            }
        }
        self
    }

    /// Whether the network breaks somewhere, which not every program that records has words for.
    pub(crate) fn meets_network_errors(&self) -> bool {
        self.exchanges.iter().any(|exchange| exchange.network_error.is_some())
    }

    /// The capture begins later.
    pub(crate) fn without_first(mut self, exchanges: usize) -> Self {
        self.exchanges.drain(..exchanges);
        self
    }
}

impl SignIn {
    /// A cause that a response tells with the ids of this sign-in.
    pub(crate) fn cause(&self, code: &'static str, site: &'static str, seen: &Seen) -> Cause {
        Cause::new(code, site, &self.correlation_id, seen)
    }

    /// The same sign-in, which the service knows by another correlation id from here on.
    pub(crate) fn with_correlation_id(&self, correlation_id: String) -> Self {
        let mut sign_in = self.clone();
        sign_in.correlation_id = correlation_id;
        sign_in
    }

    /// A request is answered with the code, and the application gets it.
    pub(crate) fn arrives(&self, story: &mut Story, request: impl for<'s> FnOnce(&'s mut Story) -> Draft<'s>) {
        let code = story.authorization_code();
        let success = self.success(&code);
        request(story).signs_in().redirects_to(&success);
        story.get(success).html(200, SIGNED_IN.to_owned());
    }

    /// The right password, the code, the application.
    pub(crate) fn signs_in(&self, story: &mut Story) {
        self.arrives(story, |story| self.submits_password(story));
    }

    /// A request is answered with an error in the redirect URI, and the application gets it.
    pub(crate) fn is_refused(
        &self,
        story: &mut Story,
        error: &str,
        text: &str,
        request: impl for<'s> FnOnce(&'s mut Story) -> Draft<'s>,
    ) -> Seen {
        let draft = request(story);
        let description = draft.message(text, &self.correlation_id);
        let location = self.reply(&[("error", error), ("error_description", &description)]);
        let seen = draft.redirects_to(&location);
        story.get(location).html(200, NOT_SIGNED_IN.to_owned());
        seen
    }

    /// The page continues with what it knows.
    pub(crate) fn goes_on<'s>(&self, story: &'s mut Story, path: &str) -> Draft<'s> {
        story.get(format!("https://login.microsoftonline.com/common/{path}?ctx={}&sessionid={}", self.context, self.session_state))
    }

    /// The page posts its response.
    pub(crate) fn answers<'s>(&self, story: &'s mut Story, path: &str, fields: &[(&str, &str)]) -> Draft<'s> {
        let common = [("ctx", &*self.context), ("flowToken", &*self.flow_token), ("canary", &*self.canary)];
        story.post(format!("https://login.microsoftonline.com/{path}")).form(&[fields, &common].concat())
    }

    /// The challenge from the page to its end: begun, waited for, passed.
    pub(crate) fn passes_mfa(&mut self, story: &mut Story) {
        self.begins_mfa(story, "PhoneAppNotification");
        self.polls_mfa(story, "AuthenticationPending", 0);
        self.polls_mfa(story, "Success", 0);
    }

    /// A token request.
    pub(crate) fn asks_for_token<'s>(&self, story: &'s mut Story, grant: &str, fields: &[(&str, &str)]) -> Draft<'s> {
        let common = [
            ("client_id", self.app.client_id),
            ("scope", self.app.scope),
            ("grant_type", grant),
            ("client-request-id", &*self.correlation_id),
        ];
        story.post(self.endpoint("/oauth2/v2.0/token")).fetch().form(&[&common, fields].concat())
    }

    /// A token request that is refused.
    pub(crate) fn is_refused_token(&self, story: &mut Story, grant: &str, fields: &[(&str, &str)], error: &str, text: &str) -> Seen {
        self.asks_for_token(story, grant, fields).answers(400, |seen| pages::token_error(error, text, &self.correlation_id, seen))
    }

    /// A token request that is granted.
    pub(crate) fn gets_token(&self, story: &mut Story, grant: &str, fields: &[(&str, &str)]) -> Seen {
        let access_token = story.token("access_token", &self.claims());
        let refresh_token = story.opaque("refresh_token", 120);
        self.asks_for_token(story, grant, fields).answers(200, |_| {
            Object::new()
                .with("token_type", "Bearer")
                .with("scope", self.app.scope)
                .with("expires_in", 4_203)
                .with("access_token", access_token)
                .with("refresh_token", format!("1.{refresh_token}"))
        })
    }

    /// The client renews its token with this refresh token, and is refused.
    pub(crate) fn is_refused_renewal(&self, story: &mut Story, error: &str, text: &str) -> Seen {
        let refresh_token = story.opaque("refresh_token", 120);
        self.is_refused_token(story, "refresh_token", &[("refresh_token", &refresh_token)], error, text)
    }
}
