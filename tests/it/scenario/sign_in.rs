//! One sign-in: who signs in where, with the ids and tokens that tie its exchanges together, and its usual steps.

use super::json::{Json, Object};
use super::pages::{self, Page};
use super::story::{Draft, Seen, Story};

/// An invented user. Everything here but the object id is personal or secret.
#[derive(Debug, Clone)]
pub(crate) struct User {
    pub(crate) name: &'static str,
    pub(crate) upn: &'static str,
    pub(crate) password: &'static str,
    pub(crate) object_id: &'static str,
    /// The telephone number as the service shows it.
    pub(crate) phone: &'static str,
    /// The address the user comes from.
    pub(crate) ip: &'static str,
}

/// Works at Contoso.
pub(crate) const MIRIAM: User = User {
    name: "Miriam Oakhurst",
    upn: "miriam.oakhurst@contoso.example",
    password: "Quince&Harbour=7 lamps",
    object_id: "5d0c6b1e-93a4-4f0e-8a57-2f6f1b7f4c11",
    phone: "+49 XXXXXXXX317",
    ip: "203.0.113.74",
};

/// Works at Contoso too.
pub(crate) const TOBIAS: User = User {
    name: "Tobias Fenwick",
    upn: "tobias.fenwick@contoso.example",
    password: "nine\"Walnut<Stairs>42",
    object_id: "a1e7f3c2-6a0d-4c55-9d0b-71c2b3a4d5e6",
    phone: "+44 XXXXXX 8806",
    ip: "198.51.100.23",
};

/// Works at Fabrikam and is no one's guest.
pub(crate) const ADA: User = User {
    name: "Ada Lindqvist",
    upn: "ada.lindqvist@fabrikam.example",
    password: "Sommar-lönn/1987%",
    object_id: "e4b9d2a7-1f3c-4b68-a5d4-90c1e2f3a4b5",
    phone: "+46 XXXXXXX 52",
    ip: "2001:db8:77::1f",
};

/// An invented application, as it asks for a sign-in.
#[derive(Debug, Clone)]
pub(crate) struct App {
    pub(crate) name: &'static str,
    pub(crate) client_id: &'static str,
    pub(crate) redirect_uri: &'static str,
    /// The first part of the path: a tenant's id, or a shared name.
    pub(crate) tenant: &'static str,
    pub(crate) scope: &'static str,
    pub(crate) response_type: &'static str,
    pub(crate) response_mode: &'static str,
}

/// The id of Contoso's tenant.
pub(crate) const CONTOSO: &str = "3c1f9f2e-5b7a-4d86-9c0e-8a4b6d2e1f70";
/// The id of Fabrikam's tenant.
pub(crate) const FABRIKAM: &str = "b7d4e8c1-2a36-4f95-8e1d-0c5a7b9d3e42";

/// A web application with a server.
pub(crate) const TRAVEL: App = App {
    name: "Contoso Travel",
    client_id: "0f4a2c7d-8e1b-4936-b5d0-6c3e9a7f2b18",
    redirect_uri: "https://app.contoso.example/signin-oidc",
    tenant: CONTOSO,
    scope: "openid profile email",
    response_type: "code id_token",
    response_mode: "form_post",
};

/// A web application that gets its code in the query.
pub(crate) const ORDERS: App = App {
    name: "Contoso Orders",
    client_id: "7b9d3f61-0c2e-4a8d-9f15-d4e6a8b0c273",
    redirect_uri: "https://app.contoso.example/orders/callback",
    tenant: "common",
    scope: "openid profile offline_access https://graph.microsoft.com/User.Read",
    response_type: "code",
    response_mode: "query",
};

/// A single-page application.
pub(crate) const PLANNER: App = App {
    name: "Contoso Planner",
    client_id: "c6e1b8d4-73f0-4e2a-8b59-1d0f7a3c5e96",
    redirect_uri: "https://planner.contoso.example/",
    tenant: CONTOSO,
    scope: "openid profile offline_access https://graph.microsoft.com/Tasks.Read",
    response_type: "code",
    response_mode: "fragment",
};

/// One sign-in of one user to one application.
#[derive(Debug, Clone)]
pub(crate) struct SignIn {
    pub(crate) app: App,
    pub(crate) user: User,
    pub(crate) correlation_id: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) code_verifier: String,
    pub(crate) flow_token: String,
    pub(crate) context: String,
    pub(crate) canary: String,
    pub(crate) api_canary: String,
    pub(crate) session_state: String,
    /// The name of the method of the current challenge.
    mfa_method: &'static str,
}

impl SignIn {
    /// Where the page sends the user to sign in at Fabrikam's AD FS.
    pub(crate) fn federation_address(&self) -> String {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client-request-id", &self.correlation_id)
            .append_pair("username", self.user.upn)
            .append_pair("wa", "wsignin1.0")
            .append_pair("wtrealm", "urn:federation:MicrosoftOnline")
            .append_pair("wctx", &self.context)
            .finish();
        format!("https://adfs.fabrikam.example/adfs/ls/?{query}")
    }

    /// Begins a sign-in; `label` tells it from others of the same story.
    pub(crate) fn new(story: &mut Story, label: &str, app: &App, user: &User) -> Self {
        story.personal("upn", user.upn);
        story.personal("display name", user.name);
        story.personal("phone", user.phone);
        story.personal("ip address", user.ip);
        Self {
            app: app.clone(),
            user: user.clone(),
            correlation_id: story.guid(&format!("correlation of {label}")),
            state: story.opaque("state", 43),
            nonce: story.opaque("nonce", 43),
            code_verifier: story.opaque("code_verifier", 43),
            flow_token: story.opaque("flow token", 160),
            context: story.opaque("sCtx", 140),
            canary: story.opaque("canary", 64),
            api_canary: story.opaque("apiCanary", 96),
            session_state: story.guid(&format!("session state of {label}")),
            mfa_method: "PhoneAppNotification",
        }
    }

    /// The same sign-in, taken over by another application.
    pub(crate) fn at(&self, app: &App) -> Self {
        Self { app: app.clone(), ..self.clone() }
    }

    /// The address of an endpoint of the tenant.
    pub(crate) fn endpoint(&self, path: &str) -> String {
        format!("https://login.microsoftonline.com/{}{path}", self.app.tenant)
    }

    /// The authorization request. `more` parameters come last.
    pub(crate) fn authorize_url(&self, more: &[(&str, &str)]) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("client_id", self.app.client_id);
        query.append_pair("redirect_uri", self.app.redirect_uri);
        query.append_pair("response_type", self.app.response_type);
        if !self.app.scope.is_empty() {
            query.append_pair("scope", self.app.scope);
        }
        query.append_pair("response_mode", self.app.response_mode);
        query.append_pair("state", &self.state);
        query.append_pair("nonce", &self.nonce);
        query.append_pair("client-request-id", &self.correlation_id);
        query.extend_pairs(more);
        self.endpoint(&format!("/oauth2/v2.0/authorize?{}", query.finish()))
    }

    /// The user opens the application and gets the sign-in page; no one is signed in yet, hence its 50058.
    pub(crate) fn opens(&self, story: &mut Story) -> Seen {
        let seen = story.get(self.authorize_url(&[])).page(self, &Page::sign_in().code("50058"));
        story.wait(7);
        seen
    }

    /// The page asks what kind of account the user name is. `exists` is `IfExistsResult`, `federation` where the account signs in.
    pub(crate) fn looks_up_account(&self, story: &mut Story, exists: i32, federation: Option<&str>) -> Seen {
        let request = Object::new()
            .with("username", self.user.upn)
            .with("isOtherIdpSupported", true)
            .with("checkPhones", false)
            .with("isRemoteNGCSupported", true)
            .with("originalRequest", &self.context)
            .with("flowToken", &self.flow_token);
        let answer = pages::credential_type(self, exists, federation);
        let seen = story
            .post("https://login.microsoftonline.com/common/GetCredentialType?mkt=en-US")
            .header("hpgid", "1104")
            .header("hpgact", "1800")
            .header("canary", &self.api_canary)
            .header("client-request-id", &self.correlation_id)
            .json(&request)
            .returns("client-request-id", &self.correlation_id)
            .answers(200, |_| answer);
        story.wait(6);
        seen
    }

    /// The user submits the right password.
    pub(crate) fn submits_password<'s>(&self, story: &'s mut Story) -> Draft<'s> {
        self.submits(story, "passwd", self.user.password)
    }

    /// The user submits a credential in this field of the sign-in form.
    pub(crate) fn submits<'s>(&self, story: &'s mut Story, field: &str, credential: &str) -> Draft<'s> {
        story.secret(if field == "passwd" { "password" } else { field }, credential);
        let request = story.guid("page request");
        story
            .post("https://login.microsoftonline.com/common/login")
            .header("Origin", "https://login.microsoftonline.com")
            .header("Referer", self.authorize_url(&[]))
            .form(&[
                ("i13", "0"),
                ("login", self.user.upn),
                ("loginfmt", self.user.upn),
                ("type", "11"),
                ("LoginOptions", "3"),
                (field, credential),
                ("canary", &self.canary),
                ("ctx", &self.context),
                ("hpgrequestid", &request),
                ("flowToken", &self.flow_token),
                ("i19", "21874"),
            ])
    }

    /// The challenge begins.
    pub(crate) fn begins_mfa(&mut self, story: &mut Story, method: &'static str) -> Seen {
        self.mfa_method = method;
        let request = Object::new()
            .with("AuthMethodId", method)
            .with("Method", "BeginAuth")
            .with("ctx", &self.context)
            .with("flowToken", &self.flow_token);
        self.sas(story, "BeginAuth", &request, "Success", 0)
    }

    /// The page asks how the challenge went.
    pub(crate) fn polls_mfa(&self, story: &mut Story, result: &str, code: i32) -> Seen {
        let request = self.end_auth();
        let seen = self.sas(story, "EndAuth", &request, result, code);
        story.wait(2);
        seen
    }

    /// The user types a one-time code, and the page sends it.
    pub(crate) fn types_one_time_code(&self, story: &mut Story, code: &str, result: &str) -> Seen {
        story.secret("otc", code);
        let request = self.end_auth().with("AdditionalAuthData", code);
        self.sas(story, "EndAuth", &request, result, 0)
    }

    fn end_auth(&self) -> Object {
        Object::new()
            .with("Method", "EndAuth")
            .with("SessionId", &self.session_state)
            .with("FlowToken", &self.flow_token)
            .with("Ctx", &self.context)
            .with("AuthMethodId", self.mfa_method)
            .with("PollCount", 1)
    }

    fn sas(&self, story: &mut Story, call: &str, request: &Object, result: &str, code: i32) -> Seen {
        let pending = result == "AuthenticationPending";
        story
            .post(format!("https://login.microsoftonline.com/common/SAS/{call}"))
            .header("canary", &self.api_canary)
            .header("client-request-id", &self.correlation_id)
            .json(request)
            .returns("client-request-id", &self.correlation_id)
            .answers(200, |seen| {
                Object::new()
                    .with("Success", result == "Success")
                    .with("ResultValue", result)
                    .with("Message", Json::null())
                    .with("AuthMethodId", self.mfa_method)
                    .with("ErrCode", code)
                    .with("Retry", pending)
                    .with("FlowToken", &self.flow_token)
                    .with("Ctx", &self.context)
                    .with("SessionId", &seen.request_id)
                    .with("CorrelationId", &self.correlation_id)
                    .with("Timestamp", seen.time.to_string())
                    .with("Entropy", if call == "BeginAuth" { 64 } else { 0 })
            })
    }

    /// The passed challenge goes back into the sign-in.
    pub(crate) fn processes_mfa<'s>(&self, story: &'s mut Story, one_time_code: Option<&str>) -> Draft<'s> {
        let mut fields = vec![
            ("type", "22"),
            ("request", &*self.context),
            ("mfaAuthMethod", self.mfa_method),
            ("login", self.user.upn),
            ("flowToken", &self.flow_token),
            ("canary", &self.canary),
        ];
        fields.extend(one_time_code.map(|code| ("otc", code)));
        story.post("https://login.microsoftonline.com/common/SAS/ProcessAuth").form(&fields)
    }

    /// "Stay signed in?" is answered.
    pub(crate) fn stays_signed_in<'s>(&self, story: &'s mut Story) -> Draft<'s> {
        story.post("https://login.microsoftonline.com/kmsi").form(&[
            ("LoginOptions", "1"),
            ("type", "28"),
            ("ctx", &self.context),
            ("flowToken", &self.flow_token),
            ("canary", &self.canary),
        ])
    }

    /// Where the service sends the browser with these parameters. The state goes with them.
    pub(crate) fn reply(&self, parameters: &[(&str, &str)]) -> String {
        let query =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).append_pair("state", &self.state).finish();
        let mark = if self.app.response_mode == "fragment" { '#' } else { '?' };
        format!("{}{mark}{query}", self.app.redirect_uri)
    }

    /// Where the service sends the browser when all went well.
    pub(crate) fn success(&self, code: &str) -> String {
        self.reply(&[("code", code), ("session_state", &self.session_state)])
    }

    /// What the id token says.
    pub(crate) fn claims(&self) -> Object {
        Object::new()
            .with("aud", self.app.client_id)
            .with("iss", format!("https://login.microsoftonline.com/{CONTOSO}/v2.0"))
            .with("iat", 1_772_438_460_i64)
            .with("ipaddr", self.user.ip)
            .with("name", self.user.name)
            .with("nonce", &self.nonce)
            .with("oid", self.user.object_id)
            .with("preferred_username", self.user.upn)
            .with("tid", CONTOSO)
            .with("ver", "2.0")
    }

    /// The application redeems its code; a browser or another public client does it where the capture sees it.
    pub(crate) fn redeems(&self, story: &mut Story, code: &str) {
        let access_token = story.token("access_token", &self.claims().with("scp", "User.Read"));
        let id_token = story.token("id_token", &self.claims());
        let refresh_token = story.opaque("refresh_token", 220);
        story
            .post(self.endpoint("/oauth2/v2.0/token"))
            .fetch()
            .form(&[
                ("client_id", self.app.client_id),
                ("redirect_uri", self.app.redirect_uri),
                ("scope", self.app.scope),
                ("code", code),
                ("code_verifier", &self.code_verifier),
                ("grant_type", "authorization_code"),
                ("client_info", "1"),
                ("client-request-id", &self.correlation_id),
                ("x-client-SKU", "msal.js.browser"),
                ("x-client-VER", "4.12.0"),
            ])
            .returns("x-ms-clitelem", "1,0,0,,")
            .answers(200, |_| {
                Object::new()
                    .with("token_type", "Bearer")
                    .with("scope", self.app.scope)
                    .with("expires_in", 4_716)
                    .with("ext_expires_in", 4_716)
                    .with("access_token", access_token)
                    .with("refresh_token", format!("1.{refresh_token}"))
                    .with("id_token", id_token)
            });
    }
}
