//! Personal accounts: an application that asks login.live.com itself, and Entra that hands a sign-in on to it.

use crate::scenario::json::Object;
use crate::scenario::sign_in::{App, MIRIAM, ORDERS, SignIn, User};
use crate::scenario::story::{Draft, Seen, Story};
use crate::scenario::truth::{Attempt, Cause};
use crate::scenario::verdicts::steps::{failed, left, succeeded};

const LIVE: &str = "https://login.live.com";
const DESKTOP: &str = "https://login.live.com/oauth20_desktop.srf";

/// Has an account of his own.
const OSKAR: User = User { name: "Oskar Brandt", upn: "oskar.brandt@outlook.example", password: "lamp-Post'7\"harbor", ..MIRIAM };

/// A game, registered with Microsoft accounts alone.
const GAME: App = App { name: "Fabrikam Game", client_id: "00000000441c9a7e", redirect_uri: DESKTOP, ..ORDERS };

struct Account {
    sign_in: SignIn,
    uaid: String,
    /// The parameters of the request, which every later address repeats.
    query: String,
}

impl Account {
    fn new(story: &mut Story, app: &App) -> Self {
        let sign_in = SignIn::new(story, "only", app, &OSKAR);
        let uaid = sign_in.correlation_id.replace('-', "");
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", app.client_id)
            .append_pair("scope", "service::user.auth.xboxlive.com::MBI_SSL")
            .append_pair("redirect_uri", app.redirect_uri)
            .append_pair("response_type", "code")
            .finish();
        Self { sign_in, uaid, query }
    }

    /// The page is a script that is no JSON.
    fn page(&self, error: &str) -> String {
        format!(
            "<!DOCTYPE html><html><head><title>Sign in to your Microsoft account</title><meta name=\"PageID\" content=\"i5030\"/><script type=\"text/javascript\">//<![CDATA[\n\
             var ServerData = {{BA:{{'0':0}},urlPost:'{LIVE}/ppsecure/post.srf?{}&uaid={}',{error}sUnauthSessionID:'{}',arrSessions:[],fAllow:!1}};\n//]]></script></head><body></body></html>",
            self.query, self.uaid, self.uaid
        )
    }

    fn opens(&self, story: &mut Story) {
        story.get(format!("{LIVE}/oauth20_authorize.srf?{}", self.query)).html(200, self.page("sErrTxt:'',sErrorCode:'',"));
        story.wait(6);
    }

    fn posts<'s>(&self, story: &'s mut Story, kind: &str, fields: &[(&str, &str)]) -> Draft<'s> {
        let flow_token = story.opaque("PPFT", 60);
        let common = [("PPFT", &*flow_token), ("type", kind), ("LoginOptions", "3")];
        story.post(format!("{LIVE}/ppsecure/post.srf?{}&uaid={}", self.query, self.uaid)).form(&[&common, fields].concat())
    }

    fn password<'s>(&self, story: &'s mut Story, password: &str) -> Draft<'s> {
        story.secret("password", password);
        self.posts(story, "11", &[("login", OSKAR.upn), ("loginfmt", OSKAR.upn), ("passwd", password)])
    }

    fn wrong_password(&self, story: &mut Story) -> Seen {
        let error = "sErrTxt:'Your account or password is incorrect. If you don\\'t remember your password, <a href=\"\">reset it \\u006eow.</a>',sErrorCode:'80041012',";
        let page = self.page(error);
        self.password(story, "lamp-Post/1").html(200, page)
    }

    fn cause(&self, code: &'static str, site: &'static str, seen: &Seen) -> Cause {
        self.sign_in.cause(code, site, seen).open_request()
    }
}

fn by_oauth2(attempt: Attempt) -> Attempt {
    attempt.by("oauth2")
}

/// A wrong password and a right one, "Stay signed in?", a code at the service's own page, and tokens for it.
fn account_signed_in() -> Story {
    let mut story = Story::new("account-signed-in", "2026-04-08T07:02:10.330Z");
    let account = Account::new(&mut story, &GAME);
    account.opens(&mut story);
    account.wrong_password(&mut story);
    account.password(&mut story, OSKAR.password).html(200, "<html><head><title>Stay signed in?</title></head></html>".to_owned());
    let code = format!("M.C544_BAY.2.U.{}", story.opaque("code of the account", 32));
    let reply = format!("{DESKTOP}?code={code}&lc=1033");
    account.posts(&mut story, "28", &[]).redirects_to(&reply);
    story.get(reply).html(200, "<html></html>".to_owned());
    let (access_token, refresh_token) = (story.opaque("access_token", 120), story.opaque("refresh_token", 80));
    let fields = [("client_id", GAME.client_id), ("code", &*code), ("grant_type", "authorization_code"), ("redirect_uri", DESKTOP)];
    story.post(format!("{LIVE}/oauth20_token.srf")).fetch().form(&fields).answers(200, |_| {
        Object::new().with("token_type", "bearer").with("access_token", access_token).with("refresh_token", refresh_token)
    });
    story.ends(by_oauth2(succeeded(&[("credentials", Some(true)), ("keep_me_signed_in", Some(true))], &["msa-error"])));
    story
}

/// The token comes in the fragment.
fn account_token_in_fragment() -> Story {
    let mut story = Story::new("account-token-in-fragment", "2026-04-08T07:06:44.071Z");
    let account = Account::new(&mut story, &GAME);
    account.opens(&mut story);
    let token = story.opaque("access_token", 120);
    let reply = format!("{DESKTOP}?lc=1033#access_token={token}&token_type=bearer&expires_in=86400");
    account.password(&mut story, OSKAR.password).redirects_to(&reply);
    story.get(reply).html(200, "<html></html>".to_owned());
    story.ends(by_oauth2(succeeded(&[("credentials", Some(true))], &[])));
    story
}

/// The text of the page has quotes of both kinds in it.
fn account_wrong_password() -> Story {
    let mut story = Story::new("account-wrong-password", "2026-04-08T07:10:58.612Z");
    let account = Account::new(&mut story, &GAME);
    account.opens(&mut story);
    let seen = account.wrong_password(&mut story);
    let cause = account.cause("msa-error", "page_text", &seen);
    story.ends(by_oauth2(failed(cause, &[("credentials", Some(false))], &[])));
    story
}

/// The user does not want the application to have what it asks for.
fn account_denied() -> Story {
    let mut story = Story::new("account-denied", "2026-04-08T07:15:03.447Z");
    let account = Account::new(&mut story, &GAME);
    account.opens(&mut story);
    let text = "The user has denied access to the scope requested by the client application.";
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("error", "access_denied")
        .append_pair("error_description", text)
        .append_pair("lc", "1033")
        .finish();
    let reply = format!("{DESKTOP}?{query}");
    let seen = account.password(&mut story, OSKAR.password).redirects_to(&reply);
    story.get(reply).html(200, "<html></html>".to_owned());
    let cause = account.cause("user-cancelled", "authorize_redirect", &seen);
    story.ends(by_oauth2(failed(cause, &[("credentials", Some(false))], &[]).open(&["credentials"])));
    story
}

/// The page is shown, asks whether there is a passkey and which account it is, and the user leaves.
fn account_left() -> Story {
    let mut story = Story::new("account-left", "2026-04-08T07:19:29.850Z");
    let account = Account::new(&mut story, &GAME);
    account.opens(&mut story);
    story.get("https://login.microsoft.com/consumers/fido/get?mkt=EN-US&lc=1033&uiflavor=Web").html(200, "<html></html>".to_owned());
    story
        .post(format!("{LIVE}/GetCredentialType.srf?opid=8F1C"))
        .json(&Object::new().with("username", OSKAR.upn).with("uaid", &account.uaid))
        .answers(200, |_| Object::new().with("Username", OSKAR.upn).with("IfExistsResult", 0));
    story.ends(by_oauth2(left(&[("credentials", Some(false))], &[])));
    story
}

/// Where the service sends the browser that Microsoft accounts have no application for.
fn refusal(error: &str, text: &str) -> String {
    let parameters = [("error", error), ("error_description", text)];
    let fragment = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(parameters).finish();
    format!("{LIVE}/err.srf?lc=1033#{fragment}")
}

const TECHNICAL: &str = "<html><head><title>Error</title></head><body>We're unable to complete your request.</body></html>";

/// Entra hands the sign-in on, and the application is not known there: one attempt.
fn account_application_unknown() -> Story {
    let mut story = Story::new("account-application-unknown", "2026-04-08T07:24:12.506Z");
    let account = Account::new(&mut story, &ORDERS);
    let address = format!("{LIVE}/oauth20_authorize.srf?{}&uaid={}", account.query, account.uaid);
    story.get(account.sign_in.authorize_url(&[])).redirects_to(&address);
    let text =
        "The client does not exist or is not enabled for consumers. If you are the application developer, configure a new application.";
    let reply = refusal("unauthorized_client", text);
    let seen = story.get(address).redirects_to(&reply);
    story.get(reply).html(200, TECHNICAL.to_owned());
    let cause = account.cause("unauthorized-client", "authorize_redirect", &seen);
    story.ends(failed(cause, &[], &[]));
    story
}

/// The same, for an application that asked there itself and has no such redirect URI.
fn account_redirect_uri_unknown() -> Story {
    let mut story = Story::new("account-redirect-uri-unknown", "2026-04-08T07:28:51.993Z");
    let account = Account::new(&mut story, &GAME);
    let reply = refusal("invalid_request", "The provided value for the input parameter 'redirect_uri' is not valid.");
    let seen = story.get(format!("{LIVE}/oauth20_authorize.srf?{}", account.query)).redirects_to(&reply);
    story.get(reply).html(200, TECHNICAL.to_owned());
    let cause = account.cause("invalid-request", "authorize_redirect", &seen).open_correlation_id();
    story.ends(by_oauth2(failed(cause, &[], &[])));
    story
}

pub(super) fn all() -> Vec<Story> {
    vec![
        account_signed_in(),
        account_token_in_fragment(),
        account_wrong_password(),
        account_denied(),
        account_left(),
        account_application_unknown(),
        account_redirect_uri_unknown(),
    ]
}
