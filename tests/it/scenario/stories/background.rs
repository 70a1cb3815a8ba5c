//! What surrounds sign-ins in a trace, and must not be taken for one.

use crate::scenario::json::Object;
use crate::scenario::sign_in::{MIRIAM, ORDERS, SignIn};
use crate::scenario::story::{Kind, Story};
use crate::scenario::truth::Cause;

/// An API of the application fails, and quotes what its own token call was told. That call is not in the trace.
pub(crate) fn app_quotes_a_code() -> Story {
    let mut story = Story::new("app-quotes-a-code", "2026-03-02T12:44:08.231Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let cookie = story.opaque("cookie AppServiceAuthSession", 160);
    let text = format!(
        "AADSTS65001: The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an interactive \
         authorization request for this user and resource.",
        ORDERS.client_id, ORDERS.name
    );
    let draft = story
        .get("https://api.app.contoso.example/v1/orders?open=true")
        .fetch()
        .header("Cookie", format!("AppServiceAuthSession={cookie}"));
    let detail = format!("Microsoft.Identity.Client.MsalUiRequiredException: {}", draft.message(&text, &sign_in.correlation_id));
    let seen =
        draft.answers(500, |_| Object::new().with("title", "The orders could not be read").with("status", 500).with("detail", detail));
    story.truth.loose.push(Cause::new("AADSTS65001", "json_body", &sign_in.correlation_id, &seen));
    story
}

/// Scripts full of codes, calls with ids that look like the service's, a page about codes, and credentials of other systems.
pub(crate) fn no_sign_in() -> Story {
    let mut story = Story::new("no-sign-in", "2026-03-02T17:20:44.402Z");
    let sign_in = SignIn::new(&mut story, "only", &ORDERS, &MIRIAM);
    let access_token = story.token("access_token", &sign_in.claims().with("scp", "User.Read"));
    let basic = story.opaque("Basic credentials", 36);
    let script = r#"var EstsError={UserUnauthorized:"50020",IdsLocked:"50053",InvalidUserNameOrPassword:"50126",BlockedByConditionalAccess:"53003"};if($Config.sErrorCode===EstsError.IdsLocked){showError("AADSTS50053")}var pgid="ConvergedSignIn";"#;
    story.get("https://aadcdn.msauth.net/shared/1.0/content/js/ConvergedLogin_PCore_5fZ0y1.js").kind(Kind::Script).finish(
        200,
        "application/x-javascript",
        script.as_bytes().to_vec(),
    );
    for (path, status, body) in [
        ("me", 200, Object::new().with("displayName", MIRIAM.name).with("userPrincipalName", MIRIAM.upn)),
        ("users", 403, Object::new().with("error", Object::new().with("code", "Authorization_RequestDenied"))),
    ] {
        let request_id = story.guid(path);
        story
            .get(format!("https://graph.microsoft.com/v1.0/{path}"))
            .fetch()
            .header("Authorization", format!("Bearer {access_token}"))
            .returns("x-ms-request-id", &*request_id)
            .returns("request-id", request_id)
            .answers(status, |_| body);
    }
    let rows = "<tr><td>AADSTS50126</td><td>wrong user name or password</td></tr><tr><td>AADSTS53003</td><td>blocked</td></tr>";
    story
        .get("https://docs.contoso.example/help/sign-in-codes")
        .html(200, format!("<html><head><title>Sign-in codes</title></head><body><table>{rows}</table></body></html>"));
    story
        .get("https://packages.contoso.example/feed/index.json")
        .fetch()
        .header("Authorization", format!("Basic {basic}"))
        .answers(200, |_| Object::new().with("version", "3.0.0"));
    let icon = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0xff, 0xfe];
    story.get("https://app.contoso.example/favicon.png").kind(Kind::Image).finish(200, "image/png", icon.to_vec());
    story
}
